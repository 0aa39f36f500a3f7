"""The levels side by side with the mark, as columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ui.charts.board import MARK, QUIET, Board, Number, shown_number
from ui.wording import t

_WIDTH, _HEIGHT, _LEFT, _TOP, _FLOOR = 720, 330, 46, 46, 258
_COLUMN = 74
_FULL = 100
_CLEAR = 17


@dataclass(frozen=True, slots=True)
class LevelColumn:
    """
    A level's column.

    points: so far; least and most: of any completion; awardable: what its rows can give. reach and
    outcome: in words. sign: how the points compare with the mark, ">" or "≥".
    """

    level: str
    points: Number
    least: Number
    most: Number
    awardable: Number
    sign: str
    reach: str
    outcome: str


def level_columns(name: str, columns: Sequence[LevelColumn], mark: Decimal, language: str) -> str:
    """Return the levels from 0 to 100 points, the one applied for first."""
    board = Board(
        name, _WIDTH, _HEIGHT, t("chart_levels_title", language, mark=mark),
        " ".join(f"{_name(one, language)}: {_told(one, language)}." for one in columns),
    )  # fmt: skip
    board.legend(14, [
        ("got", t("chart_got", language)), ("possible", t("chart_possible", language)),
        ("empty", t("chart_out", language)),
    ])  # fmt: skip
    for value in range(0, _FULL + 1, 20):
        board.line([(_LEFT, _y(value)), (_WIDTH, _y(value))])
        board.words(_LEFT - 8, _y(value) + 4, str(value), anchor="end", size=12, color=QUIET)
    share = (_WIDTH - _LEFT) / max(len(columns), 1)
    for at, one in enumerate(columns):
        _draw(board, one, _LEFT + share * (at + 0.5), mark, language)
    signs = "/".join(dict.fromkeys(one.sign for one in columns))
    board.line([(_LEFT, _y(mark)), (_WIDTH, _y(mark))], color=MARK, width=2, dash="7 4")
    told = t("chart_mark", language, sign=signs, mark=mark)
    board.words(_LEFT + 4, _y(mark) - 5, told, size=12, color=MARK, bold=True)
    return board.svg()


def _draw(board: Board, one: LevelColumn, middle: float, mark: Decimal, language: str) -> None:
    x = middle - _COLUMN / 2
    for value, fill in ((_FULL, "empty"), (one.most, "possible"), (one.points, "got")):
        top = _y(value)
        board.rect(x, top, _COLUMN, _FLOOR - top, fill)  # type: ignore[arg-type]
    beside = x + _COLUMN + 6
    board.words(
        beside, _near(_y(one.points), _y(mark)), shown_number(one.points), size=15, bold=True
    )
    lines = (
        (_name(one, language), 14.0, True),
        (one.outcome, 12.0, False),
        (_range(one, language), 12.0, False),
        (one.reach, 12.0, False),
    )
    for at, (text, size, bold) in enumerate(lines):
        board.words(
            middle, _FLOOR + 18 + at * 17, text, anchor="middle", size=size, bold=bold,
            color=QUIET if at > 1 else "#1d2b33",
        )  # fmt: skip


def _near(y: float, mark: float) -> float:
    """Return the baseline of a number: within the axes, clear of the line of the mark."""
    base = min(max(y + 5, _TOP + 12), _FLOOR - 4)
    if mark - 3 < base < mark + _CLEAR:
        return mark + _CLEAR if y > mark else mark - 5
    return base


def _y(value: Number | int) -> float:
    return _FLOOR - float(value) / _FULL * (_FLOOR - _TOP)


def _name(one: LevelColumn, language: str) -> str:
    return t("level_named", language, level=one.level)


def _range(one: LevelColumn, language: str) -> str:
    least, most = shown_number(one.least), shown_number(one.most)
    return t("chart_range", language, least=least, most=most)


def _told(one: LevelColumn, language: str) -> str:
    return t(
        "chart_level_told", language, points=shown_number(one.points),
        range=_range(one, language), reach=one.reach, outcome=one.outcome,
    )  # fmt: skip
