"""Rows of ruled tables, and the blocks that they become under the names of their columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from corpus.document import Box
from corpus.reading.draft import Block
from corpus.reading.reading_order import Piece, around, joined, lines_in_order
from corpus.reading.table import NO_HEADER, CellRow, Header, find_header, header_from, row_cells
from corpus.reading.text import row_blocks

if TYPE_CHECKING:
    from corpus.reading.ruled_table import Grid

Placed = tuple[float, float, Piece]
"""A piece of text with its middle, x and y, in the unit of the grid."""


@dataclass(frozen=True, slots=True)
class TableRow(CellRow):
    """One row of a ruled table and the box around its text, None for none."""

    box: Box | None = None


def rows_in(grid: Grid, words: Iterable[Placed]) -> tuple[TableRow, ...]:
    """Return the rows that hold text; a merged cell stands in each of its rows and columns."""
    by_cell: dict[int, list[Piece]] = {}
    for x, y, piece in words:
        place = grid.place(x, y)
        if place is not None:
            by_cell.setdefault(grid.cells[place[0]][place[1]], []).append(piece)
    rows = []
    # Rows that nothing parts anywhere are one.
    for numbers in dict.fromkeys(grid.cells):
        pieces = [by_cell.get(number, []) for number in numbers]
        boxes = [piece.box for cell in pieces for piece in cell]
        if boxes:
            merged = (at for at in range(1, len(numbers)) if numbers[at] == numbers[at - 1])
            cells = tuple(map(_cell_text, pieces))
            rows.append(TableRow(cells, frozenset(merged), around(boxes)))
    return tuple(rows)


def _cell_text(pieces: Sequence[Piece]) -> str:
    return joined([line.text for line in lines_in_order(pieces)])


def table_blocks(
    rows: Sequence[TableRow],
    path: tuple[str, ...],
    page: int,
    going_on: tuple[str, ...] = (),
) -> tuple[list[Block], tuple[str, ...]]:
    """
    Return the blocks of a table's rows, and the names of its columns, () where it has none.

    going_on: the names of the columns of a table that goes on in this one from the page before.
    A header that is printed again is left out.
    """
    header = _going_on(rows, going_on) if going_on else find_header(rows)
    blocks: list[Block] = []
    for index, row in enumerate(rows):
        if header.holds(index):
            continue
        for block in row_blocks(row_cells(row, header.over(index)), path, f"第 {page} 页"):
            spans = ((0, len(block.text), row.box),)
            blocks.append(replace(block, page=page, spans=spans))
    return blocks, header.names


def _going_on(rows: Sequence[TableRow], names: tuple[str, ...]) -> Header:
    """Return the header of a table's next part: the same names, printed again or not."""
    again = header_from(rows, 0) if rows else NO_HEADER
    return again if again.names == names else Header(names, -1, -1)
