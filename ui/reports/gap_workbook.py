"""The gap list of a case as an XLSX workbook: what is missing, contradicted, and worth doing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import quote

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from assistant.evidence.indicator import IndicatorEvidence
from assistant.evidence.suggestion import Suggestion
from scoring.number import exact_string
from ui.local_form import local_place
from ui.reports.case_result import CaseResult
from ui.reports.gap import LACKS, Gap, gaps
from ui.reports.plan_steps import plan_steps
from ui.reports.result_words import aspect_words, kind_words, short_title, state_words, usual_places
from ui.reports.workbook import add_sheet, write_row
from ui.row_words import row_text
from ui.wording import t

_GAPS = (
    ("level", 7), ("group", 22), ("row", 9), ("kind", 10), ("lacks", 24), ("state", 14),
    ("stake", 9), ("on_way", 9), ("clause_words", 56), ("title_ours", 26), ("evidence", 12),
    ("aspects_shown", 28), ("aspects_missing", 28), ("usual_place", 22), ("against", 50),
    ("against_at", 26), ("note", 30),
)  # fmt: skip
_AGAINST = (
    ("row", 9), ("title_ours", 28), ("quote", 80), ("file", 30), ("place", 18),
    ("shortfall", 16), ("aspects", 32), ("decision", 12),
)  # fmt: skip
_WAY = (
    ("level", 7), ("row", 9), ("title_ours", 32), ("kind", 10), ("state", 16), ("gain", 9),
    ("total", 9), ("evidence", 12),
)  # fmt: skip
_TINTS = {
    "gate_failed": "FBE3E1", "contradicted": "FBE3E1", "not_judged": "EEF1F3",
    "points_short": "FFF3D6", "no_evidence": "FFF3D6", "partly_shown": "FFF9EA",
}  # fmt: skip
_LINK = Font(color="1F4E5F", underline="single")


def gap_workbook(result: CaseResult, language: str) -> Workbook:
    """
    Return the workbook in a language: gaps, contradictions, shortest way, summary.

    Points are numbers where they end as decimals. Keep the file in the folder of the documents:
    the places of contradictions link to them by name.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    found = gaps(result)
    _gaps(book, result, found, language)
    _contradictions(book, result, language)
    if result.way is not None:
        _way(book, result, language)
    _summary(book, result, found, language)
    return book


def _sheet(
    book: Workbook, name: str, columns: Sequence[tuple[str, int]], language: str
) -> Worksheet:
    headed = [(t(f"column_{key}", language), width) for key, width in columns]
    return add_sheet(book, t(name, language), headed, t("page_numbers", language))


def _gaps(book: Workbook, result: CaseResult, found: Sequence[Gap], language: str) -> None:
    sheet = _sheet(book, "sheet_gaps", _GAPS, language)
    for gap in found:
        write_row(
            sheet, _gap(result, gap, language), PatternFill("solid", fgColor=_TINTS[gap.lacks[0]])
        )
    sheet.freeze_panes = "D2"
    sheet.auto_filter.ref = sheet.dimensions


def _gap(result: CaseResult, gap: Gap, language: str) -> tuple[object, ...]:
    row, evidence = gap.row, gap.evidence
    against = _against(evidence)
    lacks = "；" if language == "zh" else "; "
    return (
        row.level or "",
        f"{gap.group} {short_title(result, gap.group, language)}",
        row.id,
        kind_words(row, language),
        lacks.join(t(f"lack_{lack}", language) for lack in gap.lacks),
        state_words(gap.award, language),
        gap.stake if row.kind != "gate" else t("result_gate", language),
        t("yes", language) if gap.is_on_way else "",
        row_text(result.rules, result.standard, row.id),
        result.title(row.id, language),
        t(evidence.status, language) if evidence else t("result_no_evidence", language),
        aspect_words(result, evidence, language, shown=True) if evidence else "",
        aspect_words(result, evidence, language, shown=False) if evidence else "",
        usual_places(result, row.id, language),
        against[0].quote if against else "",
        f"{against[0].file} {local_place(against[0].locator, language)}" if against else "",
        result.notes.get(row.id, ""),
    )


def _against(evidence: IndicatorEvidence | None) -> list[Suggestion]:
    """Return what denies a row, what a person rejected left out."""
    return [
        one
        for one in (evidence.suggestions if evidence else ())
        if one.relation == "contradicts" and one.decision != "rejected"
    ]


def _contradictions(book: Workbook, result: CaseResult, language: str) -> None:
    sheet = _sheet(book, "sheet_against", _AGAINST, language)
    for entry in result.found:
        for one in _against(entry):
            about = replace(entry, aspects=dict.fromkeys(one.aspects, True))
            line = write_row(
                sheet,
                (
                    entry.indicator, result.title(entry.indicator, language), one.quote, one.file,
                    local_place(one.locator, language), one.shortfall, aspect_words(result, about, language, shown=True),
                    t(one.decision, language) if one.decision else "",
                ),
            )  # fmt: skip
            cell = sheet.cell(line, 4)
            cell.hyperlink = f"{quote(one.file)}{f'#page={one.page}' if one.page else ''}"
            cell.font = _LINK
    sheet.auto_filter.ref = sheet.dimensions


def _way(book: Workbook, result: CaseResult, language: str) -> None:
    sheet = _sheet(book, "sheet_way", _WAY, language)
    evidence = result.evidence
    for level in result.way.levels if result.way else ():
        for step in plan_steps(level):
            entry = evidence.get(step.row)
            write_row(
                sheet,
                (
                    level.level, step.row, result.title(step.row, language),
                    kind_words(result.rules.row(step.row), language),
                    state_words(result.assessment.awards[step.row], language),
                    "" if step.gain is None else step.gain,
                    "" if step.total is None else exact_string(step.total),
                    t(entry.status, language) if entry else t("result_no_evidence", language),
                ),
            )  # fmt: skip
    sheet.auto_filter.ref = sheet.dimensions


def _summary(book: Workbook, result: CaseResult, found: Sequence[Gap], language: str) -> None:
    columns = [("group", 34), ("rows", 8), ("stake", 10), *((f"lack_{lack}", 14) for lack in LACKS)]
    headed = [
        (t(key if key.startswith("lack_") else f"column_{key}", language), width)
        for key, width in columns
    ]
    sheet = add_sheet(book, t("sheet_summary", language), headed, t("page_numbers", language))
    groups: dict[str, list[Gap]] = {}
    for gap in found:
        groups.setdefault(gap.group, []).append(gap)
    for name, inside in groups.items():
        write_row(sheet, (f"{name} {short_title(result, name, language)}", *_counts(inside)))
    write_row(sheet, (t("all_rows", language), *_counts(found)))


def _counts(found: Sequence[Gap]) -> tuple[object, ...]:
    counts = [sum(lack in gap.lacks for gap in found) for lack in LACKS]
    return len(found), sum(gap.stake for gap in found), *counts
