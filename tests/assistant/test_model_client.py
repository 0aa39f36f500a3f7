"""The language model behind a real server on this machine, which behaves well, badly and worse."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator

import pytest

from assistant.errors import (
    ModelCancelledError,
    ModelError,
    ModelProtocolError,
    ModelSlowError,
    ModelTooLongError,
    ModelUnavailableError,
)
from assistant.model.client import ChatModelClient
from assistant.model.language_model import Message
from assistant.model.settings import ModelSettings
from tests.assistant.chat_server import ChatServer, Exchange, Play, chat_server

KEY = "sk-very-secret-0123456789"
HELLO = (Message("system", "rules"), Message("user", "question"))


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)


def settings(server: ChatServer, **changes: float) -> ModelSettings:
    patient = {"timeout_s": 20.0, "read_timeout_s": 10.0}
    limits = {**patient, "retry_wait_s": 0.02, "max_tokens": 100, **changes}
    return ModelSettings(server.address, "a-model", KEY, **limits)  # type: ignore[arg-type]


def says(text: str, finish: str = "stop") -> Play:
    return lambda exchange: exchange.say(text, finish)


def refuses(status: int, **headers: str) -> Play:
    return lambda exchange: exchange.refuse(status, **headers)


def said(*plays: Play, **changes: float) -> tuple[str, ChatServer]:
    with chat_server(*plays) as server:
        return "".join(ChatModelClient(settings(server, **changes)).stream(HELLO)), server


def failed(kind: type[ModelError], *plays: Play, **changes: float) -> tuple[ModelError, ChatServer]:
    with chat_server(*plays) as server, pytest.raises(kind) as caught:
        list(ChatModelClient(settings(server, **changes)).stream(HELLO))
    assert KEY not in "".join(traceback.format_exception(caught.value))
    return caught.value, server


def test_a_reply_comes_in_pieces_and_in_full() -> None:
    with chat_server(says("保存不少于 90 天。")) as server:
        pieces = list(ChatModelClient(settings(server)).stream(HELLO))
    assert "".join(pieces) == "保存不少于 90 天。"
    assert len(pieces) > 1


def test_the_request_holds_the_messages_and_the_key_only_in_its_header() -> None:
    _, server = said(says("x"))
    request = server.requests[0]
    assert request.path == "/v1/chat/completions"
    assert request.body["messages"] == [
        {"role": "system", "content": "rules"},
        {"role": "user", "content": "question"},
    ]
    assert request.body["model"] == "a-model"
    assert request.body["max_tokens"] == 100
    assert request.headers["authorization"] == f"Bearer {KEY}"
    rest = {name: value for name, value in request.headers.items() if name != "authorization"}
    assert KEY not in str(rest) + str(request.body)


def test_without_a_key_no_authorization_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-someone-else")
    monkeypatch.setenv("OPENAI_ORG_ID", "an-organization")
    monkeypatch.setenv("OPENAI_PROXY", "http://127.0.0.1:9")
    with chat_server(says("x")) as server:
        list(ChatModelClient(ModelSettings(server.address, "m")).stream(HELLO))
    assert "authorization" not in server.requests[0].headers
    assert "an-organization" not in str(server.requests[0].headers)


@pytest.mark.parametrize("status", [429, 500, 503])
def test_an_overloaded_endpoint_is_asked_again(status: int) -> None:
    text, server = said(refuses(status), refuses(status, Retry_After="0"), says("now"))
    assert text == "now"
    assert len(server.requests) == 3


def test_an_endpoint_that_stays_overloaded_is_given_up() -> None:
    fault, server = failed(ModelUnavailableError, refuses(500), retries=1)
    assert isinstance(fault, ModelUnavailableError)
    assert (fault.status, fault.retryable) == (500, True)
    assert len(server.requests) == 2


def test_a_wait_longer_than_the_time_left_is_not_begun() -> None:
    start = time.monotonic()
    failed(ModelUnavailableError, refuses(429, Retry_After="600"))
    assert time.monotonic() - start < 5


@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_refusal_is_told_at_once_without_what_the_endpoint_echoes(status: int) -> None:
    fault, server = failed(ModelUnavailableError, refuses(status))
    assert isinstance(fault, ModelUnavailableError)
    assert (fault.status, fault.retryable) == (status, False)
    assert str(status) in str(fault)
    assert len(server.requests) == 1


def test_an_endpoint_that_refuses_one_dialect_is_asked_in_another() -> None:
    text, server = said(refuses(400), says("understood"))
    assert text == "understood"
    assert server.requests[1].body["max_completion_tokens"] == 100
    assert "temperature" not in server.requests[1].body


def test_an_endpoint_that_cannot_stream_is_understood() -> None:
    assert said(lambda exchange: exchange.say_whole("all at once"))[0] == "all at once"


def test_nothing_listening_is_told_as_unreachable() -> None:
    with chat_server(says("x")) as server:
        pass
    with pytest.raises(ModelUnavailableError) as caught:
        list(ChatModelClient(settings(server)).stream(HELLO))
    assert caught.value.retryable


def test_a_connection_that_closes_without_a_word_is_unreachable() -> None:
    failed(ModelUnavailableError, lambda exchange: exchange.handler.connection.close())


def web_page(exchange: Exchange) -> None:
    exchange.head(kind="text/html")
    exchange.raw("<html><script>alert(1)</script></html>")


def bad_json(exchange: Exchange) -> None:
    exchange.head()
    exchange.raw("data: {nonsense\n\n")


def wrong_json(exchange: Exchange) -> None:
    exchange.head(kind="application/json")
    exchange.raw('{"result": 3}')


def broken_off(exchange: Exchange) -> None:
    exchange.head()
    exchange.piece("half a sen")


def broken_off_in_a_chunk(exchange: Exchange) -> None:
    exchange.head(Content_Length="5000")
    exchange.piece("half a sen")


@pytest.mark.parametrize(
    "play", [web_page, bad_json, wrong_json, broken_off, broken_off_in_a_chunk]
)
def test_what_is_no_complete_completion_breaks_the_protocol(play: Play) -> None:
    failed(ModelProtocolError, play)


def test_an_error_inside_the_stream_is_told() -> None:
    def errs(exchange: Exchange) -> None:
        exchange.head()
        exchange.raw('data: {"error": {"message": "overloaded"}}\n\n')

    failed(ModelUnavailableError, errs, retries=0)


def test_a_redirect_is_not_followed() -> None:
    with chat_server(says("stolen")) as elsewhere:
        target = elsewhere.address + "/chat/completions"
        failed(ModelUnavailableError, lambda exchange: exchange.head(307, Location=target))
    assert elsewhere.requests == []


def test_an_empty_reply_is_empty() -> None:
    assert said(says(""))[0] == ""


def silent(exchange: Exchange) -> None:
    exchange.wait(5)


def silent_after_a_word(exchange: Exchange) -> None:
    exchange.head()
    exchange.piece("well")
    exchange.wait(5)


@pytest.mark.parametrize("play", [silent, silent_after_a_word])
def test_silence_is_cut_at_its_limit(play: Play) -> None:
    start = time.monotonic()
    fault, server = failed(ModelSlowError, play, read_timeout_s=0.3)
    assert time.monotonic() - start < 3
    assert "ANPING_LLM_READ_TIMEOUT_S" in str(fault)
    assert len(server.requests) == 1


def drips(exchange: Exchange) -> None:
    exchange.head()
    while not exchange.stopping.is_set():
        exchange.piece("a ")
        exchange.wait(0.05)


def floods(exchange: Exchange) -> None:
    exchange.head()
    while not exchange.stopping.is_set():
        exchange.piece("word " * 20)


def test_a_drip_without_end_is_cut_by_the_time_for_all() -> None:
    start = time.monotonic()
    fault, _ = failed(ModelSlowError, drips, timeout_s=0.4)
    assert time.monotonic() - start < 3
    assert "ANPING_LLM_TIMEOUT_S" in str(fault)


def test_a_flood_without_end_is_cut_by_its_budget() -> None:
    _, server = failed(ModelTooLongError, floods)
    assert len(server.requests) == 1


def test_a_reply_cut_by_the_endpoint_is_too_long() -> None:
    failed(ModelTooLongError, says("half", finish="length"))


def test_cancelling_takes_less_than_a_second_and_hangs_up() -> None:
    with chat_server(drips) as server:
        begun = time.monotonic()
        pieces: list[str] = []
        with pytest.raises(ModelCancelledError):
            pieces += ChatModelClient(settings(server)).stream(
                HELLO, lambda: time.monotonic() > begun + 0.3
            )
        assert time.monotonic() - begun < 1.3
        _until(lambda: bool(server.hung_up_at))


def test_cancelling_works_while_the_endpoint_is_silent() -> None:
    with chat_server(silent) as server:
        begun = time.monotonic()
        with pytest.raises(ModelCancelledError):
            list(
                ChatModelClient(settings(server)).stream(
                    HELLO, lambda: time.monotonic() > begun + 0.2
                )
            )
        assert time.monotonic() - begun < 1.2


def test_closing_the_iterator_hangs_up() -> None:
    with chat_server(drips) as server:
        pieces: Iterator[str] = ChatModelClient(settings(server)).stream(HELLO)
        assert next(pieces)
        pieces.close()  # type: ignore[attr-defined]
        _until(lambda: bool(server.hung_up_at))


def test_the_key_is_in_no_log_and_no_representation(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), chat_server(refuses(401)) as server:
        chosen = settings(server)
        client = ChatModelClient(chosen)
        with pytest.raises(ModelUnavailableError):
            list(client.stream(HELLO))
    assert KEY not in caplog.text
    assert KEY not in repr(chosen) + repr(client) + str(vars(client))


def test_importing_brings_no_sdk_and_no_network() -> None:
    code = (
        "import socket, sys; socket.socket.connect = None; import assistant, assistant.model.client;"
        "print([name for name in ('openai', 'langchain_openai', 'tiktoken') if name in sys.modules])"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "[]"


def test_no_tracing_service_is_told() -> None:
    code = (
        "import sys, time; from assistant.model.client import *; from assistant.model.settings import *;"
        "from assistant.model.language_model import Message;"
        "client = ChatModelClient(ModelSettings(sys.argv[1], 'm'));"
        "print(''.join(client.stream([Message('user', 'hello')]))); time.sleep(1.5)"
    )
    with chat_server(says("fine")) as server, chat_server(says("x")) as spy:
        tracing = {"LANGSMITH_TRACING": "true", "LANGCHAIN_TRACING_V2": "true", "LANGSMITH_API_KEY": "k",
                   "LANGSMITH_ENDPOINT": spy.address}  # fmt: skip
        result = subprocess.run(
            [sys.executable, "-c", code, server.address],
            capture_output=True, text=True, check=True, env={**os.environ, **tracing},
        )  # fmt: skip
        assert result.stdout.strip() == "fine"
        assert spy.visits == []


def _until(happened: Callable[[], bool], limit_s: float = 2.0) -> None:
    end = time.monotonic() + limit_s
    while time.monotonic() < end:
        if happened():
            return
        time.sleep(0.02)
    pytest.fail("it did not happen in time")
