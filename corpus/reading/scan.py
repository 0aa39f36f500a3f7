"""The pages of one document that have to be recognised (OCR): counted, limited and said."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from corpus.document import PageFault
from corpus.reading.confinement import allow_ocr_page
from corpus.reading.draft import Block, Draft, pack
from corpus.reading.event import Noted, Part
from corpus.reading.heading import HeadingPath
from corpus.reading.limits import ReadLimits
from corpus.reading.line import Line
from corpus.reading.reasons import reason, recognised_pages
from corpus.reading.running_head import SAMPLE, running_heads, without_heads
from corpus.reading.table_row import table_blocks

_SCALE = 1.5  # pixels a point: the smallest that keeps print of 6 points; see docs/ingest.md
_LEAST_PIXELS = 1_100_000  # an A4 page at that scale; a smaller page holds smaller print
_MAX_PIXELS = 8_000_000
_MAX_SIDE = 16_000
_INK = 24  # levels of 255 between paper and print, at least

LinesToBlocks = Callable[[tuple[Line, ...]], list[Block]]


@dataclass(frozen=True, slots=True)
class PageImage:
    """A page drawn. pixels: rows of blue-green-red bytes (numpy). scale: pixels a point."""

    pixels: Any
    scale: float


class ImageTooLargeError(Exception):
    """A page holds an image beyond the limit on pixels. Never leaves this package."""


def scale_for(width: float, height: float, *, pixels: int | None = None) -> float:
    """
    Return the scale, in pixels a point, at which to recognise a page of this size in points.

    pixels: of the scan that makes up the page, beyond which a larger scale shows nothing; None
    when it is not one scan.
    """
    area, side = max(width * height, 1e-6), max(width, height, 1e-3)
    scale = max(_SCALE, math.sqrt(_LEAST_PIXELS / area))
    if pixels is not None:
        scale = min(scale, math.sqrt(max(pixels, _LEAST_PIXELS) / area))
    return min(scale, math.sqrt(_MAX_PIXELS / area), _MAX_SIDE / side)


def reduced(pixels: Any, factor: float) -> Any:
    """Return an image made smaller by `factor`, 1 or more, with every pixel counted."""
    import cv2  # noqa: PLC0415 - heavy, seldom needed

    if factor <= 1.0:
        return pixels
    size = (max(1, round(pixels.shape[1] / factor)), max(1, round(pixels.shape[0] / factor)))
    return cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)


class Scans:
    """
    The recogniser of one document. Its models are loaded when the first page needs them.

    headings: those open in the document, under which tables stand.
    """

    def __init__(self, limits: ReadLimits, headings: HeadingPath) -> None:
        self._limits = limits
        self._headings = headings
        self._engine: Any = None
        self._recognise: Any = None
        self._tried = 0
        self._read: list[int] = []
        self._latest: list[tuple[Line, ...]] = []
        self.has_left_out = False
        self.heads: frozenset[str] = frozenset()

    def part(self, number: int, draw: Callable[[], PageImage], to_blocks: LinesToBlocks) -> Part:
        """
        Recognise page `number`, which `draw` gives; lines become blocks by `to_blocks`.

        Raises:
            MemoryError: it needs more memory than allowed.
        """
        if self._tried >= self._limits.max_ocr_pages:
            return _faulty(number, "page-ocr-limit", limit=self._limits.max_ocr_pages)
        self._tried += 1
        allow_ocr_page(self._limits)
        try:
            image = draw()
        except ImageTooLargeError:
            pixels = self._limits.max_image_pixels // 10_000
            return replace(_faulty(number, "page-image-too-large", limit=pixels), is_ocr=True)
        if int(image.pixels.max()) - int(image.pixels.min()) < _INK:
            return replace(_faulty(number, "page-blank"), is_ocr=True)
        try:
            self._start()
        except (ImportError, FileNotFoundError):
            return replace(_faulty(number, "page-ocr-missing"), is_ocr=True)
        seconds = self._limits.ocr_page_seconds
        page = self._recognise(self._engine, image.pixels, image.scale, seconds)
        drafts = self._drafts(number, page.parts, to_blocks)
        if drafts:
            self._read.append(number)
        if page.is_cut:
            return replace(
                _faulty(number, "page-ocr-time", limit=f"{seconds:g}"), drafts=drafts, is_ocr=True
            )
        code = "page-unclear" if page.is_unsure and drafts else None if drafts else "page-no-words"
        fault = PageFault(number, reason(code)) if code else None
        return Part(number, drafts, fault, is_ocr=True)

    def _start(self) -> None:
        if self._engine is None:
            from corpus.reading.ocr import read_page_image  # noqa: PLC0415 - heavy, seldom needed
            from corpus.reading.ocr_engine import OcrEngine  # noqa: PLC0415

            self._engine = OcrEngine(self._limits.ocr_threads)
            self._recognise = read_page_image

    def notes(self) -> tuple[Noted, ...]:
        """Return what to say of the recognised pages; () when there are none."""
        return (Noted(recognised_pages(self._read)),) if self._read else ()

    def _drafts(
        self, number: int, parts: Iterable[Sequence[Any]], to_blocks: LinesToBlocks
    ) -> tuple[Draft, ...]:
        parts = tuple(parts)
        kept = self._kept([line for part in parts for line in part if isinstance(line, Line)])
        blocks: list[Block] = []
        for part in parts:
            if isinstance(part[0], Line):
                lines = tuple(line for line in part if line in kept)
                blocks += to_blocks(lines) if lines else []
            else:
                blocks += table_blocks(part, self._headings.path, number)[0]
        return tuple(replace(draft, is_ocr=True) for draft in pack(blocks))

    def _kept(self, lines: list[Line]) -> frozenset[Line]:
        """Return the lines but for heads that came on two pages before; the first pages keep them."""
        self._latest = [*self._latest, tuple(lines)][-SAMPLE:]
        self.heads |= running_heads(self._latest)
        kept = without_heads(lines, self.heads)
        self.has_left_out = self.has_left_out or len(kept) < len(lines)
        return frozenset(kept)


def _faulty(number: int, code: str, **values: str | float) -> Part:
    return Part(number, (), PageFault(number, reason(code, **values)))
