"""The record: every act is an event, in the same transaction, and no event ever changes."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, text, update
from sqlalchemy.exc import DBAPIError

from corpus.cases.store import CaseStore
from corpus.cases.verification import RecordAudit
from corpus.document import ReadResult
from corpus.errors import UnknownCaseError
from corpus.reading.read import refused
from corpus.reading.reasons import reason
from corpus.record.chain import Head
from corpus.record.event import HOME, digest, person_mark
from corpus.record.tables import events
from tests.corpus.cases.acts import ACTS, BEFOREHAND, document, prepared, read_two
from tests.corpus.cases.old_stores import CASE, old_store


def what(store: CaseStore, chain: str) -> list[str]:
    return [event.what for event in store.events(chain)]


def is_sound(home: Path, url: str | None = None) -> bool:
    checked = RecordAudit(home, url=url).verify_all()
    return bool(checked) and not any(one.findings for one in checked)


@pytest.mark.parametrize("act", [act for act in ACTS if not act.startswith("case.re")])
def test_every_act_is_one_event_that_agrees_with_what_is_stored(tmp_path: Path, act: str) -> None:
    store, case_id = prepared(tmp_path / "home")
    BEFOREHAND.get(act, lambda *_: None)(store, case_id)
    before = {chain: what(store, chain) for chain in (HOME, case_id)}
    ACTS[act](store, case_id)
    chain = HOME if act == "case.created" else case_id
    new = what(store, chain)[len(before[chain]) :]
    # A document takes the decisions on it along.
    assert new == (["suggestion.forgotten", act] if act == "document.removed" else [act])
    assert is_sound(store.home)


def test_what_changes_nothing_is_no_event(tmp_path: Path) -> None:
    store, case_id = prepared(tmp_path / "home")
    before = what(store, case_id)
    store.rename_case(case_id, "甲")
    store.set_note(case_id, "B1.2.1", " 缺图 ")
    store.join_case(case_id, "me")
    store.submit_sheet(case_id)
    store.remove_sheet(case_id, person="nobody")
    store.add_document(case_id, document(store))
    assert what(store, case_id) == before
    with pytest.raises(UnknownCaseError):
        store.rename_case("c-none", "丙")


def test_an_event_says_who_what_before_and_after(tmp_path: Path) -> None:
    store = CaseStore(tmp_path, clock=lambda: "2026-03-04T05:06:07+00:00")
    case_id = store.create_case("甲", "tcrea-2023", "B")
    store.acting("secret-token").rename_case(case_id, "乙")
    event = store.events(case_id)[-1]
    assert (event.at, event.what) == ("2026-03-04T05:06:07+00:00", "case.renamed")
    assert event.who == person_mark("secret-token")
    assert (event.before, event.after) == ({"name": "甲"}, {"name": "乙"})
    assert store.events(case_id)[0].who == ""
    store.join_case(case_id, "secret-token", "王工")
    store.save_sheet(case_id, {}, person="secret-token")
    assert {one.who for one in store.events(case_id)[1:]} == {person_mark("secret-token")}
    assert "secret-token" not in str(store.events(case_id))


def test_an_event_has_the_hash_that_the_documented_form_gives(tmp_path: Path) -> None:
    store = CaseStore(tmp_path)
    case_id = store.create_case("甲", "tcrea-2023", "B")
    store.rename_case(case_id, "乙")
    first, second = store.events(case_id)
    assert first.previous == "0" * 64
    assert second.previous == first.hash
    assert second.hash == digest(
        {
            "after": {"name": "乙"},
            "at": second.at,
            "basis": {},
            "before": {"name": "甲"},
            "chain": case_id,
            "number": 2,
            "previous": first.hash,
            "subject": {"case": case_id, "kind": "case"},
            "what": "case.renamed",
            "who": "",
        }
    )
    assert store.head(case_id) == Head(2, second.hash)


def test_a_saved_sheet_names_rules_evidence_and_panel(tmp_path: Path) -> None:
    store = CaseStore(
        tmp_path / "home",
        read=read_two,
        rules=lambda kept, rows: {"version": "1", "rows": dict.fromkeys(rows, kept.rule_set)},
    )
    case_id = store.create_case("甲", "tcrea-2023", "B")
    first, _ = store.add_document(case_id, document(store)).passages
    store.set_suggestion_decision(case_id, "B1.1.1", first.id, "accepted")
    store.save_sheet(case_id, {}, person="me")
    store.save_sheet(case_id, {"judgements": {"B1.1.1": {"met": True}, "B1.1.2": {}}})
    basis = store.events(case_id)[-1].basis
    assert basis["rules"]["rows"] == {"B1.1.1": "tcrea-2023", "B1.1.2": "tcrea-2023"}
    (evidence,) = basis["evidence"]
    assert (evidence["indicator"], evidence["document"]) == ("B1.1.1", first.document)
    assert basis["panel"] == [person_mark("me")]
    store.save_sheet(case_id, {"judgements": {"B1.1.2": {}}}, person="me")
    last = store.events(case_id)[-1]
    assert last.basis == {
        "rules": {"version": "1", "rows": {"B1.1.2": "tcrea-2023"}},
        "evidence": [],
    }


def test_a_sheet_can_be_followed_from_its_events(tmp_path: Path) -> None:
    store = CaseStore(tmp_path)
    case_id = store.create_case("甲", "tcrea-2023", "B")
    contents = [
        {"judgements": {"a": {"met": True}}, "interpretations": {}},
        {"judgements": {"a": {"met": True}, "b": {"met": False}}, "interpretations": {}},
        {"judgements": {"b": {"met": True, "reason": "图"}}, "weights": [1]},
    ]
    for content in contents:
        store.save_sheet(case_id, content)
    saved = [event for event in store.events(case_id) if event.what == "sheet.saved"]
    followed = [event.after["said"] for event in saved if event.after]
    assert followed == [
        contents[0],
        {"judgements": {"b": {"met": False}}},
        {"judgements": {"b": {"met": True, "reason": "图"}}, "weights": [1]},
    ]
    assert saved[2].before is not None
    assert saved[2].before["said"] == {
        "judgements": {"a": {"met": True}, "b": {"met": False}},
        "interpretations": {},
    }
    assert [event.after["content"] for event in saved if event.after] == [*map(digest, contents)]


def test_a_document_read_anew_is_an_event_of_every_case_that_holds_it(tmp_path: Path) -> None:
    outcomes = ["crashed", "read"]

    def read(path: Path, *, name: str | None = None, **rest: object) -> ReadResult:
        if outcomes.pop(0) == "crashed":
            return refused(name or "", path.name, reason("crashed", limit=60))
        return read_two(path, name=name)

    store = CaseStore(tmp_path / "home", read=read)
    first, second = (store.create_case(name, "tcrea-2023") for name in "甲乙")
    store.add_document(first, document(store))
    store.add_document(second, document(store))
    assert what(store, first)[1:] == ["document.added", "document.read", "document.read"]
    assert what(store, second)[1:] == ["document.added", "document.read"]
    assert is_sound(store.home)


def test_a_removed_case_leaves_a_proof_and_nothing_else(tmp_path: Path) -> None:
    store, case_id = prepared(tmp_path / "home")
    head = store.head(case_id)
    (sha256,) = (one.sha256 for one in store.documents(case_id))
    store.acting("me").delete_case(case_id)
    assert store.events(case_id) == ()
    removed, deleted = store.events(HOME)[-2:]
    assert (removed.what, removed.subject["case"]) == ("case.removed", case_id)
    assert removed.who == person_mark("me")
    assert removed.basis == {"proof": {"record": str(head), "documents": [sha256]}}
    assert (deleted.what, deleted.subject["sha256"]) == ("file.deleted", sha256)
    assert "王工" not in str(store.events(HOME))
    assert is_sound(store.home)
    told = RecordAudit(store.home).verify(case_id)
    assert told.removed == removed
    assert told.findings == ()
    with pytest.raises(UnknownCaseError):
        RecordAudit(store.home).verify("c-none")


@pytest.mark.parametrize("version", range(1, 7))
def test_what_an_old_store_holds_is_carried_into_the_record(tmp_path: Path, version: int) -> None:
    home = tmp_path / "home"
    old_store(home, version, {"judgements": {"C1.1.1": {"met": True}}})
    store = CaseStore(home)
    assert set(what(store, CASE)) | set(what(store, HOME)) == {"record.carried"}
    checked = RecordAudit(home).verify(CASE)
    # The old store of this test never had the bytes of its document.
    assert [finding.fault for finding in checked.findings] == ["file-missing"]
    store.save_sheet(CASE, {"judgements": {}})
    store.undo_sheet(CASE)
    if version > 3:
        store.withdraw_submission(CASE, person="me", stage="formal")
        store.undo_sheet(CASE, person="me", stage="formal")
    store.set_suggestion_decision(CASE, "C1.2.1", "p-1", None)
    checked = RecordAudit(home).verify(CASE)
    assert [finding.fault for finding in checked.findings] == ["file-missing"]


@pytest.mark.parametrize("kind", ["file", "server"])
def test_the_database_refuses_to_change_the_record(
    tmp_path: Path, kind: str, request: pytest.FixtureRequest
) -> None:
    url = request.getfixturevalue("server_url") if kind == "server" else None
    store = CaseStore(tmp_path, url=url)
    case_id, other = (store.create_case(name, "scs-c1") for name in "甲乙")
    store.rename_case(case_id, "丙")
    of_case = events.c.chain == case_id
    row = {column.name: "x" for column in events.columns}
    for statement in (
        update(events).where(of_case).values(at="2000-01-01"),
        update(events).where(of_case, events.c.number == 2).values(number=3),
        delete(events).where(of_case),
        delete(events).where(events.c.chain == HOME),
        insert(events).values(**{**row, "chain": case_id, "number": 2}),
        insert(events).values(**{**row, "chain": case_id, "number": 9}),
        *([] if kind == "server" else [text("REPLACE INTO events SELECT * FROM events")]),
        *([] if kind == "file" else [text("TRUNCATE events")]),
    ):
        with pytest.raises(DBAPIError, match="events are"), store._writing() as connection:
            connection.execute(statement)
    store.delete_case(other)
    assert is_sound(tmp_path, url)
    assert what(store, case_id) == ["case.created", "case.renamed"]


@pytest.mark.parametrize("kind", ["file", "server"])
def test_writers_at_once_leave_one_whole_chain(
    tmp_path: Path, kind: str, request: pytest.FixtureRequest
) -> None:
    url = request.getfixturevalue("server_url") if kind == "server" else None
    case_id = CaseStore(tmp_path, url=url).create_case("甲", "scs-c1")

    def write(name: str) -> None:
        store = CaseStore(tmp_path, url=url)
        for number in range(10):
            store.set_note(case_id, name, f"{number}")

    threads = [threading.Thread(target=write, args=(name,)) for name in ("SE11", "SE12", "SE13")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert len(CaseStore(tmp_path, url=url).events(case_id)) == 31
    assert is_sound(tmp_path, url)


def test_a_clock_that_goes_back_is_noted_and_not_refused(tmp_path: Path) -> None:
    times = iter(["2026-01-02", "2026-01-02", "2026-01-02", "2026-01-01", "2026-01-03"])
    store = CaseStore(tmp_path, clock=lambda: next(times))
    case_id = store.create_case("甲", "scs-c1")
    store.rename_case(case_id, "乙")
    store.rename_case(case_id, "丙")
    checked = RecordAudit(tmp_path).verify(case_id)
    assert checked.backwards == (2,)
    assert checked.findings == ()


def test_a_program_of_before_the_record_refuses_the_store(tmp_path: Path) -> None:
    CaseStore(tmp_path).create_case("甲", "scs-c1")
    with closing(sqlite3.connect(tmp_path / "cases.sqlite3")) as connection:
        assert connection.execute("PRAGMA user_version").fetchone()[0] > 6
