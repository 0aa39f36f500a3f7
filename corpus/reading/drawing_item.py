"""Texts of a drawing that lie level, and rows and cells made of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.reading.drawing_model import Text
from corpus.reading.legibility import is_cjk


@dataclass(frozen=True, slots=True)
class Item:
    """A text with its box, turned so that it lies level; y upwards. anchor: its x in its cell."""

    origin: Text
    x0: float
    y0: float
    x1: float
    y1: float
    anchor: float

    @property
    def text(self) -> str:
        """The words."""
        return self.origin.text

    @property
    def height(self) -> float:
        """The height of the letters."""
        return self.origin.height

    @property
    def middle(self) -> float:
        """The y of the middle."""
        return (self.y0 + self.y1) / 2


Row = list[Item]


def rows_of(items: Sequence[Item]) -> list[Row]:
    """
    Put items whose middles are level into rows, top row first, each from left to right.
    """
    rows: list[Row] = []
    for item in sorted(items, key=lambda item: -item.middle):
        first = rows[-1][0] if rows else None
        if first and first.middle - item.middle <= 0.55 * min(first.height, item.height):
            rows[-1].append(item)
        else:
            rows.append([item])
    return [sorted(row, key=lambda item: item.x0) for row in rows]


def joined(row: Sequence[Item]) -> Item:
    """Return the texts of one row as one text."""
    if len(row) == 1:
        return row[0]
    words = " ".join(item.text for item in row)
    first = row[0]
    bottom, top = min(item.y0 for item in row), max(item.y1 for item in row)
    origin = replace(first.origin, text=words)
    return replace(first, origin=origin, x1=max(i.x1 for i in row), y0=bottom, y1=top)


def cell_text(items: Sequence[Item]) -> str:
    """Return the words of a cell; its lines are joined as paragraphs are."""
    words = ""
    for row in rows_of(items):
        line = " ".join(joined(row).text.split())
        is_closed = not words or is_cjk(words[-1]) or is_cjk(line[:1] or " ")
        words += line if is_closed else f" {line}"
    return words
