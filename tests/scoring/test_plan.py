"""The gap plan: fewest rows, then fewest points, compared with trying everything."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring import load_rule_set, parse_sheet
from scoring.errors import PlanError
from scoring.plan import plan
from scoring.rule_set import Group, Level, Row, RowId, RuleSet
from tests.scoring.sheets import sheet_words


def small_rules(points: list[Decimal], mark: Decimal) -> RuleSet:
    """A made-up rule set with one level and one group."""
    real = load_rule_set("tcrea-2023")
    rows = tuple(
        Row(RowId(f"C1.1.{n}"), "item", "C1.1", value, level="C")
        for n, value in enumerate(points, 1)
    )
    total = sum(points, Decimal(0))
    return dataclasses.replace(
        real,
        mark=mark,
        levels=(Level("C", total, ()),),
        groups=(Group("C1", None, total), Group("C1.1", "C1", total)),
        rows=rows,
    )


def brute_force(points: list[Decimal], mark: Decimal) -> tuple[int, Decimal] | None:
    for number in range(len(points) + 1):
        sums = [sum(chosen, Decimal(0)) for chosen in combinations(points, number)]
        enough = [total for total in sums if total > mark]
        if enough:
            return number, min(enough)
    return None


tenths = st.integers(1, 60).map(lambda n: Decimal(n) / 10)


@settings(max_examples=150, deadline=None)
@given(st.lists(tenths, min_size=1, max_size=9), st.integers(0, 300).map(lambda n: Decimal(n) / 10))
def test_the_plan_is_minimal(points: list[Decimal], mark: Decimal) -> None:
    rules = small_rules(points, mark)
    sheet = parse_sheet({"rule_set": rules.id, "target": "C"}, rules)
    (level,) = plan(rules, sheet).levels
    best = brute_force(points, mark)
    if best is None:
        assert not level.feasible
        assert level.after == sum(points)
        return
    assert level.feasible
    assert (len(level.gains), sum((gain.gain for gain in level.gains), Decimal(0))) == best
    assert level.after == best[1]


def test_gates_come_first_and_rows_in_document_order() -> None:
    rules = load_rule_set("tcrea-2023")
    words = sheet_words(
        rules,
        "C",
        {
            "C2.1.1": {"met": False},
            "C3.2.1": {"met": False},
            "C5.3.3": None,
            "C3.2.2": {"met": False},
        },
    )
    (level,) = plan(rules, parse_sheet(words, rules)).levels
    assert level.gates == ("C2.1.1",)
    assert [gain.row for gain in level.gains] == ["C3.2.2"]
    assert str(level.before), str(level.after) == ("79", "84")


def test_a_passing_sheet_needs_nothing() -> None:
    rules = load_rule_set("tcrea-2023")
    result = plan(rules, parse_sheet(sheet_words(rules, "A", {}), rules))
    assert result.feasible
    assert all(not level.gains and not level.gates for level in result.levels)


def test_rows_left_out_do_not_gain() -> None:
    rules = load_rule_set("tcrea-2023")
    change = {
        "C3.2.1": {"not_applicable": "低层", "approved_by": "王工"},
        "C5.3.3": {"met": False},
        "C1.2.1": {"met": False},
        "C3.4.1": {"met": False},
        "C3.4.2": {"met": False},
    }
    words = sheet_words(rules, "C", change, interpretations={"not_applicable": "exclude"})
    (level,) = plan(rules, parse_sheet(words, rules)).levels
    assert [gain.row for gain in level.gains] == ["C1.2.1"]


def test_table_c1_has_nothing_to_plan_for() -> None:
    rules = load_rule_set("scs-c1")
    with pytest.raises(PlanError, match="no pass mark"):
        plan(rules, parse_sheet({"rule_set": "scs-c1"}, rules))
