"""
The fields of an evaluation report: everything a template can show, as texts and lists. Pure.

docs/reports.md lists them; a test compares the list with what is made here. No key has the name
of a method of mappings, so that a template reads them with a dot.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from scoring.number import exact_string
from scoring.plan import LevelPlan
from ui.body_told import difference_rows
from ui.cli.score import OUTCOME_EN, OUTCOME_ZH
from ui.local_form import local_day
from ui.reports.body_facts import body_facts
from ui.reports.case_result import CaseResult
from ui.reports.decisive import decisive_interpretations
from ui.reports.details import ReportDetails
from ui.reports.panel_fields import consensus_fields, panel_fields
from ui.reports.panel_record import SubmittedSheet
from ui.reports.plan_steps import plan_steps
from ui.reports.profile_fields import profile_fields
from ui.reports.result_words import (
    outcome_words,
    reading_gives,
    short_title,
    way_words,
)
from ui.reports.row_fields import ReportRows, dimension_fields, improvement_fields, level_fields
from ui.wording import t

Fields = dict[str, Any]
_NAMES = (
    "number",
    "address",
    "applicant",
    "registered_name",
    "builder",
    "operator",
    "body",
    "signer",
)
_SHA_SHOWN = 16


def report_fields(
    result: CaseResult,
    details: ReportDetails,
    sheets: Sequence[SubmittedSheet],
    day: str,
    language: str,
) -> Fields:
    """
    Return the fields of a report by name.

    Args:
        result: the case by one of its sheets; of a panel this is the consensus.
        details: what the body gave besides.
        sheets: what the members submitted in the stage of the sheet.
        day: the day of the report where the details name none, ISO.
        language: "zh" or "en".
    """
    zh = language == "zh"
    rows = ReportRows(result, language)
    blank = t("er_blank", language)
    rules, case = result.rules, result.case
    is_table = not result.assessment.levels
    readings = _readings(result, language)
    dimensions = dimension_fields(rows)
    return {
        "title": t("er_c1_title" if is_table else "er_title", language),
        "community": details.community or case.name,
        **{name: getattr(details, name) or blank for name in _NAMES},
        "case_id": case.id,
        "date": local_day(details.date or day, language),
        "level": t("level_named", language, level=case.level) if case.level else "",
        "stage": t(f"stage_{result.whose.stage}", language),
        "rules": {
            "title": rules.title_zh if zh else rules.title_en,
            "issuing_body": rules.issuing_body_zh if zh else rules.issuing_body_en,
            "edition": rules.version,
            "scoring_hash": rules.scoring_hash,
        },
        "sheet": _sheet(result, sheets, language),
        "record": result.record,
        "overview": _paragraphs(details.overview),
        "profile": profile_fields(case.profile, language),
        "documents": _documents(result, language),
        "summary": _paragraphs(details.summary),
        "methods": details.methods or blank,
        "body_rules": [f"{name}: {words}" for name, words in body_facts(result, language)],
        "body_differences": _body_differences(result, language),
        **panel_fields(result, details, sheets, language),
        **consensus_fields(result, sheets, language),
        "levels": level_fields(rows),
        "dimensions": dimensions,
        "indicators": [one for dimension in dimensions for one in dimension["indicators"]],
        "weights_note": _weights_note(result, language) if is_table else "",
        "improvements": improvement_fields(rows),
        "body_improvements": [*details.improvements],
        "way": [
            _way(result, level, language) for level in (result.way.levels if result.way else ())
        ],
        "verdict": _verdict(result, language),
        "reasons": _reasons(result, language),
        "opinion": _paragraphs(details.opinion),
        "readings": readings,
        "decisive": [one for one in readings if one["is_decisive"]],
        "quotes": rows.quoted(),
    }


def _sheet(result: CaseResult, sheets: Sequence[SubmittedSheet], language: str) -> str:
    """Return by which sheet the report goes: beside sheets of members the case's is their consensus."""
    number = result.saved.version if result.saved else 0
    version = t("result_version", language, version=number)
    stage = t(f"stage_{result.whose.stage}", language)
    key = "er_sheet_consensus" if sheets else "er_sheet_own"
    told = t(key, language, stage=stage, version=version)
    if not result.suspect:
        return told
    mark = "；" if language == "zh" else "; "
    return told + mark + t("suspects_unconfirmed", language, number=result.suspect)


def _body_differences(result: CaseResult, language: str) -> list[Fields]:
    """Return what the body's own rules changed against the document alone."""
    use = result.assessment.body
    outcomes = OUTCOME_EN if language == "en" else OUTCOME_ZH
    return [
        {"subject": subject, "without": without, "with_rules": with_rules}
        for subject, without, with_rules in (
            difference_rows(use, outcomes, language) if use else ()
        )
    ]


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _weights_note(result: CaseResult, language: str) -> str:
    return t("er_weights_given" if result.weights else "er_weights_none", language)


def _documents(result: CaseResult, language: str) -> list[Fields]:
    return [
        {
            "number": str(at),
            "name": one.file,
            "pages": "—" if one.pages is None else str(one.pages),
            "status": t("job_reading" if one.status == "reading" else one.status, language),
            "checksum": one.sha256[:_SHA_SHOWN],
            "sha256": one.sha256,
        }
        for at, one in enumerate(result.documents, 1)
    ]


def _way(result: CaseResult, level: LevelPlan, language: str) -> Fields:
    return {
        "words": way_words(level, language),
        "steps": [
            {
                "id": step.row,
                "title": short_title(result, step.row, language),
                "gain": "" if step.gain is None else exact_string(step.gain),
                "total": "" if step.total is None else exact_string(step.total),
            }
            for step in plan_steps(level)
        ],
    }


def _verdict(result: CaseResult, language: str) -> str:
    words = outcome_words(result.assessment.outcome, language)
    if result.case.level:
        return t("er_verdict_level", language, level=result.case.level, outcome=words)
    if result.assessment.overall is not None:
        value, weight = map(exact_string, result.assessment.overall)
        return t("overall_weighted", language, value=value, weight=weight)
    return words


def _reasons(result: CaseResult, language: str) -> list[str]:
    told = [one.text_zh if language == "zh" else one.text_en for one in result.deciding_reasons]
    if result.open_rows:
        told.append(t("er_open_rows", language, number=len(result.open_rows)))
    return told or [t("nothing_against", language)]


def _readings(result: CaseResult, language: str) -> list[Fields]:
    zh = language == "zh"
    decisive = {one.entry.id: one for one in decisive_interpretations(result)}
    found = []
    for name, used in result.assessment.used.items():
        entry = result.rules.interpretation(name)
        reading = entry.reading(used)
        others = [
            f"{one.reading.text_zh if zh else one.reading.text_en} → {reading_gives(one, language)}"
            for one in (decisive[name].readings if name in decisive else ())
            if not one.is_used
        ]
        found.append(
            {
                "question": entry.question_zh if zh else entry.question_en,
                "reading": reading.text_zh if zh else reading.text_en,
                "why": entry.why_zh if zh else entry.why_en,
                "clauses": " ".join(entry.clauses),
                "is_decisive": name in decisive,
                "otherwise": "\n".join(others),
            }
        )
    return found
