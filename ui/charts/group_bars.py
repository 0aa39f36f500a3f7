"""Points by first-level group against what the document declares, as horizontal bars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ui.charts.board import QUIET, Board, Fill, shown_number
from ui.wording import t

_WIDTH, _ROW, _TOP, _BAR = 720, 46, 34, 16


@dataclass(frozen=True, slots=True)
class GroupBar:
    """
    A group's bar.

    declared: the points that the document prints; awardable: what its rows can give; points: so
    far; most: what can still be reached. is_lost: a failed gate keeps the group from being scored.
    """

    id: str
    title: str
    declared: Decimal
    awardable: Decimal
    points: Decimal
    most: Decimal
    is_lost: bool = False


def group_bars(name: str, level: str, bars: Sequence[GroupBar], language: str) -> str:
    """Return the groups of one level on a common scale."""
    longest = max((bar.declared for bar in bars), default=Decimal(1))
    board = Board(
        name, _WIDTH, _TOP + _ROW * len(bars) + 4,
        t("chart_groups_title", language, level=level),
        " ".join(f"{bar.id} {bar.title}: {_told(bar, language)}." for bar in bars),
    )  # fmt: skip
    entries: list[tuple[Fill, str]] = [
        ("got", t("chart_got", language)),
        ("possible", t("chart_possible", language)),
        ("empty", t("chart_out", language)),
    ]
    if any(bar.awardable < bar.declared for bar in bars):
        entries.append(("barred", t("chart_barred", language)))
    board.legend(14, entries)
    for at, bar in enumerate(bars):
        _draw(board, bar, _TOP + at * _ROW, float(_WIDTH - 2) / float(longest), language)
    return board.svg()


def _draw(board: Board, bar: GroupBar, y: float, unit: float, language: str) -> None:
    board.words(1, y + 13, f"{bar.id} {bar.title}", bold=True)
    board.words(_WIDTH - 1, y + 13, _told(bar, language), anchor="end", color=QUIET)
    top = y + 19
    board.rect(1, top, float(bar.declared) * unit, _BAR, "empty")
    board.rect(1, top, float(bar.most) * unit, _BAR, "possible")
    board.rect(1, top, float(bar.points) * unit, _BAR, "got")
    barred = float(bar.declared - bar.awardable) * unit
    board.rect(1 + float(bar.awardable) * unit, top, barred, _BAR, "barred")


def _told(bar: GroupBar, language: str) -> str:
    if bar.is_lost:
        return t("chart_group_lost", language, declared=shown_number(bar.declared))
    return t(
        "chart_group_told", language, points=shown_number(bar.points),
        more=shown_number(bar.most - bar.points), declared=shown_number(bar.declared),
    )  # fmt: skip
