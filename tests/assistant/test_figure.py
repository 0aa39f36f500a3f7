"""Numbers however they are written."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.figure import figures, missing_figures


@pytest.mark.parametrize(
    ("said", "source"),
    [
        ("保存三十天", "不少于 30d"), ("保存三个月", "不少于90d"), ("at least three members", "不少于3人（含3人）"),
        ("two experts", "2名专家"), ("twenty-four hours", "24 小时"), ("百分之八十", "80%"),
        ("三分之二以上同意", "2/3 以上"), ("1,000 户", "一千户"), ("90 calendar days", "90d"),
        ("每年两次", "一年 2 次"), ("保存 90", "保存 90d"), ("第三方机构统一管理，十分清晰，一个平台", "没有数字"),
    ],
)  # fmt: skip
def test_the_same_number_in_other_words_is_held(said: str, source: str) -> None:
    assert missing_figures(said, [source]) == ()


@pytest.mark.parametrize(
    ("said", "source", "missing"),
    [
        ("保存 60 天", "不少于 30d", ["60 天"]), ("30 points", "30 days", ["30 points"]),
        ("90 guards", "不少于 90d", ["90 guards"]), ("三个月", "3 天", ["三个月"]),
        ("一名专家就够", "2 名专家", ["一名"]), ("至少一个", "两个", ["一个"]), ("50%", "50 人", ["50%"]),
        ("四人、５人", "4 人", ["5人"]),
    ],
)  # fmt: skip
def test_another_number_or_another_unit_is_missing(
    said: str, source: str, missing: list[str]
) -> None:
    assert [figure.words for figure in missing_figures(said, [source])] == missing


@given(st.text(max_size=40))
def test_any_text_holds_its_own_numbers(text: str) -> None:
    assert missing_figures(text, [text]) == ()
    # A fraction sign such as ¼ is written out by the folding.
    assert len(figures(text)) <= len(unicodedata.normalize("NFKC", text))
