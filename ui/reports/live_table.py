"""
Worksheets whose numbers are formulas: safe texts, cells to change, values for viewers.

A formula is made of numbers, cells and words of our own catalogue only; what people or documents
wrote is written as text and never as a formula. Every formula carries the value it gives now, so
that viewers that do not reckon show the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from ui.cli.output import display_width
from ui.reports.docx_pages import clean

Value = Decimal | Fraction | int | str | bool | None
_LINE_HEIGHT, _HIGHEST = 14, 400  # points
_LONGEST = 32_000  # a cell holds 32,767 characters
_LIKE_FORMULA = re.compile(r"^\s*[=+\-@]")
_HEAD, _GROUP, _INPUT, _LINE = "1F4E5F", "E3EAED", "FFF8E1", "D5DDE1"
_LOOKS: dict[str, dict[str, object]] = {
    "plain": {},
    "quiet": {"font_color": "#55646D"},
    "bold": {"bold": True},
    "title": {"bold": True, "font_size": 15, "font_color": f"#{_HEAD}", "text_wrap": False, "bottom": 0},
    "note": {"font_color": "#55646D", "text_wrap": False, "bottom": 0},
    "head": {"bold": True, "font_color": "white", "bg_color": f"#{_HEAD}", "valign": "vcenter", "align": "center"},
    "group": {"bold": True, "bg_color": f"#{_GROUP}"},
    "subgroup": {"bg_color": "#F2F5F6"},
    "input": {"bg_color": f"#{_INPUT}", "locked": False},
    "dash": {"num_format": '"—"'},
    "total": {"bold": True, "top": 2, "bg_color": f"#{_GROUP}"},
}  # fmt: skip


class LiveBook:
    """Adds worksheets to an `xlsxwriter` workbook in one manner."""

    def __init__(self, book: Any, footer: str) -> None:
        self.book = book
        self._footer = footer
        self._formats: dict[tuple[str, bool, bool], Any] = {}

    def look(self, name: str, *, is_quoted: bool = False, is_number: bool = False) -> Any:
        """
        Return the format of a look; quoted ones stay text when somebody edits the cell, numbers
        stand in the middle.
        """
        key = (name, is_quoted, is_number)
        if key not in self._formats:
            base = {
                "valign": "top", "text_wrap": True, "bottom": 1, "bottom_color": f"#{_LINE}",
                "font_name": "Arial", "font_size": 10,
            }  # fmt: skip
            made = self.book.add_format({**base, **_LOOKS[name]})
            if is_number:
                made.set_align("center")
            if is_quoted:
                made.set_quote_prefix()
            self._formats[key] = made
        return self._formats[key]

    def sheet(self, name: str, widths: Sequence[int]) -> LiveSheet:
        """Add a worksheet that prints on its side, as wide as the page, cells locked but inputs."""
        made = self.book.add_worksheet(name)
        for column, width in enumerate(widths):
            made.set_column(column, column, width)
        made.set_landscape()
        made.set_paper(9)  # A4
        made.fit_to_pages(1, 0)
        made.set_margins(left=0.4, right=0.4)
        made.set_header(f"&C{name}")
        made.set_footer(f"&C{self._footer}")
        made.protect("", {"format_columns": True, "format_rows": True, "autofilter": True})
        return LiveSheet(self, made, name, tuple(widths))


class LiveSheet:
    """One worksheet; lines and columns count from 0, as in `xlsxwriter`."""

    def __init__(self, book: LiveBook, sheet: Any, name: str, widths: tuple[int, ...]) -> None:
        self._book, self.sheet, self.name, self._widths = book, sheet, name, widths
        self._heights: dict[int, int] = {}

    def text(self, line: int, column: int, words: str, look: str = "plain") -> None:
        """Write a text, whatever it looks like."""
        kept = clean(words)[:_LONGEST]
        is_quoted = bool(_LIKE_FORMULA.match(kept))
        self.sheet.write_string(line, column, kept, self._book.look(look, is_quoted=is_quoted))
        if look == "title":
            self._raise(line, 2 * _LINE_HEIGHT)
        elif look != "note":
            lines = sum(
                max(1, -(-display_width(one) // max(self._widths[column] - 2, 1)))
                for one in kept.split("\n")
            )
            self._raise(line, min(lines * _LINE_HEIGHT, _HIGHEST))

    def _raise(self, line: int, height: int) -> None:
        """Make a line at least so high: not every program fits lines to wrapped words."""
        if height > self._heights.get(line, _LINE_HEIGHT):
            self._heights[line] = height
            self.sheet.set_row(line, height)

    def texts(self, line: int, words: Iterable[str], look: str = "plain") -> None:
        """Write a line of texts from the first column on."""
        for column, one in enumerate(words):
            self.text(line, column, one, look)

    def number(
        self, line: int, column: int, value: Decimal | Fraction | int, look: str = "plain"
    ) -> None:
        """Write a number."""
        self.sheet.write_number(line, column, float(value), self._book.look(look, is_number=True))

    def blank(self, line: int, column: int, look: str = "plain") -> None:
        """Leave a cell empty in a look."""
        self.sheet.write_blank(line, column, None, self._book.look(look))

    def live(self, line: int, column: int, formula: str, now: Value, look: str = "plain") -> None:
        """Write a formula with the value that it gives now; None for an empty text."""
        shown: Any = "" if now is None else now
        if isinstance(now, (Decimal, Fraction)):
            shown = float(now)
        cell_look = self._book.look(look, is_number=True)
        self.sheet.write_formula(line, column, f"={formula}", cell_look, shown)

    def choose(self, line: int, column: int, words: Sequence[str]) -> None:
        """Let a cell be one of a few words."""
        self.sheet.data_validation(
            line, column, line, column, {"validate": "list", "source": [*words]}
        )

    def there(self, line: int, column: int) -> str:
        """Return the name of a cell as other worksheets use it."""
        return f"'{self.name}'!{cell(line, column)}"


def cell(line: int, column: int) -> str:
    """
    Return the name of a cell on its own worksheet.

    >>> cell(0, 6)
    'G1'
    """
    return str(xl_rowcol_to_cell(line, column))


def ranges(lines: Iterable[int], column: int) -> str:
    """
    Return the cells of a column in these lines as arguments of a sum, neighbours joined; "0" for
    none.

    >>> ranges([4, 5, 6, 9], 6)
    'G5:G7,G10'
    """
    runs: list[list[int]] = []
    for line in sorted(lines):
        if runs and line == runs[-1][1] + 1:
            runs[-1][1] = line
        else:
            runs.append([line, line])
    parts = [cell(a, column) if a == b else f"{cell(a, column)}:{cell(b, column)}" for a, b in runs]
    return ",".join(parts) or "0"


def quoted(words: str) -> str:
    """Return a word of our catalogue as it stands in a formula."""
    return '"' + words.replace('"', '""') + '"'
