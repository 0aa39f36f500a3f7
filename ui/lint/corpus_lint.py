"""Lints of the standards' text: keys, ids, parents, kinds, titles, defects, relations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from corpus.load import clause_files
from corpus.standard import CLAUSE_KINDS
from ui.lint.finding import Finding
from ui.lint.marked import Record, check_keys, read_marked, records
from ui.lint.relations_lint import lint_relations

_REQUIRED = frozenset({"id", "kind", "title_zh", "title_en"})
_OPTIONAL = frozenset(
    {
        "replaces",
        "printed_id",
        "parent",
        "level",
        "stage",
        "printed_points",
        "lost",
        "heading",
        "text",
        "note",
        "lines",
    }
)
_DEFECT = frozenset(
    {
        "id",
        "kind",
        "clauses",
        "text_zh",
        "text_en",
        "advice_zh",
        "advice_en",
        "reason_zh",
        "reason_en",
        "confidence",
    }
)
_HEADER = frozenset(
    {"id", "edition", "language", "number", "title_zh", "title_en", "short_zh", "short_en",
     "issuing_body_zh", "issuing_body_en", "status", "source"}
)  # fmt: skip
_HEADER_MORE = frozenset({"date", "gaps", "replaces"})
_DEFECT_KINDS = ("citation", "numbering", "rule", "content", "arithmetic", "checked")
_CONFIDENCES = ("text", "C1", "C2", "GK")
_MOST_TITLE_CHARACTERS = 22
_MOST_TITLE_WORDS = 12
_TOP_KINDS = ("chapter", "appendix", "dimension")


@dataclass(slots=True)
class StandardData:
    """The records of one edition, by clause id, and what was found wrong."""

    folder: Path
    header: Record | None = None
    clauses: dict[str, Record] = field(default_factory=dict)
    defects: dict[str, Record] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def lint_standard(folder: Path) -> StandardData:
    """Lint one edition of a standard."""
    data = StandardData(folder)
    header, faults = read_marked(folder / "header.yaml")
    data.findings += faults
    if isinstance(header, Record):
        data.header = header
        data.findings += check_keys(header, _HEADER, _HEADER_MORE)
    for path in clause_files(folder):
        content, faults = read_marked(path)
        data.findings += faults
        for record in records(content):
            data.findings += _clause_faults(record, data.clauses)
            data.clauses.setdefault(str(record.fields.get("id")), record)
    for record in data.clauses.values():
        data.findings += _place_faults(record, data.clauses)
    content, faults = read_marked(folder / "defects.yaml")
    data.findings += faults
    for record in records(content):
        data.findings += _defect_faults(record, data)
        data.defects.setdefault(str(record.fields.get("id")), record)
    data.findings += lint_relations(folder / "relations.yaml", data.clauses)
    return data


def _clause_faults(record: Record, known: dict[str, Record]) -> Iterator[Finding]:
    yield from check_keys(record, _REQUIRED, _OPTIONAL)
    fields = record.fields
    name = str(fields.get("id"))
    if name in known:
        yield record.finding(
            "duplicate-id", f"clause {name!r} stands twice; first at line {known[name].line}"
        )
    if fields.get("kind") not in CLAUSE_KINDS:
        yield record.finding("unknown-kind", f"{name}: kind {fields.get('kind')!r} is not known")
    if not (fields.get("text") or fields.get("heading") or fields.get("lost")):
        yield record.finding("no-words", f"{name} has neither text nor heading and is not lost")
    if fields.get("lost") and fields.get("text"):
        yield record.finding("lost-with-text", f"{name} is lost but has a text")
    yield from _title_faults(record, name)


def _title_faults(record: Record, name: str) -> Iterator[Finding]:
    chinese = str(record.fields.get("title_zh", "一"))
    english = str(record.fields.get("title_en", ""))
    if not _is_ascii(english):
        yield record.finding("title-language", f"{name}: title_en is not English")
    if not any(ord(character) > 0x2FFF for character in chinese):
        yield record.finding("title-language", f"{name}: title_zh is not Chinese")
    if len(chinese) > _MOST_TITLE_CHARACTERS:
        yield record.finding(
            "title-length",
            f"{name}: title_zh has {len(chinese)} characters; at most {_MOST_TITLE_CHARACTERS}",
        )
    words = len(english.split())
    if words > _MOST_TITLE_WORDS:
        yield record.finding(
            "title-length", f"{name}: title_en has {words} words; at most {_MOST_TITLE_WORDS}"
        )


def _is_ascii(text: str) -> bool:
    return all(ord(character) < 0x2FFF for character in text)


def _place_faults(record: Record, known: dict[str, Record]) -> Iterator[Finding]:
    fields = record.fields
    parent, name = fields.get("parent"), str(fields.get("id"))
    if parent is None:
        if fields.get("kind") not in _TOP_KINDS:
            yield record.finding("no-parent", f"{name} has no parent")
    elif parent not in known:
        yield record.finding("unknown-parent", f"{name}: parent {parent!r} does not exist")
    elif fields.get("level") != known[parent].fields.get("level"):
        yield record.finding("wrong-level", f"{name} has another level than its parent {parent}")


def _defect_faults(record: Record, data: StandardData) -> Iterator[Finding]:
    yield from check_keys(record, _DEFECT, frozenset())
    fields = record.fields
    name = str(fields.get("id"))
    if name in data.defects:
        yield record.finding("duplicate-id", f"defect {name!r} stands twice")
    if fields.get("kind") not in _DEFECT_KINDS:
        yield record.finding(
            "unknown-kind", f"defect {name}: kind {fields.get('kind')!r} is not known"
        )
    if fields.get("confidence") not in _CONFIDENCES:
        yield record.finding(
            "unknown-confidence", f"defect {name}: confidence {fields.get('confidence')!r}"
        )
    for clause in fields.get("clauses") or ():
        if clause not in data.clauses:
            yield record.finding(
                "unknown-clause", f"defect {name} names clause {clause!r}, which does not exist"
            )
