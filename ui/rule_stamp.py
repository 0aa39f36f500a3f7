"""By which rules one judges: what the record of a case notes of a rule set and of its rows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import asdict
from functools import cache
from typing import Any

from corpus import load_standard
from scoring import UnknownRuleSetError, load_rule_set


def rule_stamp(rule_set: str, rows: Collection[str]) -> dict[str, Any] | None:
    """
    Return `rule_set`, `version` and `hash` of the rules, and under `rows` a hash of each row.

    A row's hash covers how it counts, how its ambiguities are read by default, and its clause as
    printed. Ids that are no rows are left out. None for a rule set that is not on file.
    """
    try:
        rules = load_rule_set(rule_set)
    except UnknownRuleSetError:
        return None
    known = _row_hashes(rule_set)
    return {
        "rule_set": rules.id,
        "version": rules.version,
        "hash": rules.content_hash,
        "rows": {row: known[row] for row in sorted(rows) if row in known},
    }


@cache
def _row_hashes(rule_set: str) -> Mapping[str, str]:
    rules, standard = load_rule_set(rule_set), load_standard(rule_set)
    defaults = rules.default_readings
    hashes = {}
    for row in rules.rows:
        clause = standard.clause(row.id)
        words = {
            "row": asdict(row),
            "readings": {name: defaults.get(name) for name in row.interpretations},
            "clause": [clause.heading, clause.text, clause.note],
        }
        text = json.dumps(words, ensure_ascii=False, sort_keys=True, default=str)
        hashes[str(row.id)] = hashlib.sha256(text.encode()).hexdigest()
    return hashes
