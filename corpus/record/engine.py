"""The connections to one case store, shared by all who use it in a process."""

from __future__ import annotations

import errno
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection as SQLiteConnection
from sqlite3 import OperationalError as SQLiteError
from typing import Any
from weakref import WeakValueDictionary, finalize

from sqlalchemy import URL, Connection, create_engine, event, make_url, text
from sqlalchemy.exc import DBAPIError

from corpus.errors import StoreFullError
from corpus.record.tables import VERSION
from corpus.record.upgrade import bring_up, stored_version

_WAIT = 30.0
"""How long to wait for another writer, in seconds."""
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
_DISK_FULL = "53100"  # of PostgreSQL
_ADVISORY_LOCK = 0x616E70696E67  # "anping"
_shared: WeakValueDictionary[str, StoreEngine] = WeakValueDictionary()
_sharing = threading.Lock()


def store_engine(home: Path, url: str | None = None) -> StoreEngine:
    """
    Return the engine of a home: one for everyone in this process.

    url: as SQLAlchemy spells it, such as "postgresql+psycopg://…"; None for `cases.sqlite3` in
    the home.
    """
    found = make_url(url) if url else URL.create("sqlite", database=str(home / "cases.sqlite3"))
    key = found.render_as_string(hide_password=False)
    with _sharing:
        engine = _shared.get(key)
        if engine is None:
            engine = _shared[key] = StoreEngine(found)
        return engine


class StoreEngine:
    """
    Reading and writing, each as one transaction: all or nothing.

    A reader sees the store as it was when it began. There is one writer at a time; others wait up
    to half a minute. Stores of earlier versions are brought up by whoever opens them first.
    """

    def __init__(self, url: URL) -> None:
        self._is_sqlite = url.get_backend_name() == "sqlite"
        self._path = Path(url.database or "") if self._is_sqlite else None
        self._shown = str(self._path or url.render_as_string(hide_password=True))
        self._file: tuple[int, int] | None = None
        # SQLite's readers always see one state; a server's have to ask for it.
        isolation = {"isolation_level": "REPEATABLE READ"}
        self._one_state: dict[str, Any] = {} if self._is_sqlite else isolation
        wait = {"timeout": _WAIT} if self._is_sqlite else {}
        # Threads may hold more connections than usual for a moment; nobody waits for one.
        self._engine = create_engine(url, connect_args=wait, max_overflow=-1)
        finalize(self, self._engine.dispose)
        if self._is_sqlite:
            event.listen(self._engine, "connect", _set_up)
            event.listen(self._engine, "begin", _begin)

    def is_there(self) -> bool:
        """Tell whether there is a store yet; a server's always is."""
        if self._path is None:
            return True
        try:
            stat = self._path.stat()
        except FileNotFoundError:
            found = None
        else:
            found = (stat.st_dev, stat.st_ino)
        if found != self._file:
            self._engine.dispose()  # another file stands in its place, such as a restored one
            self._file = found
        return found is not None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """
        Open a connection that sees one state of the store.

        Raises:
            StoreTooNewError: it was written by a newer version.
        """
        with self._engine.connect().execution_options(**self._one_state) as connection:
            if stored_version(connection, self._shown) < VERSION:
                connection.rollback()
                with self.writing():
                    pass
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """
        Hold the only write lock; commit at the end, roll back on any error.

        Raises:
            StoreTooNewError: it was written by a newer version.
            StoreFullError: there is no room for what was written.
        """
        if self._path is not None:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self.is_there()
        with (
            self._room_needed(),
            self._engine.connect().execution_options(anping_writes=True) as connection,
        ):
            if not self._is_sqlite:
                connection.execute(
                    text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK}
                )
            if stored_version(connection, self._shown) < VERSION:
                bring_up(connection)
            yield connection
            connection.commit()

    @contextmanager
    def _room_needed(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            if error.errno in _NO_ROOM:
                raise StoreFullError(self._shown) from error
            raise
        except DBAPIError as error:
            found = getattr(error.orig, "sqlite_errorname", getattr(error.orig, "sqlstate", None))
            if found in ("SQLITE_FULL", _DISK_FULL):
                raise StoreFullError(self._shown) from error
            raise


def _set_up(connection: SQLiteConnection, _record: Any) -> None:
    """Leave transactions to `_begin`, have foreign keys checked, switch to write-ahead logging."""
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    deadline = time.monotonic() + _WAIT
    while True:  # SQLite does not wait for a lock here, so this does
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except SQLiteError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("anping_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
