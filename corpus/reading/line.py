"""Lines of a page, and joining them to paragraphs as a reader of Chinese or English would."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median, median_low

from corpus.document import Box
from corpus.reading.heading import has_leaders, may_start_item, numbered_heading, starts_item
from corpus.reading.legibility import is_cjk

_TERMINAL = tuple("。！？；：.!?;:")
_LOW = re.compile(r"(?=.*[a-z])[acemnorsuvwxz\s.,:;…-]+")
_SPACED = re.compile(
    r"(?<=[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]) (?=[\u3000-\u9fff\uff00-\uffef])"
)


@dataclass(frozen=True, slots=True)
class Line:
    """
    One printed line.

    extent: where it lies, any unit, y downwards; only differences and ratios matter.
    box: the same in points where the page gives it, to be handed on with the passage.
    is_row: it has wide gaps as a row of a table, and is never joined.
    """

    text: str
    extent: Box
    box: Box | None = None
    is_row: bool = False

    @property
    def height(self) -> float:
        """The height of the line's characters."""
        return max(self.extent[3] - self.extent[1], 0.1)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Joined lines. `spans` says which part of the text each line became, with its box."""

    text: str
    spans: tuple[tuple[int, int, Box | None], ...]


def display_width(text: str) -> int:
    """Return the width in half-width columns: 2 for a full-width character, 1 for others."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def lines_of_text(text: str) -> tuple[Line, ...]:
    """Lay plain text out as lines on a grid, so that it joins by the same rules as a page."""
    lines = []
    for number, raw in enumerate(text.splitlines()):
        indent = display_width(raw) - display_width(raw.lstrip())
        if stripped := raw.strip():
            width = display_width(stripped)
            extent = (indent * 0.5, number * 1.0, (indent + width) * 0.5, number + 0.9)
            lines.append(Line(unspaced(stripped), extent))
    return tuple(lines)


def same_row(left: Line, right: Line) -> Line | None:
    """Return two pieces that stand side by side as one row of a table, or None."""
    if left.box is None or right.box is None:
        return None
    overlap = min(left.box[3], right.box[3]) - max(left.box[1], right.box[1])
    gap = right.box[0] - left.box[2]
    if overlap < 0.6 * min(left.height, right.height) or gap < 0:
        return None
    box = (
        left.box[0],
        min(left.box[1], right.box[1]),
        right.box[2],
        max(left.box[3], right.box[3]),
    )
    return Line(f"{left.text} {right.text}", box, box, is_row=True)


def unspaced(text: str) -> str:
    """Remove the spaces that some programs put between all ideographs of a line."""
    spaces = len(_SPACED.findall(text))
    if spaces < 4:
        return text
    ideographs = sum("\u3400" <= char <= "\u9fff" for char in text)
    return _SPACED.sub("", text) if spaces >= 0.4 * ideographs else text


def paragraphs(lines: Sequence[Line]) -> tuple[Paragraph, ...]:
    """Join lines in reading order to paragraphs. Table-like and short lines stay on their own."""
    gaps = [
        below.extent[1] - above.extent[3]
        for above, below in pairwise(lines)
        if 0 <= below.extent[1] - above.extent[3] < 3 * above.height
    ]
    usual_gap = median_low(gaps) if gaps else 0.0
    columns = _Columns(lines)
    groups: list[list[Line]] = []
    for line in lines:
        if groups and _continues(groups[-1][-1], line, columns.margins(line), usual_gap):
            groups[-1].append(line)
        else:
            groups.append([line])
    return tuple(map(_joined, groups))


class _Columns:
    """The left and right margins of the columns of a page, by where lines begin."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._step = 3 * median(line.height for line in lines) if lines else 1.0
        self._columns: dict[int, tuple[float, float]] = {}
        for line in lines:
            key = int(line.extent[0] // self._step)
            left, right = self._columns.get(key, (line.extent[0], line.extent[2]))
            self._columns[key] = (min(left, line.extent[0]), max(right, line.extent[2]))

    def margins(self, line: Line) -> tuple[float, float]:
        """Return the margins of the lines that begin within about 3 to 6 heights of `line`."""
        key = int(line.extent[0] // self._step)
        near = [self._columns[at] for at in (key - 1, key, key + 1) if at in self._columns]
        return min(left for left, _ in near), max(right for _, right in near)


def _continues(above: Line, below: Line, margins: tuple[float, float], usual_gap: float) -> bool:
    if above.is_row or below.is_row or not any(map(str.isalpha, above.text)):
        return False
    if starts_item(below.text) or has_leaders(above.text) or has_leaders(below.text):
        return False
    if may_start_item(below.text) and above.text.endswith(_TERMINAL):
        return False
    return not numbered_heading(above.text) and _is_flush(above, below, margins, usual_gap)


def _is_flush(above: Line, below: Line, margins: tuple[float, float], usual_gap: float) -> bool:
    """Tell by place and size whether the line below goes on where a full line above ends."""
    height = max(above.height, below.height)
    if _is_other_size(above, below):
        return False
    gap = below.extent[1] - above.extent[3]
    if gap < -0.5 * height or gap > max(1.6 * usual_gap, usual_gap + 0.6 * height):
        return False
    indent = below.extent[0] - above.extent[0]
    hanging = starts_item(above.text) and indent < 5 * height
    if indent > 1.2 * height and not hanging:
        return False
    left, right = margins
    room = right - above.extent[2]
    token = re.split(r"(?<=\S)\s|(?<=[\u3000-\u9fff])", below.text, maxsplit=1)[0]
    per_column = (below.extent[2] - below.extent[0]) / max(display_width(below.text), 1)
    if room <= max(2 * height, display_width(token) * per_column + 0.6 * height):
        return True
    is_long = above.extent[2] - left >= 0.85 * (right - left)
    return is_long and not above.text.endswith(_TERMINAL) and len(above.text) >= 12


def _is_other_size(above: Line, below: Line) -> bool:
    if min(len(above.text), len(below.text)) < 5:
        return False
    # Extents may lie close around the print: a line like "on our screens" is low, not small.
    return all(
        max(one, other) > 1.5 * min(one, other)
        for one, other in ((above.height, below.height), (_full_height(above), _full_height(below)))
    )


def _full_height(line: Line) -> float:
    """Return the height of a line if it held tall letters and such that hang down."""
    return line.height / (0.54 if _LOW.fullmatch(line.text) else 1.0)


def _joined(lines: Sequence[Line]) -> Paragraph:
    text = ""
    spans: list[tuple[int, int, Box | None]] = []
    for line in lines:
        text += _glue(text, line.text)
        spans.append((len(text), len(text) + len(line.text), line.box))
        text += line.text
    return Paragraph(text, tuple(spans))


def _glue(before: str, after: str) -> str:
    if not before or not after or is_cjk(before[-1]) or is_cjk(after[0]):
        return ""
    if before[-1] == "-" and before[-2:-1].isalpha() and after[0].islower():
        return ""
    return " "
