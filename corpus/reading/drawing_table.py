"""Tables among the texts of a drawing: rows of texts whose columns agree, or cells between lines."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from corpus.reading.drawing_model import Text
from corpus.reading.drawing_rules import Rules
from corpus.reading.legibility import is_cjk
from corpus.reading.line import display_width

_ROW_HEIGHT = 12.0  # letter heights that a row between lines has at most
_ROW_GAP = 6.0  # letter heights between the middles of neighbouring rows of a table, at most
_COLUMN_TEXT = 24  # half-width columns: longer texts side by side are columns, not cells


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


@dataclass(frozen=True, slots=True)
class Table:
    """Cells by row, top row first, all rows of one length. first: the first text in it."""

    rows: tuple[tuple[str, ...], ...]
    first: Item


Row = list[Item]


def tables_in(cluster: Sequence[Item], rules: Rules) -> Iterator[Table | list[Row]]:
    """Yield the tables of a cluster and the rows of text around them, from the top."""
    tables: list[tuple[float, Table]] = []
    taken: set[int] = set()
    for chain in _chains(_rows(cluster)):
        if any(id(item) in taken for row in chain for item in row):
            continue
        found = _table(chain, cluster, rules)
        if found is not None:
            table, items = found
            taken.update(map(id, items))
            tables.append((max(item.middle for item in items), table))
    rows = _rows([item for item in cluster if id(item) not in taken])
    for top, table in tables:
        above = [row for row in rows if row[0].middle > top]
        if above:
            yield above
        yield table
        rows = rows[len(above) :]
    if rows:
        yield rows


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


def _rows(items: Sequence[Item]) -> list[Row]:
    """Put items whose middles are level into rows, top row first, each from left to right."""
    rows: list[Row] = []
    for item in sorted(items, key=lambda item: -item.middle):
        first = rows[-1][0] if rows else None
        if first and first.middle - item.middle <= 0.55 * min(first.height, item.height):
            rows[-1].append(item)
        else:
            rows.append([item])
    return [sorted(row, key=lambda item: item.x0) for row in rows]


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


def _table(
    chain: Sequence[Row], cluster: Sequence[Item], rules: Rules
) -> tuple[Table, list[Item]] | None:
    """Return a table and its texts, or None when the rows are rather columns of running text."""
    items = [item for row in chain for item in row]
    height = median(item.height for item in items)
    box = (
        min(item.x0 for item in items) - 6 * height,
        min(item.y0 for item in items),
        max(item.x1 for item in items) + 6 * height,
        max(item.y1 for item in items),
    )
    uprights = rules.uprights(box, 0.6, 0.3 * height)
    if len(uprights) >= 2:
        return _ruled(chain, cluster, rules, uprights)
    if median(display_width(item.text) for item in items) > _COLUMN_TEXT:
        return None
    edges = _edges(chain)
    return (_between(chain, edges), items) if edges else None


def _ruled(
    chain: Sequence[Row], cluster: Sequence[Item], rules: Rules, uprights: list[float]
) -> tuple[Table, list[Item]]:
    """Put texts into the cells between lines; texts above each other in a cell are one."""
    items = [item for row in chain for item in row]
    levels = _levels(items, rules, uprights)
    if len(levels) < 3:
        return _between(chain, uprights), items
    inside = [
        item
        for item in cluster
        if levels[0] < item.middle < levels[-1] and uprights[0] < item.anchor < uprights[-1]
    ]
    cells: dict[tuple[int, int], list[Item]] = {}
    for item in inside:
        place = -bisect(levels, item.middle), bisect(uprights, item.anchor)
        cells.setdefault(place, []).append(item)
    columns = sorted({column for _, column in cells})
    rows = tuple(
        tuple(_cell(cells.get((row, column), [])) for column in columns)
        for row in sorted({row for row, _ in cells})
    )
    return Table(rows, max(inside, key=lambda item: (item.middle, -item.x0))), inside


def _levels(items: Sequence[Item], rules: Rules, uprights: list[float]) -> list[float]:
    """Return the lines between the rows, gone on with above and below while rows stay low."""
    height = median(item.height for item in items)
    low, high = min(item.middle for item in items), max(item.middle for item in items)
    most = 2 * (high - low) + 40 * _ROW_HEIGHT * height
    box = (uprights[0], low - most, uprights[-1], high + most)
    levels = rules.levels(box, 0.7, 0.3 * height)
    start, end = bisect(levels, low), bisect(levels, high)
    while start > 1 and levels[start - 1] - levels[start - 2] <= _ROW_HEIGHT * height:
        start -= 1
    while 0 < end < len(levels) - 1 and levels[end + 1] - levels[end] <= _ROW_HEIGHT * height:
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
        filled.append(tuple(map(_cell, cells)))
    used = [index for index in range(count) if any(row[index] for row in filled)]
    return Table(tuple(tuple(row[index] for index in used) for row in filled), rows[0][0])


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


def joined(row: Sequence[Item]) -> Item:
    """Return the texts of one row as one text."""
    if len(row) == 1:
        return row[0]
    words = " ".join(item.text for item in row)
    first = row[0]
    bottom, top = min(item.y0 for item in row), max(item.y1 for item in row)
    origin = replace(first.origin, text=words)
    return replace(first, origin=origin, x1=max(i.x1 for i in row), y0=bottom, y1=top)


def _cell(items: Sequence[Item]) -> str:
    """Return the words of a cell; its lines are joined as paragraphs are."""
    words = ""
    for row in _rows(items):
        line = " ".join(joined(row).text.split())
        is_closed = not words or is_cjk(words[-1]) or is_cjk(line[:1] or " ")
        words += line if is_closed else f" {line}"
    return words


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
