"""
A read norm to its clauses, by their numbers. Pure.

Chapters, sections, clauses (章 节 条), items (款 项), tables with their captions, appendices and
the explanations (条文说明), which number the same clauses again and are kept apart. Nothing is
lost: what cannot be placed becomes a unit of kind `rest`, and lines that are no text of the norm
are listed with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from corpus.document import Passage
from corpus.norms.articles import contents_span, write_articles
from corpus.norms.body import write_decimals, write_explanations
from corpus.norms.lines import LeftOut, NormLine, norm_lines, squeezed
from corpus.norms.sequence import (
    Numbered,
    article_lines,
    chain,
    decimal_lines,
    is_title,
    restarts,
)
from corpus.norms.unit import SplitNorm, UnitList

SPLITTER_VERSION = 1
"""Raised when the same passages would give other units, so that imported norms are split again."""

Role = Literal["front", "contents", "body", "explanation"]

_CONTENTS = re.compile(r"目次|目录|Contents|CONTENTS|TABLEOFCONTENTS")
_EXPLANATIONS = re.compile(r"(?:附[:：]?)?(?:《?.{0,30}[》规范标准程例])?(?:.{0,24})条文说明")
_MATTER = re.compile(
    r"(?:附[:：])?本(?:规范|标准|规程|导则|规定|条例)用(?:词|语)(?:用语)?说明|引用(?:标准|规范|法规)名录|"
    r"前言|引言|参考文献|Foreword|Bibliography|修订说明|制订说明|制定说明|Explanationofwordinginthiscode"
)
_MIN_CHAIN = 3
# A line of contents says little more than its number and title; a body has sentences.
_CONTENTS_CHARACTERS = 12


@dataclass(frozen=True, slots=True)
class _Segment:
    """Lines start to end (exclusive) with the numbers that open units among them."""

    start: int
    end: int
    role: Role
    heads: tuple[Numbered, ...]


def split_norm(passages: Sequence[Passage], number: str = "", title: str = "") -> SplitNorm:
    """
    Split a norm as it was read; no passages give no units.

    number, title: of the norm, by which its running heads are recognised.
    """
    lines = norm_lines(passages, (number, title))
    return split_lines(lines.kept, lines.left_out)


def split_lines(lines: Sequence[NormLine], left_out: Sequence[LeftOut] = ()) -> SplitNorm:
    """Split lines that were put together already; `left_out` is handed on."""
    articles = chain(article_lines(lines))
    decimals = decimal_lines(lines)
    units = UnitList()
    dropped = list(left_out)
    if len(articles) >= _MIN_CHAIN and len(articles) > len(chain(decimals)) / 2:
        start, end = contents_span(lines, articles[0].line)
        dropped += [LeftOut(line.text, line.page, "contents") for line in lines[start:end]]
        write_articles(units, lines, articles)
    else:
        for segment in _segments(lines, decimals):
            part = lines[segment.start : segment.end]
            if segment.role == "contents":
                dropped += [LeftOut(line.text, line.page, "contents") for line in part]
            elif segment.role == "explanation":
                write_explanations(units, lines, (segment.start, segment.end), segment.heads)
            else:
                _write_body(units, lines, segment)
    return SplitNorm(tuple(draft.finished() for draft in units.drafts), tuple(dropped))


def _write_body(units: UnitList, lines: Sequence[NormLine], segment: _Segment) -> None:
    """Write a stretch of the body, parted at its unnumbered headings (前言, 引用标准名录)."""
    cuts = [at for at in range(segment.start, segment.end) if is_matter(lines[at].text)]
    bounds = [segment.start, *(cut for cut in cuts if cut > segment.start), segment.end]
    for start, end in pairwise(bounds):
        heads = tuple(head for head in segment.heads if start <= head.line < end)
        write_decimals(units, lines, (start, end), heads, has_heading=start in cuts)


def is_matter(text: str) -> bool:
    """Whether a line is the heading of an unnumbered part such as 前言 or 引用标准名录."""
    return len(text) <= 40 and _MATTER.fullmatch(squeezed(text)) is not None


def _segments(lines: Sequence[NormLine], found: Sequence[Numbered]) -> tuple[_Segment, ...]:
    """Part the lines at contents, explanations and where the numbers start again."""
    marks: dict[int, Role] = {}
    for at, line in enumerate(lines):
        flat = squeezed(line.text) if len(line.text) <= 60 and not line.is_row else ""
        if _CONTENTS.fullmatch(flat):
            marks[at] = "contents"
        elif _EXPLANATIONS.fullmatch(flat) and _restarts_after(lines, found, at):
            marks[at] = "explanation"
    cuts = sorted({0, *marks, *restarts(found), len(lines)})
    segments: list[_Segment] = []
    explains = False
    for start, end in pairwise(cuts):
        heads = chain([one for one in found if start <= one.line < end])
        explains = explains or marks.get(start) == "explanation"
        role: Role = "explanation" if explains else "body"
        if _is_contents(lines, start, end, heads, announced=marks.get(start) == "contents"):
            role = "contents"
        segments.append(_Segment(start, end, role, heads))
    return _with_one_body(segments)


def _restarts_after(lines: Sequence[NormLine], found: Sequence[Numbered], at: int) -> bool:
    """Whether the numbers begin anew after this line; else it explains one clause only."""
    before = [one.key for one in found if one.line < at and one.weight >= 0.6 and len(one.key) > 2]
    after = [one.key for one in found if one.line > at and one.weight >= 0.6 and len(one.key) > 2]
    return not after or not before or after[0] <= before[-1] or at + 1 >= len(lines)


def _is_contents(
    lines: Sequence[NormLine],
    start: int,
    end: int,
    heads: Sequence[Numbered],
    *,
    announced: bool,
) -> bool:
    """Whether a stretch lists headings only."""
    if not heads or (not announced and len(heads) < _MIN_CHAIN):
        return announced and end - start <= 2
    opening = {head.line for head in heads}
    inside = range(heads[0].line, heads[-1].line + 1)
    other = sum(len(lines[at].text) for at in inside if at not in opening)
    titled = sum(is_title(re.sub(r"[(（]?\d+[)）]?$", "", head.title)) for head in heads)
    return other <= _CONTENTS_CHARACTERS * len(heads) and titled >= 0.9 * len(heads)


def _with_one_body(segments: Sequence[_Segment]) -> tuple[_Segment, ...]:
    """Of several stretches that could be the body take the one with most units."""
    bodies = [segment for segment in segments if segment.role == "body"]
    if len(bodies) < 2:
        return tuple(segments)
    chosen = max(bodies, key=lambda segment: len(segment.heads))
    seen = False
    result = []
    for segment in segments:
        role = segment.role
        heads = segment.heads
        if segment is chosen:
            seen = True
        elif role == "body":
            role, heads = ("explanation", heads) if seen else ("front", ())
        result.append(_Segment(segment.start, segment.end, role, heads))
    return tuple(result)
