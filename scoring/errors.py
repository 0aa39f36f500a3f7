"""
What can go wrong in `scoring`, split by who must act.

    ScoringError
    ├── RuleDataError          our own rule files are wrong: we must act
    ├── UnknownRuleSetError    the caller named a rule set or edition that is not on file
    ├── SheetError             the sheet given to us is invalid: its author must act
    ├── SheetFileError         the file of a sheet cannot be read at all
    ├── BodyRulesError         a body's own rules given to us are faulty: their author must act
    ├── ProfileError           the project profile given to us is invalid: its author must act
    ├── PlanError              a plan was asked for where the rules know no pass mark
    ├── CohortError            communities cannot be compared with each other
    ├── SamplingError          a sample cannot be drawn from what was given
    └── ProcedureError         a step of the procedure is refused

Every class builds its message from values and carries a stable `code`, documented in
docs/errors.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Fault:
    """
    One thing that is wrong in a sheet.

    `code` is stable, `where` the path in the sheet (`judgements.C1.2.1.points`), `line` the line
    of the file when it is known. The texts say what is wrong, what is allowed and what to do.
    """

    code: str
    where: str
    text_zh: str
    text_en: str
    line: int | None = None

    @property
    def clause(self) -> str:
        """The row id in `where`, or "" when the fault is not about a row."""
        head, _, rest = self.where.partition(".")
        if head != "judgements" or not rest:
            return ""
        return rest.split(":")[0]


class ScoringError(Exception):
    """The root of every error of this package."""

    code = "scoring-error"


class RuleDataError(ScoringError, ValueError):
    """A rule file of ours cannot be used."""

    code = "scoring-rule-data"

    def __init__(self, path: Path, fault: str) -> None:
        super().__init__(
            f"The rule file '{path}' cannot be used: {fault}. Run `anping check` for every fault."
        )
        self.path = path


class UnknownRuleSetError(ScoringError, LookupError):
    """No such rule set or edition."""

    code = "scoring-unknown-rule-set"

    def __init__(self, wanted: str, known: Iterable[str]) -> None:
        super().__init__(f"There is no rule set {wanted!r}. On file: {', '.join(known)}.")
        self.wanted = wanted


class SheetError(ScoringError, ValueError):
    """The sheet is invalid; `faults` lists everything that is wrong with it."""

    code = "scoring-sheet"

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        lines = "\n".join(
            f"  {fault.where}{f' (line {fault.line})' if fault.line else ''}: {fault.text_en}"
            for fault in self.faults
        )
        super().__init__(f"The sheet has {len(self.faults)} fault(s); nothing was scored.\n{lines}")


class SheetFileError(SheetError):
    """The file of a sheet cannot be read: too large, wrong encoding, not YAML, JSON or XLSX."""

    code = "scoring-sheet-file"

    def __init__(self, code: str, text_zh: str, text_en: str, line: int | None = None) -> None:
        super().__init__([Fault(code, "file", text_zh, text_en, line)])


class BodyRulesError(ScoringError, ValueError):
    """The own rules of a body are faulty; `faults` lists everything that is wrong with them."""

    code = "scoring-body"

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        lines = "\n".join(
            f"  {fault.where}{f' (line {fault.line})' if fault.line else ''}: {fault.text_en}"
            for fault in self.faults
        )
        super().__init__(
            f"The body's own rules have {len(self.faults)} fault(s); nothing of them was used. "
            f"`anping body check` lists them.\n{lines}"
        )


class ProfileError(ScoringError, ValueError):
    """The project profile is invalid; `faults` lists everything that is wrong with it."""

    code = "scoring-profile"

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        lines = "\n".join(
            f"  {fault.where}{f' (line {fault.line})' if fault.line else ''}: {fault.text_en}"
            for fault in self.faults
        )
        super().__init__(f"The profile has {len(self.faults)} fault(s); nothing is shown.\n{lines}")


class PlanError(ScoringError, ValueError):
    """The rule set has no pass mark to plan for."""

    code = "scoring-plan"

    def __init__(self, rule_set: str) -> None:
        super().__init__(
            f"Rule set '{rule_set}' names no pass mark and no levels, so there is nothing to plan "
            "for. `anping score` shows the value of each indicator and what is still open."
        )


class CohortError(ScoringError, ValueError):
    """Communities cannot be compared; `faults` lists everything that stands in the way."""

    code = "scoring-cohort"

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        listed = "".join(f"\n- {fault}" for fault in self.faults)
        super().__init__(
            f"The communities cannot be compared, {len(self.faults)} reason(s):{listed}\n"
            "docs/cohorts.md says what a cohort needs."
        )


class SamplingError(ScoringError, ValueError):
    """A sample cannot be drawn."""

    code = "scoring-sampling"

    def __init__(self, fault: str) -> None:
        super().__init__(f"The sample cannot be drawn: {fault}.")


class ProcedureError(ScoringError, ValueError):
    """
    A step of the procedure is refused; `refusals` name the clause and what is missing.
    """

    code = "scoring-procedure"

    def __init__(self, step: str, refusals: Sequence[tuple[str, str, str]]) -> None:
        self.step = step
        self.refusals = tuple(refusals)
        reasons = "; ".join(f"{clause}: {english}" for clause, _, english in self.refusals)
        super().__init__(f"The step '{step}' is refused. {reasons}.")
