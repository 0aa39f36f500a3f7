"""PDF by pdfium: text with places, outline, empty passwords; by pypdf where pdfium gives up."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from corpus.document import Box, PageFault
from corpus.reading.draft import Block, Draft, pack, text_block
from corpus.reading.event import Event, Noted, Opened, Part, RefusedError, Stopped
from corpus.reading.file_name import shown
from corpus.reading.heading import (
    CONTENTS,
    Heading,
    HeadingPath,
    is_contents_entry,
    numbered_heading,
)
from corpus.reading.legibility import is_legible
from corpus.reading.limits import ReadLimits
from corpus.reading.line import Line, paragraphs
from corpus.reading.pdf_repair import read_repaired
from corpus.reading.pdf_table import PdfTable, page_parts
from corpus.reading.pdf_text import TextLayer, page_glyphs
from corpus.reading.reasons import reason
from corpus.reading.running_head import running_heads, sampled_pages, without_heads
from corpus.reading.scan import ImageTooLargeError, PageImage, Scans, reduced, scale_for
from corpus.reading.table_row import table_blocks

_PASSWORD_ERROR = 4
_MAX_OUTLINE = 5000
_MAX_ANNOTATIONS = 500
_XFA = (2, 3)  # forms whose fields are drawn by a script that is not run
_GIVE_UP_AFTER = 100  # missing pages in a row: the page count is a false claim
_MAX_IMAGES = 2000
_DRAWN_PIXELS = 24_000_000  # pdfium thins out print when it makes an image smaller; we do it better
_SPARSE = 50  # characters; fewer on a page filled by an image means a scan with a stamp


def read_pdf(path: Path, limits: ReadLimits) -> Iterator[Event]:
    """Read a PDF page by page; one that pdfium cannot open or finds empty is tried with pypdf."""
    try:
        document = pdfium.PdfDocument(path)
        pages = len(document)
    except pdfium.PdfiumError as fault:
        if getattr(fault, "err_code", None) == _PASSWORD_ERROR:
            raise RefusedError(reason("password")) from fault
        pages = 0
    if pages == 0:
        yield from read_repaired(path, limits)
        return
    yield from _read_pages(document, pages, limits)


def _read_pages(document: Any, pages: int, limits: ReadLimits) -> Iterator[Event]:
    yield Opened(pages)
    reading = _PdfReading(document, limits)
    reading.find_heads(pages)
    missing = 0
    for index in range(min(pages, limits.max_pages)):
        part = reading.part(index)
        yield part
        is_missing = part.fault is not None and part.fault.reason.code == "page-damaged"
        missing = missing + 1 if is_missing else 0
        if missing >= _GIVE_UP_AFTER:
            yield Stopped(reason("damaged", detail=f"pages {index + 2 - missing}-{pages}"))
            return
    if pages > limits.max_pages:
        yield Stopped(reason("page-limit", pages=pages, limit=limits.max_pages))
    yield from reading.scans.notes()
    if reading.has_left_out or reading.scans.has_left_out:
        sample = " / ".join(sorted(reading.heads | reading.scans.heads)[:3])
        yield Noted(reason("running-heads", sample=sample))
    if count := pdfium_c.FPDFDoc_GetAttachmentCount(document):
        yield Noted(reason("attachments", count=count))
    if pdfium_c.FPDF_GetFormType(document) in _XFA:
        yield Noted(reason("form-fields"))


class _PdfReading:
    """One pass over a PDF: keeps the headings open from page to page."""

    def __init__(self, document: Any, limits: ReadLimits) -> None:
        self._document = document
        self._limits = limits
        self._headings = HeadingPath()
        self.scans = Scans(limits, self._headings)
        self._outline = _outline(document)
        self._sampled: dict[int, tuple[Line, ...]] = {}
        self._open_table: tuple[PdfTable | None, tuple[str, ...]] = (None, ())
        self.heads: frozenset[str] = frozenset()
        self.has_left_out = False

    def find_heads(self, pages: int) -> None:
        """Find the patterns of the running heads, `heads`, in a sample of the pages."""
        for index in sampled_pages(pages):
            try:
                with closing(TextLayer(_shown_page(self._document, index))) as layer:
                    self._sampled[index] = layer.lines()
            except pdfium.PdfiumError:
                continue
        self.heads = running_heads(self._sampled.values())

    def part(self, index: int) -> Part:
        """Read one page, counted from 0."""
        number = index + 1
        try:
            page = _shown_page(self._document, index)
        except pdfium.PdfiumError:
            return Part(number, (), PageFault(number, reason("page-damaged")))
        with closing(TextLayer(page)) as layer:
            try:
                lines = self._sampled.pop(index, None)
                lines = layer.lines() if lines is None else lines
            except pdfium.PdfiumError:
                return Part(number, (), PageFault(number, reason("page-damaged")))
            return self._part(page, layer, lines, index)

    def _part(self, page: Any, layer: TextLayer, lines: tuple[Line, ...], index: int) -> Part:
        number = index + 1
        fault = _page_fault(page, lines)
        if fault == "page-blank":
            return Part(number, (), PageFault(number, reason(fault)))
        if fault is None:
            return Part(number, self._read_drafts(page, layer, lines, index))
        part = self._recognised(page, index)
        if fault == "page-mojibake" and _is_blank(part):
            return replace(part, fault=PageFault(number, reason(fault)))
        recognised = sum(len(draft.text) for draft in part.drafts)
        if fault == "page-scan" and recognised < sum(len(line.text) for line in lines):
            return replace(part, drafts=self._read_drafts(page, layer, lines, index))
        return part

    def _recognised(self, page: Any, index: int) -> Part:
        number = index + 1
        try:
            return self.scans.part(
                number,
                lambda: _drawn(page, self._limits),
                lambda found: self._blocks(found, index, self._entries(index, found)),
            )
        except pdfium.PdfiumError:
            return Part(number, (), PageFault(number, reason("page-damaged")))

    def _read_drafts(
        self, page: Any, layer: TextLayer, lines: tuple[Line, ...], index: int
    ) -> tuple[Draft, ...]:
        entries = self._entries(index, lines)
        parts = page_parts(page, layer, lines)
        outside = [line for part in parts if not isinstance(part, PdfTable) for line in part]
        kept = frozenset(without_heads(outside, self.heads))
        self.has_left_out = self.has_left_out or any(line not in kept for line in outside)
        blocks: list[Block] = []
        for part in parts:
            if isinstance(part, PdfTable):
                blocks += self._table(part, index)
            elif run := tuple(line for line in part if line in kept):
                self._open_table = (None, ())
                blocks += self._blocks(run, index, entries)
        return tuple(pack(blocks))

    def _table(self, table: PdfTable, index: int) -> list[Block]:
        """Return a table's rows; the next part of a table has the names of its columns."""
        open_table, names = self._open_table
        going_on = names if open_table is not None and table.goes_on(open_table) else ()
        blocks, names = table_blocks(table.rows, self._headings.path, index + 1, going_on)
        self._open_table = (table, names)
        return blocks

    def _entries(self, index: int, lines: tuple[Line, ...]) -> dict[str, Heading]:
        """Return the outline's entries that stand on a page; the others are entered at once."""
        entries = dict(self._outline.get(index, ()))
        found = {_squeezed(line.text) for line in lines}
        for title in [title for title in entries if title not in found]:
            self._headings.enter(entries.pop(title))
        return entries

    def _blocks(
        self, lines: tuple[Line, ...], index: int, entries: dict[str, Heading]
    ) -> list[Block]:
        blocks: list[Block] = []
        locator = f"第 {index + 1} 页"
        for paragraph in paragraphs(lines):
            if is_contents_entry(paragraph.text):
                blocks.append(text_block(paragraph, CONTENTS, locator, index + 1))
                continue
            heading = entries.pop(_squeezed(paragraph.text), None)
            if heading is None and not self._outline:
                heading = numbered_heading(paragraph.text, self._headings.last_single)
            if heading is not None:
                self._headings.enter(heading)
                path = self._headings.path
                blocks.append(
                    Block(paragraph.text, path, locator, index + 1, True, paragraph.spans)
                )
            else:
                blocks.append(text_block(paragraph, self._headings.path, locator, index + 1))
        return blocks


def _outline(document: Any) -> dict[int, tuple[tuple[str, Heading], ...]]:
    """Return the outline's entries by page index; {} when it has fewer than three entries."""
    entries: dict[int, list[tuple[str, Heading]]] = {}
    count = 0
    try:
        for bookmark in document.get_toc(max_depth=8):
            count += 1
            if count > _MAX_OUTLINE:
                break
            target, title = bookmark.get_dest(), shown(bookmark.get_title(), 120)
            index = target.get_index() if target else None
            if index is not None and title:
                entry = (_squeezed(title), Heading(bookmark.level, title))
                entries.setdefault(index, []).append(entry)
    except (pdfium.PdfiumError, UnicodeError, ValueError):
        return {}
    if sum(map(len, entries.values())) < 3:
        return {}
    return {index: tuple(found) for index, found in entries.items()}


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _shown_page(document: Any, index: int) -> Any:
    """
    Return a page with its annotations and filled-in form fields drawn into its content.

    Raises:
        pdfium.PdfiumError: the page cannot be loaded.
    """
    page = document[index]
    if not _has_drawn_annotations(page):
        return page
    pdfium_c.FPDFPage_Flatten(page, pdfium_c.FLAT_NORMALDISPLAY)
    page.close()
    return document[index]


def _has_drawn_annotations(page: Any) -> bool:
    for number in range(min(pdfium_c.FPDFPage_GetAnnotCount(page), _MAX_ANNOTATIONS)):
        annotation = pdfium_c.FPDFPage_GetAnnot(page, number)
        subtype = pdfium_c.FPDFAnnot_GetSubtype(annotation)
        pdfium_c.FPDFPage_CloseAnnot(annotation)
        if subtype not in (pdfium_c.FPDF_ANNOT_LINK, pdfium_c.FPDF_ANNOT_POPUP):
            return True
    return False


def _page_fault(page: Any, lines: tuple[Line, ...]) -> str | None:
    """Return the code of what keeps the page from being read in full, or None."""
    text = "".join(line.text for line in lines)
    if not is_legible(text):
        return "page-mojibake"
    if len(text) >= _SPARSE:
        return None
    count = pdfium_c.FPDFPage_CountObjects(page)
    if not text:
        return "page-no-text" if count else "page-blank"
    return "page-scan" if _is_scan(page) else None


def _is_blank(part: Part) -> bool:
    return part.fault is not None and part.fault.reason.code == "page-blank"


def page_picture(
    path: Path, index: int, scale_of: Callable[[float, float], float], limits: ReadLimits
) -> tuple[Any, float, list[tuple[str, list[Box]]]]:
    """
    Return page `index`, from 0, as an RGB image of PIL, its scale in pixels a point, and its
    printed lines as characters with their boxes.

    scale_of: gives the scale for the page's width and height in points.

    Raises:
        IndexError: there is no such page.
        ImageTooLargeError: an image on it has more pixels than allowed.
        pdfium.PdfiumError: the file or the page cannot be opened.
    """
    document = pdfium.PdfDocument(path)
    if not 0 <= index < len(document):
        raise IndexError(index)
    page = _shown_page(document, index)
    _largest_image(page, limits)
    scale = scale_of(*page.get_size())
    image = page.render(scale=scale).to_pil().convert("RGB")
    return image, scale, page_glyphs(page)


def _drawn(page: Any, limits: ReadLimits) -> PageImage:
    sharpest = _largest_image(page, limits)
    scale = scale_for(*page.get_size(), pixels=sharpest if _is_scan(page) else None)
    finer = min(2.0, max(1.0, math.sqrt(_DRAWN_PIXELS / (math.prod(page.get_size()) * scale**2))))
    bitmap = page.render(scale=scale * finer)
    pixels = bitmap.to_numpy()[:, :, :3].copy()
    bitmap.close()
    return PageImage(reduced(pixels, finer), scale)


def _largest_image(page: Any, limits: ReadLimits) -> int:
    """
    Return the pixels of the largest image on a page, 0 for none.

    Raises:
        ImageTooLargeError: it has more than allowed.
    """
    images = page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=4)
    largest = 0
    for image in islice(images, _MAX_IMAGES):
        width, height = image.get_px_size()
        largest = max(largest, width * height)
        if largest > limits.max_image_pixels:
            raise ImageTooLargeError
    return largest


def _is_scan(page: Any) -> bool:
    count = min(pdfium_c.FPDFPage_CountObjects(page), 500)
    width, height = page.get_size()
    edges = [ctypes.c_float() for _ in range(4)]
    covered = 0.0
    for index in range(count):
        item = pdfium_c.FPDFPage_GetObject(page, index)
        if pdfium_c.FPDFPageObj_GetType(item) != pdfium_c.FPDF_PAGEOBJ_IMAGE:
            continue
        if pdfium_c.FPDFPageObj_GetBounds(item, *edges):
            left, bottom, right, top = (edge.value for edge in edges)
            covered += max(0.0, right - left) * max(0.0, top - bottom)
    return bool(covered > 0.5 * width * height)
