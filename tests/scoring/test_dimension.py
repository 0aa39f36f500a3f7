"""Figures by dimension of Table C-1."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from scoring import assess, load_rule_set, parse_sheet
from scoring.dimension import dimension_figures
from tests.scoring.sheets import all_met

TABLE = load_rule_set("scs-c1")


def figures(judgements: dict[str, Any], weights: dict[str, str] | None = None) -> dict[str, Any]:
    words = {"rule_set": "scs-c1", "judgements": judgements, "weights": weights or {}}
    sheet = parse_sheet(words, TABLE)
    return {one.id: one for one in dimension_figures(TABLE, assess(TABLE, sheet), sheet.weights)}


def test_without_weights_every_indicator_of_a_dimension_weighs_the_same() -> None:
    full = all_met(TABLE, None)
    del full["SE31.1"]
    found = figures(full)
    assert list(found) == ["SM", "PS", "EP", "CPS", "SI", "EM", "SPE"]
    assert found["SM"].points == found["SM"].least == found["SM"].most == 100
    assert not found["SM"].is_weighted
    lost = TABLE.row("SE31.1").points
    assert found["EP"].points == Fraction(200 - lost) / 2
    assert (found["EP"].least, found["EP"].most) == (found["EP"].points, 100)


def test_an_open_indicator_counts_nothing_yet_and_is_counted_as_open() -> None:
    found = figures({})
    assert [one.open for one in found.values()] == [5, 3, 2, 6, 7, 7, 2]
    assert {(one.points, one.least, one.most) for one in found.values()} == {(0, 0, 100)}


def test_the_users_weights_decide_and_what_weighs_nothing_is_left_out() -> None:
    full = {name: words for name, words in all_met(TABLE, None).items() if "SE31" not in name}
    found = figures(full, {"SE31": "0.1", "SE32": "0.3", "SE71": "0"})
    assert list(found) == ["EP"]
    assert found["EP"].is_weighted
    assert found["EP"].indicators == ("SE31", "SE32")
    assert found["EP"].points == Fraction(Decimal("0.3")) / Fraction(Decimal("0.4")) * 100


def test_a_rule_set_with_levels_has_no_dimensions() -> None:
    rules = load_rule_set("tcrea-2023")
    sheet = parse_sheet({"rule_set": rules.id, "target": "C"}, rules)
    assert dimension_figures(rules, assess(rules, sheet), {}) == ()
