"""How much of a project a sentence speaks of: all, some of its buildings, or only a part. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from assistant.evidence.relation import Setting, Stance, stance
from corpus.numeral import chinese_value

_DIGIT = r"(?:\d{1,3}|[一二三四五六七八九十]{1,3})"
_NUMBER = rf"(?:[A-Z]\s?)?{_DIGIT}\s*(?:#|号)?\s*[楼栋幢座]?"
_TO = r"[～~\-—–至到]"
_SET = rf"{_NUMBER}\s*(?:{_TO}|[、和及与])\s*(?:{_NUMBER}\s*(?:{_TO}|[、和及与])\s*)*(?:[A-Z]\s?)?{_DIGIT}"
_OF_BUILDINGS = r"(?:#(?!\d)|号\s*楼|[栋幢座])"
# "3#～5# 楼", "1、3～5、8 号楼", "一至四栋": numbers and ranges, 楼 or # behind the last; "T1～T3".
_BUILDINGS = re.compile(
    rf"(?<![\d.一二三四五六七八九十A-Za-z])(?:({_SET})\s*{_OF_BUILDINGS}|"
    r"(T\d{1,2}\s*(?:[～~\-—–至到、和及与]\s*T?\d{1,2}\s*)+))(?!之?间)"
)
_EXCEPT = re.compile(rf"除(?:了)?\s*({_SET}|{_NUMBER})\s*{_OF_BUILDINGS}?\s*楼?\s*(?:以|之)?外")
_BETWEEN_BUILDINGS = re.compile(r"[、和及与]")
_DIGITS = re.compile(_DIGIT)
# "2、3 号楼" at the start may be item 2.
_ITEM = re.compile(r"\d+、")
_PLACE = (
    r"\d+\s*[#号]\s*楼|[一二三四五六七八九十\d]+\s*(栋|幢|层|处|个单元|个出入口)|首层|底层|高层|地下|地面|"
    r"室外|室内|主出入口|[东南西北]门"
)
_ONLY = re.compile(
    rf"(?<!不)(仅|只)(有|在|限|设于|设在|设置于|覆盖|包括)?\s*({_PLACE}|\d+\s*(户|部|樘|个单元))|"
    r"部分(?=楼栋|楼层|住户|单元|区域|车位|出入口|点位|电梯|房间|路段)|\bonly (in|on|at|some|part)\b",
    re.IGNORECASE,
)
_PLACE_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(words))
    for kind, words in (
        ("lift", r"电梯|轿厢"),
        ("water supply", r"水泵房|泵房|水箱|水池|[储供]水"),
        ("power supply", r"配电|供电"),
        ("control room", r"控制室|监控室|值班室|[消中监]控(?:中心|室)"),
        ("plant room", r"机房"),
        ("garage", r"(?<!自行)(?<!非机动)(?<!电动)(?<!电瓶)车库|地库"),
        ("shed", r"车棚|(?:非机动|自行|电动自行|电动|电瓶)车(?:停[放车]|驻停|存放|库|区)"),
        ("shelter", r"人防"),
        ("low floors", r"首层|底层|低层|[一二1-2]层"),
        ("roof", r"屋顶|屋面|天台|楼顶"),
        ("window", r"外窗"),
        ("home", r"户内"),
        ("kitchen", r"厨房"),
        ("bedroom", r"卧室"),
        ("underground", r"地下|B\d"),
        ("hall", r"大堂|门厅|通道/厅"),
        ("corridor", r"走[道廊]|楼道|公共通道|楼梯间"),
        ("club", r"会所"),
        ("open ground floor", r"架空层"),
        ("parcels", r"快递"),
    )
)
_NAMED_PLACE = re.compile(r"[东南西北][侧门段区]|\d+\s*[#号]\s*楼")
# "控制室收不到": who hears nothing of it is no place that lacks it.
_HEARD_AT = re.compile(
    r"(?:控制室|监控室|值班室|[消中监]控(?:中心|室))(?:里|那边|也|都|均|根本|一点){0,2}"
    r"(?:[收看听查]不[到见着]|不知|没有?(?:信号|反应|动静|显示|响)|无(?:信号|反应|显示))"
)
# "29～31 区", "A区", "3号棚", "北界 86 m", "沿江一段": no whole project.
_STRETCH = re.compile(
    rf"(?:(?:{_DIGIT}\s*[～~\-—–至到、和及与]\s*)+{_DIGIT}\s*[号#]?|第?{_DIGIT}\s*[号#]|第{_DIGIT})\s*(?:防区|(?<!小)区(?!域)|单元|楼层|层(?!级)|岗|棚|排|段|桩|梯)|"
    r"(?<![A-Za-z])[A-Z]\d?\s?[区段组棚座栋幢](?!域)|棚\s?[A-Z]?\d|[东南西北]{1,2}(?:侧|面|段|界|墙|角|边|区|端)|[沿临靠][江河湖海溪渠塘山路街]|"
    r"(?:安置|回迁|公租|廉租|保障|商品|人才)(?:住)?房|洋房|别墅|"
    # "六层楼", "多层住宅", "老楼": one kind of building, where there are others.
    rf"(?<!每){_DIGIT}\s?层的?楼|(?:多层|高层|低层|[老旧])的?(?:楼|住宅|房子)|"
    r"\d\s*(?:m|米)(?![²2㎡/a-zA-Z])(?:[^，。；]{0,6}(?:段|墙|界|围)|(?:还|尚|均|仍)?[没无未])|(?:墙|界|段|围[栏墙挡])[^，。；]{0,6}\d\s*(?:m|米)(?![²2㎡/a-zA-Z])|"
    r"局部|个别|一段|\b(?:zones?|floors?|wing|bay)s? \d",
    re.IGNORECASE,
)
_SAMPLE = re.compile(r"抽|sampl", re.IGNORECASE)
# "1～8 幢 8 月补齐": what those buildings still lacked; the others had it before.
_MADE_UP = re.compile(
    r"补(?:完|齐|装|上|设|做|建|全|足)|(?:最后|随后|后来)(?:才)?(?:装|做|完成|施工)|排在最后|"
    r"\bcaught up\b|\bmade good\b|\bcome last\b",
    re.IGNORECASE,
)
_MOST_BUILDINGS, _PAIR = 300, 2
_OF_PROJECT: tuple[Stance, ...] = ("provided", "required", "listed")


def buildings(text: str) -> frozenset[int]:
    """
    Return the numbers of the buildings that a text gives as a range or as several; () for none.

    >>> sorted(buildings("3#～5# 楼设门口机")), buildings("3# 楼"), buildings("2-1 号")
    ([3, 4, 5], frozenset(), frozenset())
    >>> sorted(buildings("梯控装在 1、3、6～8 号楼"))
    [1, 3, 6, 7, 8]
    """
    found: set[int] = set()
    for match in _BUILDINGS.finditer(text):
        parts = _BETWEEN_BUILDINGS.split(match[1] or match[2])
        if match.start() == 0 and len(parts) == _PAIR and _ITEM.match(text):
            parts = parts[1:]
        ranges = _ranges(parts)
        if len(ranges) > 1 or len(ranges[0]) > 1:
            found |= _numbers(ranges)
    return frozenset(found)


def _ranges(parts: Iterable[str]) -> list[list[int]]:
    return [[_value(number) for number in _DIGITS.findall(part)] for part in parts]


def _value(words: str) -> int:
    """Return what a number says; 0 for words that are none."""
    return int(words) if words.isdigit() else chinese_value(words) or 0


def _numbers(ranges: Iterable[Sequence[int]]) -> set[int]:
    """Return the numbers from the first to the last of each; a range that falls has none."""
    found: set[int] = set()
    for numbers in ranges:
        if not numbers:
            continue
        first, last = numbers[0], numbers[-1]
        if 0 < first <= last <= _MOST_BUILDINGS and (first < last or len(numbers) == 1):
            found |= set(range(first, last + 1))
    return found


def known_buildings(said: Iterable[tuple[str, Setting]]) -> frozenset[int]:
    """
    Return the numbers of a project's buildings, as far as ranges in what is said name them.

    Those of another phase or another project are none of its.
    """
    found: set[int] = set()
    for text, setting in said:
        named = buildings(text)
        if named and stance(text, setting) in _OF_PROJECT:
            found |= named
    return frozenset(found)


def extent(text: str, known: frozenset[int]) -> frozenset[int] | None:
    """
    Return the buildings that a text is limited to, () for a part that has no number, None where
    nothing limits it. A sample that was looked at limits nothing, nor does what was made up for.

    known: all buildings of the project.

    >>> extent("各楼设门口机", frozenset()), extent("门口机仅首层设置", frozenset())
    (None, frozenset())
    >>> extent("1#～4# 楼的门口机 8 月补齐", frozenset(range(1, 10)))
    """
    if _SAMPLE.search(text) or _MADE_UP.search(text):
        return None
    return denied_extent(text, known)


def denied_extent(text: str, known: frozenset[int]) -> frozenset[int] | None:
    """
    Return the same of what a text denies: a sample of some buildings that fails says nothing of
    the others.

    >>> sorted(denied_extent("7#～9# 楼抽 6 樘，均不开", frozenset(range(1, 10))))
    [7, 8, 9]
    """
    if _ONLY.search(text):
        return frozenset()
    spared = _EXCEPT.search(text)
    if spared:
        without = _numbers(_ranges(_BETWEEN_BUILDINGS.split(spared[1])))
        return known - without
    named = buildings(text)
    return named if named and named < known else None


def is_of_part(text: str) -> bool:
    """
    Whether a text names a part of the project: some zones or floors, a side, a stretch of wall.

    >>> is_of_part("29～31 防区未装"), is_of_part("南墙 226 m 没有报警"), is_of_part("本小区未装")
    (True, True, False)
    >>> is_of_part("C3、C4 棚无探测器"), is_of_part("安置房无此设备"), is_of_part("多层住宅没有广播")
    (True, True, True)
    """
    return _STRETCH.search(text) is not None


def places(text: str) -> frozenset[str]:
    """
    Return the kinds of place that a text names, in whatever words, and the sides and buildings.

    >>> sorted(places("监控中心内未设摄像机，3# 楼门厅亦未设"))
    ['3# 楼', 'control room', 'hall']
    >>> places("户内报警控制室收不到")
    frozenset({'home'})
    """
    where = _HEARD_AT.sub("", text)
    kinds = {kind for kind, words in _PLACE_KINDS if words.search(where)}
    return frozenset(kinds | set(_NAMED_PLACE.findall(where)))
