"""
The arithmetic of levels and indicators over the awards of their rows. Pure and exact.

Everything that sums points is here, so that the assessment, its reruns under other readings, the
bounds and the plan cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from scoring.assessment import Bounds, GroupRange, Number, Outcome, Reach
from scoring.award import ZERO, Award, Readings
from scoring.body_rules import Counting
from scoring.rule_set import Level, Row, RuleSet

Awards = Mapping[str, Award]


@dataclass(frozen=True, slots=True)
class LevelTally:
    """
    The sums of one level.

    groups and subgroups: points kept, by id, before scaling. zeroed: first-level groups that
    are not scored because a gate failed. failed, open_gates, open_items: row ids. excluded:
    points of the rows left out. points: the level's total so far, scaled. widened: points of extra
    groups by which a body's own rules widen the total before it is scaled. beside: points kept of
    the extra groups that stand beside the total, by id.
    """

    level: Level
    groups: Mapping[str, Decimal]
    subgroups: Mapping[str, Decimal]
    zeroed: frozenset[str]
    failed: tuple[str, ...]
    open_gates: tuple[str, ...]
    open_items: tuple[str, ...]
    excluded: Decimal
    points: Number
    widened: Decimal = ZERO
    beside: Mapping[str, Decimal] = field(default_factory=dict)

    @property
    def is_complete(self) -> bool:
        """Whether every row that the level's total needs is judged."""
        return not (self.open_gates or self.open_items)


def tally_level(
    rule_set: RuleSet, level: Level, target: str, awards: Awards, readings: Readings
) -> LevelTally:
    """Add up one level as it is judged so far; open rows count nothing yet."""
    rows = rule_set.rows_of(level.id)
    gates = [row for row in rows if row.kind == "gate" and not row_is_out(row, awards)]
    if not gates_count(level, target, readings):
        gates = []
    failed = tuple(row.id for row in gates if awards[row.id].state == "not_met")
    zeroed = _zeroed(rule_set, level, failed, readings)
    groups: dict[str, Decimal] = {}
    subgroups: dict[str, Decimal] = {}
    beside: dict[str, Decimal] = {}
    items = [row for row in rows if row.kind != "gate"]
    for row in items:
        outermost = rule_set.first_level_group(row)
        if not is_in_total(rule_set, row):
            beside[outermost] = beside.get(outermost, ZERO) + awards[row.id].kept
            continue
        kept = ZERO if outermost in zeroed else awards[row.id].kept
        groups[outermost] = groups.get(outermost, ZERO) + kept
        if row.group != outermost:
            subgroups[row.group] = subgroups.get(row.group, ZERO) + kept
    excluded, widened = left_out(rule_set, items, awards), widening(rule_set, items)
    return LevelTally(
        level=level,
        groups=groups,
        subgroups=subgroups,
        zeroed=zeroed,
        failed=failed,
        open_gates=tuple(row.id for row in gates if awards[row.id].is_open),
        open_items=tuple(
            row.id for row in items if awards[row.id].is_open and is_in_total(rule_set, row)
        ),
        excluded=excluded,
        points=scaled(sum(groups.values(), ZERO), level.declared, excluded, widened),
        widened=widened,
        beside=beside,
    )


def is_in_total(rule_set: RuleSet, row: Row) -> bool:
    """Whether the row's points enter its level's total; extra groups may stand beside it (4.2)."""
    return _counting(rule_set, row) != "beside"


def left_out(rule_set: RuleSet, items: Iterable[Row], awards: Awards) -> Decimal:
    """Return the points of the rows left out of what the level's points are reckoned out of."""
    return sum(
        (row.points for row in items if awards[row.id].excluded and left_out_counts(rule_set, row)),
        ZERO,
    )


def left_out_counts(rule_set: RuleSet, row: Row) -> bool:
    """Whether leaving the row out changes what the level's points are reckoned out of (4.2)."""
    return _counting(rule_set, row) in (None, "scaled")


def widening(rule_set: RuleSet, items: Iterable[Row]) -> Decimal:
    """Return the points of extra rows with which the level's total is scaled back."""
    return sum((row.points for row in items if _counting(rule_set, row) == "scaled"), ZERO)


def _counting(rule_set: RuleSet, row: Row) -> Counting | None:
    return rule_set.group(rule_set.first_level_group(row)).extra


def row_is_out(row: Row, awards: Awards) -> bool:
    """Whether the row is a lost one that nobody judges."""
    return awards[row.id].state == "lost"


def gates_count(level: Level, target: str, readings: Readings) -> bool:
    """Whether the gates of this level are judged at all for the target."""
    return level.id == target or readings["gates_scope"] == "cumulative"


def _zeroed(
    rule_set: RuleSet, level: Level, failed: Iterable[str], readings: Readings
) -> frozenset[str]:
    groups = {rule_set.first_level_group(rule_set.row(row_id)) for row_id in failed}
    if not groups or readings["failed_gate"] == "scored_anyway":
        return frozenset()
    if readings["failed_gate"] == "level_not_scored":
        groups = {rule_set.first_level_group(row) for row in rule_set.rows_of(level.id)}
    return frozenset(groups)


def scaled(
    earned: Decimal, declared: Decimal, excluded: Decimal, widened: Decimal = ZERO
) -> Number:
    """
    Scale points to the declared total after rows were left out or added; 0 when nothing is left.

    >>> scaled(Decimal("45"), Decimal("100"), Decimal("10"))
    Fraction(50, 1)
    >>> scaled(Decimal("99"), Decimal("100"), Decimal("0"), Decimal("10"))
    Fraction(90, 1)
    """
    whole = declared + widened - excluded
    if whole == declared:
        return earned
    if whole == 0:
        return ZERO
    return Fraction(earned) * Fraction(declared) / Fraction(whole)


def reaches_mark(
    rule_set: RuleSet, level: Level, target: str, points: Number, readings: Readings
) -> bool:
    """Whether these points reach the pass mark of the level under the readings (9.1, 9.2)."""
    if rule_set.mark is None:
        raise ValueError(f"rule set {rule_set.id!r} has levels but no mark")
    if level.id == target and level.requires and readings["own_mark"] == "lower_only":
        return True
    if mark_is_inclusive(level, target, readings):
        return points >= rule_set.mark
    return points > rule_set.mark


def mark_is_inclusive(level: Level, target: str, readings: Readings) -> bool:
    """Whether exactly the mark is enough for this level."""
    reading = readings["pass_mark"]
    return reading == "ge" or (reading == "split" and level.id != target)


def level_outcome(rule_set: RuleSet, tally: LevelTally, target: str, readings: Readings) -> Outcome:
    """Return the level's own outcome: the first of incomplete, gate_failed, below_mark, passed."""
    if not tally.is_complete:
        return "incomplete"
    if tally.failed:
        return "gate_failed"
    if not reaches_mark(rule_set, tally.level, target, tally.points, readings):
        return "below_mark"
    return "passed"


def worst(outcomes: Iterable[Outcome]) -> Outcome:
    """Return the outcome of an application from those of its levels."""
    order: tuple[Outcome, ...] = ("incomplete", "gate_failed", "below_mark", "passed")
    return min(outcomes, key=order.index)


def level_bounds(
    rule_set: RuleSet,
    tally: LevelTally,
    target: str,
    ranges: Mapping[str, GroupRange],
    readings: Readings,
) -> Bounds:
    """Return the least and the most points of any completion of the level."""
    low = _scaled_total(tally, (group.least for group in ranges.values()))
    high = _scaled_total(tally, (group.most for group in ranges.values()))
    return Bounds(low, high, _reach(rule_set, tally, target, (low, high), readings))


def _scaled_total(tally: LevelTally, points: Iterable[Decimal]) -> Number:
    return scaled(sum(points, ZERO), tally.level.declared, tally.excluded, tally.widened)


def group_ranges(
    rule_set: RuleSet, tally: LevelTally, awards: Awards, readings: Readings
) -> dict[str, GroupRange]:
    """
    Return what every first-level group of a level has and can still come to, in document order.

    Open rows are taken as judged from nothing to everything; nobody is assumed to call an open
    row not applicable. An open gate may still fail, so its group may still be lost.
    """
    at_risk = _groups_at_risk(rule_set, tally, readings)
    return {
        name: _group_range(
            rule_set.group(name).printed or ZERO, points, _items(rule_set, tally, awards, name),
            is_lost=name in tally.zeroed, is_at_risk=name in at_risk,
        )
        for name, points in tally.groups.items()
    }  # fmt: skip


def beside_ranges(rule_set: RuleSet, tally: LevelTally, awards: Awards) -> dict[str, GroupRange]:
    """Return what the extra groups beside the total have and can come to; no gate bears on them."""
    return {
        name: _group_range(
            rule_set.group(name).printed or ZERO, points, _items(rule_set, tally, awards, name),
            is_lost=False, is_at_risk=False,
        )
        for name, points in tally.beside.items()
    }  # fmt: skip


def _items(rule_set: RuleSet, tally: LevelTally, awards: Awards, group: str) -> list[Award]:
    rows = rule_set.rows_of(tally.level.id)
    return [
        awards[row.id]
        for row in rows
        if row.kind != "gate" and rule_set.first_level_group(row) == group
    ]


def _group_range(
    declared: Decimal, points: Decimal, items: Iterable[Award], *, is_lost: bool, is_at_risk: bool
) -> GroupRange:
    awardable, least, most = ZERO, ZERO, ZERO
    for entry in items:
        if not entry.excluded:
            awardable += entry.cap if entry.state == "lost" else entry.row.points
        if not is_lost:
            least += ZERO if is_at_risk else entry.kept
            most += entry.row.points if entry.is_open else entry.kept
    return GroupRange(declared, awardable, points, least, most)


def _groups_at_risk(rule_set: RuleSet, tally: LevelTally, readings: Readings) -> frozenset[str]:
    return _zeroed(rule_set, tally.level, tally.open_gates, readings)


def _reach(
    rule_set: RuleSet,
    tally: LevelTally,
    target: str,
    ends: tuple[Number, Number],
    readings: Readings,
) -> Reach:
    least, most = ends
    if tally.failed or not reaches_mark(rule_set, tally.level, target, most, readings):
        return "out_of_reach"
    if not tally.open_gates and reaches_mark(rule_set, tally.level, target, least, readings):
        return "certain"
    return "open"


def awardable(tally: LevelTally, ranges: Mapping[str, GroupRange]) -> Number:
    """Return the most points that the level's rows can give, lost and left-out rows considered."""
    return _scaled_total(tally, (group.awardable for group in ranges.values()))


def tally_indicator(rows: Iterable[Row], awards: Awards, declared: Decimal) -> Number | None:
    """
    Return the points so far of an indicator of Table C-1, never below 0; None while unjudged.
    """
    entries = [awards[row.id] for row in rows]
    if all(entry.is_open for entry in entries):
        return None
    excluded = sum((entry.row.points for entry in entries if entry.excluded), ZERO)
    earned = sum((entry.kept for entry in entries), ZERO)
    return scaled(max(earned, ZERO), declared, excluded)


def indicator_bounds(
    rows: Iterable[Row], awards: Awards, declared: Decimal, readings: Readings
) -> Bounds:
    """Return the least and the most points of any completion of an indicator."""
    least, most, excluded = ZERO, ZERO, ZERO
    sinks = readings.get("c1_floor") == "indicator"
    for row in rows:
        entry = awards[row.id]
        excluded += row.points if entry.excluded else ZERO
        most += _ceiling(row, readings) if entry.is_open else entry.kept
        if entry.is_open and row.kind == "deduction" and sinks:
            least -= declared  # enough incidents take the whole indicator
        elif not entry.is_open:
            least += entry.kept
    low = scaled(max(least, ZERO), declared, excluded)
    return Bounds(low, scaled(max(most, ZERO), declared, excluded), "open")


def _ceiling(row: Row, readings: Readings) -> Decimal:
    if row.unit is None:
        return row.points
    if row.kind == "count" and readings.get("c1_cap") == "whole_units":
        return row.points - row.points % row.unit
    if row.kind == "checklist" and readings.get("c1_open_list") == "listed_only":
        return min(row.points, row.unit * len(row.options))
    return row.points
