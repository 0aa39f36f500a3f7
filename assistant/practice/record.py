"""
What each person has answered and wants to practise, kept in one SQLite file.

Answers, resets and resets taken back are events in the order in which they came; none is ever
changed or taken out, and what counts is worked out from them. Who may read a person's record is decided by the caller.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from assistant.errors import PracticeRecordError
from assistant.practice.boxes import Attempt
from assistant.practice.pool import Wanted
from assistant.practice.question import KINDS

_BUSY_S = 10
_LONGEST = 200
_SCHEMA = """
CREATE TABLE IF NOT EXISTS events (
    id INTEGER PRIMARY KEY,
    person TEXT NOT NULL,
    what TEXT NOT NULL CHECK (what IN ('answer', 'reset', 'unreset')),
    question TEXT NOT NULL DEFAULT '',
    choice TEXT NOT NULL DEFAULT '',
    is_right INTEGER NOT NULL DEFAULT 0,
    version TEXT NOT NULL DEFAULT '',
    at TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS wanted (person TEXT PRIMARY KEY, wanted TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS events_of_person ON events (person, id);
"""
_INSERT = (
    "INSERT INTO events (person, what, question, choice, is_right, version, at) "
    "VALUES (?, ?, ?, ?, ?, ?, ?)"
)


class PracticeRecord:
    """
    The answers of everyone who practises.

    file: where they are kept; it is made with the first thing to keep.

    Raises:
        PracticeRecordError: from every method, when the person's name cannot be used.
    """

    def __init__(self, file: Path) -> None:
        self._file = file

    def answered(self, person: str, attempt: Attempt, version: str = "") -> None:
        """Keep an answer; version: that of the rules by which it was judged."""
        right = int(attempt.right)
        self._add(person, "answer", attempt.at, attempt.question, attempt.choice, right, version)

    def attempts(self, person: str) -> tuple[Attempt, ...]:
        """Return the answers that count, oldest first: those since the last reset; () for none."""
        counting: list[Attempt] = []
        before_reset: list[Attempt] = []
        for what, question, choice, right, at in self._events(person):
            if what == "answer":
                when = datetime.fromisoformat(at)
                counting.append(Attempt(question, choice, bool(right), when))
            elif what == "reset":
                before_reset, counting = counting, []
            else:
                counting, before_reset = [*before_reset, *counting], []
        return tuple(counting)

    def reset(self, person: str, at: datetime) -> None:
        """Begin anew; nothing happens where there is no answer to leave behind."""
        if self.attempts(person):
            self._add(person, "reset", at)

    def undo_reset(self, person: str, at: datetime) -> None:
        """Take the last reset back; answers given since then count too."""
        if self.can_undo_reset(person):
            self._add(person, "unreset", at)

    def can_undo_reset(self, person: str) -> bool:
        """Whether the last reset still holds."""
        resets = [what for what, *_ in self._events(person) if what != "answer"]
        return bool(resets) and resets[-1] == "reset"

    def want(self, person: str, wanted: Wanted) -> None:
        """Keep what a person wants to practise, apart from the clause that a link names."""
        _check(person)
        kept = json.dumps([wanted.rule_set, wanted.level, wanted.kinds])
        with self._connection() as connection, connection:
            connection.execute("INSERT OR REPLACE INTO wanted VALUES (?, ?)", (person, kept))

    def wanted(self, person: str) -> Wanted:
        """Return what a person wants to practise; everything where nothing was said."""
        _check(person)
        if not self._file.exists():
            return Wanted()
        with self._connection() as connection:
            query = "SELECT wanted FROM wanted WHERE person = ?"
            row = connection.execute(query, (person,)).fetchone()
        if row is None:
            return Wanted()
        rule_set, level, kinds = json.loads(row[0])
        return Wanted(rule_set, level, tuple(kind for kind in KINDS if kind in kinds))

    def _events(self, person: str) -> list[tuple[str, str, str, int, str]]:
        _check(person)
        if not self._file.exists():
            return []
        query = (
            "SELECT what, question, choice, is_right, at FROM events WHERE person = ? ORDER BY id"
        )
        with self._connection() as connection:
            return connection.execute(query, (person,)).fetchall()

    def _add(
        self,
        person: str,
        what: str,
        at: datetime,
        question: str = "",
        choice: str = "",
        right: int = 0,
        version: str = "",
    ) -> None:
        _check(person)
        values = (person, what, question, choice, right, version, at.isoformat())
        with self._connection() as connection, connection:
            connection.execute(_INSERT, values)

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self._file, timeout=_BUSY_S)) as connection:
            connection.executescript(_SCHEMA)
            yield connection


def _check(person: str) -> None:
    if not person or len(person) > _LONGEST:
        raise PracticeRecordError(person[:40])
