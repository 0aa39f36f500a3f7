"""Independence: what is declared, and what the parties of the case make of it."""

from __future__ import annotations

from datetime import date

import pytest

from scoring import load_rule_set
from scoring.independence import (
    Declared,
    Person,
    Role,
    member_of,
    organisation_key,
    reviewed_own,
    ties_of,
    undeclared,
)
from scoring.panel import Party, Tie, check_panel

DAY = date(2026, 3, 1)
PARTIES: dict[Party, list[str]] = {
    "applicant": ["乙置业有限公司"], "builder": ["甲安防工程有限责任公司", "丁监理"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("甲安防有限责任公司", "甲安防有限公司", True),
        ("甲（北京）安防有限公司", " 甲(北京) 安防有限公司 ", True),
        ("ＡＢＣ安防", "abc安防", True),
        ("甲安防有限责任公司北京分公司", "甲安防有限公司", True),
        ("Alpha Security Co., Ltd.", "ALPHA SECURITY COMPANY LIMITED", True),
        ("甲·乙设计院", "甲乙设计院", True),
        ("甲安防", "甲安防有限公司", False),
        ("甲安防股份有限公司", "甲安防有限公司", False),
        ("甲安防集团有限公司", "甲安防有限公司", False),
        ("甲安防（上海）有限公司", "甲安防有限公司", False),
    ],
)
def test_names_are_the_same_only_by_the_stated_differences(
    one: str, other: str, same: bool
) -> None:
    assert (organisation_key(one) == organisation_key(other)) is same


def test_an_employer_that_is_a_party_is_a_tie() -> None:
    person = Person("1", "甲", Declared("甲安防工程有限公司 ", True))
    assert [(tie.party, tie.nature) for tie in ties_of(person, PARTIES, DAY)] == [
        ("builder", "受雇于甲安防工程有限公司 ")
    ]
    assert ties_of(Person("1", "甲", Declared("乙大学", True)), PARTIES, DAY) == ()
    assert ties_of(person, {}, DAY) == ()


@pytest.mark.parametrize(
    ("until", "binds"),
    [(None, True), (date(2023, 3, 1), True), (date(2023, 2, 28), False), (DAY, True)],
)
def test_an_earlier_role_binds_for_three_years(until: date | None, binds: bool) -> None:
    role = Role("丁监理", "总监", until)
    person = Person("1", "甲", Declared("乙大学", True, earlier=(role,)))
    assert bool(ties_of(person, PARTIES, DAY)) is binds
    assert ties_of(person, PARTIES, DAY, years=50)


def test_a_role_that_ended_on_a_leap_day_binds_to_the_end_of_february() -> None:
    role = Role("丁监理", "总监", date(2024, 2, 29))
    person = Person("1", "甲", Declared("乙大学", True, earlier=(role,)))
    assert ties_of(person, PARTIES, date(2027, 2, 28))
    assert not ties_of(person, PARTIES, date(2027, 3, 1))


def test_who_was_on_the_applicants_side_is_tied_also_without_a_declaration() -> None:
    person = Person("1", "甲", None, {"applicant"})
    assert [tie.party for tie in ties_of(person, PARTIES, DAY)] == ["applicant"]
    assert not member_of(person, PARTIES, DAY).is_expert
    assert [(one.code, one.clause) for one in undeclared([person])] == [("not_declared", "4.8")]


def test_declared_and_derived_ties_stand_once_and_go_to_the_panel() -> None:
    tie = Tie("builder", "顾问")
    person = Person("1", "甲", Declared("甲安防工程有限公司", True, (tie, tie)))
    found = ties_of(person, PARTIES, DAY)
    assert [one.nature for one in found] == ["顾问", "受雇于甲安防工程有限公司"]
    readings = load_rule_set("tcrea-2023").default_readings
    told = check_panel([member_of(person, PARTIES, DAY)], None, readings)
    texts = [one.text_en for one in told if one.code == "tie"]
    assert texts == [
        "甲 has a tie to the builder: 顾问.",
        "甲 has a tie to the builder: is employed by 甲安防工程有限公司.",
    ]


@pytest.mark.parametrize("part", ["member", "scorer"])
def test_nobody_reviews_their_own_scoring(part: str) -> None:
    (finding,) = reviewed_own(Person("9", "壬", None, {part, "reviewer"}))
    assert (finding.code, finding.clause) == ("reviewer_scored", "5.5.1")
    assert reviewed_own(Person("9", "壬", None, {"reviewer", "clerk"})) == ()
    assert reviewed_own(None) == ()
