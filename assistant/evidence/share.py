"""
Of how many counted things a passage says that they lack something: "20 部已装，4 部未装". Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from assistant.evidence.condition import CLAUSE
from assistant.evidence.denial import denials
from corpus.numeral import chinese_value

# "4 部未装", "另有三户没有", "6 sets"; not "3 号机", "一台也没有" or "没有一台".
_COUNT = re.compile(
    r"(?<![\d.#A-Za-z第])(?P<number>\d+|[一二两三四五六七八九十百]+)\s*(?:多|余|来)?\s*"
    r"(?P<unit>部|台|套|只|樘|路|盏|户|栋|幢|块|把|辆|家|处|个(?!人|月|小时|年))"
)
_NOT_ONE = re.compile(r"(?:没有?|无|未|不足)$")
_ONE, _NOT = "一", re.compile(r"[都也均]?[没未不无]")
# "4 of the 18 lifts", "18 部电梯中 4 部".
_OF = re.compile(r"\b(\d+) (?:out )?of (?:the |all |its )?(\d+)\b", re.IGNORECASE)
_KNOWN = 4096


class _Count(NamedTuple):
    number: int
    unit: str


@lru_cache(maxsize=_KNOWN)  # a passage is asked for every row that it bears on
def denied_share(text: str) -> Fraction | None:
    """
    Return what share of the things that a passage counts it says to lack something.

    None where it denies nothing, counts nothing, or counts only what is denied: "3 台未装".

    >>> denied_share("20 部已装，4 部未装"), denied_share("3 台主机未装"), denied_share("3 台已装")
    (Fraction(1, 5), None, None)
    >>> denied_share("4 of the 18 lifts have no camera")
    Fraction(2, 9)
    """
    if not _COUNT.search(text) and not _OF.search(text):
        return None
    found = denials(text)
    # Of "40 部里 2 部坏了" the last is of those that lack it.
    said = [_counts(one.text) for one in found]
    lacking = [counts[-1] for counts in said if counts]
    others = [count for counts in said for count in counts[:-1]]
    for clause in _held(text, [one.text for one in found]):
        others += _counts(clause)
    shares = [
        share
        for count in lacking
        if (share := _share(count.number, [o.number for o in others if o.unit == count.unit]))
    ]
    for one in found:
        shares += [Fraction(int(n), int(of)) for n, of in _OF.findall(one.text) if int(n) < int(of)]
    return max(shares, default=None)


def counts_things(text: str) -> bool:
    """
    Whether a passage counts things at all.

    >>> counts_things("消防电梯 12 部不装"), counts_things("消防电梯不装")
    (True, False)
    """
    return bool(_counts(text))


def _held(text: str, denied: Sequence[str]) -> Iterator[str]:
    """Yield the clauses of a text that hold nothing denied; of the others what stands before it."""
    for match in CLAUSE.finditer(text):
        clause = match[0].strip()
        if not any(part.strip() in clause for one in denied for part in one.split("，") if part):
            yield clause


def _counts(text: str) -> list[_Count]:
    return [
        _Count(number, match["unit"])
        for match in _COUNT.finditer(text)
        if (number := _value(match["number"])) and not _is_none(text, match)
    ]


def _is_none(text: str, count: re.Match[str]) -> bool:
    """Whether a count says that there is none: "没有一台", "一台也没有"."""
    if _NOT_ONE.search(text[: count.start()].rstrip()):
        return True
    return count["number"] == _ONE and _NOT.match(text, count.end()) is not None


def _value(words: str) -> int | None:
    return int(words) if words.isdigit() else chinese_value(words)


def _share(lacking: int, others: Sequence[int]) -> Fraction | None:
    """Return lacking over all of them; a larger count beside it is taken for all."""
    larger = [other for other in others if other > lacking]
    alls = [one for one in larger if one - lacking in others]
    total = max(alls or larger, default=lacking + max(others, default=0))
    return Fraction(lacking, total) if lacking < total else None
