"""A bucket on this machine: moto's server, or a skip that says why there is none."""

from __future__ import annotations

import secrets
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator

import httpx
import pytest


@pytest.fixture(scope="session")
def bucket_server() -> Iterator[str]:
    """The address of a server of buckets on loopback."""
    command = shutil.which("moto_server")
    if command is None:
        pytest.skip("no moto_server on the path; `pipx install 'moto[server]'` brings it")
    pytest.importorskip("obstore", reason="pip install 'anping[s3]'")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [command, "-H", "127.0.0.1", "-p", str(port)]
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                httpx.get(address, trust_env=False)
                break
            except httpx.HTTPError:
                time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait()


@pytest.fixture
def bucket_url(bucket_server: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a folder in an empty bucket; the AWS_ variables lead to it."""
    for name, value in aws(bucket_server).items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("AWS_SESSION_TOKEN", raising=False)
    bucket = f"anping-{secrets.token_hex(6)}"
    httpx.put(f"{bucket_server}/{bucket}", trust_env=False).raise_for_status()
    return f"s3://{bucket}/tests/anping"


def aws(address: str) -> dict[str, str]:
    return {
        "AWS_ENDPOINT_URL": address,
        "AWS_ACCESS_KEY_ID": "anping-key",
        "AWS_SECRET_ACCESS_KEY": "s3cret",
        "AWS_REGION": "us-east-1",
    }
