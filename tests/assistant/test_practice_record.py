"""Answers that last: each person's own, never changed, begun anew and taken back."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.errors import PracticeRecordError
from assistant.practice import Attempt, PracticeRecord, Wanted

START = datetime(2025, 3, 3, 9, tzinfo=UTC)


def attempt(question: str, minute: int = 0, *, right: bool = True) -> Attempt:
    return Attempt(question, "1 分", right, START + timedelta(minutes=minute))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "home" / "practice.sqlite"


@pytest.fixture
def record(file: Path) -> PracticeRecord:
    return PracticeRecord(file)


def test_nothing_is_made_before_the_first_answer(record: PracticeRecord, file: Path) -> None:
    assert record.attempts("me") == ()
    assert record.wanted("me") == Wanted()
    assert not record.can_undo_reset("me")
    record.reset("me", START)
    record.undo_reset("me", START)
    assert not file.exists()


def test_answers_are_there_again_for_their_person_alone(record: PracticeRecord, file: Path) -> None:
    record.answered("me", attempt("a", 1))
    record.answered("you", attempt("b", 2, right=False))
    record.answered("me", attempt("c", 3, right=False), "V2.3+1234")
    again = PracticeRecord(file)
    assert again.attempts("me") == (attempt("a", 1), attempt("c", 3, right=False))
    assert again.attempts("you") == (attempt("b", 2, right=False),)


def test_a_reset_begins_anew_and_can_be_taken_back(record: PracticeRecord, file: Path) -> None:
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
    with sqlite3.connect(file) as connection:
        assert connection.execute("SELECT count(*) FROM events").fetchone() == (6,)
    connection.close()


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
