"""What a format's reader tells while it reads, one event at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from corpus.document import PageFault, Reason
from corpus.reading.draft import Draft
from corpus.reading.limits import ReadLimits


class RefusedError(Exception):
    """The file cannot be read at all; carries the reason to show. Never leaves this package."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.text_en)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Opened:
    """The document is open. `pages` is None for formats without pages."""

    pages: int | None


@dataclass(frozen=True, slots=True)
class Part:
    """
    A page, or a stretch of a document without pages.

    number: counted from 1. fault: why the page was not or not fully read. is_ocr: the page was
    recognised, which takes longer than reading it.
    """

    number: int
    drafts: tuple[Draft, ...]
    fault: PageFault | None = None
    is_ocr: bool = False


@dataclass(frozen=True, slots=True)
class Noted:
    """Noticed; nothing is missing."""

    reason: Reason


@dataclass(frozen=True, slots=True)
class Stopped:
    """Reading ends before the document does."""

    reason: Reason


Event = Opened | Part | Noted | Stopped


class Reader(Protocol):
    """Reads one format. Raises RefusedError when there is nothing to read."""

    def __call__(self, path: Path, limits: ReadLimits, /) -> Iterator[Event]:
        """Yield `Opened` first, then parts in document order, then notes."""
