"""The numbers of a report: levels, groups, indicators, the shortest way, readings, derivation."""

from __future__ import annotations

from decimal import Decimal

from scoring import sentence
from scoring.assessment import Number
from scoring.dimension import dimension_figures
from scoring.number import exact_string
from ui.reports.case_result import CaseResult
from ui.reports.decisive import decisive_interpretations
from ui.reports.derivation_parts import derivation_levels
from ui.reports.docx_pages import Pages
from ui.reports.plan_steps import plan_steps
from ui.reports.result_charts import group_figures, indicator_figures, radar_note
from ui.reports.result_words import (
    heads,
    kind_words,
    outcome_words,
    reading_gives,
    short_title,
    way_words,
)
from ui.views.evidence.coverage_map import SIGNS
from ui.wording import t

_BAR_CM = 4.6
_FULL_POINTS, _NO_POINTS = Decimal(100), Decimal(0)


def write_points(pages: Pages, result: CaseResult) -> None:
    """Write what the sheet comes to: levels and groups, or dimensions and indicators."""
    language = pages.language
    pages.heading(t("report_numbers", language))
    if result.assessment.levels:
        _write_levels(pages, result)
    else:
        _write_indicators(pages, result)


def _write_levels(pages: Pages, result: CaseResult) -> None:
    language = pages.language
    rows = []
    for name, level in result.assessment.levels.items():
        met = sum(state == "met" for state in level.gates.values())
        least, most = exact_string(level.bounds.least), exact_string(level.bounds.most)
        rows.append(
            (
                name, exact_string(level.points), f"{least}–{most}", exact_string(level.awardable),
                f"{met}/{len(level.gates)}", outcome_words(level.outcome, language),
                t(level.bounds.reach, language),
            )
        )  # fmt: skip
    columns = heads(language, "level", "points")
    columns += [t("bounds", language), *heads(language, "awardable", "gates", "outcome", "reach")]
    pages.table(columns, rows, (1.4, 2, 2.6, 1.6, 2.2, 3.4, 2))
    for name in result.assessment.levels:
        pages.heading(t("chart_groups", language, level=name), 2)
        _write_groups(pages, result, name)
    pages.words(t("report_bar_about", language), quiet=True, size=9)


def _write_groups(pages: Pages, result: CaseResult, level: str) -> None:
    language = pages.language
    bars = group_figures(result, level, language)
    rows = [
        (
            f"{bar.id} {bar.title}",
            t("chart_group_lost", language, declared=exact_string(bar.declared))
            if bar.is_lost else exact_string(bar.points),
            exact_string(bar.most), exact_string(bar.declared), "",
        )
        for bar in bars
    ]  # fmt: skip
    columns = heads(language, "group", "points", "most", "declared", "share")
    table = pages.table(columns, rows, (5.4, 3, 1.8, 2, 4.8))
    for bar, row in zip(bars, table.rows[1:], strict=True):
        _draw(pages, row.cells[-1], bar.points, bar.most, bar.declared)


def _draw(pages: Pages, cell: object, points: Number, most: Number, whole: Number) -> None:
    there = float(points) / float(whole)
    pages.bar(cell, (there, float(most) / float(whole) - there), _BAR_CM)


def _write_indicators(pages: Pages, result: CaseResult) -> None:
    language = pages.language
    figures = dimension_figures(result.rules, result.assessment, result.weights)
    pages.words(radar_note(figures, language), quiet=True, size=9)
    columns = heads(language, "dimension", "points", "least", "most", "share")
    rows = [
        (
            f"{one.id} {short_title(result, one.id, language)}",
            *map(exact_string, (one.points, one.least, one.most)), "",
        )
        for one in figures
    ]  # fmt: skip
    table = pages.table(columns, rows, (6, 2, 2, 2, 4.8))
    for one, row in zip(figures, table.rows[1:], strict=True):
        _draw(pages, row.cells[-1], one.points, one.most, _FULL_POINTS)
    bars = [bar for one in indicator_figures(result, language) for bar in one.bars]
    bounds = result.assessment.indicator_bounds
    listed = [
        (
            f"{bar.id} {bar.title}",
            t("award_not_assessed", language) if bar.points is None else exact_string(bar.points),
            exact_string(bounds[bar.id].least), exact_string(bar.most), "",
        )
        for bar in bars
    ]  # fmt: skip
    columns = heads(language, "indicator", "points", "least", "most", "share")
    table = pages.table(columns, listed, (6, 2, 2, 2, 4.8))
    for bar, row in zip(bars, table.rows[1:], strict=True):
        _draw(pages, row.cells[-1], bar.points or _NO_POINTS, bar.most, _FULL_POINTS)
    pages.words(t("report_bar_about", language), quiet=True, size=9)


def write_way(pages: Pages, result: CaseResult) -> None:
    """Write the shortest way to the mark; nothing where there is no mark."""
    if result.way is None:
        return
    language = pages.language
    pages.heading(t("plan", language))
    pages.words(t("way_about", language), quiet=True)
    evidence = result.evidence
    for level in result.way.levels:
        pages.words(way_words(level, language), bold=True)
        rows = []
        for step in plan_steps(level):
            entry = evidence.get(step.row)
            rows.append(
                (
                    step.row, short_title(result, step.row, language),
                    kind_words(result.rules.row(step.row), language),
                    "" if step.gain is None else f"+{exact_string(step.gain)}",
                    "" if step.total is None else exact_string(step.total),
                    f"{SIGNS[entry.status]} {t(entry.status, language)}" if entry
                    else t("result_no_evidence", language),
                )
            )  # fmt: skip
        if rows:
            columns = heads(language, "row", "title", "kind", "gain", "total", "evidence")
            pages.table(columns, rows, (1.8, 6.6, 2, 1.5, 1.7, 2.4))


def write_readings(pages: Pages, result: CaseResult) -> None:
    """Write how the document was read, and what decisive readings would give otherwise."""
    language = pages.language
    zh = language == "zh"
    decisive = {one.entry.id: one for one in decisive_interpretations(result)}
    rows = []
    for name, used in result.assessment.used.items():
        entry = result.rules.interpretation(name)
        reading = entry.reading(used)
        others = [
            f"{other.reading.text_zh if zh else other.reading.text_en} → {reading_gives(other, language)}"
            for other in (decisive[name].readings if name in decisive else ())
            if not other.is_used
        ]
        mark = "⚖ " if name in decisive else ""
        rows.append(
            (
                f"{mark}{entry.question_zh if zh else entry.question_en}",
                reading.text_zh if zh else reading.text_en,
                "\n".join(others),
            )
        )
    pages.heading(t("report_readings", language))
    pages.words(t("report_readings_about", language), quiet=True)
    pages.table(heads(language, "question", "reading", "effect"), rows, (6.5, 5, 5.5))


def write_derivation(pages: Pages, result: CaseResult) -> None:
    """Write where every number comes from, as sentences."""
    language = pages.language
    tongue = "zh" if language == "zh" else "en"
    pages.heading(t("report_derivation", language))
    for level in derivation_levels(result.assessment):
        if level.id:
            points = exact_string(result.assessment.levels[level.id].points)
            words = t("result_derivation_level", language, level=level.id, points=points)
            pages.heading(words, 2)
        for part in level.parts:
            pages.heading(f"{part.id} {short_title(result, part.id, language)}", 3)
            pages.lines([sentence(step, tongue) for step in part.steps])  # type: ignore[arg-type]
        pages.lines([sentence(step, tongue) for step in level.closing])  # type: ignore[arg-type]
