"""
Texts of a drawing in reading order: groups that stand together, tables, paragraphs, labels.

Drawings know no tables or paragraphs, only texts at places and lines between them.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence

from corpus.reading.draft import Block
from corpus.reading.drawing_cluster import clusters
from corpus.reading.drawing_item import Item, Row
from corpus.reading.drawing_model import Content, Text
from corpus.reading.drawing_rules import Rules
from corpus.reading.drawing_table import Table, Tables, columns_of
from corpus.reading.file_name import shown
from corpus.reading.heading import HeadingPath, numbered_heading
from corpus.reading.line import Line, display_width, lines_of_text, paragraphs
from corpus.reading.table import NO_HEADER, CellRow, find_header, row_cells
from corpus.reading.text import row_blocks

_MAX_TITLE = 30
_LABEL = 40
_SHORT = 24  # half-width columns: shorter lines do not fill a column of text


def reading_groups(
    content: Content, path: tuple[str, ...], place: str, left_out: Counter[str]
) -> Iterator[list[Block]]:
    """
    Yield what a layout says in groups that may share passages; single labels in the last one.

    A label that says the same as one before is left out. Texts are read in their own direction.

    Args:
        content: everything that the layout shows.
        path: the headings above, which name the layout.
        place: the layout in words, for locators.
        left_out: "repeated" is raised by the number of labels left out.
    """
    rules = Rules.of(content.rules)
    labels: dict[str, Item] = {}
    for angle, texts in _by_angle(content.texts):
        groups = clusters([_item(text, angle) for text in texts])
        tables = Tables(groups, rules if angle == 0 else Rules.of(()))
        for number, cluster in enumerate(groups):
            parts = list(tables.parts(number, cluster))
            if label := _label(parts):
                left_out["repeated"] += label.text in labels
                labels.setdefault(label.text, label)
            else:
                yield list(_cluster_blocks(parts, path, place))
    for grid in content.grids:
        corner = Text("", grid.x, grid.y, 1.0, 0.0, layer=grid.layer)
        yield list(
            _table_blocks([CellRow(cells) for cells in grid.rows], path, _locator(place, corner))
        )
    yield [Block(one.text, path, _locator(place, one.origin)) for one in labels.values()]


def _by_angle(texts: Sequence[Text]) -> list[tuple[int, list[Text]]]:
    groups: dict[int, list[Text]] = {}
    for text in texts:
        groups.setdefault(round(text.angle) % 360, []).append(text)
    return sorted(groups.items(), key=lambda group: -len(group[1]))


def _item(text: Text, angle: int) -> Item:
    """Return the text with its box after turning the drawing so that the text lies level."""
    turn = math.radians(-angle)
    x = text.x * math.cos(turn) - text.y * math.sin(turn)
    y = text.x * math.sin(turn) + text.y * math.cos(turn)
    lines = text.text.count("\n") + 1
    tall = text.height * (1 + 1.6 * (lines - 1))
    x0, y0 = x - text.across * text.width, y - text.up * tall
    anchor = x0 + min(0.3 * text.height, text.width) if text.across == 0 else x
    if text.across == 1:
        anchor = x - min(0.3 * text.height, text.width)
    return Item(text, x0, y0, x0 + text.width, y0 + tall, anchor)


def _label(parts: Sequence[Table | list[Row]]) -> Item | None:
    """Return the text that is all of a cluster, when it is a short one."""
    if len(parts) != 1 or isinstance(parts[0], Table) or len(parts[0]) != 1:
        return None
    first = parts[0][0][0]
    is_short = len(first.text) <= _LABEL and "\n" not in first.text
    return first if is_short and len(parts[0][0]) == 1 else None


def _cluster_blocks(
    parts: Sequence[Table | list[Row]], path: tuple[str, ...], place: str
) -> Iterator[Block]:
    headings = HeadingPath()
    title = ""
    for part in parts:
        if isinstance(part, Table):
            under = (*path, *headings.path, *([title] if title else ()))
            yield from _table_blocks(part.rows, under, _locator(place, part.first.origin))
            title = ""
            continue
        for block in _text_blocks(part, headings, path, place):
            title = block.text if len(block.text) <= _MAX_TITLE and "\n" not in block.text else ""
            yield block


def _table_blocks(table: Sequence[CellRow], path: tuple[str, ...], locator: str) -> Iterator[Block]:
    rows = list(table)
    header = find_header(rows)
    if header == NO_HEADER and find_header(rows[::-1]).first == 0:  # lists of parts grow upwards
        rows.reverse()
        header = find_header(rows)
    if len(rows) > 1 and len(set(rows[0].cells)) == 1 and len(rows[0].cells[0]) <= _MAX_TITLE:
        path = (*path, rows[0].cells[0])  # a title in one cell above all columns
    for index, row in enumerate(rows):
        if not header.holds(index):
            cells = row_cells(row, header.over(index))
            yield from row_blocks(cells, path, f"{locator} 表第 {index + 1} 行")


def _text_blocks(
    rows: Sequence[list[Item]], headings: HeadingPath, path: tuple[str, ...], place: str
) -> Iterator[Block]:
    for column in columns_of(rows):
        for paragraph, item in _paragraphs(column):
            heading = numbered_heading(paragraph, headings.last_single)
            if heading:
                headings.enter(heading)
            under = path + headings.path
            yield Block(paragraph, under, _locator(place, item.origin), None, heading is not None)


def _paragraphs(column: Sequence[Item]) -> Iterator[tuple[str, Item]]:
    """Join single lines to paragraphs; a text of several paragraphs keeps its own."""
    run: list[Item] = []
    for item in [*column, None]:
        if item is not None and "\n" not in item.text:
            run.append(item)
            continue
        at = 0
        lines = _lines(run)
        for paragraph in paragraphs(lines):
            yield paragraph.text, run[at]
            at += len(paragraph.spans)
        run = []
        if item is not None:
            for paragraph in paragraphs(lines_of_text(item.text)):
                yield paragraph.text, item


def _lines(run: Sequence[Item]) -> list[Line]:
    """Return single lines; short ones below each other are labels and never joined."""
    lines: list[Line] = []
    is_label = True
    for item in run:
        is_short = display_width(item.text) < _SHORT
        extent = (item.x0, -item.y1, item.x1, -item.y0)
        lines.append(Line(item.text, extent, is_row=is_short and is_label))
        is_label = is_short
    return lines


def _locator(place: str, text: Text) -> str:
    layer = f" 图层 {shown(text.layer, 40)}" if text.layer not in ("", "0") else ""
    return f"{place}{layer} 坐标 ({text.x:.0f}, {text.y:.0f})"
