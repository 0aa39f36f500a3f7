"""Edges of judging and reading that no other file shows."""

from __future__ import annotations

import dataclasses
import io
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from scoring import (
    Fault,
    SheetError,
    assess,
    assessment_json,
    invalid_json,
    load_rule_set,
    parse_sheet,
)
from scoring.judgement import parse_decimal
from scoring.sheet_file import load_sheet, read_yaml_words
from scoring.sheet_workbook import READINGS, ROWS, WEIGHTS, read_workbook, write_workbook
from scoring.tally import scaled

RULES, TABLE = load_rule_set("tcrea-2023"), load_rule_set("scs-c1")


def codes(words: Any, rules: Any = RULES) -> list[str]:
    with pytest.raises(SheetError) as caught:
        parse_sheet(words, rules)
    return [fault.code for fault in caught.value.faults]


def one(row: str, words: Any, **more: Any) -> list[str]:
    rules = TABLE if row.startswith("SE") else RULES
    head = {"rule_set": rules.id} | ({} if rules is TABLE else {"target": "C"})
    return codes({**head, "judgements": {row: words}, **more}, rules)


def test_texts_of_a_judgement_are_texts_of_bounded_length() -> None:
    assert one("C1.2.1", {"met": True, "reason": 3}) == ["not_a_text"]
    assert one("C1.2.1", {"met": True, "reason": "x" * 2001}) == ["too_long"]
    assert one("C1.2.1", {"not_assessed": False}) == ["not_true_or_false"]


def test_not_applicable_needs_its_reason_and_approver() -> None:
    met = {"not_applicable": "met"}
    assert one("C1.2.1", {"not_applicable": ""}, interpretations=met) == [
        "missing_reason",
        "missing_approver",
    ]


def test_others_are_bounded_and_belong_to_open_lists() -> None:
    many = {"options": ["1"], "others": [str(n) for n in range(101)]}
    assert one("SE52.4", many) == ["too_many"]
    assert one("SE52.4", {"options": ["1"], "others": "x"}) == ["not_a_list"]


def test_a_row_can_be_said_to_be_not_assessed() -> None:
    words = {
        "rule_set": RULES.id,
        "target": "C",
        "judgements": {"C1.2.1": {"not_assessed": True}, "C1.2.2": None},
    }
    assert assess(RULES, parse_sheet(words, RULES)).outcome == "incomplete"


def test_a_sheet_is_a_mapping_of_the_right_rule_set() -> None:
    assert codes([1]) == ["sheet_shape"]
    assert codes({"rule_set": "scs-c1", "target": "C"}) == ["wrong_rule_set"]


def test_a_printed_id_and_its_row_given_together_are_ambiguous() -> None:
    words = {
        "rule_set": RULES.id,
        "target": "A",
        "judgements": {"5.5.2": {"met": True}, "A5.5.2": {"met": True}},
    }
    assert codes(words) == ["ambiguous_printed_id"]


def test_numbers_are_taken_as_written() -> None:
    assert read_yaml_words("a: 007\nb: 2.50\nc: 0x1F\nd: 99999999999\ne: ~\nf: no\n").words == {
        "a": 7, "b": "2.50", "c": "0x1F", "d": "99999999999", "e": None, "f": False
    }  # fmt: skip
    assert parse_decimal("2.50") == Decimal("2.5")
    assert parse_decimal(0.1) == Decimal("0.1")
    for bad in (True, None, "1e3", "abc", "1" * 21, "--1", "1-1", ""):
        assert parse_decimal(bad) is None


def test_a_total_of_which_everything_was_left_out_is_zero() -> None:
    assert scaled(Decimal(0), Decimal(100), Decimal(100)) == 0


def test_levels_without_a_mark_are_a_fault_of_the_rules() -> None:
    rules = dataclasses.replace(RULES, mark=None)
    with pytest.raises(ValueError, match="no mark"):
        assess(rules, parse_sheet({"rule_set": RULES.id, "target": "C"}, rules))


def test_invalid_sheets_have_the_public_form_too() -> None:
    error = SheetError([Fault("x", "file", "甲", "a")])
    assert invalid_json(RULES, error)["scoring_hash"] == RULES.scoring_hash
    assert invalid_json(None, error)["reasons"][0]["clause"] == ""


def test_the_weighted_mean_is_public_and_exact() -> None:
    words = {
        "rule_set": "scs-c1",
        "weights": {"SE23": "0.3", "SE12": "0"},
        "judgements": {"SE23.1": {"met": True}, "SE12.1": {"met": True}},
    }
    public = assessment_json(assess(TABLE, parse_sheet(words, TABLE)))
    assert public["overall"] == {"value": "70", "exact": "70", "weight": "0.3"}


def _book(target: str | None, rules: Any) -> Workbook:
    return load_workbook(io.BytesIO(write_workbook(rules, target, "pre", {})))


def _bytes(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_every_kind_of_row_reads_back_from_a_workbook(tmp_path: Path) -> None:
    book = _book(None, TABLE)
    sheet = book[ROWS]
    rows = {str(cells[0].value): cells for cells in sheet.iter_rows(min_row=8)}
    for row, cells in (
        ("SE11.2", {6: 2.0}),
        ("SE21.2", {6: 1}),
        ("SE52.4", {6: "1,3", 7: "跌倒；聚集"}),
        ("SE32.1", {5: "部分 partial", 6: 26, 8: "一次"}),
    ):
        for column, value in cells.items():
            rows[row][column].value = value
    book[WEIGHTS]["B2"] = 0.25
    path = tmp_path / "s.xlsx"
    path.write_bytes(_bytes(book))
    _, read = load_sheet(path)
    assert read.judgements["SE11.2"].number == 2
    assert read.judgements["SE21.2"].number == 1
    assert read.judgements["SE52.4"].others == ("跌倒", "聚集")
    assert read.judgements["SE32.1"].points == 26
    assert read.weights == {"SE11": Decimal("0.25")}


def test_a_workbook_may_lose_its_extra_worksheets_but_not_its_rows() -> None:
    book = _book("C", RULES)
    del book[READINGS]
    assert "interpretations" not in read_workbook(_bytes(book)).words
    book[ROWS]["B4"] = None
    assert "target" not in read_workbook(_bytes(book)).words
    book[ROWS].title = "other"
    with pytest.raises(SheetError, match="no worksheet"):
        read_workbook(_bytes(book))


def test_not_applicable_reads_back_from_a_workbook() -> None:
    book = _book("C", RULES)
    sheet = book[ROWS]
    sheet["F8"], sheet["I8"], sheet["J8"] = "不适用 n/a", "无电梯", "王工"
    words = read_workbook(_bytes(book)).words["judgements"]
    assert words[str(sheet["A8"].value)] == {"not_applicable": "无电梯", "approved_by": "王工"}


def test_a_fault_of_a_row_names_its_clause() -> None:
    assert Fault("x", "judgements.C1.2.1:points", "甲", "a").clause == "C1.2.1"
    assert Fault("x", "judgements", "甲", "a").clause == ""


def test_whole_numbers_of_a_spreadsheet_are_whole() -> None:
    from scoring.sheet_workbook import _text

    assert [_text(cell) for cell in (2.0, 2.5, None, " x ", 3)] == ["2", "2.5", "", "x", "3"]
