"""The text layer of a PDF page: its characters line by line, with their places as shown."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from functools import cached_property
from itertools import groupby, pairwise
from typing import Any

import pypdfium2.raw as pdfium_c

from corpus.document import Box
from corpus.reading.file_name import clean_text
from corpus.reading.line import Line, same_row, unspaced
from corpus.reading.reading_order import Piece, around

_FLAT = 0.2  # of the font's height: what is flatter than that is no glyph but a missing one

CellOf = Callable[[float, float], int | None]
"""Gives the number of the table cell at (x, y) in points; None outside of tables."""
_Run = tuple[int, int, int | None]
"""Where a stretch of characters starts and ends, and the cell that it stands in."""


def page_glyphs(page: Any) -> list[tuple[str, list[Box]]]:
    """
    Return the printed lines of a page as (characters, boxes), without spaces.

    Boxes are around single characters. A character without a place is left out.
    """
    with closing(TextLayer(page)) as layer:
        return layer.glyphs()


class TextLayer:
    """
    The characters of a page by pdfium's own index, with their places. Opened when first asked for
    anything, since that takes about as long as to load the page; to be closed.
    """

    def __init__(self, page: Any) -> None:
        self._page = page

    def close(self) -> None:
        """Free what pdfium holds, if it was opened."""
        if "_place" in self.__dict__:
            self._place.text_page.close()

    def lines(self) -> tuple[Line, ...]:
        """Return the lines in pdfium's order; () for a page without text."""
        return self._lines((start, end, None) for start, end in self._stretches())

    def lines_and_cells(self, cell_of: CellOf) -> tuple[tuple[Line, ...], tuple[Piece, ...]]:
        """Return the lines outside of tables, and the pieces of text inside, cell by cell."""
        runs = list(self._runs(cell_of))
        return self._lines(runs), tuple(self._pieces(runs))

    def glyphs(self) -> list[tuple[str, list[Box]]]:
        """Return the lines as (characters, boxes), without spaces."""
        found: list[tuple[str, list[Box]]] = []
        for start, end in self._stretches():
            text, boxes = "", []
            for index in range(start, end):
                char = self._chars[index]
                box = self._place.glyph(index)
                if box is not None and char.strip() and clean_text(char):
                    text += char
                    boxes.append(box)
            if text:
                found.append((text, boxes))
        return found

    @cached_property
    def _place(self) -> _Place:
        return _Place(self._page, self._page.get_textpage())

    @cached_property
    def _chars(self) -> list[str]:
        text_page = self._place.text_page
        return _characters(text_page, text_page.count_chars())

    def _stretches(self) -> Iterator[tuple[int, int]]:
        """Yield (start, end) of every line."""
        start = 0
        ends = [at for at, char in enumerate(self._chars) if char in "\r\n"]
        for end in [*ends, len(self._chars)]:
            yield start, end
            start = end + 1

    def _runs(self, cell_of: CellOf) -> Iterator[_Run]:
        """
        Yield the stretches that one line and one cell hold together. A character without a place
        goes with the one before.
        """
        cells: list[int | None] = []
        cell = None
        for index in range(len(self._chars)):
            box = self._place.of_one(index)
            if box is not None:
                cell = cell_of((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
            cells.append(cell)
        for start, end in self._stretches():
            at = start
            for cell, run in groupby(cells[start:end]):
                first, at = at, at + len(list(run))
                yield first, at, cell

    def _lines(self, runs: Iterable[_Run]) -> tuple[Line, ...]:
        lines: list[Line] = []
        for start, end, cell in runs:
            if cell is not None or not (text := self._text(start, end)):
                continue
            box, is_row = self._place.of(start, end - start)
            fallback = (0.0, 14.0 * len(lines), 5.0 * len(text), 14.0 * len(lines) + 10)
            lines.append(Line(text, box or fallback, box, is_row))
            if len(lines) > 1 and (row := same_row(*lines[-2:])):
                lines[-2:] = [row]
        return tuple(lines)

    def _pieces(self, runs: Iterable[_Run]) -> Iterator[Piece]:
        """Yield the stretches that stand in cells."""
        for start, end, cell in runs:
            if cell is None or not (text := self._text(start, end)):
                continue
            box, _ = self._place.of(start, end - start)
            box = box or self._around(start, end)
            if box is not None:
                yield Piece(text, box, box)

    def _around(self, start: int, end: int) -> Box | None:
        """
        Return the box around characters one by one: pdfium gives no rectangle to those that the
        font put in a missing one's place lacks.
        """
        boxes = [self._place.of_one(index) for index in range(start, end)]
        found = [box for box in boxes if box is not None]
        return around(found) if found else None

    def _text(self, start: int, end: int) -> str:
        """Return a stretch of characters as it is quoted."""
        return unspaced(clean_text("".join(self._chars[start:end])).strip())


def _characters(text_page: Any, count: int) -> list[str]:
    """Return the characters by pdfium's own index. It writes U+FFFE or U+0002 for a line hyphen."""
    text = text_page.get_text_range(errors="replace") if count else ""
    if len(text) != count:
        codes = (pdfium_c.FPDFText_GetUnicode(text_page, index) for index in range(count))
        text = "".join(chr(code) if 0 < code < 0x110000 else "\ufffd" for code in codes)
    return list(text.replace("\ufffe", "-").replace("\x02", "-").replace("\xad", "-"))


class _Place:
    """Turns pdfium's rectangles to boxes on the page as shown."""

    def __init__(self, page: Any, text_page: Any) -> None:
        self.text_page = text_page
        self._raw = text_page.raw
        self._left, self._bottom, self._right, self._top = page.get_bbox()
        self._rotation = page.get_rotation()
        # Made once: every character of a page is asked for its box.
        self._corner = [ctypes.c_double() for _ in range(4)]
        self._into = [ctypes.byref(edge) for edge in self._corner]

    def of(self, start: int, count: int) -> tuple[Box | None, bool]:
        """
        Return the box around `count` characters from `start`, and whether wide gaps part them.

        The box is None when the characters have no place.
        """
        rectangles = pdfium_c.FPDFText_CountRects(self._raw, start, count)
        left, top, right, bottom = self._corner
        boxes: list[Box] = [
            (left.value, bottom.value, right.value, top.value)
            for index in range(rectangles)
            if pdfium_c.FPDFText_GetRect(self._raw, index, *self._into)
            and right.value > left.value
            and top.value > bottom.value
        ]
        if not boxes:
            return None, False
        whole = around(boxes)
        return self._shown(*whole), _is_row(boxes, whole[3] - whole[1])

    def of_one(self, index: int) -> Box | None:
        """Return the box of one character; None for one without a place."""
        if not pdfium_c.FPDFText_GetCharBox(self._raw, index, *self._into):
            return None
        left, right, bottom, top = self._corner
        x0, x1, y0, y1 = left.value, right.value, bottom.value, top.value
        return self._shown(x0, y0, x1, y1) if x0 < x1 or y0 < y1 else None

    def glyph(self, index: int) -> Box | None:
        """Return the box of one character; None when it has no place."""
        loose = pdfium_c.FS_RECTF()
        if not pdfium_c.FPDFText_GetLooseCharBox(self._raw, index, loose):
            return None
        height = abs(loose.top - loose.bottom)
        if not pdfium_c.FPDFText_GetCharBox(self._raw, index, *self._into):
            return None
        x0, x1, y0, y1 = (edge.value for edge in self._corner)
        has_glyph = x1 > x0 and y1 > y0
        if not has_glyph or (y1 - y0 < _FLAT * height and _is_word(self._raw, index)):
            x0, y0, x1, y1 = loose.left, loose.bottom, loose.right, loose.top
        if x1 <= x0 or y1 <= y0:
            return None
        return self._shown(x0, y0, x1, y1)

    def _shown(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        if self._rotation == 90:
            box = (y0 - self._bottom, x0 - self._left, y1 - self._bottom, x1 - self._left)
        elif self._rotation == 180:
            box = (self._right - x1, y0 - self._bottom, self._right - x0, y1 - self._bottom)
        elif self._rotation == 270:
            box = (self._top - y1, self._right - x1, self._top - y0, self._right - x0)
        else:
            box = (x0 - self._left, self._top - y1, x1 - self._left, self._top - y0)
        return box


def _is_row(boxes: list[Box], height: float) -> bool:
    """Tell a row of cells: one gap of three heights, or two of one and a half."""
    if len(boxes) < 2:
        return False
    boxes = sorted(boxes)
    gaps = [right[0] - left[2] for left, right in pairwise(boxes)]
    return max(gaps) > 3 * height or sum(gap > 1.5 * height for gap in gaps) >= 2


def _is_word(raw: Any, index: int) -> bool:
    """Tell letters and ideographs, which are never flat, from dashes and dots."""
    code = pdfium_c.FPDFText_GetUnicode(raw, index)
    return 0 < code < 0x110000 and chr(code).isalnum()
