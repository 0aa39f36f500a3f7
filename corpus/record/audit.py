"""
Whether a chain of events is as it was written. Pure.

What a chain cannot show by itself: that all of it, up to its head, was written anew by somebody
who may write to the database. Against that stands a head that was printed before (`expected`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any, Literal

from corpus.record.chain import Head, event_of
from corpus.record.event import ACTS, FIRST, Event, Words

Fault = Literal[
    "altered", "missing", "moved", "inserted", "unknown-act", "does-not-follow",
    "rows-disagree", "file-missing", "file-altered", "head-differs", "strange-chain",
]  # fmt: skip
_MOST_TRIES = 2000


@dataclass(frozen=True, slots=True)
class Finding:
    """
    Something that is not as it was written.

    fault: what kind. number: of the event; None where it is not about one. told: what else there
    is to say, such as `at` and `what` of the event, `last` of a range that is missing, `was` for
    the number that a moved event had, `subject` and `fields` for rows.
    """

    fault: Fault
    number: int | None = None
    told: Words = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ChainCheck:
    """
    A chain as checked.

    events: those that can be read, in the order in which they were written. backwards: numbers of
    events that are dated before the one before them; the clock went back, which is no fault.
    """

    events: tuple[Event, ...]
    findings: tuple[Finding, ...]
    backwards: tuple[int, ...]


def check_chain(rows: Iterable[Any], head: Head, expected: Head | None = None) -> ChainCheck:
    """
    Find every event of a chain that was altered, moved, put in or taken away.

    Args:
        rows: the stored rows of its events.
        head: what is on file as its end.
        expected: a head known from elsewhere, such as a printed report.
    """
    findings: list[Finding] = []
    sound: list[Event] = []
    broken: list[Event] = []
    for row in rows:
        try:
            event = event_of(row)
        except ValueError:
            findings.append(_about("altered", row))
            continue
        (sound if event.own_hash == event.hash else broken).append(event)
    events = sound
    if broken:
        moved = _moved(broken, sound, findings)
        events = sorted((*sound, *moved), key=lambda event: event.number)
    findings += _link_faults(events, {one.number for one in findings if one.number})
    findings += _head_faults(events, head, {one.number for one in findings if one.number})
    findings += [_about("unknown-act", one) for one in events if one.what not in ACTS]
    if expected is not None:
        findings += _expected_faults(events, expected)
    pairs = pairwise(events)
    backwards = tuple(after.number for before, after in pairs if after.at < before.at)
    return ChainCheck(tuple(events), tuple(sorted(findings, key=_order)), backwards)


def _moved(broken: Sequence[Event], sound: Sequence[Event], found: list[Finding]) -> list[Event]:
    """
    Return the broken events under the numbers that they were written with.

    Those whose hash another number explains were moved; all others were altered.
    """
    taken = {event.number for event in sound}
    last = max(len(sound) + len(broken), *(event.number for event in (*sound, *broken)))
    free = [number for number in range(1, last + 1) if number not in taken][:_MOST_TRIES]
    events = []
    for event in broken:
        # One that was put in may have taken the number of what followed the same event.
        beside = [one.number for one in sound if one.previous == event.previous]
        for number in (*beside, *free):
            candidate = replace(event, number=number)
            if number != event.number and candidate.own_hash == event.hash:
                found.append(_about("moved", event, was=number))
                events.append(candidate)
                break
        else:
            found.append(_about("altered", event))
            events.append(event)
    return events


def _link_faults(events: Sequence[Event], named: set[int]) -> list[Finding]:
    """Return what is wrong between the events; `named` are those that are known to be faulty."""
    held = {event.previous for event in events}
    findings: list[Finding] = []
    number, end = 0, FIRST
    for at, event in enumerate(events):
        if event.number <= number:  # two claim one number: the one that nobody follows is new
            if events[at - 1].hash in held:
                findings.append(_about("inserted", event))
                continue
            findings.append(_about("inserted", events[at - 1]))
        elif event.number > number + 1:
            gap = [one for one in range(number + 1, event.number) if one not in named]
            findings += [Finding("missing", one) for one in gap]
        elif event.previous != end and at and not {event.number, number} & named:
            # Both are sound by themselves, so one was hashed anew after it was changed.
            findings.append(_about("altered", events[at - 1]))
        elif event.previous != end and not at and event.number not in named:
            findings.append(_about("altered", event))
        number, end = event.number, event.hash
    return findings


def _head_faults(events: Sequence[Event], head: Head, named: set[int]) -> list[Finding]:
    last = events[-1] if events else None
    number = last.number if last else 0
    if number < head.number:
        gone = [one for one in range(number + 1, head.number + 1) if one not in named]
        return [Finding("missing", one) for one in gone]
    if number > head.number:
        return [_about("inserted", event) for event in events if event.number > head.number]
    if last and last.hash != head.hash and number not in named:
        return [_about("altered", last)]
    return []


def _expected_faults(events: Sequence[Event], expected: Head) -> list[Finding]:
    at = next((event for event in events if event.number == expected.number), None)
    if at is not None and at.hash == expected.hash:
        return []
    return [Finding("head-differs", expected.number, {"expected": expected.hash})]


def _about(fault: Fault, event: Any, **told: Any) -> Finding:
    return Finding(fault, event.number, {"at": event.at, "what": event.what, **told})


def _order(finding: Finding) -> tuple[bool, int, str]:
    return (finding.number is None, finding.number or 0, finding.fault)
