"""
What a document says of itself that takes back what it says elsewhere: names of other projects in
it, and chapters that do not hold for this one. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpus.numeral import chinese_value

_HAN = "\u3400-\u9fff"
_ESTATE = (
    r"(?:公馆|花园|家园|华庭|雅苑|名苑|嘉园|雅居|新村|新城|小区|家属院|大院|公寓|华府|名邸|庄园|豪庭|山庄|佳苑|丽景|"
    r"名都|花苑|雅庭|公元|学府)"
)
# "云屿公馆那边网闸装好了": the writer is not there; "隔壁锦绣花园".
_OTHER = re.compile(
    rf"(?P<name>[{_HAN}]{{2,4}}?){_ESTATE}(?:项目|小区|物业)?(?:那[边里头]|他们)|"
    rf"(?:隔壁的?|兄弟(?:项目|小区)|对面的?|相邻的?|邻近的?)(?P<next>[{_HAN}]{{2,4}}?){_ESTATE}"
)
_NO_NAME = re.compile(r"本|我|该|此|这|那|各|每|两|几|老|新|小|大|住宅|的")
_DIGITS = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
# "第 9 章不适用", "第五、六章（电子地图、预案）未购买".
_VOID = re.compile(
    rf"第\s?({_DIGITS}(?:\s?[、和及与，,]\s?第?{_DIGITS})*)\s?章(?:（[^）]*）)?[^，。；]{{0,8}}?"
    r"(?:不适用|不含|不包含|不涉及|未(?:开通|购买|采购|启用|授权|选购|上线)|没有?(?:开通|购买|采购|买|开|选))"
)
_NUMBER = re.compile(_DIGITS)
_CHAPTER = re.compile(rf"^第?\s?({_DIGITS})\s?(?:章|[、.．]|\s)")


def other_projects(texts: Iterable[str]) -> tuple[str, ...]:
    """
    Return the names of other projects that a document speaks of, without what kind they are of.

    >>> other_projects(["云屿公馆那边网闸装好了", "东门那边没有灯"])
    ('云屿',)
    """
    found = [match["name"] or match["next"] for text in texts for match in _OTHER.finditer(text)]
    return tuple(dict.fromkeys(name for name in found if not _NO_NAME.search(name)))


def void_chapters(texts: Iterable[str]) -> frozenset[int]:
    """
    Return the numbers of the chapters that a document says do not hold for this project.

    >>> sorted(void_chapters(["租户为标准版，第9章不适用", "第五、六章未购买"]))
    [5, 6, 9]
    """
    return frozenset(
        number
        for text in texts
        for match in _VOID.finditer(text)
        for number in map(_value, _NUMBER.findall(match[1]))
    )


def is_in_chapter(headings: Iterable[str], chapters: frozenset[int]) -> bool:
    """
    Return whether one of the headings above a passage is of one of these chapters.

    >>> is_in_chapter(("手册", "9 电子地图"), frozenset({9})), is_in_chapter(("19 门禁",), frozenset({9}))
    (True, False)
    """
    numbers = (_CHAPTER.match(heading) for heading in headings)
    return any(number is not None and _value(number[1]) in chapters for number in numbers)


def _value(words: str) -> int:
    return int(words) if words.isdigit() else chinese_value(words) or 0
