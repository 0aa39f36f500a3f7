"""PDF by pypdf: slower and without places, but it recovers files whose index is broken."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

from corpus.document import PageFault
from corpus.reading.draft import Block, Draft, pack
from corpus.reading.event import Event, Noted, Opened, Part, RefusedError, Stopped
from corpus.reading.file_name import clean_text
from corpus.reading.heading import HeadingPath, numbered_heading
from corpus.reading.legibility import is_legible
from corpus.reading.limits import ReadLimits
from corpus.reading.line import lines_of_text, paragraphs
from corpus.reading.reasons import reason


def read_repaired(path: Path, limits: ReadLimits) -> Iterator[Event]:
    """
    Read what can be recovered of a damaged PDF.

    Raises:
        RefusedError: it cannot be opened, needs a password or has no page.
    """
    import pypdf  # noqa: PLC0415 - slow to import and seldom needed
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    # pypdf raises nearly anything on malformed input; the reading process is the boundary
    try:
        document = pypdf.PdfReader(path, strict=False)
        if document.is_encrypted and not document.decrypt(""):
            raise RefusedError(reason("password"))
        pages = len(document.pages)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError) as fault:
        raise RefusedError(reason("damaged", detail=type(fault).__name__)) from fault
    except (RecursionError, NotImplementedError, AssertionError, OSError) as fault:
        raise RefusedError(reason("damaged", detail=type(fault).__name__)) from fault
    if pages == 0:
        raise RefusedError(reason("damaged", detail="no pages"))
    yield Opened(pages)
    yield Noted(reason("repaired"))
    headings = HeadingPath()
    for index in range(min(pages, limits.max_pages)):
        try:
            text = clean_text(document.pages[index].extract_text())
        except Exception:  # noqa: BLE001 - see above: one broken page must not end the document
            yield Part(index + 1, (), PageFault(index + 1, reason("page-damaged")))
            continue
        yield _part(text, index + 1, headings)
    if pages > limits.max_pages:
        yield Stopped(reason("page-limit", pages=pages, limit=limits.max_pages))


def _part(text: str, number: int, headings: HeadingPath) -> Part:
    if not text.strip():
        return Part(number, (), PageFault(number, reason("page-no-text")))
    if not is_legible(text):
        return Part(number, (), PageFault(number, reason("page-mojibake")))
    return Part(number, _drafts(text, number, headings))


def _drafts(text: str, number: int, headings: HeadingPath) -> tuple[Draft, ...]:
    blocks: list[Block] = []
    for paragraph in paragraphs(lines_of_text(text)):
        heading = numbered_heading(paragraph.text, headings.last_single)
        if heading:
            headings.enter(heading)
        locator = f"第 {number} 页"
        blocks.append(Block(paragraph.text, headings.path, locator, number, heading is not None))
    return tuple(pack(blocks))
