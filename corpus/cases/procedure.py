"""What the case store keeps of an evaluation's procedure (4.4-4.10, 5, 7); values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from corpus.cases.case import Stage

Part = Literal["", "applicant", "member", "reviewer", "clerk"]
"""What a person does in a case; "" for nothing in particular."""
PARTS: tuple[Part, ...] = get_args(Part)
PartyName = Literal["applicant", "organiser", "builder", "operator"]
"""The parties of 4.8: the applicant's project, who organises the evaluation, builds, operates."""
PARTIES: tuple[PartyName, ...] = get_args(PartyName)
InspectionMethod = Literal["documents", "site", "interview", "questionnaire", "test"]
"""How information is collected (7.2, 7.3)."""
INSPECTION_METHODS: tuple[InspectionMethod, ...] = get_args(InspectionMethod)


@dataclass(frozen=True, slots=True)
class CaseParty:
    """An organisation that takes part in the project; a party may be several organisations."""

    party: PartyName
    organisation: str


@dataclass(frozen=True, slots=True)
class DeclaredTie:
    """An interest that a person says binds them to a party (4.8)."""

    party: PartyName
    nature: str


@dataclass(frozen=True, slots=True)
class EarlierRole:
    """What a person did for an organisation before. until: ISO day; "" while it goes on."""

    organisation: str
    what: str
    until: str = ""


@dataclass(frozen=True, slots=True)
class Declaration:
    """
    What a person declared on their independence (4.8).

    number: 1 for the first, the newest holds; 0 before it is kept. statement: the text that was declared, with the
    version of its wording. made: the ISO day of the declaration. at: when it was kept, UTC.
    """

    person: str
    employer: str
    is_expert: bool
    statement: str
    statement_version: str
    made: str
    ties: tuple[DeclaredTie, ...] = ()
    earlier: tuple[EarlierRole, ...] = ()
    number: int = 0
    at: str = ""


@dataclass(frozen=True, slots=True)
class Inspection:
    """How one person collected information on an indicator, and what they found (7.3, 7.5)."""

    person: str
    stage: Stage
    indicator: str
    methods: tuple[InspectionMethod, ...]
    finding: str
    at: str


@dataclass(frozen=True, slots=True)
class SampleDraw:
    """
    A sample as drawn (7.4).

    number: of the draw in the case, 0 before it is kept. name: of the population. ids: the population; population: the
    hash that froze it. readings: those that the size goes by. reason: why it was drawn again; ""
    for a first draw. superseded: whether a later draw of the same name and stage took its place.
    """

    stage: Stage
    name: str
    ids: tuple[str, ...]
    population: str
    seed: str
    chosen: tuple[str, ...]
    clause: str
    readings: Mapping[str, str]
    reason: str = ""
    number: int = 0
    at: str = ""
    superseded: bool = False

    @property
    def size(self) -> int:
        """How many were chosen."""
        return len(self.chosen)


@dataclass(frozen=True, slots=True)
class StepTaken:
    """
    A step of the procedure as it was taken.

    number: 1 for the first of its stage. day: ISO. facts: what it stood on, as words.
    keep_until: the records must be kept at least until this ISO day (4.9). closes: whether the
    sheets of the stage stay as they are from here on. certificate: its number where the step issues
    one, kept as it is compared. by: the mark of who took it; "" for whoever
    works on the machine. at: UTC.
    """

    stage: Stage
    number: int
    step: str
    day: str
    before: str
    after: str
    facts: Mapping[str, Any]
    keep_until: str
    closes: bool = False
    certificate: str | None = None
    by: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class LegalHold:
    """
    A reason for which nothing of a case may be deleted; it stands until it is lifted.

    set_by, lifted_by: marks of people, "" for whoever works on the machine. lifted_at: None while
    it stands.
    """

    number: int
    reason: str
    set_by: str
    set_at: str
    lifted_by: str | None = None
    lifted_at: str | None = None
    lift_reason: str | None = None
