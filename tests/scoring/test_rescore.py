"""Sheets carried over to rules that were changed by hand, and scored under both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from scoring import RuleSet, SheetError, load_rule_set, parse_sheet
from scoring.carry import judgement_words
from scoring.rescore import Rescore, rescore
from scoring.rule_set import Row, RowId
from tests.scoring.sheets import sheet_words

TCREA = load_rule_set("tcrea-2023")
C1 = load_rule_set("scs-c1")


def changed(rules: RuleSet, rows: Mapping[str, Mapping[str, Any]], **fields: Any) -> RuleSet:
    return replace(
        rules, rows=tuple(replace(row, **rows.get(row.id, {})) for row in rules.rows), **fields
    )


def same(rules: RuleSet) -> dict[str, tuple[str, ...]]:
    return {str(entry.id): (str(entry.id),) for entry in (*rules.rows, *rules.groups)}


def again(words: dict[str, Any], old: RuleSet, new: RuleSet, **more: Any) -> Rescore:
    return rescore(words, (old, new), {**same(new), **more.pop("sources", {})}, **more)


def table_c1(**judgements: Any) -> dict[str, Any]:
    return {
        "rule_set": "scs-c1",
        "judgements": {k.replace("_", "."): v for k, v in judgements.items()},
    }


def test_equal_rules_change_nothing() -> None:
    found = again(sheet_words(TCREA, "B", {"B1.2.1": {"met": False}}), TCREA, TCREA)
    assert found.rows == ()
    assert all(total.points[0] == total.points[1] for total in found.totals)
    assert found.old == found.new


def test_counts_and_incidents_are_facts_and_counted_anew() -> None:
    rules = changed(C1, {"SE11.2": {"unit": Decimal(15)}, "SE21.2": {"unit": Decimal(20)}})
    words = table_c1(SE11_2={"count": 1}, SE21_2={"incidents": 2})
    found = again(words, C1, rules)
    assert [(row.id, row.points, row.why[0].code) for row in found.rows] == [
        ("SE11.2", (10, 15), "unit"),
        ("SE21.2", (30, 10), "unit"),
    ]


def test_listed_things_are_carried_only_where_the_list_is_the_same() -> None:
    row = C1.row("SE23.2")
    shorter = changed(C1, {"SE23.2": {"options": row.options[:2], "points": Decimal(20)}})
    words = table_c1(SE23_2={"options": ["1", "2"]})
    assert again(words, C1, C1).new.awards["SE23.2"].kept == 20
    found = again(words, C1, shorter)
    assert found.carried.open_again == {"SE23.2": "options"}
    assert found.new.awards["SE23.2"].is_open


def test_partial_points_are_carried_only_of_the_same_points() -> None:
    rules = changed(TCREA, {"C1.2.2": {"points": Decimal(7)}})
    part = {"C1.2.2": {"points": "1.5", "reason": "x"}, "C1.2.1": {"points": "2", "reason": "x"}}
    found = again(sheet_words(TCREA, "C", part), TCREA, rules)
    assert found.carried.open_again == {"C1.2.2": "partial"}
    assert found.new.awards["C1.2.1"].kept == 2
    whole = again(sheet_words(TCREA, "C", {"C1.2.2": {"points": "3"}}), TCREA, rules)
    assert whole.new.awards["C1.2.2"].kept == 7
    none = again(sheet_words(TCREA, "C", {"C1.2.2": {"points": "0"}}), TCREA, rules)
    assert none.new.awards["C1.2.2"].state == "not_met"


def test_a_judgement_that_the_new_kind_refuses_is_open() -> None:
    rules = changed(TCREA, {"C1.2.1": {"kind": "gate", "points": Decimal(0)}})
    words = sheet_words(TCREA, "C", {"C1.2.1": {"met": False}})
    found = again(words, TCREA, rules)
    assert found.new.outcome == "gate_failed"
    assert found.totals[0].points == (96, 75)  # C1, 21 by its rows, is not scored
    assert found.totals[0].by_rows == (96, 96)
    counted = changed(C1, {"SE11.1": {"kind": "count", "unit": Decimal(15)}})
    refused = again(table_c1(SE11_1={"met": True}), C1, counted)
    assert refused.carried.open_again == {"SE11.1": "refused"}


def test_a_row_that_the_new_edition_lost_is_not_carried() -> None:
    rules = changed(TCREA, {"C1.1.1": {"lost": True, "interpretations": ("lost_c311",)}})
    found = again(sheet_words(TCREA, "C", {}), TCREA, rules)
    assert found.carried.open_again == {"C1.1.1": "lost"}


def test_readings_that_the_sheet_chose_are_kept_and_defaults_follow_the_edition() -> None:
    entries = tuple(
        replace(e, default="ge") if e.id == "pass_mark" else e for e in TCREA.interpretations
    )
    rules = replace(TCREA, interpretations=entries)
    words = sheet_words(TCREA, "C", {})
    assert again(words, TCREA, rules).readings == {"pass_mark": ("gt", "ge")}
    chosen = {**words, "interpretations": {"pass_mark": "gt"}}
    assert again(chosen, TCREA, rules).readings == {}
    fewer = replace(TCREA, interpretations=tuple(
        replace(e, readings=e.readings[:1]) if e.id == "own_mark" else e for e in entries
    ))  # fmt: skip
    gone = {**words, "interpretations": {"own_mark": "lower_only"}}
    assert again(gone, TCREA, fewer).carried.readings == ("own_mark",)


def test_a_reading_that_changes_points_is_the_reason_of_the_row() -> None:
    entries = tuple(
        replace(e, default="granted") if e.id == "lost_a531" else e for e in TCREA.interpretations
    )
    words = sheet_words(TCREA, "A", {})
    (row,) = again(words, TCREA, replace(TCREA, interpretations=entries)).rows
    assert (row.id, row.points) == ("A5.3.1", (0, 1))
    assert [(why.code, why.old, why.new) for why in row.why] == [
        ("reading", "lost_a531=not_awardable", "lost_a531=granted")
    ]


def test_rows_that_move_out_of_what_is_applied_for_are_told() -> None:
    moved = tuple(
        replace(row, id=RowId("B1.2.9"), group="B1.2", level="B") if row.id == "C1.2.2" else row
        for row in TCREA.rows
    )
    rules = replace(TCREA, rows=moved)
    words = sheet_words(TCREA, "C", {})
    found = again(words, TCREA, rules, sources={"B1.2.9": ("C1.2.2",)})
    (row,) = found.rows
    assert (row.id, row.points, row.why[0].code) == ("C1.2.2", (3, None), "moved")


def test_weights_follow_their_indicators() -> None:
    def renamed(row: Row) -> Row:
        name = str(row.id).replace("SE11", "SE18")
        return replace(row, id=RowId(name), group=row.group.replace("SE11", "SE18"))

    groups = tuple(replace(g, id=g.id.replace("SE11", "SE18")) for g in C1.groups)
    rules = replace(C1, rows=tuple(map(renamed, C1.rows)), groups=groups)
    sources = {
        name: (name.replace("SE18", "SE11"),) for name in same(rules)
    } | {"SE12": ()}  # fmt: skip
    words = {**table_c1(SE11_1={"met": True}), "weights": {"SE11": "0.5", "SE12": "0.25"}}
    found = rescore(words, (C1, rules), sources)
    assert found.carried.sheet.weights == {"SE18": Decimal("0.5")}
    assert found.carried.weights == ("SE12",)
    totals = {total.id: total.points for total in found.totals}
    assert totals["SE18"] == (45, 45)
    assert totals["SE12"] == (None, None)


def test_a_level_that_is_gone_is_a_fault_of_the_sheet() -> None:
    rules = replace(TCREA, levels=tuple(one for one in TCREA.levels if one.id != "A"))
    with pytest.raises(SheetError, match="target is one of B, C"):
        again(sheet_words(TCREA, "A", {}), TCREA, rules)


def test_judgements_are_written_as_they_are_read() -> None:
    judgements = {
        "SE11.1": {"points": "2.5", "reason": "x"}, "SE11.2": {"count": 2},
        "SE21.2": {"incidents": 1}, "SE52.4": {"options": ["1"], "others": ["跌倒检测"]},
        "SE12.1": {"not_applicable": "none", "approved_by": "me"}, "SE12.2": {"not_assessed": True},
        "SE12.3": {"met": False, "reason": "why"},
    }  # fmt: skip
    words = {
        "rule_set": "scs-c1", "judgements": judgements, "interpretations": {"not_applicable": "met"}
    }  # fmt: skip
    sheet = parse_sheet(words, C1)
    written = {name: judgement_words(one) for name, one in sheet.judgements.items()}
    assert parse_sheet({**words, "judgements": written}, C1) == sheet
