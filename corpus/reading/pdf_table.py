"""The ruled tables of a PDF page with a text layer: found as drawn, filled with its own text."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Any

import pypdfium2.raw as pdfium_c

from corpus.reading.line import Line
from corpus.reading.pdf_text import TextLayer
from corpus.reading.reading_order import Piece
from corpus.reading.table import row_cells
from corpus.reading.table_row import TableRow, rows_in

if TYPE_CHECKING:
    from corpus.reading.ruled_table import Grid

_SCALE = 1.0  # pixels a point; hairlines stay visible
_MAX_PIXELS = 6_000_000
_LEAST_DRAWN = 4  # objects that are no text; fewer rule no table
_MOST_TEXT = 600  # characters in a cell; more is a page in a frame
_USUAL_HEIGHT = 12.0  # points; pdfium may take two rows for one line
_LEAST_ROWS, _LEAST_ACROSS = 2, 2  # rows of a table, and filled cells of each
_SAME_EDGE = 4.0  # points


@dataclass(frozen=True, slots=True)
class PdfTable:
    """
    A table. edges: x of the lines between its columns, in points. top: of the table on its page.
    """

    rows: tuple[TableRow, ...]
    edges: tuple[float, ...]
    top: float

    def goes_on(self, before: PdfTable) -> bool:
        """Whether the columns are those of a table before, so that it may be its next part."""
        return len(self.edges) == len(before.edges) and all(
            abs(one - other) <= _SAME_EDGE
            for one, other in zip(self.edges, before.edges, strict=True)
        )


def page_parts(
    page: Any, layer: TextLayer, lines: tuple[Line, ...]
) -> list[tuple[Line, ...] | PdfTable]:
    """
    Return a page as runs of lines and tables, from above.

    layer: the page's text. lines: of it. A page without tables is one run.
    """
    if not _may_hold_table(page, lines):
        return [lines]
    grids = tuple(grid for grid in _grids(page, lines) if _has_whole_cells(grid))
    outside, tables = _filled(layer, grids) if grids else (lines, [])
    sound = [grid for grid, table in zip(grids, tables, strict=True) if _is_table(table)]
    if len(sound) < len(grids):
        outside, tables = _filled(layer, sound) if sound else (lines, [])
    parts: list[tuple[Line, ...] | PdfTable] = []
    rest = list(outside)
    for table in tables:
        above = tuple(line for line in rest if line.extent[1] < table.top)
        rest = [line for line in rest if line.extent[1] >= table.top]
        parts += [above, table] if above else [table]
    return [*parts, tuple(rest)] if rest else parts


def _filled(layer: TextLayer, grids: Sequence[Grid]) -> tuple[tuple[Line, ...], list[PdfTable]]:
    """Return the lines outside of grids, and each grid with the text that stands in it."""
    outside, pieces = layer.lines_and_cells(lambda x, y: _cell_at(grids, x, y))
    placed = [(*_middle(piece), piece) for piece in pieces]
    tables = []
    for grid in grids:
        inside = [word for word in placed if grid.place(word[0], word[1]) is not None]
        tables.append(PdfTable(rows_in(grid, inside), grid.xs, grid.ys[0]))
    return outside, tables


def _is_table(table: PdfTable) -> bool:
    """Tell a table from a page in a frame and from brackets in a figure."""
    filled = [len(row_cells(row, ())) for row in table.rows]
    longest = max((len(cell) for row in table.rows for cell in row.cells), default=0)
    return sum(count >= _LEAST_ACROSS for count in filled) >= _LEAST_ROWS and longest <= _MOST_TEXT


def _has_whole_cells(grid: Grid) -> bool:
    """Whether all cells are rectangles; strokes that only cross make others."""
    places: dict[int, list[tuple[int, int]]] = {}
    for row, numbers in enumerate(grid.cells):
        for column, number in enumerate(numbers):
            places.setdefault(number, []).append((row, column))
    for found in places.values():
        rows, columns = zip(*found, strict=True)
        if len(found) != (max(rows) - min(rows) + 1) * (max(columns) - min(columns) + 1):
            return False
    return True


def _may_hold_table(page: Any, lines: Sequence[Line]) -> bool:
    if not lines:
        return False
    count = pdfium_c.FPDFPage_CountObjects(page)
    drawn = 0
    for index in range(count):
        kind = pdfium_c.FPDFPageObj_GetType(pdfium_c.FPDFPage_GetObject(page, index))
        if kind == pdfium_c.FPDF_PAGEOBJ_FORM:
            return True
        drawn += kind == pdfium_c.FPDF_PAGEOBJ_PATH
        if drawn >= _LEAST_DRAWN:
            return True
    return False


def _grids(page: Any, lines: Sequence[Line]) -> tuple[Grid, ...]:
    """Return the grids on a page, in points."""
    from corpus.reading.ruled_table import Grid, grids  # noqa: PLC0415 - heavy, seldom needed

    width, height = page.get_size()
    scale = min(_SCALE, (_MAX_PIXELS / max(width * height, 1.0)) ** 0.5)
    text_height = scale * min(_USUAL_HEIGHT, median(line.height for line in lines))
    with closing(page.render(scale=scale)) as bitmap:
        found = grids(bitmap.to_numpy()[:, :, :3], text_height)
    return tuple(
        Grid(tuple(x / scale for x in grid.xs), tuple(y / scale for y in grid.ys), grid.cells)
        for grid in found
    )


def _cell_at(grids: Sequence[Grid], x: float, y: float) -> int | None:
    """Return a number for the cell at a point, different for all cells of all grids."""
    for number, grid in enumerate(grids):
        place = grid.place(x, y)
        if place is not None:
            return number * 1_000_000 + grid.cells[place[0]][place[1]]
    return None


def _middle(piece: Piece) -> tuple[float, float]:
    x0, y0, x1, y1 = piece.box
    return (x0 + x1) / 2, (y0 + y1) / 2
