"""The cells between the lines of a drawn table; cells with no line between them are one."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence

from corpus.reading.drawing_item import Item, cell_text, rows_of
from corpus.reading.drawing_rules import Rules
from corpus.reading.table import CellRow

_MAX_CELLS = 4000  # beyond, no merged cells are looked for
_MOST_LINES = 3  # of text in a merged cell; more means that lines were not drawn


def edged(uprights: Sequence[float], left: float, right: float, near: float) -> list[float]:
    """Return the edges of columns with the ends of the table, for tables open at the sides."""
    inner = [x for x in uprights if left + near < x < right - near]
    return [left, *inner, right]


class DrawnGrid:
    """
    A table with its lines.

    levels: the y of the lines between rows, upwards. uprights: the x of those between columns.
    near: how far apart lines may lie that are meant to be one.
    """

    def __init__(
        self, levels: Sequence[float], uprights: Sequence[float], rules: Rules, near: float
    ) -> None:
        self._levels = levels
        self._uprights = uprights
        self._rules = rules
        self._near = near
        self._height = len(levels) - 1
        self._width = len(uprights) - 1

    def rows(self, items: Sequence[Item]) -> tuple[CellRow, ...]:
        """Return the texts by row, top row first; a merged cell is repeated, an empty column left."""
        cells: dict[tuple[int, int], list[Item]] = {}
        for item in items:
            column = min(max(bisect(self._uprights, item.anchor) - 1, 0), self._width - 1)
            cells.setdefault((bisect(self._levels, item.middle) - 1, column), []).append(item)
        columns = sorted({column for _, column in cells})
        region = self._regions()
        held: dict[tuple[int, int], list[Item]] = {}
        for place, found in cells.items():
            held.setdefault(region.get(place, place), []).extend(found)
        rows: list[CellRow] = []
        for row in range(self._height - 1, -1, -1):
            if split := self._undrawn(row, cells, columns):
                rows += split
                continue
            texts = tuple(self._text((row, column), cells, held, region) for column in columns)
            if any(texts):
                roots = [region.get((row, column), (row, column)) for column in columns]
                joined = (
                    at
                    for at in range(1, len(columns))
                    if roots[at] == roots[at - 1] and texts[at] == texts[at - 1]
                )
                rows.append(CellRow(texts, frozenset(joined)))
        return tuple(rows)

    def _text(
        self,
        place: tuple[int, int],
        cells: dict[tuple[int, int], list[Item]],
        held: dict[tuple[int, int], list[Item]],
        region: dict[tuple[int, int], tuple[int, int]],
    ) -> str:
        whole = held.get(region.get(place, place), [])
        is_merged = len(rows_of(whole)) <= _MOST_LINES
        return cell_text(whole if is_merged else cells.get(place, []))

    def _undrawn(
        self, row: int, cells: dict[tuple[int, int], list[Item]], columns: list[int]
    ) -> list[CellRow]:
        """Return the rows that stand between two lines without one between them; [] for one row."""
        first = cells.get((row, columns[0]), [])
        if len(rows_of(first)) < 2:
            return []
        inside = [item for column in columns for item in cells.get((row, column), [])]
        found = []
        for line in rows_of(inside):
            kept = {id(item) for item in line}
            texts = (
                cell_text([item for item in cells.get((row, column), []) if id(item) in kept])
                for column in columns
            )
            found.append(CellRow(tuple(texts)))
        return found

    def _regions(self) -> dict[tuple[int, int], tuple[int, int]]:
        """Return for each cell the one that stands for all cells merged with it."""
        if self._height * self._width > _MAX_CELLS:
            return {}
        region = {
            (row, column): (row, column)
            for row in range(self._height)
            for column in range(self._width)
        }

        def root(place: tuple[int, int]) -> tuple[int, int]:
            while region[place] != place:
                place = region[place]
            return place

        for row, column in list(region):
            for other in ((row, column + 1), (row + 1, column)):
                if other in region and not self._is_parted((row, column), other):
                    region[root(other)] = root((row, column))
        return {place: root(place) for place in region}

    def _is_parted(self, one: tuple[int, int], other: tuple[int, int]) -> bool:
        row, column = other
        if one[0] == row:
            x = self._uprights[column]
            box = (x - self._near, self._levels[row], x + self._near, self._levels[row + 1])
            return bool(self._rules.uprights(box, 0.5, self._near))
        y = self._levels[row]
        box = (self._uprights[column], y - self._near, self._uprights[column + 1], y + self._near)
        return bool(self._rules.levels(box, 0.5, self._near))
