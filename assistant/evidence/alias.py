"""
Names that a project gives to its things: "平台叫“里程通”", "中央控制室（CCR）", "以下简称“云里”".

What a name stands for is said once and taken for known everywhere else. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_QUOTES = "“”\"「」『』‘’'"
_HAN = "\u3400-\u9fff"
_THING = rf"(?P<thing>[{_HAN}]{{2,10}}|[a-z]+ [a-z]+(?: [a-z]+)?)"
_CALLED = rf"(?P<name>[{_HAN}A-Za-z][{_HAN}A-Za-z]{{1,9}})"
_SHORT = r"(?P<name>[A-Z]{2,6})"
# "RiverOS": no common word is written so.
_CAMEL = r"(?P<name>[A-Z][a-z]+[A-Z][A-Za-z]*)"
_SOFTWARE = r"(?P<thing>平台|系统|软件|小程序|公众号|APP|App|[Pp]latform|[Ss]ystem|[Aa]pp)"
_IS_CALLED = r"(?:取名[为叫]?|定名为?|名字[叫是]|名为|名叫|叫作?|称作|名称[为是])"
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        # "安全管理与服务平台（以下简称“云里”）"
        rf"{_THING}\s*[（(](?:以下|下文)?(?:均|统一)?(?:简?称为?|下称)\s*[{_QUOTES}]?{_CALLED}[{_QUOTES}]?[）)]",
        # an abbreviation behind it: "中央控制室（CCR）"
        rf"{_THING}\s*[（(]{_SHORT}[）)]",
        # "平台叫“里程通”", "小程序名为里程通，"
        rf"{_SOFTWARE}{_IS_CALLED}\s*[{_QUOTES}《]?{_CALLED}(?=[{_QUOTES}》，。；,]|$)",
        # "“里程通”智慧社区平台"
        rf"[{_QUOTES}]{_CALLED}[{_QUOTES}][{_HAN}]{{0,8}}?{_SOFTWARE}",
        # "RiverOS 管理平台", "RiverOS 园区云"
        rf"(?<![A-Za-z]){_CAMEL}\s?[{_HAN}]{{0,6}}?{_SOFTWARE}",
        rf"(?<![A-Za-z]){_CAMEL}\s?[{_HAN}]{{0,4}}?(?P<thing>云(?=[{_HAN}，。；、]?))",
        rf"{_SOFTWARE},? (?:is )?(?:called|named|known as) [{_QUOTES}]?(?P<name>[A-Z][A-Za-z]+)",
    )
)
# "安邻综合服务平台" holds a name where "安邻 3.1" stands too: only products have versions.
_VERSION = re.compile(rf"(?<![{_HAN}])(?P<name>[{_HAN}]{{2,4}})\s?[vV]?\d\.\d(?!\d)")
_CLOUD, _PLATFORM = "云", "平台"
# What stands before a bracket says what the thing is at its end: "礼宾部后方的中央控制室（CCR）".
_END = 6


def aliases_in(texts: Iterable[str]) -> dict[str, str]:
    """
    Return the names that texts give to things, with what each is said to be; {} for none.

    >>> aliases_in(["值班的中央控制室（CCR），平台名为“里程通”。"])
    {'CCR': '中央控制室', '里程通': '平台'}
    """
    found: dict[str, str] = {}
    for text in texts:
        for pattern in _PATTERNS:
            for match in pattern.finditer(text):
                name, thing = match["name"], match["thing"]
                if name not in thing:
                    found.setdefault(name, _PLATFORM if thing == _CLOUD else _end_of(thing))
        for version in _VERSION.finditer(text):
            called = re.search(rf"{version['name']}[{_HAN}]{{0,8}}?(平台|系统|软件)", text)
            if called:
                found.setdefault(version["name"], called[1])
    return found


def _end_of(thing: str) -> str:
    return thing if thing.isascii() else thing[-_END:].rsplit("的", maxsplit=1)[-1]
