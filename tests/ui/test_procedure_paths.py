"""Paths through the procedure that nobody thought of: none leads around a guard."""

from __future__ import annotations

import shutil
import tempfile
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from corpus.cases.procedure import DeclaredTie, StepTaken
from corpus.cases.verification import RecordAudit
from corpus.errors import CertificateNumberError, CorpusError
from corpus.record.event import person_mark
from scoring.errors import ProcedureError
from scoring.procedure import STEPS
from tests.ui.procedure_walk import (
    GIVEN,
    MEMBERS,
    REVIEWER,
    Clock,
    declaration,
    evaluate,
    form_panel,
    judge,
    new_case,
    store_and_desk,
    walk,
)
from ui.errors import DeskError

PEOPLE = (*MEMBERS, REVIEWER)
CASES = st.integers(0, 1)
NUMBERS = st.sampled_from(["N-1", "n-1 ", "N-2"])
DOINGS = [
    *["go on"] * 8, *["prepare"] * 4, *["try"] * 3, *["clock"] * 2, "assign", "swap",
    "confirm", "declare", "score",
    "withdraw",
]  # fmt: skip
NEXT = {
    "prepared": "apply", "returned": "apply", "applied": "accept", "accepted": "form_panel",
    "panel_formed": "report", "reported": "review", "reviewed": "publish_notice",
    "on_notice": "certify", "objected": "settle",
}  # fmt: skip


REACHES = ("", "form_panel", "report", "publish_notice")


@cache
def pattern(*reaches: str) -> tuple[Path, tuple[str, ...], date]:
    """Return a home with two cases that got so far, their ids, and the day of it."""
    home = Path(tempfile.mkdtemp(prefix="anping-pattern-")) / "home"
    home.mkdir()
    clock = Clock()
    store, desk = store_and_desk(home, clock)
    ids = tuple(new_case(store) for _ in reaches)
    for case_id, reach in zip(ids, reaches, strict=True):
        if reach:
            walk(store, desk, case_id, clock, until=reach)
        else:
            judge(store, case_id)
    return home, ids, clock.day


class Evaluations(RuleBasedStateMachine):
    """Two cases in one home, a clock that moves both ways, and people who do anything."""

    @initialize(one=st.sampled_from(REACHES), two=st.sampled_from(REACHES))
    def open(self, one: str, two: str) -> None:
        home, self.ids, day = pattern(one, two)
        self.folder = tempfile.TemporaryDirectory(prefix="anping-paths-")
        self.home = Path(self.folder.name) / "home"
        shutil.copytree(home, self.home)
        self.clock = Clock(day)
        self.store, self.desk = store_and_desk(self.home, self.clock)
        self.numbers: list[str] = []

    def teardown(self) -> None:
        if hasattr(self, "store"):
            checked = RecordAudit(self.home).verify_all()
            assert not any(one.findings for one in checked)
            for case_id in self.ids:
                self.desk.standing(case_id)  # the rules can follow what is stored
            self.folder.cleanup()

    # One rule, since Hypothesis leaves out some of several rules in every run, and no path leads far
    # without most of these.
    @rule(what=st.sampled_from(DOINGS), at=CASES, person=st.sampled_from(PEOPLE), data=st.data())
    def do(self, what: str, at: int, person: str, data: Any) -> None:
        draw = data.draw
        match what:
            case "clock":
                self.clock.later(draw(st.integers(-2, 9)))
            case "prepare":
                self.prepare(at)
            case "assign":
                part = draw(st.sampled_from(["member", "reviewer", "", "applicant"]))
                self.store.assign_part(self.ids[at], person, part)
            case "confirm":
                for one in self.store.suspects(self.ids[at]):
                    if not one.person:
                        self.store.confirm_judgement(self.ids[at], one.indicator, stage="formal")
            case "swap":  # somebody who judged is made the reviewer
                self.store.assign_part(self.ids[at], REVIEWER, "member")
                self.store.assign_part(self.ids[at], person, "reviewer")
            case "declare":
                self.declare(at, person, draw(st.booleans()), draw(st.booleans()))
            case "score":
                whose = draw(st.sampled_from(["", person]))
                self.score(at, whose, draw(st.sampled_from([True, False, None])))
            case "withdraw":
                self.withdraw_a_sheet(at, person)
            case "go on":
                self.go_on(at, draw(st.integers(0, 1)), draw(NUMBERS))
            case "try":
                step = draw(st.sampled_from(sorted(STEPS)))
                whose = draw(st.sampled_from([None, person]))
                self.try_anything(at, step, draw(st.integers(-1, 1)), whose, data)

    # the world

    def prepare(self, at: int) -> None:
        """Do what the next step needs."""
        case_id = self.ids[at]
        match self.desk.standing(case_id).procedure.status:
            case "accepted":
                form_panel(self.store, case_id)
            case "panel_formed":
                self._may_be_refused(lambda: evaluate(self.store, case_id))
            case "on_notice":
                self.clock.later(8)

    def declare(self, at: int, person: str, expert: bool, tied: bool) -> None:
        ties = (DeclaredTie("builder", "顾问"),) if tied else ()
        given = declaration(person, is_expert=expert, ties=ties)
        self.store.declare_independence(self.ids[at], given)

    def score(self, at: int, person: str, met: bool | None) -> None:
        change = {"C1.2.1": {"met": met}} if met is not None else {"C1.1.1": {"met": False}}
        self._may_be_refused(lambda: judge(self.store, self.ids[at], person, **change))

    def withdraw_a_sheet(self, at: int, person: str) -> None:
        self._may_be_refused(
            lambda: self.store.withdraw_submission(self.ids[at], person=person, stage="formal")
        )

    # the procedure

    def go_on(self, at: int, back: int, number: str) -> None:
        """Take the next step with all that it asks for, by whom it should be."""
        status = self.desk.standing(self.ids[at]).procedure.status
        step = NEXT.get(status, "yearly_review")
        given = {**GIVEN[step], **({"number": number} if step == "certify" else {})}
        self._take(at, step, back, given, None)

    def try_anything(self, at: int, step: str, back: int, person: str | None, data: Any) -> None:
        keys = sorted(GIVEN[step])
        left_out = data.draw(st.sets(st.sampled_from(keys), max_size=1)) if keys else set()
        given = {key: value for key, value in GIVEN[step].items() if key not in left_out}
        self._take(at, step, back, given, person, left_out)

    def _take(
        self, at: int, step: str, back: int, given: dict[str, str], person: str | None,
        left_out: set[str] | None = None,
    ) -> None:  # fmt: skip
        case_id = self.ids[at]
        before = self.store.steps(case_id, "formal")
        day = self.clock.day - timedelta(back)
        try:
            self.desk.take(case_id, step, day, given, person)
        except (ProcedureError, DeskError, CertificateNumberError):
            assert self.store.steps(case_id, "formal") == before
            return
        taken = self.store.steps(case_id, "formal")
        assert taken[:-1] == before
        assert not left_out or step == "apply", (step, left_out)
        assert day <= self.clock.day
        assert not before or before[-1].day <= taken[-1].day
        self._look(case_id, taken[-1], taken)
        if step == "certify":
            self.numbers.append(given["number"])

    def _look(self, case_id: str, one: StepTaken, steps: tuple[StepTaken, ...]) -> None:
        """Hold a step that was taken against what the store says, by another way than the desk."""
        store, step = self.store, one.step
        sheet = store.load_sheet(case_id, stage="formal")
        people = {each.person: each.part for each in store.case_people(case_id)}
        members = [person for person, part in people.items() if part == "member"]
        declared = store.declared(case_id)
        if step in ("form_panel", "report"):
            assert len(members) >= 3
            assert sum(declared[each].is_expert for each in members) >= 2
            assert not any(declared[each].ties for each in members)
        if step == "report":
            assert sheet is not None
            for each in members:
                theirs = store.load_sheet(case_id, person=each, stage="formal")
                assert theirs is not None
                assert theirs.submitted
            suspect = {each.indicator for each in store.suspects(case_id) if not each.person}
            assert not suspect
        if step == "review":
            assert sheet is not None
            failed = [row for row, words in sheet.content["judgements"].items() if words == {"met": False} and row == "C1.1.1"]  # fmt: skip
            assert not failed
            (reviewer,) = (person for person, part in people.items() if part == "reviewer")
            scored = {
                event.subject["person"]
                for event in store.events(case_id)
                if event.what == "sheet.saved"
            }
            assert person_mark(reviewer) not in scored
            assert one.by in ("", person_mark(reviewer))
            assert not declared[reviewer].ties
        if step == "certify":
            order = [each.step for each in steps]
            last = {name: len(order) - order[::-1].index(name) for name in set(order)}
            names = (
                "apply",
                "accept",
                "form_panel",
                "report",
                "review",
                "publish_notice",
                "certify",
            )
            assert [last[name] for name in names] == sorted(last[name] for name in names)
            assert "rework" not in last or last["rework"] < last["report"]
            assert order.count("object") <= order.count("settle") + order.count("rework")
            notice = next(each for each in reversed(steps) if each.step == "publish_notice")
            assert date.fromisoformat(one.day) - date.fromisoformat(notice.day) >= timedelta(7)
            assert one.facts["signed_by_head"]

    @precondition(lambda self: hasattr(self, "store"))
    @invariant()
    def numbers_of_certificates_are_unique(self) -> None:
        folded = [number.casefold().strip() for number in self.numbers]
        assert len(set(folded)) == len(folded)

    def _may_be_refused(self, act: Any) -> None:
        try:
            act()
        except CorpusError as error:
            assert error.code in (  # noqa: PT017 - a refusal is an answer too
                "corpus-sheet-submitted", "corpus-stage-closed", "corpus-unknown-sheet",
                "corpus-sample-drawn",
            )  # fmt: skip


TestEvaluations = Evaluations.TestCase
TestEvaluations.settings = settings(
    max_examples=25,
    stateful_step_count=45,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
