"""Quantities: value, unit, dimension, comparison, place."""

from __future__ import annotations

from fractions import Fraction

import pytest

from assistant.evidence.quantity import quantities, satisfies


@pytest.mark.parametrize(
    ("text", "dimension", "value", "comparison"),
    [
        ("保存期限不少于 30d", "time", 30, "ge"),
        ("录像保存三个月", "time", 90, "eq"),
        ("存储 2160 h", "time", 90, "eq"),
        ("kept for at least 90 days", "time", 90, "ge"),
        ("报警响应不大于2s", "time", Fraction(2, 86400), "le"),
        ("抽样比例不低于 10%。", "ratio", Fraction(1, 10), "ge"),
        ("抽样百分之二十", "ratio", Fraction(1, 5), "eq"),
        ("不少于3人（含3人）以上", "people", 3, "ge"),
        ("480 路网络摄像机", "channels", 480, "eq"),
        ("共计12台", "devices", 12, "eq"),
        ("地面照度 5lx", "illuminance", 5, "eq"),
        ("200万像素", "pixels", 2_000_000, "eq"),
        ("1080P 摄像机", "pixels", 2_073_600, "eq"),
        ("围墙高 1.8 m", "length", Fraction(9, 5), "eq"),
        ("保安全天候值守", "hours_a_day", 24, "eq"),
        ("24小时不间断监控", "hours_a_day", 24, "eq"),
        ("大于 80 分", "points", 80, "gt"),
        ("80 分以上", "points", 80, "ge"),
        ("ＧＢ要求≥３０天", "time", 30, "ge"),
    ],
)
def test_a_quantity_is_read(
    text: str, dimension: str, value: Fraction | int, comparison: str
) -> None:
    first = quantities(text)[0]
    assert (first.dimension, first.value, first.comparison) == (dimension, value, comparison)
    assert text[slice(*first.span)] == first.words


@pytest.mark.parametrize(
    "text", ["", "GB 50116-2013", "A2.3.4", "第7.4条", "没有数字", "H.265 编码"]
)
def test_texts_without_quantities(text: str) -> None:
    assert quantities(text) == ()


@pytest.mark.parametrize(
    ("given", "needed", "met"),
    [
        ("15 天", "不少于30d", False),
        ("1个月", "不少于30d", True),
        ("2160小时", "不少于90d", True),
        ("90天", "保存30天", True),
        ("3 s", "不大于2 s", False),
        ("80 分", "大于80分", False),
        ("15 台", "不少于30d", None),
    ],
)
def test_quantities_are_compared_across_units(given: str, needed: str, met: bool | None) -> None:
    assert satisfies(quantities(given)[0], quantities(needed)[0]) is met
