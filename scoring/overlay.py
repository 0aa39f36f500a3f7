"""
A body's own rules laid over an edition: rule set and rules in, the effective rule set out. Pure.

The edition is left as it is and kept as `base`; the effective rule set is judged by the same core.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from scoring.body_check import implied_readings
from scoring.body_rules import BodyRules
from scoring.rule_set import Group, Interpretation, Row, RowId, RuleSet


def with_body_rules(rule_set: RuleSet, rules: BodyRules) -> RuleSet:
    """
    Return the edition as the body judges by it.

    Raises:
        ValueError: the rules are for another rule set or edition, or rules are applied already.
    """
    if (rules.rule_set, rules.edition) != (rule_set.id, rule_set.edition) or rule_set.body:
        raise ValueError(
            f"rules for {rules.rule_set} {rules.edition} cannot be laid over {rule_set.id} "
            f"{rule_set.edition}{' a second time' if rule_set.body else ''}"
        )
    fixed = fixed_readings(rule_set, rules)
    return replace(
        rule_set,
        rows=tuple(_rows(rule_set, rules)),
        groups=(
            *rule_set.groups,
            *(
                Group(group_id, None, group.points, extra=group.counts)
                for group_id, group in rules.extras.items()
            ),
        ),
        interpretations=tuple(_read(entry, fixed, rules) for entry in rule_set.interpretations),
        body=rules,
        base=rule_set,
    )


def fixed_readings(rule_set: RuleSet, rules: BodyRules) -> dict[str, str]:
    """Return every reading that the body has fixed, those that its texts imply included."""
    chosen = {name: entry.reading for name, entry in rules.readings.items()}
    return {**implied_readings(rules, rule_set), **chosen}


def _read(entry: Interpretation, fixed: Mapping[str, str], rules: BodyRules) -> Interpretation:
    if entry.id not in fixed:
        return entry
    chosen = rules.readings.get(entry.id)
    why_zh, why_en = entry.why_zh, entry.why_en
    if chosen is not None:
        why_zh, why_en = chosen.reason.zh, chosen.reason.en
    return replace(entry, default=fixed[entry.id], why_zh=why_zh, why_en=why_en)


def _rows(rule_set: RuleSet, rules: BodyRules) -> Iterator[Row]:
    gaps = sorted(name for name in rules.supplied if name not in rule_set)
    rows = rule_set.rows
    for at, row in enumerate(rows):
        while gaps and _stands_before(gaps[0], row):
            yield _gap(gaps.pop(0))
        yield _judged(row, rules)
        following = rows[at + 1] if at + 1 < len(rows) else None
        if following is None or following.level != row.level:
            yield from _extras(row.level, rules)


def _stands_before(name: str, row: Row) -> bool:
    group, _, number = name.rpartition(".")
    return group == row.group and int(number) < int(row.id.rpartition(".")[2])


def _gap(name: str) -> Row:
    """A row in a numbering gap is a gate: the group has no points to give."""
    return Row(RowId(name), "gate", name.rpartition(".")[0], Decimal(0), level=name[0])


def _judged(row: Row, rules: BodyRules) -> Row:
    if row.lost and row.id not in rules.supplied:
        return row
    steps = _steps(row.id, row.points, rules) if row.kind == "item" else ()
    points = rules.supplied[row.id].points if row.id in rules.supplied else row.points
    return replace(row, points=points, steps=steps)


def _steps(row_id: str, points: Decimal, rules: BodyRules) -> tuple[Decimal, ...]:
    own = tuple(step.points for step in rules.indicator(row_id).steps)
    return own or tuple(share * points for share in rules.shares)


def _extras(level: str | None, rules: BodyRules) -> Iterator[Row]:
    for group_id, group in rules.extras.items():
        if group.level != level:
            continue
        for row_id, extra in group.rows.items():
            steps = _steps(row_id, extra.points, rules)
            yield Row(RowId(row_id), "item", group_id, extra.points, level=level, steps=steps)
