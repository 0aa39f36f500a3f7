"""Cases and their people: made, changed, joined, brought up from earlier stores."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.cases.store import CaseStore
from corpus.errors import UnknownCaseError
from tests.corpus.cases.old_stores import CASE, old_store


@pytest.fixture
def store(tmp_path: Path) -> CaseStore:
    return CaseStore(tmp_path / "home")


def test_a_case_keeps_its_stage_and_profile(store: CaseStore) -> None:
    profile = {"level": "B", "facts": {"has_lift": "no"}, "other": ["儿童乐园"]}
    case_id = store.create_case("甲", "tcrea-2023", "B", stage="formal", profile=profile)
    case = store.case(case_id)
    assert (case.stage, case.profile) == ("formal", profile)


def test_a_case_begins_in_pre_evaluation_without_a_profile(store: CaseStore) -> None:
    case = store.case(store.create_case("甲", "scs-c1"))
    assert (case.stage, case.profile) == ("pre", {})


def test_name_stage_and_profile_can_be_changed(store: CaseStore) -> None:
    case_id = store.create_case("甲", "tcrea-2023", "B")
    store.rename_case(case_id, "乙")
    store.set_stage(case_id, "formal")
    store.set_profile(case_id, {"facts": {"has_lift": "yes"}})
    case = CaseStore(store.home).case(case_id)
    assert (case.name, case.stage) == ("乙", "formal")
    assert case.profile == {"facts": {"has_lift": "yes"}}
    with pytest.raises(UnknownCaseError):
        store.rename_case("c-none", "丙")


def test_an_id_that_serves_as_an_invitation_cannot_be_guessed(store: CaseStore) -> None:
    assert re.fullmatch(r"c-[2-9a-hjkmnp-z]{10}", store.create_case("甲", "scs-c1"))


def test_a_person_sees_cases_joined_and_those_that_nobody_joined(store: CaseStore) -> None:
    ours, theirs, free = (store.create_case(name, "scs-c1") for name in "甲乙丙")
    store.join_case(ours, "me")
    store.join_case(theirs, "other")
    assert {case.id for case in store.cases_of("me")} == {ours, free}
    assert {case.id for case in store.cases_of("nobody")} == {free}
    assert len(store.cases()) == 3


def test_joining_again_changes_the_name_only_when_one_is_given(store: CaseStore) -> None:
    case_id = store.create_case("甲", "scs-c1")
    store.join_case(case_id, "me")
    store.join_case(case_id, "you", "李工")
    store.join_case(case_id, "me", "  王工  ")
    store.join_case(case_id, "me")
    people = store.case_people(case_id)
    assert [(person.person, person.name) for person in people] == [("me", "王工"), ("you", "李工")]


def test_nobody_joins_without_a_token_or_a_case_that_is_not_there(store: CaseStore) -> None:
    with pytest.raises(UnknownCaseError):
        store.join_case("c-none", "me")
    with pytest.raises(ValueError, match="token"):
        store.join_case(store.create_case("甲", "scs-c1"), "")


def test_removing_a_case_forgets_its_people(store: CaseStore) -> None:
    case_id = store.create_case("甲", "scs-c1")
    store.join_case(case_id, "me", "王工")
    store.delete_case(case_id)
    assert store.cases_of("me") == ()
    with pytest.raises(UnknownCaseError):
        store.case_people(case_id)


@pytest.mark.parametrize("version", range(1, 7))
def test_a_store_of_an_earlier_version_is_brought_up_with_all_it_holds(
    store: CaseStore, version: int
) -> None:
    old_store(store.home, version, {"judgements": {"C1.1.1": {"met": True}}})
    case = store.case(CASE)
    assert (case.name, case.level, case.stage, case.profile) == ("甲", "B", "pre", {})
    sheet = store.load_sheet(CASE)
    assert sheet is not None
    assert (sheet.content, sheet.version) == ({"judgements": {"C1.1.1": {"met": True}}}, 7)
    assert [passage.text for passage in store.passages(CASE)] == ["周界设置红外对射。"]
    assert not any(passage.is_ocr for passage in store.passages(CASE))
    assert [kept.passage_id for kept in store.suggestion_decisions(CASE)] == ["p-1"]
    assert [state.person for state in store.sheets(CASE)] == ([""] if version < 4 else ["", "me"])
    assert store.save_sheet(CASE, {"judgements": {}}, expected_version=7) == 8
    assert [case.id for case in store.cases_of("you")] == [CASE]


def test_a_store_of_version_6_keeps_people_sheets_notes_and_their_order(store: CaseStore) -> None:
    old_store(store.home, 6, {"judgements": {}})
    assert [person.name for person in store.case_people(CASE)] == ["李工", "王工"]
    assert store.notes(CASE) == {"B1.2.1": "缺图"}
    sheet = store.load_sheet(CASE, person="me", stage="formal")
    assert sheet is not None
    assert (sheet.content, sheet.version, sheet.earlier) == ({"a": 2}, 2, 1)
    assert sheet.submitted == "2026-01-05"
    store.withdraw_submission(CASE, person="me", stage="formal")
    undone = store.undo_sheet(CASE, person="me", stage="formal")
    assert undone is not None
    assert undone.content == {"a": 1}


def test_a_case_may_be_a_sample_and_those_of_earlier_stores_are_none(store: CaseStore) -> None:
    old_store(store.home, 5)
    assert not store.case(CASE).is_sample
    assert store.case(store.create_case("例", "scs-c1", is_sample=True)).is_sample


def test_processes_that_bring_a_store_up_at_once_do_it_once(store: CaseStore) -> None:
    old_store(store.home, 3, {"judgements": {}})
    code = (
        "import sys; from pathlib import Path; from corpus.cases.store import CaseStore;"
        f"CaseStore(Path(sys.argv[1])).join_case('{CASE}', sys.argv[2])"
    )
    root = Path(__file__).parents[3]
    processes = [
        subprocess.Popen([sys.executable, "-c", code, str(store.home), name], cwd=root)
        for name in ("a", "b", "c")
    ]
    assert [process.wait(timeout=60) for process in processes] == [0, 0, 0]
    assert {person.person for person in store.case_people(CASE)} == {"a", "b", "c"}


def test_notes_are_kept_by_indicator_until_they_are_empty(tmp_path: Path) -> None:
    store = CaseStore(tmp_path)
    case_id = store.create_case("甲", "tcrea-2023", "B")
    assert store.notes(case_id) == {}
    store.set_note(case_id, "B1.2.1", " 缺图 ")
    store.set_note(case_id, "B1.1.1", "x" * 5000)
    assert list(store.notes(case_id)) == ["B1.1.1", "B1.2.1"]
    assert len(store.notes(case_id)["B1.1.1"]) == 2000
    store.set_note(case_id, "B1.1.1", " ")
    assert store.notes(case_id) == {"B1.2.1": "缺图"}
    store.delete_case(case_id)
    with pytest.raises(UnknownCaseError):
        store.notes(case_id)
