"""The charts, from plain values: told without colour, in both languages, everything escaped."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from decimal import Decimal
from fractions import Fraction

import pytest

from ui.charts.board import fitted, room_for, shown_number
from ui.charts.dimension_radar import Axis, dimension_radar
from ui.charts.figure import figure_html
from ui.charts.group_bars import GroupBar, group_bars
from ui.charts.indicator_bars import Dimension, IndicatorBar, indicator_bars
from ui.charts.level_columns import LevelColumn, level_columns

EVIL = '<img src=x onerror="alert(1)">'
SVG = "{http://www.w3.org/2000/svg}"
BARS = [
    GroupBar("A1", "公共区域", Decimal(30), Decimal(30), Decimal("18.5"), Decimal(24)),
    GroupBar("A3", "消防", Decimal(30), Decimal(30), Decimal(0), Decimal(0), is_lost=True),
    GroupBar("A5", EVIL, Decimal(20), Decimal(19), Decimal(10), Decimal(19)),
]
COLUMNS = [
    LevelColumn("B", Fraction(200, 3), Decimal(30), Decimal(90), Decimal(100), ">", "未定", "尚未评完"),
    LevelColumn("C", Decimal(79), Decimal(79), Decimal(79), Decimal(100), "≥", EVIL, "未达"),
]  # fmt: skip
AXES = [
    Axis(name, EVIL if at == 3 else name, Fraction(10 * at), Fraction(10 * at + 30))
    for at, name in enumerate(("SM", "PS", "EP", "CPS", "SI", "EM", "SPE"))
]
DIMENSIONS = [
    Dimension("SM", "安全管理", (IndicatorBar("SE11", EVIL, None, Decimal(100)),)),
    Dimension("PS", "平台", (IndicatorBar("SE21", "信息", Decimal(60), Decimal(80)),)),
]


def charts(language: str) -> dict[str, str]:
    return {
        "groups": group_bars("groups", "A", BARS, language),
        "levels": level_columns("levels", COLUMNS, Decimal(80), language),
        "radar": dimension_radar("radar", AXES, language),
        "indicators": indicator_bars("indicators", DIMENSIONS, language),
    }


def bars_of(drawing: str) -> list[tuple[str, float, float]]:
    """The fill, the left edge and the width of every bar, the legend's swatches left out."""
    return [
        (rect.get("fill", ""), float(rect.get("x", 0)), float(rect.get("width", 0)))
        for rect in ET.fromstring(drawing).findall(f"{SVG}rect")  # noqa: S314 - our own drawing
        if float(rect.get("width", 0)) != 22
    ]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_chart_is_one_picture_with_a_name_and_a_description(language: str) -> None:
    for name, drawing in charts(language).items():
        root = ET.fromstring(drawing)  # noqa: S314
        assert root.get("role") == "img"
        labels = (root.get("aria-labelledby") or "").split()
        told = {part.get("id"): part.text or "" for part in root.iter() if part.get("id")}
        assert [bool(told[label].strip()) for label in labels] == [True, True], name
        assert root.get("width") == "100%"
        assert root.get("viewBox")
        assert "<script" not in drawing
        assert "<img" not in drawing
        assert "&lt;img" in drawing


def test_what_is_there_possible_and_barred_differ_in_pattern_not_only_in_colour() -> None:
    drawing = charts("zh")["groups"]
    fills = {fill for fill, _, _ in bars_of(drawing)}
    assert fills == {"#1f4e5f", "url(#groups-possible)", "url(#groups-barred)", "#ffffff"}
    for pattern in ("groups-possible", "groups-barred"):
        assert re.search(rf'<pattern id="{pattern}"[^>]*>.*?<path', drawing)


def test_bars_are_as_long_as_their_points_on_one_scale() -> None:
    found = bars_of(charts("zh")["groups"])
    unit = 718 / 30
    first = found[:3]
    assert [round(width / unit, 2) for _, _, width in first] == [30, 24, 18.5]
    barred = next(bar for bar in found if bar[0].endswith("barred)"))
    assert round(barred[2] / unit, 2) == 1
    assert round((barred[1] - 1) / unit, 2) == 19


def test_labels_say_the_numbers_and_a_group_that_is_not_scored_says_so() -> None:
    zh, en = charts("zh")["groups"], charts("en")["groups"]
    assert "得 18.5 · 仍可能 5.5 · 共 30" in zh
    assert "基本要求不满足，不计分" in zh
    assert "has 18.5 · 5.5 possible · of 30" in en
    assert "not scored, a gate failed" in en


def test_levels_name_the_mark_with_its_sign() -> None:
    assert "分数线 &gt;/≥ 80" in charts("zh")["levels"]
    one = level_columns("one", COLUMNS[:1], Decimal(80), "en")
    assert "mark &gt; 80" in one
    assert "66.66…" in one
    assert "possible 30–90" in one


def test_a_number_beside_its_column_stays_clear_of_the_line_of_the_mark() -> None:
    heights = {
        text.text: float(text.get("y", 0))
        for text in ET.fromstring(charts("zh")["levels"]).findall(f"{SVG}text")  # noqa: S314
    }
    mark = heights["分数线 >/≥ 80"] + 5
    assert heights["79"] >= mark + 15


def test_the_radar_says_what_is_reached_and_reachable() -> None:
    assert "20 分，最多 50" in charts("zh")["radar"]
    assert "20 points, at most 50" in charts("en")["radar"]
    polygons = ET.fromstring(charts("zh")["radar"]).findall(f"{SVG}polygon")  # noqa: S314
    assert [shape.get("stroke-dasharray") for shape in polygons[-2:]] == ["6 4", None]


def test_an_indicator_that_nobody_judged_is_open_not_nothing() -> None:
    assert "未评（至 100）" in charts("zh")["indicators"]
    assert "60 → 80" in charts("en")["indicators"]


def test_an_empty_chart_is_drawn_too() -> None:
    for drawing in (
        group_bars("a", "A", [], "zh"), level_columns("b", [], Decimal(80), "zh"),
        dimension_radar("c", [], "zh"), indicator_bars("d", [], "zh"),
    ):  # fmt: skip
        ET.fromstring(drawing)  # noqa: S314


def test_words_that_do_not_fit_are_cut_with_a_sign() -> None:
    assert fitted("短", 12, 100) == "短"
    cut = fitted("a" * 100, 12, 100)
    assert cut.endswith("…")
    assert room_for(cut, 12) <= 100


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Decimal("2.50"), "2.5"), (Fraction(200, 3), "66.66…"), (Decimal("0.125"), "0.12…"),
        (Decimal(0), "0"), (Fraction(1, 3), "0.33…"),
    ],
)  # fmt: skip
def test_numbers_are_exact_or_say_that_they_are_cut(value: Decimal | Fraction, shown: str) -> None:
    assert shown_number(value) == shown


def test_a_figure_holds_its_numbers_as_a_table_with_headings() -> None:
    page = figure_html(EVIL, "<svg></svg>", ["组", EVIL], [["A1", EVIL]], "zh", EVIL)
    assert "<img" not in page
    assert page.count('scope="col"') == 2
    assert '<th scope="row">A1</th>' in page
    assert "数字表" in page
    assert "The numbers" in figure_html("x", "", [], [], "en")
