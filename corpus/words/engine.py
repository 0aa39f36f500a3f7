"""The database of a word index: a file of the home, or a PostgreSQL."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar
from weakref import finalize

from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.schema import CreateSchema, DropSchema

from corpus.record.address import database_url
from corpus.record.sqlite_file import WRITES, begin, write_ahead
from corpus.words.tables import EDITION, SCHEMA, edition, metadata

T = TypeVar("T")
_WAIT = 60.0
"""How long to wait for another writer, in seconds."""
_TORN = ("SQLITE_CORRUPT", "SQLITE_NOTADB")
_LOCK = 0x616E706977  # "anpiw"
_CACHE_KIB = 65536


class WordDatabase:
    """
    Reading and writing, each as one transaction. Nothing is opened before it is needed.

    What is of another edition, and a torn file, is thrown away and made anew: everything in it
    can be made again.
    """

    def __init__(self, home: Path, address: str = "") -> None:
        if address.startswith("postgresql"):
            self._file, self._url = None, database_url(address)
        else:
            self._file = home / "words" / "words.sqlite3"
            self._url = URL.create("sqlite", database=str(self._file))
        self._opening = threading.Lock()
        self._engine: Engine | None = None

    def is_there(self) -> bool:
        """Tell whether anything may be kept; a server may always."""
        return self._file is None or self._file.exists()

    def read(self, act: Callable[[Connection], T]) -> T:
        """Return what an act reads, all of one state."""
        return self._done(act, writes=False)

    def write(self, act: Callable[[Connection], T]) -> T:
        """Return what an act gives; what it writes is kept whole or not at all."""
        return self._done(act, writes=True)

    def _done(self, act: Callable[[Connection], T], *, writes: bool) -> T:
        try:
            return self._tried(act, writes=writes)
        except (DatabaseError, sqlite3.DatabaseError) as fault:
            cause = fault.orig if isinstance(fault, DatabaseError) else fault
            if not getattr(cause, "sqlite_errorname", "").startswith(_TORN):
                raise
        self._thrown_away()
        return self._tried(act, writes=writes)

    def _tried(self, act: Callable[[Connection], T], *, writes: bool) -> T:
        options: dict[str, Any] = {WRITES: writes}
        if self._file is None and not writes:
            options["isolation_level"] = "REPEATABLE READ"
        with self._opened().connect().execution_options(**options) as connection:
            given = act(connection)
            connection.commit()
            return given

    def _opened(self) -> Engine:
        with self._opening:
            if self._engine is not None and self._file is not None and not self._file.exists():
                self._close()
            if self._engine is None:
                self._engine = self._made()
            return self._engine

    def _made(self) -> Engine:
        if self._file is None:
            engine = create_engine(self._url, max_overflow=-1)
        else:
            self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            engine = create_engine(self._url, connect_args={"timeout": _WAIT}, max_overflow=-1)
            engine = engine.execution_options(schema_translate_map={SCHEMA: None})
            event.listen(engine, "connect", _set_up)
            event.listen(engine, "begin", begin)
        with engine.connect().execution_options(**{WRITES: True}) as connection:
            self._bring_up(connection)
            connection.commit()
        finalize(self, engine.dispose)
        return engine

    def _bring_up(self, connection: Connection) -> None:
        if self._file is None:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            connection.execute(CreateSchema(SCHEMA, if_not_exists=True))
        edition.create(connection, checkfirst=True)
        stands = connection.execute(edition.select()).scalar()
        if stands == EDITION:
            return
        if self._file is None:
            connection.execute(DropSchema(SCHEMA, cascade=True))
            connection.execute(CreateSchema(SCHEMA))
        else:
            metadata.drop_all(connection)
        metadata.create_all(connection)
        connection.execute(edition.insert().values(edition=EDITION))

    def _thrown_away(self) -> None:
        with self._opening:
            self._close()
            if self._file is not None:
                for ending in ("", "-wal", "-shm"):
                    self._file.with_name(self._file.name + ending).unlink(missing_ok=True)

    def _close(self) -> None:
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None


def _set_up(connection: sqlite3.Connection, _record: Any) -> None:
    """Leave transactions to `begin`; the index is cheaper to make again than to sync at each."""
    connection.isolation_level = None
    write_ahead(connection, _WAIT)
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
