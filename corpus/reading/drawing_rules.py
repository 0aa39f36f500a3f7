"""Level and upright lines of a drawing, to find the cells of a table between them."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median_high, median_low

import numpy as np

from corpus.document import Box
from corpus.reading.drawing_model import Rule

_Lines = np.ndarray[tuple[int, int], np.dtype[np.float64]]
"""One line a row: its place, and the start and end of its run."""


class Rules:
    """The straight lines of one layout. Boxes are (x0, y0, x1, y1) with y upwards."""

    def __init__(self, uprights: _Lines, levels: _Lines) -> None:
        self._uprights = uprights
        self._levels = levels

    @classmethod
    def of(cls, rules: Sequence[Rule]) -> Rules:
        """Return the lines of a layout; empty for none."""
        return cls(
            *(_lines([rule for rule in rules if rule.is_upright is side]) for side in (True, False))
        )

    def inside(self, box: Box) -> Rules:
        """Return the lines that touch a box, for many questions about it."""
        x0, y0, x1, y1 = box
        uprights = _touching(self._uprights, (x0, x1), (y0, y1))
        return Rules(uprights, _touching(self._levels, (y0, y1), (x0, x1)))

    def uprights(self, box: Box, share: float, near: float) -> list[float]:
        """Return the x of the lines that run along at least `share` of the height of a box."""
        x0, y0, x1, y1 = box
        return _places(self._uprights, (x0, x1), (y0, y1), share, near)

    def levels(self, box: Box, share: float, near: float) -> list[float]:
        """Return the y of the lines that run along at least `share` of the width of a box."""
        x0, y0, x1, y1 = box
        return _places(self._levels, (y0, y1), (x0, x1), share, near)

    def reach(self, levels: Sequence[float], box: Box, near: float) -> tuple[float, float]:
        """Return from where to where most of the given level lines run that cross a box."""
        ends = [_run(self._levels, level, (box[0], box[2]), near) for level in levels]
        found = [run for run in ends if run is not None] or [(box[0], box[2])]
        return median_low(start for start, _ in found), median_high(end for _, end in found)


def _lines(rules: Sequence[Rule]) -> _Lines:
    return np.array([(rule.at, rule.start, rule.end) for rule in rules]).reshape(-1, 3)


def _touching(lines: _Lines, span: tuple[float, float], along: tuple[float, float]) -> _Lines:
    is_near = (lines[:, 0] >= span[0]) & (lines[:, 0] <= span[1])
    return lines[is_near & (lines[:, 2] >= along[0]) & (lines[:, 1] <= along[1])]


def _run(
    lines: _Lines,
    place: float,
    span: tuple[float, float],
    near: float,
) -> tuple[float, float] | None:
    """Return the stretch that the pieces of a line cover without a gap, of those that cross."""
    pieces = lines[np.abs(lines[:, 0] - place) <= near][:, 1:]
    start, end = float("inf"), float("-inf")
    for left, right in sorted(pieces.tolist()):
        if left > end + near:
            if end >= span[0] and start <= span[1] and end > start:
                return start, end
            start = left
        end = max(end, right)
    return (start, end) if end >= span[0] and start <= span[1] else None


def _places(
    lines: _Lines,
    span: tuple[float, float],
    along: tuple[float, float],
    share: float,
    near: float,
) -> list[float]:
    """Return the places, in order, where pieces of lines together cover a share of a stretch."""
    inside = lines[(lines[:, 0] >= span[0]) & (lines[:, 0] <= span[1])]
    if not len(inside):
        return []
    covered = np.minimum(inside[:, 2], along[1]) - np.maximum(inside[:, 1], along[0])
    found: list[list[float]] = []
    for place, length in sorted(zip(inside[:, 0].tolist(), covered.tolist(), strict=True)):
        if length <= 0:
            continue
        if found and place - found[-1][0] <= near:
            found[-1][1] += length
        else:
            found.append([place, length])
    return [place for place, length in found if length >= share * (along[1] - along[0])]
