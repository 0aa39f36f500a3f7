"""Servers and workers as processes of their own, which can be killed, and the engines they share."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

import pytest
from redis import Redis
from redis.exceptions import ConnectionError as NoRedis

from corpus.encoder import Encoder
from tests.corpus.cases.conftest import server_url
from tests.corpus.vectors.conftest import chroma_server, free_port

__all__ = ["server_url"]
_ANPING = (sys.executable, "-c", "from ui.cli.main import main; main()")
_REDIS = "redis://127.0.0.1:6379/8"
_START_S = 120.0


class Member:
    """One server or worker. It can be killed and begun anew at the same address."""

    def __init__(self, log: Path, command: tuple[str, ...], environment: Mapping[str, str]) -> None:
        self.log = log
        self._command = command
        self._environment = dict(environment)
        self._process: subprocess.Popen[bytes] | None = None

    def begin(self) -> None:
        """Start it; `wait_until` tells when it is there."""
        with self.log.open("ab") as told:
            self._process = subprocess.Popen(
                [*_ANPING, *self._command], stdout=told, stderr=told, env=self._environment
            )

    def wait_until(self, words: str) -> str:
        """Wait until it has told something, a pattern, since it was begun last; return the match."""
        deadline = time.monotonic() + _START_S
        while time.monotonic() < deadline:
            found = re.search(words, self.told())
            if found:
                return found[0]
            assert self._process is not None
            assert self._process.poll() is None, self.told()[-3000:]
            time.sleep(0.05)
        raise AssertionError(f"{self.log.name} does not say {words}: {self.told()[-3000:]}")

    def told(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def kill(self) -> None:
        """As a power cut would: SIGKILL, and what it had told is put aside."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        self.log.rename(self.log.with_suffix(f".{time.monotonic_ns()}.log"))

    def stop(self) -> int:
        """As an operator does: SIGTERM; return the exit code."""
        assert self._process is not None
        self._process.terminate()
        return self._process.wait(60)

    def end(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
            self._process.wait()


class Cluster:
    """
    Two servers and two workers, each with a home of its own as on a machine of its own, on one
    database, queue, vector server and place for files.
    """

    def __init__(self, folder: Path, database: str, vectors: str) -> None:
        self.database = database
        (folder / "files").mkdir()
        self.files = f"file://{folder / 'files'}"
        shared = {
            "ANPING_DATABASE_URL": database,
            "ANPING_FILES_URL": self.files,
            "ANPING_QUEUE_URL": _REDIS,
            "ANPING_VECTORS_URL": vectors,
        }
        self.ports = (free_port(), free_port())

        def member(name: str, *command: str) -> Member:
            home = {"ANPING_HOME": str(folder / f"home-{name}")}
            return Member(folder / f"{name}.log", command, {**os.environ, **shared, **home})

        self.servers = tuple(
            member(f"server{n}", "serve", "--port", str(port)) for n, port in enumerate(self.ports)
        )
        self.workers = tuple(member(f"worker{n}", "worker") for n in range(2))
        self.addresses = tuple(f"http://127.0.0.1:{port}" for port in self.ports)

    def begin(self) -> None:
        for member in (*self.servers, *self.workers):
            member.begin()
        for server in self.servers:
            server.wait_until(r"http://\S+")
        for worker in self.workers:
            worker.wait_until("Working:")


@pytest.fixture
def cluster(tmp_path: Path, server_url: str, real_encoder: Encoder) -> Iterator[Cluster]:
    try:
        with Redis.from_url(_REDIS) as server:
            server.flushdb()
    except NoRedis:
        pytest.skip("no Redis answers at 127.0.0.1:6379")
    with ExitStack() as stack:
        folder = tmp_path / "engines"
        folder.mkdir()
        vectors = stack.enter_context(chroma_server(folder, free_port()))
        made = Cluster(tmp_path, server_url, vectors)
        for member in (*made.servers, *made.workers):
            stack.callback(member.end)
        made.begin()
        yield made
