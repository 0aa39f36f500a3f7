"""What all parts of the case store stand on: its home, its transactions and its clock."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, Select

from corpus.record.clock import now
from corpus.record.engine import store_engine


class CaseDatabase:
    """
    The database of one home folder; nothing is created before the first write.

    url: of another database than `cases.sqlite3` in the home. clock: gives the time in UTC, ISO
    8601.
    """

    def __init__(
        self, home: Path, *, url: str | None = None, clock: Callable[[], str] = now
    ) -> None:
        self.home = home
        self._engine = store_engine(home, url)
        self._clock = clock

    def _rows(self, query: Select[Any]) -> Sequence[Row[Any]]:
        if not self._engine.is_there():
            return []
        with self._engine.reading() as connection:
            return connection.execute(query).all()

    def _writing(self) -> AbstractContextManager[Connection]:
        return self._engine.writing()
