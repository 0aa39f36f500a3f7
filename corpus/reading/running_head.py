"""Headers and footers: lines at the edge of a page that come again on most pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from corpus.reading.line import Line

SAMPLE = 12
_EDGE_LINES = 3
_MIN_PAGES = 3
_MIN_SHARE = 0.4  # left and right pages may have different heads
_MAX_LENGTH = 80


def sampled_pages(pages: int) -> tuple[int, ...]:
    """Return up to 12 page indexes, in neighbouring pairs spread over the document."""
    if pages <= SAMPLE:
        return tuple(range(pages))
    pairs = SAMPLE // 2
    starts = [1 + (pages - 3) * pair // (pairs - 1) for pair in range(pairs)]
    return tuple(sorted({index for start in starts for index in (start, start + 1)}))


def running_heads(pages: Iterable[Sequence[Line]]) -> frozenset[str]:
    """
    Return the patterns of the edge lines that recur on two fifths of the pages, at least three.

    Digits are one and the same in a pattern, so that page numbers match each other.
    """
    counts: Counter[str] = Counter()
    total = 0
    for lines in pages:
        total += bool(lines)
        counts.update({pattern(lines[index].text) for index in edge_indexes(lines)})
    least = max(_MIN_PAGES, _MIN_SHARE * total)
    return frozenset(text for text, count in counts.items() if count >= least)


def edge_indexes(lines: Sequence[Line]) -> tuple[int, ...]:
    """Return the indexes of the three uppermost and three lowest short lines of a page."""
    order = sorted(range(len(lines)), key=lambda index: lines[index].extent[1])
    edge = {*order[:_EDGE_LINES], *order[-_EDGE_LINES:]}
    return tuple(index for index in sorted(edge) if len(lines[index].text) <= _MAX_LENGTH)


def without_heads(lines: Sequence[Line], heads: frozenset[str]) -> tuple[Line, ...]:
    """Return the lines of a page but its running heads; all when nothing else would remain."""
    edges = set(edge_indexes(lines))
    kept = tuple(
        line
        for index, line in enumerate(lines)
        if index not in edges or pattern(line.text) not in heads
    )
    return kept or tuple(lines)


def pattern(text: str) -> str:
    """Return the text without spaces and with every number as one #."""
    return re.sub(r"\d+", "#", re.sub(r"\s+", "", text))
