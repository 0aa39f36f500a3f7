"""Acts that are killed or find no room: the whole act with its event, or nothing."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from corpus.cases import files
from corpus.cases.store import CaseStore
from corpus.cases.verification import RecordAudit
from corpus.document import ReadResult
from corpus.errors import StoreFullError
from corpus.record import carry, chain
from corpus.record.event import HOME
from tests.corpus.cases.acts import ACTS, BEFOREHAND, bytes_at, prepared, read_two, take
from tests.corpus.cases.old_stores import CASE, old_store

FREEING = {"case.removed", "document.removed", "sheet.removed"}
"""Acts that may find room on a full disk, since what they take away makes some."""
ACTS_READ = {**ACTS, "document.read": lambda store, case: store.resume(case)}


@pytest.fixture(scope="module")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    home = tmp_path_factory.mktemp("pattern") / "home"
    store, case_id = prepared(home)
    take(store, case_id, "未读.md")
    return home, case_id


def held(home: Path) -> list[Any]:
    """Return all that a reader sees of the store and its record."""
    store = CaseStore(home)
    seen: list[Any] = [store.events(HOME)]
    for case in store.cases():
        sheets = [store.load_sheet(case.id, person=person) for person in ("", "me")]
        seen += [case, store.events(case.id), store.documents(case.id), store.passages(case.id)]
        seen += [sheets, store.notes(case.id), store.suggestion_decisions(case.id)]
        seen += [store.case_people(case.id), store.parties(case.id), store.holds(case.id)]
        seen += [store.declarations(case.id), store.inspections(case.id, "pre")]
        seen += [store.samples(case.id), store.steps(case.id)]
    return seen


def in_a_child(work: Callable[[], object]) -> int:
    """Run in a child that shares no connection; return the signal that ended it, 0 for none."""
    child = os.fork()
    if not child:
        try:
            work()
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def die(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def killed_at(point: str, home: Path, act: str, case_id: str) -> None:
    store = CaseStore(home, read=read_two)
    whole = chain.append

    def append(*given: Any) -> None:
        if point == "before its event":
            die()
        whole(*given)
        if point == "after its event":
            die()

    chain.append = append
    if point == "before it is committed":
        event.listen(store._engine._engine, "commit", die)
    ACTS_READ[act](store, case_id)


@pytest.mark.parametrize("act", ACTS_READ)
@pytest.mark.parametrize("point", ["before its event", "after its event", "before it is committed"])
def test_an_act_that_is_killed_leaves_nothing_and_can_be_done_again(
    tmp_path: Path, pattern: tuple[Path, str], act: str, point: str
) -> None:
    shutil.copytree(pattern[0], home := tmp_path / "home")
    case_id = pattern[1]
    BEFOREHAND.get(act, lambda *_: None)(CaseStore(home), case_id)
    before = held(home)
    assert in_a_child(lambda: killed_at(point, home, act, case_id)) == -signal.SIGKILL
    assert held(home) == before
    assert not any(one.findings for one in RecordAudit(home).verify_all())
    ACTS_READ[act](CaseStore(home, read=read_two), case_id)
    assert held(home) != before
    assert not any(one.findings for one in RecordAudit(home).verify_all())


@pytest.mark.parametrize("point", ["before its event", "after its event", "before it is committed"])
def test_bringing_a_store_up_that_is_killed_leaves_the_old_one(tmp_path: Path, point: str) -> None:
    home = tmp_path / "home"
    old_store(home, 6, {"judgements": {}})

    def bring_up() -> None:
        whole = carry.append

        def append(*given: Any) -> None:
            if point == "before its event":
                die()
            whole(*given)
            die()

        store = CaseStore(home)
        if point == "before it is committed":
            event.listen(store._engine._engine, "commit", die)
        else:
            carry.append = append
        store.cases()

    assert in_a_child(bring_up) == -signal.SIGKILL
    with closing(sqlite3.connect(home / "cases.sqlite3")) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (6,)
        tables = "SELECT name FROM sqlite_master WHERE name IN ('events', 'alembic_version')"
        assert connection.execute(tables).fetchall() == []
    assert [case.id for case in CaseStore(home).cases()] == [CASE]
    assert {one.what for one in CaseStore(home).events(CASE)} == {"record.carried"}


def test_bytes_that_a_kill_left_are_deleted_by_the_next_removal(
    tmp_path: Path, pattern: tuple[Path, str]
) -> None:
    shutil.copytree(pattern[0], home := tmp_path / "home")
    store = CaseStore(home, read=read_two)
    first, second = (one.sha256 for one in store.documents(pattern[1]))
    path = bytes_at(store.home, first)
    del store

    def remove() -> None:
        files.FolderFiles.drop = die  # type: ignore[method-assign]
        CaseStore(home).remove_document(pattern[1], first)

    assert in_a_child(remove) == -signal.SIGKILL
    store = CaseStore(home)
    assert [one.sha256 for one in store.documents(pattern[1])] == [second]
    assert path.exists()
    store.remove_document(pattern[1], second)
    assert not path.exists()
    deleted = [one.subject["sha256"] for one in store.events(HOME) if one.what == "file.deleted"]
    assert sorted(deleted) == sorted([first, second])


@pytest.mark.parametrize("act", ["sheet.saved", "document.read", "note.written"])
def test_a_full_disk_is_told_and_loses_nothing(
    tmp_path: Path, pattern: tuple[Path, str], act: str
) -> None:
    shutil.copytree(pattern[0], home := tmp_path / "home")
    before = held(home)

    def fill(connection: Any, _record: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")

    long = {"judgements": {f"B{n}": {"reason": "理由" * 100} for n in range(200)}}
    acts: dict[str, Callable[[CaseStore], object]] = {
        "sheet.saved": lambda store: store.save_sheet(pattern[1], long, person="me"),
        "document.read": lambda store: store.resume(pattern[1]),
        "note.written": lambda store: [
            store.set_note(pattern[1], f"B{n}", "图" * 2000) for n in range(50)
        ],
    }
    store = CaseStore(home, read=read_many)
    event.listen(store._engine._engine, "connect", fill)
    store._engine._engine.dispose()
    with pytest.raises(StoreFullError, match="Make room"):
        acts[act](store)
    if act != "note.written":
        assert held(home) == before
    assert not any(one.findings for one in RecordAudit(home).verify_all())
    event.remove(store._engine._engine, "connect", fill)
    store._engine._engine.dispose()
    acts[act](store)
    assert not any(one.findings for one in RecordAudit(home).verify_all())


@pytest.mark.parametrize("act", ACTS)
def test_every_act_on_a_full_disk_is_whole_or_nothing(
    tmp_path: Path, pattern: tuple[Path, str], act: str
) -> None:
    shutil.copytree(pattern[0], home := tmp_path / "home")
    store, case_id = CaseStore(home, read=read_two), pattern[1]
    BEFOREHAND.get(act, lambda *_: None)(store, case_id)

    def fill(connection: Any, _record: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")

    event.listen(store._engine._engine, "connect", fill)
    store._engine._engine.dispose()
    stuff(store, case_id)
    before = held(home)
    try:
        ACTS[act](store, case_id)
    except StoreFullError:
        assert held(home) == before
    else:
        assert act in FREEING, "an act that adds to the record found room on a full disk"
    finally:
        event.remove(store._engine._engine, "connect", fill)
        store._engine._engine.dispose()
    assert not any(one.findings for one in RecordAudit(home).verify_all())
    if held(home) == before:
        ACTS[act](CaseStore(home, read=read_two), case_id)  # once there is room


def stuff(store: CaseStore, case_id: str) -> None:
    """Write ever shorter notes until not one character finds room."""
    for length in (2000, 200, 1):
        for number in range(2000):
            try:
                store.set_note(case_id, f"N{length}-{number}", "图" * length)
            except StoreFullError:
                break
        else:
            pytest.fail("the disk never got full")


def read_many(path: Path, **given: Any) -> ReadResult:
    """Stand in for a reading that finds more than fits."""
    found = read_two(path, **given)
    first = found.passages[0]
    many = tuple(replace(first, id=f"{first.id}-{n}", text=f"{n}" * 2000) for n in range(50))
    return replace(found, passages=many)


def test_a_document_that_finds_no_room_is_told_and_leaves_no_copy(
    tmp_path: Path, pattern: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(pattern[0], home := tmp_path / "home")
    before = held(home)

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    path = tmp_path / "x.md"
    path.write_text("门禁", encoding="utf-8")
    with pytest.raises(StoreFullError):
        CaseStore(home).add_document(pattern[1], path)
    assert held(home) == before
    assert list((home / "files" / "incoming").iterdir()) == []
