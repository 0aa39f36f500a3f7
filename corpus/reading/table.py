"""Tables: which row holds the headers, and how a row reads with them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from corpus.document import Cell

_SEARCHED_ROWS = 6
_MOST_LEVELS = 3
_HEADING_CELLS = 2
_MAX_HEADER = 24
_WORDS = re.compile(
    r"序号|编号|名称|设备|型号|规格|数量|单位|备注|位置|地点|品牌|参数|项目|内容|单价|合价|金额|日期|区域|类别"
    r"|要求|指标|说明|结果|部位|类型|厂家|电话|姓名|职务"
    r"|\b(?:no|name|item|qty|quantity|unit|model|type|description|remarks?|brand|location|date"
    r"|price|amount|value|code|id|title|status|notes?)\b",
    re.IGNORECASE,
)
_FORM_WORDS = re.compile(
    r"^(?:图[名号]|比例|设计|审[核定批]|校[对核]|制图|负责人?|专业|阶段|版[本次]|日期|单位|电话|地址|联系人)"
)
_NUMERIC = re.compile(r"^[\d.,%/:：\-–+×xX*（）()≥≤<>=\s]+[^\W\d]{0,3}$")


@dataclass(frozen=True, slots=True)
class CellRow:
    """
    One row of a table. cells: by column from the left, "" where empty, merged ones repeated.

    joined: the columns whose cell is one with the cell to their left.
    """

    cells: tuple[str, ...]
    joined: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Header:
    """The names of the columns, and the first and last row that they stand in."""

    names: tuple[str, ...]
    first: int
    last: int

    def holds(self, index: int) -> bool:
        """Whether a row is one of the header's own."""
        return self.first <= index <= self.last

    def over(self, index: int) -> tuple[str, ...]:
        """Return the names that a row reads with; () for the header's rows and those above."""
        return self.names if index > self.last else ()


NO_HEADER = Header((), -1, -1)
"""Of a table whose columns have no names."""


def find_header(rows: Sequence[CellRow]) -> Header:
    """Return the header of a table, NO_HEADER when no row looks like one."""
    first = _header_row([row.cells for row in rows])
    return NO_HEADER if first is None else header_from(rows, first)


def _header_row(rows: Sequence[tuple[str, ...]]) -> int | None:
    """
    Return the index of the row that names the columns, or None when no row looks like it.

    Looked for in the first six rows, without titles and notes of one text: at least two different
    short cells without numbers that hold words of list headings, or a well-filled row of three and
    more of them above a row with numbers or much longer texts.
    """
    width = max(map(len, rows), default=0)
    candidates = [at for at, row in enumerate(rows[:-1]) if len({*row} - {""}) >= 2]
    for index in candidates[:_SEARCHED_ROWS]:
        row = rows[index]
        filled = [cell for cell in row if cell]
        if not all(map(_may_name, filled)):
            continue
        if _is_form_row(row, rows[index + 1]):
            continue
        named = len({cell for cell in filled if _WORDS.search(cell)})
        if named >= 2 and len(filled) >= 0.5 * width:
            return index
        below = [cell for cell in rows[index + 1] if cell]
        has_numbers = any(_NUMERIC.match(cell) for cell in below)
        is_wordy = sum(map(len, below)) > 2 * sum(map(len, filled)) and len(rows) >= index + 3
        if len(set(filled)) >= 3 and len(filled) >= 0.6 * width and (has_numbers or is_wordy):
            return index
    return None


def _is_form_row(row: Sequence[str], below: Sequence[str]) -> bool:
    """Tell a form, whose labels stand in every second cell, from the header of a list."""
    labels = [_is_label(cell) for cell in row]
    labels_below = [_is_label(cell) for cell in below]
    return sum(labels_below) >= 2 and sum(labels) <= (len(labels) + 1) // 2


def _is_label(cell: str) -> bool:
    return bool(_WORDS.search(cell) or _FORM_WORDS.match(cell))


def header_from(rows: Sequence[CellRow], first: int) -> Header:
    """
    Return the header that begins in a row, up to three rows high.

    A further row is told by a name over several columns that it parts ("数量 北区", "数量 南区"),
    with every other column named in one of the rows. The row above may hold such names too.
    """
    width = max(len(row.cells) for row in rows)
    texts = [row.cells + ("",) * (width - len(row.cells)) for row in rows]
    names, last = texts[first], first
    # A title begins in the first column.
    if first and not texts[first - 1][0] and (over := _parted(*texts[first - 1 : first + 1])):
        names, first = over, first - 1
    while last + 1 < min(len(texts), first + _MOST_LEVELS):
        above, below = texts[last : last + 2]
        parted = _parted(_spread(names, below), below, above)
        if not parted:
            break
        names, last = parted, last + 1
    return Header(names, first, last)


def _spread(names: tuple[str, ...], below: tuple[str, ...]) -> tuple[str, ...]:
    """Return names with the gaps filled that a file without merged cells leaves beside them."""
    if any(name and name == after for name, after in pairwise(names)):
        return names
    spread = list(names)
    for index in range(1, len(names)):
        if not spread[index] and below[index] and below[index - 1]:
            spread[index] = spread[index - 1]
    return tuple(spread)


def _parted(
    names: tuple[str, ...], below: tuple[str, ...], above: tuple[str, ...] = ()
) -> tuple[str, ...]:
    """
    Return the names of columns with those of the next header row, () when it is none.

    above: the last of the rows that gave `names`, which cells merged downwards repeat.
    """
    parted: set[int] = set()
    for name, group in groupby(range(len(names)), key=names.__getitem__):
        columns = list(group)
        if name and len({below[index] for index in columns}) > 1:
            parted.update(columns)
    above = above or names
    is_header = bool(parted) and all(
        cell in ("", above[index]) or ((index in parted or not names[index]) and _may_name(cell))
        for index, cell in enumerate(below)
    )
    if not is_header:
        return ()
    return tuple(
        name if cell in ("", above[index]) else f"{name} {cell}".strip()
        for index, (name, cell) in enumerate(zip(names, below, strict=True))
    )


def _may_name(cell: str) -> bool:
    return len(cell) <= _MAX_HEADER and not _NUMERIC.match(cell)


def row_cells(row: CellRow, headers: Sequence[str]) -> tuple[Cell, ...]:
    """
    Return the filled cells of a row with their headers.

    A cell over several columns counts for each name that it stands under. In a row that is but a
    heading of the rows below, one cell or a number and a cell, it is kept once.
    """
    filled = [index for index, text in enumerate(row.cells) if text]
    apart = [index for index in filled if index not in row.joined]
    if len(filled) > len(apart) == 1:
        return (Cell("", row.cells[filled[0]]),)
    is_heading = len(apart) <= _HEADING_CELLS
    cells: list[Cell] = []
    for index in filled:
        header = headers[index] if index < len(headers) else ""
        if index in row.joined and cells and (is_heading or cells[-1].header in (header, "")):
            continue
        cells.append(Cell(header, row.cells[index]))
    return tuple(cells)


def row_text(cells: Sequence[Cell]) -> str:
    """Return a row as text: "header: cell; …", or the cells alone where there are no headers."""
    if not any(cell.header for cell in cells):
        return " | ".join(cell.text for cell in cells)
    return "; ".join(f"{cell.header}: {cell.text}" if cell.header else cell.text for cell in cells)
