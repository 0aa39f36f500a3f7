"""What a case should hold by its events, compared with what it does hold. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from corpus.cases.sheets import KEPT_VERSIONS
from corpus.record.audit import Finding
from corpus.record.event import Event, Words, canonical

_STATELESS = ("judgement", "file", "rules", "package")


@dataclass(frozen=True, slots=True)
class Replay:
    """
    What events come to: what is held by subject (canonical JSON), and the events that say of
    something that it was otherwise before than the events before them say.
    """

    held: Mapping[str, Words]
    findings: tuple[Finding, ...]


def replay(events: Iterable[Event]) -> Replay:
    """Follow the events of a case from the first to the last."""
    held: dict[str, Words] = {}
    findings = []
    for event in events:
        if event.subject.get("kind") in _STATELESS:
            continue
        key = canonical(event.subject)
        state = held.get(key)
        before, after = _without_said(event.before), _without_said(event.after)
        if not _agrees(state, before):
            findings.append(
                Finding("does-not-follow", event.number, {"at": event.at, "what": event.what})
            )
        if after is None:
            held.pop(key, None)
            continue
        held[key] = {**(state or {}), **after}
        if event.subject.get("kind") == "sheet":
            held[key]["earlier"] = _earlier(event, state, held[key])
    return Replay(held, tuple(findings))


def disagreements(by_events: Mapping[str, Words], by_rows: Mapping[str, Words]) -> list[Finding]:
    """Return what the rows hold otherwise than the events say, by subject and field."""
    findings = []
    for key in sorted(by_events.keys() | by_rows.keys()):
        said, found = by_events.get(key), by_rows.get(key)
        if said == found:
            continue
        if said is None or found is None:
            told: Words = {"fields": [], "not_in": "record" if said is None else "tables"}
        else:
            names = said.keys() | found.keys()
            told = {"fields": sorted(k for k in names if said.get(k) != found.get(k))}
        findings.append(Finding("rows-disagree", None, {"subject": key, **told}))
    return findings


def _agrees(state: Words | None, before: Words | None) -> bool:
    if before is None:
        return state is None
    return state is not None and all(state.get(name) == value for name, value in before.items())


def _without_said(words: Words | None) -> Words | None:
    if words is None:
        return None
    return {name: value for name, value in words.items() if name != "said"}


def _earlier(event: Event, state: Words | None, now: Words) -> list[list[object]]:
    """Return version and hash of what can be undone after an event of a sheet."""
    if state is None:
        return list(now.get("earlier", ()))
    earlier: list[list[object]] = state["earlier"]
    match event.what:
        case "sheet.saved":
            return [*earlier, [state["version"], state["content"]]][-KEPT_VERSIONS:]
        case "sheet.undone":
            return earlier[:-1]
        case _:
            return earlier
