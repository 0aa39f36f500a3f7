"""The sheets of a case: versions, undo, submission, and who may see whose."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from corpus.cases.sheets import KEPT_VERSIONS
from corpus.cases.store import CaseStore
from corpus.errors import (
    SheetChangedError,
    SheetCoveredError,
    SheetSubmittedError,
    UnknownSheetError,
)
from corpus.record.tables import sheet_versions, sheets

ROOT = Path(__file__).parents[3]
SAVER = """
import sys
from pathlib import Path
from corpus.cases.store import CaseStore
from corpus.errors import SheetChangedError
store, case_id, name = CaseStore(Path(sys.argv[1])), sys.argv[2], sys.argv[3]
for number in range(int(sys.argv[4])):
    while True:
        sheet = store.load_sheet(case_id)
        content = dict(sheet.content) if sheet else {}
        content[f"{name}{number}"] = number
        try:
            store.save_sheet(case_id, content, expected_version=sheet.version if sheet else 0)
        except SheetChangedError:
            continue
        break
"""


@pytest.fixture
def store(tmp_path: Path) -> CaseStore:
    return CaseStore(tmp_path / "home")


@pytest.fixture
def case_id(store: CaseStore) -> str:
    return store.create_case("甲", "tcrea-2023", "B")


def judged(row: str) -> dict[str, Any]:
    return {"judgements": {row: {"met": True}}}


def saver(store: CaseStore, case_id: str, name: str, number: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", SAVER, str(store.home), case_id, name, str(number)]
    return subprocess.Popen(command, cwd=ROOT)


def test_sheets_of_persons_and_stages_do_not_touch_each_other(
    store: CaseStore, case_id: str
) -> None:
    store.save_sheet(case_id, judged("own"))
    store.save_sheet(case_id, judged("mine"), person="me")
    store.save_sheet(case_id, judged("later"), person="me", stage="formal")
    contents = [
        sheet.content
        for sheet in (
            store.load_sheet(case_id),
            store.load_sheet(case_id, person="me"),
            store.load_sheet(case_id, person="me", stage="formal"),
        )
        if sheet
    ]
    assert contents == [judged("own"), judged("mine"), judged("later")]
    assert store.load_sheet(case_id, person="you") is None


def test_undo_walks_back_through_all_changes_as_new_versions(
    store: CaseStore, case_id: str
) -> None:
    for row in ("1", "2", "3"):
        store.save_sheet(case_id, judged(row))
    reopened = CaseStore(store.home)
    found = [reopened.undo_sheet(case_id) for _ in range(3)]
    assert [sheet and (sheet.content, sheet.version, sheet.earlier) for sheet in found] == [
        (judged("2"), 4, 1),
        (judged("1"), 5, 0),
        None,
    ]
    kept = store.load_sheet(case_id)
    assert kept is not None
    assert kept.content == judged("1")


def test_a_change_after_an_undo_is_undone_first(store: CaseStore, case_id: str) -> None:
    for row in ("1", "2"):
        store.save_sheet(case_id, judged(row))
    store.undo_sheet(case_id)
    store.save_sheet(case_id, judged("3"))
    undone = store.undo_sheet(case_id)
    assert undone is not None
    assert undone.content == judged("1")


def test_undo_refuses_a_sheet_that_was_saved_meanwhile(store: CaseStore, case_id: str) -> None:
    with pytest.raises(UnknownSheetError):
        store.undo_sheet(case_id)
    for row in ("1", "2"):
        store.save_sheet(case_id, judged(row))
    with pytest.raises(SheetChangedError):
        store.undo_sheet(case_id, expected_version=1)
    kept = store.load_sheet(case_id)
    assert kept is not None
    assert kept.content == judged("2")


def test_the_last_hundred_changes_can_be_undone(store: CaseStore, case_id: str) -> None:
    for number in range(KEPT_VERSIONS + 6):
        store.save_sheet(case_id, judged(str(number)))
    sheet = store.load_sheet(case_id)
    assert sheet is not None
    assert sheet.earlier == KEPT_VERSIONS == 100
    for _ in range(KEPT_VERSIONS):
        sheet = store.undo_sheet(case_id)
    assert sheet is not None
    assert (sheet.content, sheet.earlier) == (judged("5"), 0)


def test_a_submitted_sheet_refuses_changes_until_it_is_withdrawn(
    store: CaseStore, case_id: str
) -> None:
    with pytest.raises(UnknownSheetError):
        store.submit_sheet(case_id, person="me")
    store.save_sheet(case_id, judged("1"), person="me")
    with pytest.raises(SheetChangedError):
        store.submit_sheet(case_id, person="me", expected_version=2)
    submitted = store.submit_sheet(case_id, person="me", expected_version=1)
    assert submitted.submitted
    assert store.submit_sheet(case_id, person="me").submitted == submitted.submitted
    for change in (
        lambda: store.save_sheet(case_id, judged("2"), person="me"),
        lambda: store.undo_sheet(case_id, person="me"),
    ):
        with pytest.raises(SheetSubmittedError):
            change()
    kept = store.load_sheet(case_id, person="me")
    assert kept is not None
    assert (kept.content, kept.version) == (judged("1"), 1)
    store.withdraw_submission(case_id, person="me")
    assert store.save_sheet(case_id, judged("2"), person="me") == 2
    (state,) = store.sheets(case_id)
    assert (state.submitted, state.withdrawn) == (None, 1)


def test_the_states_of_all_sheets_name_their_owners(store: CaseStore, case_id: str) -> None:
    store.join_case(case_id, "me", "王工")
    store.join_case(case_id, "you", "李工")
    store.save_sheet(case_id, judged("1"), person="you", stage="formal")
    store.save_sheet(case_id, judged("1"), person="you")
    store.save_sheet(case_id, judged("1"), person="me")
    store.save_sheet(case_id, judged("1"))
    store.submit_sheet(case_id, person="you")
    states = store.sheets(case_id)
    assert [(state.name, state.stage, state.submitted is not None) for state in states] == [
        ("", "pre", False),
        ("王工", "pre", False),
        ("李工", "pre", True),
        ("李工", "formal", False),
    ]
    assert all(state.saved for state in states)


def test_others_are_seen_only_when_both_have_submitted_that_stage(
    store: CaseStore, case_id: str
) -> None:
    for person in ("me", "you", "late"):
        store.save_sheet(case_id, judged(person), person=person)
    store.save_sheet(case_id, judged("you"), person="you", stage="formal")
    store.submit_sheet(case_id, person="you")
    store.submit_sheet(case_id, person="you", stage="formal")

    def seen() -> list[tuple[str, str]]:
        return [(state.person, state.stage) for state in store.sheets_for(case_id, "me")]

    assert seen() == [("me", "pre")]
    with pytest.raises(SheetCoveredError):
        store.sheet_for(case_id, "me", person="you")
    store.submit_sheet(case_id, person="me")
    assert sorted(seen()) == [("me", "pre"), ("you", "pre")]
    opened = store.sheet_for(case_id, "me", person="you")
    assert opened is not None
    assert opened.content == judged("you")
    for person, stage in (("late", "pre"), ("you", "formal")):
        with pytest.raises(SheetCoveredError):
            store.sheet_for(case_id, "me", person=person, stage=stage)  # type: ignore[arg-type]
    store.withdraw_submission(case_id, person="me")
    assert seen() == [("me", "pre")]


def test_the_own_sheet_of_a_case_is_covered_while_an_expert_judges(
    store: CaseStore, case_id: str
) -> None:
    store.save_sheet(case_id, judged("own"))
    assert store.sheet_for(case_id, "me") is not None
    store.save_sheet(case_id, judged("me"), person="me")
    with pytest.raises(SheetCoveredError):
        store.sheet_for(case_id, "me")
    assert store.sheet_for(case_id, "you") is not None
    assert store.sheet_for(case_id, "me", stage="formal") is None
    store.submit_sheet(case_id, person="me")
    assert store.sheet_for(case_id, "me") is not None


def test_removing_a_case_removes_its_sheets_and_their_versions(
    store: CaseStore, case_id: str
) -> None:
    for row in ("1", "2"):
        store.save_sheet(case_id, judged(row))
        store.save_sheet(case_id, judged(row), person="me", stage="formal")
    store.delete_case(case_id)
    assert store._rows(select(sheets)) == store._rows(select(sheet_versions)) == []


def test_a_sheet_can_be_removed_unless_it_is_submitted(store: CaseStore, case_id: str) -> None:
    store.remove_sheet(case_id, person="me")
    for row in ("1", "2"):
        store.save_sheet(case_id, judged(row), person="me")
    store.save_sheet(case_id, judged("1"))
    store.remove_sheet(case_id, person="me")
    assert [state.person for state in store.sheets(case_id)] == [""]
    assert store._rows(select(sheet_versions)) == []
    store.submit_sheet(case_id)
    with pytest.raises(SheetSubmittedError):
        store.remove_sheet(case_id)


def test_two_processes_saving_at_once_lose_nothing(store: CaseStore, case_id: str) -> None:
    processes = [saver(store, case_id, name, 15) for name in "ab"]
    assert [process.wait(timeout=120) for process in processes] == [0, 0]
    sheet = store.load_sheet(case_id)
    assert sheet is not None
    assert set(sheet.content) == {f"{name}{number}" for name in "ab" for number in range(15)}
    assert (sheet.version, sheet.earlier) == (30, 29)


def test_a_process_killed_while_it_saves_leaves_whole_versions(
    store: CaseStore, case_id: str
) -> None:
    process = saver(store, case_id, "a", 100_000)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        sheet = store.load_sheet(case_id)
        if sheet and sheet.version > 20:
            break
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait(timeout=60)
    sheet = store.load_sheet(case_id)
    assert sheet is not None
    # every save adds one entry: version, content and versions kept belong together
    assert len(sheet.content) == sheet.version > 20
    undone = store.undo_sheet(case_id)
    assert undone is not None
    assert len(undone.content) == len(sheet.content) - 1
