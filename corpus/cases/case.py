"""What the case store keeps about one evaluation project; values only."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from corpus.document import PageFault, ReadResult, Reason

DocumentStatus = Literal["reading", "read", "partly", "refused"]
Decision = Literal["accepted", "rejected"]
Stage = Literal["pre", "formal"]
"""Pre-evaluation or formal evaluation (4.7)."""


@dataclass(frozen=True, slots=True)
class Case:
    """
    One evaluation project.

    id: opaque and not to be guessed, such as "c-7f3k2q9mxw": whoever has it may join the case.
    level: A, B or C; None where the rule set has no levels. created: UTC, ISO 8601. profile: the
    words of the project profile (docs/formats.md); {} when none was given. is_sample: whether it is
    the sample that the workbench offers, removed without a question. edition: of the rules that it
    is judged by; None for the newest on file, as cases of older stores have it.
    """

    id: str
    name: str
    rule_set: str
    level: str | None
    created: str
    stage: Stage = "pre"
    profile: Mapping[str, Any] = field(default_factory=dict)
    is_sample: bool = False
    edition: str | None = None


@dataclass(frozen=True, slots=True)
class BodyFile:
    """
    A body's own rules as a case keeps them.

    number: 1 for the first that the case had. file: its name, "" where the rules were taken away;
    text is None then. since: UTC, ISO 8601.
    """

    number: int
    file: str
    text: str | None
    since: str

    @property
    def sha256(self) -> str | None:
        """The SHA-256 of the file's bytes; None where there are no rules."""
        return None if self.text is None else hashlib.sha256(self.text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class CaseRules:
    """
    What a case is judged by, as it is kept: see `Case` for the edition. body: the body's own rules;
    None where the case is judged by the document alone.
    """

    rule_set: str
    edition: str | None = None
    body: BodyFile | None = None


@dataclass(frozen=True, slots=True)
class CasePerson:
    """
    Someone who works on a case.

    person: who sits at a browser, a random token that nobody else is shown. name: what the others
    of the case see; "" when not given. joined: UTC, ISO 8601. part: what they do in the case, one
    of `corpus.cases.procedure.PARTS`.
    """

    person: str
    name: str
    joined: str
    part: str = ""


@dataclass(frozen=True, slots=True)
class CaseDocument:
    """
    A document of a case as stored; the same words as in `corpus.document.ReadResult`.

    status: "reading" while it is read, or when that was broken off: add it again, or `resume`.
    passages: how many there are. added: UTC, ISO 8601. size: in bytes. reader: by which version of
    reading it was read, 0 where that is not known.
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
    reader: int = 0


@dataclass(frozen=True, slots=True)
class TakenDocument:
    """A file that a case took. result: None as long as it has to be read."""

    sha256: str
    file: str
    result: ReadResult | None


@dataclass(frozen=True, slots=True)
class SavedSheet:
    """
    A score sheet as saved.

    version: 1 for the first save, one more for each. submitted: when, in UTC; None while it can be
    changed. earlier: how many steps can be undone.
    """

    content: dict[str, Any]
    version: int
    submitted: str | None = None
    earlier: int = 0


@dataclass(frozen=True, slots=True)
class SheetState:
    """
    How far a sheet of a case is, without what it says.

    person: "" for the case's own sheet. saved and submitted: UTC; saved is None for a sheet of a
    store that did not note it. withdrawn: how often a submission was taken back.
    """

    person: str
    name: str
    stage: Stage
    version: int
    saved: str | None
    submitted: str | None
    withdrawn: int


@dataclass(frozen=True, slots=True)
class SuggestionDecision:
    """What a person decided about a passage suggested for an indicator."""

    indicator: str
    passage_id: str
    decision: Decision
