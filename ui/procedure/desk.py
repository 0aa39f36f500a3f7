"""
Where a case stands in the procedure, which steps are possible, and taking them. No HTML.

Days come from an injected clock. A step lies between the last one and today: days before the last
step are refused (4.9), and so are days that have not come.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date

from corpus.cases.case import Case, Stage
from corpus.cases.procedure import StepTaken
from corpus.cases.store import CaseStore
from corpus.errors import CaseChangedError, UnknownSheetError
from corpus.record.event import Subject
from scoring.compare import Comparison, compare
from scoring.errors import ProcedureError
from scoring.procedure import (
    KEPT_YEARS,
    LEVELS,
    STEPS,
    Procedure,
    allowed_steps,
    due_dates,
    plus_years,
    refusals,
    take,
)
from ui.case_rules import effective_rules
from ui.errors import DeskError, StepWordsError
from ui.local_form import today as local_today
from ui.procedure.due import Alarm, CaseDue, alarms_of, what_is_due
from ui.procedure.facts import Ground, step_facts, wanted_of
from ui.procedure.given import DOCUMENTS, Wanted, given_words
from ui.procedure.own_sheet import own_sheet
from ui.procedure.people import CasePanelView
from ui.procedure.progress import Progress, progress_of
from ui.procedure.record import followed

CLOSED = ("reported", "reviewed", "on_notice", "objected", "certified", "downgraded", "withdrawn", "expired")  # fmt: skip
"""Statuses in which the sheets of the stage stay as they are; `rework` opens them again."""
_ATTEMPTS = 5
Refusal = tuple[str, str, str]
"""Clause, Chinese, English."""


@dataclass(frozen=True, slots=True)
class PossibleStep:
    """
    A step that the status allows.

    against: what stands against it whatever people give; () when only words are needed. wanted:
    what people are to give.
    """

    step: str
    after: str
    against: tuple[Refusal, ...]
    wanted: tuple[Wanted, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """
    Where a case stands in its stage.

    steps: those taken, as stored. possible: those that the status allows. clock_back: whether the
    clock shows a day before the last step. panel: with everything against it. due: what falls due.
    """

    case: Case
    stage: Stage
    procedure: Procedure
    steps: tuple[StepTaken, ...]
    possible: tuple[PossibleStep, ...]
    panel: CasePanelView
    due: CaseDue
    on: date
    clock_back: bool


def _today() -> date:
    return date.fromisoformat(local_today())


class ProcedureDesk:
    """
    The procedure of the cases of one store.

    cases: the machine's own store, since the facts of a step are more than most people may see;
    what is shown and taken is asked for as the person. today: the clock.

    Everywhere `person` is who looks or acts; None stands for whoever works on the machine itself.
    """

    def __init__(
        self,
        cases: CaseStore,
        today: Callable[[], date] = _today,
    ) -> None:
        self.cases = cases
        self._today = today

    def standing(
        self, case_id: str, stage: Stage | None = None, person: str | None = None
    ) -> Standing:
        """
        Return where a case stands in a stage, by default the one it is in.

        An applicant is not shown what the panel and the reviewer stood on before the notice.

        Raises:
            UnknownCaseError: there is no such case.
            NoProcedureError: its rule set has no levels.
            StepHistoryError: the stored steps are not what the rules allow.
        """
        ground, steps = self._ground(case_id, stage, self._today(), person)
        if _is_applicant(ground):
            steps = tuple(_without_facts(ground, one) for one in steps)
        return Standing(
            case=ground.case,
            stage=ground.stage,
            procedure=ground.procedure,
            steps=steps,
            possible=tuple(_possible(ground, step) for step in allowed_steps(ground.procedure)),
            panel=ground.panel,
            due=self._due(ground),
            on=ground.on,
            clock_back=_is_back(ground.procedure, ground.on),
        )

    def take(
        self,
        case_id: str,
        step: str,
        on: date | None = None,
        given: Mapping[str, str] | None = None,
        person: str | None = None,
    ) -> Standing:
        """
        Take a step in the stage of a case and return where it then stands.

        Args:
            case_id: the case.
            step: which step, one of `scoring.procedure.STEPS`.
            on: the day; None for today.
            given: what people give, by the keys of `ui.procedure.given`; documents of 4.5 by file
                name or hash.
            person: who takes it.

        Raises:
            NotAllowedError: it is not the person's to take.
            ProcedureError: the step is refused, with every clause and what is missing.
            StepWordsError: there is no such step, or what was given is not what it asks for.
            StepTakenError: somebody took a step meanwhile.
            CaseChangedError: others change the case without pause.
            CertificateNumberError: the number of the certificate was used before.
            UnknownCaseError, NoProcedureError, StepHistoryError: see `standing`.
        """
        if step not in STEPS:
            known = ", ".join(STEPS)
            raise StepWordsError(step[:40], [f"there is no such step; the steps are {known}"])
        # Whose step it is comes before what stands against it.
        self._as(person).require(case_id, "step.taken", Subject("step", ("", "")), step)
        now = self._today()
        for attempt in range(_ATTEMPTS):
            # Read first: whatever changes while the facts are gathered is then found out.
            head = self.cases.head(case_id)
            ground, steps = self._ground(case_id, None, on or now, person)
            words = given_words(step, given or {}, wanted_of(ground, step))
            taken = _taken(ground, step, words, now, len(steps) + 1)
            try:
                self._as(person).add_step(case_id, taken, head)
            except CaseChangedError:
                if attempt + 1 == _ATTEMPTS:
                    raise
            else:
                break
        return self.standing(case_id, person=person)

    def due(self, case_id: str, person: str | None = None) -> CaseDue:
        """
        Return what falls due in a case.

        Raises:
            UnknownCaseError, NoProcedureError, StepHistoryError: see `standing`.
        """
        ground, _ = self._ground(case_id, None, self._today(), person)
        return self._due(ground)

    def alarms(self, on: date | None = None, person: str | None = None) -> tuple[Alarm, ...]:
        """
        Return what calls for somebody on a day in all cases that they may see, the earliest first.

        Raises:
            StepHistoryError: the stored steps of a case are not what the rules allow.
        """
        found: list[Alarm] = []
        for case_id, steps in self._as(person).all_steps().items():
            found += self._alarms(self.cases.case(case_id), steps, on or self._today())
        return tuple(sorted(found, key=lambda one: (one.day, one.case_id, one.kind)))

    def alarms_among(self, cases: Iterable[Case], on: date | None = None) -> tuple[Alarm, ...]:
        """
        Return what calls for somebody in cases that the caller may show, in the order of the cases.

        A case whose steps do not follow from each other is left out; its own page tells of it.
        """
        found: list[Alarm] = []
        steps = self.cases.all_steps()
        for case in cases:
            with suppress(DeskError):
                found += self._alarms(case, steps.get(case.id, ()), on or self._today())
        return tuple(found)

    def _alarms(self, case: Case, steps: Sequence[StepTaken], day: date) -> list[Alarm]:
        if not steps:
            return []
        kept = date.fromisoformat(max(one.keep_until for one in steps))
        found: list[Alarm] = []
        stages: tuple[Stage, ...] = ("pre", "formal")
        for stage in stages:
            taken = [one for one in steps if one.stage == stage]
            if taken:
                procedure = followed(case, stage, taken)
                due = what_is_due(procedure, _period_readings(procedure), kept, day)
                found += alarms_of(case.id, procedure, due, day)
        return list(dict.fromkeys(found))

    def progress(self, case_id: str, stage: Stage) -> Progress:
        """
        Return how far the members are in a stage, without what they judged.

        Raises:
            UnknownCaseError: there is no such case.
        """
        return progress_of(self.cases, case_id, stage)

    def compare_stages(self, case_id: str, person: str | None = None) -> Comparison:
        """
        Compare the pre-evaluation with the formal evaluation row by row, by the case's own sheets.

        Raises:
            UnknownCaseError: there is no such case that the person may see.
            SheetCoveredError: the person may not see these sheets, or not yet.
            UnknownSheetError: one of the stages has no sheet, or one that is not valid.
        """
        cases = self._as(person)
        case = cases.case(case_id)
        rules = effective_rules(self.cases.rules(case_id))
        found = []
        stages: tuple[Stage, ...] = ("pre", "formal")
        for stage in stages:
            assessment = own_sheet(cases, case, stage, rules).assessment
            if assessment is None:
                raise UnknownSheetError(case_id, stage)
            found.append(assessment)
        return compare(*found)

    # inside

    def _ground(
        self, case_id: str, stage: Stage | None, on: date, person: str | None
    ) -> tuple[Ground, tuple[StepTaken, ...]]:
        case = self._as(person).case(case_id)
        chosen = stage or case.stage
        steps = self.cases.steps(case_id, chosen)
        procedure = followed(case, chosen, steps)
        rules = effective_rules(self.cases.rules(case_id))
        return Ground(self.cases, case, chosen, rules, procedure, on, person), steps

    def _as(self, person: str | None) -> CaseStore:
        return self.cases if person is None else self.cases.acting(person)

    def _due(self, ground: Ground) -> CaseDue:
        until = self.cases.kept_until(ground.case.id)
        kept = date.fromisoformat(until) if until else None
        readings = _period_readings(ground.procedure)
        return what_is_due(ground.procedure, readings, kept, ground.on)


def _is_applicant(ground: Ground) -> bool:
    people = ground.cases.case_people(ground.case.id)
    return any(one.person == ground.person and one.part == "applicant" for one in people)


def _without_facts(ground: Ground, step: StepTaken) -> StepTaken:
    """Leave out what a step of the body stood on, as long as the report is not handed over."""
    is_public = ground.said("publish_notice", "report_handed_over") is not None
    if is_public or step.step not in ("form_panel", "report", "review", "rework"):
        return step
    return replace(step, facts={})


def _taken(
    ground: Ground, step: str, words: Mapping[str, str], now: date, number: int
) -> StepTaken:
    """Return a step as it is to be kept; ProcedureError where anything stands against it."""
    facts = step_facts(ground, step, words)
    against = (*_of_the_clock(ground, now), *refusals(ground.procedure, step, ground.on, facts))
    if against:
        raise ProcedureError(step, against)
    after = take(ground.procedure, step, ground.on, facts)
    entry = after.history[-1]
    return StepTaken(
        stage=ground.stage,
        number=number,
        step=step,
        day=entry.on.isoformat(),
        before=entry.before,
        after=entry.after,
        facts=facts,
        keep_until=_keep_until(after).isoformat(),
        closes=after.status in CLOSED,
        certificate=words.get("number") if step == "certify" else None,
    )


def _possible(ground: Ground, step: str) -> PossibleStep:
    words = {}
    wanted = wanted_of(ground, step)
    for one in wanted:
        if one.kind == "document":
            continue
        words[one.key] = "1" if one.kind == "days" else "…"
    if step == "downgrade":
        lower = LEVELS[LEVELS.index(ground.procedure.level) + 1 :]
        words["level"] = lower[0] if lower else ""
    facts = step_facts(ground, step, words)
    if step == "apply" and ground.documents:
        facts["documents"] = list(DOCUMENTS)  # whoever applies says which they are
    return PossibleStep(
        step,
        STEPS[step].after,
        refusals(ground.procedure, step, ground.on, facts),
        wanted,
    )


def _of_the_clock(ground: Ground, now: date) -> list[Refusal]:
    """Return what the clock says against a day."""
    if _is_back(ground.procedure, now):
        last = ground.procedure.last_date
        return [
            (
                "4.9", f"本机时钟为 {now}，早于上一步 {last}：时钟曾回拨，请先校时",
                f"this machine's clock says {now}, before the last step of {last}: it went back; set it right first",
            )
        ]  # fmt: skip
    if ground.on > now:
        return [("4.9", f"日期 {ground.on} 尚未到来（今天 {now}）", f"{ground.on} has not come yet; today is {now}")]  # fmt: skip
    return []


def _is_back(procedure: Procedure, now: date) -> bool:
    return procedure.last_date is not None and now < procedure.last_date


def _period_readings(procedure: Procedure) -> Mapping[str, str]:
    """Return how the periods are read (D15): as when the label was awarded; {} before that."""
    entries = reversed(procedure.history)
    return next((one.facts["readings"] for one in entries if one.step == "certify"), {})


def _keep_until(procedure: Procedure) -> date:
    """
    Return until when the records are kept after a step (4.9).

    The draft counts from no day. Without a certificate six years from the last step are taken, the
    stricter reading: also a returned or failed case must stay traceable.
    """
    last = procedure.last_date or date.min
    own = plus_years(last, KEPT_YEARS)
    by_certificate = due_dates(procedure, _period_readings(procedure)).keep_until
    return max(own, by_certificate) if by_certificate else own
