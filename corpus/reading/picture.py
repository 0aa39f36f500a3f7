"""PNG, JPEG, TIFF, BMP, WEBP and GIF: every frame of a TIFF is a page, recognised (OCR)."""

from __future__ import annotations

import struct
import warnings
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from corpus.document import PageFault
from corpus.reading.draft import Block, text_block
from corpus.reading.event import Event, Noted, Opened, Part, RefusedError, Stopped
from corpus.reading.heading import HeadingPath, numbered_heading
from corpus.reading.limits import ReadLimits
from corpus.reading.line import Line, paragraphs
from corpus.reading.reasons import reason
from corpus.reading.scan import ImageTooLargeError, PageImage, Scans, scale_for

FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "WEBP", "GIF")
_POINTS = 72.0
_USUAL_DPI = 96.0  # of an image that does not say, or says what no scanner or screen has
_DPI = (90.0, 2500.0)
_LARGER = 1.5  # times its own pixels; more shows nothing new
_BROKEN = (
    struct.error,
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    EOFError,
    IndexError,
    KeyError,
)
"""What the decoders raise for damaged files."""


def read_picture(path: Path, limits: ReadLimits) -> Iterator[Event]:
    """
    Recognise the print of an image file.

    A page is the image as shown: turned as its EXIF data say. Its size in points is by its
    resolution; where that is missing or unlikely, by 96 pixels an inch.

    Raises:
        RefusedError: it cannot be decoded, or its first image is larger than allowed.
    """
    image = opened(path)
    if image.width * image.height > limits.max_image_pixels:
        raise RefusedError(_too_large(image, limits))
    frames = _frames(image)
    pages = frames if image.format == "TIFF" else 1
    yield Opened(pages)
    headings = HeadingPath()
    scans = Scans(limits, headings)
    for index in range(min(pages, limits.max_pages)):
        part = _part(image, index, scans, headings, limits)
        if part.fault and part.fault.reason.code == "page-damaged" and pages == 1:
            raise RefusedError(reason("damaged", detail="image"))
        yield part
    if pages > limits.max_pages:
        yield Stopped(reason("page-limit", pages=pages, limit=limits.max_pages))
    yield from scans.notes()
    if scans.has_left_out:
        yield Noted(reason("running-heads", sample=" / ".join(sorted(scans.heads)[:3])))
    if pages < frames and image.format != "MPO":  # a phone's second picture is a copy
        yield Noted(reason("frames", count=frames))


def opened(path: Path) -> Any:
    """
    Return an image whose pixels are not unpacked yet.

    Raises:
        RefusedError: it is damaged.
    """
    from PIL import Image  # noqa: PLC0415 - only in the reading process

    warnings.simplefilter("ignore")
    Image.MAX_IMAGE_PIXELS = None  # our own limit is checked for every frame before it is unpacked
    try:
        return Image.open(path, formats=FORMATS)
    except (*_BROKEN, Image.DecompressionBombError) as fault:
        raise RefusedError(reason("damaged", detail=type(fault).__name__)) from fault


def drawn(image: Any, index: int, limits: ReadLimits) -> tuple[Any, float]:
    """
    Return frame `index` as shown, in RGB, and its resolution in pixels an inch.

    Raises:
        ImageTooLargeError: it has more pixels than allowed.
        OSError, ValueError and others: it is damaged.
    """
    from PIL import ImageOps  # noqa: PLC0415

    image.seek(index)
    if image.width * image.height > limits.max_image_pixels:
        raise ImageTooLargeError
    dpi = _resolution(image)
    if image.format == "JPEG":  # unpacks at a half, a quarter or an eighth
        scale = scale_for(image.width * _POINTS / dpi, image.height * _POINTS / dpi)
        before = image.width
        share = min(1.0, 2 * scale * _POINTS / dpi)
        image.draft("RGB", (int(image.width * share), int(image.height * share)))
        dpi *= image.width / before
    shown = ImageOps.exif_transpose(image)
    return _on_white(shown), dpi


def _on_white(image: Any) -> Any:
    from PIL import Image  # noqa: PLC0415

    if image.mode in ("I", "F", "I;16", "I;16B"):  # 16 bits a pixel: PIL would cut, not scale them
        low, high = image.getextrema()
        image = image.point(lambda value: (value - low) * (255.0 / max(high - low, 1)))
        return image.convert("L").convert("RGB")
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        seen = image.convert("RGBA")
        paper = Image.new("RGB", seen.size, "white")
        paper.paste(seen, mask=seen.getchannel("A"))
        return paper
    return image.convert("RGB")


def _resolution(image: Any) -> float:
    try:
        dpi = float(image.info.get("dpi", (0, 0))[0])
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        return _USUAL_DPI
    return dpi if _DPI[0] <= dpi <= _DPI[1] else _USUAL_DPI


def _frames(image: Any) -> int:
    try:
        return int(getattr(image, "n_frames", 1))
    except _BROKEN:
        return 1


def _too_large(image: Any, limits: ReadLimits) -> Any:
    return reason(
        "image-too-large",
        width=image.width,
        height=image.height,
        limit=limits.max_image_pixels // 10_000,
    )


def _part(image: Any, index: int, scans: Scans, headings: HeadingPath, limits: ReadLimits) -> Part:
    try:
        return scans.part(
            index + 1,
            lambda: _page_image(image, index, limits),
            lambda lines: _blocks(lines, index + 1, headings),
        )
    except _BROKEN:
        return Part(index + 1, (), PageFault(index + 1, reason("page-damaged")), is_ocr=True)


def _page_image(image: Any, index: int, limits: ReadLimits) -> PageImage:
    import numpy as np  # noqa: PLC0415
    from PIL import Image  # noqa: PLC0415

    shown, dpi = drawn(image, index, limits)
    scale = scale_for(shown.width * _POINTS / dpi, shown.height * _POINTS / dpi)
    scale = min(scale, _LARGER * dpi / _POINTS)
    share = scale * _POINTS / dpi
    size = (max(1, round(shown.width * share)), max(1, round(shown.height * share)))
    resized = shown.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    return PageImage(np.asarray(resized)[:, :, ::-1].copy(), scale)


def _blocks(lines: tuple[Line, ...], number: int, headings: HeadingPath) -> list[Block]:
    blocks = []
    for paragraph in paragraphs(lines):
        heading = numbered_heading(paragraph.text, headings.last_single)
        if heading:
            headings.enter(heading)
        block = text_block(paragraph, headings.path, f"第 {number} 页", number)
        blocks.append(replace(block, is_heading=heading is not None))
    return blocks
