"""The connections to one case store, shared by all who use it in a process."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from weakref import WeakValueDictionary

from sqlalchemy import URL, Connection

from corpus.record.address import database_url
from corpus.record.connections import KEPT, Connections
from corpus.record.tables import VERSION
from corpus.record.upgrade import await_upgrade, bring_up, stored_version

_shared: WeakValueDictionary[str, StoreEngine] = WeakValueDictionary()
_sharing = threading.Lock()


def store_engine(home: Path, url: str | None = None) -> StoreEngine:
    """
    Return the engine of a home: one for everyone in this process.

    url: an address as `corpus.record.address` has them; None or "" for `cases.sqlite3` in the
    home.

    Raises:
        StoreAddressError: it is no address of a database that can hold a store.
        StoreUnreachableError: the driver of the server is not installed.
    """
    found = database_url(url) if url else URL.create("sqlite", database=str(home / "cases.sqlite3"))
    key = found.render_as_string(hide_password=False)
    with _sharing:
        engine = _shared.get(key)
        if engine is None:
            engine = _shared[key] = StoreEngine(found)
        return engine


class StoreEngine(Connections):
    """
    Connections to a store, which is of this version's form once one is given.

    Stores of earlier versions are brought up by whoever opens them first.
    """

    def __init__(self, url: URL) -> None:
        super().__init__(url)
        self._here = threading.local()

    def is_there(self) -> bool:
        """Tell whether there is a store yet; a server's always is."""
        return self._held is not None or super().is_there()

    @contextmanager
    def one_state(self) -> Iterator[None]:
        """
        Have all that this thread reads until the end be of one state of the store, by one connection.

        Nothing can be written meanwhile: what was read would be of before.

        Raises:
            StoreTooNewError, StoreUnreachableError: as for `reading`.
        """
        if self._held is not None or not self.is_there():
            yield
            return
        with self.reading() as connection:
            self._here.held = connection.execution_options(**{KEPT: {}})
            try:
                yield
            finally:
                self._here.held = None

    @property
    def _held(self) -> Connection | None:
        """What this thread reads from while it reads one state."""
        return getattr(self._here, "held", None)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """
        Open a connection that sees one state of the store.

        Raises:
            StoreTooNewError: it was written by a newer version.
            StoreUnreachableError: it cannot be used now; the message says why.
        """
        if self._held is not None:
            yield self._held
            return
        with super().reading() as connection:
            if not self._is_current(connection):
                connection.rollback()
                with self.writing():
                    pass
                self._is_current(connection)
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """
        Hold the only write lock; commit at the end, roll back on any error.

        Raises:
            StoreTooNewError: it was written by a newer version.
            StoreUnreachableError: it cannot be used now; nothing was kept.
            StoreFullError: there is no room for what was written.
            RuntimeError: the thread reads one state.
        """
        if self._held is not None:
            raise RuntimeError("nothing is written while one state is read")
        with super().writing() as connection:
            if stored_version(connection, self._shown) < VERSION:
                bring_up(connection)
            yield connection

    def _is_current(self, connection: Connection) -> bool:
        """Tell whether the store is of this version's form, and keep others from changing it."""
        if not self._is_sqlite and not await_upgrade(connection):
            return False
        return stored_version(connection, self._shown) >= VERSION
