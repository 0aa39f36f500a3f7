"""
Numbers in sentences, however they are written, and whether one text holds those of another. Pure.

Digits, Chinese numerals, English number words, percentages and fractions; durations compare in
days (a month is 30 days, as in `assistant.evidence.quantity`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from corpus.numeral import chinese_value

_WORDS: Mapping[str, int] = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
    "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30,
    "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
    "hundred": 100, "twice": 2, "both": 2,
}  # fmt: skip
# Units of duration in days; every other unit is a kind of thing counted.
_DAYS: Mapping[str, Fraction] = {
    unit: Fraction(days)
    for units, days in (
        ("d|day|days|天|日", Fraction(1)), ("h|hour|hours|小时", Fraction(1, 24)),
        ("min|minute|minutes|分钟", Fraction(1, 1440)), ("s|second|seconds|秒", Fraction(1, 86400)),
        ("周|星期|week|weeks", Fraction(7)), ("个月|月|month|months", Fraction(30)),
        ("年|year|years", Fraction(365)),
    )
    for unit in units.split("|")
}  # fmt: skip
_KINDS: Mapping[str, str] = {
    unit: kind
    for kind, units in (
        ("percent", "%|percent|per cent"), ("points", "分|point|points"), ("times", "次|time|times"),
        ("persons", "人|名|位|person|persons|people|expert|experts|member|members"),
        ("metres", "米|m|metre|metres|meter|meters"), ("households", "户|household|households"),
        ("things", "个|项|条|种|家|处|套|台|部|层|栋|倍|步|类|份|方面"),
    )
    for unit in units.split("|")
}  # fmt: skip
_UNIT = "|".join(sorted((re.escape(unit) for unit in (*_DAYS, *_KINDS)), key=len, reverse=True))
# Longer rows of digits are read as several numbers, none of which a clause holds.
_DIGITS = r"\d{1,18}(?:\.\d{1,12})?"
_NUMERAL = "[零〇一二两三四五六七八九十百千万]{1,18}"
_FIGURE = re.compile(
    rf"(?P<part>百分之|千分之)(?P<share>{_DIGITS}|{_NUMERAL})"
    rf"|(?P<whole>{_NUMERAL})分之(?P<some>{_NUMERAL})"
    rf"|(?P<digits>\d{{1,3}}(?:,\d{{3}}){{1,6}}(?!\d)(?:\.\d{{1,12}})?|{_DIGITS})(?:/(?P<below>\d{{1,12}})(?![\d/]))?"
    rf"|(?P<numeral>{_NUMERAL}|半)"
    rf"|\b(?P<word>{'|'.join(_WORDS)}|(?<=least )one|(?<=only )one|(?<=than )one)\b(?:-(?P<ones>\w+))?"
)
# One word may stand between ("30 calendar days"); what is counted may have no name here.
_FOLLOWING_UNIT = re.compile(
    rf"\s*-?\s*(?:余|多|来)?(?P<unit>{_UNIT})(?![a-z])"
    rf"|\s+(?!(?:and|or|to|of|in|per|within|for|is|are)\b)[a-z]{{3,}}\s+(?P<later>{_UNIT})(?![a-z])"
    r"|\s+(?!(?:and|or|to|of|in|per|within|for|is|are|must|shall|should|may|can|at|on)\b)(?P<noun>[a-z]{3,})"
)
# A number of these is never a number of anything else.
_MEASURES = frozenset(("day", "percent", "points", "metres"))
# 一个 is mostly "a"; it counts where a bound makes it a number.
_BOUND_BEFORE = re.compile(r"(至少|最少|不少于|不低于|最多|至多|不超过|仅|只|只需|只要|每)\s*$")


@dataclass(frozen=True, slots=True)
class Figure:
    """
    A number as written.

    value: as a plain number; unit: "day" for durations, the kind of thing counted, "" when none
    is written; in_unit: the value in that unit, so that 三个月 is 90 days.
    """

    words: str
    value: Fraction
    unit: str
    in_unit: Fraction

    def agrees(self, other: Figure) -> bool:
        """Whether both say the same: equal, in units that may be the same."""
        if self.unit and other.unit and self.unit == other.unit:
            return self.in_unit == other.in_unit
        units = {self.unit, other.unit}
        return self.value == other.value and ("" in units or not units & _MEASURES)


def figures(text: str) -> tuple[Figure, ...]:
    """
    Return the numbers of a text in order; () when it has none.

    Numerals that are part of a word (统一, 一般, 十分, 一个) are none.

    >>> [(f.words, str(f.in_unit), f.unit) for f in figures("不少于三十天，即 30d；百分之八十，至少一个")]
    [('三十天', '30', 'day'), ('30d', '30', 'day'), ('百分之八十', '80', 'percent'), ('一个', '1', 'things')]
    """
    folded = unicodedata.normalize("NFKC", text).lower()
    found = []
    for match in _FIGURE.finditer(folded):
        following = _FOLLOWING_UNIT.match(folded, match.end())
        unit = (following["unit"] or following["later"] or "") if following else ""
        value = _value(match)
        if value is None or not _is_number(match, unit, folded):
            continue
        kind = "things" if following and following["noun"] else _KINDS.get(unit, "")
        end = following.end() if following else match.end()
        words = folded[match.start() : end].strip()
        if match["part"]:
            found.append(Figure(match[0], value, "percent", value))
        elif unit in _DAYS:
            found.append(Figure(words, value, "day", value * _DAYS[unit]))
        else:
            found.append(Figure(words, value, kind, value))
    return tuple(found)


def missing_figures(text: str, sources: Sequence[str]) -> tuple[Figure, ...]:
    """Return the numbers of a text that no source holds, in order; () when all are held."""
    held = [figure for source in sources for figure in figures(source)]
    return tuple(
        figure for figure in figures(text) if not any(figure.agrees(other) for other in held)
    )


def _value(match: re.Match[str]) -> Fraction | None:
    if match["part"]:
        share = _plain(match["share"])
        return share if match["part"] == "百分之" or share is None else share / 10
    if match["whole"]:
        whole, some = chinese_value(match["whole"]), chinese_value(match["some"])
        return Fraction(some, whole) if whole and some is not None else None
    if match["digits"]:
        value = Fraction(match["digits"].replace(",", ""))
        below = int(match["below"] or 1)
        return value / below if below else None
    if match["numeral"]:
        return Fraction(1, 2) if match["numeral"] == "半" else _plain(match["numeral"])
    return Fraction(_WORDS.get(match["word"], 1) + _WORDS.get(match["ones"] or "", 0))


def _plain(words: str) -> Fraction | None:
    if words[0].isdigit():
        return Fraction(words)
    value = chinese_value(words)
    return None if value is None else Fraction(value)


def _is_number(match: re.Match[str], unit: str, text: str) -> bool:
    """Whether a numeral counts something and is not part of a word."""
    numeral = match["numeral"]
    if numeral is None:
        return True
    if numeral == "十" and unit == "分":
        return False  # 十分: very
    if numeral == "一" and _KINDS.get(unit) in ("things", "times", "percent", "metres"):
        return _BOUND_BEFORE.search(text[: match.start()]) is not None
    if len(numeral) == 1:
        return bool(unit)
    return numeral not in ("万一", "一一", "百万", "千万")
