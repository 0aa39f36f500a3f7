"""How a file of SQLite is used: who reads does not wait for who writes, who writes says so first."""

from __future__ import annotations

import sqlite3
import time

from sqlalchemy import Connection

WRITES = "anping_writes"
"""The option of an execution that will write."""
_PAUSE = 0.05


def begin(connection: Connection) -> None:
    """
    Begin a transaction: one that will write takes its turn at once, so that it never finds what
    it has read changed under it. The driver must leave transactions alone.
    """
    writes = connection.get_execution_options().get(WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def write_ahead(connection: sqlite3.Connection, wait: float) -> None:
    """
    Switch a file to write-ahead logging.

    wait: how many seconds to try while others hold the file; SQLite itself does not wait here.

    Raises:
        sqlite3.OperationalError: they held it all the time.
    """
    deadline = time.monotonic() + wait
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(_PAUSE)
        else:
            return
