"""Which rows apply, and what the missing rule on rows that do not apply costs."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring import assess, load_rule_set, parse_sheet
from scoring.applicability import Applicability, applicable
from scoring.load import load_facts
from scoring.profile import Profile
from scoring.profile_file import profile_of_words
from tests.scoring.sheets import all_met

FACTS = load_facts()
RULES = load_rule_set("tcrea-2023")
PRESUPPOSED = sorted({name for row in RULES.rows for name in row.presupposes})


def found(**words: Any) -> Applicability:
    profile = profile_of_words(words)
    return applicable(load_rule_set(profile.rule_set), profile, FACTS)


def ids(result: Applicability, *statuses: Any) -> list[str]:
    return [str(fit.row.id) for fit in result.with_status(*statuses)]


def test_a_project_with_everything_meets_every_row_of_the_required_levels() -> None:
    result = found(level="A", facts=dict.fromkeys(PRESUPPOSED, "yes"))
    assert ids(result, "lost") == ["A5.3.1", "C3.1.1"]
    assert len(result.with_status("applies")) == 205
    assert [(s.id, s.gates, s.items, s.points) for s in result.levels] == [
        ("A", 15, 74, Decimal(99)), ("B", 12, 54, Decimal(100)), ("C", 12, 38, Decimal(100)),
    ]  # fmt: skip
    assert result.unanswered == ()
    assert {cost.best for cost in result.costs} == {Decimal(99), Decimal(100)}


def test_only_the_required_levels_are_listed() -> None:
    assert {fit.row.level for fit in found(level="B").rows} == {"B", "C"}
    assert {fit.row.level for fit in found(level="C").rows} == {"C"}


def test_what_is_lacking_takes_its_rows_and_what_is_unknown_is_asked() -> None:
    result = found(level="B", facts={"has_charging": "no", "has_lift": "no"})
    assert ids(result, "lacks") == [
        "B1.4.1", "B3.4.1", "B3.4.2", "B3.4.3", "C1.3.5", "C3.4.1", "C3.4.2",
    ]  # fmt: skip
    assert result.lacking == ("has_charging", "has_lift")
    assert "has_gas_supply" in result.unanswered
    assert "has_underground_garage" not in result.unanswered  # decides no row of B or C
    level_b = result.levels[0]
    # B1.4.1 (6) + B3.4.1 (5) + B3.4.2 (3) + B3.4.3 (2)
    assert level_b.lacking_points == Decimal(16)
    # B1.2.4 (1) + B1.4.2 (2) + B3.2.4 (2) + B4.2.1 (1.5)
    assert level_b.unclear_points == Decimal("6.5")
    assert level_b.points == Decimal(100) - Decimal(16) - Decimal("6.5")


def test_the_cost_is_told_for_every_reading() -> None:
    result = found(level="B", facts={"has_charging": "no", "has_lift": "no"})
    costs = {cost.reading: cost for cost in result.costs if cost.subject == "B"}
    assert [cost.reading for cost in result.costs][:2] == ["refused", "refused"]
    assert (costs["refused"].best, costs["refused"].room) == (Decimal(84), 4)
    assert (costs["refused"].worst, costs["refused"].worst_reaches) == (Decimal("77.5"), False)
    # 80 % of the remaining 84 points is 67.2: 16.8 may be missed.
    assert (costs["exclude"].best, costs["exclude"].room) == (100, Fraction(84, 5))
    assert (costs["met"].best, costs["met"].room) == (100, 20)
    assert all(cost.at_risk == 16 and cost.open_points == Decimal("6.5") for cost in costs.values())


def test_a_row_that_names_the_thing_among_others_still_applies() -> None:
    result = found(level="B", facts={"has_underground_garage": "no"})
    fits = {fit.row.id: fit for fit in result.rows}
    assert fits["B1.3.1"].status == "applies"  # type: ignore[index]
    assert fits["B1.3.1"].in_part == ("has_underground_garage",)  # type: ignore[index]


def test_table_c1_is_summed_by_dimension_and_costed_by_indicator() -> None:
    result = found(rule_set="scs-c1", facts={"small places": "no"})
    assert ids(result, "lacks") == ["SE72.3"]
    assert result.levels == ()
    assert [entry.id for entry in result.groups] == ["SM", "PS", "EP", "CPS", "SI", "EM", "SPE"]
    assert sum(s.points + s.lacking_points for s in result.groups) == 3200
    assert [(c.subject, c.reading, c.best, c.reaches) for c in result.costs] == [
        ("SE72", "refused", 76, None), ("SE72", "exclude", 100, None), ("SE72", "met", 100, None),
    ]  # fmt: skip
    assert found(rule_set="scs-c1", facts={"small places": "yes"}).costs == ()


def test_a_gate_without_its_object_bars_the_application_only_where_it_is_refused() -> None:
    rows = tuple(
        dataclasses.replace(row, presupposes=("has_lift",)) if row.id == "C1.1.2" else row
        for row in RULES.rows
    )
    rules = dataclasses.replace(RULES, rows=rows)
    profile = Profile("tcrea-2023", "C", facts={"has_lift": "no"})
    result = applicable(rules, profile, FACTS)
    assert {cost.reading: cost.reaches for cost in result.costs} == {
        "refused": False,
        "exclude": True,
        "met": True,
    }
    assert result.levels[0].lacking_gates == 1


def test_a_profile_of_another_rule_set_is_refused() -> None:
    with pytest.raises(ValueError, match="scs-c1"):
        applicable(RULES, Profile("scs-c1", None), FACTS)


@settings(max_examples=25, deadline=None)
@given(
    lacking=st.sets(st.sampled_from(PRESUPPOSED)),
    level=st.sampled_from("ABC"),
    reading=st.sampled_from(["refused", "exclude", "met"]),
)
def test_the_most_within_reach_is_what_the_scoring_core_awards(
    lacking: set[str], level: str, reading: str
) -> None:
    facts = {name: "no" if name in lacking else "yes" for name in PRESUPPOSED}
    result = applicable(RULES, Profile("tcrea-2023", level, facts=facts), FACTS)  # type: ignore[arg-type]
    judgements = all_met(RULES, level)
    for fit in result.with_status("lacks"):
        judgements[fit.row.id] = (
            {"met": False}
            if reading == "refused"
            else {"not_applicable": "没有该设施", "approved_by": "某某"}
        )
    sheet = parse_sheet(
        {"rule_set": "tcrea-2023", "target": level, "judgements": judgements,
         "interpretations": {"not_applicable": reading}},
        RULES,
    )  # fmt: skip
    assessment = assess(RULES, sheet)
    for cost in (cost for cost in result.costs if cost.reading == reading):
        scored = assessment.levels[cost.subject]
        assert scored.points == cost.best == cost.worst
        assert (scored.outcome == "passed") == cost.reaches


@settings(max_examples=25, deadline=None)
@given(
    states=st.dictionaries(st.sampled_from(PRESUPPOSED), st.sampled_from(["yes", "no", "unknown"])),
    level=st.sampled_from("ABC"),
)
def test_every_row_has_one_status_and_the_sums_cover_them(
    states: dict[str, Any], level: str
) -> None:
    result = applicable(RULES, Profile("tcrea-2023", level, facts=states), FACTS)
    for entry in (*result.levels, *result.groups):
        rows = [
            fit for fit in result.rows
            if entry.id in (fit.row.level, RULES.first_level_group(fit.row))
        ]  # fmt: skip
        counted = (
            entry.gates + entry.items + entry.lacking_gates + entry.lacking_items
            + entry.unclear_gates + entry.unclear_items + entry.lost
        )  # fmt: skip
        assert counted == len(rows)
        points = entry.points + entry.lacking_points + entry.unclear_points
        assert points == sum(fit.row.points for fit in rows if not fit.row.lost)
    for cost in result.costs:
        assert cost.worst <= cost.best
        assert cost.worst_room is not None
        assert cost.room is not None
        assert cost.worst_room <= cost.room
