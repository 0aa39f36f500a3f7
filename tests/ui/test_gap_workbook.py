"""The gap list as a workbook, read back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from openpyxl import Workbook, load_workbook

from corpus import load_standard
from tests.ui.results import DENIED, FORMULA, judge, new_case, store_of
from ui.cli.main import main
from ui.reports.case_result import case_result
from ui.reports.gap import gaps
from ui.reports.gap_workbook import gap_workbook


def read_back(book: Workbook, path: Path) -> Workbook:
    book.save(path)
    return load_workbook(path)


def rows_of(sheet: Any) -> list[dict[str, Any]]:
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_gaps_say_what_is_missing_with_the_clause_and_the_contradiction(tmp_path: Path) -> None:
    store = store_of(tmp_path / "home")
    case_id = new_case(store)
    judge(store, case_id, {"C1.1.1": {"met": False}, "C1.2.1": {"points": "2.5", "reason": "北侧"},
                           "C1.3.1": None})  # fmt: skip
    store.set_note(case_id, "C1.2.1", FORMULA)
    book = read_back(gap_workbook(case_result(store, case_id), "zh"), tmp_path / "g.xlsx")
    assert book.sheetnames == ["差距清单", "矛盾", "达标最短路径", "汇总"]
    found = {row["编号"]: row for row in rows_of(book["差距清单"])}
    assert found["C1.1.1"]["缺什么"].startswith("基本要求不满足")
    assert found["C1.2.1"]["目前判断"] == "得 2.5/4 分"
    assert found["C1.2.1"]["涉及分值"] == 1.5
    assert found["C1.2.1"]["备注"] == FORMULA
    assert found["C1.3.1"]["缺什么"].startswith("未评")
    assert "C1.3.5" not in found  # judged as met, and the document shows it
    standard = load_standard("tcrea-2023")
    for name, row in found.items():
        clause = standard.clause(name)
        assert row["条款原文"] == " ".join(part for part in (clause.text, clause.note) if part)
    against = rows_of(book["矛盾"])
    assert {row["引文（原文）"] for row in against} == {DENIED}
    assert all(row["位置"] == "第 2 页" for row in against)
    assert {row["编号"] for row in against} <= set(found)


def test_sheets_are_fit_to_work_through_and_hold_no_formulas(tmp_path: Path) -> None:
    store = store_of(tmp_path / "home")
    case_id = new_case(store, name=FORMULA)
    judge(store, case_id, {"C1.2.1": None})
    store.set_note(case_id, "C1.2.1", FORMULA)
    book = read_back(gap_workbook(case_result(store, case_id), "en"), tmp_path / "g.xlsx")
    for sheet in book.worksheets:
        assert sheet.freeze_panes in ("B2", "D2")
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
        assert sheet.column_dimensions["A"].width > 5
    assert book["Gaps"].auto_filter.ref
    assert book["Gaps"].print_title_rows == "$1:$1"


def test_before_anything_is_judged_only_the_evidence_tells_what_is_missing(tmp_path: Path) -> None:
    store = store_of(tmp_path / "home")
    result = case_result(store, new_case(store))
    found = {gap.row.id: gap for gap in gaps(result)}
    assert all("not_judged" not in gap.lacks for gap in found.values())
    assert "C1.3.5" not in found  # what the document shows
    assert found["C1.1.1"].lacks == ("no_evidence",)


def test_the_summary_adds_up(tmp_path: Path) -> None:
    store = store_of(tmp_path / "home")
    case_id = new_case(store)
    judge(store, case_id, {"C1.2.1": None, "C2.1.1": None})
    result = case_result(store, case_id)
    book = read_back(gap_workbook(result, "en"), tmp_path / "g.xlsx")
    *groups, whole = rows_of(book["Summary"])
    assert whole["Rows"] == len(gaps(result)) == sum(row["Rows"] for row in groups)
    assert whole["Points at stake"] == 4
    assert whole["not judged"] == 2


def test_table_c1_has_no_way_to_a_mark(tmp_path: Path) -> None:
    store = store_of(tmp_path / "home")
    case_id = new_case(store, "scs-c1", None)
    judge(store, case_id, {"SE11.1": None})
    book = read_back(gap_workbook(case_result(store, case_id), "en"), tmp_path / "g.xlsx")
    assert book.sheetnames == ["Gaps", "Contradictions", "Summary"]


@pytest.mark.parametrize(("kind", "name"), [("gaps", "g.xlsx"), ("self-check", "r.docx")])
def test_the_command_writes_the_files(tmp_path: Path, kind: str, name: str) -> None:
    home = tmp_path / "home"
    store = store_of(home)
    case_id = new_case(store, document=False)
    judge(store, case_id)
    out = tmp_path / name
    command = ["report", case_id, "--kind", kind, "--out", str(out), "--lang", "en"]

    def called(*more: str) -> Any:
        return CliRunner().invoke(main, [*command, *more], env={"ANPING_HOME": str(home)})

    assert called().exit_code == 0
    assert out.stat().st_size > 5000
    again = called()
    assert again.exit_code == 1
    assert "--force" in again.output
    assert called("--force", "--stage", "formal").exit_code == 0
    wrong = [*command[:-3], str(tmp_path / "x.pdf")]
    assert CliRunner().invoke(main, wrong, env={"ANPING_HOME": str(home)}).exit_code == 2
    store.save_sheet(case_id, {"judgements": {"C1.2.1": {"points": "99"}}})
    assert called("--force").exit_code == 2
