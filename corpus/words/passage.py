"""What is kept of a passage: all that an answer needs, so that no question reads a document."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class IndexedPassage:
    """
    A passage of a case. id: unique in the case. document: its SHA-256. text: its own words,
    verbatim. heading: those above it. page, locator: where it stands, as in `corpus.document`.
    """

    id: str
    document: str
    text: str
    heading: str = ""
    page: int | None = None
    locator: str = ""
