"""How questions name a unit of a norm: 5.5.18, 第七条第二款第（一）项, 附录 A, 表 5.1.1. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from corpus.norms.sequence import numeral

_CN = "零〇一二三四五六七八九十百"
_DIGITS = "零一二三四五六七八九"
_BELOW = (
    rf"(?:\s*第?\s*(?P<p>[{_CN}\d]{{1,3}})\s*款)?"
    rf"(?:\s*第?\s*[（(]?\s*(?P<i>[{_CN}\d]{{1,3}}|[a-z])\s*[）)]?\s*项)?"
)
_NAMES = re.compile(
    rf"第\s*(?P<article>[{_CN}\d]{{1,6}})\s*条{_BELOW}"
    rf"|(?P<table>表)\s*(?P<tn>[A-Z]?\d{{0,2}}(?:\.\d{{1,3}}){{1,4}}(?:-\d{{1,2}})?)"
    r"|(?:附\s*录|[Aa]ppendix|[Aa]nnex)\s*(?P<appendix>[A-Z])(?![A-Za-z0-9.])"
    rf"|第\s*(?P<chapter>[{_CN}\d]{{1,3}})\s*章|[Cc]hapter\s*(?P<en>\d{{1,2}})(?![.\d])"
    rf"|(?P<certain>第\s*)?(?<![\d.A-Za-z])(?P<dotted>(?:\d{{1,2}}|[A-Z])(?:\.\d{{1,3}}){{1,4}}[A-Z]?)"
    rf"(?![\d.]|[a-z])(?P<too>\s*[条节])?"
    rf"(?P<tail>{_BELOW.replace('?P<p>', '?P<dp>').replace('?P<i>', '?P<di>')})"
    r"(?P<unit>\s*(?:%|％|米|倍|元|分钟|小时|m\b|h\b|公里|千米))?"
)


def unit_names(text: str, known: Collection[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """
    Return (ids in `known` that a text names, names that can only be ids but are not known).

    A款 or 项 that does not exist gives way to its clause. Numbers with a unit name nothing.

    >>> unit_names("第7条第2款和5.5.18", {"第七条", "第七条第二款"})
    (('第七条第二款',), ('5.5.18',))
    """
    folded = unicodedata.normalize("NFKC", text)
    found: list[str] = []
    unknown: list[str] = []
    for match in _NAMES.finditer(folded):
        choices = _choices(match)
        hit = next((name for name in choices if name in known), None)
        if hit is not None:
            found.append(hit)
        elif choices and not _may_be_figure(match):
            unknown.append(choices[-1])
    return tuple(dict.fromkeys(found)), tuple(dict.fromkeys(unknown))


def without_units(text: str) -> str:
    """Return a text without the units that it names."""
    return _NAMES.sub(" ", unicodedata.normalize("NFKC", text))


def _may_be_figure(match: re.Match[str]) -> bool:
    """Whether a dotted number may be no id: 2.5 m, or 1.5 by itself."""
    if match["dotted"] is None or match["certain"] or match["too"]:
        return False
    return match["unit"] is not None or match["dotted"].count(".") < 2


def _choices(match: re.Match[str]) -> list[str]:
    """Return the ids that a name may mean, the most exact first."""
    if match["article"]:
        number = numeral(match["article"])
        return _article(f"第{_chinese(number)}条", match["p"], match["i"]) + (
            [str(number)] if match["article"].isdigit() else []
        )
    if match["table"]:
        return [f"表{match['tn']}"]
    if match["appendix"]:
        return [f"附录{match['appendix']}"]
    if match["chapter"] or match["en"]:
        number = numeral(match["chapter"] or match["en"])
        return [f"第{_chinese(number)}章", str(number)]
    if match["unit"]:
        return []
    clause = match["dotted"]
    names = []
    if match["dp"]:
        item = f"{clause}({numeral(match['dp'])})"
        names += [f"{item}({match['di']})"] if match["di"] else []
        names.append(item)
    return [*names, clause]


def _article(article: str, paragraph: str | None, item: str | None) -> list[str]:
    names = []
    owner = f"{article}第{_chinese(numeral(paragraph))}款" if paragraph else article
    if item:
        label = _chinese(numeral(item)) if not item.isalpha() or item[0] in _CN else item
        names += [f"{owner}({label})", f"{article}({label})", f"{article}第一款({label})"]
    return [*names, *([owner] if paragraph else []), article]


def _chinese(number: int) -> str:
    """Return a number below 1,000 in Chinese numerals, as laws write them."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    words = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        words += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        words += "零"
    return words + (_DIGITS[ones] if ones else "") or "零"
