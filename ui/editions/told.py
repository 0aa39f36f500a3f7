"""Differences between editions and scores under two of them as JSON objects."""

from __future__ import annotations

from collections import Counter
from typing import Any

from scoring.assessment import Bounds
from scoring.number import decimal_or_none, decimal_string
from scoring.rescore import Rescore, RowRescore, TotalRescore, Why
from ui.editions.difference import Difference, Line
from ui.editions.edition import Edition
from ui.wording import t


def edition_json(edition: Edition) -> dict[str, Any]:
    """Return what identifies an edition."""
    return {
        "edition": edition.standard.edition,
        "date": edition.standard.date,
        "replaces": edition.standard.replaces or None,
        "clauses": len(edition.standard.clauses),
        "rows": len(edition.rules.rows),
        "defects": len(edition.standard.defects),
        "version": edition.rules.version,
        "scoring_hash": edition.rules.scoring_hash,
        "content_hash": edition.rules.content_hash,
    }


def difference_json(found: Difference) -> dict[str, Any]:
    """Return the public JSON object of a difference (docs/new-edition.md)."""
    return {
        "rule_set": found.new.standard.id,
        "old": edition_json(found.old),
        "new": edition_json(found.new),
        "same_scoring": found.old.rules.scoring_hash == found.new.rules.scoring_hash,
        "counts": dict(sorted(Counter(line.kind for line in found.lines).items())),
        "changes": [_line(line) for line in found.lines],
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "subject": line.subject,
        "kind": line.kind,
        "id": line.id,
        "old_ids": list(line.old_ids),
        "old": line.old,
        "new": line.new,
    }


def rescore_json(found: Rescore) -> dict[str, Any]:
    """Return the public JSON object of a sheet scored under two editions."""
    return {
        "target": found.old.target,
        "outcome": [found.old.outcome, found.new.outcome],
        "editions": [found.old.edition, found.new.edition],
        "scoring_hash": [found.old.scoring_hash, found.new.scoring_hash],
        "readings": {name: list(pair) for name, pair in found.readings.items()},
        "unknown_readings": list(found.carried.readings),
        "weights_not_carried": list(found.carried.weights),
        "overall": [
            one.overall and decimal_string(one.overall[0]) for one in (found.old, found.new)
        ],
        "totals": [_total(total) for total in found.totals],
        "rows": [_row(row) for row in found.rows],
    }


def _total(total: TotalRescore) -> dict[str, Any]:
    return {
        "id": total.id,
        "points": [decimal_or_none(one) for one in total.points],
        "by_rows": [decimal_or_none(one) for one in total.by_rows],
        "bounds": [_bounds(one) for one in total.bounds],
    }


def _row(row: RowRescore) -> dict[str, Any]:
    return {
        "id": row.id,
        "old_ids": list(row.old_ids),
        "state": list(row.state),
        "points": [decimal_or_none(one) for one in row.points],
        "why": [
            {
                "code": why.code, "old": why.old, "new": why.new,
                "text_zh": why_words(why, "zh"), "text_en": why_words(why, "en"),
            }
            for why in row.why
        ],
    }  # fmt: skip


def why_words(why: Why, language: str) -> str:
    """Return a reason in words."""
    if why.code == "not_carried":
        return t(f"rescore_why_not_carried_{why.old}", language)
    return t(f"rescore_why_{why.code}", language, old=why.old, new=why.new)


def _bounds(bounds: Bounds | None) -> list[str] | None:
    if bounds is None:
        return None
    return [decimal_string(bounds.least), decimal_string(bounds.most)]
