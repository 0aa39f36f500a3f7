"""
Which documents say what shall be, and which what is: those overrule the first; and which passages
overrule what was found before. Pure.
"""

from __future__ import annotations

import re
from functools import lru_cache

_PROPOSES = re.compile(
    r"投标|技术标|标书|方案|设计|招标|可研|深化|专篇|"
    r"\b(?:bid|tender|design|proposal|solution|specification|scheme|concept|chapter)\b",
    re.IGNORECASE,
)
# "竣工图设计说明" tells what was built.
_FOUND = re.compile(r"竣工|验收|交付|检测|变更|as[ -]built|acceptance|handover", re.IGNORECASE)

# "6 月 3 日已装回，更正为“有”", "复验合格", and what is still to come of it.
_MADE_GOOD = re.compile(
    r"更正|改判|复[测验查检试][^，。；不未没]{0,6}(?:合格|通过|正常|好|均|已|\d)|"
    r"(?:已|又|重新|后来)?(?:装回|复装|补装|补齐|恢复|修复|修好|整改(?:完成|合格|到位|完毕|后合格))|重[测拔验]"
)
_TO_BE_MADE_GOOD = re.compile(r"未(?:整改|恢复|修)|[待拟]|尚未|计划")

# "号: A-3; …; 再试: …; 判定: 通过": an item of a test that was gone through once more.
_ITEM = re.compile(
    r"^(?:号|编号|序号|项号|条号|用例|no\.?|item)\s*[:：]\s*([A-Z]{1,3}-?\d{1,4})(?=[;；])",
    re.IGNORECASE,
)
_ONCE_MORE = re.compile(
    r"[;；]\s*(?:[再复重][试测验查检看]|整改后|retest)[^:：;；]{0,6}[:：]", re.IGNORECASE
)
_PASSED = re.compile(
    r"[;；]\s*[^:：;；]{0,6}[:：]\s*(?:已?通过|(?:已?整改)?合格|符合|满足|销项|√|pass(?:ed)?|closed)[。.]?$",
    re.IGNORECASE,
)

# "判定: 带条件", "结论: 部分符合": the verdict on a row that is neither yes nor no.
_HOLDS_PARTLY = re.compile(
    r"[;；]\s*[^:：;；]{0,6}(?:判|结论|结果|评|意见|符合|verdict|result|status)[^:：;；]{0,6}[:：]\s*"
    r"(?:[有带附](?:部分)?条件(?:通过|合格)?|部分(?:符合|满足|通过|合格|达标|实现|落实|做到)?|基本(?:符合|满足|达标)|partly|partial(?:ly)?[^;；]{0,12})[。.]?(?=$|[;；])",
    re.IGNORECASE,
)


@lru_cache(maxsize=1024)  # asked for every passage of a document
def is_proposal(file: str) -> bool:
    """
    Whether a document, by its name, says what shall be built, not what was.

    >>> [is_proposal(name) for name in ("智能化设计说明.docx", "竣工图说明.pdf", "03-design.pdf")]
    [True, False, True]
    """
    name = file.replace("-", " ").replace("_", " ")
    return _PROPOSES.search(name) is not None and _FOUND.search(name) is None


def makes_good(text: str) -> bool:
    """
    Whether a passage tells that what was lacking is there now: put right, or seen at a second look.

    >>> makes_good("6 月 3 日已装回，更正为“有”"), makes_good("漏装 2 台，待补装")
    (True, False)
    """
    return _MADE_GOOD.search(text) is not None and _TO_BE_MADE_GOOD.search(text) is None


def item_of(text: str) -> str:
    """
    Return the number of the test or check that a row of a table tells of; "" for none.

    A number alone is no item: every table counts its rows.

    >>> item_of("号: A-3; 项目: 道闸; 判定: 不通过"), item_of("号: 3; 项目: 道闸")
    ('A-3', '')
    """
    found = _ITEM.match(text)
    return found[1].upper() if found else ""


def passes_again(text: str) -> bool:
    """
    Whether a row tells that an item was looked at once more and passed.

    >>> passes_again("号: A-3; 再试: 抬杆 5 次均好; 判定: 通过"), passes_again("号: A-3; 判定: 通过")
    (True, False)
    """
    return _ONCE_MORE.search(text) is not None and _PASSED.search(text) is not None


def holds_partly(text: str) -> bool:
    """
    Whether the verdict on a row of a table is that what it looked at is so in part.

    >>> holds_partly("项目: 道闸; 所见: 东口不抬; 判定: 带条件"), holds_partly("项目: 道闸; 判定: 通过")
    (True, False)
    """
    return _HOLDS_PARTLY.search(text) is not None
