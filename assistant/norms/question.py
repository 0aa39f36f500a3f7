"""What a question on norms wants: status, place of citation, content, or the whole table. Pure."""

from __future__ import annotations

import re
from typing import Literal

from corpus.norms.status import FindingKind

NormWish = Literal["status", "where", "content", "overview"]

_STATUS = re.compile(
    r"现行|有效|过期|作废|废止|失效|代替|替代|取代|被替|最新|版本|哪一?版|哪年|几几?年|什么时候|何时|实施|施行|"
    r"[被让](谁|哪|什么).{0,4}(替|代|取代)|替了|替的|替下|改过|修订|修过|更新|啥时候|几时|哪天|不用了|还用|还在用|还认|退役|"
    r"(叫|是).{0,4}[“\"「]?(规范|标准)[”\"」]?.{0,4}还是|还是.{0,4}(规范|标准)|强制(的|性)?吗|推荐|发布|存在|真的?有|有这|算数|作数|关系|区别|管用|书名|走样|强条|对不对|正确|写错|印错|有误|编号|状态|可靠|证实|"
    r"\bvalid\b|in force|\bcurrent|supersed|replac|abolish|withdrawn|outdated|out of date|exist|"
    r"\ba gb or a?\b|gb or gb/t|came instead|still (used|apply|applies|good)|mandatory or|revis|amend|"
    r"latest|newest|edition|version|\bissued\b|\bdate\b|\bwhen\b|status|correct|wrong|confirmed",
    re.IGNORECASE,
)
_WHERE = re.compile(
    r"引用|提到|写到|哪里|哪些条|哪条|哪几条|列入|列在|列了|有关|符合|遵守|按照|依据|执行|采用|"
    r"\bcit|where|\brefer|mention|which clause|comply|conform|\bmeet|\bapply|\bfollow|\blist",
    re.IGNORECASE,
)
_CONTENT = re.compile(
    r"规定|要求|内容|怎么说|说了什么|讲什么|写了什么|要点|"
    r"\bsays?\b|require|demand|\bask|content|about|contain|regulate",
    re.IGNORECASE,
)
# What is left of a question when its norm is taken away and that says nothing on a subject.
_FILLER = re.compile(
    r"规范性|草稿|写|一本|规定|要求|内容|怎么说|说了什么|讲什么|写了什么|什么|是否|是不是|有没有|怎么样|怎么|如何|"
    r"哪些|多少|标准|规范|草案|评价|文件|全称|名称|名字|叫|关于|介绍|一下|请问|里面|中|"
    r"主要|方面|还|现在|目前|应该|可以|需要|[的了是有吗呢么吧在里这那它个和与对要条第章能被]|"
    r"\b(what|is|are|the|a|an|of|in|on|does|do|did|it|its|this|that|draft|standard|norm|norms|code|"
    r"say|says|require|requires|demand|demands|ask|asks|about|for|to|tell|me|title|called|name|"
    r"content|contents|regulate|which|how|must|should|be|by|and|or|there|still|yet|please|any|has|have)\b|"
    r"[\W_0-9]",
    re.IGNORECASE,
)
# What a question on the draft's references as a whole is about, and near it what is wrong.
_REFERENCES = r"引用|第 ?2 ?章|第二章|标准|规范|references?|norms?|standards?|codes?|chapter 2|citations?|cited?"
_CITATIONS = r"引用|第 ?2 ?章|第二章|标准号|标准编号|references?|norms?|chapter 2|citations?"
_WORDS_OF_KINDS: tuple[tuple[str, str, tuple[FindingKind, ...]], ...] = (
    (
        _REFERENCES,
        r"过期|过时|作废|废止|失效|被代替|被替代|被取代|旧版|老版|不是最新|是否现行|[都还仍]现行|现行吗|现行的?吗|[都还仍]有效|有效吗|是否有效|"
        r"outdated|out of date|out-of-date|supersed|abolish|withdrawn|obsolete|no longer",
        ("superseded", "partly", "wrong"),
    ),
    (
        _CITATIONS,
        r"不存在|写错|引错|印错|错误|有误|错|有问题|有什么问题|"
        r"\bwrong|mistake|incorrect|not exist|never existed|fault|error|problem",
        ("wrong", "superseded", "unconfirmed"),
    ),
    (
        _REFERENCES,
        r"没用到|没有用到|没用上|未用|从未引用|[没未]有?被引用|列而|列了|"
        r"\bunused|never (?:used?|cited?)|not (?:used|cited)|listed but",
        ("unused",),
    ),
    (
        _REFERENCES,
        r"漏|缺了?少?哪|应引|应该引|该引|没列|没有列|未列|遗漏|少列|没有?引用|"
        r"\bmissing|omit|left out|should (?:be )?cite|should have|forgot",
        ("missing",),
    ),
    (
        _REFERENCES,
        r"不注日期|未注日期|没注日期|没有注?日期|没写年|没有年份|undated|without (?:a )?(?:date|year)",
        ("undated",),
    ),
    (
        _CITATIONS,
        r"未证实|待核实|没证实|存疑|可疑|unconfirmed|doubtful|not confirmed",
        ("unconfirmed",),
    ),
)
_TABLE_KINDS = tuple(
    (
        re.compile(
            rf"(?:{subject})[^。！？!?]{{0,40}}?(?:{words})|(?:{words})[^。！？!?]{{0,24}}?(?:{subject})",
            re.IGNORECASE,
        ),
        kinds,
    )
    for subject, words, kinds in _WORDS_OF_KINDS
)
_NATIONAL = re.compile(
    r"国标|国家标准|国家规范|规范(?!性)|强制性|强条|强标|法律|法规|行标|行业标准|"
    r"national standards?|mandatory (?:standard|code|norm)s?|by law|(?:building|fire|national) codes?|"
    r"\bnorms?\b|regulations?|legally",
    re.IGNORECASE,
)
_NATIONAL_FILLER = re.compile(
    r"国标|国家标准|强制性(?:标准|规范|条文)?|强条|强标|法律法规|法律|法规|行业标准|行标|规范|"
    r"是?(?:怎么|如何|有没有|有什么|有何)(?:规定|要求|说)的?|规定了?|按|根据|"
    r"what do(?:es)? the (?:national standards?|codes?|norms?) (?:say|require|demand)|"
    r"national standards?|mandatory (?:standard|code|norm)s?|by law|(?:building|fire|national) codes?|"
    r"\bnorms?\b|regulations?|legally",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"多久|多长时间|几天|多少天|几小时|多少小时|几秒|how long|how many (?:days|hours)",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"多少|多大|多高|多宽|多远|几[米个只具层层盏]|how (?:many|much|high|wide|far)", re.IGNORECASE
)
# Longest subject, in characters, of a question that is a mere phrase.
_PHRASE = 8
_TIME_SAID = re.compile(
    r"[0-9] ?(?:天|d\b|h\b|s\b|min|秒|小时|分钟|个?月|年|days?|hours?|seconds?|minutes?)"
)


def wish_of(rest: str) -> NormWish:
    """Return what a question that names a norm wants; `rest` is its text without the name."""
    subject = subject_of(rest)
    if _WHERE.search(rest):
        return "where"
    alone = not asks_content(rest) or len(subject_of(_STATUS.sub(" ", rest))) < 4
    if _STATUS.search(rest) and alone:
        return "status"
    if len(subject) >= 2:
        return "content"
    return "overview"


def asks_content(rest: str) -> bool:
    """Whether a question without a subject of its own still asks what the norm says."""
    return _CONTENT.search(rest) is not None


def asks_detail(rest: str) -> bool:
    """
    Whether a question that names a norm wants what stands in it: it says so, asks for an amount,
    or is a mere phrase such as "GB 50763 盲道宽度".
    """
    return (
        asks_content(rest)
        or _AMOUNT.search(rest) is not None
        or _TIME.search(rest) is not None
        or len(subject_of(rest)) <= _PHRASE
    )


def subject_of(rest: str) -> str:
    """Return what is left of a question when all that names no subject is taken away."""
    return _FILLER.sub("", rest)


def table_kinds(text: str) -> tuple[FindingKind, ...]:
    """Return which kinds of findings on the draft's references a question asks for; often ()."""
    found = [kind for words, kinds in _TABLE_KINDS if words.search(text) for kind in kinds]
    return tuple(dict.fromkeys(found))


def asks_norms(text: str) -> bool:
    """Whether a question asks what norms or laws say, without naming one."""
    return _NATIONAL.search(text) is not None


def national_subject(text: str) -> str | None:
    """Return what a question asks of the norms without naming one; None when it does not."""
    if not asks_norms(text):
        return None
    subject = _NATIONAL_FILLER.sub(" ", text)
    return subject if len(subject_of(subject)) >= 2 else None


def fits_amount(question: str, fact: str) -> bool:
    """Whether a fact holds the kind of number that a question asks for, if it asks for one."""
    if _TIME.search(question):
        return _TIME_SAID.search(fact) is not None
    return not _AMOUNT.search(question) or any(character.isdigit() for character in fact)
