"""Headers of several rows and merged cells, the same in every kind of file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import docx
import openpyxl
import pytest

from corpus.document import Cell
from corpus.reading import read_document
from corpus.reading.table import NO_HEADER, CellRow, find_header, row_cells

TOP = ("序号", "名称", "数量", "数量", "备注")
SECOND = ("", "", "合同", "结算", "")
NAMES = ("序号", "名称", "数量 合同", "数量 结算", "备注")
DATA = ("1", "红外枪机", "12", "12", "围墙")


def rows(*texts: Sequence[str]) -> list[CellRow]:
    return [CellRow(tuple(row)) for row in texts]


@pytest.mark.parametrize(
    ("table", "names", "last"),
    [
        ((TOP, SECOND, DATA), NAMES, 1),
        ((TOP[:4], SECOND[:4], DATA), (*NAMES[:4], ""), 1),
        # Rows end where their last filled cell does.
        ((TOP, SECOND[:4], DATA), NAMES, 1),
        # The cells of both rows are one, and repeated.
        ((TOP, ("序号", "名称", "合同", "结算", "备注"), DATA), NAMES, 1),
        # Files without merged cells leave gaps.
        ((("序号", "名称", "数量", "", "备注"), SECOND, DATA), NAMES, 1),
        ((TOP[:4], ("", "", "合同", "结算", "备注"), DATA), NAMES, 1),
        ((("", "", "数量", "数量", ""), ("序号", "名称", "合同", "结算", "备注"), DATA), NAMES, 1),
        ((("清单",), ("本页以结算为准，合同数量备查",), (), TOP, SECOND, DATA), NAMES, 4),
        (
            (
                ("序号", "名称", "数量", "数量", "数量"),
                ("", "", "北区", "北区", "南区"),
                ("", "", "合同", "结算", ""),
                ("1", "红外枪机", "12", "12", "4"),
            ),
            ("序号", "名称", "数量 北区 合同", "数量 北区 结算", "数量 南区"),
            2,
        ),
    ],
)
def test_a_header_of_several_rows_names_each_column_in_full(
    table: Sequence[Sequence[str]], names: tuple[str, ...], last: int
) -> None:
    header = find_header(rows(*table))
    assert (header.names, header.last) == (names, last)


@pytest.mark.parametrize(
    "below",
    [DATA, ("一", "视频监控", "", "", ""), ("", "", "12", "9", ""), ("", "红外枪机", "8", "", "")],
)
def test_a_row_of_the_list_is_no_part_of_the_header(below: Sequence[str]) -> None:
    assert find_header(rows(TOP, below, DATA)).last == 0


def test_a_title_over_all_columns_is_no_part_of_the_header() -> None:
    header = find_header(rows(("设备清单",) * 5, NAMES, DATA))
    assert header.names == NAMES


def test_a_table_of_numbers_has_no_header() -> None:
    assert find_header(rows(("1", "2"), ("3", "4"))) == NO_HEADER
    assert find_header([]) == NO_HEADER


def test_equal_values_of_neighbouring_columns_are_kept() -> None:
    assert row_cells(CellRow(("12", "12")), ()) == (Cell("", "12"), Cell("", "12"))
    assert row_cells(CellRow(("a", "12", "12")), ("", "数量", "数量"))[1:] == (
        Cell("数量", "12"),
        Cell("数量", "12"),
    )


def test_a_cell_over_columns_counts_for_each_name() -> None:
    row = CellRow(("1", "枪机", "12", "12", "12"), frozenset({3, 4}))
    found = row_cells(row, ("序号", "名称", "合同", "结算", "结算"))
    assert found[2:] == (Cell("合同", "12"), Cell("结算", "12"))


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        (CellRow(("一、视频监控",) * 5, frozenset({1, 2, 3, 4})), (Cell("", "一、视频监控"),)),
        (
            CellRow(("一", *("视频监控",) * 4), frozenset({2, 3, 4})),
            (Cell("序号", "一"), Cell("名称", "视频监控")),
        ),
    ],
)
def test_a_heading_of_rows_is_kept_once(row: CellRow, cells: tuple[Cell, ...]) -> None:
    assert row_cells(row, NAMES) == cells


WANTED = "序号: 1; 名称: 红外枪机; 数量 合同: 12; 数量 结算: 12; 备注: 围墙"


def passages_of(path: Path) -> list[str]:
    return [passage.text for passage in read_document(path).passages]


@pytest.mark.parametrize("is_merged_down", [True, False])
def test_xlsx_header_of_two_rows_below_a_title_and_notes(
    tmp_path: Path, *, is_merged_down: bool
) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["设备清单"], ["本页以结算为准"], [], TOP, SECOND, DATA):
        sheet.append(list(row))
    for merged in [
        "A1:E1",
        "C4:D4",
        *(f"{column}4:{column}5" for column in "ABE" * is_merged_down),
    ]:
        sheet.merge_cells(merged)
    book.save(tmp_path / "a.xlsx")
    found = passages_of(tmp_path / "a.xlsx")
    assert found == ["设备清单", "本页以结算为准", WANTED]


def test_docx_header_of_two_rows_and_a_heading_of_rows(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(rows=4, cols=5)
    for row, values in zip(table.rows, (TOP, SECOND, ("",) * 5, DATA), strict=True):
        for cell, value in zip(row.cells, values, strict=True):
            cell.text = value
    for cell in table.rows[0].cells[2:4]:
        cell.text = ""
    table.cell(0, 2).merge(table.cell(0, 3)).text = "数量"
    table.cell(2, 0).merge(table.cell(2, 4)).text = "一、视频监控"
    document.save(str(tmp_path / "a.docx"))
    assert passages_of(tmp_path / "a.docx") == ["一、视频监控", WANTED]


def test_a_web_page_and_a_csv_with_a_header_of_two_rows(tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    page.write_text(
        "<table><tr><th rowspan=2>序号<th rowspan=2>名称<th colspan=2>数量<th rowspan=2>备注</tr>"
        "<tr><th>合同<th>结算</tr><tr><td>1<td>红外枪机<td>12<td>12<td>围墙</tr></table>",
        encoding="utf-8",
    )
    assert passages_of(page) == [WANTED]
    lines = (("序号", "名称", "数量", "", "备注"), SECOND, DATA)
    listed = tmp_path / "a.csv"
    listed.write_text("\n".join(map(",".join, lines)), encoding="utf-8")
    assert passages_of(listed) == [WANTED]
