"""Nothing is reported to anybody: a whole journey in a process that reaches this machine alone."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from corpus.encoder import Encoder
from tests.assistant.chat_server import chat_server
from tests.ui.operations.loopback_only import guard, is_ours
from tests.ui.operations.process import serving
from ui.operations.silence import QUIET, keep_silent

GUARD = str(Path(__file__).with_name("loopback_only.py"))
TRUE = '{"text": "重点位置的录像至少保存 90 天。", "cites": [1]}\n'
TEMPTING = {
    "GRADIO_ANALYTICS_ENABLED": "True", "ANONYMIZED_TELEMETRY": "True", "LANGSMITH_TRACING": "true",
    "LANGCHAIN_TRACING_V2": "true", "LANGSMITH_API_KEY": "lsv2_x", "LANGCHAIN_API_KEY": "lsv2_x",
    "HF_HUB_DISABLE_TELEMETRY": "0", "FASTAPI_OTEL_AUTO_CONFIGURE": "true", "DO_NOT_TRACK": "0",
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.encoder
def test_a_whole_journey_reaches_nobody_but_this_machine(
    tmp_path: Path, real_encoder: Encoder
) -> None:
    tried = tmp_path / "tried.log"
    program = (sys.executable, GUARD, str(tried))
    local = {"x-anping-api": "1"}
    with chat_server(lambda exchange: exchange.say(TRUE)) as model:
        chosen = {
            **TEMPTING, "ANPING_LLM_MODEL": "a-model", "ANPING_LLM_BASE_URL": model.address,
        }  # fmt: skip
        with (
            serving(tmp_path / "home", chosen, program) as server,
            httpx.Client(base_url=server.address, timeout=120) as client,
        ):
            assert "gradio" in client.get("/", headers={"accept": "text/html"}).text
            assert client.get("/config").is_success
            asked = client.post("/api/v1/ask", json={"question": "重点位置的录像保存多少天？"})
            assert asked.json()["mode"] == "model"
            made = client.post("/api/v1/cases", json={"name": "望江苑", "level": "C"})
            case = f"/api/v1/cases/{made.json()['id']}"
            words = "出入口设置视频监控摄像机。\n\n录像保存 90 天。"
            sent = {"file": ("设计说明.md", words.encode())}
            assert client.post(f"{case}/documents", files=sent, headers=local).is_success
            while client.get(f"{case}/documents").json()["items"][0]["status"] == "reading":
                time.sleep(0.2)
            within = {"question": "录像保存多少天？", "case": made.json()["id"], "model": False}
            assert client.post("/api/v1/ask", json=within).json()["passages"]
            assert client.get(f"{case}/evidence").is_success
            sheet = {"rule_set": "tcrea-2023", "judgements": {"C1.1.1": {"met": True}}}
            put = client.put(f"{case}/sheets/own/pre", json=sheet, headers={"if-match": '"0"'})
            assert put.is_success, put.text
            assert client.get(f"{case}/reports/self-check").is_success
            assert server.stop() == 0
    assert not tried.exists(), tried.read_text(encoding="utf-8")


def test_the_guard_names_what_it_refuses(tmp_path: Path) -> None:
    code = (
        "import socket, sys\n"
        "from pathlib import Path\n"
        "from tests.ui.operations.loopback_only import guard\n"
        f"sys.addaudithook(guard(Path({str(tmp_path / 'tried.log')!r})))\n"
        "for ask in (lambda: socket.create_connection(('192.0.2.1', 9), 1),\n"
        "            lambda: socket.getaddrinfo('telemetry.example.org', 443),\n"
        "            lambda: socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.2', 9))):\n"
        "    try: ask()\n"
        "    except OSError as fault: print(fault.errno)\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment
    )
    assert told.stdout.split() == ["101"] * 3
    tried = (tmp_path / "tried.log").read_text(encoding="utf-8")
    for where in ("192.0.2.1", "telemetry.example.org", "192.0.2.2"):
        assert where in tried


@pytest.mark.parametrize(
    ("host", "is_let"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), (b"127.0.0.8", True), ("0.0.0.0", True),
     (socket.gethostname(), True), ("10.0.0.1", False), ("api.gradio.app", False), ("::ffff:8.8.8.8", False)],
)  # fmt: skip
def test_the_guard_lets_this_machine_through(host: object, is_let: bool) -> None:
    assert is_ours(host) is is_let
    guard(Path("unused"))("socket.connect", (None, "/run/a.socket"))  # not of the network


def test_what_was_set_before_does_not_count() -> None:
    environment = dict(TEMPTING)
    keep_silent(environment)
    assert {name: environment[name] for name in QUIET} == dict(QUIET)


def test_libraries_are_switched_off_where_they_are_used(tmp_path: Path) -> None:
    code = (
        "import ui.app, os\n"
        "from gradio.analytics import analytics_enabled\n"
        "from langsmith.utils import tracing_is_enabled\n"
        "from huggingface_hub.constants import HF_HUB_DISABLE_TELEMETRY\n"
        "print(analytics_enabled(), bool(tracing_is_enabled()), not HF_HUB_DISABLE_TELEMETRY)\n"
    )
    environment = {**os.environ, **TEMPTING, "PYTHONPATH": str(Path.cwd())}
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment
    )
    assert told.stdout.split() == ["False"] * 3
