"""The rows of a score table: judgements to change, what they earn as formulas, reasons."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from scoring import Row
from scoring.judgement import NOT_ASSESSED
from scoring.number import exact_string
from scoring.sheet import rules_for
from ui.reports.case_result import CaseResult
from ui.reports.live_table import LiveBook, LiveSheet, cell, quoted
from ui.reports.result_words import short_title
from ui.reports.row_formula import (
    APPROVED,
    AWARDED,
    FAILED,
    JUDGEMENT,
    LEFT_OUT,
    NUMBER,
    OPEN,
    REASON,
    VALUE,
    JudgementWords,
    is_open,
    places_of,
    row_formulas,
)
from ui.wording import t

WIDTHS = (9, 34, 13, 7, 13, 13, 8, 9, 7, 10, 30, 11)
FIRST_LINE = 4
_COLUMNS = (
    "column_row", "column_title", "column_kind", "table_value", "table_judgement", "table_number",
    "table_awarded", "table_left_out", "table_open", "table_failed", "table_reason",
    "table_approved",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ScoreRows:
    """What the rows of a worksheet are written from."""

    result: CaseResult
    language: str

    @property
    def places(self) -> int:
        """To how many places sums are rounded, so that binary fractions never decide."""
        return places_of(self.result.rules)

    @property
    def words(self) -> JudgementWords:
        """The words of judgements."""
        return JudgementWords.of(self.language)


def open_sheet(book: LiveBook, rows: ScoreRows, name: str, title: str) -> LiveSheet:
    """Add a worksheet with its heading, ready for rows from `FIRST_LINE` on."""
    sheet = book.sheet(name, WIDTHS)
    sheet.text(0, 0, title, "title")
    sheet.text(1, 0, t("table_live", rows.language), "note")
    sheet.text(2, 0, t("table_invalid", rows.language), "note")
    sheet.texts(FIRST_LINE - 1, [t(key, rows.language) for key in _COLUMNS], "head")
    sheet.sheet.freeze_panes(FIRST_LINE, 2)
    sheet.sheet.repeat_rows(FIRST_LINE - 1)
    return sheet


def write_heading(
    sheet: LiveSheet, rows: ScoreRows, line: int, group: str, *, look: str = "group"
) -> None:
    """Write the line of a group with what the document prints beside it; sums come later."""
    sheet.text(line, 0, group, look)
    sheet.text(line, 1, short_title(rows.result, group, rows.language), look)
    for column in range(2, APPROVED + 1):
        sheet.blank(line, column, look)
    printed = rows.result.rules.group(group).printed
    if printed is not None:
        sheet.number(line, VALUE, printed, look)


def write_row(
    sheet: LiveSheet, rows: ScoreRows, line: int, row: Row, *, counts_gates: bool = True
) -> None:
    """Write a row: its judgement can be changed, the rest follows."""
    result, language, words = rows.result, rows.language, rows.words
    award = result.assessment.awards[row.id]
    sheet.text(line, 0, row.id)
    sheet.text(line, 1, short_title(result, row.id, language))
    sheet.text(line, 2, _kind(rows, row), "quiet")
    is_gate = row.kind == "gate"
    if is_gate:
        sheet.text(line, VALUE, "—", "quiet")
    else:
        sheet.number(line, VALUE, row.points)
    if award.state == "lost":
        sheet.text(line, JUDGEMENT, t("award_lost", language), "quiet")
        for column in range(NUMBER, APPROVED + 1):
            sheet.blank(line, column)
        sheet.number(line, AWARDED, award.kept, "dash" if is_gate else "plain")
        return
    formulas = row_formulas(row, result.rules, result.sheet.readings, words, line)
    sheet.text(line, JUDGEMENT, words.said(award), "input")
    sheet.choose(line, JUDGEMENT, formulas.choices)
    number = _number(rows, row)
    if number is None:
        sheet.blank(line, NUMBER, "plain" if is_gate else "input")
    else:
        sheet.number(line, NUMBER, number, "input")
    sheet.live(line, AWARDED, formulas.awarded, award.kept, "dash" if is_gate else "plain")
    sheet.blank(line, LEFT_OUT)
    if formulas.left_out:
        now = row.points if award.excluded else Decimal(0)
        sheet.live(line, LEFT_OUT, formulas.left_out, now, "quiet")
    sheet.blank(line, OPEN)
    sheet.blank(line, FAILED)
    if counts_gates or not is_gate:
        sheet.live(line, OPEN, f"IF({is_open(line, words)},1,0)", int(award.is_open), "quiet")
    if counts_gates and is_gate:
        failed = f"IF({cell(line, JUDGEMENT)}={quoted(words.not_met)},1,0)"
        sheet.live(line, FAILED, failed, int(award.state == "not_met"), "quiet")
    judgement = result.sheet.judgements.get(row.id, NOT_ASSESSED)
    sheet.text(line, REASON, _reason(rows, row), "input")
    sheet.text(line, APPROVED, judgement.approved_by, "input")


def _kind(rows: ScoreRows, row: Row) -> str:
    rules = rules_for(row, rows.result.rules, rows.result.sheet.readings)
    unit = exact_string(row.unit if row.unit is not None else row.points)
    return t(f"table_kind_{rules.kind}", rows.language, unit=unit)


def _number(rows: ScoreRows, row: Row) -> Decimal | int | None:
    """Return the part points, times or things of a judgement; None where it has none."""
    award = rows.result.assessment.awards[row.id]
    if award.state == "partial":
        return award.raw
    if award.state == "counted":
        return int(next(award.inputs[key] for key in _COUNTED if key in award.inputs))
    return None


_COUNTED = ("count", "incidents", "number")
"""Under which name an award tells how many were counted."""


def _reason(rows: ScoreRows, row: Row) -> str:
    """Return the reason as given; for a list, also what was found."""
    judgement = rows.result.sheet.judgements.get(row.id, NOT_ASSESSED)
    comma = "、" if rows.language == "zh" else ", "
    found = comma.join((*judgement.options, *judgement.others))
    return " · ".join(part for part in (judgement.proof, judgement.reason, found) if part)
