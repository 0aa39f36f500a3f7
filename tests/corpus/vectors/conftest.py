"""The engines that the contract is asked of: Chroma on disk, a Chroma server, Milvus Lite."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from chromadb.api.shared_system_client import SharedSystemClient

from corpus.vectors import VectorStore, chroma, open_vectors

_START_S = 30.0


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@contextmanager
def chroma_server(folder: Path, port: int) -> Iterator[str]:
    """A Chroma server on this machine; a skip that says so where it does not start."""
    command = [Path(sys.executable).with_name("chroma"), "run", "--path", folder / "chroma"]
    with (folder / "chroma.log").open("ab") as log:
        server = subprocess.Popen(
            [*command, "--host", "127.0.0.1", "--port", str(port)],
            stdout=log, stderr=log, env={"ANONYMIZED_TELEMETRY": "False", "HOME": str(folder)},
        )  # fmt: skip
    try:
        wait_for(f"http://127.0.0.1:{port}/api/v2/heartbeat", server)
        yield f"chroma+http://127.0.0.1:{port}"
    finally:
        server.kill()
        server.wait()
        # The process keeps a client for each address; this one will not be asked again.
        client = chroma._OPEN.pop(f"chroma+http://127.0.0.1:{port}", None)
        if client is not None:
            client._server._session.close()
            SharedSystemClient.clear_system_cache()


def wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _START_S
    while time.monotonic() < deadline and server.poll() is None:
        try:
            if httpx.get(url, timeout=1).is_success:
                return
        except httpx.HTTPError:
            time.sleep(0.1)
    server.kill()
    pytest.skip("`chroma run` of the installed package does not start here")


@pytest.fixture(scope="module")
def server_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with chroma_server(tmp_path_factory.mktemp("server"), free_port()) as url:
        yield url


@pytest.fixture(params=["chroma on disk", "chroma server", "milvus lite"])
def engine_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of each engine in turn."""
    match request.param:
        case "chroma on disk":
            return ""
        case "chroma server":
            return str(request.getfixturevalue("server_url"))
    pytest.importorskip("langchain_milvus", reason="the extra `milvus` is not installed")
    return f"milvus://{tmp_path}/vectors.db"


@pytest.fixture
def engine(engine_url: str, tmp_path: Path) -> VectorStore:
    return open_vectors(tmp_path / "home", engine_url)
