"""PPTX: titles, texts, tables, diagrams, charts and speaker notes, slide by slide."""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpus.document import PageFault
from corpus.reading.archive import check_archive
from corpus.reading.draft import Block, pack
from corpus.reading.event import Event, Noted, Opened, Part, RefusedError, Stopped
from corpus.reading.limits import ReadLimits
from corpus.reading.reasons import reason
from corpus.reading.slide_shapes import Shape, shapes_in
from corpus.reading.slide_text import (
    chart_rows,
    diagram_paragraphs,
    paragraphs_of,
    table_rows,
)
from corpus.reading.table import CellRow
from corpus.reading.text import table_blocks

_SLIDES = (KeyError, ValueError, AttributeError, TypeError, SyntaxError, LookupError)
_FURNITURE = ("sldNum", "dt")


def read_pptx(path: Path, limits: ReadLimits) -> Iterator[Event]:
    """
    Read a presentation; a page is a slide, in the order of the show, hidden ones too.

    Linked files are never followed and macros never run.
    """
    check_archive(path, limits)
    from pptx.exc import PythonPptxError  # noqa: PLC0415 - only this format needs it
    from pptx.package import Package  # noqa: PLC0415

    try:
        show = Package.open(str(path)).main_document_part.presentation
        entries = list(show.part._element.sldIdLst or ())  # noqa: SLF001 - the ids without the slides
    except (PythonPptxError, zipfile.BadZipFile, *_SLIDES) as fault:
        raise RefusedError(reason("damaged", detail=type(fault).__name__)) from fault
    yield Opened(len(entries))
    reading = _Show(show)
    for number, entry in enumerate(entries[: limits.max_pages], start=1):
        try:
            yield from reading.slide(entry.rId, number)
        except _SLIDES:
            yield Part(number, (), PageFault(number, reason("page-damaged")))
    yield from reading.notes()
    if len(entries) > limits.max_pages:
        yield Stopped(reason("page-limit", pages=len(entries), limit=limits.max_pages))


class _Show:
    """One pass over the slides: counts what is not read, and reads a repeated footer once."""

    def __init__(self, show: Any) -> None:
        self._show = show
        self._left_out: Counter[str] = Counter()
        self._footers: set[str] = set()

    def slide(self, relation: str, number: int) -> Iterator[Event]:
        """Read one slide, counted from 1."""
        slide = self._show.part.related_part(relation).slide
        shapes = shapes_in(slide)
        title = _title(shapes)
        is_hidden = slide._element.get("show") in ("0", "false")  # noqa: SLF001 - has no property
        if is_hidden:
            yield Noted(reason("hidden-slide", count=number))
        heading = f"{title}（隐藏）" if is_hidden and title else title
        path = (heading,) if heading else ()
        self._left_out["comments"] += _comments(slide.part)
        pictures = self._left_out["images"]
        blocks = list(self._blocks(shapes, slide.part, path, number))
        if title:
            blocks.insert(0, Block(title, path, f"第 {number} 页", number, is_heading=True))
        blocks += _speaker_notes(slide, path, number)
        fault = None
        if not blocks:
            has_pictures = self._left_out["images"] > pictures
            fault = PageFault(number, reason("page-pictures" if has_pictures else "page-blank"))
        yield Part(number, tuple(pack(blocks)), fault)

    def notes(self) -> Iterator[Noted]:
        """Yield what was counted and not read."""
        for code in ("images", "objects", "comments"):
            if count := self._left_out[code]:
                yield Noted(reason(code, count=count))

    def _blocks(
        self, shapes: list[Shape], part: Any, path: tuple[str, ...], number: int
    ) -> Iterator[Block]:
        place, tables = f"第 {number} 页", 0
        for shape in shapes:
            rows: list[CellRow] = []
            if shape.kind == "table":
                rows = table_rows(shape.element)
            elif shape.kind == "chart":
                rows = chart_rows(shape.element, part)
            elif shape.kind == "diagram":
                words = diagram_paragraphs(shape.element, part)
                yield from (Block(text, path, f"{place} 示意图", number) for text in words)
            elif shape.kind in ("images", "objects"):
                self._left_out[shape.kind] += 1
            elif shape.role not in (*_FURNITURE, "title"):
                yield from self._texts(shape, path, number)
            if rows:
                tables += 1
                kind = "表" if shape.kind == "table" else "图表"
                for block in table_blocks(rows, path, f"{place} {kind} {tables} 第 {{row}} 行"):
                    yield Block(block.text, path, block.locator, number, cells=block.cells)

    def _texts(self, shape: Shape, path: tuple[str, ...], number: int) -> Iterator[Block]:
        for text in paragraphs_of(shape.element):
            if shape.role == "ftr":
                if text in self._footers:
                    continue
                self._footers.add(text)
            yield Block(text, path, f"第 {number} 页", number)


def _title(shapes: list[Shape]) -> str:
    titles = (shape for shape in shapes if shape.role == "title")
    return " ".join(
        " ".join(text for shape in titles for text in paragraphs_of(shape.element)).split()
    )


def _speaker_notes(slide: Any, path: tuple[str, ...], number: int) -> Iterator[Block]:
    if not slide.has_notes_slide:
        return
    for shape in shapes_in(slide.notes_slide):
        if shape.kind == "text" and shape.role not in (*_FURNITURE, "hdr", "ftr"):
            for text in paragraphs_of(shape.element):
                yield Block(text, path, f"第 {number} 页 备注", number)


def _comments(part: Any) -> int:
    count = 0
    for relation in part.rels.values():
        if not relation.is_external and relation.reltype.endswith("/comments"):
            blob = relation.target_part.blob
            count += blob.count(b"<p:cm ") + blob.count(b"<p188:cm ")
    return count
