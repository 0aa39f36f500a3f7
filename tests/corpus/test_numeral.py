"""Numbers in digits and in words, Chinese and English."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.numeral import chinese_value, written_numbers

_DIGITS = "零一二三四五六七八九"


def spelled(number: int) -> str:
    """Spell a number below 10,000 as Chinese does, zeros between places said once."""
    words, gap = "", False
    for place, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit:
            words += ("零" if gap else "") + _DIGITS[digit] + name
            gap = False
        elif words:
            gap = True
    return words


@given(st.integers(1, 9999))
def test_what_is_spelled_is_read_back(number: int) -> None:
    assert chinese_value(spelled(number)) == number


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1,200只和30台", [1200, 30]),
        ("两千零五", [2005]),
        ("三百二", [320]),
        ("two hundred and fifty lifts", [250]),
        ("twenty-one", [21]),
        ("B5.3.1", []),
        ("2.5 分", [2.5]),
        ("", []),
    ],
)
def test_numbers_are_found_in_texts(text: str, values: list[float]) -> None:
    assert [number.value for number in written_numbers(text)] == values


def test_a_number_knows_its_place() -> None:
    (number,) = written_numbers("共三百个")
    assert "共三百个"[slice(*number.span)] == number.words == "三百"
