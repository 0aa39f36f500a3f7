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

    url: of another database than `cases.sqlite3` in the home, as `corpus.record.address` has them;
    it may hold a password. files_url: where documents' bytes are, as
    `corpus.cases.files` has them; "" for the home. clock: gives the time in UTC, ISO 8601.
    """

    def __init__(
        self,
        home: Path,
        *,
        url: str | None = None,
        files_url: str = "",
        clock: Callable[[], str] = now,
    ) -> None:
        self.home, self.url, self.files_url = home, url or "", files_url
        self._engine = store_engine(home, url)
        self._clock = clock

    def one_state(self) -> AbstractContextManager[None]:
        """
        Have all that this thread reads until the end be of one state, and faster, since it is one
        transaction; nothing can be written meanwhile.
        """
        return self._engine.one_state()

    def _rows(self, query: Select[Any]) -> Sequence[Row[Any]]:
        if not self._engine.is_there():
            return []
        with self._engine.reading() as connection:
            return connection.execute(query).all()

    def _writing(self) -> AbstractContextManager[Connection]:
        return self._engine.writing()
