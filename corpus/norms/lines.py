"""
The lines of a read norm: what the reader cut or left apart is put together again. Pure.

The readers pack paragraphs to passages for searching. Splitting by clause number needs the
paragraphs, so passages are parted at their line breaks, and a paragraph that was cut at 400
characters or at the end of a page is joined. What is no text of the norm (contents, page numbers,
running heads) is left out here and reported.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from corpus.document import Passage

Why = Literal["contents", "running head", "page number", "mark-up"]

# The readers' own measure: a longer paragraph is cut between sentences.
_CUT_AT = 400
_CONTENTS_PATH = ("目次",)
_MARGIN_PLACES = ("页眉", "页脚")
_SENTENCE = re.compile(r"[^。！？；\n]*(?:[。！？；]+[”’）」』)]?|\n|$)")
_LEADERS = re.compile(r"(?:\.{4,}|(?:…\s?){2,}|(?:\. ){4,}|·{4,}|_{6,})\s*[(（]?[\dIVXivxⅠ-Ⅻ]{1,5}")
_PAGE_NUMBER = re.compile(
    r"[-—–·•.\s]+\d{1,4}[-—–·•.\s]+|第\s*\d{1,4}\s*页(\s*[,，/共]+\s*\d+\s*页)?"
)
_BARE_NUMBER = re.compile(r"\d{1,4}|[ivxIVX]{1,6}")
_MARKED_CAPTION = re.compile(r"(={3,}\s*表格\s*[:：]\s*)(.*?)(\s*={3,})|((?:-{3,}\s*\|\s*)+-{3,})")
_MARK_UP = re.compile(r"<!--.*?-->|[|\s:-]*-{3,}[|\s:-]*|={3,}(\s*表格\s*[:：])?|```\w*")
_JOINED_NAME = re.compile(r"(?<=[。；：])\s*(《[^《》]{2,40}》[^《》。]{4,30})$")
_ENDS = tuple("。！？；：.!?;:”》")
_STARTS = re.compile(
    r"[（(]?(?:\d|[一二三四五六七八九十]{1,3}[、）)]|[a-zA-Z][）)])|第[一二三四五六七八九十百\d]+[章节条]|"
    r"附\s*录|附\s*[:：]|[续]?[表图]\s*[A-Z]?\d|注\s*\d*\s*[:：]|式中|[A-Z]\.\d|[①-⑳]|【"
)


@dataclass(frozen=True, slots=True)
class NormLine:
    """
    One paragraph or table row. page: counted from 1, None where the format has none. is_row: it
    is a row of a table for certain.
    """

    text: str
    page: int | None = None
    is_row: bool = False


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A line that is no text of the norm, and why it was taken for that."""

    text: str
    page: int | None
    why: Why


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a norm in reading order, and what was left out of them."""

    kept: tuple[NormLine, ...]
    left_out: tuple[LeftOut, ...]


def norm_lines(passages: Sequence[Passage], names: Sequence[str] = ()) -> Lines:
    """
    Return the lines of a read norm; no passages give no lines.

    names: the norm's number and title, by which its running head is recognised.
    """
    left_out: list[LeftOut] = []
    kept: list[NormLine] = []
    heads = _heads(passages)
    before: Passage | None = None
    for passage in passages:
        if passage.locator in _MARGIN_PLACES:
            left_out.append(LeftOut(passage.text, passage.page, "running head"))
            continue
        is_cut = before is not None and _was_cut(before, passage)
        is_contents = passage.heading_path == _CONTENTS_PATH
        for number, text in enumerate(_without_joined_head(_parts(passage), names)):
            line = NormLine(text, passage.page, bool(passage.cells))
            why = "contents" if is_contents else _why_not(line, heads, names)
            if why:
                left_out.append(LeftOut(text, line.page, why))
            elif kept and number == 0 and (is_cut or _goes_on(kept[-1], line)):
                kept[-1] = replace(kept[-1], text=glued(kept[-1].text, text))
            else:
                kept.append(line)
        before = passage
    return Lines(tuple(kept), tuple(left_out))


def glued(before: str, after: str) -> str:
    """Join two pieces of a paragraph as the readers join lines: no space beside an ideograph."""
    is_joint = before[-1:].isascii() and after[:1].isascii()
    return f"{before} {after}" if is_joint else before + after


def squeezed(text: str) -> str:
    """Return a text without spaces, widths folded; for comparing lines."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _parts(passage: Passage) -> list[str]:
    if passage.cells:
        return [passage.text]
    parts: list[str] = []
    # ** is Markdown's mark of bold, as mandatory clauses are set.
    for line in passage.text.replace("**", "").split("\n"):
        pieces = _MARKED_CAPTION.split(line)  # text, mark, caption, mark, text …
        parts += [piece.strip() for piece in pieces if piece and piece.strip()]
    return parts


def _without_joined_head(parts: Sequence[str], names: Sequence[str]) -> Iterator[str]:
    """Part the norm's own name from the sentence that a reader joined it to."""
    for text in parts:
        match = _JOINED_NAME.search(text)
        if match and _is_name(squeezed(match[1]), names):
            yield from (text[: match.start(1)].rstrip(), match[1])
        else:
            yield text


def _was_cut(before: Passage, after: Passage) -> bool:
    """Whether a paragraph goes on in the next passage because it was too long for one."""
    if before.cells or after.cells or "\n" in before.text:
        return False
    if (before.page, before.locator, before.heading_path) != (
        after.page,
        after.locator,
        after.heading_path,
    ):
        return False
    first = _SENTENCE.match(after.text)
    return len(before.text) + len(first[0] if first else after.text) > _CUT_AT


def _goes_on(before: NormLine, after: NormLine) -> bool:
    """Whether a paragraph goes on over the end of a page."""
    if before.page is None or after.page is None or after.page <= before.page:
        return False
    if before.is_row or after.is_row or len(before.text) < 20 or "|" in before.text:
        return False
    return not before.text.endswith(_ENDS) and not _STARTS.match(after.text)


def _heads(passages: Sequence[Passage]) -> frozenset[tuple[int, str]]:
    """
    Return (page, text) of bare numbers and recurring short lines at the edges of pages, of which
    the reader keeps those that its sample did not show.
    """
    edges: list[tuple[int, str]] = []
    for page, found in groupby(passages, key=lambda passage: passage.page):
        if page is None:
            continue
        lines = [text for passage in found for text in _parts(passage)]
        edges += {(page, squeezed(text)) for text in (*lines[:2], *lines[-2:])}
    counts = Counter(re.sub(r"\d+", "#", text) for _, text in edges)
    return frozenset(
        (page, text)
        for page, text in edges
        if len(text) <= 40
        and not text.endswith(_ENDS)
        and (_BARE_NUMBER.fullmatch(text) or counts[re.sub(r"\d+", "#", text)] >= 4)
        and not _STARTS.match(text.lstrip("0123456789"))
        and not re.match(r"\d+\.\d|\d+[\u4e00-\u9fff]", text)
    )


def _why_not(line: NormLine, heads: frozenset[tuple[int, str]], names: Sequence[str]) -> Why | None:
    text = line.text
    if line.is_row:
        return None
    if _MARK_UP.fullmatch(text):
        return "mark-up"
    if _LEADERS.search(text):
        return "contents"
    if _PAGE_NUMBER.fullmatch(text):
        return "page number"
    flat = squeezed(text)
    if line.page is not None and (line.page, flat) in heads:
        return "page number" if _BARE_NUMBER.fullmatch(flat) else "running head"
    return "running head" if _is_name(flat, names) else None


def _is_name(flat: str, names: Sequence[str]) -> bool:
    """Whether a line is nothing but the norm's number beside a title in book-title marks."""
    number = squeezed(names[0]).replace("-", "") if names else ""
    rest = re.sub(r"《[^》]{2,40}》", "", flat)
    return bool(number) and rest != flat and re.sub(r"[-—–]", "", rest) == number
