"""What the case store keeps about one evaluation project; values only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from corpus.document import PageFault, ReadResult, Reason

DocumentStatus = Literal["reading", "read", "partly", "refused"]
Decision = Literal["accepted", "rejected"]


@dataclass(frozen=True, slots=True)
class Case:
    """
    One evaluation project.

    id: short and opaque, such as "c-7f3k2q". level: A, B or C; None where the rule set has no
    levels. created: UTC, ISO 8601.
    """

    id: str
    name: str
    rule_set: str
    level: str | None
    created: str


@dataclass(frozen=True, slots=True)
class CaseDocument:
    """
    A document of a case as stored; the same words as in `corpus.document.ReadResult`.

    status: "reading" while it is read, or when that was broken off: add it again, or `resume`.
    passages: how many there are. added: UTC, ISO 8601. size: in bytes.
    """

    sha256: str
    file: str
    status: DocumentStatus
    pages: int | None
    passages: int
    reason: Reason | None
    page_faults: tuple[PageFault, ...]
    notes: tuple[Reason, ...]
    size: int
    added: str


@dataclass(frozen=True, slots=True)
class TakenDocument:
    """A file that a case took. result: None as long as it has to be read."""

    sha256: str
    file: str
    result: ReadResult | None


@dataclass(frozen=True, slots=True)
class SavedSheet:
    """A case's score sheet as saved. version: 1 for the first save, one more for each."""

    content: dict[str, Any]
    version: int


@dataclass(frozen=True, slots=True)
class SuggestionDecision:
    """What a person decided about a passage suggested for an indicator."""

    indicator: str
    passage_id: str
    decision: Decision
