"""Lints across packages: rules and clauses must name each other's ids."""

from __future__ import annotations

from collections.abc import Iterator

from ui.lint.corpus_lint import StandardData
from ui.lint.finding import Finding
from ui.lint.marked import Record
from ui.lint.rules_lint import RuleData

_JUDGED = ("gate", "item", "criterion")


def lint_pair(standard: StandardData, rules: RuleData) -> Iterator[Finding]:
    """Yield what does not fit between a standard and its rule set."""
    yield from _headers(standard, rules)
    for name, row in rules.rows.items():
        clause = standard.clauses.get(name)
        if clause is None:
            yield row.finding("unknown-clause", f"row {name} judges a clause that the corpus lacks")
        else:
            yield from _row_against_clause(name, row, clause)
    for name, clause in standard.clauses.items():
        if clause.fields.get("kind") in _JUDGED and name not in rules.rows:
            yield clause.finding("unjudged-clause", f"no row judges clause {name}")
    for name, entry in rules.interpretations.items():
        for clause_id in entry.fields.get("clauses") or ():
            if clause_id not in standard.clauses:
                yield entry.finding("unknown-clause", f"interpretation {name} names {clause_id!r}")
        for defect in entry.fields.get("defects") or ():
            if defect not in standard.defects:
                yield entry.finding(
                    "unknown-defect", f"interpretation {name} names defect {defect!r}"
                )


def _headers(standard: StandardData, rules: RuleData) -> Iterator[Finding]:
    if standard.header is None or rules.header is None:
        return
    for key in ("id", "edition", "date", "title_zh", "title_en"):
        words, counts = standard.header.fields.get(key), rules.header.fields.get(key)
        if words != counts:
            yield rules.header.finding(
                "header-differs",
                f"{key} is {counts!r} here and {words!r} in the header of the text",
            )


def _row_against_clause(name: str, row: Record, clause: Record) -> Iterator[Finding]:
    printed = clause.fields.get("printed_points")
    points = row.fields.get("points")
    if points is not None and not row.fields.get("lost") and points != printed:
        yield row.finding("points-differ", f"{name}: {points} points, but {printed!r} is printed")
    is_gate = clause.fields.get("kind") == "gate"
    if is_gate != (row.fields.get("kind") == "gate"):
        yield row.finding("kind-differs", f"{name} is a gate in one file and not in the other")
    shown = clause.fields.get("printed_id")
    expected = shown if shown != name else None
    if clause.fields.get("kind") != "criterion" and row.fields.get("printed") != expected:
        yield row.finding(
            "printed-differs",
            f"{name}: printed id {row.fields.get('printed')!r}, the clause has {shown!r}",
        )
