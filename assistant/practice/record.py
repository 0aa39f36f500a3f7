"""
What each person has answered and wants to practise, kept in one SQLite file or in a database that
servers share.

Answers, resets and resets taken back are events in the order in which they came; none is ever
changed or taken out, and what counts is worked out from them. Who may read a person's record is
decided by the caller.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from sqlalchemy import (
    URL,
    CheckConstraint,
    Column,
    Index,
    Integer,
    MetaData,
    Row,
    Select,
    Table,
    Text,
    delete,
    insert,
    inspect,
    select,
)

from assistant.errors import PracticeRecordError
from assistant.practice.boxes import Attempt
from assistant.practice.pool import Wanted
from assistant.practice.question import KINDS
from corpus.record.connections import Connections
from corpus.record.engine import store_engine

_LONGEST = 200
_SHARED = "practice_"
"""What the names of the tables begin with where others have tables beside them."""


class PracticeRecord:
    """
    The answers of everyone who practises.

    file: where they are kept; it is made with the first thing to keep. url: of a database in place
    of the file, as `corpus.record.address` has them.

    Raises:
        PracticeRecordError: from every method, when the person's name cannot be used.
        StoreAddressError: the url is no address of a database.
        StoreUnreachableError: from every method, where the database cannot be used now.
    """

    def __init__(self, file: Path, url: str = "") -> None:
        self._file, self._url = file, url
        self._metadata, self._events_table, self._wanted_table = _tables(_SHARED if url else "")

    def answered(self, person: str, attempt: Attempt, version: str = "") -> None:
        """Keep an answer; version: that of the rules by which it was judged."""
        self._add(
            person, "answer", attempt.at, question=attempt.question, choice=attempt.choice,
            is_right=int(attempt.right), version=version,
        )  # fmt: skip

    def attempts(self, person: str) -> tuple[Attempt, ...]:
        """Return the answers that count, oldest first: those since the last reset; () for none."""
        counting: list[Attempt] = []
        before_reset: list[Attempt] = []
        for row in self._events(person):
            if row.what == "answer":
                when = datetime.fromisoformat(row.at)
                counting.append(Attempt(row.question, row.choice, bool(row.is_right), when))
            elif row.what == "reset":
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
        resets = [row.what for row in self._events(person) if row.what != "answer"]
        return bool(resets) and resets[-1] == "reset"

    def want(self, person: str, wanted: Wanted) -> None:
        """Keep what a person wants to practise, apart from the clause that a link names."""
        _check(person)
        kept = json.dumps([wanted.rule_set, wanted.level, wanted.kinds])
        table = self._wanted_table
        with self._connections.writing() as connection:
            self._metadata.create_all(connection)
            connection.execute(delete(table).where(table.c.person == person))
            connection.execute(insert(table).values(person=person, wanted=kept))

    def wanted(self, person: str) -> Wanted:
        """Return what a person wants to practise; everything where nothing was said."""
        _check(person)
        table = self._wanted_table
        for row in self._rows(table, select(table.c.wanted).where(table.c.person == person)):
            rule_set, level, kinds = json.loads(row.wanted)
            return Wanted(rule_set, level, tuple(kind for kind in KINDS if kind in kinds))
        return Wanted()

    # inside

    @cached_property
    def _connections(self) -> Connections:
        if self._url:
            return store_engine(self._file.parent, self._url)
        return Connections(URL.create("sqlite", database=str(self._file)))

    def _rows(self, table: Table, query: Select[Any]) -> Sequence[Row[Any]]:
        if not self._connections.is_there():
            return []
        with self._connections.reading() as connection:
            if not inspect(connection).has_table(table.name):
                return []
            return connection.execute(query).all()

    def _events(self, person: str) -> Sequence[Row[Any]]:
        _check(person)
        kept = self._events_table.c
        columns = (kept.what, kept.question, kept.choice, kept.is_right, kept.at)
        query = select(*columns).where(kept.person == person).order_by(kept.id)
        return self._rows(self._events_table, query)

    def _add(self, person: str, what: str, at: datetime, **values: str | int) -> None:
        _check(person)
        row = {"person": person, "what": what, "at": at.isoformat(), **values}
        with self._connections.writing() as connection:
            self._metadata.create_all(connection)
            connection.execute(insert(self._events_table).values(**row))


def _tables(prefix: str) -> tuple[MetaData, Table, Table]:
    """Return the tables of events and of what is wanted under their names."""
    metadata = MetaData()
    events = Table(
        f"{prefix}events",
        metadata,
        Column("id", Integer, primary_key=True),
        Column("person", Text, nullable=False),
        Column(
            "what", Text, CheckConstraint("what IN ('answer', 'reset', 'unreset')"), nullable=False
        ),
        Column("question", Text, nullable=False, server_default=""),
        Column("choice", Text, nullable=False, server_default=""),
        Column("is_right", Integer, nullable=False, server_default="0"),
        Column("version", Text, nullable=False, server_default=""),
        Column("at", Text, nullable=False),
    )
    Index(f"{prefix}events_of_person", events.c.person, events.c.id)
    wanted = Table(
        f"{prefix}wanted",
        metadata,
        Column("person", Text, primary_key=True),
        Column("wanted", Text, nullable=False),
    )
    return metadata, events, wanted


def _check(person: str) -> None:
    if not person or len(person) > _LONGEST:
        raise PracticeRecordError(person[:40])
