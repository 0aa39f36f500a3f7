"""The derivation of a result in parts: levels, their groups, the steps in each. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from scoring import Assessment, Step


@dataclass(frozen=True, slots=True)
class DerivationPart:
    """
    Steps that lead to one number: of a group or, in Table C-1, of an indicator.

    steps: the rows' in document order, the part's own last.
    """

    id: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class DerivationLevel:
    """
    The parts of a level; id is "" where the rule set has none.

    closing: the steps behind the groups: scaling and the comparison with the mark, or the
    weighted mean.
    """

    id: str
    parts: tuple[DerivationPart, ...]
    closing: tuple[Step, ...]


def derivation_levels(assessment: Assessment) -> tuple[DerivationLevel, ...]:
    """Return the derivation level by level, the one applied for first."""
    if not assessment.levels:
        parts, rest = _parts(assessment.trace, set(assessment.indicators))
        return (DerivationLevel("", parts, rest),)
    found: dict[str, DerivationLevel] = {}
    steps: list[Step] = []
    for step in assessment.trace:
        steps.append(step)
        if step.subject in assessment.levels and step.rule.startswith("level_total"):
            groups = set(assessment.levels[step.subject].groups)
            parts, rest = _parts(tuple(steps), groups)
            found[step.subject] = DerivationLevel(step.subject, parts, rest)
            steps = []
    return tuple(found[name] for name in assessment.levels)


def _parts(
    steps: tuple[Step, ...], names: set[str]
) -> tuple[tuple[DerivationPart, ...], tuple[Step, ...]]:
    parts: list[DerivationPart] = []
    collected: list[Step] = []
    for step in steps:
        collected.append(step)
        if step.subject in names:
            parts.append(DerivationPart(step.subject, tuple(collected)))
            collected = []
    return tuple(parts), tuple(collected)
