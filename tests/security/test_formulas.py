"""No cell of any workbook or CSV that goes out becomes a formula by what somebody wrote."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from corpus.cases.samples import SampleDraw
from corpus.document import Passage, ReadResult
from scoring import load_rule_set
from scoring.profile_file import profile_of_words
from scoring.sheet_workbook import write_workbook
from tests.ui.results import judge, new_case, store_of
from ui.cli.applies import profile_report
from ui.cli.sheet import row_texts
from ui.reports.applies_workbook import applies_workbook
from ui.reports.case_result import CaseResult, case_result
from ui.reports.evidence_workbook import matrix_workbook
from ui.reports.gap_workbook import gap_workbook
from ui.reports.score_table import score_table
from ui.views.procedure.work import sample_csv

BEGINNINGS = ["=", "+", "-", "@", "\t=", "\r=", " =", "=cmd|' /C calc'!A0&"]
REST = 'HYPERLINK("http://evil.example")'
LIFT = "电梯轿厢内安装半球摄像机，采集的图像能清晰显示人员的乘梯情况。"


def result_with(text: str, folder: Path) -> CaseResult:
    """A case with a text as its name, a note, a reason, a file's name and a document's words."""
    store = store_of(folder / "home")

    def read(path: Path, *, name: str | None = None, **_: object) -> ReadResult:
        words = (f"{text}{LIFT}", text)
        passages = tuple(
            Passage(f"p-{page}", path.name, page, (), f"第 {page} 页", one)
            for page, one in enumerate(words, 1)
        )
        return ReadResult(name or "", path.name, "read", 2, passages, None)

    store._read = read  # type: ignore[assignment]
    case_id = new_case(store, name=text)
    half = {"points": "0.5", "reason": text, "note": text}
    judge(store, case_id, {"C1.2.1": half})
    store.set_note(case_id, "C1.2.1", text)
    return case_result(store, case_id)


def saved(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def formulas(data: bytes) -> set[str]:
    book = load_workbook(io.BytesIO(data))
    cells = (cell for sheet in book for row in sheet.iter_rows() for cell in row)
    return {str(cell.value) for cell in cells if cell.data_type == "f"}


@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_workbooks_of_a_case_hold_no_formula_of_anybody(tmp_path: Path, beginning: str) -> None:
    text = beginning + REST
    result = result_with(text, tmp_path)
    notes = {"C1.2.1": text}
    for language in ("zh", "en"):
        assert formulas(saved(gap_workbook(result, language))) == set()
        matrix = matrix_workbook(result.case, result.found, notes, language)
        assert formulas(saved(matrix)) == set()
        own = formulas(score_table(result, "2026-03-04", language))
        assert [one for one in own if "evil" in one or "calc" in one] == []


@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_other_workbooks_hold_no_formula_of_anybody(beginning: str) -> None:
    text = beginning + REST
    words: dict[str, Any] = {"level": "C", "other": [text]}
    report = profile_report(profile_of_words(words), "zh")
    assert formulas(applies_workbook(report)) == set()
    rules = load_rule_set("tcrea-2023")
    judgements = {"C1.2.1": {"points": "0.5", "reason": text, "note": text}}
    sheet = {"target": "C", "judgements": judgements}
    made = write_workbook(rules, "C", "pre", row_texts(rules), sheet)
    assert [one for one in formulas(made) if "evil" in one] == []


@pytest.mark.parametrize("beginning", ["=", "+", "-", "@", "\t=", "\r="])
def test_a_csv_holds_no_cell_that_begins_as_a_formula(beginning: str) -> None:
    text = beginning + REST
    drawn = SampleDraw(**_draw(text))
    rows = list(csv.reader(io.StringIO(sample_csv(drawn).decode("utf-8-sig"))))
    cells = [cell for row in rows for cell in row]
    assert any("evil" in cell for cell in cells)
    assert [one for one in cells if one.startswith(("=", "+", "-", "@", "\t", "\r"))] == []


def _draw(text: str) -> dict[str, Any]:
    from dataclasses import fields

    known: dict[str, Any] = {"ids": (text, "2"), "chosen": (text,), "name": text, "seed": text}
    return {
        one.name: known.get(one.name, 1 if "int" in str(one.type) else text)
        for one in fields(SampleDraw)
    }
