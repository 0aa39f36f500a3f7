"""DOCX: paragraphs, headings, tables, text boxes, headers, footers and footnotes as shown."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.reading.archive import check_archive
from corpus.reading.draft import Block, pack
from corpus.reading.event import Event, Noted, Opened, Part, RefusedError
from corpus.reading.file_name import clean_text
from corpus.reading.heading import CONTENTS, Heading, HeadingPath, numbered_heading
from corpus.reading.limits import ReadLimits
from corpus.reading.reasons import reason
from corpus.reading.table import NO_HEADER, CellRow, Header, find_header, header_from, row_cells
from corpus.reading.text import row_blocks
from corpus.reading.word_numbers import Numbers

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_DELETED = (f"{_W}del", f"{_W}moveFrom", _FALLBACK)
_MARKS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_HEADING_STYLE = re.compile(r"(?:heading|标题|titre|überschrift)\s*(\d)", re.IGNORECASE)
_CONTENTS_STYLE = re.compile(r"(?:toc|目录)\s*\d", re.IGNORECASE)
_CONTINUED = re.compile(
    r"(?:（续）|\(续\)|续上?表|表.{0,20}[（(]续[）)]|.{0,20}\((?i:cont|continued)\))"
)
_STORIES = (("header", "页眉"), ("footer", "页脚"), ("footnotes", "脚注"), ("endnotes", "尾注"))
_STRETCH = 200


def read_docx(path: Path, limits: ReadLimits) -> Iterator[Event]:
    """
    Read a DOCX in the order of its body, then headers, footers and notes.

    Inserted text of tracked changes is read and deleted text is not, as the page shows it. Numbers
    that Word makes stand in the heading path, not in the text.
    """
    check_archive(path, limits)
    import docx  # noqa: PLC0415 - only this format needs it
    from docx.opc.exceptions import OpcError  # noqa: PLC0415

    try:
        document = docx.Document(str(path))
        body = document.element.body
    except (OpcError, KeyError, ValueError, AttributeError, zipfile.BadZipFile) as fault:
        raise RefusedError(reason("damaged", detail=str(fault))) from fault
    except SyntaxError as fault:  # lxml's XMLSyntaxError
        raise RefusedError(reason("damaged", detail="XML")) from fault
    yield Opened(None)
    story = _Story(_styles(document), numbers=Numbers(document))
    blocks: list[Block] = []
    number = 1
    for block in story.blocks(body):
        blocks.append(block)
        if len(blocks) >= _STRETCH:
            yield Part(number, tuple(pack(blocks)))
            blocks, number = [], number + 1
    yield Part(number, (*pack(blocks), *pack(_other_stories(document))))
    yield from _notes(document)


@dataclass(frozen=True, slots=True)
class _Styles:
    """ranks: of the heading styles, by style id. contents: ids of the styles of contents lists."""

    ranks: dict[str, int]
    contents: frozenset[str]


def _styles(document: Any) -> _Styles:
    ranks: dict[str, int] = {}
    contents: set[str] = set()
    for style in document.styles.element.iterchildren(f"{_W}style"):
        name = style.find(f"{_W}name")
        shown_name = name.get(f"{_W}val") or "" if name is not None else ""
        level = style.find(f"{_W}pPr/{_W}outlineLvl")
        match = _HEADING_STYLE.match(shown_name)
        if _CONTENTS_STYLE.match(shown_name):
            contents.add(style.get(f"{_W}styleId"))
        elif match:
            ranks[style.get(f"{_W}styleId")] = int(match.group(1))
        elif level is not None and (level.get(f"{_W}val") or "").isdigit():
            if int(level.get(f"{_W}val")) < 9:
                ranks[style.get(f"{_W}styleId")] = int(level.get(f"{_W}val")) + 1
        elif shown_name.lower() in ("title", "标题"):
            ranks[style.get(f"{_W}styleId")] = 0
    return _Styles(ranks, frozenset(contents))


class _Story:
    """One run of text: the body, a header, a footnote."""

    def __init__(self, styles: _Styles, place: str = "", numbers: Numbers | None = None) -> None:
        self._numbers = numbers
        self._styles = styles
        self._ranks = styles.ranks
        self._contents = styles.contents
        self._place = place
        self._headings = HeadingPath()
        self._paragraphs = 0
        self._tables = 0
        self._names: tuple[str, ...] = ()
        self._is_continued = False

    def blocks(self, parent: Any) -> Iterator[Block]:
        """Yield the blocks below an element in reading order, looking through wrappers."""
        for child in parent.iterchildren():
            if child.tag == f"{_W}p":
                yield from self._paragraph(child)
            elif child.tag == f"{_W}tbl":
                yield from self._table(child)
            elif child.tag not in _DELETED and isinstance(child.tag, str):
                yield from self.blocks(child)

    def _paragraph(self, paragraph: Any) -> Iterator[Block]:
        self._paragraphs += 1
        text = clean_text(_text(paragraph)).strip()
        locator = self._place or f"第 {self._paragraphs} 段"
        number = self._numbers.label(paragraph) if self._numbers and text else ""
        if text:
            self._is_continued = self._is_continued and _CONTINUED.match(text) is not None
            if self._is_contents(paragraph):
                yield Block(text, CONTENTS, locator)
                return
            heading = self._heading(paragraph, text)
            if heading:
                shown = f"{number} {heading.text}" if number else heading.text
                self._headings.enter(Heading(heading.rank, shown))
            yield Block(text, self._headings.path, locator, None, heading is not None)
        for box in _text_boxes(paragraph):
            inside = _Story(self._styles, self._place or f"{locator}旁的文本框")
            for block in inside.blocks(box):
                yield Block(block.text, self._headings.path, block.locator, cells=block.cells)

    def _heading(self, paragraph: Any, text: str) -> Heading | None:
        level = paragraph.find(f"{_W}pPr/{_W}outlineLvl")
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        if level is not None and (level.get(f"{_W}val") or "9") in "012345678":
            return Heading(int(level.get(f"{_W}val")) + 1, text)
        rank = self._ranks.get(style.get(f"{_W}val")) if style is not None else None
        if rank is not None:
            return Heading(rank, text) if len(text) <= 120 else None
        return None if self._ranks_used() else numbered_heading(text, self._headings.last_single)

    def _is_contents(self, paragraph: Any) -> bool:
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        return style is not None and style.get(f"{_W}val") in self._contents

    def _ranks_used(self) -> bool:
        return bool(self._headings.path) and self._headings.rank < 10

    def _table(self, table: Any) -> Iterator[Block]:
        self._tables += 1
        number = self._tables
        rows, is_header = _rows(table)
        header = self._header(rows, is_header)
        for index, row in enumerate(rows):
            if header.holds(index) and len(rows) > 1:
                continue
            cells = row_cells(row, header.over(index))
            place = f"{self._place} 表 {number} 第 {index + 1} 行".strip()
            yield from row_blocks(cells, self._headings.path, place)

    def _header(self, rows: list[CellRow], is_header: list[bool]) -> Header:
        """
        Return the header of a table, NO_HEADER when it has none.

        A table that goes on with the one before, of the same width and with nothing but a mark of
        continuation between, has its headers.
        """
        marked = True in is_header
        header = header_from(rows, is_header.index(True)) if marked else find_header(rows)
        width = max((len(row.cells) for row in rows), default=0)
        goes_on = self._is_continued and width == len(self._names)
        self._is_continued = True
        if header == NO_HEADER and goes_on:
            return Header(self._names, -1, -1)
        self._names = header.names
        return header


def _text(element: Any) -> str:
    """Return the shown text of a paragraph, without that of its text boxes."""
    parts: list[str] = []
    for child in element.iterchildren():
        tag = child.tag
        if tag in (f"{_W}t", f"{_M}t"):
            parts.append(child.text or "")
        elif tag in _MARKS:
            parts.append(_MARKS[tag])
        elif tag not in _DELETED and tag != f"{_W}txbxContent" and isinstance(tag, str):
            parts.append(_text(child))
    return "".join(parts)


def _text_boxes(paragraph: Any) -> Iterator[Any]:
    for box in paragraph.iter(f"{_W}txbxContent"):
        above = {ancestor.tag for ancestor in box.iterancestors() if ancestor is not paragraph}
        nested = sum(ancestor.tag == f"{_W}txbxContent" for ancestor in box.iterancestors())
        own = sum(ancestor.tag == f"{_W}txbxContent" for ancestor in paragraph.iterancestors())
        if _FALLBACK not in above and nested == own:
            yield box


def _rows(table: Any) -> tuple[list[CellRow], list[bool]]:
    """Return the rows on the table's grid, and which of them are marked as headers."""
    rows: list[CellRow] = []
    is_header: list[bool] = []
    for row in _own(table, f"{_W}tr"):
        if row.find(f"{_W}trPr/{_W}del") is not None:
            continue
        cells: list[str] = []
        joined: set[int] = set()
        for cell in _own(row, f"{_W}tc"):
            span = cell.find(f"{_W}tcPr/{_W}gridSpan")
            merge = cell.find(f"{_W}tcPr/{_W}vMerge")
            text = " ".join(clean_text(_cell_text(cell)).split())
            if merge is not None and merge.get(f"{_W}val") != "restart" and not text:
                above = rows[-1].cells if rows else ()
                text = above[len(cells)] if len(cells) < len(above) else ""
            width = span.get(f"{_W}val") or "1" if span is not None else "1"
            first = len(cells)
            cells += [text] * (min(int(width), 100) if width.isdigit() else 1)
            joined.update(range(first + 1, len(cells)))
        rows.append(CellRow(tuple(cells), frozenset(joined)))
        is_header.append(row.find(f"{_W}trPr/{_W}tblHeader") is not None)
    return rows, is_header


def _own(parent: Any, tag: str) -> Iterator[Any]:
    """Yield the children with `tag`, also those inside content controls and insertions."""
    for child in parent.iterchildren():
        if child.tag == tag:
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"):
            yield from _own(child, tag)


def _cell_text(cell: Any) -> str:
    paragraphs = [
        paragraph
        for paragraph in cell.iter(f"{_W}p")
        if not any(above.tag in _DELETED for above in paragraph.iterancestors())
    ]
    return " ".join(_text(paragraph) for paragraph in paragraphs)


def _other_stories(document: Any) -> Iterator[Block]:
    """Yield headers, footers and notes, each different text once."""
    from docx.oxml import parse_xml  # noqa: PLC0415

    seen: set[str] = set()
    for kind, place in _STORIES:
        for relation in document.part.rels.values():
            if relation.is_external or not relation.reltype.endswith(f"/{kind}"):
                continue
            try:
                root = parse_xml(relation.target_part.blob)
            except SyntaxError:
                continue
            for block in _Story(_Styles({}, frozenset()), place).blocks(root):
                if block.text not in seen and not block.text.strip().isdigit():
                    seen.add(block.text)
                    yield Block(block.text, (), place, cells=block.cells)


def _notes(document: Any) -> Iterator[Event]:
    types = [relation.reltype for relation in document.part.rels.values()]
    if images := sum(entry.endswith("/image") for entry in types):
        yield Noted(reason("images", count=images))
    if hidden := sum(1 for _ in document.element.body.iter(f"{_W}vanish")):
        yield Noted(reason("hidden-text", count=hidden))
    for relation in document.part.rels.values():
        is_comments = relation.reltype.endswith("/comments") and not relation.is_external
        count = relation.target_part.blob.count(b"<w:comment ") if is_comments else 0
        if count:
            yield Noted(reason("comments", count=count))
