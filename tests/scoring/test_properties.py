"""Properties of the core that hold for any sheet."""

from __future__ import annotations

import random
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring import assess, assessment_json, load_rule_set, parse_sheet, sentence
from scoring.compare import compare
from scoring.number import decimal_string, exact_string
from tests.scoring.sheets import all_met, sheet_words

RULES = load_rule_set("tcrea-2023")
TABLE = load_rule_set("scs-c1")
FULL = all_met(RULES, "C")


def _judgement(row_id: str) -> st.SearchStrategy[Any]:
    row = RULES.row(row_id)
    simple = st.sampled_from([{"met": True}, {"met": False}, None])
    if row.kind == "gate":
        return simple
    tenths = st.integers(0, int(row.points * 10)).map(
        lambda n: {"points": str(Decimal(n) / 10), "reason": "理由"}
    )
    return st.one_of(simple, tenths)


sheets = st.fixed_dictionaries({row_id: _judgement(row_id) for row_id in FULL})


def _assess(judgements: dict[str, Any]) -> Any:
    words = {"rule_set": RULES.id, "target": "C", "judgements": judgements}
    return assess(RULES, parse_sheet(words, RULES))


@settings(max_examples=40, deadline=None)
@given(sheets, st.randoms(use_true_random=False))
def test_the_order_of_judgements_does_not_matter(
    judgements: dict[str, Any], shuffler: random.Random
) -> None:
    mixed = list(judgements.items())
    shuffler.shuffle(mixed)
    assert _assess(judgements) == _assess(dict(mixed))


@settings(max_examples=40, deadline=None)
@given(sheets)
def test_totals_lie_within_the_bounds_and_the_bounds_within_the_level(
    judgements: dict[str, Any],
) -> None:
    level = _assess(judgements).levels["C"]
    assert 0 <= level.bounds.least <= level.points <= level.bounds.most <= level.awardable <= 100
    assert sum(level.groups.values()) == level.points


@settings(max_examples=40, deadline=None)
@given(sheets, st.sampled_from(sorted(FULL)))
def test_meeting_one_more_row_never_lowers_the_points(
    judgements: dict[str, Any], row_id: str
) -> None:
    more = _assess({**judgements, row_id: {"met": True}})
    assert more.levels["C"].points >= _assess(judgements).levels["C"].points


@settings(max_examples=40, deadline=None)
@given(sheets)
def test_an_unjudged_row_is_never_met_and_never_passes(judgements: dict[str, Any]) -> None:
    result = _assess(judgements)
    for row_id, words in judgements.items():
        if words is None:
            assert result.awards[row_id].state == "not_assessed"
            assert result.outcome == "incomplete"


@settings(max_examples=20, deadline=None)
@given(sheets)
def test_the_public_numbers_are_plain_decimals_and_every_step_is_a_sentence(
    judgements: dict[str, Any],
) -> None:
    result = _assess(judgements)
    public = assessment_json(result)
    assert Decimal(public["levels"]["C"]["points"]) == result.levels["C"].points
    for step in result.trace:
        assert step.subject in sentence(step, "zh")
        assert step.subject in sentence(step, "en")


def test_bounds_contain_every_completion() -> None:
    open_rows = ["C1.2.1", "C1.2.2", "C2.1.1"]
    base = {key: words for key, words in FULL.items() if key not in open_rows}
    bounds = _assess(base).levels["C"].bounds
    totals = [
        _assess({**base, **dict(zip(open_rows, words, strict=True))}).levels["C"].points
        for words in product([{"met": True}, {"met": False}], repeat=len(open_rows))
    ]
    assert (min(totals), max(totals)) == (bounds.least, bounds.most)


@settings(max_examples=30, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from([r.id for r in TABLE.rows if r.kind == "count"]), st.integers(0, 50)
    )
)
def test_indicators_stay_between_zero_and_a_hundred(counts: dict[str, int]) -> None:
    words = {"rule_set": "scs-c1", "judgements": {k: {"count": n} for k, n in counts.items()}}
    result = assess(TABLE, parse_sheet(words, TABLE))
    for value in result.indicators.values():
        assert value is None or 0 <= value <= 100


def test_a_comparison_names_what_differs() -> None:
    one = _assess({**FULL, "C1.2.1": {"met": False}})
    two = _assess({**FULL, "C1.2.1": {"points": "2", "reason": "x"}, "C1.1.1": None})
    result = compare(one, two)
    assert [row.row for row in result.rows] == ["C1.1.1", "C1.2.1"]
    assert result.totals["C"] == (Decimal(96), Decimal(98))
    assert result.outcome == ("passed", "incomplete")
    other = assess(TABLE, parse_sheet({"rule_set": "scs-c1"}, TABLE))
    with pytest.raises(ValueError, match="cannot be compared"):
        compare(one, other)
    words = sheet_words(RULES, "B", {}, interpretations={"pass_mark": "ge"})
    wider = compare(one, assess(RULES, parse_sheet(words, RULES)))
    assert wider.readings == {"pass_mark": ("gt", "ge")}
    assert wider.totals["B"] == (None, Decimal(100))


def test_a_sheet_of_another_rule_set_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot be assessed"):
        assess(TABLE, parse_sheet({"rule_set": RULES.id, "target": "C"}, RULES))


def test_numbers_are_cut_not_rounded() -> None:
    from fractions import Fraction

    assert decimal_string(Fraction(79999999, 1000000)) == "79.999999"
    assert decimal_string(Fraction(2399999999, 30000000)) == "79.999999"
    assert decimal_string(Decimal("-0.5")) == "-0.5"
    assert exact_string(Fraction(1, 3)) == "1/3"


@settings(max_examples=40, deadline=None)
@given(sheets)
def test_groups_add_up_to_their_level_so_far_at_least_and_at_most(
    judgements: dict[str, Any],
) -> None:
    level = _assess(judgements).levels["C"]
    ranges = level.ranges
    assert {name: group.points for name, group in ranges.items()} == level.groups
    assert sum(group.awardable for group in ranges.values()) == level.awardable
    assert sum(group.declared for group in ranges.values()) == level.declared
    assert sum(group.least for group in ranges.values()) == level.bounds.least
    assert sum(group.most for group in ranges.values()) == level.bounds.most
    for group in ranges.values():
        assert group.least <= group.points <= group.most <= group.awardable <= group.declared
