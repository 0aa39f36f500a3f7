"""The database of a home's cases: reading and writing rows. Only the case store's modules use it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from corpus.cases import schema


class CaseDatabase:
    """The database of one home folder; nothing is created before the first write."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self._database = home / "cases.sqlite3"

    def _rows(self, query: str, *values: str | None) -> list[sqlite3.Row]:
        if not self._database.exists():
            return []
        connection = schema.connect(self._database)
        try:
            return connection.execute(query, values).fetchall()
        finally:
            connection.close()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        self.home.mkdir(parents=True, exist_ok=True, mode=0o700)
        connection = schema.connect(self._database)
        try:
            with schema.transaction(connection):
                yield connection
        finally:
            connection.close()


def now() -> str:
    """Return the time in UTC, ISO 8601, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")
