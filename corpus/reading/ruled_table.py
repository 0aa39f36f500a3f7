"""Tables drawn with lines, found in the image of an upright page."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from corpus.document import Box
from corpus.reading.ocr_engine import Image

_MAX_ROWS, _MAX_COLUMNS = 300, 60
_DRAWN = 0.5  # of a cell's edge must be a line for it to part two cells
_MAX_TABLES = 20


@dataclass(frozen=True, slots=True)
class Grid:
    """
    One table. xs, ys: its lines in pixels, ascending.

    cells: for every row and column, the number of the cell there; merged cells have one number.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[tuple[int, ...], ...]

    def place(self, x: float, y: float) -> tuple[int, int] | None:
        """Return (row, column) of a point, from 0; None outside."""
        row, column = _band(self.ys, y), _band(self.xs, x)
        return None if row is None or column is None else (row, column)

    def cuts(self, box: Box) -> tuple[float, ...]:
        """Return where lines between cells run through a stretch of text, in pixels."""
        row = _band(self.ys, (box[1] + box[3]) / 2)
        if row is None:
            return ()
        slack = 0.4 * (box[3] - box[1])
        return tuple(
            x
            for column, x in enumerate(self.xs[1:-1])
            if box[0] + slack < x < box[2] - slack
            and self.cells[row][column] != self.cells[row][column + 1]
        )


def grids(image: Image, text_height: float) -> tuple[Grid, ...]:
    """
    Return the tables of two rows and two columns or more that are ruled on all sides, from above.

    text_height: the usual height of a line of text, in pixels; shorter lines are strokes.
    """
    gray = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    ink = cv2.adaptiveThreshold(
        gray, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 15, 12
    )
    across = _lines(ink, max(30, int(3 * text_height)), is_across=True)
    down = _lines(ink, max(16, int(1.2 * text_height)), is_across=False)
    joined = cv2.dilate(across | down, np.ones((5, 5), np.uint8))
    found = []
    for x, y, width, height in _frames(joined):
        if width < 4 * text_height or height < 2 * text_height:
            continue
        grid = _grid(across, down, (x, y, x + width, y + height), text_height)
        if grid is not None:
            found.append(grid)
    return tuple(sorted(found, key=lambda grid: (grid.ys[0], grid.xs[0])))


def _band(borders: Sequence[float], at: float) -> int | None:
    index = bisect_right(borders, at) - 1
    return index if 0 <= index < len(borders) - 1 else None


def _frames(joined: Any) -> list[tuple[int, int, int, int]]:
    """Return (x, y, width, height) of what hangs together; of very many, those of the most ink."""
    frames = _outlines(joined)
    if len(frames) <= _MAX_TABLES:
        return frames
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    most = sorted(stats[1:].tolist(), key=lambda frame: -frame[4])[:_MAX_TABLES]
    return [(x, y, width, height) for x, y, width, height, _ in most]


def _outlines(ink: Any) -> list[tuple[int, int, int, int]]:
    """
    Return (x, y, width, height) of all that hangs together. Following outlines takes a tenth of the
    time of marking every pixel, as most of a page is bare.
    """
    outlines, levels = cv2.findContours(ink, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    if levels is None:
        return []
    outer = [line for line, level in zip(outlines, levels[0], strict=True) if level[3] < 0]
    return [(x, y, width, height) for x, y, width, height in map(cv2.boundingRect, outer)]


def _lines(ink: Any, length: int, *, is_across: bool) -> Any:
    """Keep only straight runs of `length` pixels; a run may step by a pixel sideways."""
    thicker = cv2.dilate(ink, np.ones((2, 1) if is_across else (1, 2), np.uint8))
    kernel = np.ones((1, length) if is_across else (length, 1), np.uint8)
    return cv2.morphologyEx(thicker, cv2.MORPH_OPEN, kernel)


def _grid(across: Any, down: Any, frame: tuple[int, int, int, int], height: float) -> Grid | None:
    x0, y0, x1, y1 = frame
    apart = max(4.0, 0.5 * height)
    ys = _borders(across[y0:y1, x0:x1], y0, apart, is_across=True)
    xs = _borders(down[y0:y1, x0:x1], x0, apart, is_across=False)
    if len(ys) < 3 or len(xs) < 3 or len(ys) > _MAX_ROWS or len(xs) > _MAX_COLUMNS:
        return None
    return Grid(xs, ys, _cells(across, down, xs, ys))


def _borders(lines: Any, offset: int, apart: float, *, is_across: bool) -> tuple[float, ...]:
    """Return the middles of the lines of one direction; those closer than `apart` are one."""
    start, size = (1, 3) if is_across else (0, 2)
    middles = sorted(float(part[start] + part[size] / 2) for part in _outlines(lines))
    groups: list[list[float]] = []
    for middle in middles:
        if groups and middle - groups[-1][0] < apart:
            groups[-1].append(middle)
        else:
            groups.append([middle])
    return tuple(offset + sum(group) / len(group) for group in groups)


def _cells(
    across: Any, down: Any, xs: Sequence[float], ys: Sequence[float]
) -> tuple[tuple[int, ...], ...]:
    rows, columns = len(ys) - 1, len(xs) - 1
    number = list(range(rows * columns))
    for row in range(rows):
        for column in range(columns):
            at = row * columns + column
            if column and not _is_drawn(down, xs[column], ys[row], ys[row + 1], is_across=False):
                _merge(number, at, at - 1)
            if row and not _is_drawn(across, ys[row], xs[column], xs[column + 1], is_across=True):
                _merge(number, at, at - columns)
    return tuple(
        tuple(number[row * columns + column] for column in range(columns)) for row in range(rows)
    )


def _merge(number: list[int], one: int, other: int) -> None:
    gone, kept = number[one], number[other]
    for at, value in enumerate(number):
        if value == gone:
            number[at] = kept


def _is_drawn(lines: Any, at: float, start: float, end: float, *, is_across: bool) -> bool:
    low, high = max(0, int(at) - 4), int(at) + 5
    inner = 0.15 * (end - start)
    first, last = int(start + inner), max(int(start + inner) + 1, int(end - inner))
    strip = lines[low:high, first:last] if is_across else lines[first:last, low:high]
    if strip.size == 0:
        return True
    drawn = strip.any(axis=0 if is_across else 1)
    return bool(np.count_nonzero(drawn) >= _DRAWN * len(drawn))
