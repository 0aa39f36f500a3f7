"""An assessment as the public JSON object; the format is described in docs/formats.md. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scoring.assessment import Assessment, BodyUse, Bounds, LevelResult, Reason, Step
from scoring.derivation import sentence
from scoring.errors import Fault, SheetError
from scoring.number import decimal_string, exact_string
from scoring.rule_set import RuleSet


def assessment_json(assessment: Assessment) -> dict[str, Any]:
    """Return the JSON object of an assessment; points are decimal strings."""
    bounds: Mapping[str, Bounds] = {
        **{name: level.bounds for name, level in assessment.levels.items()},
        **assessment.indicator_bounds,
    }
    return {
        "rule_set": assessment.rule_set,
        "edition": assessment.edition,
        "scoring_hash": assessment.scoring_hash,
        "target": assessment.target,
        "stage": assessment.stage,
        "body": None if assessment.body is None else _body(assessment.body),
        "outcome": assessment.outcome,
        "reasons": [_reason(reason) for reason in assessment.reasons],
        "levels": {name: _level(level) for name, level in assessment.levels.items()},
        "indicators": {
            name: None if value is None else decimal_string(value)
            for name, value in assessment.indicators.items()
        },
        "overall": _overall(assessment),
        "interpretations": {
            "used": dict(assessment.used),
            "decisive": list(assessment.decisive),
        },
        "bounds": {
            name: [decimal_string(entry.least), decimal_string(entry.most)]
            for name, entry in bounds.items()
        },
        "reach": {name: level.bounds.reach for name, level in assessment.levels.items()},
        "ignored": list(assessment.ignored),
        "trace": [_step(number, step) for number, step in enumerate(assessment.trace, 1)],
    }


def invalid_json(rule_set: RuleSet | None, error: SheetError) -> dict[str, Any]:
    """Return the JSON object for an invalid sheet: every fault as a reason, nothing scored."""
    return {
        "rule_set": rule_set.id if rule_set else None,
        "edition": rule_set.edition if rule_set else None,
        "scoring_hash": rule_set.scoring_hash if rule_set else None,
        "outcome": "invalid",
        "reasons": [_fault(fault) for fault in error.faults],
        "levels": {},
        "indicators": {},
        "interpretations": {"used": {}, "decisive": []},
        "bounds": {},
        "trace": [],
    }


def _reason(reason: Reason) -> dict[str, Any]:
    return {
        "code": reason.code,
        "clause": reason.clause,
        "level": reason.level,
        "text_zh": reason.text_zh,
        "text_en": reason.text_en,
    }


def _fault(fault: Fault) -> dict[str, Any]:
    return {
        "code": fault.code,
        "clause": fault.clause,
        "where": fault.where,
        "line": fault.line,
        "text_zh": fault.text_zh,
        "text_en": fault.text_en,
    }


def _body(use: BodyUse) -> dict[str, Any]:
    rules = use.rules
    return {
        "name_zh": rules.name.zh,
        "name_en": rules.name.en,
        "version": rules.version,
        "date": rules.date,
        "content_hash": rules.content_hash,
        "scoring_hash": rules.scoring_hash,
        "readings": {
            name: {"reading": fixed, "default": default}
            for name, (fixed, default) in use.readings.items()
        },
        "differences": [
            {
                "kind": one.kind,
                "subject": one.subject,
                "by": one.by,
                "clause": one.clause,
                "without": one.without,
                "with": one.with_rules,
            }
            for one in use.differences
        ],
    }


def _level(level: LevelResult) -> dict[str, Any]:
    beside = {
        name: {
            "points": decimal_string(group.points),
            "declared": decimal_string(group.declared),
            "bounds": [decimal_string(group.least), decimal_string(group.most)],
        }
        for name, group in level.beside.items()
    }
    return {
        "points": decimal_string(level.points),
        "declared": decimal_string(level.declared),
        "awardable": decimal_string(level.awardable),
        "gates": dict(level.gates),
        "groups": {name: decimal_string(value) for name, value in level.groups.items()},
        "subgroups": {name: decimal_string(value) for name, value in level.subgroups.items()},
        "outcome": level.outcome,
        **({"beside": beside} if beside else {}),
    }


def _overall(assessment: Assessment) -> dict[str, str] | None:
    if assessment.overall is None:
        return None
    value, weight = assessment.overall
    return {
        "value": decimal_string(value),
        "exact": exact_string(value),
        "weight": exact_string(weight),
    }


def _step(number: int, step: Step) -> dict[str, Any]:
    return {
        "step": number,
        "subject": step.subject,
        "rule": step.rule,
        "clause": step.clause,
        "inputs": dict(step.inputs),
        "raw": exact_string(step.raw),
        "cap": exact_string(step.cap),
        "kept": exact_string(step.kept),
        "total": None if step.total is None else exact_string(step.total),
        "text_zh": sentence(step, "zh"),
        "text_en": sentence(step, "en"),
    }
