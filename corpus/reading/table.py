"""Tables: which row holds the headers, and how a row reads with them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.document import Cell

_SEARCHED_ROWS = 6
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


def header_row(rows: Sequence[Sequence[str]]) -> int | None:
    """
    Return the index of the row that names the columns, or None when no row looks like it.

    Looked for in the first six rows: at least two different short cells without numbers that hold
    words of list headings, or a well-filled row of three and more of them above a row with
    numbers or much longer texts.
    """
    width = max((len(row) for row in rows), default=0)
    for index, row in enumerate(rows[:_SEARCHED_ROWS]):
        filled = [cell for cell in row if cell]
        if len(set(filled)) < 2 or index == len(rows) - 1:
            continue
        if any(len(cell) > _MAX_HEADER or _NUMERIC.match(cell) for cell in filled):
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


def column_headers(rows: Sequence[Sequence[str]], header: int) -> tuple[tuple[str, ...], int]:
    """
    Return the names of the columns, and the index of the last header row.

    A header of two rows is told by merged cells, which are repeated in `rows`: a name over
    several columns that the row below parts ("数量 北区", "数量 南区"), with every other column
    named in one of the two rows.
    """
    top = tuple(rows[header])
    if header + 1 >= len(rows) or len(rows[header + 1]) != len(top):
        return top, header
    below = rows[header + 1]
    pairs = [(index, index + 1) for index in range(len(top) - 1)]
    parted = {
        index
        for pair in pairs
        for index in pair
        if top[pair[0]] and top[pair[0]] == top[pair[1]] and below[pair[0]] != below[pair[1]]
    }
    is_second = bool(parted) and all(
        (index in parted and len(cell) <= _MAX_HEADER and not _NUMERIC.match(cell))
        or cell in ("", top[index])
        for index, cell in enumerate(below)
    )
    if not is_second:
        return top, header
    names = (a if b in ("", a) else f"{a} {b}" for a, b in zip(top, below, strict=True))
    return tuple(names), header + 1


def row_cells(row: Sequence[str], headers: Sequence[str]) -> tuple[Cell, ...]:
    """
    Return the filled cells of a row with their headers.

    A value repeated in neighbouring cells under the same header, as merged cells give, is kept
    once.
    """
    cells: list[Cell] = []
    for index, text in enumerate(row):
        header = headers[index] if index < len(headers) else ""
        cell = Cell(header, text)
        if text and not (cells and cells[-1].text == text and cells[-1].header in (header, "")):
            cells.append(cell)
    return tuple(cells)


def row_text(cells: Sequence[Cell]) -> str:
    """Return a row as text: "header: cell; …", or the cells alone where there are no headers."""
    if not any(cell.header for cell in cells):
        return " | ".join(cell.text for cell in cells)
    return "; ".join(f"{cell.header}: {cell.text}" if cell.header else cell.text for cell in cells)
