"""
Evidence: for every indicator, the passages of a case's documents that bear on it.

What must be shown is data (`assistant.evidence.expectation`); whether a sentence shows it is decided by
rules that can be read (`assistant.evidence.aspect_match`). A suggestion is a verbatim quote with its place;
it never changes a score. An indicator that nothing shows gets `none`, not a weak guess.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assistant.evidence.case_findings import CaseFindings, case_findings
from assistant.evidence.expectation import Expectations
from assistant.evidence.load_expectations import load_expectations
from assistant.evidence.row_status import Status, row_status
from assistant.evidence.suggestion import Suggestion, suggestion_json, suggestions
from corpus.cases.case import Case
from corpus.cases.store import CaseStore
from corpus.load import load_standard
from scoring import load_rule_set


@dataclass(frozen=True, slots=True)
class IndicatorEvidence:
    """What a case's documents hold for one indicator; aspects: whether each is wholly shown."""

    indicator: str
    status: Status
    aspects: Mapping[str, bool]
    suggestions: tuple[Suggestion, ...]


def case_evidence(
    store: CaseStore, case_id: str, level: str | None = None
) -> tuple[IndicatorEvidence, ...]:
    """
    Return the evidence for every indicator that the case's target needs, in document order.

    `level` restricts to the rows of one level. A case without documents has `none` everywhere.
    Documents are looked through once; what was found is kept with them.

    Raises:
        UnknownCaseError: no such case.
    """
    case = store.case(case_id)
    expectations = load_expectations(case.rule_set)
    found = case_findings(store, case_id, expectations)
    return tuple(
        indicator_evidence(name, expectations, found) for name in case_indicators(case, level)
    )


def case_indicators(case: Case, level: str | None = None) -> tuple[str, ...]:
    """Return the indicators that a case's target needs, or those of one level, in order."""
    rules = load_rule_set(case.rule_set, case.edition)
    levels = [level] if level else _levels(rules, case.level)
    return tuple(str(row.id) for name in levels for row in rules.rows_of(name) if not row.lost)


def evidence_json(entry: IndicatorEvidence) -> dict[str, Any]:
    """Return the JSON object of one indicator's evidence; see docs/formats.md."""
    return {
        "indicator": entry.indicator,
        "status": entry.status,
        "aspects": dict(entry.aspects),
        "suggestions": [suggestion_json(one) for one in entry.suggestions],
    }


def indicator_evidence(
    indicator: str, expectations: Expectations, found: CaseFindings
) -> IndicatorEvidence:
    """Return the evidence for one indicator; `none` for one of which nothing is expected."""
    expectation = expectations.of(indicator)
    if expectation is None:
        return IndicatorEvidence(indicator, "none", {}, ())
    text = load_standard(expectations.rule_set).clause(indicator).text
    status, aspects = row_status(expectation, text, found)
    denied = {name for name, holds in aspects.items() if not holds}
    overruled = denied if status == "contradicted" else frozenset[str]()
    return IndicatorEvidence(indicator, status, aspects, suggestions(indicator, found, overruled))


def _levels(rules: Any, target: str | None) -> list[str | None]:
    if target is None:
        return [level.id for level in rules.levels] or [None]
    return [level.id for level in rules.required_levels(target)]
