"""What the store keeps of a procedure: by whom, once, blind, and as long as it must."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from corpus.cases.procedure import DeclaredTie, EarlierRole
from corpus.cases.steps import LONGEST_FACTS
from corpus.cases.store import CaseStore
from corpus.cases.verification import RecordAudit
from corpus.errors import (
    CertificateNumberError,
    RecordsKeptError,
    RecordWordsError,
    SampleDrawnError,
    SheetSubmittedError,
    StageClosedError,
    StepTakenError,
    UnknownHoldError,
    UnknownPersonError,
)
from corpus.record.event import HOME, person_mark
from tests.corpus.cases.acts import DECLARATION, DRAW, STEP, bytes_at, document, read_two

SHEET: dict[str, Any] = {"judgements": {"B1.1.1": {"met": True}}}


class Clock:
    def __init__(self) -> None:
        self.day = "2026-03-02"

    def __call__(self) -> str:
        return f"{self.day}T09:00:00+00:00"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> CaseStore:
    return CaseStore(tmp_path / "home", read=read_two, clock=clock)


@pytest.fixture
def case_id(store: CaseStore) -> str:
    case_id = store.create_case("甲小区", "tcrea-2023", "B")
    for person in ("me", "you"):
        store.join_case(case_id, person, person.upper())
    return case_id


@pytest.fixture
def sound(store: CaseStore) -> Iterator[None]:
    """After the test: the record agrees with what is held."""
    yield
    assert not any(one.findings for one in RecordAudit(store.home).verify_all())


pytestmark = pytest.mark.usefixtures("sound")


def test_a_person_has_one_part_and_the_record_knows_every_part(
    store: CaseStore, case_id: str
) -> None:
    store.assign_part(case_id, "me", "member")
    store.assign_part(case_id, "me", "reviewer")
    store.save_sheet(case_id, SHEET, person="you")
    store.acting("you").save_sheet(case_id, SHEET)
    assert [(one.person, one.part) for one in store.case_people(case_id)] == [
        ("me", "reviewer"), ("you", ""),
    ]  # fmt: skip
    assert store.parts_ever(case_id) == {
        person_mark("me"): {"member", "reviewer"}, person_mark("you"): {"scorer"},
    }  # fmt: skip
    store.assign_part(case_id, "me", "")
    assert [one.part for one in store.case_people(case_id)] == ["", ""]
    last = store.events(case_id)[-1]
    assert (last.what, last.before, last.after) == ("person.assigned", {"part": "reviewer"}, None)
    with pytest.raises(UnknownPersonError, match="ME, YOU"):
        store.assign_part(case_id, "nobody", "member")
    with pytest.raises(RecordWordsError, match="'reviewer'"):
        store.assign_part(case_id, "me", "boss")  # type: ignore[arg-type]


def test_a_consensus_stands_on_the_assigned_panel(store: CaseStore, case_id: str) -> None:
    store.save_sheet(case_id, SHEET, person="you")
    store.save_sheet(case_id, SHEET)
    assert store.events(case_id)[-1].basis["panel"] == [person_mark("you")]
    store.assign_part(case_id, "me", "member")
    assert [one.causes for one in store.suspects(case_id)] == [("panel",)]
    store.confirm_judgement(case_id, "B1.1.1")
    assert store.events(case_id)[-1].basis["panel"] == [person_mark("me")]
    assert store.suspects(case_id) == ()


def test_parties_are_organisations_and_told_once(store: CaseStore, case_id: str) -> None:
    store.add_party(case_id, "operator", "丙物业")
    store.add_party(case_id, "builder", " 甲安防 ")
    store.add_party(case_id, "builder", "乙监理")
    number = len(store.events(case_id))
    store.add_party(case_id, "builder", "甲安防")
    store.remove_party(case_id, "applicant", "甲安防")
    assert len(store.events(case_id)) == number
    store.remove_party(case_id, "operator", "丙物业")
    assert [(one.party, one.organisation) for one in store.parties(case_id)] == [
        ("builder", "乙监理"), ("builder", "甲安防"),
    ]  # fmt: skip
    for party, name in (("state", "丁"), ("builder", " "), ("builder", "长" * 201)):
        with pytest.raises(RecordWordsError):
            store.add_party(case_id, party, name)  # type: ignore[arg-type]


def test_a_new_declaration_supersedes_and_the_old_one_stays(store: CaseStore, case_id: str) -> None:
    told = replace(
        DECLARATION,
        ties=(DeclaredTie("builder", "顾问"),),
        earlier=(EarlierRole("丙物业", "经理", "2024-05-01"), EarlierRole("丁协会", "委员")),
    )
    assert store.declare_independence(case_id, DECLARATION) == 1
    assert store.declare_independence(case_id, told) == 2
    first, second = store.declarations(case_id, "me")
    assert (first.ties, second.ties, second.earlier) == ((), told.ties, told.earlier)
    assert store.declared(case_id) == {"me": second}
    assert store.events(case_id)[-1].who == person_mark("me")
    for wrong in (
        replace(DECLARATION, made="gestern"),
        replace(DECLARATION, employer=""),
        replace(DECLARATION, ties=told.ties * 51),
        replace(DECLARATION, ties=(DeclaredTie("state", "x"),)),  # type: ignore[arg-type]
    ):
        with pytest.raises(RecordWordsError):
            store.declare_independence(case_id, wrong)
    with pytest.raises(UnknownPersonError):
        store.declare_independence(case_id, replace(DECLARATION, person="nobody"))


def test_findings_are_as_blind_as_sheets(store: CaseStore, case_id: str) -> None:
    store.set_inspection(case_id, "B1.1.1", ["test", "site"], " 完好 ", person="me")
    store.set_inspection(case_id, "B1.1.1", ["documents"], "", person="you")
    store.set_inspection(case_id, "B1.1.1", ["interview"], "合议", person="")
    found = {one.person: one for one in store.inspections(case_id, "pre")}
    assert (found["me"].methods, found["me"].finding) == (("site", "test"), "完好")

    def seen(viewer: str) -> set[str]:
        return {one.person for one in store.inspections_for(case_id, viewer, "pre")}

    assert seen("me") == {"me", ""}
    store.save_sheet(case_id, SHEET, person="me")
    assert seen("me") == {"me"}
    store.save_sheet(case_id, SHEET, person="you")
    store.submit_sheet(case_id, person="me")
    assert (seen("me"), seen("you")) == ({"me", ""}, {"you"})
    store.submit_sheet(case_id, person="you")
    assert seen("me") == seen("you") == {"", "me", "you"}
    with pytest.raises(SheetSubmittedError):
        store.set_inspection(case_id, "B1.1.1", ["site"], "改", person="me")


def test_a_finding_names_its_methods_and_is_taken_back_without_any(
    store: CaseStore, case_id: str
) -> None:
    store.set_inspection(case_id, "B1.1.1", ["site"], "图" * 2000, person="me")
    number = len(store.events(case_id))
    store.set_inspection(case_id, "B1.1.1", ["site"], "图" * 2000, person="me")
    assert len(store.events(case_id)) == number
    store.set_inspection(case_id, "B1.1.1", [], "", person="me")
    assert store.inspections(case_id, "pre") == ()
    for methods, finding in ((["site"], "图" * 2001), ([], "完好"), (["guess"], "完好")):
        with pytest.raises(RecordWordsError):
            store.set_inspection(case_id, "B1.1.1", methods, finding, person="me")  # type: ignore[arg-type]
    with pytest.raises(UnknownPersonError):
        store.set_inspection(case_id, "B1.1.1", ["site"], "完好", person="nobody")


def test_a_sample_is_drawn_once_and_drawn_again_only_for_a_reason(
    store: CaseStore, case_id: str
) -> None:
    assert store.add_sample(case_id, DRAW) == 1
    with pytest.raises(SampleDrawnError, match="摄像机"):
        store.add_sample(case_id, DRAW)
    assert store.add_sample(case_id, replace(DRAW, stage="formal")) == 2
    assert store.add_sample(case_id, replace(DRAW, seed="t", reason="总体有误")) == 3
    drawn = store.samples(case_id, "pre")
    assert [(one.number, one.superseded, one.ids) for one in drawn] == [
        (1, True, DRAW.ids), (3, False, DRAW.ids),
    ]  # fmt: skip
    with pytest.raises(RecordWordsError, match="20000"):
        store.add_sample(case_id, replace(DRAW, name="多", ids=tuple(map(str, range(20_001)))))
    many = replace(DRAW, name="多", ids=tuple(map(str, range(20_000))))
    store.add_sample(case_id, many)
    told = store.events(case_id)[-1].after
    assert told is not None
    assert set(told["ids"]) == {"sha256", "characters"}


def test_of_two_people_who_take_a_step_at_once_one_is_refused(
    store: CaseStore, case_id: str
) -> None:
    outcomes: list[object] = []
    ready = threading.Barrier(2)

    def take(person: str) -> None:
        ready.wait()
        try:
            CaseStore(store.home).acting(person).add_step(case_id, STEP)
        except StepTakenError as error:
            outcomes.append((error.expected, error.found))
        else:
            outcomes.append(person)

    threads = [threading.Thread(target=take, args=(person,)) for person in ("me", "you")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert (0, 1) in outcomes
    (step,) = store.steps(case_id)
    assert step.by in {person_mark(str(one)) for one in outcomes}
    with pytest.raises(StepTakenError, match="'apply' was taken meanwhile"):
        store.add_step(case_id, STEP)
    store.add_step(case_id, replace(STEP, stage="formal"))
    assert [one.stage for one in store.steps(case_id)] == ["pre", "formal"]
    with pytest.raises(RecordWordsError):
        store.add_step(case_id, replace(STEP, number=2, facts={"x": "长" * LONGEST_FACTS}))


def test_certificate_numbers_are_unique_in_a_home_also_after_removal(
    store: CaseStore, case_id: str, clock: Clock
) -> None:
    issued = replace(STEP, stage="formal", certificate="AP-2026 001", keep_until="2027-01-01")
    store.add_step(case_id, issued)
    other = store.create_case("乙小区", "tcrea-2023", "B")
    for number in ("AP-2026 001", "ap-2026001", "ＡＰ-2026001 "):
        with pytest.raises(CertificateNumberError):
            store.add_step(other, replace(issued, certificate=number))
    clock.day = "2027-01-05"
    store.delete_case(case_id)
    with pytest.raises(CertificateNumberError):
        store.add_step(other, issued)
    store.add_step(other, replace(issued, certificate="AP-2026 002"))
    with pytest.raises(RecordWordsError):
        store.add_step(other, replace(issued, number=2, certificate=" "))


def test_a_closed_stage_changes_no_more_until_it_is_opened(store: CaseStore, case_id: str) -> None:
    store.save_sheet(case_id, SHEET, person="me")
    store.save_sheet(case_id, SHEET, person="you")
    store.submit_sheet(case_id, person="me")
    store.add_step(case_id, replace(STEP, step="report", closes=True))
    acts = (
        lambda: store.save_sheet(case_id, {}, person="you"),
        lambda: store.undo_sheet(case_id, person="you"),
        lambda: store.remove_sheet(case_id, person="you"),
        lambda: store.submit_sheet(case_id, person="you"),
        lambda: store.withdraw_submission(case_id, person="me"),
        lambda: store.set_inspection(case_id, "B1.1.1", ["site"], "改", person="you"),
        lambda: store.add_sample(case_id, DRAW),
    )
    number = len(store.events(case_id))
    for act in acts:
        with pytest.raises(StageClosedError, match="'report'"):
            act()
    assert len(store.events(case_id)) == number
    store.submit_sheet(case_id, person="me")  # it is already
    store.save_sheet(case_id, SHEET, stage="formal")
    store.add_step(case_id, replace(STEP, number=2, step="rework"))
    for act in acts[-2:]:
        act()


def test_nothing_of_a_case_under_procedure_goes_before_its_day(
    store: CaseStore, case_id: str, clock: Clock
) -> None:
    path = document(store)
    sha256 = store.add_document(case_id, path).sha256
    kept = bytes_at(store.home, sha256)
    store.add_step(case_id, STEP)
    assert store.kept_until(case_id) == "2032-03-02"
    store.add_step(case_id, replace(STEP, number=2, keep_until="2030-01-01"))
    for day in ("2026-03-02", "2032-03-02", "2032-03-03"):
        clock.day = day
        for act in (
            lambda: store.delete_case(case_id),
            lambda: store.remove_document(case_id, sha256),
            lambda: store.check_removal(case_id),
        ):
            with pytest.raises(RecordsKeptError, match=r"4\.9 .* 2032-03-02") as caught:
                act()
            assert (caught.value.clause, caught.value.until) == ("4.9", "2032-03-02")
    assert kept.exists()
    clock.day = "2032-03-04"
    store.delete_case(case_id)
    assert not kept.exists()
    removed, deleted = store.events(HOME)[-2:]
    assert removed.basis["proof"]["documents"] == [sha256]
    assert deleted.what == "file.deleted"
    assert RecordAudit(store.home).verify(case_id).removed == removed


def test_a_legal_hold_stands_until_it_is_lifted(store: CaseStore, case_id: str) -> None:
    assert store.acting("me").set_hold(case_id, "诉讼") == 1
    assert store.set_hold(case_id, "投诉") == 2
    store.acting("you").lift_hold(case_id, 1, "结案")
    with pytest.raises(RecordsKeptError, match="投诉") as caught:
        store.delete_case(case_id)
    assert caught.value.clause == ""
    with pytest.raises(UnknownHoldError, match="Holds that stand: 2"):
        store.lift_hold(case_id, 1, "再次")
    with pytest.raises(RecordWordsError):
        store.lift_hold(case_id, 2, " ")
    store.lift_hold(case_id, 2, "查无实据")
    first, second = store.holds(case_id)
    assert (first.set_by, first.lifted_by) == (person_mark("me"), person_mark("you"))
    assert (second.lifted_by, second.lift_reason) == ("", "查无实据")
    store.delete_case(case_id)


def test_a_case_without_a_procedure_goes_as_before(store: CaseStore, case_id: str) -> None:
    assert store.kept_until(case_id) is None
    assert tuple(store.all_steps()) == ()
    store.check_removal(case_id)
    store.delete_case(case_id)


@pytest.mark.parametrize(
    "change",
    [
        'UPDATE case_steps SET facts = \'{"outcome":"passed"}\'',
        "UPDATE case_steps SET day = '2020-01-01'",
        "DELETE FROM case_steps",
        "UPDATE case_people SET part = 'reviewer' WHERE person = 'you'",
        "UPDATE declarations SET ties = '[]'",
        "UPDATE sample_draws SET chosen = '[\"K3\"]'",
        "UPDATE inspections SET finding = '完好'",
        "UPDATE legal_holds SET lifted_at = '2026-03-02'",
        "INSERT INTO case_parties SELECT id, 'builder', '戊', '' FROM cases",
    ],
)
def test_verification_finds_what_was_altered_beside_the_record(
    tmp_path: Path, clock: Clock, change: str
) -> None:
    store = CaseStore(tmp_path / "other", clock=clock)
    case_id = store.create_case("甲小区", "tcrea-2023", "B")
    for person in ("me", "you"):
        store.join_case(case_id, person)
    tied = replace(DECLARATION, ties=(DeclaredTie("builder", "顾问"),))
    store.declare_independence(case_id, tied)
    store.add_sample(case_id, DRAW)
    store.set_inspection(case_id, "B1.1.1", ["site"], "破损", person="me")
    store.add_step(case_id, STEP)
    store.set_hold(case_id, "诉讼")
    assert RecordAudit(store.home).verify(case_id).findings == ()
    with closing(sqlite3.connect(store.home / "cases.sqlite3")) as connection:
        connection.execute(change)
        connection.commit()
    found = RecordAudit(store.home).verify(case_id).findings
    assert [one.fault for one in found] == ["rows-disagree"]


def test_a_server_keeps_the_same_of_a_procedure(
    tmp_path: Path, clock: Clock, server_url: str
) -> None:
    store = CaseStore(tmp_path / "other", url=server_url, clock=clock)
    case_id = store.create_case("甲小区", "tcrea-2023", "B")
    store.join_case(case_id, "me")
    store.assign_part(case_id, "me", "member")
    store.add_party(case_id, "builder", "甲安防")
    store.declare_independence(case_id, DECLARATION)
    store.add_sample(case_id, DRAW)
    store.set_inspection(case_id, "B1.1.1", ["site"], "破损", person="me")
    store.add_step(case_id, replace(STEP, certificate="1", closes=True))
    with pytest.raises(StepTakenError):
        store.add_step(case_id, STEP)
    with pytest.raises(CertificateNumberError):
        store.add_step(case_id, replace(STEP, number=2, certificate="1"))
    store.set_hold(case_id, "诉讼")
    with pytest.raises(RecordsKeptError, match="诉讼"):
        store.delete_case(case_id)
    store.lift_hold(case_id, 1, "结案")
    with pytest.raises(RecordsKeptError, match="2032"):
        store.delete_case(case_id)
    assert store.steps(case_id)[0].closes
    assert store.samples(case_id)[0].ids == DRAW.ids
    assert store.parts_ever(case_id) == {person_mark("me"): {"member"}}
    checked = RecordAudit(tmp_path / "other", url=server_url).verify_all()
    assert [one.findings for one in checked] == [(), ()]
    clock.day = "2033-01-01"
    store.delete_case(case_id)
    assert store.cases() == ()
