"""
The score table of a case as an XLSX workbook: rows, groups, levels and outcome as formulas.

Changing a judgement in it makes everything anew by the readings that the sheet was judged under.
"""

from __future__ import annotations

import io
from datetime import datetime
from decimal import Decimal

import xlsxwriter

from scoring.rule_set import Level, Row
from scoring.tally import (
    gates_count,
    is_in_total,
    left_out,
    left_out_counts,
    mark_is_inclusive,
    reaches_mark,
    widening,
)
from ui.local_form import local_day
from ui.reports.body_facts import body_facts, suspect_facts
from ui.reports.case_result import CaseResult
from ui.reports.indicator_table import write_indicators
from ui.reports.live_table import LiveBook, LiveSheet, Value, cell, quoted, ranges
from ui.reports.result_words import outcome_words, whose_words
from ui.reports.row_formula import (
    AWARDED,
    FAILED,
    LEFT_OUT,
    OPEN,
    VALUE,
)
from ui.reports.score_rows import FIRST_LINE, ScoreRows, open_sheet, write_heading, write_row
from ui.wording import t

_RESULT = (
    "column_level", "column_declared", "table_earned", "table_left_out", "table_points",
    "table_mark", "table_reaches", "table_open", "table_failed", "column_outcome",
)  # fmt: skip
_LEVEL, _DECLARED, _EARNED, _OUT, _POINTS, _MARK, _REACHES, _OPEN, _FAILED, _OUTCOME = range(10)
_LEVELS_LINE = 4


def score_table(result: CaseResult, day: str, language: str) -> bytes:
    """
    Return the workbook of a case by one of its sheets; equal input gives equal bytes.

    day: the day that stands on it, ISO. The formulas go by the readings of the sheet; a reading
    is changed by exporting again.
    """
    stream = io.BytesIO()
    made = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False})
    made.set_properties(
        {"title": t("table_title", language), "created": datetime.fromisoformat(day)}
    )
    made.set_calc_mode("auto")
    book = LiveBook(made, t("page_numbers", language))
    rows = ScoreRows(result, language)
    if result.assessment.levels:
        _write_levels(book, rows)
    else:
        write_indicators(book, rows)
    _write_about(book, rows, day)
    made.close()
    return stream.getvalue()


def _write_levels(book: LiveBook, rows: ScoreRows) -> None:
    language = rows.language
    first = book.sheet(t("table_sheet_result", language), (9, 10, 10, 12, 14, 18, 12, 8, 12, 26))
    first.text(0, 0, f"{t('table_title', language)} · {rows.result.case.name}", "title")
    first.text(1, 0, t("table_live", language), "note")
    first.texts(_LEVELS_LINE - 1, [t(key, language) for key in _RESULT], "head")
    lines = []
    target = rows.result.sheet.target or ""
    for line, level in enumerate(rows.result.rules.required_levels(target), _LEVELS_LINE):
        sheet, total = _write_level(book, rows, level)
        _write_result(first, rows, level, line, (sheet, total))
        lines.append(line)
    outcomes = f"{cell(lines[0], _OUTCOME)}:{cell(lines[-1], _OUTCOME)}"
    words = [
        outcome_words(one, language)
        for one in ("invalid", "incomplete", "gate_failed", "below_mark")
    ]
    formula = quoted(outcome_words("passed", language))
    for word in reversed(words):
        formula = f"IF(COUNTIF({outcomes},{quoted(word)})>0,{quoted(word)},{formula})"
    last = lines[-1] + 2
    first.text(last, 0, t("table_overall", language), "bold")
    for column in range(1, _OUTCOME):
        first.blank(last, column)
    now = outcome_words(rows.result.assessment.outcome, language)
    first.live(last, _OUTCOME, formula, now, "total")


def _write_result(
    sheet: LiveSheet, rows: ScoreRows, level: Level, line: int, total: tuple[LiveSheet, int]
) -> None:
    """Write what a level comes to; total: its worksheet and the line of its sums."""
    language, target = rows.language, rows.result.sheet.target or ""
    now = rows.result.assessment.levels[level.id]
    rules, readings = rows.result.rules, rows.result.sheet.readings
    counted = sum((group.points for group in now.ranges.values()), Decimal(0))
    excluded = left_out(rules, rules.rows_of(level.id), rows.result.assessment.awards)
    widened = widening(rules, rules.rows_of(level.id))

    def at(column: int) -> str:
        return cell(line, column)

    def sums(column: int) -> str:
        return total[0].there(total[1], column)

    sheet.text(line, _LEVEL, level.id, "bold")
    sheet.number(line, _DECLARED, level.declared)
    sheet.live(line, _EARNED, sums(AWARDED), counted)
    sheet.live(line, _OUT, sums(LEFT_OUT), excluded)
    earned, declared, out = at(_EARNED), at(_DECLARED), at(_OUT)
    whole = f"({declared}+{widened}-{out})" if widened else f"({declared}-{out})"
    scaled = f"IF({whole}=0,0,{earned}*{declared}/{whole})"
    sheet.live(line, _POINTS, f"IF({whole}={declared},{earned},{scaled})", now.points, "bold")
    is_inclusive = mark_is_inclusive(level, target, readings)
    sign = "≥" if is_inclusive else ">"
    if level.id == target and level.requires and readings["own_mark"] == "lower_only":
        sheet.text(line, _MARK, t("table_no_own_mark", language))
        reaches = "TRUE"
    else:
        sheet.text(line, _MARK, f"{sign} {rules.mark}")
        # Multiplied out: a quotient in binary could stand a hair above the mark.
        compare = ">=" if is_inclusive else ">"
        both = f"ROUND({earned}*{declared},{rows.places}){compare}ROUND({rules.mark}*{whole},{rows.places})"
        reaches = f"IF({whole}=0,0{compare}{rules.mark},{both})"
    passes = reaches_mark(rules, level, target, now.points, readings)
    yes, no = quoted(t("yes", language)), quoted(t("table_no", language))
    shown = t("yes", language) if passes else t("table_no", language)
    sheet.live(line, _REACHES, f"IF({reaches},{yes},{no})", shown)
    sheet.live(line, _OPEN, sums(OPEN), _open(rows, level))
    failed = sum(state == "not_met" for state in now.gates.values()) if _counts(rows, level) else 0
    sheet.live(line, _FAILED, sums(FAILED), failed)
    words = {one: quoted(outcome_words(one, language)) for one in _OUTCOMES}  # type: ignore[arg-type]
    outcome = (
        f"IF(ISERROR({at(_POINTS)}),{words['invalid']},IF({at(_OPEN)}>0,{words['incomplete']},"
        f"IF({at(_FAILED)}>0,{words['gate_failed']},"
        f"IF({at(_REACHES)}={yes},{words['passed']},{words['below_mark']}))))"
    )
    sheet.live(line, _OUTCOME, outcome, outcome_words(now.outcome, language), "bold")


_OUTCOMES = ("invalid", "incomplete", "gate_failed", "passed", "below_mark")


def _counts(rows: ScoreRows, level: Level) -> bool:
    return gates_count(level, rows.result.sheet.target or "", rows.result.sheet.readings)


def _open(rows: ScoreRows, level: Level) -> int:
    awards, counts = rows.result.assessment.awards, _counts(rows, level)
    rules = rows.result.rules
    inside = [row for row in rules.rows_of(level.id) if is_in_total(rules, row)]
    return sum(awards[row.id].is_open for row in inside if counts or row.kind != "gate")


def _write_level(book: LiveBook, rows: ScoreRows, level: Level) -> tuple[LiveSheet, int]:
    """Write the rows of a level; return the worksheet and the line of its sums."""
    language, result = rows.language, rows.result
    name = t("table_sheet_level", language, level=level.id)
    sheet = open_sheet(book, rows, name, f"{name} · {result.case.name}")
    groups: dict[str, int] = {}
    subgroups: dict[str, int] = {}
    lines: dict[int, Row] = {}
    line = FIRST_LINE
    for row in result.rules.rows_of(level.id):
        outermost = result.rules.first_level_group(row)
        for group, known, look in (
            (outermost, groups, "group"), (row.group, subgroups, "subgroup"),
        ):  # fmt: skip
            if group not in known and not (known is subgroups and group == outermost):
                write_heading(sheet, rows, line, group, look=look)
                known[group] = line
                line += 1
        write_row(sheet, rows, line, row, counts_gates=_counts(rows, level))
        lines[line] = row
        line += 1
    _write_sums(sheet, rows, level, (groups, subgroups, lines), line)
    return sheet, line


_Lines = tuple[dict[str, int], dict[str, int], dict[int, Row]]


def _write_sums(
    sheet: LiveSheet, rows: ScoreRows, level: Level, written: _Lines, total: int
) -> None:
    """Write the sums of groups and of the level, with what a failed gate takes."""
    groups, subgroups, lines = written
    result, now = rows.result, rows.result.assessment.levels[level.id]
    reading = result.sheet.readings["failed_gate"]
    of_group = {
        group: [at for at, row in lines.items() if result.rules.first_level_group(row) == group]
        for group in groups
    }
    beside = {group: one.points for group, one in now.beside.items()}
    conditions = {
        group: "FALSE"
        if group in beside
        else {
            "group_not_scored": f"{cell(line, FAILED)}>0",
            "level_not_scored": f"{cell(total, FAILED)}>0",
        }.get(reading, "FALSE")
        for group, line in groups.items()
    }

    def added(inside: list[int], column: int) -> str:
        return f"ROUND(SUM({ranges(inside, column)}),{rows.places})"

    def put(line: int, inside: list[int], points: Value, group: str, look: str) -> None:
        scored = [at for at in inside if lines[at].kind != "gate"]
        if scored:
            formula = f"IF({conditions[group]},0,{added(scored, AWARDED)})"
            sheet.live(line, AWARDED, formula, points, look)

    for group, line in groups.items():
        inside = of_group[group]
        points = beside.get(group, now.groups.get(group, Decimal(0)))
        put(line, inside, points, group, "group")
        for column, value in ((OPEN, _open_in(rows, level, inside, lines)),
                              (FAILED, _failed_in(rows, level, inside, lines))):  # fmt: skip
            sheet.live(line, column, f"SUM({ranges(inside, column)})", value, "group")
    for group, line in subgroups.items():
        inside = [at for at, row in lines.items() if row.group == group]
        outermost = result.rules.first_level_group(lines[inside[0]])
        put(line, inside, now.subgroups.get(group, Decimal(0)), outermost, "subgroup")
    _write_total(sheet, rows, level, (groups, subgroups, lines), total)


def _write_total(
    sheet: LiveSheet, rows: ScoreRows, level: Level, written: _Lines, total: int
) -> None:
    groups, _, lines = written
    result = rows.result
    rules, now = result.rules, result.assessment.levels[level.id]
    sheet.text(total, 0, level.id, "total")
    sheet.text(total, 1, t("table_level_total", rows.language, level=level.id), "total")
    for column in range(2, 12):
        sheet.blank(total, column, "total")
    sheet.number(total, VALUE, level.declared, "total")
    earned = sum((group.points for group in now.ranges.values()), Decimal(0))
    # A refused judgement must show also where a failed gate takes its group's points.
    check = f"SUM({ranges(lines, AWARDED)})"
    counted = [line for group, line in groups.items() if group not in now.beside]
    points = f"ROUND(SUM({ranges(counted, AWARDED)}),{rows.places})"
    sheet.live(total, AWARDED, f"IF(ISERROR({check}),NA(),{points})", earned, "total")
    # Extra points that are added to a total do not change what it is reckoned out of.
    whole = [at for at, row in lines.items() if left_out_counts(rules, row)]
    left = f"ROUND(SUM({ranges(whole, LEFT_OUT)}),{rows.places})"
    excluded = left_out(rules, rules.rows_of(level.id), result.assessment.awards)
    sheet.live(total, LEFT_OUT, left, excluded, "total")
    everywhere = [at for at, row in lines.items() if is_in_total(rules, row)]
    sheet.live(
        total,
        OPEN,
        f"SUM({ranges(everywhere, OPEN)})",
        _open_in(rows, level, everywhere, lines),
        "total",
    )
    sheet.live(
        total, FAILED, f"SUM({ranges(lines, FAILED)})",
        _failed_in(rows, level, everywhere, lines), "total",
    )  # fmt: skip


def _open_in(rows: ScoreRows, level: Level, inside: list[int], lines: dict[int, Row]) -> int:
    awards, counts = rows.result.assessment.awards, _counts(rows, level)
    return sum(awards[lines[at].id].is_open for at in inside if counts or lines[at].kind != "gate")


def _failed_in(rows: ScoreRows, level: Level, inside: list[int], lines: dict[int, Row]) -> int:
    if not _counts(rows, level):
        return 0
    awards = rows.result.assessment.awards
    gates = [lines[at] for at in inside if lines[at].kind == "gate"]
    return sum(awards[row.id].state == "not_met" for row in gates)


def _write_about(book: LiveBook, rows: ScoreRows, day: str) -> None:
    result, language = rows.result, rows.language
    zh = language == "zh"
    rules, case = result.rules, result.case
    sheet = book.sheet(t("table_sheet_about", language), (50, 60, 14))
    version = result.saved.version if result.saved else 0
    facts = (
        (t("case", language), f"{case.name} ({case.id})"),
        (t("result_rules", language), rules.title_zh if zh else rules.title_en),
        (t("column_edition", language), rules.version),
        (t("result_hash", language), rules.scoring_hash),
        *body_facts(result, language),
        (t("stage", language), t(f"stage_{result.whose.stage}", language)),
        (t("result_sheet", language), f"{whose_words(result.whose, result.name, language)} · "
                                      f"{t('result_version', language, version=version)}"),
        (t("result_date", language), local_day(day, language)),
        (t("record_head", language), result.record),
        *suspect_facts(result, language),
    )  # fmt: skip
    for line, (name, words) in enumerate(facts):
        sheet.text(line, 0, name, "bold")
        sheet.text(line, 1, words)
    line = len(facts) + 1
    sheet.text(line, 0, t("table_fixed_readings", language), "note")
    heads = (
        t("column_question", language),
        t("column_reading", language),
        t("table_decisive", language),
    )
    sheet.texts(line + 1, heads, "head")
    for at, (name, used) in enumerate(result.assessment.used.items(), line + 2):
        entry = rules.interpretation(name)
        reading = entry.reading(used)
        sheet.text(at, 0, entry.question_zh if zh else entry.question_en)
        sheet.text(at, 1, reading.text_zh if zh else reading.text_en)
        sheet.text(at, 2, "⚖" if name in result.assessment.decisive else "")
