"""Lints of the words around the standards: synonyms, everyday wordings, questions."""

from __future__ import annotations

from collections.abc import Iterator, Set
from pathlib import Path
from typing import Any

from corpus.notation import has_chinese
from ui.lint.finding import Finding
from ui.lint.marked import Record, check_keys, read_marked, records

_WORDING = frozenset({"clauses", "zh", "en"})


def lint_lexicon(folder: Path, clauses: Set[str]) -> list[Finding]:
    """
    Lint every lexicon file; `clauses`: the ids that wordings and questions may name, of clauses,
    of norm cards and of their facts.
    """
    found = list(_synonym_faults(folder / "synonyms.yaml"))
    questions: set[str] = set()
    for path in sorted([*folder.glob("everyday.yaml"), *folder.glob("questions-*.yaml")]):
        content, faults = read_marked(path)
        found += faults
        for record in records(content):
            found += _wording_faults(record, clauses)
            if path.name != "everyday.yaml":
                found += _repeats(record, questions)
    return found


def _wording_faults(record: Record, clauses: Set[str]) -> Iterator[Finding]:
    yield from check_keys(record, _WORDING, frozenset())
    for name in _listed(record.fields.get("clauses")):
        if name not in clauses:
            yield record.finding("unknown-clause", f"there is no clause {name!r}")
    for language in ("zh", "en"):
        for text in _listed(record.fields.get(language)):
            if has_chinese(text) != (language == "zh"):
                yield record.finding("wrong-language", f"{text!r} is not {language}")


def _repeats(record: Record, questions: set[str]) -> Iterator[Finding]:
    """Yield a finding for every question that stands elsewhere too, and note the others."""
    for text in (*_listed(record.fields.get("zh")), *_listed(record.fields.get("en"))):
        if text in questions:
            yield record.finding("repeated-question", f"{text!r} stands twice; join the entries")
        questions.add(text)


def _listed(value: Any) -> list[str]:
    return [str(entry) for entry in value] if isinstance(value, list) else [str(value or "")]


def _synonym_faults(path: Path) -> Iterator[Finding]:
    if not path.is_file():
        return
    groups, faults = read_marked(path)
    yield from faults
    for number, group in enumerate(groups or [], 1):
        if len({str(word).lower() for word in _listed(group)}) < 2:
            yield Finding(path, 1, "synonyms", f"group {number} has fewer than two different words")
