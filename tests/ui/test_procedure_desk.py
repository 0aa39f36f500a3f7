"""The desk: what stands against each step, what is known without asking, and what falls due."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, get_args

import pytest

from corpus.accounts.store import AccountStore
from corpus.cases.procedure import PARTS, DeclaredTie, EarlierRole
from corpus.cases.store import CaseStore
from corpus.cases.verification import RecordAudit
from corpus.errors import (
    CaseChangedError,
    CertificateNumberError,
    NotAllowedError,
    RecordsKeptError,
    StageClosedError,
    StepTakenError,
    UnknownCaseError,
    UnknownSheetError,
)
from corpus.record.event import person_mark
from scoring.errors import ProcedureError
from scoring.procedure import STEPS, CaseStatus
from tests.corpus.cases.conftest import server_url  # noqa: F401 - a fixture
from tests.ui.procedure_walk import (
    GIVEN,
    MEMBERS,
    REVIEWER,
    START,
    Clock,
    declaration,
    evaluate,
    form_panel,
    judge,
    new_case,
    store_and_desk,
    walk,
)
from tests.ui.results import read
from ui.case_rules import change_rules, effective_rules
from ui.errors import NoProcedureError, StepHistoryError, StepWordsError
from ui.procedure.desk import ProcedureDesk
from ui.procedure.due import AlarmKind
from ui.procedure.given import WANTED
from ui.procedure.told import standing_json
from ui.rule_stamp import rule_stamp
from ui.wording import TEXT


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> CaseStore:
    (tmp_path / "home").mkdir()
    return store_and_desk(tmp_path / "home", clock)[0]


@pytest.fixture
def desk(store: CaseStore, clock: Clock) -> ProcedureDesk:
    return ProcedureDesk(store, clock.today)


@pytest.fixture
def case_id(store: CaseStore) -> str:
    return new_case(store)


def against(
    desk: ProcedureDesk, case_id: str, step: str, person: str | None = None, **change: str
) -> list[str]:
    """Return the clauses that refuse a step."""
    given = {key: value for key, value in {**GIVEN[step], **change}.items() if value}
    with pytest.raises(ProcedureError) as caught:
        desk.take(case_id, step, None, given, person)
    return [clause for clause, _, _ in caught.value.refusals]


def test_all_that_people_see_has_its_words() -> None:
    wanted = {f"step_word_{one.key}" for entry in WANTED.values() for one in entry}
    kinds = {f"alarm_{kind}" for kind in get_args(AlarmKind)}
    steps = {f"step_{step}" for step in STEPS}
    statuses = {f"status_{status}" for status in get_args(CaseStatus)}
    assert TEXT.keys() >= wanted | kinds | steps | statuses | {f"part_{part}" for part in PARTS}
    assert WANTED.keys() == STEPS.keys()


def test_a_whole_evaluation_ends_with_a_certificate_and_a_sound_record(
    store: CaseStore, desk: ProcedureDesk, case_id: str, clock: Clock
) -> None:
    standing = walk(store, desk, case_id, clock)
    assert (standing.procedure.status, standing.procedure.level) == ("certified", "C")
    certified = standing.steps[-1]
    label = certified.facts["certificate"]
    assert label["number"] == "AP-2026-001"
    assert label["years"] == [certified.day, standing.due.valid_until.isoformat()]  # type: ignore[union-attr]
    assert (label["theme"], label["level"], label["body"]) == ("智慧住区安全", "C", "某评价中心")
    reviewed = next(one for one in standing.steps if one.step == "review")
    assert reviewed.by == person_mark(REVIEWER)
    report = next(one for one in standing.steps if one.step == "report")
    assert set(report.facts["sheets"]) == {person_mark(name) for name in MEMBERS}
    assert report.facts["methods"] == ["site"]
    assert not any(one.findings for one in RecordAudit(store.home).verify_all())
    told = standing_json(standing)
    assert told["status"] == "certified"
    tokens = {*MEMBERS, REVIEWER}
    assert not {one["mark"] for one in told["panel"]["members"]} & tokens


# what is known is never taken from anybody's word


def test_nothing_that_can_be_known_is_asked_for(desk: ProcedureDesk, case_id: str) -> None:
    for step, key in (
        ("apply", "self_check"), ("apply", "documents"), ("accept", "failed_gates"),
        ("form_panel", "panel_findings"), ("report", "missing_sheets"), ("report", "suspects"),
        ("review", "outcome"), ("review", "reviewer_findings"), ("certify", "notice_closed"),
        ("certify", "certificate"),
    ):  # fmt: skip
        with pytest.raises(StepWordsError, match="is not asked for"):
            desk.take(case_id, step, None, {key: "passed"})
    with pytest.raises(StepWordsError, match="there is no such step"):
        desk.take(case_id, "dance")
    with pytest.raises(StepWordsError, match="4000 are allowed"):
        desk.take(case_id, "apply", None, {"written_application": "长" * 4001})


def test_an_application_needs_self_check_papers_and_words(
    store: CaseStore, desk: ProcedureDesk, case_id: str
) -> None:
    assert against(desk, case_id, "apply") == ["5.2.1"]
    judge(store, case_id, **{"C1.2.1": None})
    store.save_sheet(case_id, {"judgements": {"C1.2.2": {"met": True}}}, stage="formal")
    assert against(desk, case_id, "apply") == ["5.2.1"]
    judge(store, case_id)
    for missing, clause in (
        ("written_application", "5.2.2"), ("meets_gbt_21741", "4.4"), ("4.5.1", "4.5"),
        ("4.5.2", "4.5"), ("4.5.3", "4.5"),
    ):  # fmt: skip
        assert against(desk, case_id, "apply", **{missing: ""}) == [clause]
    for wrong in ("别人的.pdf", "0" * 64):
        with pytest.raises(StepWordsError, match=r"4\.5\.1.*no document of the case.*设计\.pdf"):
            desk.take(case_id, "apply", None, {**GIVEN["apply"], "4.5.1": wrong})
    standing = desk.take(case_id, "apply", None, GIVEN["apply"])
    held = {one.file: one.sha256 for one in store.documents(case_id)}
    assert standing.steps[-1].facts["documents"] == {
        "4.5.1": held["可行性.pdf"], "4.5.2": held["设计.pdf"], "4.5.3": held["验收.pdf"],
    }  # fmt: skip


def test_a_name_that_two_documents_bear_is_refused(
    store: CaseStore, desk: ProcedureDesk, case_id: str
) -> None:
    path = store.home / "新.pdf"
    path.write_bytes(b"%PDF other")
    store.add_document(case_id, path, name="设计.pdf")
    judge(store, case_id)
    with pytest.raises(StepWordsError, match="several documents; give its hash"):
        desk.take(case_id, "apply", None, GIVEN["apply"])
    sha256 = store.documents(case_id)[-1].sha256
    desk.take(case_id, "apply", None, {**GIVEN["apply"], "4.5.2": sha256})


def test_an_unmet_basic_requirement_is_no_ground_for_acceptance(
    store: CaseStore, desk: ProcedureDesk, case_id: str
) -> None:
    judge(store, case_id, **{"C1.1.1": {"met": False}})
    desk.take(case_id, "apply", None, GIVEN["apply"])
    assert against(desk, case_id, "accept") == ["9.3"]
    judge(store, case_id)
    desk.take(case_id, "accept", None, GIVEN["accept"])


Change = Callable[[CaseStore, str], object]
TIE = (DeclaredTie("builder", "顾问"),)
UNFIT: dict[str, tuple[Change, str]] = {
    "too few": (lambda store, case: store.assign_part(case, "丙", ""), "too_few_members"),
    "undeclared": (
        lambda store, case: (
            store.join_case(case, "新"),
            store.assign_part(case, "新", "member"),
        ),
        "not_declared",
    ),
    "declared tie": (
        lambda store, case: store.declare_independence(case, declaration("甲", ties=TIE)),
        "tie",
    ),
    "employer": (
        lambda store, case: store.declare_independence(
            case, declaration("甲", employer="甲安防工程 有限责任公司")
        ),
        "tie",
    ),
    "earlier role": (
        lambda store, case: store.declare_independence(
            case,
            declaration("甲", earlier=(EarlierRole("江畔置业有限公司", "顾问", "2024-01-01"),)),
        ),
        "tie",
    ),
    "was applicant": (
        lambda store, case: (
            store.assign_part(case, "甲", "applicant"),
            store.assign_part(case, "甲", "member"),
        ),
        "tie",
    ),
    "experts": (
        lambda store, case: [
            store.declare_independence(case, declaration(name, is_expert=False))
            for name in ("甲", "乙")
        ],
        "too_few_experts",
    ),
}


@pytest.mark.parametrize("change", UNFIT)
def test_an_unfit_panel_is_neither_formed_nor_reports(
    store: CaseStore, desk: ProcedureDesk, case_id: str, clock: Clock, change: str
) -> None:
    do, code = UNFIT[change]
    walk(store, desk, case_id, clock, until="accept")
    form_panel(store, case_id)
    do(store, case_id)
    assert against(desk, case_id, "form_panel") == ["5.4.1"]
    assert code in {one.code for one in desk.standing(case_id).panel.findings}
    other = new_case(store)
    walk(store, desk, other, clock, until="form_panel")
    evaluate(store, other)
    do(store, other)
    assert "5.4.1" in against(desk, other, "report")


def test_a_report_needs_everything_that_5_and_7_ask(
    store: CaseStore, desk: ProcedureDesk, case_id: str, clock: Clock
) -> None:
    walk(store, desk, case_id, clock, until="form_panel")
    # The self-check was judged before there was a panel, so it stands to be confirmed too.
    assert set(against(desk, case_id, "report")) == {"4.9", "5.4.2", "7.5"}
    evaluate(store, case_id)
    store.withdraw_submission(case_id, person="乙", stage="formal")
    assert against(desk, case_id, "report") == ["7.5", "5.4.2"]
    judge(store, case_id, "乙", **{"C1.2.1": {"met": False}})
    store.submit_sheet(case_id, person="乙", stage="formal")
    assert against(desk, case_id, "report") == ["5.4.2"]  # no reason where they differ
    judge(store, case_id, **{"C1.2.1": {"met": True, "reason": "复核现场"}})
    assert against(desk, case_id, "report", conclusion="") == ["9.5"]
    judge(store, case_id, **{"C1.2.1": {"met": True, "reason": "复核现场"}, "C1.2.2": {}})
    assert "7.5" in against(desk, case_id, "report")
    judge(store, case_id, **{"C1.2.1": {"met": True, "reason": "复核现场"}})
    desk.take(case_id, "report", None, GIVEN["report"])


def test_a_suspect_judgement_must_be_confirmed_before_the_report(
    store: CaseStore, desk: ProcedureDesk, case_id: str, clock: Clock
) -> None:
    walk(store, desk, case_id, clock, until="form_panel")
    passage = store.passages(case_id)[0]
    store.set_suggestion_decision(case_id, "C1.2.1", passage.id, "accepted")
    evaluate(store, case_id)
    store.set_suggestion_decision(case_id, "C1.2.1", passage.id, "rejected")
    assert against(desk, case_id, "report") == ["4.9"]
    for person in ("", *MEMBERS):
        store.confirm_judgement(case_id, "C1.2.1", person=person, stage="formal")
    desk.take(case_id, "report", None, GIVEN["report"])


def test_a_sample_that_was_altered_stands_against_the_report(
    store: CaseStore, desk: ProcedureDesk, case_id: str, clock: Clock
) -> None:
    walk(store, desk, case_id, clock, until="form_panel")
    evaluate(store, case_id)
    with closing(sqlite3.connect(store.home / "cases.sqlite3")) as connection:
        connection.execute("UPDATE sample_draws SET chosen = '[\"K1\"]'")
        connection.commit()
    assert against(desk, case_id, "report") == ["7.4"]


def test_a_review_is_the_reviewers_and_never_of_own_scoring(
    store: CaseStore, desk: ProcedureDesk, case_id: str, clock: Clock
) -> None:
    walk(store, desk, case_id, clock, until="report")
    assert against(desk, case_id, "review", "甲") == ["5.5.1"]
    store.assign_part(case_id, REVIEWER, "")
    assert against(desk, case_id, "review") == ["5.5.1"]
    # A member whose part was changed has scored all the same.
    store.assign_part(case_id, "丙", "reviewer")
    assert against(desk, case_id, "review", "丙") == ["4.9", "5.5.1"]
    codes = {one.code for one in desk.standing(case_id).panel.reviewer_findings}
    assert "reviewer_scored" in codes
    store.assign_part(case_id, REVIEWER, "reviewer")
    found = desk.standing(case_id).panel.reviewer_findings
    assert [one.code for one in found] == ["many_reviewers"]
    store.assign_part(case_id, "丙", "member")
    assert against(desk, case_id, "review", review_agrees="") == ["5.5.1"]
    desk.take(case_id, "review", None, GIVEN["review"], REVIEWER)


def test_a_member_of_the_pre_evaluation_does_not_review_the_formal_one(
    store: CaseStore, desk: ProcedureDesk, clock: Clock
) -> None:
    case_id = new_case(store, stage="pre")
    walk(store, desk, case_id, clock, until="publish_notice")
    clock.later(8)
    assert against(desk, case_id, "certify") == ["4.7.2"]
    store.set_stage(case_id, "formal")
    store.assign_part(case_id, "甲", "")
    store.assign_part(case_id, REVIEWER, "")
    store.assign_part(case_id, "甲", "reviewer")
    found = desk.standing(case_id).panel.reviewer_findings
    assert [one.code for one in found] == ["reviewer_scored"]
    assert desk.standing(case_id).procedure.status == "prepared"
    assert desk.standing(case_id, "pre").procedure.status == "on_notice"


def test_only_a_pass_is_reviewed(
    store: CaseStore, desk: ProcedureDesk, case_id: str, clock: Clock
) -> None:
    walk(store, desk, case_id, clock, until="form_panel")
    evaluate(store, case_id)
    for name in MEMBERS:
        store.withdraw_submission(case_id, person=name, stage="formal")
        judge(store, case_id, name, **{"C1.1.1": {"met": False}})
        store.submit_sheet(case_id, person=name, stage="formal")
    judge(store, case_id, **{"C1.1.1": {"met": False}})
    desk.take(case_id, "report", None, GIVEN["report"])
    assert against(desk, case_id, "review") == ["9.1"]
    with pytest.raises(StageClosedError):
        judge(store, case_id)
    assert desk.take(case_id, "rework", None, GIVEN["rework"]).procedure.status == "panel_formed"
    judge(store, case_id)


def test_a_notice_stands_its_days_and_its_objections_are_settled(
    store: CaseStore, desk: ProcedureDesk, case_id: str, clock: Clock
) -> None:
    walk(store, desk, case_id, clock, until="review")
    for days in ("0", "x", "366", "1.5", "-1", "9" * 9):
        with pytest.raises(StepWordsError, match="whole days"):
            desk.take(
                case_id, "publish_notice", None, {**GIVEN["publish_notice"], "notice_days": days}
            )
    assert against(desk, case_id, "publish_notice", notice="") == ["5.5.1"]
    desk.take(case_id, "publish_notice", None, GIVEN["publish_notice"])
    clock.later(6)
    assert against(desk, case_id, "certify") == ["5.5.2"]
    desk.take(case_id, "object", None, GIVEN["object"])
    clock.later(1)
    assert "5.1" in against(desk, case_id, "certify")
    assert desk.due(case_id).notice_until == clock.day
    desk.take(case_id, "settle", None, GIVEN["settle"])
    for missing, clause in (("signed_by_head", "5.5.2"), ("number", "8.2")):
        assert against(desk, case_id, "certify", **{missing: ""}) == [clause]
    assert desk.take(case_id, "certify", None, GIVEN["certify"]).procedure.status == "certified"


def test_a_certificate_number_serves_once(
    store: CaseStore, desk: ProcedureDesk, case_id: str, clock: Clock
) -> None:
    walk(store, desk, case_id, clock)
    other = new_case(store)
    with pytest.raises(CertificateNumberError):
        walk(store, desk, other, clock, number="ap-2026- 001")
    assert desk.standing(other).procedure.status == "on_notice"
    desk.take(other, "certify", None, {**GIVEN["certify"], "number": "AP-2026-002"})


# days


def test_days_lie_between_the_last_step_and_today(
    store: CaseStore, desk: ProcedureDesk, case_id: str, clock: Clock
) -> None:
    walk(store, desk, case_id, clock, until="apply")
    for day in (clock.day - timedelta(1), clock.day + timedelta(1)):
        with pytest.raises(ProcedureError) as caught:
            desk.take(case_id, "accept", day, GIVEN["accept"])
        assert [one[0] for one in caught.value.refusals] == ["4.9"]
    last = clock.day
    clock.later(10)
    desk.take(case_id, "accept", last + timedelta(3), GIVEN["accept"])
    clock.day = last
    standing = desk.standing(case_id)
    assert standing.clock_back
    with pytest.raises(ProcedureError, match="it went back; set it right first"):
        desk.take(case_id, "form_panel", None, GIVEN["form_panel"])
    assert [one.kind for one in desk.alarms()] == ["clock_back"]


def test_yearly_reviews_fall_due_and_a_late_one_counts_for_its_year(
    store: CaseStore, desk: ProcedureDesk, case_id: str, clock: Clock
) -> None:
    day = date.fromisoformat(walk(store, desk, case_id, clock).steps[-1].day)

    def states() -> list[str]:
        return [one.state for one in desk.due(case_id).reviews]

    assert (states(), desk.alarms()) == (["coming"] * 4, ())
    first, second = (one.day for one in desk.due(case_id).reviews[:2])
    clock.day = first - timedelta(60)
    assert states() == ["due", "coming", "coming", "coming"]
    assert [(one.kind, one.clause) for one in desk.alarms()] == [("review_due", "4.10")]
    clock.day = first + timedelta(30)
    assert [one.kind for one in desk.alarms()] == ["review_overdue"]
    desk.take(case_id, "yearly_review", None, GIVEN["yearly_review"])
    assert states() == ["done", "coming", "coming", "coming"]
    clock.day = second + timedelta(1)
    assert states() == ["done", "overdue", "coming", "coming"]
    valid = desk.due(case_id).valid_until
    assert valid == day.replace(year=day.year + 5)
    clock.day = valid - timedelta(10)
    assert [one.kind for one in desk.alarms()] == ["review_overdue"] * 3 + ["expiring"]
    clock.day = valid + timedelta(1)
    assert "expired" in [one.kind for one in desk.alarms()]
    desk.take(case_id, "expire")
    assert desk.alarms() == ()


def test_downgrading_keeps_the_new_level(
    store: CaseStore, desk: ProcedureDesk, clock: Clock
) -> None:
    case_id = new_case(store, "B")
    walk(store, desk, case_id, clock)
    assert against(desk, case_id, "downgrade", level="A") == ["4.10"]
    standing = desk.take(case_id, "downgrade", None, GIVEN["downgrade"])
    assert (standing.procedure.level, standing.procedure.status) == ("C", "downgraded")
    lower = {one.step: one for one in standing.possible}["downgrade"]
    assert lower.against[0][0] == "4.10"


# keeping


def test_records_of_a_certificate_are_kept_eleven_years(
    store: CaseStore, desk: ProcedureDesk, case_id: str, clock: Clock
) -> None:
    walk(store, desk, case_id, clock)
    until = desk.due(case_id).keep_until
    assert until == clock.day.replace(year=clock.day.year + 11)
    clock.day = until
    with pytest.raises(RecordsKeptError, match=r"4\.9"):
        store.delete_case(case_id)
    clock.later(2)
    assert "keep_over" in [one.kind for one in desk.alarms()]
    store.delete_case(case_id)
    assert RecordAudit(store.home).verify(case_id).removed is not None


def test_a_case_that_came_to_nothing_is_kept_six_years_from_its_last_step(
    store: CaseStore, desk: ProcedureDesk, case_id: str, clock: Clock
) -> None:
    walk(store, desk, case_id, clock, until="apply")
    clock.later(100)
    desk.take(case_id, "return", None, GIVEN["return"])
    assert desk.due(case_id).keep_until == clock.day.replace(year=clock.day.year + 6)


# what is stored


@pytest.mark.parametrize(
    ("change", "number"),
    [
        ("UPDATE case_steps SET facts = '{}' WHERE number = 2", 2),
        ("UPDATE case_steps SET step = 'dance' WHERE number = 1", 1),
        ("UPDATE case_steps SET after = 'certified' WHERE number = 3", 3),
        ("UPDATE case_steps SET day = '2020-01-01' WHERE number = 3", 3),
        ("UPDATE case_steps SET day = 'x' WHERE number = 3", 3),
        ("DELETE FROM case_steps WHERE number = 2", 2),
    ],
)
def test_a_stored_history_that_the_rules_refuse_is_told(
    store: CaseStore, desk: ProcedureDesk, case_id: str, clock: Clock, change: str, number: int
) -> None:
    walk(store, desk, case_id, clock, until="form_panel")
    with closing(sqlite3.connect(store.home / "cases.sqlite3")) as connection:
        connection.execute(change)
        connection.commit()
    with pytest.raises(StepHistoryError, match="anping audit verify") as caught:
        desk.standing(case_id)
    assert caught.value.number == number
    assert RecordAudit(store.home).verify(case_id).findings


def test_of_two_who_take_the_same_step_at_once_one_is_refused(
    store: CaseStore, clock: Clock, case_id: str
) -> None:
    judge(store, case_id)
    ready = threading.Barrier(2)
    outcomes: list[str] = []

    class Together(ProcedureDesk):
        """Looks at the case, then waits until the other has looked too."""

        def _ground(self, *given: Any) -> Any:
            found = super()._ground(*given)
            if not found[1] and not ready.broken:
                ready.wait(timeout=30)
            return found

    def take(person: str) -> None:
        try:
            Together(store_and_desk(store.home, clock)[0], clock.today).take(
                case_id, "apply", None, GIVEN["apply"], person
            )
        except (StepTakenError, ProcedureError) as error:
            outcomes.append(type(error).__name__)
        else:
            outcomes.append("taken")

    threads = [threading.Thread(target=take, args=(person,)) for person in ("甲", "乙")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(outcomes) == ["StepTakenError", "taken"]
    assert [one.step for one in store.steps(case_id)] == ["apply"]


def test_a_change_between_looking_and_taking_is_looked_at_again(
    store: CaseStore, clock: Clock, case_id: str
) -> None:
    """A member who takes a submission back while the report is prepared is not overlooked."""
    plain = ProcedureDesk(store, clock.today)
    walk(store, plain, case_id, clock, until="form_panel")
    evaluate(store, case_id)
    times = []

    class Interrupted(ProcedureDesk):
        def _ground(self, *given: Any) -> Any:
            found = super()._ground(*given)
            found[0].missing_sheets  # noqa: B018 - looked up now
            if not times:
                store.withdraw_submission(case_id, person="甲", stage="formal")
            times.append(1)
            return found

    with pytest.raises(ProcedureError) as caught:
        Interrupted(store, clock.today).take(case_id, "report", None, GIVEN["report"])
    assert "7.5" in [one[0] for one in caught.value.refusals]
    assert len(times) == 2

    class Restless(ProcedureDesk):
        def _ground(self, *given: Any) -> Any:
            found = super()._ground(*given)
            store.set_note(case_id, "C1.2.1", f"{len(store.events(case_id))}")
            return found

    store.submit_sheet(case_id, person="甲", stage="formal")
    with pytest.raises(CaseChangedError):
        Restless(store, clock.today).take(case_id, "report", None, GIVEN["report"])


def test_table_c_1_has_no_procedure(store: CaseStore, desk: ProcedureDesk) -> None:
    case_id = store.create_case("甲", "scs-c1")
    with pytest.raises(NoProcedureError):
        desk.standing(case_id)


def test_the_stages_are_compared_row_by_row(
    store: CaseStore, desk: ProcedureDesk, clock: Clock
) -> None:
    case_id = new_case(store, stage="pre")
    judge(store, case_id, **{"C1.2.1": {"met": False}})
    with pytest.raises(UnknownSheetError):
        desk.compare_stages(case_id)
    store.set_stage(case_id, "formal")
    judge(store, case_id)
    found = desk.compare_stages(case_id)
    assert [(one.row, one.state) for one in found.rows] == [("C1.2.1", ("not_met", "met"))]


def test_a_reading_that_is_chosen_bears_on_the_panel(
    store: CaseStore, desk: ProcedureDesk, case_id: str, clock: Clock
) -> None:
    walk(store, desk, case_id, clock, until="accept")
    form_panel(store, case_id)
    saved = store.load_sheet(case_id, stage="formal")
    assert saved is not None
    words = {**saved.content, "interpretations": {"panel_experts": "additional"}}
    store.save_sheet(case_id, words, stage="formal")
    assert against(desk, case_id, "form_panel") == ["5.4.1"]


def test_a_body_and_its_rules_are_taken_from_the_case(
    store: CaseStore, desk: ProcedureDesk, case_id: str, clock: Clock
) -> None:
    text = "body: 某评价中心\nversion: '1'\ndate: 2026-01-05\nrule_set: tcrea-2023\nedition: V2.3\n"
    change_rules(store, case_id, body=("细则.yaml", text.encode()))
    walk(store, desk, case_id, clock, until="accept")
    form_panel(store, case_id)
    ready = {one.step: one for one in desk.standing(case_id).possible}["form_panel"]
    assert (ready.wanted, ready.against) == ((), ())
    with pytest.raises(StepWordsError, match="asks for nothing"):
        desk.take(case_id, "form_panel", None, GIVEN["form_panel"])
    facts = desk.take(case_id, "form_panel").steps[-1].facts
    rules = effective_rules(store.rules(case_id)).body
    assert rules is not None
    assert facts["body"] == rules.name.zh
    assert facts["detailed_rules"]["hash"] == rules.content_hash


def test_rules_do_not_change_after_the_report(
    store: CaseStore, desk: ProcedureDesk, case_id: str, clock: Clock
) -> None:
    walk(store, desk, case_id, clock, until="report")
    with pytest.raises(StageClosedError):
        store.set_rules(case_id, edition="V2.3")


def test_what_was_declared_anew_holds(store: CaseStore, desk: ProcedureDesk, case_id: str) -> None:
    form_panel(store, case_id)
    store.declare_independence(case_id, declaration("甲", ties=TIE))
    assert [one.code for one in desk.standing(case_id).panel.findings] == ["tie"]
    store.declare_independence(case_id, replace(declaration("甲"), made=START.isoformat()))
    assert desk.standing(case_id).panel.findings == ()


def test_the_same_on_a_server(
    tmp_path: Path,
    clock: Clock,
    server_url: str,  # noqa: F811 - the fixture
) -> None:
    (tmp_path / "other").mkdir()
    store = CaseStore(tmp_path / "other", url=server_url, read=read, clock=clock, rules=rule_stamp)
    desk = ProcedureDesk(store, clock.today)
    case_id = new_case(store)
    standing = walk(store, desk, case_id, clock)
    assert standing.procedure.status == "certified"
    with pytest.raises(RecordsKeptError):
        store.delete_case(case_id)
    checked = RecordAudit(tmp_path / "other", url=server_url).verify_all()
    assert [one.findings for one in checked] == [(), ()]


# with accounts


@pytest.fixture
def accounts(store: CaseStore) -> dict[str, str]:
    """Accounts by login: the office, an applicant, a panel, a reviewer, and somebody else."""
    made = AccountStore(store.home)
    roles: dict[str, list[Any]] = {
        "admin": ["admin"], "clerk": ["clerk"], "applicant": ["applicant"], "one": ["expert"],
        "two": ["expert"], "three": ["assessor"], "reviewer": ["reviewer"], "other": ["expert"],
    }  # fmt: skip
    return {
        login: made.create(login, f"{login}工", held, given=f"{login}-long-secret")[0].id
        for login, held in roles.items()
    }


def test_each_step_is_taken_by_whose_it_is(
    store: CaseStore, desk: ProcedureDesk, accounts: dict[str, str], clock: Clock
) -> None:
    office = accounts["clerk"]
    case_id = new_case(store, stage="formal")
    parts: dict[str, Any] = {
        "applicant": "applicant", "one": "member", "two": "member", "three": "member",
        "reviewer": "reviewer",
    }  # fmt: skip
    for login, part in parts.items():
        store.join_case(case_id, accounts[login])
        store.acting(office).assign_part(case_id, accounts[login], part)
        if part != "applicant":
            given = declaration(accounts[login], employer=f"{login}大学")
            store.acting(accounts[login]).declare_independence(case_id, given)
    applicant = accounts["applicant"]
    judge(store.acting(applicant), case_id, applicant)
    store.add_party(case_id, "applicant", "江畔置业有限公司")
    with pytest.raises(NotAllowedError):
        desk.take(case_id, "apply", None, GIVEN["apply"], accounts["one"])
    with pytest.raises(UnknownCaseError):
        desk.take(case_id, "apply", None, GIVEN["apply"], accounts["other"])
    with pytest.raises(UnknownCaseError):
        desk.standing(case_id, person=accounts["other"])
    desk.take(case_id, "apply", None, GIVEN["apply"], applicant)
    for step in ("accept", "form_panel"):
        with pytest.raises(NotAllowedError):
            desk.take(case_id, step, None, GIVEN[step], applicant)
        desk.take(case_id, step, None, GIVEN[step], office)
    for login in ("one", "two", "three"):
        theirs = store.acting(accounts[login])
        judge(theirs, case_id, accounts[login])
        theirs.set_inspection(
            case_id, "C1.2.1", ["site"], "完好", person=accounts[login], stage="formal"
        )
        theirs.submit_sheet(case_id, person=accounts[login], stage="formal")
    judge(store.acting(accounts["one"]), case_id)
    desk.take(case_id, "report", None, GIVEN["report"], accounts["one"])
    seen = {one.step: one.facts for one in desk.standing(case_id, person=applicant).steps}
    assert seen["apply"]
    assert not seen["form_panel"]
    assert not seen["report"]
    assert {one.step: one.facts for one in desk.standing(case_id, person=office).steps}["report"]
    for login in ("one", "clerk"):
        with pytest.raises((NotAllowedError, ProcedureError)):
            desk.take(case_id, "review", None, GIVEN["review"], accounts[login])
    desk.take(case_id, "review", None, GIVEN["review"], accounts["reviewer"])
    desk.take(case_id, "publish_notice", None, GIVEN["publish_notice"], office)
    seen = {one.step: one.facts for one in desk.standing(case_id, person=applicant).steps}
    assert seen["report"]["outcome"] == "passed"
    clock.later(7)
    desk.take(case_id, "certify", None, GIVEN["certify"], office)
    assert [one.by for one in store.steps(case_id, "formal")][-1] == person_mark(office)
    clock.later(360)
    assert [one.kind for one in desk.alarms(person=office)] == ["review_due"]
    assert desk.alarms(person=accounts["other"]) == ()
