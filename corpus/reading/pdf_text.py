"""The text layer of a PDF page: its characters line by line, with their places as shown."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
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


def page_lines(page: Any) -> tuple[Line, ...]:
    """Return the lines of a page in pdfium's order; () for a page without text."""
    text_page = page.get_textpage()
    try:
        return _lines(_Layer(page, text_page))
    finally:
        text_page.close()


def lines_and_cells(page: Any, cell_of: CellOf) -> tuple[tuple[Line, ...], tuple[Piece, ...]]:
    """Return the lines outside of tables, and the pieces of text inside, cell by cell."""
    text_page = page.get_textpage()
    try:
        layer = _Layer(page, text_page)
        layer.take_cells(cell_of)
        return _lines(layer), tuple(layer.pieces())
    finally:
        text_page.close()


def page_glyphs(page: Any) -> list[tuple[str, list[Box]]]:
    """
    Return the printed lines of a page as (characters, boxes), without spaces.

    Boxes are around single characters. A character without a place is left out.
    """
    text_page = page.get_textpage()
    try:
        return _glyphs(_Layer(page, text_page))
    finally:
        text_page.close()


class _Layer:
    """The characters of a page by pdfium's own index, and the table cells that they stand in."""

    def __init__(self, page: Any, text_page: Any) -> None:
        self.text_page = text_page
        self.chars = _characters(text_page, text_page.count_chars())
        self.place = _Place(page)
        self._cells: list[int | None] = []

    def take_cells(self, cell_of: CellOf) -> None:
        """Find the cell of every character. One without a place goes with the one before."""
        cell = None
        for index in range(len(self.chars)):
            box = self.place.of_one(self.text_page, index)
            if box is not None:
                cell = cell_of((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
            self._cells.append(cell)

    def runs(self) -> Iterator[tuple[int, int, int | None]]:
        """Yield (start, end, cell) of the stretches that one line and one cell hold together."""
        start = 0
        for end in [at for at, char in enumerate(self.chars) if char in "\r\n"] + [len(self.chars)]:
            if not self._cells:
                yield start, end, None
            else:
                for cell, run in groupby(range(start, end), key=self._cells.__getitem__):
                    at = list(run)
                    yield at[0], at[-1] + 1, cell
            start = end + 1

    def pieces(self) -> Iterator[Piece]:
        """Yield the stretches that stand in cells."""
        for start, end, cell in self.runs():
            text = self.text(start, end)
            if cell is None or not text:
                continue
            box, _ = self.place.of(self.text_page, start, end - start)
            box = box or self._around(start, end)
            if box is not None:
                yield Piece(text, box, box)

    def _around(self, start: int, end: int) -> Box | None:
        """
        Return the box around characters one by one: pdfium gives no rectangle to those that the
        font put in a missing one's place lacks.
        """
        boxes = [self.place.of_one(self.text_page, index) for index in range(start, end)]
        found = [box for box in boxes if box is not None]
        return around(found) if found else None

    def text(self, start: int, end: int) -> str:
        """Return a stretch of characters as it is quoted."""
        return unspaced(clean_text("".join(self.chars[start:end])).strip())


def _lines(layer: _Layer) -> tuple[Line, ...]:
    lines: list[Line] = []
    for start, end, cell in layer.runs():
        text = layer.text(start, end)
        if cell is not None or not text:
            continue
        box, is_row = layer.place.of(layer.text_page, start, end - start)
        fallback = (0.0, 14.0 * len(lines), 5.0 * len(text), 14.0 * len(lines) + 10)
        lines.append(Line(text, box or fallback, box, is_row))
        if len(lines) > 1 and (row := same_row(*lines[-2:])):
            lines[-2:] = [row]
    return tuple(lines)


def _glyphs(layer: _Layer) -> list[tuple[str, list[Box]]]:
    found: list[tuple[str, list[Box]]] = []
    for start, end, _ in layer.runs():
        text, boxes = "", []
        for index in range(start, end):
            char = layer.chars[index]
            box = layer.place.glyph(layer.text_page, index)
            if box is not None and char.strip() and clean_text(char):
                text += char
                boxes.append(box)
        if text:
            found.append((text, boxes))
    return found


def _characters(text_page: Any, count: int) -> list[str]:
    """Return the characters by pdfium's own index. It writes U+FFFE or U+0002 for a line hyphen."""
    text = text_page.get_text_range(errors="replace") if count else ""
    if len(text) != count:
        codes = (pdfium_c.FPDFText_GetUnicode(text_page, index) for index in range(count))
        text = "".join(chr(code) if 0 < code < 0x110000 else "\ufffd" for code in codes)
    return list(text.replace("\ufffe", "-").replace("\x02", "-").replace("\xad", "-"))


class _Place:
    """Turns pdfium's rectangles to boxes on the page as shown."""

    def __init__(self, page: Any) -> None:
        self._left, self._bottom, self._right, self._top = page.get_bbox()
        self._rotation = page.get_rotation()
        self._corner = [ctypes.c_double() for _ in range(4)]

    def of(self, text_page: Any, start: int, count: int) -> tuple[Box | None, bool]:
        """
        Return the box around `count` characters from `start`, and whether wide gaps part them.

        The box is None when the characters have no place.
        """
        rectangles = pdfium_c.FPDFText_CountRects(text_page, start, count)
        left, top, right, bottom = self._corner
        boxes: list[Box] = [
            (left.value, bottom.value, right.value, top.value)
            for index in range(rectangles)
            if pdfium_c.FPDFText_GetRect(text_page, index, left, top, right, bottom)
            and right.value > left.value
            and top.value > bottom.value
        ]
        if not boxes:
            return None, False
        around = (
            min(box[0] for box in boxes),
            min(box[1] for box in boxes),
            max(box[2] for box in boxes),
            max(box[3] for box in boxes),
        )
        return self._shown(*around), _is_row(boxes, around[3] - around[1])

    def of_one(self, text_page: Any, index: int) -> Box | None:
        """Return the box of one character; None for one without a place."""
        left, right, bottom, top = self._corner
        if not pdfium_c.FPDFText_GetCharBox(text_page, index, left, right, bottom, top):
            return None
        edges = (left.value, bottom.value, right.value, top.value)
        return self._shown(*edges) if edges[0] < edges[2] or edges[1] < edges[3] else None

    def glyph(self, text_page: Any, index: int) -> Box | None:
        """Return the box of one character; None when it has no place."""
        left, top, right, bottom = self._corner
        loose = pdfium_c.FS_RECTF()
        if not pdfium_c.FPDFText_GetLooseCharBox(text_page, index, loose):
            return None
        height = abs(loose.top - loose.bottom)
        if not pdfium_c.FPDFText_GetCharBox(text_page, index, left, right, bottom, top):
            return None
        edges = (left.value, bottom.value, right.value, top.value)
        has_glyph = right.value > left.value and top.value > bottom.value
        if not has_glyph or (
            top.value - bottom.value < _FLAT * height and _is_word(text_page, index)
        ):
            edges = (loose.left, loose.bottom, loose.right, loose.top)
        if edges[2] <= edges[0] or edges[3] <= edges[1]:
            return None
        return self._shown(*edges)

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


def _is_word(text_page: Any, index: int) -> bool:
    """Tell letters and ideographs, which are never flat, from dashes and dots."""
    code = pdfium_c.FPDFText_GetUnicode(text_page, index)
    return 0 < code < 0x110000 and chr(code).isalnum()
