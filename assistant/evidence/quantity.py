"""
Quantities in texts: value, unit, dimension, and how they are compared; exact. Pure.

Units of one dimension are brought to its base unit, so 三个月 and 2160 h can be compared with
90 d. Calendar words follow the usual conventions of contracts: a month is 30 days, a year 365.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from corpus.numeral import chinese_value

Dimension = Literal[
    "time", "hours_a_day", "length", "area", "volume", "illuminance", "ratio", "people", "times",
    "points", "channels", "devices", "dwellings", "pixels", "temperature", "money", "bit_rate",
    "storage", "power", "voltage", "sound", "frame_rate",
]  # fmt: skip
Comparison = Literal["ge", "gt", "le", "lt", "eq"]

# dimension: base unit; unit words with their factor in the base unit.
_UNITS: Mapping[Dimension, Mapping[str, Fraction]] = {
    "time": {  # days
        "d": Fraction(1), "天": Fraction(1), "日": Fraction(1), "day": Fraction(1),
        "h": Fraction(1, 24), "小时": Fraction(1, 24), "hour": Fraction(1, 24), "hr": Fraction(1, 24),
        "分钟": Fraction(1, 1440), "min": Fraction(1, 1440), "minute": Fraction(1, 1440),
        "秒": Fraction(1, 86400), "s": Fraction(1, 86400), "second": Fraction(1, 86400),
        "周": Fraction(7), "星期": Fraction(7), "week": Fraction(7),
        "个月": Fraction(30), "月": Fraction(30), "month": Fraction(30),
        "年": Fraction(365), "year": Fraction(365),
    },
    "length": {  # metres
        "m": Fraction(1), "米": Fraction(1), "metre": Fraction(1), "meter": Fraction(1),
        "cm": Fraction(1, 100), "厘米": Fraction(1, 100), "公分": Fraction(1, 100),
        "mm": Fraction(1, 1000), "毫米": Fraction(1, 1000),
        "km": Fraction(1000), "公里": Fraction(1000), "千米": Fraction(1000),
    },
    "area": {"m2": Fraction(1), "㎡": Fraction(1), "平方米": Fraction(1), "平米": Fraction(1),
             "公顷": Fraction(10000)},
    "volume": {"m3": Fraction(1), "立方米": Fraction(1), "立方": Fraction(1), "吨": Fraction(1),
               "升": Fraction(1, 1000), "l": Fraction(1, 1000), "litre": Fraction(1, 1000),
               "liter": Fraction(1, 1000), "ton": Fraction(1)},
    "illuminance": {"lx": Fraction(1), "lux": Fraction(1), "勒克斯": Fraction(1)},
    "ratio": {"%": Fraction(1, 100), "percent": Fraction(1, 100), "per cent": Fraction(1, 100),
              "成": Fraction(1, 10)},
    "people": {"人": Fraction(1), "名": Fraction(1), "位": Fraction(1), "people": Fraction(1),
               "person": Fraction(1), "member": Fraction(1), "expert": Fraction(1)},
    "times": {"次": Fraction(1), "time": Fraction(1)},
    "points": {"分": Fraction(1), "point": Fraction(1)},
    "channels": {"路": Fraction(1), "channel": Fraction(1)},
    "devices": {"台": Fraction(1), "套": Fraction(1), "个": Fraction(1), "只": Fraction(1),
                "处": Fraction(1), "樘": Fraction(1), "部": Fraction(1), "点": Fraction(1),
                "对": Fraction(1), "组": Fraction(1), "块": Fraction(1), "把": Fraction(1),
                "set": Fraction(1), "pcs": Fraction(1), "unit": Fraction(1)},
    "dwellings": {"户": Fraction(1), "栋": Fraction(1), "幢": Fraction(1)},
    "pixels": {"万像素": Fraction(10000), "mp": Fraction(1000000), "像素": Fraction(1),
               "megapixel": Fraction(1000000), "p": Fraction(1), "k": Fraction(1)},
    "temperature": {"℃": Fraction(1), "°c": Fraction(1), "摄氏度": Fraction(1)},
    "money": {"元": Fraction(1), "万元": Fraction(10000), "块钱": Fraction(1), "yuan": Fraction(1),
              "rmb": Fraction(1)},
    "bit_rate": {"mbps": Fraction(1), "mbit/s": Fraction(1), "gbps": Fraction(1000),
                 "kbps": Fraction(1, 1000)},
    "storage": {"gb": Fraction(1), "tb": Fraction(1024), "mb": Fraction(1, 1024)},
    "power": {"w": Fraction(1), "kw": Fraction(1000), "瓦": Fraction(1), "千瓦": Fraction(1000),
              "kva": Fraction(1000)},
    "voltage": {"v": Fraction(1), "kv": Fraction(1000), "伏": Fraction(1)},
    "sound": {"db": Fraction(1), "分贝": Fraction(1)},
    "frame_rate": {"fps": Fraction(1), "帧": Fraction(1)},
}  # fmt: skip
_BY_UNIT: Mapping[str, tuple[Dimension, Fraction]] = {
    word: (dimension, factor)
    for dimension, words in _UNITS.items()
    for word, factor in words.items()
}
_WORDS = sorted(_BY_UNIT, key=len, reverse=True)
_CHINESE_UNITS = "|".join(re.escape(word) for word in _WORDS if not word.isascii())
_LATIN_UNITS = "|".join(re.escape(word) for word in _WORDS if word.isascii())
_NUMBER = r"(?P<number>[0-9]+(?:\.[0-9]+)?|[零〇一二两三四五六七八九十百千万半]+)"
_QUANTITY = re.compile(
    rf"(?:(?P<share>百分之)(?P<of>[零一二两三四五六七八九十百]+))|"
    rf"(?P<all_day>全天候|全天|昼夜|7\s*[×x*]\s*24\s*(?:小时|h)?|24\s*(?:小时|h|hours?)\s*(?=不间断|连续|值|监|a day|运行))|"
    rf"(?<![a-z0-9.\-_/]){_NUMBER}\s*"
    rf"(?P<unit>{_CHINESE_UNITS}|(?:{_LATIN_UNITS})s?(?![a-z0-9]))",
)
# Words of comparison stand before the number, or (以上, 以内) behind the unit.
_BEFORE: tuple[tuple[Comparison, re.Pattern[str]], ...] = (
    ("ge", re.compile(r"(不(少|低|小)于|不得(少|低|小)于|至少|最少|≥|>=|≧|大于等于|达到|no(t)? less than|at least|minimum( of)?)\s*$")),
    ("le", re.compile(r"(不(超过|大于|高于|多于)|不得(超过|大于|高于)|至多|最多|≤|<=|≦|小于等于|at most|no(t)? more than|up to)\s*$")),
    ("gt", re.compile(r"(大于|超过|高于|多于|>|more than|over|above|exceed(s|ing)?)\s*$")),
    ("lt", re.compile(r"(小于|少于|低于|<|less than|below|under)\s*$")),
)  # fmt: skip
_BEHIND: tuple[tuple[Comparison, re.Pattern[str]], ...] = (
    ("ge", re.compile(r"^\s*(（含[^）]*）)?\s*(及|或)?以上|^\s*or more")),
    ("le", re.compile(r"^\s*(及|之)?以?内|^\s*以下|^\s*or less")),
)
# "每季度组织一次" is four times a year: how often in a year a clause says before its number.
_EVERY = re.compile(r"每(?:个)?(半年|季度?|月|周)[^,，。.;；、]{0,12}$")
_A_YEAR = {"半年": 2, "季": 4, "季度": 4, "月": 12, "周": 52}
_PIXELS = {Fraction(720): 921_600, Fraction(1080): 2_073_600, Fraction(1440): 3_686_400,
           Fraction(2160): 8_294_400}  # fmt: skip
_K_PIXELS = {Fraction(2): 3_686_400, Fraction(4): 8_294_400, Fraction(8): 33_177_600}


@dataclass(frozen=True, slots=True)
class Quantity:
    """
    A quantity as written. value: in the dimension's base unit (days, metres, lux, pixels, …;
    ratios as fractions of 1); span: its place (start, end) in the text.
    """

    words: str
    value: Fraction
    dimension: Dimension
    comparison: Comparison
    span: tuple[int, int]


def quantities(text: str) -> tuple[Quantity, ...]:
    """
    Return the quantities of a text in order; () when it has none.

    >>> [(q.words, int(q.value), q.comparison) for q in quantities("不少于 30d，重点三个月以上")]
    [('30d', 30, 'ge'), ('三个月', 90, 'ge')]
    >>> [int(q.value) for q in quantities("每月巡检两次，每季度演练一次") if q.dimension == "times"]
    [24, 4]
    """
    folded = _folded(text)
    found = []
    for match in _QUANTITY.finditer(folded):
        measured = _measured(match)
        if measured is not None:
            dimension, value = measured
            before, behind = folded[: match.start()][-16:], folded[match.end() :][:12]
            words = text[match.start() : match.end()].strip()
            end = match.start() + len(words)
            if dimension == "times" and (every := _EVERY.search(before)):
                value *= _A_YEAR[every[1]]
            comparison = _comparison(before, behind)
            found.append(Quantity(words, value, dimension, comparison, (match.start(), end)))
    return tuple(found)


def satisfies(given: Quantity, needed: Quantity) -> bool | None:
    """
    Whether a quantity given meets one that is needed; None where they cannot be compared.

    A bare number in a requirement is taken as the least that is allowed.

    >>> thirty, ninety = quantities("15天")[0], quantities("不少于30d")[0]
    >>> satisfies(thirty, ninety)
    False
    """
    if given.dimension != needed.dimension:
        return None
    if needed.comparison in ("ge", "eq"):
        return given.value >= needed.value
    if needed.comparison == "gt":
        return given.value > needed.value
    return given.value < needed.value if needed.comparison == "lt" else given.value <= needed.value


def _folded(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).lower()
    # Offsets must stay true to the text; a ligature or a fraction would shift them.
    return folded if len(folded) == len(text) else text.lower()


def _measured(match: re.Match[str]) -> tuple[Dimension, Fraction] | None:
    if match["all_day"]:
        return "hours_a_day", Fraction(24)
    if match["share"]:
        share = chinese_value(match["of"])
        return None if share is None else ("ratio", Fraction(share, 100))
    number = _number(match["number"])
    if number is None:
        return None
    unit = match["unit"]
    dimension, factor = _BY_UNIT[unit] if unit in _BY_UNIT else _BY_UNIT[unit.removesuffix("s")]
    if unit in ("p", "k"):
        lines = (_PIXELS if unit == "p" else _K_PIXELS).get(number)
        return None if lines is None else ("pixels", Fraction(lines))
    return dimension, number * factor


def _number(words: str) -> Fraction | None:
    if words[0].isdigit():
        return Fraction(words)
    if words == "半":
        return Fraction(1, 2)
    value = chinese_value(words.replace("半", ""))
    return None if value is None or "半" in words else Fraction(value)


def _comparison(before: str, behind: str) -> Comparison:
    for name, pattern in _BEHIND:
        if pattern.search(behind):
            return name
    return next((name for name, pattern in _BEFORE if pattern.search(before)), "eq")
