"""
Durations in texts, as exact days, and whether one satisfies another. Pure.

Calendar words are converted by the usual conventions of contracts: a month is 30 days, a year
365; a comparison never turns on less than a day.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction

_NUMERALS: dict[str, Fraction | int] = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8,
             "九": 9, "十": 10, "半": Fraction(1, 2)}  # fmt: skip
_DAYS: dict[str, Fraction | int] = {
    "d": 1, "day": 1, "days": 1, "天": 1, "日": 1, "h": Fraction(1, 24), "hour": Fraction(1, 24),
    "hours": Fraction(1, 24), "小时": Fraction(1, 24), "周": 7, "week": 7, "weeks": 7, "个月": 30,
    "月": 30, "month": 30, "months": 30, "年": 365, "year": 365, "years": 365,
}  # fmt: skip
_DURATION = re.compile(
    r"(?P<number>\d+(?:\.\d+)?|[一二两三四五六七八九十半]{1,3})\s*"
    r"(?P<unit>个月|小时|天|日|周|年|月|days?|hours?|weeks?|months?|years?|[dh](?![a-z]))"
)


@dataclass(frozen=True, slots=True)
class Duration:
    """A duration as written, in days, with its place (start, end) in the text."""

    words: str
    days: Fraction
    span: tuple[int, int]


def durations(text: str) -> tuple[Duration, ...]:
    """
    Return the durations of a text in order; () when it has none.

    >>> [(d.words, int(d.days)) for d in durations("不少于 30d，重点位置三个月")]
    [('30d', 30), ('三个月', 90)]
    """
    folded = unicodedata.normalize("NFKC", text).lower()
    if len(folded) != len(text):
        folded = text.lower()  # keep offsets true to the text
    found = []
    for match in _DURATION.finditer(folded):
        number = _number(match["number"])
        if number is not None:
            words = text[match.start() : match.end()]
            found.append(Duration(words, number * _DAYS[match["unit"]], match.span()))
    return tuple(found)


def _number(words: str) -> Fraction | None:
    if words[0].isdigit():
        return Fraction(words)
    if len(words) == 1:
        return Fraction(_NUMERALS[words])
    tens, _, ones = words.partition("十")
    if "十" not in words or "半" in words:
        return None
    return Fraction(10 * _NUMERALS.get(tens, 1) + _NUMERALS.get(ones, 0))
