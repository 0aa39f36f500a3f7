"""
What kind of figure a question asks for, and whether a text gives one of that kind. Pure.

"How many litres must the tank hold?" is near to a clause on tanks, but no answer unless the
clause gives a volume. Points are left out: they come from the data, not from the wording.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Literal

from assistant.evidence.quantity import Dimension, Quantity, quantities
from corpus.traditional import simplified

# `hours`: a time within a day, which no answer in days or years meets.
Figure = Dimension | Literal["hours"]
_ASKED: Mapping[Figure, re.Pattern[str]] = {
    "hours": re.compile(r"(几|多少)(十|百|千|万)?个?(小时|分钟|秒)|how many (hours|minutes|seconds)|how (fast|quick|soon)|多快", re.IGNORECASE),
    "time": re.compile(
        r"多(久|长时间)|(几|多少)个?工作日|(几|多少)(十|百|千|万)?个?(天|日|年|月|周)(?!级)|有效期|"
        r"how long (must|should|do|does|is|are|can|may|will|have|has)\b(?!.*\b(zone|fence|wall|cable|lane|road|section)\b)|"
        r"how many (days|years|months|weeks)|how often",
        re.IGNORECASE,
    ),
    "length": re.compile(
        r"(几|多少)(十|百|千|万)?(米|公里|厘米|毫米)|多(高|宽|远|粗|厚|窄|矮)|高度|宽度|间距|半径|"
        r"how (high|wide|tall|far|thick|deep)\b|how many (metres|meters|centimet)|"
        r"how long .*\b(zone|fence|wall|cable|lane|road|section)\b|\b(height|width|distance|spacing)\b",
        re.IGNORECASE,
    ),
    "area": re.compile(r"多大(的)?面积|(几|多少)(十|百|千|万)?个?平(方|米)|how many square|how large .* area|floor area", re.IGNORECASE),
    "volume": re.compile(r"(几|多少)(十|百|千|万)?(吨|升|立方)|容积|how many (litres|liters|tons|cubic|gallons)", re.IGNORECASE),
    "illuminance": re.compile(r"多亮|照度(是|要|应|得|该)?(多少|几)|(几|多少)(十|百|千|万)?(个)?(勒克斯|lx|lux)|how bright|how many lux|what lux|illuminance", re.IGNORECASE),
    "ratio": re.compile(r"几成|百分之(几|多少)(十|百|千|万)?|多大比例|什么比例|比例(是|为)?多少|what (share|percentage|proportion)|how many percent", re.IGNORECASE),
    "people": re.compile(r"(几|多少)(个|名|位)?(人|专家|保安|评委|成员|组员|保洁)|how many (people|persons|experts|members|guards|assessors|staff|officers|reviewers)", re.IGNORECASE),
    "pixels": re.compile(r"分辨率|(几|多少)(百|千)?万?像素|(几|多少)(十|百|千|万)?\s*k\b|清晰度(是|要|得)?多少|resolution|how many (mega)?pixels|megapixel", re.IGNORECASE),
    "temperature": re.compile(r"(几|多少)(十|百|千|万)?(摄氏)?度(?!电)|温度(是|要|控制在)?多少|what temperature|how (hot|cold|warm)", re.IGNORECASE),
    "money": re.compile(r"多少(钱|元|费用)|几(块|元|万)钱?|价格|收费|费用|罚款|工资|how much (does|do|is|are|will|would|money).*\b(cost|costs|pay|paid|fee|charge|charged)\b|\b(price|fee|fees|salary|wage|fine)\b|how expensive", re.IGNORECASE),
    "bit_rate": re.compile(r"带宽(是|要|得)?(多少|几)|(几|多少)(十|百|千|万)?兆|how many mbps|what bandwidth", re.IGNORECASE),
    "power": re.compile(r"(几|多少)(百|千)?瓦|功率(是)?多少|how many (kilo)?watts", re.IGNORECASE),
    "voltage": re.compile(r"(几|多少)(十|百|千|万)?伏|电压(是)?多少|what voltage|how many volts", re.IGNORECASE),
    "sound": re.compile(r"(几|多少)(十|百|千|万)?分贝|多响|how loud|how many decibels", re.IGNORECASE),
    "frame_rate": re.compile(r"(几|多少)(十|百|千|万)?帧|帧率|frame rate|frames per", re.IGNORECASE),
}  # fmt: skip
# "every year" and "at once" answer how long and how often without a number.
_TIMES = re.compile(
    r"每(年|月|周|日|天|半年|季)|年度|年限|定期|及时|实时|立即|同步|annual|yearly|monthly|"
    r"every (year|month)|a year|in time|real[- ]time|regular",
    re.IGNORECASE,
)


def figures_asked(question: str) -> tuple[Figure, ...]:
    """
    Return the kinds of figures that a question asks for; () when it asks for none.

    >>> figures_asked("消防水箱得装多少吨水？"), figures_asked("围墙要多高"), figures_asked("要装摄像头吗")
    (('volume',), ('length',), ())
    """
    asked = simplified(question)
    return tuple(figure for figure, words in _ASKED.items() if words.search(asked))


def gives_figure(figure: Figure, texts: Sequence[str]) -> bool:
    """Whether one of the texts gives a figure of that kind, or says the same in words."""
    for text in texts:
        if any(_is_of(quantity, figure) for quantity in quantities(text)):
            return True
        if figure == "time" and _TIMES.search(text):
            return True
    return False


def _is_of(quantity: Quantity, figure: Figure) -> bool:
    if figure == "hours":
        # "48 h" is said in hours too.
        is_short = quantity.dimension == "time" and quantity.value <= 2
        return is_short or quantity.dimension == "hours_a_day"
    return quantity.dimension == figure
