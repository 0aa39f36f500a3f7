"""Rows of ruled tables, and the blocks that they become under the names of their columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from corpus.document import Box
from corpus.reading.draft import Block
from corpus.reading.reading_order import Piece, around, joined, lines_in_order
from corpus.reading.table import header_row, row_cells
from corpus.reading.text import row_blocks

if TYPE_CHECKING:
    from corpus.reading.ruled_table import Grid

Placed = tuple[float, float, Piece]
"""A piece of text with its middle, x and y, in the unit of the grid."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a ruled table. cells: by column from the left, "" where empty or merged."""

    cells: tuple[str, ...]
    box: Box | None


def rows_in(grid: Grid, words: Iterable[Placed]) -> tuple[TableRow, ...]:
    """Return the rows that hold text; a cell merged downwards stands in each of its rows."""
    by_cell: dict[int, list[Piece]] = {}
    for x, y, piece in words:
        place = grid.place(x, y)
        if place is not None:
            by_cell.setdefault(grid.cells[place[0]][place[1]], []).append(piece)
    rows = []
    # Rows that nothing parts anywhere are one.
    for numbers in dict.fromkeys(grid.cells):
        fresh = [
            number if column == 0 or numbers[column - 1] != number else None
            for column, number in enumerate(numbers)
        ]
        pieces = [by_cell.get(number, []) if number is not None else [] for number in fresh]
        boxes = [piece.box for cell in pieces for piece in cell]
        if boxes:
            rows.append(TableRow(tuple(map(_cell_text, pieces)), around(boxes)))
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
    header = _repeated(rows, going_on) if going_on else header_row([row.cells for row in rows])
    names = going_on or (rows[header].cells if header is not None else ())
    blocks: list[Block] = []
    for index, row in enumerate(rows):
        if index == header:
            continue
        headers = names if going_on or (header is not None and index > header) else ()
        for block in row_blocks(row_cells(row.cells, headers), path, f"第 {page} 页"):
            spans = ((0, len(block.text), row.box),)
            blocks.append(replace(block, page=page, spans=spans))
    return blocks, names


def _repeated(rows: Sequence[TableRow], names: tuple[str, ...]) -> int | None:
    return 0 if rows and rows[0].cells == names else None
