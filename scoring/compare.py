"""
Two assessments side by side: pre-evaluation and formal, or two experts. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scoring.assessment import Assessment, Number
from scoring.award import AwardState


@dataclass(frozen=True, slots=True)
class RowDifference:
    """One row that the two sheets judge differently; None where one does not judge it at all."""

    row: str
    state: tuple[AwardState | None, AwardState | None]
    points: tuple[Number | None, Number | None]


@dataclass(frozen=True, slots=True)
class Comparison:
    """
    What differs. `totals` are levels, or indicators where there are no levels, with both values;
    equal ones included, so that the pair can be shown as a table.
    """

    outcome: tuple[str, str]
    target: tuple[str | None, str | None]
    totals: Mapping[str, tuple[Number | None, Number | None]]
    rows: tuple[RowDifference, ...]
    readings: Mapping[str, tuple[str, str]]


def compare(first: Assessment, second: Assessment) -> Comparison:
    """
    Compare two assessments of the same rule set, row by row in document order.

    Raises:
        ValueError: the assessments belong to different rule sets, editions or rules of bodies.
    """
    if first.rules_key != second.rules_key:
        raise ValueError(
            f"assessments of {_rules_of(first)} and {_rules_of(second)} cannot be compared row by "
            "row"
        )
    # The longer list first: a sheet for level A holds the rows of B and C as well.
    longer, shorter = sorted((first.awards, second.awards), key=len, reverse=True)
    order = [*longer, *(row for row in shorter if row not in longer)]
    return Comparison(
        outcome=(first.outcome, second.outcome),
        target=(first.target, second.target),
        totals=_totals(first, second),
        rows=tuple(
            difference
            for row in order
            if (difference := _difference(row, first, second)) is not None
        ),
        readings={
            name: (reading, second.used[name])
            for name, reading in first.used.items()
            if reading != second.used[name]
        },
    )


def _rules_of(assessment: Assessment) -> str:
    body = assessment.body
    own = f" with the rules of {body.rules.name.en} {body.rules.version}" if body else ""
    return f"{assessment.rule_set} {assessment.edition}{own}"


def _difference(row: str, first: Assessment, second: Assessment) -> RowDifference | None:
    one, two = first.awards.get(row), second.awards.get(row)
    state = (one.state if one else None, two.state if two else None)
    points = (one.kept if one else None, two.kept if two else None)
    if state[0] == state[1] and points[0] == points[1]:
        return None
    return RowDifference(row, state, points)


def _totals(
    first: Assessment, second: Assessment
) -> dict[str, tuple[Number | None, Number | None]]:
    one = {name: level.points for name, level in first.levels.items()} or first.indicators
    two = {name: level.points for name, level in second.levels.items()} or second.indicators
    return {
        name: (one.get(name), two.get(name)) for name in (*one, *(n for n in two if n not in one))
    }
