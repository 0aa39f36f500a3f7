"""The score table of Table C-1: rows, the 32 indicators, dimensions and weights as formulas."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from scoring.assessment import Number
from scoring.dimension import dimension_figures
from scoring.rule_set import Row
from ui.reports.live_table import LiveBook, LiveSheet, cell, quoted, ranges
from ui.reports.result_words import outcome_words, short_title
from ui.reports.row_formula import AWARDED, LEFT_OUT, OPEN, VALUE
from ui.reports.score_rows import FIRST_LINE, ScoreRows, open_sheet, write_heading, write_row
from ui.wording import t

_ID, _TITLE, _VALUE, _OPEN, _WEIGHT = range(5)
_INDICATORS_LINE = 4


def write_indicators(book: LiveBook, rows: ScoreRows) -> None:
    """Write the worksheets of the result and of the rows."""
    language, result = rows.language, rows.result
    first = book.sheet(t("table_sheet_result", language), (12, 52, 16, 10, 10))
    name = t("table_sheet_rows", language)
    sheet = open_sheet(book, rows, name, f"{name} · {result.case.name}")
    where = _write_rows(sheet, rows)
    first.text(0, 0, f"{t('table_title', language)} · {result.case.name}", "title")
    first.text(1, 0, t("table_weights_about", language), "note")
    heads = (
        "column_indicator",
        "column_title",
        "table_indicator_value",
        "table_open",
        "table_weight",
    )
    first.texts(_INDICATORS_LINE - 1, [t(key, language) for key in heads], "head")
    for line, (indicator, at) in enumerate(where.items(), _INDICATORS_LINE):
        _write_indicator(first, rows, line, indicator, (sheet, at))
    last = _INDICATORS_LINE + len(where)
    _write_sums(first, rows, last)
    lines = {name: _INDICATORS_LINE + at for at, name in enumerate(where)}
    _write_dimensions(first, rows, lines, last + 5)


def _write_rows(sheet: LiveSheet, rows: ScoreRows) -> dict[str, int]:
    """Write all rows by dimension and indicator; return the line of each indicator."""
    result, line = rows.result, FIRST_LINE
    dimensions: set[str] = set()
    where: dict[str, int] = {}
    inside: dict[str, list[int]] = {}
    members: dict[str, list[Row]] = {}
    for row in result.rules.rows:
        dimension = result.rules.first_level_group(row)
        if dimension not in dimensions:
            dimensions.add(dimension)
            write_heading(sheet, rows, line, dimension)
            line += 1
        if row.group not in where:
            write_heading(sheet, rows, line, row.group, look="subgroup")
            where[row.group] = line
            line += 1
        write_row(sheet, rows, line, row)
        inside.setdefault(row.group, []).append(line)
        members.setdefault(row.group, []).append(row)
        line += 1
    for indicator, at in where.items():
        _write_value(sheet, rows, at, (indicator, inside[indicator], members[indicator]))
    return where


def _write_value(
    sheet: LiveSheet, rows: ScoreRows, line: int, of: tuple[str, list[int], list[Row]]
) -> None:
    """Write the value of an indicator; empty while none of its rows is judged."""
    indicator, lines, members = of
    awards = rows.result.assessment.awards
    still = sum(awards[row.id].is_open for row in members)
    left = sum((row.points for row in members if awards[row.id].excluded), Decimal(0))
    sheet.live(line, OPEN, f"SUM({ranges(lines, OPEN)})", still, "subgroup")
    sheet.live(line, LEFT_OUT, f"SUM({ranges(lines, LEFT_OUT)})", left, "subgroup")
    declared, out = cell(line, VALUE), cell(line, LEFT_OUT)
    earned = f"MAX(ROUND(SUM({ranges(lines, AWARDED)}),{rows.places}),0)"
    scaled = f"IF({out}={declared},0,{earned}*{declared}/({declared}-{out}))"
    formula = f'IF({cell(line, OPEN)}={len(lines)},"",IF({out}=0,{earned},{scaled}))'
    sheet.live(line, AWARDED, formula, rows.result.assessment.indicators[indicator], "subgroup")


def _write_indicator(
    sheet: LiveSheet, rows: ScoreRows, line: int, indicator: str, at: tuple[LiveSheet, int]
) -> None:
    result = rows.result
    sheet.text(line, _ID, indicator)
    sheet.text(line, _TITLE, short_title(result, indicator, rows.language))
    value = at[0].there(at[1], AWARDED)
    sheet.live(line, _VALUE, value, result.assessment.indicators[indicator], "bold")
    awards = result.assessment.awards.values()
    still = sum(one.is_open for one in awards if one.row.group == indicator)
    sheet.live(line, _OPEN, at[0].there(at[1], OPEN), still)
    weight = result.weights.get(indicator)
    if weight is None:
        sheet.blank(line, _WEIGHT, "input")
    else:
        sheet.number(line, _WEIGHT, weight, "input")


def _column(column: int, last: int) -> str:
    return f"{cell(_INDICATORS_LINE, column)}:{cell(last - 1, column)}"


def _write_sums(sheet: LiveSheet, rows: ScoreRows, last: int) -> None:
    """Write the sum of the indicators, their weighted mean and how far they are judged."""
    language, assessment = rows.language, rows.result.assessment
    values, weights, still = (_column(column, last) for column in (_VALUE, _WEIGHT, _OPEN))
    whole = sum(
        (Fraction(one) for one in assessment.indicators.values() if one is not None), Fraction(0)
    )
    names = (
        t("table_sum_indicators", language, number=len(assessment.indicators)),
        t("table_weighted", language), t("column_outcome", language),
    )  # fmt: skip
    for line, name in enumerate(names, last):
        sheet.text(line, _ID, "", "total")
        sheet.text(line, _TITLE, name, "total")
        sheet.blank(line, _OPEN, "total")
        sheet.blank(line, _WEIGHT, "total")
    sheet.live(last, _VALUE, f"SUM({values})", whole, "total")
    sheet.live(
        last, _OPEN, f"SUM({still})", sum(a.is_open for a in assessment.awards.values()), "total"
    )
    is_open = f'SUMPRODUCT(({weights}<>"")*({values}=""))>0'
    mean = f"SUMPRODUCT({weights},{values})/SUM({weights})"
    formula = f'IF(SUM({weights})=0,"",IF({is_open},"",{mean}))'
    overall: Number | None = assessment.overall[0] if assessment.overall else None
    sheet.live(last + 1, _VALUE, formula, overall, "total")
    sheet.live(
        last + 1, _WEIGHT, f"SUM({weights})", sum(rows.result.weights.values(), Decimal(0)), "total"
    )
    words = {
        one: quoted(outcome_words(one, language)) for one in ("invalid", "incomplete", "scored")
    }
    outcome = (
        f"IF(ISERROR({cell(last, _VALUE)}),{words['invalid']},"
        f"IF({cell(last, _OPEN)}>0,{words['incomplete']},{words['scored']}))"
    )
    sheet.live(last + 2, _VALUE, outcome, outcome_words(assessment.outcome, language), "total")


def _write_dimensions(sheet: LiveSheet, rows: ScoreRows, lines: dict[str, int], first: int) -> None:
    """Write the dimensions: means by the weights, or equal ones while no weight is given."""
    result, language = rows.result, rows.language
    heads = ("column_dimension", "column_title", "table_dimension_value")
    sheet.texts(first - 1, [t(key, language) for key in heads], "head")
    last = _INDICATORS_LINE + len(lines)
    weights = _column(_WEIGHT, last)
    figures = dimension_figures(result.rules, result.assessment, result.weights)
    now = {one.id: one.points for one in figures}
    members: dict[str, list[int]] = {}
    for indicator, line in lines.items():
        parent = result.rules.group(indicator).parent or indicator
        members.setdefault(parent, []).append(line)
    for at, (dimension, inside) in enumerate(members.items(), first):
        sheet.text(at, _ID, dimension)
        sheet.text(at, _TITLE, short_title(result, dimension, language))
        values, own = ranges(inside, _VALUE), ranges(inside, _WEIGHT)
        equal = f"SUM({values})/{len(inside)}"
        weighted = f'IF(SUM({own})=0,"",SUMPRODUCT({own},{values})/SUM({own}))'
        formula = f"IF(SUM({weights})=0,{equal},{weighted})"
        sheet.live(at, _VALUE, formula, now.get(dimension), "bold")
