"""The self-check report of a case as DOCX: verdict, numbers, gates, way, evidence, derivation."""

from __future__ import annotations

from typing import Any

from scoring.number import exact_string
from ui.local_form import local_day
from ui.reports.body_facts import body_facts, suspect_facts
from ui.reports.case_result import CaseResult
from ui.reports.docx_pages import Pages
from ui.reports.report_body import write_body
from ui.reports.report_evidence import (
    write_contradictions,
    write_documents,
    write_evidence,
    write_gates,
    write_open_rows,
)
from ui.reports.report_numbers import write_derivation, write_points, write_readings, write_way
from ui.reports.result_words import outcome_words, whose_words
from ui.wording import t


def self_check_report(result: CaseResult, day: str, language: str) -> Any:
    """
    Return the report as a python-docx document.

    Of a sheet that is not the case's own it says so instead of calling it a self-check.

    Args:
        result: the case by one of its sheets.
        day: the day that stands on the report, ISO.
        language: "zh" or "en".
    """
    pages = Pages(language)
    title = t("report_title_sheet" if result.whose.number else "report_title", language)
    running = f"{result.case.name} · {title} · {local_day(day, language)}"
    pages.header(running, t("page_numbers", language))
    _write_cover(pages, result, title, day)
    pages.contents(t("report_contents", language))
    pages.page_break()
    _write_verdict(pages, result)
    write_points(pages, result)
    write_gates(pages, result)
    write_way(pages, result)
    write_open_rows(pages, result)
    write_contradictions(pages, result)
    write_evidence(pages, result)
    write_readings(pages, result)
    write_body(pages, result)
    write_documents(pages, result)
    write_derivation(pages, result)
    return pages.finish(f"{title} {result.case.name}", t("title", language))


def _write_cover(pages: Pages, result: CaseResult, title: str, day: str) -> None:
    language, rules = pages.language, result.rules
    zh = language == "zh"
    pages.title(title)
    pages.words(result.case.name, bold=True, size=16)
    warning = "report_warning_sheet" if result.whose.number else "report_warning"
    pages.words(t(warning, language), bold=True)
    level = result.case.level
    version = result.saved.version if result.saved else 0
    entries = [
        (t("result_rules", language), rules.title_zh if zh else rules.title_en),
        (
            t("report_issuing_body", language),
            rules.issuing_body_zh if zh else rules.issuing_body_en,
        ),
        (
            t("column_edition", language),
            f"{rules.version}" + (f" ({rules.date})" if rules.date else ""),
        ),
        (t("result_hash", language), rules.scoring_hash),
        *body_facts(result, language),
        (t("level", language), t("level_named", language, level=level) if level else "—"),
        (t("stage", language), t(f"stage_{result.whose.stage}", language)),
        (
            t("result_sheet", language),
            f"{whose_words(result.whose, result.name, language)} · "
            f"{t('result_version', language, version=version)}",
        ),
        (
            t("report_documents_number", language),
            t("report_number_files", language, number=len(result.documents)),
        ),
        (t("result_date", language), local_day(day, language)),
        (t("case", language), result.case.id),
        (t("record_head", language), result.record),
        *suspect_facts(result, language),
    ]
    pages.facts(entries)


def _write_verdict(pages: Pages, result: CaseResult) -> None:
    language = pages.language
    assessment = result.assessment
    pages.heading(t("report_verdict", language))
    pages.words(outcome_words(assessment.outcome, language), bold=True, size=14)
    if result.reach is not None and assessment.outcome == "incomplete":
        pages.words(t(f"prospect_{result.reach}", language))
    if assessment.overall is not None:
        value, weight = map(exact_string, assessment.overall)
        pages.words(t("overall_weighted", language, value=value, weight=weight))
    lines = [one.text_zh if language == "zh" else one.text_en for one in result.deciding_reasons]
    if result.open_rows:
        lines.append(t("report_open_told", language, number=len(result.open_rows)))
    pages.bullets(lines or [t("nothing_against", language)])
