"""Pieces of text on an upright page to lines in the order a reader takes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from corpus.document import Box
from corpus.reading.legibility import is_cjk
from corpus.reading.line import Line

_LEAST_LINES = 4
_PROSE = 0.6  # of a column's width is filled by the usual line of running text


@dataclass(frozen=True, slots=True)
class Piece:
    """
    A stretch of text found on a page.

    extent: in points on the page turned upright. box: in points on the page as shown.
    """

    text: str
    extent: Box
    box: Box

    @property
    def height(self) -> float:
        """The height of the stretch in points."""
        return max(self.extent[3] - self.extent[1], 0.1)


def lines_in_order(pieces: Sequence[Piece]) -> tuple[Line, ...]:
    """
    Return the lines of a page; of two columns of running text, the left one first.

    Pieces side by side are one line. It counts as a row of a table when a gap is three times as
    wide as the text is high, or two are half as wide.
    """
    if not pieces:
        return ()
    lines: list[Line] = []
    for part in _parts(sorted(pieces, key=lambda piece: (piece.extent[1], piece.extent[0]))):
        lines += map(_line, _rows(part))
    return tuple(lines)


def joined(texts: Sequence[str]) -> str:
    """Join texts that follow one another: with a space, but not beside an ideograph."""
    whole = ""
    for text in texts:
        is_tight = not whole or not text or is_cjk(whole[-1]) or is_cjk(text[0])
        whole += text if is_tight else f" {text}"
    return whole


def around(boxes: Sequence[Box]) -> Box:
    """Return the box around boxes, at least one."""
    if len(boxes) == 1:
        return boxes[0]
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return (min(lefts), min(tops), max(rights), max(bottoms))


def _parts(pieces: list[Piece]) -> list[list[Piece]]:
    """Part a page at what spans both columns, and what is between that into its columns."""
    gutter = _gutter(pieces)
    if gutter is None:
        return [pieces]
    parts: list[list[Piece]] = []
    left: list[Piece] = []
    right: list[Piece] = []
    for piece in pieces:
        if piece.extent[0] < gutter < piece.extent[2]:
            parts += [left, right, [piece]]
            left, right = [], []
        else:
            (left if piece.extent[2] <= gutter else right).append(piece)
    return [part for part in (*parts, left, right) if part]


def _gutter(pieces: list[Piece]) -> float | None:
    """Return the x between two columns of running text, or None."""
    if len(pieces) < 2 * _LEAST_LINES:
        return None
    x0, _, x1, _ = around([piece.extent for piece in pieces])
    steps = [x0 + (x1 - x0) * share / 60 for share in range(20, 41)]
    crossings = [sum(piece.extent[0] < x < piece.extent[2] for piece in pieces) for x in steps]
    fewest = min(crossings)
    best = [x for x, count in zip(steps, crossings, strict=True) if count == fewest]
    x = best[len(best) // 2]
    left = [piece for piece in pieces if piece.extent[2] <= x]
    right = [piece for piece in pieces if piece.extent[0] >= x]
    if min(len(left), len(right)) < _LEAST_LINES or fewest > 0.3 * len(pieces):
        return None
    return x if _is_prose(left) and _is_prose(right) else None


def _is_prose(pieces: list[Piece]) -> bool:
    x0, _, x1, _ = around([piece.extent for piece in pieces])
    usual = median(piece.extent[2] - piece.extent[0] for piece in pieces)
    return usual >= _PROSE * (x1 - x0)


def _rows(pieces: list[Piece]) -> list[list[Piece]]:
    """Group pieces that stand at one height, each row from left to right."""
    rows: list[list[Piece]] = []
    for piece in pieces:
        middle = (piece.extent[1] + piece.extent[3]) / 2
        for row in rows[-3:]:
            last = row[-1]
            overlap = min(last.extent[3], piece.extent[3]) - max(last.extent[1], piece.extent[1])
            is_level = last.extent[1] < middle < last.extent[3]
            if is_level and overlap > 0.5 * min(last.height, piece.height):
                row.append(piece)
                break
        else:
            rows.append([piece])
    return [sorted(row, key=lambda piece: piece.extent[0]) for row in rows]


def _line(row: list[Piece]) -> Line:
    extent = around([piece.extent for piece in row])
    height = median(piece.height for piece in row)
    gaps = [right.extent[0] - left.extent[2] for left, right in pairwise(row)]
    is_row = bool(gaps) and (max(gaps) > 3 * height or sum(gap > 1.5 * height for gap in gaps) >= 2)
    text = row[0].text
    for gap, piece in zip(gaps, row[1:], strict=True):
        text = f"{text} {piece.text}" if gap > 0.8 * height else joined((text, piece.text))
    return Line(text, extent, around([piece.box for piece in row]), is_row=is_row)
