"""
What the indicators of Table C-1 come to by dimension. Pure and exact.

The table names no weights. Where the user gave none, every indicator of a dimension weighs the
same, which is an illustration and must be said to be one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from scoring.assessment import Assessment
from scoring.rule_set import RuleSet


@dataclass(frozen=True, slots=True)
class DimensionFigure:
    """
    The weighted mean of a dimension's indicators, 0-100.

    indicators: those that weigh something. points: so far, open rows counting nothing; least and
    most: of any completion. open: how many indicators have nothing judged yet. is_weighted:
    whether by the user's weights; else equal ones stand in.
    """

    id: str
    indicators: tuple[str, ...]
    points: Fraction
    least: Fraction
    most: Fraction
    open: int
    is_weighted: bool


def dimension_figures(
    rule_set: RuleSet, assessment: Assessment, weights: Mapping[str, Decimal]
) -> tuple[DimensionFigure, ...]:
    """
    Return the figure of every dimension in document order.

    weights: by indicator; {} for equal ones. A dimension without any weight is left out; a rule
    set with levels has no dimensions and gives ().
    """
    if assessment.levels:
        return ()
    members: dict[str, list[str]] = {}
    for group in rule_set.groups:
        if group.parent and weights.get(group.id, Decimal(not weights)) > 0:
            members.setdefault(group.parent, []).append(group.id)
    return tuple(_figure(name, tuple(ids), assessment, weights) for name, ids in members.items())


def _figure(
    name: str, indicators: tuple[str, ...], assessment: Assessment, weights: Mapping[str, Decimal]
) -> DimensionFigure:
    bounds = assessment.indicator_bounds
    values = assessment.indicators
    shares = {one: Fraction(weights.get(one, Decimal(1))) for one in indicators}
    whole = sum(shares.values())

    def mean(points: Mapping[str, Fraction]) -> Fraction:
        return sum((points[one] * shares[one] for one in indicators), Fraction(0)) / whole

    return DimensionFigure(
        name,
        indicators,
        mean({one: Fraction(values[one] or 0) for one in indicators}),
        mean({one: Fraction(bounds[one].least) for one in indicators}),
        mean({one: Fraction(bounds[one].most) for one in indicators}),
        sum(values[one] is None for one in indicators),
        is_weighted=bool(weights),
    )
