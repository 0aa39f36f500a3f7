"""
A document as it was read: its passages, and what could not be read and why.

These are values only. `corpus.reading` makes them, `corpus.cases.store` keeps them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Box = tuple[float, float, float, float]
"""(x0, y0, x1, y1) in PDF points (1/72 inch) from the upper left corner of the page as shown,
y downwards, rotation applied: multiply by the scale of a page image to mark it."""

LineSpan = tuple[int, int, Box]
"""(start, end, box): which characters of a passage a printed line became, and where it lies."""

Status = Literal["read", "partly", "refused"]


@dataclass(frozen=True, slots=True)
class Reason:
    """
    Why something was not read, or what was noticed while reading.

    code: stable and lower-case, listed in docs/ingest.md. The texts say what is wrong and what to
    do about it.
    """

    code: str
    text_zh: str
    text_en: str


@dataclass(frozen=True, slots=True)
class PageFault:
    """A page, counted from 1, that was not or not fully read."""

    page: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table row. `header` is "" where the table has none; both are verbatim."""

    header: str
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """
    The unit that is searched and quoted: about 80 to 400 characters, or one table row.

    id: the same whenever the same bytes are read by the same reader, so decisions can refer to it.
    document: the SHA-256 of the file, in hexadecimal.
    page: counted from 1; None for formats that have no pages.
    heading_path: the headings above the passage, outermost first; () when none was recognised.
    locator: the place in words, such as "第 3 页" or "工作表 项目清单 第 3 行".
    text: the document's own words. Line breaks inside a paragraph are joined; paragraphs are
        parted by a line break; a table row reads "header: cell; …".
    box: around the passage on its page; None where the format or the page gives no places.
    cells: the row's cells for a table row, else ().
    is_ocr: the text was recognised in an image of the page, so it may differ from the print.
    lines: of recognised text, its lines in order; () for other text, whose places are in the file.
    """

    id: str
    document: str
    page: int | None
    heading_path: tuple[str, ...]
    locator: str
    text: str
    box: Box | None = None
    cells: tuple[Cell, ...] = ()
    is_ocr: bool = False
    lines: tuple[LineSpan, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadResult:
    """
    What became of one file.

    file: the name, safe to show (no folders, control or direction characters).
    sha256: of the bytes; "" when they could not be read at all.
    status: "read" everything; "partly": `reason` says what is missing; "refused": no passages.
    pages: how many the document has; None for formats without pages or when it is unknown.
    reason: None exactly when the status is "read".
    page_faults: every page that was not fully read, in page order.
    notes: noticed, but nothing that keeps text from being read (a hidden sheet, a wrong ending).
    """

    file: str
    sha256: str
    status: Status
    pages: int | None
    passages: tuple[Passage, ...]
    reason: Reason | None
    page_faults: tuple[PageFault, ...] = ()
    notes: tuple[Reason, ...] = ()
