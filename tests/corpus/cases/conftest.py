"""A database of its own on the PostgreSQL server of this machine, or a skip that says why."""

from __future__ import annotations

import secrets
from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import OperationalError

_SERVER = make_url("postgresql+psycopg://postgres@localhost:5432/postgres?connect_timeout=3")


@pytest.fixture
def server_url() -> Iterator[str]:
    """The address of an empty database, dropped afterwards."""
    server = create_engine(_SERVER, isolation_level="AUTOCOMMIT")
    name = f"anping_test_{secrets.token_hex(6)}"
    try:
        with server.connect() as connection:
            made = f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'"
            connection.execute(text(made))
    except OperationalError:
        pytest.skip("no PostgreSQL answers at localhost:5432 for the user postgres")
    try:
        yield _SERVER.set(database=name).render_as_string(hide_password=False)
    finally:
        with server.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        server.dispose()


def close_connections(url: str) -> None:
    """End every connection to a database, as a server that is restarted does."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name AND pid <> pg_backend_pid()"
    with engine.connect() as connection:
        connection.execute(text(ended), {"name": make_url(url).database}).all()
    engine.dispose()
