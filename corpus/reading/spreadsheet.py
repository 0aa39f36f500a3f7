"""XLSX: every sheet row by row under its headers, merged cells filled, hidden sheets said."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from corpus.reading.archive import check_archive
from corpus.reading.draft import Block, pack
from corpus.reading.event import Event, Noted, Opened, Part, RefusedError
from corpus.reading.file_name import clean_text, shown
from corpus.reading.limits import ReadLimits
from corpus.reading.reasons import reason
from corpus.reading.slide_text import paragraphs_of
from corpus.reading.table import CellRow
from corpus.reading.text import table_blocks

_MERGED = re.compile(
    rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"'
)
_DRAWING = re.compile(r"xl/drawings/drawing\d+\.xml$")
_COMMENTS = re.compile(r"xl/(?:comments/?comment\d+|comments\d+)\.xml$")
_TAIL = 1024 * 1024  # merged ranges stand behind the cells, at the end of a sheet's part
_MAX_MERGED = 20_000
_MAX_FILLED = 200


def read_xlsx(path: Path, limits: ReadLimits) -> Iterator[Event]:
    """
    Read a workbook sheet by sheet; a part of the result is one sheet.

    Formulas give the value that was last computed and saved; one never computed gives nothing.
    """
    check_archive(path, limits)
    import openpyxl  # noqa: PLC0415 - only this format needs it

    warnings.simplefilter("ignore")  # openpyxl warns of every feature it leaves out
    try:
        # Stored files have no ending, by which openpyxl would judge a path.
        content = io.BytesIO(path.read_bytes())
        book = openpyxl.load_workbook(content, read_only=True, data_only=True, keep_links=False)
    except (KeyError, ValueError, TypeError, AttributeError, OSError, SyntaxError) as fault:
        raise RefusedError(reason("damaged", detail=type(fault).__name__)) from fault
    yield Opened(None)
    number = 0
    for number, name in enumerate(book.sheetnames, start=1):
        sheet = book[name]
        title = shown(name, 60)
        if not hasattr(sheet, "iter_rows"):
            yield Noted(reason("chart-sheet", sheet=title))
            continue
        is_hidden = sheet.sheet_state != "visible"
        if is_hidden:
            yield Noted(reason("hidden-sheet", sheet=title))
        heading = f"{title}（隐藏）" if is_hidden else title
        rows = _rows(sheet, path, limits)
        blocks = table_blocks(rows, (heading,), f"工作表 {_literal(title)} 第 {{row}} 行")
        yield Part(number, tuple(pack(blocks)))
    yield from _drawn(path, number + 1)


def _drawn(path: Path, number: int) -> Iterator[Event]:
    """Read the text boxes that lie over the sheets, and count the pictures and comments."""
    from openpyxl.xml.functions import fromstring  # noqa: PLC0415 - only this format needs it

    counts: Counter[str] = Counter()
    blocks: list[Block] = []
    with zipfile.ZipFile(path) as archive:
        for part in archive.namelist():
            if part.startswith("xl/media/"):
                counts["images"] += 1
            elif _COMMENTS.match(part):
                counts["comments"] += archive.read(part).count(b"<comment ")
            elif _DRAWING.match(part):
                try:
                    words = list(paragraphs_of(fromstring(archive.read(part))))
                except SyntaxError:
                    continue
                blocks += [Block(text, ("文本框",), "文本框") for text in words]
    if blocks:
        yield Part(number, tuple(pack(blocks)))
    for code, count in counts.items():
        if count:
            yield Noted(reason(code, count=count))


def _literal(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def _rows(sheet: Any, path: Path, limits: ReadLimits) -> list[CellRow]:
    rows: list[list[str]] = []
    characters = 0
    try:
        sheet.reset_dimensions()  # the declared size may be wrong by millions of rows
        for row in sheet.iter_rows():
            cells = [_shown_value(cell) for cell in row]
            while cells and not cells[-1]:
                cells.pop()
            rows.append(cells)
            characters += sum(map(len, cells)) + 1
            if characters > limits.max_characters:
                break
    except (KeyError, ValueError, TypeError, AttributeError, SyntaxError) as fault:
        raise RefusedError(reason("damaged", detail=type(fault).__name__)) from fault
    joined = _fill_merged(rows, _merged_ranges(path, getattr(sheet, "_worksheet_path", "")))
    return [
        CellRow(tuple(cells), frozenset(joined.get(index, ()))) for index, cells in enumerate(rows)
    ]


def _shown_value(cell: Any) -> str:
    """Return a cell as a person reads it: whole numbers without .0, percentages, ISO dates."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        is_day = value.time() == time(0)
        return value.date().isoformat() if is_day else value.isoformat(" ", "seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, int | float):
        is_percent = "%" in (cell.number_format or "")
        text = f"{value * 100 if is_percent else value:.10g}"
        return f"{text}%" if is_percent else text
    return " ".join(clean_text(str(value)).split())


def _merged_ranges(path: Path, part: str) -> list[tuple[int, int, int, int]]:
    """Return the merged ranges of a sheet as (first row, first column, last row, last column)."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open(part.lstrip("/")) as stream:
            tail = b""
            while chunk := stream.read(_TAIL):
                tail = (tail + chunk)[-2 * _TAIL :]
    except (KeyError, zipfile.BadZipFile, OSError):
        return []
    found = _MERGED.findall(tail)[:_MAX_MERGED]
    return [
        (int(top) - 1, _column(left), int(bottom) - 1, _column(right))
        for left, top, right, bottom in found
    ]


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _fill_merged(
    rows: list[list[str]], ranges: list[tuple[int, int, int, int]]
) -> dict[int, set[int]]:
    """
    Repeat the value of a merged range in all its cells, up to 200 rows and columns.

    Returns:
        By row, the columns whose cell is one with the cell to their left.
    """
    joined: dict[int, set[int]] = {}
    for top, left, bottom, right in ranges:
        if top >= len(rows) or left >= len(rows[top]) or not rows[top][left]:
            continue
        for index, row in enumerate(rows[top : min(bottom, top + _MAX_FILLED) + 1], start=top):
            end = min(right, left + _MAX_FILLED) + 1
            row.extend([""] * (end - len(row)))  # empty cells at its end were not kept
            for column in range(left, end):
                row[column] = row[column] or rows[top][left]
            joined.setdefault(index, set()).update(range(left + 1, end))
    return joined
