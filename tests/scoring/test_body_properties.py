"""Properties of a body's own rules that hold for any sheet."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring import SheetError, assess, assessment_json, load_rule_set, parse_sheet, sentence
from scoring.body_check import parse_body_rules
from scoring.body_rules import COUNTINGS
from scoring.carry import judgement_words
from scoring.compare import compare
from scoring.overlay import with_body_rules
from scoring.plan import plan
from tests.scoring.sheets import all_met
from tests.scoring.test_body_cases import HEADER, RULES, laid_over
from tests.scoring.test_properties import sheets

NOTHING = laid_over({})
FULL_C, FULL_A = all_met(RULES, "C"), all_met(RULES, "A")


def words(judgements: dict[str, Any], target: str = "C") -> dict[str, Any]:
    return {"rule_set": RULES.id, "target": target, "judgements": judgements}


def extras(counts: str) -> dict[str, Any]:
    rows = {"CX1.1": {"points": "7.5", "text": "甲"}, "CX1.2": {"points": "4.5", "text": "乙"}}
    group = {"name": "商业", "counts": counts, "points": "12", "reason": "理由", "rows": rows}
    return {"extras": {"CX1": group}}


def tenths(most: str) -> st.SearchStrategy[Decimal]:
    return st.integers(0, int(Decimal(most) * 10)).map(lambda number: Decimal(number) / 10)


def part(points: Decimal) -> dict[str, str]:
    return {"points": str(points), "reason": "理由"}


@settings(max_examples=40, deadline=None)
@given(sheets)
def test_rules_that_change_nothing_give_the_same_bytes(judgements: dict[str, Any]) -> None:
    plain = assessment_json(assess(RULES, parse_sheet(words(judgements), RULES)))
    laid = assessment_json(assess(NOTHING, parse_sheet(words(judgements), NOTHING)))
    body = laid.pop("body")
    assert plain.pop("body") is None
    assert (body["differences"], body["readings"], body["scoring_hash"]) == ([], {}, None)
    assert json.dumps(laid, ensure_ascii=False) == json.dumps(plain, ensure_ascii=False)


@settings(max_examples=60, deadline=None)
@given(sheets, st.sampled_from(COUNTINGS), tenths("7.5"), tenths("4.5"))
def test_extra_points_count_exactly_as_their_group_says(
    judgements: dict[str, Any], counts: str, first: Decimal, second: Decimal
) -> None:
    rules = laid_over(extras(counts))
    given = {**judgements, "CX1.1": part(first), "CX1.2": part(second)}
    level = assess(rules, parse_sheet(words(given), rules)).levels["C"]
    own = assess(RULES, parse_sheet(words(judgements), RULES)).levels["C"]
    expected = {
        "beside": Fraction(own.points),
        "added": Fraction(own.points) + Fraction(first + second),
        "scaled": (Fraction(own.points) + Fraction(first + second)) * 100 / 112,
    }
    assert Fraction(level.points) == expected[counts]
    assert level.bounds.least <= level.points <= level.bounds.most <= level.awardable
    if counts == "beside":
        assert level.groups == own.groups
        assert level.beside["CX1"].points == first + second
        assert level.outcome == own.outcome
    else:
        assert level.beside == {}
        assert level.groups["CX1"] == first + second
        assert sum(level.groups.values()) == sum(own.groups.values()) + first + second


@settings(max_examples=30, deadline=None)
@given(tenths("1"))
def test_a_supplied_row_counts_its_points_exactly(points: Decimal) -> None:
    text = {"points": "1", "text": "空间维度", "reason": "缺 1 分"}
    rules = laid_over({"supplied": {"A5.3.1": text}})
    judgements = {**FULL_A, "A5.3.1": part(points)}
    levels = assess(rules, parse_sheet(words(judgements, "A"), rules)).levels
    assert levels["A"].points == 99 + points
    assert levels["A"].groups["A5"] == 19 + points
    assert {name: level.points for name, level in levels.items() if name != "A"} == {
        "B": 100, "C": 100
    }  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.sets(tenths("4"), max_size=4), tenths("4"))
def test_only_the_steps_of_the_body_are_taken(between: set[Decimal], points: Decimal) -> None:
    steps = sorted({*between, Decimal(0), Decimal(4)})
    rules = laid_over({"indicators": {"C1.2.1": {"steps": [str(step) for step in steps]}}})
    given = words({**FULL_C, "C1.2.1": part(points)})
    if points in steps:
        result = assess(rules, parse_sheet(given, rules))
        assert result.levels["C"].points == 96 + points
        return
    with pytest.raises(SheetError) as caught:
        parse_sheet(given, rules)
    (fault,) = caught.value.faults
    assert (fault.code, fault.clause) == ("not_a_body_step", "C1.2.1")
    for step in steps:
        assert str(step) in fault.text_zh
        assert str(step) in fault.text_en


@settings(max_examples=30, deadline=None)
@given(sheets, st.sampled_from(COUNTINGS), st.booleans())
def test_the_shortest_way_leads_to_the_points_that_it_says(
    judgements: dict[str, Any], counts: str, extra: bool
) -> None:
    rules = laid_over(extras(counts))
    given = {**judgements, "CX1.1": {"met": extra}, "CX1.2": {"met": False}}
    (level,) = plan(rules, parse_sheet(words(given), rules)).levels
    done = {**given, **{row: {"met": True} for row in level.gates}}
    if level.feasible:
        done |= {gain.row: {"met": True} for gain in level.gains}
        reached = assess(rules, parse_sheet(words(done), rules)).levels["C"]
        assert reached.points == level.after
        assert counts != "beside" or not any(gain.row.startswith("CX") for gain in level.gains)


def test_the_edition_is_left_as_it_is() -> None:
    before = load_rule_set("tcrea-2023")
    rules = laid_over({**extras("scaled"), "step_shares": ["0", "1"]})
    assert load_rule_set("tcrea-2023") == before
    assert rules.base is RULES
    assert rules.scoring_hash == RULES.scoring_hash
    assert [row.id for row in rules.rows_of("C")][-2:] == ["CX1.1", "CX1.2"]
    assert not any(row.steps for row in RULES.rows)


def test_rules_go_over_the_edition_that_they_are_for_and_only_once() -> None:
    rules = laid_over({})
    assert rules.body is not None
    with pytest.raises(ValueError, match="a second time"):
        with_body_rules(rules, rules.body)
    with pytest.raises(ValueError, match="cannot be laid over scs-c1"):
        with_body_rules(load_rule_set("scs-c1"), rules.body)


def test_assessments_by_other_rules_are_not_compared() -> None:
    plain = assess(RULES, parse_sheet(words(FULL_C), RULES))
    same = assess(NOTHING, parse_sheet(words(FULL_C), NOTHING))
    other = laid_over(extras("beside"))
    with_extras = assess(other, parse_sheet(words(FULL_C), other))
    assert compare(plain, same).rows == ()
    with pytest.raises(ValueError, match="with the rules of Example body 1"):
        compare(plain, with_extras)


def test_the_words_of_a_recognised_row_read_back() -> None:
    rows = {"C1.2.2": {"item": "5.2.3", "proof": "报告", "reason": "相同"}}
    rules = laid_over({"recognition": {"standard": "T/CREA 002-2020", "rows": rows}})
    judged = parse_sheet(words({"C1.2.2": {"recognised": "第 12 页"}}), rules).judgements["C1.2.2"]
    assert judged.recognised == "T/CREA 002-2020 5.2.3"
    again = parse_sheet(words({"C1.2.2": judgement_words(judged)}), rules)
    assert again.judgements["C1.2.2"] == judged


def test_the_hash_of_what_scores_ignores_words_and_how_numbers_are_written() -> None:
    one = laid_over({"step_shares": ["0", "0.5", "1"]}).body
    two = laid_over({"step_shares": ["0", "0.50", "1.0"], "version": "2"}).body
    three = laid_over({"step_shares": ["0", "0.25", "1"]}).body
    assert one is not None
    assert two is not None
    assert three is not None
    assert one.scoring_hash == two.scoring_hash != three.scoring_hash
    assert one.content_hash != two.content_hash


def test_a_fixed_reading_changes_values_of_table_c1() -> None:
    table = load_rule_set("scs-c1")
    header = {**HEADER, "rule_set": "scs-c1", "edition": "undated"}
    fixed = {"interpretations": {"c1_floor": {"reading": "indicator", "reason": "理由"}}}
    rules = with_body_rules(table, parse_body_rules({**header, **fixed}, table))
    given = {"SE21.1": {"met": True}, "SE21.2": {"incidents": 7}}
    result = assess(rules, parse_sheet({"rule_set": "scs-c1", "judgements": given}, rules))
    # 50 + (50 - 7 x 10) = 30; by the default the row stops at 0.
    assert result.indicators["SE21"] == 30
    assert result.body is not None
    found = {(o.kind, o.subject): (o.without, o.with_rules) for o in result.body.differences}
    assert found == {
        ("indicator", "SE21"): ("50", "30"),
        ("row", "SE21.2"): ("counted", "counted -20"),
        ("reading", "c1_floor"): ("SE21 50", "SE21 30"),
    }
    told = [sentence(step, "en") for step in result.trace]
    assert "SE21: 30 by the rules of Example body, 50 without them." in told


def test_a_sheet_still_chooses_what_the_body_leaves_open() -> None:
    fixed = {"interpretations": {"pass_mark": {"reading": "ge", "reason": "理由"}}}
    rules = laid_over(fixed)
    chosen = {"pass_mark": "ge", "failed_gate": "scored_anyway"}
    sheet = parse_sheet({**words(FULL_C), "interpretations": chosen}, rules)
    assert sheet.readings["failed_gate"] == "scored_anyway"
    assert sheet.readings["pass_mark"] == "ge"


def test_extra_rows_without_the_rules_that_add_them_say_what_is_missing() -> None:
    with pytest.raises(SheetError) as caught:
        parse_sheet(words({"CX1.1": {"met": True}}), RULES)
    (fault,) = caught.value.faults
    assert (fault.code, fault.clause) == ("unknown_row", "CX1.1")
    assert "--body" in fault.text_zh
    assert "--body" in fault.text_en
