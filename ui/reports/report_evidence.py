"""The evidence of a report: gates, every indicator with its quotes, contradictions, documents."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.evidence.indicator import IndicatorEvidence
from assistant.evidence.suggestion import Suggestion
from scoring import Row
from ui.local_form import local_place
from ui.reports.case_result import CaseResult
from ui.reports.docx_pages import Pages, shade
from ui.reports.result_words import aspect_words, short_title, state_words
from ui.views.evidence.coverage_map import SIGNS
from ui.wording import t

_MOST_UNDECIDED = 3
_TINTS = {"not_met": "FBE3E1", "not_assessed": "EEF1F3"}
_SHA_SHOWN = 16


def write_gates(pages: Pages, result: CaseResult) -> None:
    """Write every gate with its judgement and its evidence; nothing where there are none."""
    language = pages.language
    gates = [row for row in result.rows if row.kind == "gate"]
    if not gates:
        return
    pages.heading(t("report_gates", language))
    pages.words(t("report_gates_about", language), quiet=True)
    columns = [t(f"column_{key}", language) for key in ("row", "title", "state", "evidence")]
    awards, evidence = result.assessment.awards, result.evidence
    rows = [
        (
            row.id, short_title(result, row.id, language), state_words(awards[row.id], language),
            status_words(evidence.get(row.id), language),
        )
        for row in gates
    ]  # fmt: skip
    table = pages.table(columns, rows, (2, 9, 2.8, 3))
    for row, line in zip(gates, table.rows[1:], strict=True):
        tint = _TINTS.get(awards[row.id].state)
        if tint:
            shade(line.cells[2], tint)


def status_words(entry: IndicatorEvidence | None, language: str) -> str:
    """Return the status of an indicator's evidence with its sign."""
    if entry is None:
        return t("result_no_evidence", language)
    return f"{SIGNS[entry.status]} {t(entry.status, language)}"


def write_open_rows(pages: Pages, result: CaseResult) -> None:
    """Write which rows nobody has judged, by group; nothing where there are none."""
    language = pages.language
    groups: dict[str, list[Row]] = {}
    for row in result.open_rows:
        groups.setdefault(result.rules.first_level_group(row), []).append(row)
    if not groups:
        return
    pages.heading(t("report_open", language))
    columns = [t("column_group", language), t("column_rows", language), t("column_row", language)]
    rows = [
        (f"{name} {short_title(result, name, language)}", str(len(inside)),
         " ".join(row.id for row in inside))
        for name, inside in groups.items()
    ]  # fmt: skip
    pages.table(columns, rows, (5, 1.5, 10.5))


def write_evidence(pages: Pages, result: CaseResult) -> None:
    """Write the quotes for every indicator, and which indicators have none."""
    language = pages.language
    pages.heading(t("report_evidence", language))
    if not result.documents:
        pages.words(t("report_no_files", language))
        return
    pages.words(t("report_evidence_about", language, number=_MOST_UNDECIDED), quiet=True)
    bare = []
    for entry in result.found:
        shown, left_out = quotes_of(entry)
        if shown or entry.indicator in result.notes:
            _write_indicator(pages, result, entry, shown, left_out)
        else:
            bare.append(entry.indicator)
    if bare:
        pages.heading(t("none", language), 3)
        pages.words(t("report_evidence_none", language, number=len(bare)))
        pages.words(" ".join(bare), size=9)


def quotes_of(entry: IndicatorEvidence) -> tuple[list[Suggestion], int]:
    """
    Return the quotes that a report prints for an indicator, and how many it leaves out.

    All accepted ones come first, then a few that bear on it and that nobody decided.
    """
    accepted = [one for one in entry.suggestions if one.decision == "accepted"]
    undecided = [
        one for one in entry.suggestions if one.decision is None and one.relation != "mentions"
    ]
    kept = undecided[:_MOST_UNDECIDED]
    return accepted + kept, len(undecided) - len(kept)


def _write_indicator(
    pages: Pages,
    result: CaseResult,
    entry: IndicatorEvidence,
    shown: Sequence[Suggestion],
    left_out: int,
) -> None:
    language = pages.language
    title = short_title(result, entry.indicator, language)
    pages.heading(f"{entry.indicator} {title} · {status_words(entry, language)}", 3)
    for one in shown:
        pages.quote(one.quote, source_words(one, language))
    note = result.notes.get(entry.indicator)
    if note:
        pages.words(t("report_note", language, note=note))
    missing = aspect_words(result, entry, language, shown=False)
    if missing:
        pages.words(t("report_missing_aspects", language, names=missing), quiet=True, size=9)
    if left_out:
        pages.words(t("report_more_quotes", language, number=left_out), quiet=True, size=9)


def source_words(one: Suggestion, language: str) -> str:
    """Return where a quote stands, what it does to the row, and what was decided about it."""
    parts = [f"{one.file} {local_place(one.locator, language)}".strip(), t(one.relation, language)]
    if one.decision:
        parts.append(t(one.decision, language))
    if one.shortfall:
        parts.append(t("falls_short", language, figure=one.shortfall))
    if one.stance != "provided":
        parts.append(t(f"stance_{one.stance}", language))
    if one.is_ocr:
        parts.append(t("ocr", language))
    return " · ".join(parts)


def write_contradictions(pages: Pages, result: CaseResult) -> None:
    """Write what denies a requirement, with quote and place."""
    language = pages.language
    pages.heading(t("report_against", language))
    rows = [
        (
            f"{entry.indicator} {short_title(result, entry.indicator, language)}",
            one.quote, f"{one.file} {local_place(one.locator, language)}", one.shortfall,
        )
        for entry in result.found
        for one in entry.suggestions
        if one.relation == "contradicts" and one.decision != "rejected"
    ]  # fmt: skip
    if not rows:
        pages.words(t("report_against_none", language))
        return
    pages.words(t("report_against_about", language), quiet=True)
    columns = [t(f"column_{key}", language) for key in ("indicator", "quote", "place", "shortfall")]
    pages.table(columns, rows, (4, 7.5, 3.7, 1.8))


def write_documents(pages: Pages, result: CaseResult) -> None:
    """Write the documents that were looked through, so that a reader can tell which they were."""
    language = pages.language
    pages.heading(t("report_documents", language))
    if not result.documents:
        pages.words(t("report_no_files", language))
        return
    columns = [t("column_file", language), t("column_pages", language), t("status", language),
               t("column_checksum", language)]  # fmt: skip
    rows = [
        (
            one.file, "—" if one.pages is None else str(one.pages),
            t("job_reading" if one.status == "reading" else one.status, language), one.sha256[:_SHA_SHOWN],
        )
        for one in result.documents
    ]  # fmt: skip
    pages.table(columns, rows, (8.6, 1.6, 2.6, 4.2))
