"""Spans for OpenTelemetry: what they say, what they never say, and nothing without the setting."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from starlette.testclient import TestClient

from corpus.accounts.store import AccountStore
from corpus.document import ReadResult
from corpus.encoder import Encoder
from tests.ui.served import visiting
from ui.operations.traces import configure_traces, span, stop_traces
from ui.operations.watched import watched_reading
from ui.services import Services
from ui.settings import SettingsError, default_cache, load_settings

ON = {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318"}
PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
SECRET = "极机密的词七七七"


@pytest.fixture
def spans() -> Iterator[InMemorySpanExporter]:
    exporter = InMemorySpanExporter()
    assert configure_traces(ON, exporter)
    yield exporter
    stop_traces()


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    settings = load_settings({}, home=tmp_path / "home", cache=default_cache())
    with visiting(settings, AccountStore(settings.home), raises=False) as client:
        yield client


def by_name(spans: InMemorySpanExporter) -> dict[str, ReadableSpan]:
    return {one.name: one for one in spans.get_finished_spans()}


def words(spans: InMemorySpanExporter) -> str:
    return "".join(one.to_json() for one in spans.get_finished_spans())


@pytest.mark.encoder
def test_a_question_is_a_span_within_its_request_and_says_no_words(
    client: TestClient, spans: InMemorySpanExporter, real_encoder: Encoder
) -> None:
    asked = {"question": f"{SECRET}：B级要多少分才算通过？"}
    assert client.post("/api/v1/ask", json=asked, headers={"traceparent": PARENT}).is_success
    client.get(f"/api/v1/search?q={SECRET}")
    found = by_name(spans)
    assert set(found) == {"request", "question", "retrieval"}
    first = next(one for one in spans.get_finished_spans() if one.name == "request")
    assert first.parent is not None
    assert f"{first.context.trace_id:032x}" == PARENT.split("-")[1]
    assert found["question"].context.trace_id == first.context.trace_id
    assert dict(first.attributes or {}) == {
        "http.request.method": "POST", "http.route": "/api/v1/ask", "http.response.status_code": 200,
    }  # fmt: skip
    assert (found["question"].attributes or {})["anping.outcome"] in ("answered", "not_said")
    assert SECRET not in words(spans)


def test_reading_is_a_span_with_its_outcome(spans: InMemorySpanExporter) -> None:
    result = ReadResult(f"{SECRET}.pdf", "0" * 64, "read", 3, (), None)
    watched_reading(lambda: result)
    told = by_name(spans)["reading"].attributes or {}
    assert (told["anping.outcome"], told["anping.pages"]) == ("read", 3)
    assert SECRET not in words(spans)


def test_of_an_error_only_its_kind_is_told(spans: InMemorySpanExporter) -> None:
    with pytest.raises(ValueError, match=SECRET), span("question"):
        raise ValueError(SECRET)
    found = by_name(spans)["question"]
    assert (found.attributes or {})["error.type"] == "ValueError"
    assert found.status.status_code.name == "ERROR"
    assert SECRET not in words(spans)


def test_libraries_find_no_provider_of_ours(spans: InMemorySpanExporter) -> None:
    with trace.get_tracer("some.library").start_as_current_span(SECRET):
        pass
    assert not spans.get_finished_spans()


@pytest.mark.parametrize("environment", [{}, {**ON, "OTEL_SDK_DISABLED": "true"}, {"OTEL_EXPORTER_OTLP_ENDPOINT": " "}])  # fmt: skip
def test_without_the_setting_nothing_is_sent(environment: dict[str, str]) -> None:
    assert not configure_traces(environment, InMemorySpanExporter())
    with span("question") as note:
        note("anping.outcome", "answered")


def test_without_the_setting_nothing_is_loaded_and_without_the_extra_it_is_told() -> None:
    code = (
        "import sys\n"
        "from ui.operations.traces import configure_traces, span\n"
        "configure_traces({})\n"
        "with span('question'): pass\n"
        "print([name for name in sys.modules if name.startswith('opentelemetry')])\n"
        "sys.modules['opentelemetry.sdk'] = None\n"
        "try: configure_traces({'OTEL_EXPORTER_OTLP_ENDPOINT': 'http://u:hunter2@x'})\n"
        "except Exception as fault: print(type(fault).__name__, fault)\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment
    ).stdout.splitlines()
    assert told[0] == "[]"
    assert told[1].startswith(SettingsError.__name__)
    assert "anping[otel]" in told[1]
    assert "hunter2" not in told[1]


def test_services_are_watched(tmp_path: Path) -> None:
    services = Services(load_settings({}, home=tmp_path))
    assert not services.metrics_token
