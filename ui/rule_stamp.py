"""By which rules one judges: what the record of a case notes of its rules and of their rows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
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

    `all_rows` is one hash of the hashes of all rows. A row's hash covers how it counts, how its ambiguities are read by default, its clause as
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
    known = _hashes_of(kept)
    stamp["all_rows"] = rows_hash(known)
    stamp["rows"] = {row: known[row] for row in sorted(rows) if row in known}
    return stamp


def row_words(rules: RuleSet, row: Row, clause: Sequence[str | None]) -> dict[str, Any]:
    """
    Return everything that judging a row stands on, as plain values.

    clause: heading, text and note as printed; () for a row that the document does not hold.
    """
    defaults = rules.default_readings
    words: dict[str, Any] = {
        "row": asdict(row),
        "readings": {name: defaults.get(name) for name in row.interpretations},
        "clause": list(clause),
    }
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


def clauses_of(rules: RuleSet) -> dict[str, list[str | None]]:
    """Return heading, text and note of the clause of every row that the document holds."""
    standard = load_standard(rules.id, rules.edition)
    clauses = (standard.clause(row.id) for row in rules.rows if row.id in standard)
    return {str(one.id): [one.heading, one.text, one.note] for one in clauses}


def row_hashes(rules: RuleSet, clauses: Mapping[str, Sequence[str | None]]) -> dict[str, str]:
    """Return by row a hash of everything that judging it stands on."""
    hashes = {}
    for row in rules.rows:
        words = row_words(rules, row, clauses.get(row.id, ()))
        text = json.dumps(words, ensure_ascii=False, sort_keys=True, default=str)
        hashes[str(row.id)] = hashlib.sha256(text.encode()).hexdigest()
    return hashes


def rows_hash(hashes: Mapping[str, str]) -> str:
    """Return one hash of the hashes of all rows."""
    text = "".join(f"{row} {digest}\n" for row, digest in sorted(hashes.items()))
    return hashlib.sha256(text.encode()).hexdigest()


@lru_cache(maxsize=64)
def _hashes_of(kept: CaseRules) -> Mapping[str, str]:
    rules = effective_rules(kept)
    return row_hashes(rules, clauses_of(rules))
