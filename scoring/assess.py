"""
The one pure function that scores: `assess`. Preview, report, interface and export all call it.

Pure means: no clock, file, environment, network or randomness; equal inputs, equal result, in
whatever order the judgements come.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import cast

from scoring.assessment import Assessment, BodyUse, GateState, LevelResult, Number, Outcome
from scoring.award import ZERO, Award, Readings, award
from scoring.body_use import fixed_and_default, with_body_use, without_body_rules
from scoring.derivation import derive_indicators, derive_levels
from scoring.judgement import NOT_ASSESSED
from scoring.reasons import reasons_for_indicators, reasons_for_levels
from scoring.rule_set import Interpretation, Row, RuleSet
from scoring.sheet import Sheet
from scoring.tally import (
    LevelTally,
    awardable,
    beside_ranges,
    group_ranges,
    indicator_bounds,
    level_bounds,
    level_outcome,
    row_is_out,
    tally_indicator,
    tally_level,
    worst,
)


def assess(
    rule_set: RuleSet, sheet: Sheet, interpretations: Mapping[str, str] | None = None
) -> Assessment:
    """
    Assess a sheet. `interpretations` replace readings of the sheet, by interpretation id.

    An empty sheet is `incomplete`, with every needed row among the reasons.

    Raises:
        ValueError: the sheet was made for another rule set.
    """
    if sheet.rule_set != rule_set.id:
        raise ValueError(f"a sheet for {sheet.rule_set!r} cannot be assessed by {rule_set.id!r}")
    readings = {**sheet.readings, **(interpretations or {})}
    found = _assess(rule_set, sheet, readings)
    if rule_set.body is None or rule_set.base is None:
        return found
    base, rules = rule_set.base, rule_set.body
    fixed = fixed_and_default(base, rules)
    plain = _assess(base, *without_body_rules(base, fixed, sheet, readings))
    put_back = {
        name: _assess(rule_set, sheet, {**readings, name: default})
        for name, (reading, default) in fixed.items()
        if name in found.used and reading != default and name in rules.readings
    }
    return with_body_use(rule_set, BodyUse(rules, fixed, ()), found, plain, put_back)


def _assess(rule_set: RuleSet, sheet: Sheet, readings: Readings) -> Assessment:
    if sheet.target is None:
        return _assess_indicators(rule_set, sheet, readings)
    return _assess_levels(rule_set, sheet, sheet.target, readings)


def _awards(rows: tuple[Row, ...], sheet: Sheet, readings: Readings) -> dict[str, Award]:
    judgements = sheet.judgements
    return {row.id: award(row, judgements.get(row.id, NOT_ASSESSED), readings) for row in rows}


# --- levels (T/CREA) ---


def _needed_rows(rule_set: RuleSet, target: str) -> tuple[Row, ...]:
    levels = rule_set.required_levels(target)
    return tuple(row for level in levels for row in rule_set.rows_of(level.id))


def _tallies(
    rule_set: RuleSet, target: str, awards: Mapping[str, Award], readings: Readings
) -> tuple[LevelTally, ...]:
    levels = rule_set.required_levels(target)
    return tuple(tally_level(rule_set, level, target, awards, readings) for level in levels)


def _levels_outcome(
    rule_set: RuleSet, target: str, tallies: tuple[LevelTally, ...], readings: Readings
) -> Outcome:
    return worst(level_outcome(rule_set, tally, target, readings) for tally in tallies)


def _assess_levels(rule_set: RuleSet, sheet: Sheet, target: str, readings: Readings) -> Assessment:
    rows = _needed_rows(rule_set, target)
    awards = _awards(rows, sheet, readings)
    tallies = _tallies(rule_set, target, awards, readings)
    outcome = _levels_outcome(rule_set, target, tallies, readings)

    def outcome_under(other: Readings, changed: Interpretation) -> Outcome:
        tried = _awards(rows, sheet, other) if changed.effect == "points" else awards
        return _levels_outcome(rule_set, target, _tallies(rule_set, target, tried, other), other)

    items = [row for row in rows if row.kind != "gate" and not row_is_out(row, awards)]
    return Assessment(
        rule_set=rule_set.id,
        edition=rule_set.edition,
        scoring_hash=rule_set.scoring_hash,
        target=target,
        stage=sheet.stage,
        outcome=outcome,
        reasons=reasons_for_levels(rule_set, tallies, target, readings),
        levels={
            tally.level.id: _level_result(rule_set, tally, target, awards, readings)
            for tally in tallies
        },
        indicators={
            row.id: None if awards[row.id].is_open else awards[row.id].kept for row in items
        },
        indicator_bounds={},
        awards=awards,
        used=_used(rule_set, readings),
        decisive=tuple(
            entry.id
            for entry in _bearing(rule_set)
            if any(outcome_under(other, entry) != outcome for other in _others(entry, readings))
        ),
        overall=None,
        trace=derive_levels(rule_set, tallies, target, awards, readings),
        ignored=sheet.ignored,
    )


def _level_result(
    rule_set: RuleSet,
    tally: LevelTally,
    target: str,
    awards: Mapping[str, Award],
    readings: Readings,
) -> LevelResult:
    gates: dict[str, GateState] = {}
    for row in rule_set.rows_of(tally.level.id):
        if row.kind == "gate" and not row_is_out(row, awards):
            # A gate has no points, so its award is in one of the four states of a gate.
            gates[row.id] = cast("GateState", awards[row.id].state)
    ranges = group_ranges(rule_set, tally, awards, readings)
    return LevelResult(
        level=tally.level.id,
        points=tally.points,
        declared=tally.level.declared,
        awardable=awardable(tally, ranges),
        gates=gates,
        groups=tally.groups,
        subgroups=tally.subgroups,
        outcome=level_outcome(rule_set, tally, target, readings),
        bounds=level_bounds(rule_set, tally, target, ranges, readings),
        ranges=ranges,
        beside=beside_ranges(rule_set, tally, awards),
    )


# --- indicators (Table C-1) ---


def _indicators(rule_set: RuleSet) -> dict[str, tuple[Row, ...]]:
    rows: dict[str, list[Row]] = {}
    for row in rule_set.rows:
        rows.setdefault(row.group, []).append(row)
    return {group: tuple(entries) for group, entries in rows.items()}


def _assess_indicators(rule_set: RuleSet, sheet: Sheet, readings: Readings) -> Assessment:
    indicators = _indicators(rule_set)
    awards = _awards(rule_set.rows, sheet, readings)

    def values(entries: Mapping[str, Award]) -> dict[str, Number | None]:
        return {
            name: tally_indicator(rows, entries, _declared(rule_set, name))
            for name, rows in indicators.items()
        }

    now = values(awards)
    is_open = any(entry.is_open for entry in awards.values())
    overall = _overall(now, sheet.weights)
    return Assessment(
        rule_set=rule_set.id,
        edition=rule_set.edition,
        scoring_hash=rule_set.scoring_hash,
        target=None,
        stage=sheet.stage,
        outcome="incomplete" if is_open else "scored",
        reasons=reasons_for_indicators(rule_set, awards),
        levels={},
        indicators=now,
        indicator_bounds={
            name: indicator_bounds(rows, awards, _declared(rule_set, name), readings)
            for name, rows in indicators.items()
        },
        awards=awards,
        used=_used(rule_set, readings),
        decisive=tuple(
            entry.id
            for entry in _bearing(rule_set)
            if any(
                values(_awards(rule_set.rows, sheet, other)) != now
                for other in _others(entry, readings)
            )
        ),
        overall=overall,
        trace=derive_indicators(rule_set, indicators, awards, now, overall),
        ignored=(),
    )


def _declared(rule_set: RuleSet, indicator: str) -> Decimal:
    printed = rule_set.group(indicator).printed
    return ZERO if printed is None else printed


def _overall(
    values: Mapping[str, Number | None], weights: Mapping[str, Decimal]
) -> tuple[Number, Number] | None:
    """Return the weighted mean over the weighted indicators and their weight in all."""
    total = sum(weights.values(), ZERO)
    if total == 0:
        return None
    earned = Fraction(0)
    for name, weight in weights.items():
        value = values[name]
        if value is None:
            return None  # an unjudged indicator is not a 0
        earned += Fraction(value) * Fraction(weight)
    return earned / Fraction(total), total


# --- interpretations ---


def _bearing(rule_set: RuleSet) -> tuple[Interpretation, ...]:
    return tuple(e for e in rule_set.interpretations if e.effect in ("outcome", "points"))


def _used(rule_set: RuleSet, readings: Readings) -> dict[str, str]:
    return {entry.id: readings[entry.id] for entry in _bearing(rule_set)}


def _others(entry: Interpretation, readings: Readings) -> list[dict[str, str]]:
    """Return the readings with this one interpretation read in each other way that can be tried."""
    return [
        {**readings, entry.id: reading.id}
        for reading in entry.readings
        if reading.id != readings[entry.id] and not reading.needs_judgement
    ]
