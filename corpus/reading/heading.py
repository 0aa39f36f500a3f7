"""Headings by their numbering, and the path of headings above a place."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_CN = "一二三四五六七八九十百"
_MAX_LENGTH = 40
_MAX_TITLE = 120
CONTENTS = ("目次",)
"""The heading path of entries of a table of contents, which are no evidence of anything."""
_PATTERNS: tuple[tuple[re.Pattern[str], int], ...] = (
    (re.compile(rf"第[{_CN}\d]{{1,4}}[篇编部](?:分)?(?:\s|$|[^分])"), 10),
    (re.compile(rf"第[{_CN}\d]{{1,4}}章"), 20),
    (re.compile(r"附\s*录\s*[A-Z\d]"), 20),
    (re.compile(rf"第[{_CN}\d]{{1,4}}节"), 30),
    (re.compile(rf"[{_CN}]{{1,3}}、"), 40),
    (re.compile(rf"[（(][{_CN}]{{1,3}}[）)]"), 50),
)
_DOTTED = re.compile(r"([A-Z]|\d{1,2})((?:\.\d{1,2}){1,4})[.、\s]*(?=[^\d\s.%])")
_SINGLE = re.compile(r"(\d{1,2})(?:[.．、]\s*|\s+)(?=[^\d\s.%])")
_ITEM = re.compile(
    rf"(?:[（(]?(?:\d{{1,3}}|[a-zA-Z]|[{_CN}]{{1,3}})[）)]|[①-⑳]|[•●○◆◇■□▪·※★]\s|[-–*]\s|—+"
    rf"|\d{{1,2}}(?:\.\d{{1,3}}){{1,5}}\s+[A-Z\u4e00-\u9fff]|\d{{1,3}}[.、．]\s*\D|[{_CN}]{{1,3}}、"
    rf"|\d{{1,2}}(?:\.\d{{1,3}}){{1,5}}$|第[{_CN}\d]{{1,4}}[条章节篇]|注\s*\d*\s*[:：]|[表图]\s*[A-Z]?\d)"
)
_LEADERS = re.compile(r"(?:\.{4,}|(?:…\s?){2,}|(?:\. ){4,}|·{4,}|_{6,})")
_WEAK_ITEM = re.compile(r"\d{1,2}(?:(?:\.\d{1,3}){1,5}|\s+)[A-Z\u4e00-\u9fff]")
_ENTRY = re.compile(_LEADERS.pattern + r"\s*[\dIVXivxⅠ-Ⅻⅰ-ⅻ０-９]{1,5}\s*$")
_SENTENCE_END = ("。", "；", "，", "、", "：", ";", ",", ":", "．")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading. Smaller `rank` is further out; only the order of ranks means something."""

    rank: int
    text: str


def starts_item(text: str) -> bool:
    """Tell whether a line begins a numbered or bulleted item or clause, so a new paragraph."""
    return _ITEM.match(text) is not None


def may_start_item(text: str) -> bool:
    """Tell a number that opens a clause ("3.1术语", "3 术语") or wraps ("按 24.7的规定")."""
    return _WEAK_ITEM.match(text) is not None


def has_leaders(text: str) -> bool:
    """Tell whether a line is an entry of a table of contents, or a form blank."""
    return _LEADERS.search(text) is not None


def is_contents_entry(text: str) -> bool:
    """Tell whether a line is an entry of a table of contents: leaders, then a page number."""
    return _ENTRY.search(text) is not None


def numbered_heading(text: str, last_single: int = 0) -> Heading | None:
    """
    Return the heading that a line is by its numbering, or None.

    A bare number ("3 术语") counts only when it follows `last_single`, the number of the bare
    heading before, since rows of tables begin with numbers too.
    """
    line = text.strip()
    if not line or len(line) > _MAX_LENGTH or line.endswith(_SENTENCE_END) or has_leaders(line):
        return None
    for pattern, rank in _PATTERNS:
        if pattern.match(line):
            return Heading(rank, line)
    if match := _DOTTED.match(line):
        return (
            Heading(60 + 10 * match.group(2).count("."), line) if _is_title(line, match) else None
        )
    if (match := _SINGLE.match(line)) and int(match.group(1)) == last_single + 1:
        return Heading(60, line) if _is_title(line, match) else None
    return None


def _is_title(line: str, number: re.Match[str]) -> bool:
    rest = line[number.end() :]
    if any("\u4e00" <= char <= "\u9fff" for char in rest):
        return len(rest.split()) <= 2 and len(rest) <= 25 and not re.search(r"\d{3,}|[。；;]", rest)
    return rest[:1].isalpha() and len(rest.split()) <= 8


@dataclass(slots=True)
class HeadingPath:
    """The open headings while a document is read from front to back."""

    _open: list[Heading] = field(default_factory=list)
    last_single: int = 0

    def enter(self, heading: Heading) -> None:
        """Close headings of the same or a deeper rank and open `heading`."""
        self._open = [outer for outer in self._open if outer.rank < heading.rank]
        self._open.append(Heading(heading.rank, " ".join(heading.text.split())[:_MAX_TITLE]))
        if match := _SINGLE.match(heading.text):
            self.last_single = int(match.group(1))

    @property
    def path(self) -> tuple[str, ...]:
        """The texts of the open headings, outermost first."""
        return tuple(heading.text for heading in self._open)

    @property
    def rank(self) -> int:
        """The rank of the outermost open heading; 0 when none is open."""
        return self._open[0].rank if self._open else 0
