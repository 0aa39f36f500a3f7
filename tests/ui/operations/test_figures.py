"""`/metrics`: what is counted, and who may read it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from corpus.accounts.store import AccountStore
from tests.corpus.accounts.conftest import PASSWORD, quick
from tests.ui.served import visiting
from ui.cli.main import main
from ui.operations.metrics import METRICS, Metrics
from ui.settings import Settings

__all__ = ["quick"]
TOKEN = "a-token-of-some-length"
HERE = ("127.0.0.1", 50000)


@pytest.fixture(autouse=True)
def _counted_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(METRICS, "_families", None)


def figures(text: str) -> dict[str, float]:
    found = re.findall(r"^(anping\S+(?:\{[^}]*\})?) (\S+)$", text, re.MULTILINE)
    return {name: float(value) for name, value in found}


def test_requests_and_errors_are_counted_by_route_and_never_by_address(
    settings: Settings, store: AccountStore
) -> None:
    with visiting(settings, store, client=HERE) as client:
        for number in range(3):
            client.get(f"/api/v1/cases/c-none{number}")
        client.get("/x/y")
        client.request("BREW", "/brew")
        told = client.get("/metrics")
    assert told.headers["content-type"].startswith("text/plain; version=")
    found = figures(told.text)
    labels = '{method="GET",route="/api/v1/cases/{case}",status="4xx"}'
    assert found[f"anping_requests_total{labels}"] == 3
    assert found['anping_errors_total{code="corpus-unknown-case"}'] == 3
    count = 'anping_request_seconds_count{method="GET",route="/api/v1/cases/{case}"}'
    assert found[count] == 3
    assert "c-none" not in told.text
    assert "brew" not in told.text.lower()
    assert 'anping_build_info{version="' in told.text
    assert "process_open_fds" in told.text
    assert found['anping_queue_length{lane="quick"}'] == 0


def test_questions_documents_and_queues_are_counted() -> None:
    metrics = Metrics()
    metrics.asked("answered")  # before anybody watches nothing is counted
    assert metrics.told() == b""
    metrics.watch()
    metrics.watch()
    metrics.asked("answered")
    metrics.read("refused")
    metrics.count_queue("reading", lambda: 7)
    found = figures(metrics.told().decode())
    assert found['anping_questions_total{outcome="answered"}'] == 1
    assert found['anping_documents_read_total{outcome="refused"}'] == 1
    assert found['anping_queue_length{lane="reading"}'] == 7


def test_commands_do_not_load_what_only_servers_need() -> None:
    names = ("prometheus_client", "opentelemetry.exporter", "gradio")
    code = f"import sys, ui.services, ui.cli.ask; print([n for n in {names!r} if n in sys.modules])"
    environment = {**os.environ, "PYTHONPATH": os.getcwd()}  # noqa: PTH109 - for a process
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment
    )
    assert found.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("client_at", "host", "changes", "status"),
    [
        (HERE, "127.0.0.1:7860", {}, 200),
        (("::1", 1), "localhost:7860", {}, 200),
        (("10.0.0.7", 1), "127.0.0.1:7860", {}, 403),
        (HERE, "anping.example.org", {}, 403),
        (HERE, "127.0.0.1:7860", {"trust_proxy": True}, 403),
        (HERE, "127.0.0.1:7860", {"https": True}, 403),
    ],
)
def test_without_a_token_only_this_machine_reads(
    settings: Settings, store: AccountStore, client_at: tuple[str, int], host: str,
    changes: dict[str, bool], status: int,
) -> None:  # fmt: skip
    store.create("li", "李工", ["admin"], given=PASSWORD)
    chosen = replace(settings, **changes)  # type: ignore[arg-type]
    with visiting(chosen, store, client=client_at) as client:
        assert client.get("/metrics", headers={"host": host}).status_code == status


def test_with_a_token_only_whoever_shows_it_reads(settings: Settings, store: AccountStore) -> None:
    environment = {"ANPING_METRICS_TOKEN": TOKEN}
    with visiting(settings, store, client=HERE, environment=environment) as client:
        for shown in ("", f"Bearer {TOKEN}x", f"Basic {TOKEN}", "Bearer 密"):
            headers = {"authorization": shown.encode()}
            assert client.get("/metrics", headers=headers).status_code == 403  # type: ignore[arg-type]
        shown = f"Bearer {TOKEN}"
        assert client.get("/metrics", headers={"authorization": shown}).status_code == 200


def test_a_token_that_could_be_guessed_is_refused_and_none_is_shown(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ANPING_METRICS_TOKEN", "short")
    refused = CliRunner().invoke(main, ["serve", "--port", "0"])
    assert refused.exit_code == 2
    assert "at least 16 characters" in refused.output
    monkeypatch.setenv("ANPING_METRICS_TOKEN", TOKEN)
    shown = CliRunner().invoke(main, ["settings"])
    assert shown.exit_code == 0
    assert TOKEN not in shown.output
