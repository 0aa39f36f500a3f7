"""Write-ahead logging of an SQLite file: who reads does not wait for who writes."""

from __future__ import annotations

import sqlite3
import time

_PAUSE = 0.05


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
