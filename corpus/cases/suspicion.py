"""
Which judgements stand on something that has changed since. Pure.

A judgement stands on the rule and the clause of its row, on the passages that were accepted for
the row when it was made or confirmed, and, in the case's own sheet, on who was on the panel.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from corpus.record.event import Event, Words

Cause = Literal["rule", "evidence", "panel"]
Key = tuple[str, str, str]
"""The mark of whose sheet it is ("" for the case's own), stage, row."""
Passages = frozenset[tuple[str, str]]
"""Passages by id and hash of their text."""


@dataclass(frozen=True, slots=True)
class JudgedOn:
    """
    What a judgement was made or confirmed on.

    number: of the event. rule: hash of the row's rule; None where none was noted. panel: None
    where it does not matter.
    """

    number: int
    at: str
    rule: str | None
    evidence: Passages
    panel: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Ground:
    """What stands now. rules: hashes by row. panels: the marks of people by stage."""

    rules: Mapping[str, str] = field(default_factory=dict)
    evidence: Mapping[str, Passages] = field(default_factory=dict)
    panels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SuspectJudgement:
    """A judgement to be confirmed or changed: whose, on what, since when it stands, and why."""

    person: str
    stage: str
    indicator: str
    number: int
    at: str
    causes: tuple[Cause, ...]


def judged_on(events: Iterable[Event]) -> dict[Key, JudgedOn]:
    """
    Return what each judgement that stands was made or last confirmed on, by its events.

    Judgements of a store that kept no record, and those in a change too large to be told, are
    left out: nothing is known of what they stand on.
    """
    found: dict[Key, JudgedOn] = {}
    for event in events:
        subject = event.subject
        if subject.get("kind") == "judgement":
            key = (subject["person"], subject["stage"], subject["indicator"])
            found[key] = _ground(event, key)
        elif subject.get("kind") == "sheet":
            _follow(event, (subject["person"], subject["stage"]), found)
    return found


def suspects(judged: Mapping[Key, JudgedOn], ground: Ground) -> tuple[SuspectJudgement, ...]:
    """
    Return the judgements whose ground has changed, by sheet and row; () for none.

    Evidence accepted after the judgement does not count against it; what it stood on and is gone,
    rejected or reads otherwise does.
    """
    return tuple(
        SuspectJudgement(*key, one.number, one.at, causes)
        for key, one in sorted(judged.items())
        if (causes := tuple(_causes(key, one, ground)))
    )


def _causes(key: Key, judged: JudgedOn, ground: Ground) -> Iterator[Cause]:
    _, stage, indicator = key
    if judged.rule is not None and judged.rule != ground.rules.get(indicator):
        yield "rule"
    if not judged.evidence <= ground.evidence.get(indicator, frozenset()):
        yield "evidence"
    if judged.panel is not None and judged.panel != ground.panels.get(stage, ()):
        yield "panel"


def _follow(event: Event, sheet: tuple[str, str], found: dict[Key, JudgedOn]) -> None:
    if event.after is None:
        for key in [key for key in found if key[:2] == sheet]:
            del found[key]
    elif event.what in ("sheet.saved", "sheet.undone"):
        stands = _judgements(event.after)
        for indicator in _judgements(event.before).keys() | stands.keys():
            key = (*sheet, indicator)
            if indicator in stands:
                found[key] = _ground(event, key)
            else:
                found.pop(key, None)


def _ground(event: Event, key: Key) -> JudgedOn:
    rules = event.basis.get("rules") or {}
    rule = rules["rows"].get(key[2], "") if "rows" in rules else None
    panel = event.basis.get("panel")
    return JudgedOn(
        event.number,
        event.at,
        rule or None,
        passages_by_row(event.basis.get("evidence", ())).get(key[2], frozenset()),
        None if panel is None else tuple(panel),
    )


def passages_by_row(evidence: Iterable[Words]) -> dict[str, Passages]:
    """Return the evidence of a basis by row."""
    found: dict[str, set[tuple[str, str]]] = {}
    for one in evidence:
        found.setdefault(one["indicator"], set()).add((one["passage"], one["text"]))
    return {row: frozenset(passages) for row, passages in found.items()}


def _judgements(state: Words | None) -> Mapping[str, Any]:
    said = (state or {}).get("said")
    found = said.get("judgements") if isinstance(said, dict) else None
    return found if isinstance(found, dict) else {}
