"""Lints of the facts that rows presuppose: keys, ids, words, and the rows that they name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from ui.lint.finding import Finding
from ui.lint.marked import Record, check_keys, read_marked, records

_FACT = frozenset({"id", "zh", "en", "question_zh", "question_en", "words"})
_FACT_MORE = frozenset(
    {"any_of", "in_part", "above_height_m", "remark_zh", "remark_en", "clauses", "defects"}
)


def lint_facts(path: Path, rows: Mapping[str, Record]) -> Iterator[Finding]:
    """Yield what is wrong with the file of facts, given the rows of every rule set by id."""
    content, faults = read_marked(path)
    yield from faults
    facts: dict[str, Record] = {}
    owner: dict[str, str] = {}
    for record in records(content):
        yield from check_keys(record, _FACT, _FACT_MORE)
        name = str(record.fields.get("id"))
        if name in facts:
            yield record.finding("duplicate-id", f"fact {name!r} stands twice")
        facts.setdefault(name, record)
        for word in record.fields.get("words") or ():
            if owner.setdefault(str(word).casefold(), name) != name:
                yield record.finding(
                    "ambiguous-word", f"{word!r} names {owner[str(word).casefold()]} and {name}"
                )
    for name, record in facts.items():
        yield from _unknown(record, name, "any_of", facts)
        yield from _unknown(record, name, "in_part", rows)
    for row_id, row in rows.items():
        yield from _unknown(row, row_id, "presupposes", facts)


def _unknown(record: Record, name: str, key: str, known: Iterable[str]) -> Iterator[Finding]:
    code = "unknown-row" if key == "in_part" else "unknown-fact"
    for entry in record.fields.get(key) or ():
        if entry not in known:
            yield record.finding(code, f"{name}: {key} names {entry!r}, which does not exist")
