"""Tables among the texts of a drawing: rows of texts whose columns agree, or cells between lines."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from corpus.document import Box
from corpus.reading.drawing_grid import DrawnGrid, edged
from corpus.reading.drawing_item import Item, Row, cell_text, joined, rows_of
from corpus.reading.drawing_rules import Rules
from corpus.reading.line import display_width
from corpus.reading.table import CellRow

_ROW_HEIGHT = 12.0  # letter heights that a row between lines has at most
_LEVEL = 0.4  # of a table, at least, that a line between rows crosses; merged cells have none
_ROW_GAP = 6.0  # letter heights between the middles of neighbouring rows of a table, at most
_COLUMN_TEXT = 24  # half-width columns: longer texts side by side are columns, not cells


@dataclass(frozen=True, slots=True)
class Table:
    """Cells by row, top row first, all rows of one length. first: the first text in it."""

    rows: tuple[CellRow, ...]
    first: Item


class Tables:
    """The tables among the texts of one direction, found before anything is read out."""

    def __init__(self, clusters: Sequence[Sequence[Item]], rules: Rules) -> None:
        self._all = sorted((item for cluster in clusters for item in cluster), key=_middle)
        self._heights = [item.middle for item in self._all]
        self._rules = rules
        self._taken: set[int] = set()
        self._found = [self._tables(cluster) for cluster in clusters]

    def parts(self, number: int, cluster: Sequence[Item]) -> Iterator[Table | list[Row]]:
        """Yield the tables of a cluster and the rows of text around them, from the top."""
        rows = rows_of([item for item in cluster if id(item) not in self._taken])
        for table in self._found[number]:
            above = [row for row in rows if row[0].middle > table.first.middle]
            if above:
                yield above
            yield table
            rows = rows[len(above) :]
        if rows:
            yield rows

    def _tables(self, cluster: Sequence[Item]) -> list[Table]:
        tables: list[Table] = []
        for chain in _chains(rows_of(cluster)):
            if any(id(item) in self._taken for row in chain for item in row):
                continue
            if found := self._table(chain):
                table, items = found
                self._taken.update(map(id, items))
                tables.append(table)
        return tables

    def _table(self, chain: Sequence[Row]) -> tuple[Table, list[Item]] | None:
        """Return a table and its texts, or None when the rows are rather columns of text."""
        items = [item for row in chain for item in row]
        near = 0.3 * median(item.height for item in items)
        box = (
            min(item.x0 for item in items) - 20 * near,
            min(item.y0 for item in items),
            max(item.x1 for item in items) + 20 * near,
            max(item.y1 for item in items),
        )
        uprights = self._rules.uprights(box, 0.6, near)
        if len(uprights) >= 2:
            return self._ruled(chain, (uprights[0], box[1], uprights[-1], box[3]), near)
        if median(display_width(item.text) for item in items) > _COLUMN_TEXT:
            return None
        edges = _edges(chain)
        return (_between(chain, edges), items) if edges else None

    def _ruled(
        self, chain: Sequence[Row], box: Box, near: float
    ) -> tuple[Table, list[Item]] | None:
        """Put texts into the cells between lines; texts above each other in a cell are one."""
        levels = _levels(self._rules, chain, box, near)
        if len(levels) < 3:
            uprights = self._rules.uprights(box, 0.6, near)
            return _between(chain, uprights), [item for row in chain for item in row]
        left, right = self._rules.reach(levels, box, near)
        whole = (left - near, levels[0], right + near, levels[-1])
        uprights = self._rules.uprights(whole, 0.5, near)
        start, end = bisect(self._heights, levels[0]), bisect(self._heights, levels[-1])
        inside = [item for item in self._all[start:end] if left < item.anchor < right]
        inside = [item for item in inside if id(item) not in self._taken]
        grid = DrawnGrid(
            levels, edged(uprights, left, right, near), self._rules.inside(whole), near
        )
        rows = grid.rows(inside)
        first = max(inside, key=lambda item: (item.middle, -item.x0), default=None)
        return (Table(rows, first), inside) if first else None


def _middle(item: Item) -> float:
    return item.middle


def _chains(rows: Sequence[Row]) -> list[list[Row]]:
    """Return the runs of two and more neighbouring rows whose columns agree."""
    chains: list[list[Row]] = []
    for above, below in pairwise(rows):
        if not _go_on(above, below):
            continue
        if chains and chains[-1][-1] is above:
            chains[-1].append(below)
        else:
            chains.append([above, below])
    return chains


def _go_on(above: Row, below: Row) -> bool:
    """Tell whether two rows are rows of one table: two columns agree at an edge or the middle."""
    height = max(above[0].height, below[0].height)
    if above[0].middle - below[0].middle > _ROW_GAP * height:
        return False
    if min(len(above), len(below)) < 2:
        return False
    return _agreeing(above, below, 0.6 * height) >= 2


def _agreeing(above: Row, below: Row, near: float) -> int:
    count, index = 0, 0
    for item in above:
        while index < len(below) and below[index].x1 < item.x0 - near:
            index += 1
        for other in below[index : index + 2]:
            middle = abs((item.x0 + item.x1) - (other.x0 + other.x1)) / 2
            if min(abs(item.x0 - other.x0), abs(item.x1 - other.x1), middle) <= near:
                count += 1
                break
    return count


def _levels(rules: Rules, chain: Sequence[Row], box: Box, near: float) -> list[float]:
    """Return the lines between the rows, gone on with above and below while rows stay low."""
    low, high, tallest = chain[-1][0].middle, chain[0][0].middle, _ROW_HEIGHT * near / 0.3
    most = 2 * (high - low) + 40 * tallest
    levels = rules.levels((box[0], low - most, box[2], high + most), _LEVEL, near)
    start, end = bisect(levels, low), bisect(levels, high)
    while start > 1 and levels[start - 1] - levels[start - 2] <= tallest:
        start -= 1
    while 0 < end < len(levels) - 1 and levels[end + 1] - levels[end] <= tallest:
        end += 1
    return levels[max(start - 1, 0) : end + 1]


def _between(rows: Sequence[Row], edges: Sequence[float]) -> Table:
    """Put the texts of rows into the columns between edges."""
    count = len(edges) + 1
    filled: list[tuple[str, ...]] = []
    for row in rows:
        cells: list[list[Item]] = [[] for _ in range(count)]
        for item in row:
            cells[bisect(edges, item.anchor)].append(item)
        filled.append(tuple(map(cell_text, cells)))
    used = [index for index in range(count) if any(row[index] for row in filled)]
    kept = (CellRow(tuple(row[index] for index in used)) for row in filled)
    return Table(tuple(kept), rows[0][0])


def _edges(rows: Sequence[Row]) -> list[float]:
    """Return the x between the columns, told by the gaps that no text of a full row covers."""
    full = max(map(len, rows))
    spans = sorted((item.x0, item.x1) for row in rows if len(row) > full / 2 for item in row)
    edges: list[float] = []
    right = spans[0][1]
    for x0, x1 in spans[1:]:
        if x0 > right:
            edges.append((x0 + right) / 2)
        right = max(right, x1)
    return edges


def columns_of(rows: Sequence[Row]) -> list[list[Item]]:
    """
    Return rows that are no table as lines in reading order, one list a column.

    Only three and more rows of long texts side by side are columns; other rows are read across.
    """
    beside = [item for row in rows if len(row) > 1 for item in row]
    is_set = len(beside) >= 6 and median(display_width(i.text) for i in beside) > _COLUMN_TEXT
    edges = _edges(rows) if is_set else []
    columns: list[list[Item]] = [[] for _ in range(len(edges) + 1)]
    for row in rows:
        parts: dict[int, Row] = {}
        for item in row:
            parts.setdefault(bisect(edges, item.anchor), []).append(item)
        for column, part in parts.items():
            columns[column].append(joined(part))
    return columns
