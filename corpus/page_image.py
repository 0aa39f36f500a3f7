"""
Pictures of pages, to show a passage where it stands.

    picture = page_image(path, 3, width=900, cache=folder)
    x0, y0, x1, y1 = (round(point * picture.scale) for point in passage.box)

Drawn in a process of its own under the limits of reading, and kept by content: the same page of
the same bytes is drawn once. What has not been looked at for longest is thrown away when all
pictures together grow too large.
"""

from __future__ import annotations

import base64
import json
import os
import secrets
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from corpus.document import Box
from corpus.errors import PageImageError
from corpus.reading import ReadLimits
from corpus.reading.child import Child
from corpus.reading.read import check_file

MIN_WIDTH, MAX_WIDTH = 50, 4000
_COMMAND = (sys.executable, "-m", "corpus.reading.page_worker")
_MAX_OUTPUT = 96 * 1024 * 1024
_FORM = 2  # raised when the same page would be drawn otherwise
KEPT_BYTES = 256 * 1024 * 1024
_SWEPT_TO = 0.8


@dataclass(frozen=True, slots=True)
class GlyphLine:
    """A printed line without its spaces; boxes: one a character, in points as for passages."""

    text: str
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class PageImage:
    """
    A page as a PNG file.

    width, height: in pixels; narrower than asked for a page of extreme shape. scale: pixels a
    point, by which to multiply the box of a passage. glyphs: the text of the page in the order in
    which it is written; () for images.
    """

    path: Path
    width: int
    height: int
    scale: float
    glyphs: tuple[GlyphLine, ...] = ()


def page_image(
    path: Path,
    page: int,
    *,
    width: int = 1000,
    cache: Path,
    limits: ReadLimits | None = None,
    kept_bytes: int = KEPT_BYTES,
) -> PageImage:
    """
    Return page `page`, counted from 1, of a PDF or an image file, about `width` pixels wide.

    Args:
        path: the file, for example lent by `CaseStore.document_file`.
        page: counted from 1; the frame of a TIFF; 1 for other images.
        width: 50 to 4000 pixels.
        cache: a folder for the pictures, which may be emptied at any time.
        limits: what drawing may cost. Default: 20 seconds, else as for reading.
        kept_bytes: how much the pictures in `cache` may take together.

    Raises:
        PageImageError: there is no such page, or the file cannot be drawn.
    """
    limits = limits or ReadLimits(seconds=20.0)
    if page < 1 or not MIN_WIDTH <= width <= MAX_WIDTH:
        fault = f"page {page} at {width} pixels; pages count from 1, widths {MIN_WIDTH}-{MAX_WIDTH}"
        raise PageImageError(path.name, page, fault)
    problem, sha256 = check_file(path, limits)
    if problem:
        raise PageImageError(path.name, page, problem.text_en)
    target = cache / "pages" / sha256[:2] / f"{sha256}-{_FORM}-{page}-{width}.png"
    kept = _kept(target)
    if kept is not None:
        return kept
    fresh = _drawn(path, page, width, target, limits)
    _sweep(cache / "pages", kept_bytes, target)
    return fresh


def forget_pages(cache: Path, sha256: str) -> None:
    """Remove the pictures of a file's pages; nothing happens where there are none."""
    for kept in (cache / "pages" / sha256[:2]).glob(f"{sha256}-*"):
        kept.unlink(missing_ok=True)


def pages_kept(cache: Path) -> list[str]:
    """Return of which files there are pictures, by their SHA-256; [] where there are none."""
    found = {path.name.partition("-")[0] for path in (cache / "pages").glob("*/*.png")}
    return sorted(found)


def _kept(target: Path) -> PageImage | None:
    with suppress(OSError, ValueError, KeyError, TypeError):
        known = json.loads(target.with_suffix(".json").read_text(encoding="utf-8"))
        if target.stat().st_size == known["bytes"]:
            os.utime(target)  # looked at now
            glyphs = _lines(known["glyphs"])
            return PageImage(target, known["width"], known["height"], known["scale"], glyphs)
    return None


def _lines(known: list[Any]) -> tuple[GlyphLine, ...]:
    return tuple(
        GlyphLine(str(text), tuple((x0, y0, x1, y1) for x0, y0, x1, y1 in boxes))
        for text, boxes in known
        if len(text) == len(boxes)
    )


def _sweep(folder: Path, kept_bytes: int, newest: Path) -> None:
    """Throw pictures away, the longest unseen first, when there are too many bytes of them."""
    found = []
    for path in folder.glob("*/*.png"):
        with suppress(OSError):
            seen = path.stat()
            found.append((seen.st_mtime_ns, seen.st_size, path))
    total = sum(size for _, size, _ in found)
    if total <= kept_bytes:
        return
    for _, size, path in sorted(found):
        if total <= _SWEPT_TO * kept_bytes:
            return
        if path != newest:
            path.unlink(missing_ok=True)
            path.with_suffix(".json").unlink(missing_ok=True)
            total -= size


def _drawn(path: Path, page: int, width: int, target: Path, limits: ReadLimits) -> PageImage:
    request = {
        "path": str(path.resolve()),
        "name": path.name,
        "page": page,
        "width": width,
        "limits": asdict(limits),
    }
    child = Child(request, seconds=limits.seconds, command=_COMMAND)
    messages = list(child.messages(max_output=_MAX_OUTPUT))
    if len(messages) != 1 or not isinstance(messages[0], dict):
        slow = f"it took more than {limits.seconds:g} s"
        fault = slow if child.ending == "time-limit" else "the program that draws it broke off"
        raise PageImageError(path.name, page, fault)
    return _stored(messages[0], path.name, page, target)


def _stored(message: dict[str, Any], name: str, page: int, target: Path) -> PageImage:
    if "fault" in message:
        raise PageImageError(name, page, str(message["fault"]))
    png = base64.b64decode(message["png"])
    if not png.startswith(b"\x89PNG\r\n\x1a\n"):
        raise PageImageError(name, page, "the program that draws it broke off")
    shape = {key: message[key] for key in ("width", "height", "scale")}
    glyphs = _lines(message["glyphs"])
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    _write(target, png)
    known = json.dumps({**shape, "bytes": len(png), "glyphs": message["glyphs"]})
    _write(target.with_suffix(".json"), known.encode())
    return PageImage(target, **shape, glyphs=glyphs)


def _write(target: Path, content: bytes) -> None:
    """Write a whole file or none, whoever else writes the same one."""
    partial = target.with_name(f".{target.name}.{secrets.token_hex(6)}")
    try:
        partial.write_bytes(content)
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
