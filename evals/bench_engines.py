"""Servers that the benchmark of searching starts or uses, and what they weigh."""

from __future__ import annotations

import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import OperationalError

_POSTGRESQL = make_url("postgresql+psycopg://postgres@127.0.0.1:5432/postgres?connect_timeout=3")
_START_S = 30.0


@dataclass(frozen=True, slots=True)
class Server:
    """A server of vectors that runs. url: as ANPING_VECTORS_URL spells it."""

    url: str
    pid: int


@contextmanager
def chroma_server(home: Path) -> Iterator[Server]:
    """Run a Chroma server over the folder `chroma` of a home; it is stopped afterwards."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = int(taken.getsockname()[1])
    chroma = str(Path(sys.executable).with_name("chroma"))
    command = [chroma, "run", "--path", str(home / "chroma")]
    with (home / "chroma.log").open("ab") as log:
        server = subprocess.Popen(
            [*command, "--host", "127.0.0.1", "--port", str(port)],
            stdout=log, stderr=log, env={"ANONYMIZED_TELEMETRY": "False", "HOME": str(home)},
        )  # fmt: skip
    try:
        _await(f"http://127.0.0.1:{port}/api/v2/heartbeat")
        yield Server(f"chroma+http://127.0.0.1:{port}", server.pid)
    finally:
        server.kill()
        server.wait()


def _await(url: str) -> None:
    deadline = time.monotonic() + _START_S
    while time.monotonic() < deadline:
        try:
            if httpx.get(url, timeout=1).is_success:
                return
        except httpx.HTTPError:
            time.sleep(0.1)
    raise LookupError("`chroma run` of the installed package does not start here")


@dataclass(frozen=True, slots=True)
class Database:
    """An empty database of the PostgreSQL on this machine."""

    url: str

    def figures(self) -> dict[str, Any]:
        """Return its size, and the memory that its server shares between all databases."""
        engine = create_engine(self.url)
        with engine.connect() as connection:
            size = connection.execute(text("SELECT pg_database_size(current_database())")).scalar()
            shared = connection.execute(text("SHOW shared_buffers")).scalar()
        engine.dispose()
        return {"disk_mib": round(int(size or 0) / 2**20), "shared_buffers": shared}


@contextmanager
def empty_database() -> Iterator[Database]:
    """Make a database, dropped afterwards; LookupError where no server answers."""
    server = create_engine(_POSTGRESQL, isolation_level="AUTOCOMMIT")
    name = f"anping_empty_{secrets.token_hex(6)}"
    try:
        with server.connect() as connection:
            made = f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'"
            connection.execute(text(made))
    except OperationalError as fault:
        raise LookupError(
            "no PostgreSQL answers at 127.0.0.1:5432 for the user postgres"
        ) from fault
    try:
        yield Database(_POSTGRESQL.set(database=name).render_as_string(hide_password=False))
    finally:
        with server.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        server.dispose()


def resident_mib(pid: int) -> int:
    """Return how much memory a process holds now."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return round(int(status.split("VmRSS:")[1].split()[0]) / 1024)


def size_mib(folder: Path) -> int:
    """Return how much the files of a folder take."""
    return round(sum(one.stat().st_size for one in folder.rglob("*") if one.is_file()) / 2**20)
