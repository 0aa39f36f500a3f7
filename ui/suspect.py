"""Judgements that became suspect: whose, why, and what stands now beside what stood then."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from corpus.cases.case import BodyFile, CaseRules, Stage
from corpus.cases.store import CaseStore
from corpus.cases.suspicion import Cause, SuspectJudgement
from corpus.record.event import Event, Subject, person_mark
from scoring import RuleSet, ScoringError
from ui.case_rules import effective_rules
from ui.rule_stamp import clauses_of, row_hashes, row_words


@dataclass(frozen=True, slots=True)
class Changed:
    """
    One thing that is otherwise. what: its kind, a word of the catalogue behind `changed_`, or a name
    behind a colon. before: None where what stood there is not known any more.
    """

    what: str
    before: str | None
    after: str


@dataclass(frozen=True, slots=True)
class Suspect:
    """
    A suspect judgement as it is shown.

    mark: of whose sheet, "" for the case's own; name: theirs, "" where they gave none. may_confirm:
    whether whoever asks may.
    """

    mark: str
    name: str
    stage: Stage
    indicator: str
    at: str
    number: int
    causes: tuple[Cause, ...]
    changes: tuple[Changed, ...]
    may_confirm: bool


def suspects_for(
    cases: CaseStore, case_id: str, viewer: str, language: str = "zh"
) -> tuple[Suspect, ...]:
    """
    Return the suspect judgements of the sheets that somebody may open, by sheet and row.

    Raises:
        UnknownCaseError: no such case.
    """
    open_to = {(person_mark(one.person), one.stage) for one in cases.sheets_for(case_id, viewer)}
    found = [one for one in cases.suspects(case_id) if (one.person, one.stage) in open_to]
    if not found:
        return ()
    names = cases.names_by_mark(case_id)
    events = {event.number: event for event in cases.events(case_id)}
    then = _Then(cases, case_id, language)
    owners = {person_mark(owner): owner for owner in ("", viewer)}
    may = {mark: _may_confirm(cases, case_id, owner) for mark, owner in owners.items()}
    return tuple(
        Suspect(
            one.person,
            names.get(one.person, ""),
            _stage(one),
            one.indicator,
            one.at,
            one.number,
            one.causes,
            tuple(then.changes(one, events[one.number], names)),
            may.get(one.person, False),
        )
        for one in found
    )


def number_of(cases: CaseStore, case_id: str, person: str, stage: Stage) -> int:
    """Return how many judgements of one sheet are suspect and not confirmed."""
    whose = (person_mark(person), stage)
    return sum((one.person, one.stage) == whose for one in cases.suspects(case_id))


def by_cause(found: Sequence[Suspect]) -> dict[Cause, int]:
    """Return by cause how many could be confirmed together, those of several causes left out."""
    alone = Counter(one.causes[0] for one in found if one.may_confirm and len(one.causes) == 1)
    return dict(alone)


def _may_confirm(cases: CaseStore, case_id: str, owner: str) -> bool:
    """Tell whether whoever acts may confirm judgements of a sheet, of whatever stage and row."""
    return cases.allows(case_id, "judgement.confirmed", Subject("judgement", (owner, "", "")))


def _stage(one: SuspectJudgement) -> Stage:
    return "formal" if one.stage == "formal" else "pre"


class _Then:
    """What a case was judged by before, as far as it is still on file."""

    def __init__(self, cases: CaseStore, case_id: str, language: str) -> None:
        self._language = language
        self._kept = cases.rules(case_id)
        self._files = {one.sha256: one for one in cases.body_files(case_id)}
        self._passages = {one.id: one.text for one in cases.passages(case_id)}
        self._decided = {
            (one.indicator, one.passage_id): one.decision
            for one in cases.suggestion_decisions(case_id)
        }

    def changes(
        self, one: SuspectJudgement, event: Event, names: Mapping[str, str]
    ) -> Iterator[Changed]:
        if "rule" in one.causes:
            yield from self._rule(one.indicator, event)
        if "evidence" in one.causes:
            yield from self._evidence(one.indicator, event)
        if "panel" in one.causes:
            before = ", ".join(names.get(mark) or mark for mark in event.basis.get("panel", ()))
            yield Changed("panel", before or "—", "")

    def _rule(self, row: str, event: Event) -> Iterator[Changed]:
        stamp = event.basis.get("rules") or {}
        now = _words(self._kept, row)
        then = _words(self._named(stamp), row, stamp.get("rows", {}).get(row))
        if then is None:
            yield Changed(
                "rule", None, "" if now is None else _flat(now, self._language).get("clause", "")
            )
            return
        before, after = _flat(then, self._language), _flat(now or {}, self._language)
        for name in {**before, **after}:
            if before.get(name) != after.get(name):
                yield Changed(name, before.get(name, "—"), after.get(name, "—"))

    def _named(self, stamp: Mapping[str, Any]) -> CaseRules:
        body: BodyFile | None = self._files.get((stamp.get("body") or {}).get("sha256"))
        return CaseRules(self._kept.rule_set, stamp.get("edition"), body)

    def _evidence(self, row: str, event: Event) -> Iterator[Changed]:
        for one in event.basis.get("evidence", ()):
            if one.get("indicator") not in (None, row):
                continue
            text = self._passages.get(one["passage"])
            decision = self._decided.get((row, one["passage"]))
            if text is None:
                yield Changed("evidence_gone", one["passage"], "")
            elif decision != "accepted":
                yield Changed("evidence_rejected", text, "")
            elif _hash(text) != one["text"]:
                yield Changed("evidence_reads", None, text)


def _words(kept: CaseRules, row: str, wanted: str | None = None) -> dict[str, Any] | None:
    """Return what judging a row stands on; None where that is not on file or is not what is wanted."""
    try:
        rules: RuleSet = effective_rules(kept)
    except (ScoringError, ValueError):
        return None
    if row not in rules:
        return None
    clauses = clauses_of(rules)
    if wanted is not None and row_hashes(rules, clauses).get(row) != wanted:
        return None
    return row_words(rules, rules.row(row), clauses.get(row, ()))


def _flat(words: Mapping[str, Any], language: str) -> dict[str, str]:
    """Return the words of a row as names and texts, level by level."""
    flat: dict[str, str] = {}
    row = words.get("row") or {}
    flat |= {f"row:{name}": _text(value, language) for name, value in row.items() if value}
    flat |= {
        f"reading:{name}": _text(one, language)
        for name, one in (words.get("readings") or {}).items()
    }
    if words.get("clause"):
        flat["clause"] = " ".join(part for part in words["clause"] if part)
    flat |= {
        f"body:{name}": _text(one, language) for name, one in (words.get("body") or {}).items()
    }
    return flat


def _text(value: Any, language: str) -> str:
    if isinstance(value, dict) and value.keys() == {"zh", "en"}:
        return str(value["en" if language == "en" else "zh"])
    if isinstance(value, dict):
        return "; ".join(f"{name}: {_text(one, language)}" for name, one in value.items() if one)
    if isinstance(value, (list, tuple)):
        return " / ".join(_text(one, language) for one in value)
    return str(value)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
