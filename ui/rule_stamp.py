"""By which rules one judges: what the record of a case notes of its rules and of their rows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import asdict
from functools import lru_cache
from typing import Any

from corpus import load_standard
from corpus.cases.case import CaseRules
from scoring import Row, RuleSet, UnknownRuleSetError, load_rule_set
from scoring.errors import BodyRulesError
from ui.case_rules import effective_rules


def rule_stamp(kept: CaseRules, rows: Collection[str]) -> dict[str, Any] | None:
    """
    Return `rule_set`, `edition`, `version` and `hash` of the rules, and under `rows` a hash of each
    row; with a body's own rules `body` tells their version and hashes.

    A row's hash covers how it counts, how its ambiguities are read by default, its clause as
    printed, and what the body lays down for it. Ids that are no rows are left out, and all where
    the body's rules cannot be used. None for a rule set that is not on file.
    """
    try:
        base = load_rule_set(kept.rule_set, kept.edition)
    except UnknownRuleSetError:
        return None
    stamp: dict[str, Any] = {
        "rule_set": base.id,
        "edition": base.edition,
        "version": base.version,
        "hash": base.content_hash,
        "rows": {},
    }
    if kept.body is not None:
        stamp["body"] = {"number": kept.body.number, "sha256": kept.body.sha256}
    try:
        rules = effective_rules(kept)
    except (BodyRulesError, ValueError):
        return stamp
    if rules.body is not None:
        stamp["body"] |= {"version": rules.body.version, "hash": rules.body.content_hash}
    known = _row_hashes(kept)
    stamp["rows"] = {row: known[row] for row in sorted(rows) if row in known}
    return stamp


def row_words(rules: RuleSet, row: Row) -> dict[str, Any]:
    """Return everything that judging a row stands on, as plain values."""
    standard = load_standard(rules.id, rules.edition)
    defaults = rules.default_readings
    words: dict[str, Any] = {
        "row": asdict(row),
        "readings": {name: defaults.get(name) for name in row.interpretations},
        "clause": [],
    }
    if row.id in standard:
        clause = standard.clause(row.id)
        words["clause"] = [clause.heading, clause.text, clause.note]
    laid_down = _laid_down(rules, row.id)
    return words | ({"body": laid_down} if laid_down else {})


def _laid_down(rules: RuleSet, row_id: str) -> dict[str, Any]:
    """Return what the body lays down for a row by its name; {} for nothing."""
    body = rules.body
    if body is None:
        return {}
    found = {
        "indicator": body.indicators.get(row_id),
        "supplied": body.supplied.get(row_id),
        "extra": body.extra_row(row_id),
        "recognised": body.recognised.get(row_id),
    }
    return {name: asdict(one) for name, one in found.items() if one is not None}


@lru_cache(maxsize=64)
def _row_hashes(kept: CaseRules) -> Mapping[str, str]:
    rules = effective_rules(kept)
    hashes = {}
    for row in rules.rows:
        text = json.dumps(row_words(rules, row), ensure_ascii=False, sort_keys=True, default=str)
        hashes[str(row.id)] = hashlib.sha256(text.encode()).hexdigest()
    return hashes
