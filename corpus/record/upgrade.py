"""Which version a store has, and bringing it up to the newest."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, delete, insert, inspect, select, text
from sqlalchemy.exc import ProgrammingError

from corpus.errors import StoreTooNewError
from corpus.record.carry import carry_cases
from corpus.record.clock import now
from corpus.record.tables import VERSION, store_format

if TYPE_CHECKING:
    from alembic.config import Config

_MIGRATIONS = Path(__file__).parent / "migrations"
_FIRST_WITH_RECORD = 8
_READERS_S = 30
"""How long a change of the tables waits for those who read, in seconds."""
_upgrading = threading.Lock()


def stored_version(connection: Connection, shown: str) -> int:
    """
    Return the version of a store; 0 for an empty one. It may be newer than the program's, when all
    that is newer in it was added.

    shown: how the store is called in the error.

    Raises:
        StoreTooNewError: it was changed by a newer version of the program so that this one would
            misread it.
    """
    if connection.dialect.name == "sqlite":
        found = int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
    elif inspect(connection).has_table("alembic_version"):
        found = int(
            connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
        )
    else:
        found = 0
    if found > VERSION and _oldest(connection, found) > VERSION:
        raise StoreTooNewError(shown, found, VERSION)
    return found


def _oldest(connection: Connection, found: int) -> int:
    """Return which version a program has to know at least to work in a store."""
    if not inspect(connection).has_table(store_format.name):
        return found
    return connection.execute(select(store_format.c.oldest)).scalar() or found


def await_upgrade(connection: Connection) -> bool:
    """
    Wait on a server until nobody changes the tables, and let nobody change them before the
    transaction ends; False for a store without tables.

    Called before anything is read: a transaction that had begun to read would see tables as they
    were made meanwhile, and in them rows as they were before.
    """
    try:
        connection.execute(text("LOCK TABLE alembic_version IN ACCESS SHARE MODE"))
    except ProgrammingError:  # there is no such table
        connection.rollback()
        return False
    return True


def bring_up(connection: Connection) -> None:
    """
    Bring a store to the newest version inside the caller's transaction, which holds the write lock.

    Stores of version 1 to 6 carry their version in SQLite's `user_version` alone. It is kept up,
    so that programs of that time refuse the store instead of spoiling it. On a server it waits for
    readers, and new ones wait for it.
    """
    from alembic import command  # noqa: PLC0415 - only where there is something to do
    from alembic.config import Config  # noqa: PLC0415

    found = stored_version(connection, "")
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["connection"] = connection
    if found and connection.dialect.name != "sqlite":
        connection.execute(text(f"SET LOCAL lock_timeout = '{_READERS_S}s'"))
        connection.execute(text("LOCK TABLE alembic_version IN ACCESS EXCLUSIVE MODE"))
    with _upgrading:  # Alembic holds what it works on in module variables
        if found and not inspect(connection).has_table("alembic_version"):
            command.stamp(config, f"{found:04}")
        command.upgrade(config, "head")
        oldest = _newest_break(config)
    connection.execute(delete(store_format))
    connection.execute(insert(store_format).values(oldest=oldest))
    if found < _FIRST_WITH_RECORD:
        carry_cases(connection, now())
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA user_version = {VERSION}")


def _newest_break(config: Config) -> int:
    """
    Return the newest version that did more than add, which every program has to know.

    A migration says so by `is_additive`. It is, when a program that does not know it can go on
    reading and writing: new tables, columns that may be empty or have a default, indexes. Nothing
    is renamed, dropped, filled otherwise or given another meaning.
    """
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    known = ScriptDirectory.from_config(config).walk_revisions()
    breaks = [one.revision for one in known if not getattr(one.module, "is_additive", False)]
    return max(map(int, breaks))
