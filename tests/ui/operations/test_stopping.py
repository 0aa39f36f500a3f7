"""How a server stops: a real process is told to, while answers are under way."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from corpus.encoder import Encoder
from tests.assistant.chat_server import Exchange, chat_server
from tests.ui.operations.process import Server, serving
from ui.operations.stopping import Stopping

TRUE = '{"text": "重点位置的录像至少保存 90 天。", "cites": [1]}\n'
ASKED = {"question": "重点位置的录像保存多少天？"}
STREAM = {"accept": "text/event-stream"}


def test_stopping_waits_for_what_is_under_way() -> None:
    stopping = Stopping(60)
    assert not stopping.is_done()
    with stopping.under_way():
        stopping.begin()
        assert not stopping.is_done()
        assert not stopping.over.has_come
    assert stopping.is_done()
    assert stopping.over.has_come


def test_stopping_waits_no_longer_than_its_bound() -> None:
    stopping = Stopping(0)
    with stopping.under_way():
        stopping.begin()
        assert asyncio.run(_comes(stopping))


async def _comes(stopping: Stopping) -> bool:
    while not stopping.is_done():
        await asyncio.sleep(0.01)
    await stopping.over.wait()
    return True


def test_work_in_the_background_is_stopped_once_and_faults_do_not_hold_it_up() -> None:
    stopping, stopped = Stopping(60), list[str]()

    def fails() -> None:
        raise RuntimeError("x")

    stopping.then("broken", fails)
    stopping.then("queue", lambda: stopped.append("queue"))
    stopping.begin()
    stopping.begin()
    while not stopping.is_done():
        time.sleep(0.01)
    assert stopped == ["queue"]


@pytest.fixture
def release() -> threading.Event:
    """Set when the played model may go on."""
    return threading.Event()


@pytest.fixture
def asked() -> threading.Event:
    """Set when the played model was asked."""
    return threading.Event()


@pytest.fixture
def server(
    tmp_path: Path, real_encoder: Encoder, release: threading.Event, asked: threading.Event
) -> Iterator[Server]:
    def slowly(exchange: Exchange) -> None:
        exchange.head()
        exchange.piece(TRUE)
        asked.set()
        while not release.wait(0.05) and not exchange.stopping.is_set():
            exchange.raw(": still there\n\n")  # so that a client that is gone is noticed
        exchange.piece("", "stop")
        exchange.raw("data: [DONE]\n\n")

    with chat_server(slowly) as model:
        chosen = {
            "ANPING_LLM_MODEL": "a-model", "ANPING_LLM_BASE_URL": model.address,
            "ANPING_STOP_S": "4", "ANPING_LOG": "json",
        }  # fmt: skip
        with serving(tmp_path / "home", chosen) as running:
            yield running


def events(lines: Iterator[str]) -> list[tuple[str, Any]]:
    """The events of a stream: their name and what they say."""
    told, name = list[tuple[str, Any]](), ""
    for line in lines:
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: "):
            told.append((name, json.loads(line.removeprefix("data: "))))
    return told


@pytest.mark.slow
@pytest.mark.encoder
def test_an_answer_under_way_is_finished_and_nothing_new_is_begun(
    server: Server, release: threading.Event, asked: threading.Event
) -> None:
    with (
        httpx.Client(base_url=server.address, timeout=30) as client,
        httpx.Client(base_url=server.address, timeout=30) as other,
        client.stream("POST", "/api/v1/ask", json=ASKED, headers=STREAM) as answer,
    ):
        assert answer.status_code == 200
        assert asked.wait(30)
        assert other.get("/ready").json()["ready"] is True
        server.process.terminate()
        while (ready := other.get("/ready")).status_code == 200:
            time.sleep(0.05)
        assert ready.status_code == 503
        assert ready.json()["stopping"] is True
        assert other.get("/health").status_code == 200
        refused = other.post("/api/v1/ask", json=ASKED)
        assert (refused.status_code, refused.json()["code"]) == (503, "api-stopping")
        assert int(refused.headers["retry-after"]) > 0
        with httpx.Client(base_url=server.address) as page:
            assert "The server is stopping" in page.get("/").text
        release.set()
        told = events(answer.iter_lines())
    assert told[-1][0] == "answer"
    assert server.process.wait(30) == 0
    said = [json.loads(line) for line in server.said.splitlines() if line.startswith("{")]
    assert [line["message"] for line in said if line["level"] == "error"] == []


@pytest.mark.slow
@pytest.mark.encoder
def test_a_stream_that_takes_too_long_ends_with_a_word(
    server: Server, asked: threading.Event
) -> None:
    with (
        httpx.Client(base_url=server.address, timeout=30) as client,
        client.stream("GET", "/gradio_api/heartbeat/a-page") as page,
        client.stream("POST", "/api/v1/ask", json=ASKED, headers=STREAM) as answer,
    ):
        assert asked.wait(30)
        server.process.terminate()
        told = events(answer.iter_lines())
        assert "ALIVE" in "".join(page.iter_text())  # and it ends
    name, last = told[-1]
    assert (name, last["code"], last["status"]) == ("problem", "api-stopping", 503)
    assert server.process.wait(30) == 0
    assert "left work" not in server.said


@pytest.mark.slow
@pytest.mark.encoder
def test_a_file_that_is_being_read_is_read_by_the_next_server(
    tmp_path: Path, real_encoder: Encoder
) -> None:
    home = tmp_path / "home"
    words = "".join(f"第 {n} 条：出入口设置视频监控摄像机。\n\n" for n in range(3_000))
    with serving(home) as server, httpx.Client(base_url=server.address, timeout=60) as client:
        case = client.post("/api/v1/cases", json={"name": "望江苑", "level": "C"}).json()["id"]
        sent = client.post(
            f"/api/v1/cases/{case}/documents", files={"file": ("a.md", words.encode())},
            headers={"x-anping-api": "1"},
        )  # fmt: skip
        assert sent.status_code == 202
        assert server.stop() == 0
    with serving(home) as server, httpx.Client(base_url=server.address, timeout=60) as client:
        path = f"/api/v1/cases/{case}/documents"
        while (document := client.get(path).json()["items"][0])["status"] == "reading":
            time.sleep(0.2)
        assert document["status"] in ("read", "partly")
        assert server.stop() == 0
