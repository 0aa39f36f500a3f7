"""Quotes against stored text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.citations import verify
from corpus.notation import normalise

TEXT = "视频监控系统的视频图像信息保存期限不少于 30d，重点位置的视频图像信息保存期限不少于 90d"


@pytest.mark.parametrize(
    ("quote", "check"),
    [
        ("保存期限不少于 30d", "verbatim"), ("保存期限不少于30Ｄ,重点位置", "normalised"),
        ("保存期限不少于 60d", "not_found"), ("", "not_found"), ("  ", "not_found"), ("　", "not_found"),
    ],
)  # fmt: skip
def test_a_quote_is_verbatim_normalised_or_not_found(quote: str, check: str) -> None:
    assert verify(quote, TEXT).check == check


def test_spans_lead_back_to_the_words() -> None:
    found = verify("保存期限不少于30Ｄ,重点位置", TEXT)
    assert found.span is not None
    assert TEXT[slice(*found.span)] == "保存期限不少于 30d，重点位置"


@given(st.text(min_size=1, max_size=40), st.integers(0, 39), st.integers(1, 40))
def test_every_slice_of_a_text_is_found_in_it(text: str, start: int, length: int) -> None:
    quote = text[start : start + length]
    found = verify(quote, text)
    if not quote.strip():
        assert found.check == "not_found"
    else:
        assert found.check == "verbatim"
        assert found.span is not None
        assert normalise(text[slice(*found.span)]).text == normalise(quote).text
