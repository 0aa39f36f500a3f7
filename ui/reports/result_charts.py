"""The charts of a result, each with its numbers as a table."""

from __future__ import annotations

from scoring.dimension import DimensionFigure, dimension_figures
from scoring.number import exact_string
from scoring.tally import mark_is_inclusive
from ui.charts.dimension_radar import Axis, dimension_radar
from ui.charts.figure import figure_html
from ui.charts.group_bars import GroupBar, group_bars
from ui.charts.indicator_bars import Dimension, IndicatorBar, indicator_bars
from ui.charts.level_columns import LevelColumn, level_columns
from ui.reports.case_result import CaseResult
from ui.reports.result_words import heads, outcome_words, short_title
from ui.wording import t

_LEVEL_COLUMNS = ("level", "points", "least", "most", "awardable", "declared", "outcome", "reach")
_GROUP_COLUMNS = ("group", "points", "least", "most", "awardable", "declared")
_INDICATOR_COLUMNS = ("indicator", "points", "least", "most")


def result_charts(result: CaseResult, language: str) -> list[str]:
    """Return the charts that fit the rule set, the one that sums up first."""
    if result.assessment.levels:
        groups = [_groups(result, level, language) for level in result.assessment.levels]
        return [_levels(result, language), *groups]
    return [_radar(result, language), _indicators(result, language)]


def level_signs(result: CaseResult) -> dict[str, str]:
    """Return how each level's points compare with the mark: ">" or "≥"."""
    rules, target = result.rules, result.sheet.target or ""
    return {
        level.id: "≥" if mark_is_inclusive(level, target, result.sheet.readings) else ">"
        for level in rules.required_levels(target)
    }


def _levels(result: CaseResult, language: str) -> str:
    signs = level_signs(result)
    columns, rows = [], []
    for name, level in result.assessment.levels.items():
        bounds = level.bounds
        outcome, reach = outcome_words(level.outcome, language), t(bounds.reach, language)
        columns.append(
            LevelColumn(
                name, level.points, bounds.least, bounds.most, level.awardable, signs[name],
                reach, outcome,
            )
        )  # fmt: skip
        numbers = (level.points, bounds.least, bounds.most, level.awardable, level.declared)
        rows.append([name, *map(exact_string, numbers), outcome, reach])
    mark = result.rules.mark
    if mark is None:
        raise ValueError(f"rule set {result.rules.id!r} has levels but no mark")
    return figure_html(
        t("chart_levels", language), level_columns("chart-levels", columns, mark, language),
        heads(language, *_LEVEL_COLUMNS), rows, language,
    )  # fmt: skip


def group_figures(result: CaseResult, level: str, language: str) -> list[GroupBar]:
    """Return the first-level groups of a level, in the order of the document."""
    lost = {step.subject for step in result.assessment.trace if step.rule == "group_not_scored"}
    return [
        GroupBar(
            name, short_title(result, name, language), group.declared, group.awardable,
            group.points, group.most, is_lost=name in lost,
        )
        for name, group in result.assessment.levels[level].ranges.items()
    ]  # fmt: skip


def _groups(result: CaseResult, level: str, language: str) -> str:
    bars = group_figures(result, level, language)
    ranges = result.assessment.levels[level].ranges
    rows = []
    for bar in bars:
        group = ranges[bar.id]
        numbers = (group.points, group.least, group.most, group.awardable, group.declared)
        rows.append([f"{bar.id} {bar.title}", *map(exact_string, numbers)])
    return figure_html(
        t("chart_groups", language, level=level),
        group_bars(f"chart-groups-{level.lower()}", level, bars, language),
        heads(language, *_GROUP_COLUMNS), rows, language,
    )  # fmt: skip


def radar_note(figures: tuple[DimensionFigure, ...], language: str) -> str:
    """Return what the figures of the dimensions rest on: the user's weights, or equal ones."""
    is_weighted = any(figure.is_weighted for figure in figures)
    return t("radar_weighted" if is_weighted else "radar_equal", language)


def _radar(result: CaseResult, language: str) -> str:
    figures = dimension_figures(result.rules, result.assessment, result.weights)
    axes = [
        Axis(one.id, short_title(result, one.id, language), one.points, one.most) for one in figures
    ]
    rows = [
        [f"{axis.id} {axis.title}", *map(exact_string, (one.points, one.least, one.most))]
        for axis, one in zip(axes, figures, strict=True)
    ]
    return figure_html(
        t("chart_radar", language), dimension_radar("chart-radar", axes, language),
        [t("column_dimension", language), *heads(language, *_INDICATOR_COLUMNS[1:])], rows,
        language, radar_note(figures, language),
    )  # fmt: skip


def indicator_figures(result: CaseResult, language: str) -> list[Dimension]:
    """Return the indicators of Table C-1 under their dimensions."""
    members: dict[str, list[IndicatorBar]] = {}
    for name, value in result.assessment.indicators.items():
        most = result.assessment.indicator_bounds[name].most
        bar = IndicatorBar(name, short_title(result, name, language), value, most)
        members.setdefault(result.rules.group(name).parent or "", []).append(bar)
    return [
        Dimension(name, short_title(result, name, language), tuple(bars))
        for name, bars in members.items()
    ]


def _indicators(result: CaseResult, language: str) -> str:
    dimensions = indicator_figures(result, language)
    bounds = result.assessment.indicator_bounds
    rows = [
        [
            f"{bar.id} {bar.title}",
            t("award_not_assessed", language) if bar.points is None else exact_string(bar.points),
            exact_string(bounds[bar.id].least),
            exact_string(bounds[bar.id].most),
        ]
        for dimension in dimensions
        for bar in dimension.bars
    ]
    return figure_html(
        t("chart_indicators", language), indicator_bars("chart-indicators", dimensions, language),
        heads(language, *_INDICATOR_COLUMNS), rows, language,
    )  # fmt: skip
