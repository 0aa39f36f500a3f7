"""Answers that last: each person's own, never changed, begun anew and taken back."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from assistant.errors import PracticeRecordError
from assistant.practice import Attempt, PracticeRecord, Wanted
from corpus.cases.store import CaseStore
from corpus.cases.verification import RecordAudit

START = datetime(2025, 3, 3, 9, tzinfo=UTC)


def attempt(question: str, minute: int = 0, *, right: bool = True) -> Attempt:
    return Attempt(question, "1 分", right, START + timedelta(minutes=minute))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "home" / "practice.sqlite"


@pytest.fixture
def record(file: Path, url: str) -> PracticeRecord:
    return PracticeRecord(file, url)


def test_nothing_is_made_before_the_first_answer(record: PracticeRecord, file: Path) -> None:
    assert record.attempts("me") == ()
    assert record.wanted("me") == Wanted()
    assert not record.can_undo_reset("me")
    record.reset("me", START)
    record.undo_reset("me", START)
    assert not file.exists()


def test_answers_are_there_again_for_their_person_alone(
    record: PracticeRecord, file: Path, url: str
) -> None:
    record.answered("me", attempt("a", 1))
    record.answered("you", attempt("b", 2, right=False))
    record.answered("me", attempt("c", 3, right=False), "V2.3+1234")
    again = PracticeRecord(file, url)
    assert again.attempts("me") == (attempt("a", 1), attempt("c", 3, right=False))
    assert again.attempts("you") == (attempt("b", 2, right=False),)


def test_a_reset_begins_anew_and_can_be_taken_back(record: PracticeRecord) -> None:
    record.answered("me", attempt("a"))
    record.reset("me", START)
    assert record.attempts("me") == ()
    assert record.can_undo_reset("me")
    record.answered("me", attempt("b", 1))
    record.undo_reset("me", START)
    assert [one.question for one in record.attempts("me")] == ["a", "b"]
    assert not record.can_undo_reset("me")
    record.reset("me", START)
    record.reset("me", START)
    record.undo_reset("me", START)
    assert [one.question for one in record.attempts("me")] == ["a", "b"]
    with record._connections.reading() as connection:
        kept = connection.execute(select(func.count()).select_from(record._events_table))
        assert kept.scalar_one() == 6


def test_answers_of_a_file_as_it_was_first_made_go_on(file: Path) -> None:
    file.parent.mkdir()
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.executescript(
            """
            CREATE TABLE events (
                id INTEGER PRIMARY KEY, person TEXT NOT NULL,
                what TEXT NOT NULL CHECK (what IN ('answer', 'reset', 'unreset')),
                question TEXT NOT NULL DEFAULT '', choice TEXT NOT NULL DEFAULT '',
                is_right INTEGER NOT NULL DEFAULT 0, version TEXT NOT NULL DEFAULT '',
                at TEXT NOT NULL);
            CREATE TABLE wanted (person TEXT PRIMARY KEY, wanted TEXT NOT NULL);
            CREATE INDEX events_of_person ON events (person, id);
            INSERT INTO events (person, what, question, choice, is_right, at)
                VALUES ('me', 'answer', 'a', '1 分', 1, '2025-03-03T09:01:00+00:00');
            INSERT INTO wanted VALUES ('me', '["scs-c1", null, []]');
            """
        )
    record = PracticeRecord(file)
    record.answered("me", attempt("b", 2))
    assert record.attempts("me") == (attempt("a", 1), attempt("b", 2))
    assert record.wanted("me").rule_set == "scs-c1"


def test_cases_and_answers_stand_in_one_database(tmp_path: Path, url: str) -> None:
    if not url:
        pytest.skip("the home has a file of its own for answers")
    store = CaseStore(tmp_path / "home", url=url)
    case_id = store.create_case("甲", "scs-c1")
    PracticeRecord(tmp_path / "unused", url).answered("me", attempt("a"))
    assert [one.id for one in store.cases()] == [case_id]
    assert [one.findings for one in RecordAudit(tmp_path, url=url).verify_all()] == [(), ()]
    assert not (tmp_path / "home").exists()


def test_only_the_last_reset_is_taken_back(record: PracticeRecord) -> None:
    for name in ("a", "b"):
        record.answered("me", attempt(name))
        record.reset("me", START)
    record.undo_reset("me", START)
    assert [one.question for one in record.attempts("me")] == ["b"]


def test_what_is_wanted_is_kept(record: PracticeRecord) -> None:
    record.want("me", Wanted("tcrea-2023", "B", ("gate", "points"), about="A1"))
    record.want("you", Wanted("scs-c1"))
    assert record.wanted("me") == Wanted("tcrea-2023", "B", ("points", "gate"))
    record.want("me", Wanted())
    assert record.wanted("me") == Wanted()
    assert record.wanted("you") == Wanted("scs-c1")


@pytest.mark.parametrize("person", ["", "x" * 201])
def test_a_name_that_cannot_be_used_is_refused(record: PracticeRecord, person: str) -> None:
    with pytest.raises(PracticeRecordError, match="1 to 200"):
        record.answered(person, attempt("a"))
    with pytest.raises(PracticeRecordError):
        record.attempts(person)
    with pytest.raises(PracticeRecordError):
        record.wanted(person)
