"""
The result of an assessment: outcome, reasons, levels, indicators, derivation. Pure values.

`scoring.assess` makes them; `scoring.report` turns them into the public JSON and into sentences.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from scoring.award import Award
from scoring.body_rules import BodyRules

Number = Decimal | Fraction
Outcome = Literal["invalid", "incomplete", "gate_failed", "below_mark", "passed", "scored"]
GateState = Literal["met", "not_met", "not_applicable", "not_assessed"]
Reach = Literal["certain", "open", "out_of_reach"]

# What of a body's own rules made a row or a figure another; "" for all of them together.
Cause = Literal["", "supplied", "extra", "recognised", "reading"]

# The first of these that holds is the outcome; all that hold are reasons. `scored` is the end
# of a sheet of Table C-1, which has no pass mark.
OUTCOMES: tuple[Outcome, ...] = (
    "invalid", "incomplete", "gate_failed", "below_mark", "passed", "scored"
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason for the outcome; `level` is None where the rule set has no levels."""

    code: str
    clause: str
    level: str | None
    text_zh: str
    text_en: str


@dataclass(frozen=True, slots=True)
class Bounds:
    """
    The least and the most points that any completion of the sheet can reach.

    `reach` says whether every completion passes (`certain`), none does (`out_of_reach`) or some.
    """

    least: Number
    most: Number
    reach: Reach


@dataclass(frozen=True, slots=True)
class GroupRange:
    """
    The points of a first-level group, before rows that are left out are scaled away.

    declared: what the document prints; awardable: what its rows can give; points: what they have
    so far; least and most: what any completion of the sheet leaves the group with, 0 both where a
    failed gate keeps it from being scored.
    """

    declared: Decimal
    awardable: Decimal
    points: Decimal
    least: Decimal
    most: Decimal


@dataclass(frozen=True, slots=True)
class LevelResult:
    """
    One level: points so far, gates, points of the first- and second-level groups.

    declared: what the document prints; awardable: what its rows can really give (99 for level A
    by default). `outcome` is the level's own, without the levels that it requires. ranges: what
    is still possible in each first-level group. beside: the extra groups of a body's own rules
    that stand beside the total (4.2), in neither `groups` nor `points`.
    """

    level: str
    points: Number
    declared: Decimal
    awardable: Number
    gates: Mapping[str, GateState]
    groups: Mapping[str, Number]
    subgroups: Mapping[str, Number]
    outcome: Outcome
    bounds: Bounds
    ranges: Mapping[str, GroupRange]
    beside: Mapping[str, GroupRange] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """
    One step of the derivation.

    subject: row, group, level or indicator id; rule: the arithmetic used; clause: where the
    rule stands; total: running total after the step, None for a gate.
    """

    subject: str
    rule: str
    clause: str
    inputs: Mapping[str, str]
    raw: Number
    cap: Number
    kept: Number
    total: Number | None


@dataclass(frozen=True, slots=True)
class BodyDifference:
    """
    What a body's own rules changed for this sheet.

    kind: of the subject; `reading` is one fixed reading put back to the draft's default. without
    and with_rules: an outcome, points, or how a row stands, as a text; None where the row is not
    there at all.
    """

    kind: Literal["outcome", "level", "indicator", "row", "reading"]
    subject: str
    by: Cause
    clause: str
    without: str | None
    with_rules: str | None


@dataclass(frozen=True, slots=True)
class BodyUse:
    """
    The body's own rules that an assessment was made by.

    readings: by interpretation the reading fixed and the draft's default. differences: what the
    sheet comes to without the rules where that is something else; () where nothing is.
    """

    rules: BodyRules
    readings: Mapping[str, tuple[str, str]]
    differences: tuple[BodyDifference, ...]


@dataclass(frozen=True, slots=True)
class Assessment:
    """
    Everything an assessment says; equal inputs give equal assessments.

    indicators: points so far by row (T/CREA) or by indicator (Table C-1), None where nothing
    is judged yet. used: the reading of every interpretation that has a bearing on the sheet's
    rule set. decisive: interpretations of which another reading would change the outcome (or,
    where there is no outcome, an indicator). overall: the weighted figure with its weight in
    all, None without weights. body: the body's own rules laid over the edition, None without.
    """

    rule_set: str
    edition: str
    scoring_hash: str
    target: str | None
    stage: str | None
    outcome: Outcome
    reasons: tuple[Reason, ...]
    levels: Mapping[str, LevelResult]
    indicators: Mapping[str, Number | None]
    indicator_bounds: Mapping[str, Bounds]
    awards: Mapping[str, Award]
    used: Mapping[str, str]
    decisive: tuple[str, ...]
    overall: tuple[Number, Number] | None
    trace: tuple[Step, ...]
    ignored: tuple[str, ...]
    body: BodyUse | None = None

    @property
    def rules_key(self) -> tuple[str, str | None]:
        """Hashes of what scores: the edition's, and the body's where it changes anything."""
        return self.scoring_hash, self.body.rules.scoring_hash if self.body else None
