"""The indicators of Table C-1, 0-100 each, as horizontal bars under their dimensions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ui.charts.board import LINE, QUIET, Board, Number, fitted, shown_number
from ui.wording import t

_WIDTH, _ROW, _HEAD, _TOP, _BAR = 720, 21, 28, 30, 13
_LEFT, _RIGHT = 330, 104
_FULL = 100


@dataclass(frozen=True, slots=True)
class IndicatorBar:
    """An indicator's bar; points is None while nothing of it is judged."""

    id: str
    title: str
    points: Number | None
    most: Number


@dataclass(frozen=True, slots=True)
class Dimension:
    """The bars of a dimension under its name."""

    id: str
    title: str
    bars: tuple[IndicatorBar, ...]


def indicator_bars(name: str, dimensions: Sequence[Dimension], language: str) -> str:
    """Return the bars; one that nobody has judged is said to be open, not 0."""
    bars = [bar for dimension in dimensions for bar in dimension.bars]
    height = _TOP + len(dimensions) * _HEAD + len(bars) * _ROW + 4
    board = Board(
        name, _WIDTH, height, t("chart_indicators_title", language),
        " ".join(f"{bar.id} {bar.title}: {_told(bar, language)}." for bar in bars),
    )  # fmt: skip
    board.legend(
        14, [("got", t("chart_got", language)), ("possible", t("chart_possible", language))]
    )
    y: float = _TOP
    for dimension in dimensions:
        board.words(1, y + 18, f"{dimension.id} {dimension.title}", bold=True)
        board.line([(0, y + 24), (_WIDTH, y + 24)])
        y += _HEAD
        for bar in dimension.bars:
            _draw(board, bar, y, language)
            y += _ROW
    return board.svg()


def _draw(board: Board, bar: IndicatorBar, y: float, language: str) -> None:
    unit = (_WIDTH - _LEFT - _RIGHT) / _FULL
    board.words(1, y + 14, bar.id, size=12, bold=True)
    board.words(40, y + 14, fitted(bar.title, 12, _LEFT - 46), size=12)
    board.rect(_LEFT, y + 4, _FULL * unit, _BAR, "empty")
    board.rect(_LEFT, y + 4, float(bar.most) * unit, _BAR, "possible")
    board.rect(_LEFT, y + 4, float(bar.points or 0) * unit, _BAR, "got")
    half = _LEFT + _FULL / 2 * unit
    board.line([(half, y + 2), (half, y + _BAR + 6)], color=LINE)
    color = QUIET if bar.points is None else "#1d2b33"
    board.words(_LEFT + _FULL * unit + 8, y + 14, _told(bar, language), size=12, color=color)


def _told(bar: IndicatorBar, language: str) -> str:
    most = shown_number(bar.most)
    if bar.points is None:
        return t("chart_open_to", language, most=most)
    points = shown_number(bar.points)
    return points if bar.most == bar.points else f"{points} → {most}"
