"""Which version a store has, and bringing it up to the newest."""

from __future__ import annotations

import threading
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from corpus.errors import StoreTooNewError
from corpus.record.carry import carry_cases
from corpus.record.clock import now
from corpus.record.tables import VERSION

_MIGRATIONS = Path(__file__).parent / "migrations"
_FIRST_WITH_RECORD = 8
_upgrading = threading.Lock()


def stored_version(connection: Connection, shown: str) -> int:
    """
    Return the version of a store; 0 for an empty one.

    shown: how the store is called in the error.

    Raises:
        StoreTooNewError: it was written by a newer version of the program.
    """
    if connection.dialect.name == "sqlite":
        found = int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
    elif inspect(connection).has_table("alembic_version"):
        found = int(
            connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
        )
    else:
        found = 0
    if found > VERSION:
        raise StoreTooNewError(shown, found, VERSION)
    return found


def bring_up(connection: Connection) -> None:
    """
    Bring a store to the newest version inside the caller's transaction, which holds the write lock.

    Stores of version 1 to 6 carry their version in SQLite's `user_version` alone. It is kept up,
    so that programs of that time refuse the store instead of spoiling it.
    """
    from alembic import command  # noqa: PLC0415 - only where there is something to do
    from alembic.config import Config  # noqa: PLC0415

    found = stored_version(connection, "")
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["connection"] = connection
    with _upgrading:  # Alembic holds what it works on in module variables
        if found and not inspect(connection).has_table("alembic_version"):
            command.stamp(config, f"{found:04}")
        command.upgrade(config, "head")
    if found < _FIRST_WITH_RECORD:
        carry_cases(connection, now())
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA user_version = {VERSION}")
