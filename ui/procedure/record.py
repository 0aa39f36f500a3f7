"""The steps of a case as stored, followed by the rules of `scoring.procedure`. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from corpus.cases.case import Case, Stage
from corpus.cases.procedure import StepTaken
from scoring.errors import ProcedureError
from scoring.procedure import STEPS, Procedure, take
from ui.errors import NoProcedureError, StepHistoryError


def followed(case: Case, stage: Stage, steps: Sequence[StepTaken]) -> Procedure:
    """
    Return where a case stands after its stored steps.

    Raises:
        NoProcedureError: its rule set has no levels.
        StepHistoryError: a step is unknown, out of turn, or its facts do not meet its guards.
    """
    if case.level is None:
        raise NoProcedureError(case.id, case.rule_set)
    procedure = Procedure(stage, case.level)
    for number, one in enumerate(steps, 1):
        fault = ""
        if one.step not in STEPS:
            fault = f"there is no step {one.step[:40]!r}"
        elif one.number != number:
            fault = f"it bears the number {one.number}"
        else:
            try:
                procedure = take(procedure, one.step, date.fromisoformat(one.day), one.facts)
            except (ProcedureError, ValueError) as error:
                fault = str(error).rstrip(".")
        if not fault and (procedure.history[-1].before, procedure.status) != (
            one.before,
            one.after,
        ):
            fault = (
                f"it leads from '{procedure.history[-1].before}' to '{procedure.status}', stored is"
                f" '{one.before}' to '{one.after}'"
            )
        if fault:
            raise StepHistoryError(case.id, stage, number, fault)
    return procedure
