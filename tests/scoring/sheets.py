"""Sheets for tests: everything met, with overrides."""

from __future__ import annotations

from typing import Any

from scoring import RuleSet


def all_met(rules: RuleSet, target: str | None) -> dict[str, Any]:
    """Return judgements that give every row of the target its full points; lost rows left out."""
    if target is None:
        rows = rules.rows
    else:
        levels = rules.required_levels(target)
        rows = tuple(row for level in levels for row in rules.rows_of(level.id))
    words: dict[str, Any] = {}
    for row in rows:
        if row.lost:
            continue
        if row.kind == "count":
            words[row.id] = {"count": 100}
        elif row.kind == "deduction":
            words[row.id] = {"incidents": 0}
        elif row.kind == "checklist":
            words[row.id] = {"options": [option.key for option in row.options]}
        else:
            words[row.id] = {"met": True}
    return words


def sheet_words(
    rules: RuleSet, target: str | None, change: dict[str, Any], **more: Any
) -> dict[str, Any]:
    """Return the words of a sheet with everything met but `change`; None takes a row out."""
    judgements = {**all_met(rules, target), **change} if target else dict(change)
    words: dict[str, Any] = {
        "rule_set": rules.id,
        "judgements": {key: value for key, value in judgements.items() if value is not None},
        **more,
    }
    if target:
        words["target"] = target
    return words
