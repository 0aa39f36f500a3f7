"""Whole numbers in Chinese and English words: 三百, 两千零五, "two thousand". Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8,
           "九": 9}  # fmt: skip
_PLACES = {"十": 10, "百": 100, "千": 1000}
_ENGLISH = {
    word: value
    for value, word in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
    )
} | {
    word: 10 * value
    for value, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2
    )
}  # fmt: skip
_SCALES = {"hundred": 100, "thousand": 1000}
_WORD = "|".join(sorted({*_ENGLISH, *_SCALES}, key=len, reverse=True))
_NUMBER = re.compile(
    r"(?P<digits>(?<![A-Za-z0-9.])[0-9]{1,3}(?:,[0-9]{3})+|(?<![A-Za-z0-9.])[0-9]+(?:\.[0-9]+)?)"
    rf"|(?P<chinese>[零〇一二两三四五六七八九十百千万]+)|(?P<english>\b(?:{_WORD})(?:(?:\s+and\s+|[\s-]+)(?:{_WORD}))*\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class WrittenNumber:
    """A number as written, its value, and its place (start, end) in the text."""

    words: str
    value: float
    span: tuple[int, int]


def written_numbers(text: str) -> tuple[WrittenNumber, ...]:
    """
    Return the numbers of a text in order, whether in digits or in words; () when it has none.

    >>> [n.value for n in written_numbers("三百二十个、1,200 只、two thousand and five")]
    [320, 1200, 2005]
    """
    found = []
    for match in _NUMBER.finditer(text):
        value = _value(match)
        if value is not None:
            found.append(WrittenNumber(match[0], value, match.span()))
    return tuple(found)


def _value(match: re.Match[str]) -> float | None:
    if match["digits"]:
        plain = match["digits"].replace(",", "")
        return float(plain) if "." in plain else int(plain)
    return chinese_value(match["chinese"]) if match["chinese"] else _english(match["english"])


def chinese_value(words: str) -> int | None:
    """
    Return the value of a Chinese numeral; None where it is none.

    >>> [chinese_value(w) for w in ("十五", "三百二", "两千零五", "一万二千", "二〇二三", "")]
    [15, 320, 2005, 12000, 2023, None]
    """
    if not words or not set(words) <= {*_DIGITS, *_PLACES, "万"}:
        return None
    if "万" in words:
        high, _, low = words.rpartition("万")
        above, below = chinese_value(high), chinese_value(low) if low else 0
        return None if above is None or below is None else above * 10000 + below
    if not set(words) & set(_PLACES):
        return int("".join(str(_DIGITS[word]) for word in words))
    total, digit, last = 0, None, 1
    for word in words:
        if word in _DIGITS:
            digit = _DIGITS[word]
            last = 1 if word in "零〇" else last
        else:
            total += (1 if digit is None else digit) * _PLACES[word]
            digit, last = None, _PLACES[word]
    # 三百二 is 320, 三百零二 is 302.
    return total + (digit or 0) * (last // 10 if last > 10 else 1)


def _english(words: str) -> int | None:
    total = current = 0
    for word in re.split(r"[\s-]+", words.lower()):
        if word == "and":
            continue
        if word in _ENGLISH:
            current += _ENGLISH[word]
        elif word == "hundred":
            current = max(current, 1) * 100
        else:
            total += max(current, 1) * 1000
            current = 0
    return total + current
