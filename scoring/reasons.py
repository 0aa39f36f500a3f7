"""
Why an outcome is what it is: every reason, with its clause, in Chinese and English. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from scoring.assessment import Reason
from scoring.award import Award, Readings
from scoring.body_note import mark_note, row_note
from scoring.number import exact_string
from scoring.rule_set import RuleSet
from scoring.tally import LevelTally, mark_is_inclusive, reaches_mark

# 9.2 names the lower levels' mark in one list item for each level applied for.
_LOWER_CLAUSE = {"A": "9.2.1", "B": "9.2.2", "C": "9.2.3"}


def reasons_for_levels(
    rule_set: RuleSet, tallies: Iterable[LevelTally], target: str, readings: Readings
) -> tuple[Reason, ...]:
    """
    Return every reason against a pass: open rows first, then failed gates, then missed marks.

    Empty when the application passes.
    """
    open_rows: list[Reason] = []
    failed: list[Reason] = []
    below: list[Reason] = []
    for tally in tallies:
        level = tally.level.id
        open_rows += [
            _open(rule_set, row_id, level) for row_id in (*tally.open_gates, *tally.open_items)
        ]
        failed += [_failed(rule_set, row_id, level) for row_id in tally.failed]
        if not reaches_mark(rule_set, tally.level, target, tally.points, readings):
            below.append(_below(rule_set, tally, target, readings))
    return (*open_rows, *failed, *below)


def reasons_for_indicators(rule_set: RuleSet, awards: Mapping[str, Award]) -> tuple[Reason, ...]:
    """Return one reason for every open row of Table C-1, and that it has no pass mark."""
    open_rows = tuple(
        _open(rule_set, row_id, None) for row_id, entry in awards.items() if entry.is_open
    )
    return open_rows or (
        Reason(
            "no_pass_mark",
            "",
            None,
            "表 C-1 只给出各指标分值，未规定权重与分数线，不作通过与否的结论。",
            "Table C-1 gives values of indicators but no weights and no pass mark, so there is "
            "no verdict of passing.",
        ),
    )


def _open(rule_set: RuleSet, row_id: str, level: str | None) -> Reason:
    note = row_note(rule_set, row_id)
    return Reason(
        "not_assessed",
        row_id,
        level,
        f"{row_id} 尚未评价。{note.zh}",
        f"{row_id} is not assessed yet.{note.en}",
    )


def _failed(rule_set: RuleSet, row_id: str, level: str) -> Reason:
    note = row_note(rule_set, row_id)
    return Reason(
        "gate_failed",
        row_id,
        level,
        f"{level} 级基本要求 {row_id} 不满足；任意一项基本要求不满足即无申请资格（6.2、9.3）。"
        f"{note.zh}",
        f"Gate {row_id} of level {level} is not met; one failed basic requirement bars the "
        f"application (6.2, 9.3).{note.en}",
    )


def _below(rule_set: RuleSet, tally: LevelTally, target: str, readings: Readings) -> Reason:
    level = tally.level.id
    points, mark = exact_string(tally.points), rule_set.mark
    sign = "≥" if mark_is_inclusive(tally.level, target, readings) else ">"
    so_far_zh, so_far_en = ("", "") if tally.is_complete else ("目前", " so far")
    if level == target:
        clause, because_zh, because_en = "9.1", "", ""
    else:
        clause = _LOWER_CLAUSE[target]
        because_zh = f"申请 {target} 级须同时达到 {level} 级："
        because_en = f"Level {target} requires level {level}. "
    note = mark_note(rule_set)
    return Reason(
        "below_mark",
        clause,
        level,
        f"{because_zh}{level} 级{so_far_zh}得 {points} 分，未达到 {sign} {mark} 分。{note.zh}",
        f"{because_en}Level {level} has {points} points{so_far_en}, which is not {sign} {mark}."
        f"{note.en}",
    )
