"""
What a run keeps of one question asked of one system: enough to compute every measure again.

Of the test half no question, ranking or answer is kept and the id is veiled, so that nobody can
tune on it by looking: grades by rank are enough for the measures, and the veiled id for pairing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

from evals.metrics import found_of, gains_of, says
from evals.suite import Question


@dataclass(frozen=True, slots=True)
class CheckedCitation:
    """A citation of an answer; `holds`: its clause exists and stores its quote verbatim."""

    clause: str
    quote: str
    holds: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """
    What a system returns for a question.

    ranked: the clause ids that each result shows, best first. The rest is None or () for systems
    that only rank. text: every text in which a fact may stand. abstained: whether it says that
    the documents do not answer.
    """

    ranked: tuple[tuple[str, ...], ...]
    text: tuple[str, ...] = ()
    abstained: bool | None = None
    citations: tuple[CheckedCitation, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """
    One question asked of one system.

    gains, ideal, found: see `evals.metrics`. facts: whether each was said; citations: whether
    each holds. error: type and message when the system failed; nothing is measured then. shown:
    the question, gold, ranking and answer, of the dev half only.
    """

    system: str
    suite: str
    id: str
    split: str
    language: str
    kind: str
    cross_language: bool
    gains: tuple[int, ...] = ()
    ideal: tuple[int, ...] = ()
    found: int = 0
    abstained: bool | None = None
    facts: tuple[bool, ...] = ()
    citations: tuple[bool, ...] = ()
    seconds: float = 0.0
    error: str | None = None
    shown: Mapping[str, Any] | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        """What pairs this record with the same question of another run."""
        return (self.suite, self.split, self.id)


def record_of(
    system: str, suite: str, question: Question, outcome: Outcome | str, seconds: float
) -> Record:
    """Return the record of an outcome, or of the error that a system failed with."""
    is_dev = question.split == "dev"
    failed = isinstance(outcome, str)
    found = Outcome(()) if isinstance(outcome, str) else outcome
    answers = found.abstained is not None
    said = [any(says(part, found.text) for part in fact) for fact in question.facts]
    return Record(
        system=system,
        suite=suite,
        id=question.id if is_dev else veiled(suite, question.id),
        split=question.split,
        language=question.language,
        kind=question.kind,
        cross_language=question.is_cross_language,
        gains=gains_of(found.ranked, question.gold),
        ideal=tuple(sorted(question.gold.values(), reverse=True)),
        found=found_of(found.ranked, question.gold),
        abstained=found.abstained,
        facts=tuple(said) if answers else (),
        citations=tuple(citation.holds for citation in found.citations),
        seconds=round(seconds, 4),
        error=_error(outcome, is_dev=is_dev) if failed else None,
        shown=_shown(question, found, said if answers else []) if is_dev else None,
    )


def veiled(suite: str, name: str) -> str:
    """
    Return a stand-in for the id of a test question: the same in every run, telling nothing.

    >>> veiled("s", "q02") == veiled("s", "q02") != veiled("s", "q04")
    True
    """
    return "t-" + sha256(f"{suite}/{name}".encode()).hexdigest()[:10]


def _error(outcome: Outcome | str, *, is_dev: bool) -> str:
    # A message may repeat the question; its type does not.
    return str(outcome) if is_dev else str(outcome).split(":", 1)[0]


def _shown(question: Question, outcome: Outcome, said: Sequence[bool]) -> dict[str, Any]:
    return {
        "question": question.question,
        "history": [asdict(turn) for turn in question.history],
        "gold": dict(question.gold),
        "ranked": [list(names) for names in outcome.ranked[:10]],
        "text": list(outcome.text),
        "missing_facts": [
            list(fact) for fact, is_said in zip(question.facts, said, strict=False) if not is_said
        ],
        "broken_citations": [asdict(entry) for entry in outcome.citations if not entry.holds],
    }


def record_json(record: Record) -> dict[str, Any]:
    """Return the JSON object of a record."""
    return asdict(record)


def record_from(values: Mapping[str, Any]) -> Record:
    """
    Return the record of a JSON object.

    Raises:
        TypeError: a key is unknown or missing.
    """
    entries: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in values.items()
    }
    return Record(**entries)
