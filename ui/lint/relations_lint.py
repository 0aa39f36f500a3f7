"""Lints of the relations between rows: members, notes, and that identical rows are named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from corpus.notation import normalise
from corpus.standard import RELATION_KINDS
from ui.lint.finding import Finding
from ui.lint.marked import Record, check_keys, read_marked, records

_JUDGED = ("gate", "item", "criterion")
_KEYS = frozenset({"kind", "clauses"})
_NOTES = frozenset({"note_zh", "note_en"})


def lint_relations(path: Path, clauses: Mapping[str, Record]) -> Iterator[Finding]:
    """Yield the faults of an edition's relations; an edition without the file has none."""
    if not path.is_file():
        return
    content, faults = read_marked(path)
    yield from faults
    said: set[frozenset[str]] = set()
    for record in records(content):
        yield from _relation_faults(record, clauses)
        if record.fields.get("kind") == "identical":
            said.add(frozenset(_members(record)))
    for names in _identical(clauses):
        if frozenset(names) not in said:
            yield Finding(
                path, 1, "identical-missing",
                f"{', '.join(names)} say the same word for word; name exactly them in one group",
            )  # fmt: skip


def _members(record: Record) -> tuple[str, ...]:
    return tuple(str(name) for name in record.fields.get("clauses") or ())


def _identical(clauses: Mapping[str, Record]) -> tuple[tuple[str, ...], ...]:
    """Return the groups of rows that have the same words, in document order."""
    by_words: dict[str, list[str]] = {}
    for name, record in clauses.items():
        if record.fields.get("kind") in _JUDGED and record.fields.get("text"):
            by_words.setdefault(_words(record), []).append(name)
    return tuple(tuple(names) for names in by_words.values() if len(names) > 1)


def _words(record: Record) -> str:
    return normalise(str(record.fields.get("text") or "")).text


def _relation_faults(record: Record, clauses: Mapping[str, Record]) -> Iterator[Finding]:
    kind, members = record.fields.get("kind"), _members(record)
    if kind not in RELATION_KINDS:
        allowed = ", ".join(RELATION_KINDS)
        yield record.finding("unknown-kind", f"relation of kind {kind!r}; allowed: {allowed}")
        return
    notes = _NOTES if kind == "same_requirement" else frozenset()
    yield from check_keys(record, _KEYS | notes, frozenset())
    if len(set(members)) < max(2, len(members)):
        yield record.finding(
            "relation-members", f"{', '.join(members)}: name two or more different rows"
        )
    unknown = [
        name
        for name in members
        if name not in clauses or clauses[name].fields.get("kind") not in _JUDGED
    ]
    if unknown:
        yield record.finding("unknown-clause", f"{', '.join(unknown)}: no such row to judge")
        return
    if kind == "identical" and len({_words(clauses[name]) for name in members}) > 1:
        yield record.finding("identical-differs", f"{', '.join(members)} differ in their words")
    levels = {clauses[name].fields.get("level") for name in members}
    if kind == "same_requirement" and len(levels) < 2:
        yield record.finding(
            "relation-levels", f"{', '.join(members)} are of one level; name rows of several"
        )
