"""What each reading of a decisive interpretation gives. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scoring import Interpretation, assess
from scoring.assessment import Assessment, Number, Outcome
from scoring.rule_set import Reading
from ui.reports.case_result import CaseResult


@dataclass(frozen=True, slots=True)
class ReadingResult:
    """
    A sheet by one reading of an interpretation, all others as they are.

    points: by level; by indicator for Table C-1, of those only that another reading changes.
    outcome: None where the reading cannot be reckoned from the sheet.
    """

    reading: Reading
    is_used: bool
    outcome: Outcome | None
    points: Mapping[str, Number | None]


@dataclass(frozen=True, slots=True)
class DecisiveInterpretation:
    """An interpretation of which another reading would change the outcome, and what each gives."""

    entry: Interpretation
    readings: tuple[ReadingResult, ...]


def decisive_interpretations(result: CaseResult) -> tuple[DecisiveInterpretation, ...]:
    """Return the decisive interpretations in the order of the rule set; () for none."""
    return tuple(
        _tried(result, result.rules.interpretation(name)) for name in result.assessment.decisive
    )


def _tried(result: CaseResult, entry: Interpretation) -> DecisiveInterpretation:
    used = result.assessment.used[entry.id]
    given: dict[str, Assessment] = {
        reading.id: result.assessment
        if reading.id == used
        else assess(result.rules, result.sheet, {entry.id: reading.id})
        for reading in entry.readings
        if reading.id == used or not reading.needs_judgement
    }
    changed = _changed([*given.values()])
    return DecisiveInterpretation(
        entry,
        tuple(
            ReadingResult(
                reading,
                reading.id == used,
                given[reading.id].outcome if reading.id in given else None,
                _points(given[reading.id], changed) if reading.id in given else {},
            )
            for reading in entry.readings
        ),
    )


def _changed(given: list[Assessment]) -> tuple[str, ...]:
    """Return the indicators of Table C-1 whose values differ between readings."""
    return tuple(
        name for name in given[0].indicators if len({one.indicators[name] for one in given}) > 1
    )


def _points(assessment: Assessment, changed: tuple[str, ...]) -> dict[str, Number | None]:
    if assessment.levels:
        return {name: level.points for name, level in assessment.levels.items()}
    return {name: assessment.indicators[name] for name in changed}
