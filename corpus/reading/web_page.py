"""HTML, by the parser of the standard library; nothing is fetched and no script runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from corpus.reading.draft import Block, pack
from corpus.reading.event import Event, Opened, Part
from corpus.reading.heading import Heading, HeadingPath
from corpus.reading.limits import ReadLimits
from corpus.reading.table import CellRow
from corpus.reading.text import table_blocks, text_of

_HIDDEN = ("script", "style", "template", "noscript", "svg", "title")
_BLOCKS = (
    "p",
    "div",
    "li",
    "ul",
    "ol",
    "dl",
    "dt",
    "dd",
    "section",
    "article",
    "header",
    "footer",
    "nav",
    "main",
    "aside",
    "blockquote",
    "pre",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "table",
    "caption",
    "form",
    "fieldset",
    "hr",
    "br",
    "body",
    "html",
)


_MAX_SPAN = 200


@dataclass(slots=True)
class _Cell:
    """A cell that covers a number of columns and rows."""

    columns: int
    rows: int
    text: str = ""


def _span(attributes: dict[str, str | None], name: str) -> int:
    value = attributes.get(name) or "1"
    return max(1, min(int(value[:4]), _MAX_SPAN)) if value.isdecimal() else 1


def _filled(table: list[list[_Cell]]) -> list[CellRow]:
    """Return the rows on the table's grid; a cell over several rows and columns is repeated."""
    rows: list[CellRow] = []
    covered: dict[int, tuple[int, str, bool]] = {}  # column -> rows still covered, text, joined
    for cells in table:
        row: list[str] = []
        joined: set[int] = set()
        for cell in [*cells, None]:
            while len(row) in covered:
                left, text, is_joined = covered.pop(len(row))
                if left > 1:
                    covered[len(row)] = left - 1, text, is_joined
                if is_joined:
                    joined.add(len(row))
                row.append(text)
            if cell is None:
                break
            text = " ".join(cell.text.split())
            for index in range(cell.columns if len(row) < _MAX_SPAN else 1):
                if cell.rows > 1:
                    covered[len(row)] = cell.rows - 1, text, index > 0
                if index > 0:
                    joined.add(len(row))
                row.append(text)
        rows.append(CellRow(tuple(row), frozenset(joined)))
    return rows


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._headings = HeadingPath()
        self._text: list[str] = []
        self._hidden = 0
        self._rows: list[list[list[_Cell]]] = []
        self._tables = 0
        self._number = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _HIDDEN:
            self._hidden += 1
        elif tag == "table":
            self._flush()
            self._rows.append([])
            self._tables += 1
        elif self._rows:
            self._start_in_table(tag, dict(attrs))
        elif tag in _BLOCKS:
            self._flush()

    def _start_in_table(self, tag: str, attributes: dict[str, str | None]) -> None:
        rows = self._rows[-1]
        if tag == "tr":
            rows.append([])
        elif tag in ("td", "th"):
            if not rows:
                rows.append([])
            rows[-1].append(_Cell(_span(attributes, "colspan"), _span(attributes, "rowspan")))
        elif tag in _BLOCKS:
            self.handle_data(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN:
            self._hidden = max(0, self._hidden - 1)
        elif tag == "table" and self._rows:
            self._end_table()
        elif tag in _BLOCKS and not self._rows:
            self._flush(int(tag[1]) if tag in ("h1", "h2", "h3", "h4", "h5", "h6") else None)

    def _end_table(self) -> None:
        rows = _filled(self._rows.pop())
        locator = f"表 {self._tables} 第 {{row}} 行"
        self.blocks += table_blocks(rows, self._headings.path, locator)

    def handle_data(self, data: str) -> None:
        if self._hidden:
            return
        if not self._rows:
            self._text.append(data)
        elif self._rows[-1] and self._rows[-1][-1]:
            self._rows[-1][-1][-1].text += data

    def _flush(self, rank: int | None = None) -> None:
        text = " ".join("".join(self._text).split())
        self._text = []
        if not text:
            return
        self._number += 1
        if rank is not None:
            self._headings.enter(Heading(rank, text))
        locator = f"第 {self._number} 段"
        self.blocks.append(Block(text, self._headings.path, locator, is_heading=rank is not None))

    def close(self) -> None:
        super().close()
        while self._rows:
            self._end_table()
        self._flush()


def read_html(path: Path, _limits: ReadLimits) -> Iterator[Event]:
    """Read an HTML page: headings, paragraphs, lists and table rows."""
    text, note = text_of(path)
    yield Opened(None)
    page = _Page()
    page.feed(text)
    page.close()
    yield Part(1, tuple(pack(page.blocks)))
    if note:
        yield note
