"""
Where a quote stands on its page: rectangles to mark it, line by line. Pure.

    picture = page_image(path, passage.page, cache=folder)
    mark = quote_mark(quote, passage, picture.glyphs)
    [tuple(edge * picture.scale for edge in box) for box in mark.boxes]
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from corpus.document import Box, Passage
from corpus.page_image import GlyphLine

Exactness = Literal["characters", "lines", "passage", "none"]
_MARGIN = 2.0  # points that a character may stand out of the box of its passage


@dataclass(frozen=True, slots=True)
class QuoteMark:
    """
    Rectangles in points on the page as shown, in reading order.

    exactness: they are around the quote's own characters; around its printed lines (recognised
    text); around its whole passage; or there are none.
    """

    boxes: tuple[Box, ...]
    exactness: Exactness


@dataclass(frozen=True, slots=True)
class _Glyph:
    line: int
    box: Box


def quote_mark(quote: str, passage: Passage, glyphs: Sequence[GlyphLine]) -> QuoteMark:
    """
    Return where a quote of a passage stands on the passage's page.

    quote: verbatim from the passage. Spaces do not count, nor do the forms of a character. Where
    the page prints the same words twice, those nearest to the passage's box are meant.
    """
    boxes = () if passage.is_ocr else _of_characters(quote, passage, glyphs)
    if boxes:
        return QuoteMark(boxes, "characters")
    boxes = _of_lines(quote, passage)
    if boxes:
        return QuoteMark(boxes, "lines")
    if passage.box:
        return QuoteMark((passage.box,), "passage")
    return QuoteMark((), "none")


def _of_characters(quote: str, passage: Passage, lines: Sequence[GlyphLine]) -> tuple[Box, ...]:
    text, glyphs = "", []
    for number, line in enumerate(lines):
        for char, box in zip(line.text, line.boxes, strict=True):
            plain = _plain(char)
            text += plain
            glyphs += [_Glyph(number, box)] * len(plain)
    if passage.cells:
        return _of_row(passage, text, glyphs)
    place = _best(_plain(quote), text, glyphs, passage.box)
    return tuple(
        _around([glyph.box for glyph in line])
        for _, line in groupby(place, key=lambda glyph: glyph.line)
    )


def _best(wanted: str, text: str, glyphs: Sequence[_Glyph], near: Box | None) -> Sequence[_Glyph]:
    """Return the glyphs of some words, those nearest to a box; () when they are not there."""
    places = [glyphs[at : at + len(wanted)] for at in _found(wanted, text)]
    return max(places, key=lambda place: _share_within(place, near), default=())


def _of_row(passage: Passage, text: str, glyphs: Sequence[_Glyph]) -> tuple[Box, ...]:
    """
    Return the place of a table row: one rectangle around its characters where they stand alone,
    else one a cell. A quote of a row also names the columns, which stand elsewhere.
    """
    if passage.box is None:
        return ()
    cells = [_plain(cell.text) for cell in passage.cells if cell.text.strip()]
    inside = [at for at, glyph in enumerate(glyphs) if _is_within(glyph, passage.box)]
    if sorted(text[at] for at in inside) == sorted("".join(cells)):
        return (_around([glyphs[at].box for at in inside]),)
    places = [_best(cell, text, glyphs, passage.box) for cell in cells]
    if not all(place and _share_within(place, passage.box) == 1 for place in places):
        return ()
    return tuple(_around([glyph.box for glyph in place]) for place in places)


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _found(wanted: str, text: str) -> Iterator[int]:
    at = text.find(wanted) if wanted else -1
    while at >= 0:
        yield at
        at = text.find(wanted, at + 1)


def _share_within(place: Sequence[_Glyph], box: Box | None) -> float:
    if box is None:
        return 0.0
    return sum(_is_within(glyph, box) for glyph in place) / len(place)


def _is_within(glyph: _Glyph, box: Box) -> bool:
    x, y = (glyph.box[0] + glyph.box[2]) / 2, (glyph.box[1] + glyph.box[3]) / 2
    return box[0] - _MARGIN <= x <= box[2] + _MARGIN and box[1] - _MARGIN <= y <= box[3] + _MARGIN


def _of_lines(quote: str, passage: Passage) -> tuple[Box, ...]:
    start = passage.text.find(quote)
    if start < 0:
        return ()
    end = start + len(quote)
    return tuple(box for first, last, box in passage.lines if first < end and last > start)


def _around(boxes: Sequence[Box]) -> Box:
    left, top, right, bottom = zip(*boxes, strict=True)
    return (min(left), min(top), max(right), max(bottom))
