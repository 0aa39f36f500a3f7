"""
Worksheets to print and to work through: heading rows, widths, safe texts.

Texts are written as texts, never as formulas; control characters that XLSX cannot hold are left
out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

_HEAD = PatternFill("solid", fgColor="1F4E5F")
_LINE = Border(bottom=Side(style="thin", color="D5DDE1"))
_LONGEST = 32_000  # a cell holds 32,767 characters


def add_sheet(
    book: Workbook, title: str, columns: Sequence[tuple[str, int]], footer: str
) -> Worksheet:
    """
    Add a worksheet with its heading row frozen, widths set and printing prepared.

    columns: heading and width of each. footer: with &P and &N for page numbers.
    """
    sheet: Worksheet = book.create_sheet(title)
    for number, (heading, width) in enumerate(columns, 1):
        cell = sheet.cell(1, number, heading)
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = _HEAD
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "B2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    if sheet.oddHeader is not None and sheet.oddFooter is not None:
        sheet.oddHeader.center.text = sheet.title
        sheet.oddFooter.center.text = footer
    return sheet


def write_row(sheet: Worksheet, values: Sequence[object], tint: PatternFill | None = None) -> int:
    """Write a row below the others and return its number; a text is never a formula."""
    line = int(sheet.max_row) + 1
    for column, value in enumerate(values, 1):
        is_text = isinstance(value, str)
        shown: Any = ILLEGAL_CHARACTERS_RE.sub("", str(value))[:_LONGEST] if is_text else value
        cell = sheet.cell(line, column, shown)
        if is_text:
            cell.data_type = "s"
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.border = _LINE
        if tint is not None:
            cell.fill = tint
    return line
