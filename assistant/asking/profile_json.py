"""The public JSON of what a profile amounts to; the format is described in docs/formats.md. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from assistant.asking.profile_report import ProfileReport, Statement
from scoring.applicability import INTERPRETATION, Cost, FitSum, RowFit
from scoring.fact import Fact
from scoring.number import decimal_or_none, decimal_string


def profile_json(report: ProfileReport) -> dict[str, Any]:
    """Return the JSON object of a report; points are decimal strings, texts in both languages."""
    found, profile = report.found, report.found.profile
    return {
        "rule_set": report.rules.id,
        "edition": report.rules.edition,
        "name": profile.name,
        "level": profile.level,
        "stage": profile.stage,
        "facts": {
            fact.id: profile.state(fact, report.facts) for fact in report.facts.values()
        },
        "other": list(profile.other),
        "levels": {entry.id: _sum(entry) for entry in found.levels},
        "groups": {entry.id: _sum(entry) for entry in found.groups},
        "rows": [_row(fit, report) for fit in found.rows],
        "lacking": list(found.lacking),
        "unanswered": [_question(fact, fits) for fact, fits in report.questions()],
        "not_applicable": _interpretation(report),
        "costs": [_cost(cost) for cost in found.costs],
        "documents": [
            {"clause": clause.id, "title_zh": clause.title_zh, "title_en": clause.title_en,
             "text": clause.text}
            for clause in report.documents()
        ],
        "notes": _notes(report),
    }  # fmt: skip


def _sum(entry: FitSum) -> dict[str, Any]:
    return {
        "gates": entry.gates,
        "items": entry.items,
        "points": decimal_string(entry.points),
        "lacking": {
            "gates": entry.lacking_gates,
            "items": entry.lacking_items,
            "points": decimal_string(entry.lacking_points),
        },
        "unclear": {
            "gates": entry.unclear_gates,
            "items": entry.unclear_items,
            "points": decimal_string(entry.unclear_points),
        },
        "lost": entry.lost,
    }


def _row(fit: RowFit, report: ProfileReport) -> dict[str, Any]:
    clause = report.standard.clause(fit.row.id)
    return {
        "id": fit.row.id,
        "printed_id": clause.printed_id,
        "level": fit.row.level,
        "group": report.rules.first_level_group(fit.row),
        "kind": fit.row.kind,
        "points": decimal_string(fit.row.points),
        "status": fit.status,
        "presupposes": list(fit.row.presupposes),
        "lacking": list(fit.lacking),
        "unclear": list(fit.open),
        "in_part": list(fit.in_part),
        "title_zh": clause.title_zh,
        "title_en": clause.title_en,
        "text": clause.text,
    }


def _question(fact: Fact, fits: tuple[RowFit, ...]) -> dict[str, Any]:
    points = sum((fit.row.points for fit in fits), start=fits[0].row.points * 0)
    return {
        "fact": fact.id,
        "question_zh": fact.question_zh,
        "question_en": fact.question_en,
        "rows": [fit.row.id for fit in fits],
        "points": decimal_string(points),
    }


def _interpretation(report: ProfileReport) -> dict[str, Any]:
    entry = report.rules.interpretation(INTERPRETATION)
    return {
        "default": entry.default,
        "defects": list(entry.defects),
        **_statement(*(one.no_rule() for one in _both(report))),
    }


def _cost(cost: Cost) -> dict[str, Any]:
    return {
        "subject": cost.subject,
        "reading": cost.reading,
        "at_risk": decimal_or_none(cost.at_risk),
        "open": decimal_or_none(cost.open_points),
        "best": decimal_or_none(cost.best),
        "worst": decimal_or_none(cost.worst),
        "room": decimal_or_none(cost.room),
        "worst_room": decimal_or_none(cost.worst_room),
        "reaches": cost.reaches,
        "worst_reaches": cost.worst_reaches,
    }


def _notes(report: ProfileReport) -> list[dict[str, Any]]:
    zh, en = (one.notes() for one in _both(report))
    return [_statement(one, other) for one, other in zip(zh, en, strict=True)]


def _both(report: ProfileReport) -> tuple[ProfileReport, ProfileReport]:
    return replace(report, language="zh"), replace(report, language="en")


def _statement(zh: Statement, en: Statement) -> dict[str, Any]:
    return {"text_zh": zh.text, "text_en": en.text, "clauses": list(zh.clauses)}
