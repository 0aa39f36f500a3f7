"""
The shortest way to the mark: the fewest rows to bring to full points, then the fewest points.

Exact and provably minimal: for each required level a dynamic programme over (rows chosen, points
gained) whose state set is a bit set of reachable sums. Levels share no rows, so each is planned
alone. Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import gcd

from scoring.assessment import Number
from scoring.award import ZERO, Award, Readings, award
from scoring.errors import PlanError
from scoring.judgement import NOT_ASSESSED
from scoring.rule_set import Level, RuleSet
from scoring.sheet import Sheet
from scoring.tally import (
    gates_count,
    is_in_total,
    left_out,
    reaches_mark,
    row_is_out,
    scaled,
    widening,
)


@dataclass(frozen=True, slots=True)
class Gain:
    """One row to bring to full points: what it has, what it would have, the difference."""

    row: str
    has: Decimal
    full: Decimal
    gain: Decimal
    is_open: bool


@dataclass(frozen=True, slots=True)
class LevelPlan:
    """
    The way of one level.

    gates: gates to meet first, in document order. gains: the rows, in document order; fewest
    rows first, then fewest points. before and after: points with all gates met, without and with
    the gains. feasible: whether the mark can be reached at all; when not, gains is empty and
    `after` is the most that can be reached.
    """

    level: str
    gates: tuple[str, ...]
    gains: tuple[Gain, ...]
    before: Number
    after: Number
    feasible: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """The ways of all required levels, the level applied for first."""

    target: str
    levels: tuple[LevelPlan, ...]

    @property
    def feasible(self) -> bool:
        """Whether every required level can reach its mark."""
        return all(level.feasible for level in self.levels)


def plan(rule_set: RuleSet, sheet: Sheet, interpretations: Mapping[str, str] | None = None) -> Plan:
    """
    Plan the shortest way from the sheet to its target.

    Open rows count as nothing yet. A sheet that passes has an empty plan.

    Raises:
        PlanError: the rule set has no pass mark.
    """
    if sheet.target is None:
        raise PlanError(rule_set.id)
    readings = {**sheet.readings, **(interpretations or {})}
    return Plan(
        sheet.target,
        tuple(
            _plan_level(rule_set, sheet, level, readings)
            for level in rule_set.required_levels(sheet.target)
        ),
    )


def _plan_level(rule_set: RuleSet, sheet: Sheet, level: Level, readings: Readings) -> LevelPlan:
    target = sheet.target or ""
    awards: dict[str, Award] = {
        row.id: award(row, sheet.judgements.get(row.id, NOT_ASSESSED), readings)
        for row in rule_set.rows_of(level.id)
    }
    gates = _gates_to_meet(awards) if gates_count(level, target, readings) else ()
    items = [
        entry
        for entry in awards.values()
        if entry.row.kind != "gate" and is_in_total(rule_set, entry.row)
    ]
    rows = [entry.row for entry in items]
    earned = sum((entry.kept for entry in items), ZERO)
    excluded, widened = left_out(rule_set, rows, awards), widening(rule_set, rows)
    gains = tuple(_gain(entry) for entry in items if _can_gain(entry))

    def total(extra: Decimal) -> Number:
        return scaled(earned + extra, level.declared, excluded, widened)

    def is_enough(extra: Decimal) -> bool:
        return reaches_mark(rule_set, level, target, total(extra), readings)

    everything = sum((gain.gain for gain in gains), ZERO)
    if not is_enough(everything):
        return LevelPlan(level.id, gates, (), total(ZERO), total(everything), feasible=False)
    chosen = _fewest(gains, is_enough)
    after = total(sum((gain.gain for gain in chosen), ZERO))
    return LevelPlan(level.id, gates, chosen, total(ZERO), after, feasible=True)


def _gates_to_meet(awards: Mapping[str, Award]) -> tuple[str, ...]:
    return tuple(
        row_id
        for row_id, entry in awards.items()
        if entry.row.kind == "gate"
        and not row_is_out(entry.row, awards)
        and entry.state in ("not_met", "not_assessed")
    )


def _can_gain(entry: Award) -> bool:
    return entry.state != "lost" and not entry.excluded and entry.row.points > entry.kept


def _gain(entry: Award) -> Gain:
    points = entry.row.points
    return Gain(entry.row.id, entry.kept, points, points - entry.kept, entry.is_open)


def _fewest(gains: Sequence[Gain], is_enough: Callable[[Decimal], bool]) -> tuple[Gain, ...]:
    """Return the smallest enough choice of gains, and of those the one with the fewest points."""
    if is_enough(ZERO):
        return ()
    number = _fewest_rows(gains, is_enough)
    units, unit = _whole_units([gain.gain for gain in gains])
    tables = _reachable_sums(units, number)
    sums = tables[-1][number]
    least = next(
        total for total in range(sums.bit_length()) if sums >> total & 1 and is_enough(total * unit)
    )
    return _trace_back(gains, units, tables, (number, least))


def _fewest_rows(gains: Sequence[Gain], is_enough: Callable[[Decimal], bool]) -> int:
    total, number = ZERO, 0
    largest_first = iter(sorted((gain.gain for gain in gains), reverse=True))
    while not is_enough(total):
        total, number = total + next(largest_first), number + 1
    return number


def _whole_units(gains: Sequence[Decimal]) -> tuple[list[int], Decimal]:
    """Return the gains as whole multiples of their greatest common unit, and that unit."""
    places = max(-int(gain.as_tuple().exponent) for gain in gains)
    scale = Decimal(10) ** max(places, 0)
    whole = [int(gain * scale) for gain in gains]
    unit = gcd(*whole)
    return [number // unit for number in whole], Decimal(unit) / scale


def _reachable_sums(units: Sequence[int], number: int) -> list[list[int]]:
    """tables[i][j] has bit s set when s is a sum of exactly j of the first i gains."""
    tables = [[1] + [0] * number]
    for gain in units:
        before = tables[-1]
        tables.append(
            [before[0], *(before[j] | before[j - 1] << gain for j in range(1, number + 1))]
        )
    return tables


def _trace_back(
    gains: Sequence[Gain], units: Sequence[int], tables: list[list[int]], goal: tuple[int, int]
) -> tuple[Gain, ...]:
    number, total = goal
    chosen: list[Gain] = []
    for index in range(len(gains), 0, -1):
        if tables[index - 1][number] >> total & 1:
            continue  # reachable without this row: earlier rows are preferred
        chosen.append(gains[index - 1])
        number, total = number - 1, total - units[index - 1]
    return tuple(reversed(chosen))
