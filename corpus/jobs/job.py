"""Jobs as values: what is asked for, and what is on record of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

JobKind = Literal["reading", "indexing"]
JobState = Literal["waiting", "reading", "read", "partly", "refused", "cancelled", "failed"]
LIVE: frozenset[JobState] = frozenset({"waiting", "reading"})

Lane = Literal["quick", "long", "vectors"]
LANES: tuple[Lane, ...] = ("quick", "long", "vectors")
"""
Each lane has workers of its own, so that what is soon done does not wait behind what takes long:
small files; long documents; vectors of cases.
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """
    What somebody asks for. owner: whose job it is, "" for the server itself. sha256, file: the
    document and its name in the case; "" where the job is about the case.
    """

    id: str
    kind: JobKind
    owner: str
    case_id: str
    lane: Lane
    sha256: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """
    How far a job is. done, total: pages or passages; total None while unknown. pace: seconds each;
    None while unknown.
    """

    done: int = 0
    total: int | None = None
    pace: float | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """
    A job on record. run: of whoever does it now, "" while nobody does; every act on a job under
    way names it, so that one who was given up for dead changes nothing. tries: how often it was
    begun. age_s: since its progress was heard of. fault: what broke, in its own words. outcome:
    what came of it, as JSON values.
    """

    asked: Asked
    state: JobState
    priority: int = 0
    run: str = ""
    tries: int = 0
    progress: Progress = Progress()
    age_s: float = 0.0
    fault: str = ""
    outcome: Mapping[str, Any] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Its id."""
        return self.asked.id

    @property
    def is_live(self) -> bool:
        """Whether it waits or is being done."""
        return self.state in LIVE

    @property
    def seconds_left(self) -> float | None:
        """How long it may still take, in seconds; None while that is unknown."""
        told = self.progress
        if self.state != "reading" or told.total is None or told.pace is None:
            return None
        return max(0.0, told.pace * (told.total - told.done) - self.age_s)
