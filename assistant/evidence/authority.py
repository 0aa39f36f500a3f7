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
