"""The dimensions of Table C-1 as a radar: what is reached and what is still possible."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import cos, pi, sin

from ui.charts.board import GOT, QUIET, Anchor, Board, shown_number
from ui.wording import t

_WIDTH, _HEIGHT, _RADIUS = 720, 430, 140
_MIDDLE = (_WIDTH / 2, _HEIGHT / 2 + 12)
_FULL = 100


@dataclass(frozen=True, slots=True)
class Axis:
    """A dimension's axis: points so far and what can still be reached, 0-100."""

    id: str
    title: str
    points: Fraction
    most: Fraction


def dimension_radar(name: str, axes: Sequence[Axis], language: str) -> str:
    """Return the radar; with fewer than three axes there is no shape, only the dots."""
    board = Board(
        name, _WIDTH, _HEIGHT, t("chart_radar_title", language),
        " ".join(f"{axis.id} {axis.title}: {_told(axis, language)}." for axis in axes),
    )  # fmt: skip
    _legend(board, language)
    number = max(len(axes), 1)
    for value in range(20, _FULL + 1, 20):
        board.line([_at(index, number, value) for index in range(number)], closed=True)
    for index, axis in enumerate(axes):
        board.line([_MIDDLE, _at(index, number, _FULL)])
        _label(board, axis, index, number, language)
    reachable = [_at(index, number, axis.most) for index, axis in enumerate(axes)]
    reached = [_at(index, number, axis.points) for index, axis in enumerate(axes)]
    board.line(reachable, color=GOT, width=1.6, dash="6 4", closed=True)
    board.line(reached, color=GOT, width=2.4, closed=True, fill="#1f4e5f2e")
    for point in reached:
        board.dot(*point)
    for value in range(20, _FULL + 1, 20):
        x, y = _at(0, number, value)
        board.words(x + 4, y + 11, str(value), size=10.5, color=QUIET)
    return board.svg()


def _legend(board: Board, language: str) -> None:
    board.line([(0, 10), (24, 10)], color=GOT, width=2.4)
    board.dot(12, 10)
    board.words(30, 14, t("chart_got", language), size=12, color=QUIET)
    board.line([(0, 30), (24, 30)], color=GOT, width=1.6, dash="6 4")
    board.words(30, 34, t("chart_reachable", language), size=12, color=QUIET)


def _at(index: int, number: int, value: Fraction | int) -> tuple[float, float]:
    angle = 2 * pi * index / number - pi / 2
    reach = float(value) / _FULL * _RADIUS
    return _MIDDLE[0] + reach * cos(angle), _MIDDLE[1] + reach * sin(angle)


def _label(board: Board, axis: Axis, index: int, number: int, language: str) -> None:
    angle = 2 * pi * index / number - pi / 2
    x = _MIDDLE[0] + (_RADIUS + 14) * cos(angle)
    y = _MIDDLE[1] + (_RADIUS + 14) * sin(angle)
    side = cos(angle)
    anchor: Anchor = "middle" if abs(side) < 0.2 else "start" if side > 0 else "end"
    # Two lines: above the axis' end at the top, below it at the bottom.
    first = y - 12 if sin(angle) < -0.5 else y + 12 if sin(angle) > 0.5 else y
    board.words(x, first, f"{axis.id} {axis.title}", anchor=anchor, bold=True)
    board.words(x, first + 16, _told(axis, language), anchor=anchor, size=12, color=QUIET)


def _told(axis: Axis, language: str) -> str:
    points = shown_number(axis.points)
    if axis.most == axis.points:
        return t("chart_points", language, points=points)
    return t("chart_points_to", language, points=points, most=shown_number(axis.most))
