"""TXT, Markdown and CSV."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from corpus.document import Cell
from corpus.reading.draft import MAXIMUM, Block, pack, text_block
from corpus.reading.encoding import decoded
from corpus.reading.event import Event, Noted, Opened, Part, RefusedError
from corpus.reading.file_name import clean_text
from corpus.reading.heading import Heading, HeadingPath, numbered_heading
from corpus.reading.limits import ReadLimits
from corpus.reading.line import Line, Paragraph, lines_of_text, paragraphs
from corpus.reading.reasons import reason
from corpus.reading.table import CellRow, find_header, row_cells, row_text

_MARKDOWN_HEADING = re.compile(r" {0,3}(#{1,6})\s+(.+?)\s*#*\s*$")
_SHARP_HEADING = re.compile(r"^#{1,6} \S", re.MULTILINE)
_MARKDOWN_RULE = re.compile(r"^\s*\|?[\s:|-]*-[\s:|-]*\|?\s*$")
_STRETCH = 400  # lines a part holds, so that progress moves


def text_of(path: Path) -> tuple[str, Noted | None]:
    """
    Return a text file's text, and a note when its encoding is not UTF-8.

    Raises:
        RefusedError: no known encoding gives legible text.
    """
    found = decoded(path.read_bytes())
    if found is None:
        raise RefusedError(reason("encoding-unknown"))
    text, encoding = found
    is_usual = encoding in ("utf-8", "utf-8-sig")
    note = None if is_usual else Noted(reason("decoded-as", encoding=encoding))
    return clean_text(text), note


def read_text(path: Path, _limits: ReadLimits) -> Iterator[Event]:
    """Read plain text: paragraphs by blank lines, indents and full lines; # headings if it has."""
    text, note = text_of(path)
    if len(_SHARP_HEADING.findall(text)) >= 3:
        yield from read_markdown(path, _limits)
        return
    yield Opened(None)
    headings = HeadingPath()
    lines = text.splitlines()
    for number, first in enumerate(range(0, len(lines), _STRETCH), start=1):
        stretch = "\n".join(lines[first : first + _STRETCH])
        yield Part(number, tuple(pack(_text_blocks(stretch, first, headings))))
    if note:
        yield note


def _text_blocks(text: str, first: int, headings: HeadingPath) -> Iterator[Block]:
    for number, paragraph in _numbered_paragraphs(text):
        heading = numbered_heading(paragraph.text, headings.last_single)
        if heading:
            headings.enter(heading)
        locator = f"第 {first + number} 行"
        yield Block(paragraph.text, headings.path, locator, None, heading is not None)


def _numbered_paragraphs(text: str) -> Iterator[tuple[int, Paragraph]]:
    """Yield each paragraph with the number of its first line; margins are those between blanks."""
    groups: list[list[Line]] = []
    for line in lines_of_text(text):
        if not groups or line.extent[1] - groups[-1][-1].extent[1] > 1.5:
            groups.append([])
        groups[-1].append(line)
    for group in groups:
        at = 0
        for paragraph in paragraphs(group):
            yield int(group[at].extent[1]) + 1, paragraph
            at += len(paragraph.spans)


def read_markdown(path: Path, _limits: ReadLimits) -> Iterator[Event]:
    """Read Markdown: headings by #, tables by |, other lines as they stand."""
    text, note = text_of(path)
    yield Opened(None)
    yield Part(1, tuple(pack(_markdown_blocks(text))))
    if note:
        yield note


def _markdown_blocks(text: str) -> Iterator[Block]:
    headings = HeadingPath()
    lines = text.splitlines()
    index = 0
    while index < len(lines):
        locator = f"第 {index + 1} 行"
        if match := _MARKDOWN_HEADING.match(lines[index]):
            headings.enter(Heading(len(match.group(1)), match.group(2)))
            yield Block(match.group(2), headings.path, locator, None, is_heading=True)
            index += 1
            continue
        is_table = "|" in lines[index]
        end = index + 1
        while end < len(lines) and lines[end].strip() and ("|" in lines[end]) == is_table:
            if _MARKDOWN_HEADING.match(lines[end]):
                break
            end += 1
        if is_table:
            yield from _markdown_table(lines[index:end], index, headings.path)
        else:
            for paragraph in paragraphs(lines_of_text("\n".join(lines[index:end]))):
                yield text_block(paragraph, headings.path, locator)
        index = end


def _markdown_table(lines: list[str], first: int, path: tuple[str, ...]) -> Iterator[Block]:
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]
    is_table = len(lines) > 1 and _MARKDOWN_RULE.match(lines[1]) is not None
    for number, row in enumerate(rows):
        if is_table and number < 2:
            continue
        cells = row_cells(CellRow(tuple(row)), rows[0] if is_table else ())
        yield from row_blocks(cells, path, f"第 {first + number + 1} 行")


def read_csv(path: Path, _limits: ReadLimits) -> Iterator[Event]:
    """Read CSV or TSV row by row; the delimiter is the commonest of , ; tab | in the first lines."""
    text, note = text_of(path)
    yield Opened(None)
    opening = "\n".join(text.splitlines()[:20])
    delimiter = max(",;\t|", key=opening.count)
    try:
        rows = [
            CellRow(tuple(cell.strip() for cell in row))
            for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        ]
    except csv.Error as fault:
        raise RefusedError(reason("damaged", detail=str(fault))) from fault
    yield Part(1, tuple(pack(table_blocks(rows, (), "第 {row} 行"))))
    if note:
        yield note


def table_blocks(rows: Sequence[CellRow], path: tuple[str, ...], locator: str) -> Iterator[Block]:
    """
    Return a block for each filled row but the header row.

    Rows above the header row, such as a title, come without headers. `locator` holds "{row}",
    counted from 1.
    """
    header = find_header(rows)
    for index, row in enumerate(rows):
        if not header.holds(index):
            cells = row_cells(row, header.over(index))
            yield from row_blocks(cells, path, locator.format(row=index + 1))


def row_blocks(cells: tuple[Cell, ...], path: tuple[str, ...], locator: str) -> Iterator[Block]:
    """Return the block of a row; several, cut between cells, when it is long; none when empty."""
    start = 0
    for end in range(1, len(cells) + 1):
        is_full = end < len(cells) and len(row_text(cells[start : end + 1])) > MAXIMUM
        if is_full or end == len(cells):
            yield Block(row_text(cells[start:end]), path, locator, cells=cells[start:end])
            start = end
