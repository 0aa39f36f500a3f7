"""A database of its own on the PostgreSQL server of this machine, or a skip that says why."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine, make_url, text

from evals.bench_engines import empty_database


@pytest.fixture
def server_url() -> Iterator[str]:
    """The address of an empty database, dropped afterwards."""
    try:
        with empty_database() as database:
            yield database.url
    except LookupError as fault:
        pytest.skip(str(fault))


def close_connections(url: str) -> None:
    """End every connection to a database, as a server that is restarted does."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name AND pid <> pg_backend_pid()"
    with engine.connect() as connection:
        connection.execute(text(ended), {"name": make_url(url).database}).all()
    engine.dispose()
