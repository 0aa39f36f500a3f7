"""
Items of a clause (款 and 项): told from other lines by counting. Pure.

An item must be the next of its own count. A list opens with 1 where the words before announce it
or a 2 follows; a line such as "2 个安全出口" within item 1 is none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.norms.sequence import numeral

_CN = "一二三四五六七八九十"
_STYLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("(一)", re.compile(rf"[（(]\s*([{_CN}]{{1,3}})\s*[）)]")),
    ("(1)", re.compile(r"[（(]\s*(\d{1,2})\s*[）)]")),
    ("1)", re.compile(r"(\d{1,2})\s*[）)]")),
    ("a)", re.compile(r"([a-z])\s*[）)]")),
    ("一、", re.compile(rf"([{_CN}]{{1,3}})、")),
    ("①", re.compile(r"([①-⑳])")),
    ("1", re.compile(r"(\d{1,2})(?:[、.．](?!\d)\s*|\s+)(?=\S)")),
)
_MEASURE = re.compile(
    r"(?:[个％%℃°倍×]|[mhd]\b|(?:mm|cm|km|kV|kW|min)\b|[层处部台人种次条款项级年月日天分秒辆](?=[及以、，。；的或和至～~]|$))"
)
_NOTE = re.compile(r"注\s*(\d{1,2})?\s*[:：]\s*(\d{1,2}\s)?")


@dataclass(frozen=True, slots=True)
class ItemMark:
    """The number that opens a line: its style, value, and where the words after it begin."""

    style: str
    value: int
    printed: str
    end: int
    space: str = ""


def item_mark(text: str) -> ItemMark | None:
    """
    Return the item number that a line begins with, or None.

    >>> item_mark("（三）客运列车").value, item_mark("2 个安全出口")
    (3, None)
    """
    for style, pattern in _STYLES:
        match = pattern.match(text)
        if match is None:
            continue
        after = text[match.end() :].lstrip()
        if style == "1" and (_MEASURE.match(after) or not after):
            return None
        printed = match[0].rstrip()
        space = match[0][len(printed) :]
        return ItemMark(style, _value(match[1]), printed, match.end(), space)
    return None


def _value(number: str) -> int:
    if "①" <= number <= "⑳":
        return ord(number) - ord("①") + 1
    return ord(number) - 96 if number.isascii() and number.isalpha() else numeral(number)


def note_number(text: str) -> int | None:
    """Return the number of the note that a line opens: 1 for 注：1, 0 for 注：, None for no note."""
    match = _NOTE.match(text)
    if match is None:
        return None
    return int(match[1] or (match[2] or "0").strip())


class ItemCount:
    """The counts open at one place of a clause, outermost first."""

    def __init__(self) -> None:
        self._open: list[tuple[str, int]] = []

    @property
    def depth(self) -> int:
        """How many lists are open, one within the other."""
        return len(self._open)

    @property
    def next_value(self) -> int:
        """The number that the innermost list would go on with; 0 when none is open."""
        return self._open[-1][1] + 1 if self._open else 0

    def take(self, mark: ItemMark, before: str, after: Sequence[str]) -> bool:
        """
        Count an item if it is one.

        before: the words that stand before it; after: the lines of the clause that follow.
        """
        styles = [style for style, _ in self._open]
        if mark.style in styles:
            at = styles.index(mark.style)
            if self._open[at][1] + 1 == mark.value:
                self._open[at:] = [(mark.style, mark.value)]
                return True
        if mark.value != 1 or not (_announces(before) or _has_second(mark.style, after)):
            return False
        if mark.style in styles:
            del self._open[styles.index(mark.style) :]
        self._open.append((mark.style, 1))
        return True


def _announces(before: str) -> bool:
    return before.rstrip().endswith(("：", ":", "规定", "要求"))


def _has_second(style: str, after: Sequence[str]) -> bool:
    marks = (item_mark(text) for text in after)
    return any(mark is not None and mark.style == style and mark.value == 2 for mark in marks)
