"""Packing paragraphs and table rows to passages."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from corpus.document import Box, Cell, LineSpan
from corpus.reading.line import Paragraph
from corpus.sentence import sentence_ends

TARGET = 80
MAXIMUM = 400
# An end of a sentence; those of English sentences are found by their words.
_END = re.compile(r"[。！？；]+[”’）」』)]?|\n")
_CLAUSE = re.compile(r"[，、：]|[,;:](?=\s)")
_SPACE = re.compile(r"\s")
Spans = tuple[tuple[int, int, Box | None], ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading or table row with its place. `cells` is () but for table rows."""

    text: str
    path: tuple[str, ...]
    locator: str
    page: int | None = None
    is_heading: bool = False
    spans: Spans = ()
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A passage that has not got its document and id yet."""

    text: str
    path: tuple[str, ...]
    locator: str
    page: int | None
    box: Box | None
    cells: tuple[Cell, ...] = ()
    is_ocr: bool = False
    lines: tuple[LineSpan, ...] = ()


def text_block(
    paragraph: Paragraph, path: tuple[str, ...], locator: str, page: int | None = None
) -> Block:
    """Return a block for a paragraph of running text."""
    return Block(paragraph.text, path, locator, page, spans=paragraph.spans)


def pack(blocks: Iterable[Block]) -> Iterator[Draft]:
    """
    Put paragraphs together until a passage has 80 characters, and part those over 400.

    A heading opens a passage and stays with the text below it; a table row is always a passage of
    its own. Blocks of different headings never share a passage.
    """
    pending: list[Block] = []
    for block in blocks:
        if pending and _must_close(pending, block):
            yield from _passages(pending)
            pending = []
        pending.append(block)
        is_body = not block.is_heading
        if block.cells or (is_body and sum(len(part.text) for part in pending) >= TARGET):
            yield from _passages(pending)
            pending = []
    if pending:
        yield from _passages(pending)


def _must_close(pending: list[Block], block: Block) -> bool:
    if block.cells:
        return True
    has_body = any(not part.is_heading for part in pending)
    if has_body and (block.is_heading or block.path != pending[-1].path):
        return True
    return sum(len(part.text) + 1 for part in pending) + len(block.text) > MAXIMUM


def _passages(blocks: list[Block]) -> Iterator[Draft]:
    text = ""
    spans: list[tuple[int, int, Box | None]] = []
    for block in blocks:
        text += "\n" if text else ""
        spans += [(start + len(text), end + len(text), box) for start, end, box in block.spans]
        text += block.text
    last, first = blocks[-1], blocks[0]
    if last.cells:
        lines = _within(spans, 0, len(text))
        box = _around(spans)
        yield Draft(text, last.path, last.locator, last.page, box, last.cells, lines=lines)
        return
    for start, end in _cuts(text):
        piece = text[start:end].strip()
        if not piece:
            continue
        inside = [span for span in spans if span[0] < end and span[1] > start]
        first_char = text.index(piece, start)
        lines = _within(inside, first_char, first_char + len(piece))
        yield Draft(piece, last.path, first.locator, first.page, _around(inside), lines=lines)


def _within(
    spans: Iterable[tuple[int, int, Box | None]], start: int, end: int
) -> tuple[LineSpan, ...]:
    """Return the spans of a piece of the text, counted from its start."""
    return tuple(
        (max(first, start) - start, min(last, end) - start, _rounded(box))
        for first, last, box in spans
        if box is not None and first < end and last > start
    )


def _rounded(box: Box) -> Box:
    return (round(box[0], 1), round(box[1], 1), round(box[2], 1), round(box[3], 1))


def _around(spans: Iterable[tuple[int, int, Box | None]]) -> Box | None:
    boxes = [box for _, _, box in spans if box is not None]
    if not boxes:
        return None
    left, top, right, bottom = zip(*boxes, strict=True)
    return _rounded((min(left), min(top), max(right), max(bottom)))


def _cuts(text: str) -> list[tuple[int, int]]:
    """
    Return [start, end) pieces of at most MAXIMUM characters that make up the text.

    They end with a sentence wherever one ends within the maximum; else, in the second half of it,
    with a clause or before a word.
    """
    if len(text) <= MAXIMUM:
        return [(0, len(text))]
    ends = sorted({*(match.end() for match in _END.finditer(text)), *sentence_ends(text)})
    cuts: list[tuple[int, int]] = []
    start = 0
    while len(text) - start > MAXIMUM:
        last = bisect(ends, start + MAXIMUM) - 1
        end = ends[last] if last >= 0 and ends[last] > start else _inner_cut(text, start)
        cuts.append((start, end))
        start = end
    return [*cuts, (start, len(text))]


def _inner_cut(text: str, start: int) -> int:
    """Return where to cut a sentence that goes on beyond the maximum."""
    half, limit = start + MAXIMUM // 2, start + MAXIMUM
    for mark in (_CLAUSE, _SPACE):
        if found := [match.end() for match in mark.finditer(text, half, limit)]:
            return found[-1]
    return limit
