"""Lints of the expectations: every row has one, every need can be met, titles in both languages."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Set
from pathlib import Path
from typing import Any

from corpus.notation import has_chinese
from ui.lint.finding import Finding
from ui.lint.marked import Record, check_keys, read_marked, records

_RECORD = frozenset({"indicator", "aspects"})
_RECORD_MORE = frozenset({"places", "note_zh", "note_en"})
_ASPECT = frozenset({"id", "zh", "en", "needs", "phrases"})
_ASPECT_MORE = frozenset({"quantity", "excludes"})
_BOUNDS = ("at_least", "at_most", "more_than")
_LONGEST_ZH = 24
_DENIALS = "denials.yaml"


def lint_expectations(folder: Path, rows: Mapping[str, Set[str]]) -> list[Finding]:
    """
    Lint every file of expectations; `rows`: by rule set the ids of the rows that are judged and
    whose text is known.
    """
    if not folder.is_dir():
        return []
    found: list[Finding] = []
    concepts = _concepts(folder, found)
    found += _denial_faults(folder / _DENIALS, concepts)
    for rule_set, expected in rows.items():
        seen: set[str] = set()
        for path in sorted((folder / rule_set).glob("*.yaml")):
            content, faults = read_marked(path)
            found += faults
            for record in records(content):
                found += _record_faults(record, expected, seen, concepts)
        if seen:
            found += [
                Finding(folder / rule_set, 1, "no-expectation", f"{name} has no expectation")
                for name in sorted(expected - seen)
            ]
    return found


def _concepts(folder: Path, found: list[Finding]) -> dict[str, Any]:
    concepts: dict[str, Any] = {}
    for path in sorted(folder.glob("concepts*.yaml")):
        content, faults = read_marked(path)
        found += faults
        if not isinstance(content, Record):
            found.append(Finding(path, 1, "concepts", "a file of concepts is one mapping"))
            continue
        for name, words in content.fields.items():
            if name in concepts:
                found.append(content.finding("repeated-concept", f"{name!r} stands in two files"))
            if not isinstance(words, list) or not words:
                found.append(content.finding("concepts", f"{name!r} has no words"))
            concepts[name] = words
    return concepts


def _denial_faults(path: Path, concepts: Mapping[str, Any]) -> Iterator[Finding]:
    """Yield the faults of the file that says how concepts are denied; it may be missing."""
    if not path.is_file():
        return
    content, faults = read_marked(path)
    yield from faults
    if not isinstance(content, Record):
        yield Finding(path, 1, "denials", "the file of denials is one mapping")
        return
    yield from check_keys(content, frozenset({"states", "contrary"}), frozenset({"together"}))
    contrary = content.fields.get("contrary")
    opposites = contrary.fields if isinstance(contrary, Record) else {}
    for name in (*(content.fields.get("states") or ()), *opposites):
        if name not in concepts:
            yield content.finding("unknown-concept", f"there is no concept {name!r}")
    yield from _together_faults(content, concepts)
    for name, words in opposites.items():
        own = concepts.get(name)
        for word in words if isinstance(words, list) else ():
            if isinstance(own, list) and word in own:
                yield content.finding("contrary", f"{word!r} is a word of {name!r} itself")
        if not isinstance(words, list) or not words:
            yield content.finding("contrary", f"the contrary of {name!r} has no words")


def _together_faults(content: Record, concepts: Mapping[str, Any]) -> Iterator[Finding]:
    """Yield the faults of the opposites of several concepts at once."""
    for group in records(content.fields.get("together")):
        yield from check_keys(group, frozenset({"of", "words"}), frozenset())
        for name in group.fields.get("of") or ():
            if name not in concepts:
                yield group.finding("unknown-concept", f"there is no concept {name!r}")
            for word in set(group.fields.get("words") or ()) & set(concepts.get(name) or ()):
                yield group.finding("contrary", f"{word!r} is a word of {name!r} itself")


def _record_faults(
    record: Record, expected: Set[str], seen: set[str], concepts: Collection[str]
) -> Iterator[Finding]:
    yield from check_keys(record, _RECORD, _RECORD_MORE)
    name = str(record.fields.get("indicator"))
    if name not in expected:
        yield record.finding("unknown-clause", f"{name!r} is no judged row whose text is known")
    if name in seen:
        yield record.finding("duplicate-id", f"{name!r} has two expectations")
    seen.add(name)
    ids: set[str] = set()
    for aspect in records(record.fields.get("aspects")):
        yield from check_keys(aspect, _ASPECT, _ASPECT_MORE)
        yield from _aspect_faults(aspect, ids, concepts)


def _aspect_faults(aspect: Record, ids: set[str], concepts: Collection[str]) -> Iterator[Finding]:
    fields = aspect.fields
    if fields.get("id") in ids:
        yield aspect.finding("duplicate-id", f"aspect {fields['id']!r} stands twice in its row")
    ids.add(str(fields.get("id")))
    if not has_chinese(str(fields.get("zh"))) or has_chinese(str(fields.get("en"))):
        yield aspect.finding("wrong-language", f"titles of {fields.get('id')!r} are mixed up")
    if len(str(fields.get("zh"))) > _LONGEST_ZH:
        yield aspect.finding("title-length", f"{fields.get('zh')!r} is longer than {_LONGEST_ZH}")
    for need in fields.get("needs") or []:
        if isinstance(need, str) and need not in concepts:
            yield aspect.finding("unknown-concept", f"there is no concept {need!r}")
        if isinstance(need, list) and not need:
            yield aspect.finding("unknown-concept", "a need without words can never be met")
    yield from _figure_faults(aspect, fields.get("quantity"))


def _figure_faults(aspect: Record, quantity: Any) -> Iterator[Finding]:
    if quantity is None:
        return
    fields = quantity.fields if isinstance(quantity, Record) else {}
    if "dimension" not in fields or sum(bound in fields for bound in _BOUNDS) != 1:
        yield aspect.finding(
            "quantity", f"a quantity has a dimension and one of {', '.join(_BOUNDS)}"
        )
