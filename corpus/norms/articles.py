"""Writing a law into its units: articles (条) with their 款 and 项, by chapter and section. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.norms.body import item_label, parted
from corpus.norms.item import ItemCount, item_mark
from corpus.norms.lines import NormLine
from corpus.norms.sequence import Numbered, is_title
from corpus.norms.unit import UnitDraft, UnitKind, UnitList

_DIVISION = re.compile(
    r"(?P<number>第\s*[一二三四五六七八九十百\d]{1,5}\s*(?P<kind>[编篇章节]))(?=\s|[\u3400-\u9fff]|$)"
)
_RANKS = {"编": 0, "篇": 0, "章": 1, "节": 2}


def contents_span(lines: Sequence[NormLine], first_article: int) -> tuple[int, int]:
    """Return (start, end) of a law's table of contents before its first article; (0, 0) if none."""
    flat = ["".join(line.text.split()) for line in lines[:first_article]]
    for start, text in enumerate(flat):
        if (
            text in ("目录", "目次")
            and start + 1 < len(flat)
            and flat[start + 1] in flat[start + 2 :]
        ):
            return start, flat.index(flat[start + 1], start + 2)
    return 0, 0


def write_articles(units: UnitList, lines: Sequence[NormLine], heads: Sequence[Numbered]) -> None:
    """Write a law: chapters and sections by 第…章 and 第…节, articles, their 款 and 项."""
    heads_by_line = {head.line: head for head in heads}
    bounds = [*sorted(heads_by_line), len(lines)]
    divisions: list[tuple[int, UnitDraft]] = []
    loose: UnitDraft | None = None
    at = contents_span(lines, bounds[0])[1]
    for line in lines[: contents_span(lines, bounds[0])[0]]:
        loose = _loose(units, loose, line)
    while at < len(lines):
        line = lines[at]
        division = _division(line.text)
        parent = divisions[-1][1].id if divisions else None
        if division is not None:
            divisions = _open_division(units, divisions, line, division)
        elif at in heads_by_line:
            end = min(bound for bound in bounds if bound > at)
            article = lines[at : at + _until_division(lines[at:end])]
            _write_article(units, heads_by_line[at], article, parent)
            at += len(article)
            continue
        else:
            loose = _loose(units, loose, line)
        at += 1


def _division(text: str) -> re.Match[str] | None:
    match = _DIVISION.match(text)
    return match if match and is_title(text[match.end() :] or "章") else None


def _open_division(
    units: UnitList,
    divisions: list[tuple[int, UnitDraft]],
    line: NormLine,
    match: re.Match[str],
) -> list[tuple[int, UnitDraft]]:
    """Open a chapter or section and return the divisions open from here on."""
    rank = _RANKS[match["kind"]]
    above = [(outer, unit) for outer, unit in divisions if outer < rank]
    parent = above[-1][1].id if above else None
    kind: UnitKind = "section" if rank == 2 else "chapter"
    name = "".join(match["number"].split())
    unit_id = f"{parent or ''}{name}" if rank == 2 else name
    unit = units.open(unit_id, kind, parent, match["number"], line.page)
    unit.joint, unit.heading = parted(line.text[match.end() :])
    return [*above, (rank, unit)]


def _loose(units: UnitList, loose: UnitDraft | None, line: NormLine) -> UnitDraft:
    """Keep a line that belongs to no article."""
    if loose is None or units.drafts[-1] is not loose:
        loose = units.open("rest", "rest", None, "", line.page)
    loose.lines.append(line.text)
    return loose


def _until_division(article: Sequence[NormLine]) -> int:
    """Return how many lines belong to the article: a new chapter ends it."""
    ends = (index for index, line in enumerate(article) if index and _division(line.text))
    return next(ends, len(article))


def _write_article(
    units: UnitList, head: Numbered, article: Sequence[NormLine], parent: str | None
) -> None:
    joint, opening = parted(article[0].text[head.end :])
    texts = [opening, *(line.text for line in article[1:])]
    pages = [line.page for line in article]
    draft = units.open("".join(head.printed.split()), "clause", parent, head.printed, pages[0])
    draft.joint = "" if _paragraph_count(texts) > 1 else joint
    count = ItemCount()
    items: list[UnitDraft] = []
    paragraphs: list[UnitDraft] = []
    has_several = _paragraph_count(texts) > 1
    owner = current = draft
    for index, text in enumerate(texts):
        mark = item_mark(text)
        if (
            mark is not None
            and mark.style != "1"
            and count.take(mark, current.last, texts[index + 1 :])
        ):
            del items[count.depth - 1 :]
            above = items[-1] if items else owner
            label = item_label(mark.printed)
            current = units.open(f"{above.id}{label}", "item", above.id, mark.printed, pages[index])
            current.joint, words = parted(text[mark.end - len(mark.space) :])
            current.lines.append(words)
            items.append(current)
        elif not text:
            continue
        elif has_several:
            number = _chinese(len(paragraphs) + 1)
            owner = current = units.open(
                f"{draft.id}第{number}款", "paragraph", draft.id, "", pages[index]
            )
            current.lines.append(text)
            paragraphs.append(current)
            items, count = [], ItemCount()
        else:
            current.lines.append(text)


def _paragraph_count(texts: Sequence[str]) -> int:
    """Return how many paragraphs are no items."""
    marks = [item_mark(text) for text in texts]
    return sum(
        bool(text) and (mark is None or mark.style == "1")
        for text, mark in zip(texts, marks, strict=True)
    )


def _chinese(number: int) -> str:
    digits = "零一二三四五六七八九十"
    if number <= 10:
        return digits[number]
    return f"{digits[number // 10] if number >= 20 else ''}十{digits[number % 10] if number % 10 else ''}"
