"""
Where LangGraph keeps the states of conversations: a file, or a PostgreSQL that servers share.

Each state holds the whole conversation, so only the newest of a thread are kept.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol
from weakref import finalize

from corpus.record.address import database_url, shown_address, without_password
from corpus.record.errors import StoreUnreachableError

_KEPT_STATES = 10
_BUSY_S = 10
_CONNECT_S = 10
_MOST_CONNECTIONS = 10
_SETUP_LOCK = 0x616E7064  # "anpd"
_THREAD_LOCK = 0x616E7074  # "anpt"
_NEWEST = "SELECT checkpoint_id FROM checkpoints WHERE thread_id = {0} ORDER BY checkpoint_id DESC LIMIT {1}"
_DROP_STATES = "DELETE FROM {table} WHERE thread_id = {0} AND checkpoint_id NOT IN ({newest})"
_DROP_BLOBS = """
    DELETE FROM checkpoint_blobs b WHERE b.thread_id = %s AND NOT EXISTS (
        SELECT 1 FROM checkpoints c
        WHERE c.thread_id = b.thread_id AND c.checkpoint_ns = b.checkpoint_ns
        AND c.checkpoint -> 'channel_versions' ->> b.channel = b.version)
"""


class Checkpoints(Protocol):
    """Where states are kept."""

    def is_there(self) -> bool:
        """Tell whether anything may have been kept yet."""

    def saver(self, changed: str = "") -> Any:
        """
        Open LangGraph's saver, as a context.

        changed: the thread that is to be changed; servers that share it wait for each other.
        """

    def prune(self, saver: Any, thread_id: str) -> None:
        """Keep the newest states of a thread only."""

    def threads(self, saver: Any) -> list[str]:
        """Return the ids of all threads."""


def checkpoints_at(file: Path, url: str = "") -> Checkpoints:
    """
    Return where conversations are kept.

    file: used where no url is given. url: an address of `corpus.record.address`.

    Raises:
        StoreAddressError: it is no address of a database.
    """
    if not url:
        return FileCheckpoints(file)
    found = database_url(url)
    if found.get_backend_name() == "sqlite":
        return FileCheckpoints(Path(found.database or ""))
    return ServerCheckpoints(url)


class FileCheckpoints:
    """One SQLite file, made on first use."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def is_there(self) -> bool:
        """Tell whether there is a file."""
        return self._file.exists()

    @contextmanager
    def saver(self, changed: str = "") -> Iterator[Any]:  # noqa: ARG002 - servers share no file
        """Open the file."""
        from langgraph.checkpoint.sqlite import SqliteSaver  # noqa: PLC0415 - most of a second

        self._file.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self._file, timeout=_BUSY_S, check_same_thread=False)
        try:
            saver = SqliteSaver(connection)
            saver.setup()
            yield saver
        finally:
            connection.close()

    def prune(self, saver: Any, thread_id: str) -> None:
        """Keep the newest states of a thread only."""
        newest = _NEWEST.format("?", "?")
        for table in ("checkpoints", "writes"):
            statement = _DROP_STATES.format("?", table=table, newest=newest)
            saver.conn.execute(statement, (thread_id, thread_id, _KEPT_STATES))
        saver.conn.commit()

    def threads(self, saver: Any) -> list[str]:
        """Return the ids of all threads."""
        rows = saver.conn.execute("SELECT DISTINCT thread_id FROM checkpoints").fetchall()
        return [name for (name,) in rows]


class ServerCheckpoints:
    """
    A PostgreSQL, in the same database as the cases.

    Connections are held and tried before use, so that a server that was restarted is no fault.
    """

    def __init__(self, url: str) -> None:
        self._url = database_url(url)
        self._shown = shown_address(url)
        self._pool: Any = None
        self._opening = threading.Lock()

    def is_there(self) -> bool:
        """A server always is."""
        return True

    @contextmanager
    def saver(self, changed: str = "") -> Iterator[Any]:
        """
        Lend a connection; while a thread is changed, nobody else changes it.

        Raises:
            StoreUnreachableError: the server cannot be used now.
        """
        try:
            from langgraph.checkpoint.postgres import PostgresSaver  # noqa: PLC0415 - an extra
            from psycopg import OperationalError  # noqa: PLC0415
            from psycopg_pool import PoolTimeout  # noqa: PLC0415
        except ImportError as error:
            fault = f"{error.name} is not installed: pip install 'anping[postgresql]'"
            raise StoreUnreachableError(self._shown, fault) from error
        try:
            with self._opened().connection() as connection, _held(connection, changed):
                yield PostgresSaver(connection)
        except (OperationalError, PoolTimeout) as error:
            said = " ".join(str(error).split())
            raise StoreUnreachableError(self._shown, without_password(said, self._url)) from error

    def prune(self, saver: Any, thread_id: str) -> None:
        """Keep the newest states of a thread only, and of what they are made."""
        newest = _NEWEST.format("%s", "%s")
        with saver.conn.transaction():
            for table in ("checkpoints", "checkpoint_writes"):
                statement = _DROP_STATES.format("%s", table=table, newest=newest)
                saver.conn.execute(statement, (thread_id, thread_id, _KEPT_STATES))
            saver.conn.execute(_DROP_BLOBS, (thread_id,))

    def threads(self, saver: Any) -> list[str]:
        """Return the ids of all threads."""
        found = saver.conn.execute("SELECT DISTINCT thread_id FROM checkpoints")
        return [row["thread_id"] for row in found]

    def _opened(self) -> Any:
        """Return the pool; the first use of a process makes the tables where there are none."""
        from langgraph.checkpoint.postgres import PostgresSaver  # noqa: PLC0415 - an extra
        from psycopg import Connection  # noqa: PLC0415
        from psycopg.rows import dict_row  # noqa: PLC0415
        from psycopg_pool import ConnectionPool  # noqa: PLC0415

        with self._opening:
            if self._pool is not None:
                return self._pool
            to = {"host": self._url.host, "port": self._url.port, "dbname": self._url.database,
                  "user": self._url.username, "password": self._url.password,
                  "connect_timeout": _CONNECT_S, **self._url.query}  # fmt: skip
            given: dict[str, Any] = {name: value for name, value in to.items() if value is not None}
            how: dict[str, Any] = {
                "autocommit": True,
                "prepare_threshold": 0,
                "row_factory": dict_row,
            }
            # Connecting once tells at once what is wrong; the pool would try until it times out.
            with Connection.connect(**given, **how) as connection:
                _make_tables(connection, PostgresSaver(connection))
            self._pool = ConnectionPool(
                kwargs={**given, **how},
                min_size=0,
                max_size=_MOST_CONNECTIONS,
                timeout=_CONNECT_S,
                check=ConnectionPool.check_connection,
                open=True,
            )
            finalize(self, self._pool.close)
            return self._pool


@contextmanager
def _held(connection: Any, thread: str) -> Iterator[None]:
    """Hold the lock of a thread; none for "". A connection that is lost gives it back."""
    if not thread:
        yield
        return
    connection.execute("SELECT pg_advisory_lock(%s, hashtext(%s))", (_THREAD_LOCK, thread))
    try:
        yield
    finally:
        if not connection.closed:
            connection.execute(
                "SELECT pg_advisory_unlock(%s, hashtext(%s))", (_THREAD_LOCK, thread)
            )


def _make_tables(connection: Any, saver: Any) -> None:
    """
    Make LangGraph's tables, one process after the other.

    The lock is tried again and again: to wait for it in the database would keep the other's
    `CREATE INDEX CONCURRENTLY` waiting in turn.
    """
    while not connection.execute(
        "SELECT pg_try_advisory_lock(%s) AS is_ours", (_SETUP_LOCK,)
    ).fetchone()["is_ours"]:
        time.sleep(0.05)
    try:
        saver.setup()
    finally:
        connection.execute("SELECT pg_advisory_unlock(%s)", (_SETUP_LOCK,))
