"""The connections of this process to one database."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection as SQLiteConnection
from typing import Any
from weakref import finalize

from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionError

from corpus.errors import RecordWordsError, StoreFullError
from corpus.record.address import shown_address, without_password
from corpus.record.errors import StoreUnreachableError
from corpus.record.sqlite_file import WRITES, begin, write_ahead

_WAIT = 30.0
"""How long to wait for another writer, in seconds."""
KEPT = "anping_kept"
"""The option of a connection that holds what was worked out from its state, while one is read."""
_CONNECT_S = 10
"""How long to wait for a server that does not answer, in seconds."""
_HELD, _MORE = 5, 25
"""Connections to a server that are held, and how many more there may be for a moment."""
_RENEWED_S = 1800
"""How long a connection is used; firewalls forget older ones."""
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
_DISK_FULL = "53100"  # of PostgreSQL
_LOCKED = "55P03"  # of PostgreSQL
_NO_STORE = ("SQLITE_CANTOPEN", "SQLITE_NOTADB")
_ADVISORY_LOCK = 0x616E70696E67  # "anping"


class Connections:
    """
    Reading and writing, each as one transaction: all or nothing.

    A reader sees the database as it was when it began. There is one writer at a time; others wait
    up to half a minute. A connection that the server has closed meanwhile is replaced before it is
    used.
    """

    def __init__(self, url: URL) -> None:
        self._is_sqlite = url.get_backend_name() == "sqlite"
        self._path = Path(url.database or "") if self._is_sqlite else None
        self._url = url
        plain = url.set(drivername=url.get_backend_name())
        self._shown = str(self._path or shown_address(plain.render_as_string(hide_password=False)))
        self._file: tuple[int, int] | None = None
        # SQLite's readers always see one state; a server's have to ask for it.
        isolation = {"isolation_level": "REPEATABLE READ"}
        self._one_state: dict[str, Any] = {} if self._is_sqlite else isolation
        self._engine = self._opened(url)
        finalize(self, self._engine.dispose)
        event.listen(self._engine, "before_cursor_execute", _refuse_nul)
        if self._is_sqlite:
            event.listen(self._engine, "connect", _set_up)
            event.listen(self._engine, "begin", begin)

    def is_there(self) -> bool:
        """Tell whether there is a database yet; a server's always is."""
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
        Open a connection that sees one state of the database.

        Raises:
            StoreUnreachableError: the database cannot be used now; the message says why.
        """
        with (
            self._faults_told(),
            self._engine.connect().execution_options(**self._one_state) as connection,
        ):
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """
        Hold the only write lock; commit at the end, roll back on any error.

        Raises:
            StoreUnreachableError: the database cannot be used now; nothing was kept.
            StoreFullError: there is no room for what was written.
        """
        if self._path is not None:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self.is_there()
        with (
            self._faults_told(),
            self._engine.connect().execution_options(**{WRITES: True}) as connection,
        ):
            if not self._is_sqlite:
                connection.execute(
                    text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK}
                )
            yield connection
            connection.commit()

    def _opened(self, url: URL) -> Engine:
        if self._is_sqlite:
            # Threads may hold more connections than usual for a moment; nobody waits for one.
            return create_engine(url, connect_args={"timeout": _WAIT}, max_overflow=-1)
        wait = {} if "connect_timeout" in url.query else {"connect_timeout": _CONNECT_S}
        try:
            return create_engine(
                url,
                connect_args=wait,
                pool_size=_HELD,
                max_overflow=_MORE,
                pool_timeout=_WAIT,
                pool_recycle=_RENEWED_S,
                pool_pre_ping=True,
            )
        except ModuleNotFoundError as error:
            fault = f"the driver {error.name} is not installed: pip install 'anping[postgresql]'"
            raise StoreUnreachableError(self._shown, fault) from error

    @contextmanager
    def _faults_told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            if error.errno in _NO_ROOM:
                raise StoreFullError(self._shown) from error
            raise
        except NoConnectionError as error:
            fault = f"all {_HELD + _MORE} connections to it were in use for {_WAIT:g} s"
            raise StoreUnreachableError(self._shown, fault) from error
        except DBAPIError as error:
            found = getattr(error.orig, "sqlite_errorname", getattr(error.orig, "sqlstate", None))
            if found in ("SQLITE_FULL", _DISK_FULL):
                raise StoreFullError(self._shown) from error
            if found == _LOCKED:
                fault = "others have read in it for longer than a change of its tables may wait"
                raise StoreUnreachableError(self._shown, fault) from error
            is_gone = error.connection_invalidated or error.statement is None
            if found in _NO_STORE or (is_gone and not self._is_sqlite):
                raise StoreUnreachableError(self._shown, self._words_of(error)) from error
            raise

    def _words_of(self, error: DBAPIError) -> str:
        """Return what the driver says in one line, without the password."""
        said = " ".join(str(error.orig).split()) or type(error.orig).__name__
        return without_password(said, self._url)


def _refuse_nul(
    _connection: Connection, _cursor: Any, _statement: str, given: Any, _context: Any, many: bool
) -> None:
    """
    Refuse on every database what one of them could not hold.

    Raises:
        RecordWordsError: a text holds a NUL character.
    """
    for row in given if many else (given,):
        for value in row.values() if isinstance(row, dict) else row:
            if isinstance(value, str) and "\0" in value:
                raise RecordWordsError("a text", "it holds a character that is no text (NUL)")


def _set_up(connection: SQLiteConnection, _record: Any) -> None:
    """Leave transactions to `begin`, have foreign keys checked, switch to write-ahead logging."""
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    write_ahead(connection, _WAIT)
