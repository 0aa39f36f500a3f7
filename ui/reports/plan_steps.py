"""The shortest way to the mark as steps with a running total. Pure and exact."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from scoring.assessment import Number
from scoring.plan import LevelPlan


@dataclass(frozen=True, slots=True)
class PlanStep:
    """
    A row of the way. gain and total (of the level after the step) are None for a gate, which
    gives no points by itself.
    """

    row: str
    gain: Decimal | None
    total: Number | None


def plan_steps(level: LevelPlan) -> tuple[PlanStep, ...]:
    """
    Return the steps of a level, gates first; () where nothing has to be done or nothing helps.

    The gates' points that come free again are in `level.before`.
    """
    steps = [PlanStep(gate, None, None) for gate in level.gates]
    gained = Decimal(0)
    whole = sum((gain.gain for gain in level.gains), Decimal(0))
    for gain in level.gains:
        gained += gain.gain
        # Rows left out may scale the level's points, and scale every gain alike.
        share = Fraction(gained) / Fraction(whole)
        total = Fraction(level.before) + share * (Fraction(level.after) - Fraction(level.before))
        steps.append(PlanStep(gain.row, gain.gain, total))
    return tuple(steps)
