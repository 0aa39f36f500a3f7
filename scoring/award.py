"""
What one judgement earns: raw points, the cap, what is kept. Pure and exact.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from scoring.judgement import Judgement
from scoring.rule_set import Row

AwardState = Literal[
    "met", "not_met", "partial", "counted", "not_applicable", "not_assessed", "lost"
]
ZERO = Decimal(0)
Readings = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Award:
    """
    The points of one row.

    raw: before the cap; cap: the most that the row can give; kept: what counts. `excluded` rows
    leave the denominator (reading `not_applicable: exclude`). `rule` names the arithmetic used,
    `inputs` the numbers it used, for the derivation.
    """

    row: Row
    state: AwardState
    raw: Decimal
    cap: Decimal
    kept: Decimal
    rule: str
    inputs: Mapping[str, str]
    excluded: bool = False

    @property
    def is_open(self) -> bool:
        """Whether nobody has judged the row yet."""
        return self.state == "not_assessed"


def award(row: Row, judgement: Judgement, readings: Readings) -> Award:
    """
    Return what the judgement earns under the readings.

    A row without a judgement earns nothing so far and is open; it is never taken for "not met".
    """
    if row.lost and lost_reading(row, readings) != "judged":
        granted = row.points if lost_reading(row, readings) == "granted" else ZERO
        return Award(row, "lost", granted, granted, granted, "lost_row", {})
    return _AWARDS[judgement.state](row, judgement, readings)


def lost_reading(row: Row, readings: Readings) -> str:
    """Return how the row lost by the document is read; its data names the interpretation."""
    return next((readings[name] for name in row.interpretations if name in readings), "")


def _open(row: Row, _judgement: Judgement, _readings: Readings) -> Award:
    return Award(row, "not_assessed", ZERO, row.points, ZERO, "not_assessed", {})


def _met(row: Row, judgement: Judgement, _readings: Readings) -> Award:
    if judgement.recognised:
        inputs = {"item": judgement.recognised, "proof": judgement.proof}
        return Award(row, "met", row.points, row.points, row.points, "recognised", inputs)
    return Award(row, "met", row.points, row.points, row.points, "met", {})


def _not_met(row: Row, _judgement: Judgement, _readings: Readings) -> Award:
    return Award(row, "not_met", ZERO, row.points, ZERO, "not_met", {})


def _points(row: Row, judgement: Judgement, readings: Readings) -> Award:
    points = judgement.points if judgement.points is not None else ZERO
    if points == row.points:
        return _met(row, judgement, readings)
    if points == 0:
        return _not_met(row, judgement, readings)
    rule, kept = "partial", points
    if readings.get("partial_points") == "all_or_nothing":
        rule, kept = "partial_earns_nothing", ZERO
    inputs = {"points": str(points), "reason": judgement.reason}
    return Award(row, "partial", points, row.points, kept, rule, inputs)


def _count(row: Row, judgement: Judgement, readings: Readings) -> Award:
    unit = _unit(row)
    if judgement.number == 0 and _pays_quiet_years(row, readings):
        return Award(row, "counted", row.points, row.points, row.points, "no_event", {"count": "0"})
    raw = unit * judgement.number
    cap = _cap(row, unit, readings)
    inputs = {"count": str(judgement.number), "unit": str(unit)}
    return Award(row, "counted", raw, cap, min(raw, cap), "per_time", inputs)


def _pays_quiet_years(row: Row, readings: Readings) -> bool:
    return "no_events" in row.interpretations and readings["no_events"] == "full_when_none"


def _cap(row: Row, unit: Decimal, readings: Readings) -> Decimal:
    if readings.get("c1_cap") == "whole_units":
        return row.points - row.points % unit
    return row.points


def _incidents(row: Row, judgement: Judgement, readings: Readings) -> Award:
    unit = _unit(row)
    raw = row.points - unit * judgement.number
    kept = raw if readings.get("c1_floor") == "indicator" else max(raw, ZERO)
    inputs = {"incidents": str(judgement.number), "unit": str(unit)}
    return Award(row, "counted", raw, row.points, kept, "per_incident", inputs)


def _options(row: Row, judgement: Judgement, readings: Readings) -> Award:
    unit = _unit(row)
    others = judgement.others
    if row.open_list and readings.get("c1_open_list") == "listed_only":
        others = ()
    raw = unit * (len(judgement.options) + len(others))
    inputs = {
        "options": ", ".join(judgement.options),
        "others": ", ".join(others),
        "number": str(len(judgement.options) + len(others)),
        "unit": str(unit),
    }
    return Award(row, "counted", raw, row.points, min(raw, row.points), "per_option", inputs)


def _not_applicable(row: Row, judgement: Judgement, readings: Readings) -> Award:
    inputs = {"reason": judgement.reason, "approved_by": judgement.approved_by}
    reading = readings.get("not_applicable")
    if reading == "met":
        rule = "not_applicable_met"
        return Award(row, "not_applicable", row.points, row.points, row.points, rule, inputs)
    if reading == "exclude":
        rule = "not_applicable_excluded"
        return Award(row, "not_applicable", ZERO, ZERO, ZERO, rule, inputs, excluded=True)
    # Only when the reading is tried out on a sheet that was made under another one.
    return Award(row, "not_met", ZERO, row.points, ZERO, "not_applicable_refused", inputs)


def _unit(row: Row) -> Decimal:
    # A row turned to counting by a reading counts in the unit that its data names.
    return row.unit if row.unit is not None else row.points


_AWARDS: Mapping[str, Callable[[Row, Judgement, Readings], Award]] = {
    "met": _met,
    "not_met": _not_met,
    "points": _points,
    "count": _count,
    "incidents": _incidents,
    "options": _options,
    "not_applicable": _not_applicable,
    "not_assessed": _open,
}
