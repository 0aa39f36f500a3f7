"""
What a document says of itself that takes back what it says elsewhere: names of other projects in
it, lists of what others have, rows and items of what is not ours, chapters that do not hold for
this one, and findings that were looked at again. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

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
# "介绍铁西路小区经验：…；…": all of the sentence is about them.
_OF_OTHERS = re.compile(
    r"(?:介绍|通报|推广|学习|转发|分享|借鉴|参观)[^，。；：]{2,20}(?:经验|做法|案例|样板|成果)[^。；：]{0,6}[：:]|"
    r"(?:兄弟|示范|样板|标杆|先进|试点|同类|其他|别的)(?:小区|项目|单位)[^。；：]{0,8}(?:如下|经验|做法)[：:]|"
    r"(?<!本)(?:小区|项目)的?(?:经验|做法)[：:]"
)
# "本工程不接入。", "均由供热公司自管。": a sentence that names nothing speaks of all its item.
_ITEM_OF_OTHERS = re.compile(
    r"^(?:以上|上述)?[均皆都]?(?:本(?:工程|项目|小区|标段|次)不(?:接入|管|负责)|"
    r"不[在属]于?本(?:工程|项目|小区|标段|次)[^，。；]{0,6}|由[^，。；]{2,8}(?:公司|部门|单位|局)(?:自管|自建|自理|负责))[。；]?$"
)
# A register of several phases or plots says of each row where it belongs.
_PART_COLUMN = re.compile(r"^(?:分?期(?:别|次|数)?|所属(?:分?期|地块)|phase)$", re.IGNORECASE)
_OTHER_PART = re.compile(
    r"(?:[二三四五]|[2-5])期|I{2,3}|IV|[ⅡⅢⅣ]|商业?|公建|酒店|写字楼|学校|幼儿园|(?:phase ?|p)[2-5]",
    re.IGNORECASE,
)
# "来源: 据设计": what somebody has from the papers, and did not look at.
_SOURCE_COLUMN = re.compile(
    r"^(?:(?:信息|资料|数据|内容)?(?:来源|出处|依据)|source|basis)$", re.IGNORECASE
)
_FROM_PAPERS = re.compile(
    r"(?:依?据|按|根据|引自|摘自|见)?原?(?:设计|施工图|图纸|方案|投标|招标|样本|口头)[^，。；现场测查]{0,4}|"
    r"(?:(?:as|per|by|from) )?(?:the )?(?:design|drawings?|tender|proposal)",
    re.IGNORECASE,
)
# "【充电客服】5月20日 12:00 …（推广）": all of a message that advertises only praises.
_MESSAGE = re.compile(r"^\s*[【\[][^】\]]{1,16}[】\]]\s*\d{1,4}\s*[-./年月:：]")
_ADVERTISES = re.compile(
    r"[（(【](?:推广|广告|营销)[）)】]|有意私聊|\d折(?=[，。；优起]|$)|领跑者|新版宣传|(?:咨询|订购|预约)热线|限时(?:优惠|特惠)|敬请(?:期待|关注|垂询)[！!]"
)
# "公众号推文：…" among chats and notes: praise until the next message, note or rule of signs.
_PRAISE_BEGINS = re.compile(
    r"^[【《“\s]*(?:(?:微信)?公众号|朋友圈|视频号|短视频|楼书|招商|销售|置业|宣传|推广|广告|海报)[^，。；：:]{0,10}[：:】》”]|"
    # The title of one among papers bound together: "某某花园二期推介稿（营销部 2025-09）".
    r"^[^，。；：:！？]{2,24}(?:推介稿?|推文|软文|海报|宣传[稿页单册]|楼书|折页)(?:[（(][^）)]*[）)])?$"
)
# A line that is a quotation and cries out: "“老院子换新颜！楼楼有探头。”"
_CRIES = re.compile(r"\s*“[^”]*！[^”]{8,}”\s*")
_NEXT_NOTE = re.compile(
    r"^\s*(?:\d{2,4}\s*[-./年]\s*\d|\d{1,2}[-./:：月]\d|编号|[=—_*#-]{3,}|群[一二三四五六七八九十\d]|[问答][：:]|[【\[][^】\]]{1,16}[】\]]\s*\d|"
    r"[^，。；：:！？]{2,24}(?:摘录|纪要|记录|备忘|邮件|往来|通知|公告|回复)(?:[（(][^）)]*[）)])?$)"
)
_AGAIN = re.compile(
    r"^(.{2,40}?)\s*[（(]\s*(?:复[检测验查试]|再测|第二次|整改后)[^（）()]{0,4}[）)]$"
)
_FIRST = re.compile(
    r"^(.{2,40}?)\s*[（(]\s*(?:[初首][检测验查试]|第一次|整改前)[^（）()]{0,4}[）)]$"
)
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


def tells_of_others(text: str) -> bool:
    """
    Return whether a sentence begins to tell what other projects have.

    >>> tells_of_others("介绍铁西路示范小区经验：火警由值班室核实后解除"), tells_of_others("经验：先看线")
    (True, False)
    """
    return _OF_OTHERS.search(text) is not None


def is_item_of_others(sentences: Iterable[str]) -> bool:
    """
    Return whether one of the sentences of an item says that none of it is of this project.

    >>> is_item_of_others(["站内泵设变送器；", "本工程不接入。"]), is_item_of_others(["本工程不设天窗。"])
    (True, False)
    """
    return any(_ITEM_OF_OTHERS.match(sentence.strip()) for sentence in sentences)


def is_of_other_part(cells: Iterable[tuple[str, str]]) -> bool:
    """
    Return whether a row says that its thing stands in another phase or plot, given each cell with
    the heading of its column.

    >>> is_of_other_part([("设备", "枪机"), ("期", "II")]), is_of_other_part([("设备", "枪机"), ("期", "I")])
    (True, False)
    """
    return any(_PART_COLUMN.match(head) and _OTHER_PART.fullmatch(text) for head, text in cells)


def is_from_papers(cells: Iterable[tuple[str, str]]) -> bool:
    """
    Return whether a row says that it has from the design what it tells, given each cell with the
    heading of its column.

    >>> is_from_papers([("现状", "有"), ("来源", "据设计")]), is_from_papers([("来源", "现场")])
    (True, False)
    """
    return any(_SOURCE_COLUMN.match(head) and _FROM_PAPERS.fullmatch(text) for head, text in cells)


def advertising(sentences: Sequence[str]) -> frozenset[int]:
    """
    Return the places of the sentences whose message advertises; a text of no messages is one.

    >>> sorted(advertising(["【小梁】3月26日 09:12", "报警灵。", "【客服】5月20日", "实时监测。（推广）"]))
    [2, 3]
    """
    begins = [at for at, one in enumerate(sentences) if at == 0 or _MESSAGE.match(one)]
    return frozenset(
        at
        for start, end in pairwise([*begins, len(sentences)])
        if any(_ADVERTISES.search(one) for one in sentences[start:end])
        for at in range(start, end)
    )


def praising_lines(texts: Iterable[str]) -> tuple[str, ...]:
    r"""
    Return the lines of a document that a line names as praise, a post or an advertisement, and
    those that quote a cry.

    >>> praising_lines(["9-2 小邹：好\n公众号推文：回家更安心\n光纤到户", "全程摄像\n2024-09-03 小龙：查"])
    ('公众号推文：回家更安心', '光纤到户', '全程摄像')
    """
    found: list[str] = []
    praises = False
    for line in (line for text in texts for line in text.split("\n")):
        praises = bool(_PRAISE_BEGINS.match(line)) or (praises and not _NEXT_NOTE.match(line))
        if line.strip() and (praises or _CRIES.fullmatch(line)):
            found.append(line.strip())
    return tuple(found)


def looked_at_again(cells: Iterable[str]) -> frozenset[str]:
    """
    Return what a document says in cells of its tables to have been looked at again.

    >>> looked_at_again(["断线提示（初检）", "断线提示（复检）", "门锁（初检）"])
    frozenset({'断线提示'})
    """
    return frozenset(match[1] for match in map(_AGAIN.match, cells) if match)


def is_first_look(cells: Iterable[str], again: frozenset[str]) -> bool:
    """
    Return whether a row tells what was found the first time; again: see `looked_at_again`.

    >>> is_first_look(["1", "断线提示（初检）", "3 路无提示"], frozenset({"断线提示"}))
    True
    """
    return any(match is not None and match[1] in again for match in map(_FIRST.match, cells))


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
