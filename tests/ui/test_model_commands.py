"""The language model at the command line and behind the page."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from assistant.asking.dialogue import Thread
from assistant.model.language_model import ScriptedModel
from assistant.model.worded_assistant import WordedAssistant
from corpus.encoder import Encoder
from tests.assistant.chat_server import ChatServer, Exchange, chat_server
from ui.cli.main import main
from ui.services import Services
from ui.settings import load_settings
from ui.views.ask.model_turn import ModelTurn
from ui.views.ask.view import AskHandlers
from ui.views.page.place import Place

KEY = "sk-very-secret-0123456789"
QUESTION = "重点位置的录像要保存多久？"
TRUE = '{"text": "重点位置的录像至少保存 90 天。", "cites": [1]}'
LIE = '{"text": "重点位置的录像至少保存 60 天。", "cites": [1]}'


def run(*words: str, typed: str = "") -> Result:
    return CliRunner().invoke(main, list(words), input=typed)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ChatServer]:
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)
    with chat_server(lambda exchange: exchange.say(f"{TRUE}\n{LIE}")) as running:
        monkeypatch.setenv("ANPING_LLM_BASE_URL", running.address)
        monkeypatch.setenv("ANPING_LLM_MODEL", "a-model")
        monkeypatch.setenv("ANPING_LLM_API_KEY", KEY)
        yield running


def test_a_configured_model_words_the_answer(server: ChatServer, real_encoder: Encoder) -> None:
    answer = json.loads(run("ask", QUESTION, "--json").stdout)
    assert answer["mode"] == "model"
    assert [sentence["supported"] for sentence in answer["sentences"]] == [True, False]
    assert answer["answer"].splitlines()[1].endswith("[未证实]")


def test_no_model_asks_nobody(server: ChatServer, real_encoder: Encoder) -> None:
    answer = json.loads(run("ask", QUESTION, "--no-model", "--json").stdout)
    assert answer["mode"] == "extractive"
    assert "sentences" not in answer
    run("chat", "--user", "me", "--no-model", typed=QUESTION + "\n")
    assert server.requests == []


def test_streamed_sentences_are_followed_by_their_sources(
    server: ChatServer, real_encoder: Encoder
) -> None:
    lines = run("ask", QUESTION, "--stream").stdout.splitlines()
    assert lines[0] == "重点位置的录像至少保存 90 天。[1]"
    assert lines[1].endswith("[未证实]")
    assert lines[2].startswith("依据：[1] A2.3.4")
    assert any("“视频监控系统" in line for line in lines)
    assert sum("至少保存 90 天" in line for line in lines) == 1


def test_a_stream_that_breaks_off_ends_in_the_whole_deterministic_answer(
    server: ChatServer, real_encoder: Encoder
) -> None:
    def broken_off(exchange: Exchange) -> None:
        exchange.head()
        exchange.piece(TRUE + '\n{"te')

    server.plays[:] = [broken_off]
    told, _, rest = run("ask", QUESTION, "--stream").stdout.partition("----\n")
    assert told == "重点位置的录像至少保存 90 天。[1]\n"
    assert rest.startswith("相关条款：\nA2.3.4")
    assert "语言模型没有采用" in rest


def test_streaming_goes_with_neither_json_nor_batch(server: ChatServer) -> None:
    assert run("ask", QUESTION, "--stream", "--json").exit_code == 2


def test_every_line_of_a_batch_is_worded(
    server: ChatServer, real_encoder: Encoder, tmp_path: Path
) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text(
        "\n".join(json.dumps({"id": n, "question": q}) for n, q in enumerate([QUESTION, "A2.3.4"])),
        encoding="utf-8",
    )
    answers = [json.loads(line) for line in run("ask", "--batch", str(path)).stdout.splitlines()]
    assert [answer["mode"] for answer in answers] == ["model", "extractive"]


def test_a_conversation_is_worded_and_its_follow_up_finds_the_clause(
    server: ChatServer, real_encoder: Encoder
) -> None:
    shown = run("chat", "--user", "me", typed=f"{QUESTION}\n它几分？\n").stdout
    assert "依据：[1] A2.3.4" in shown
    assert "1 分" in shown


def test_settings_show_the_model_and_never_its_key(server: ChatServer) -> None:
    shown = run("settings").output
    assert server.address in shown
    assert "ANPING_LLM_API_KEY" in shown
    assert "********" in shown
    assert KEY not in shown


def test_settings_say_when_there_is_no_model() -> None:
    assert "without a language model" in run("settings").output


@pytest.mark.parametrize("command", ["settings", "ask", "serve", "chat"])
def test_a_wrong_variable_is_told(monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    monkeypatch.setenv("ANPING_LLM_BASE_ULR", "http://127.0.0.1:9/v1")
    result = run(command, *([QUESTION] if command == "ask" else []))
    assert result.exit_code == 1
    assert "[assistant-model-settings]" in result.output
    assert "ANPING_LLM_BASE_URL" in result.output


def test_services_without_an_environment_have_no_model(server: ChatServer, tmp_path: Path) -> None:
    assert Services(load_settings({"ANPING_HOME": str(tmp_path)})).worded is None


# --- the page ---


ASK = Place("ask")


def page_of(real_encoder: Encoder, model: ScriptedModel | None) -> AskHandlers:
    services = Services(load_settings(os.environ))
    services.encoder = real_encoder
    services.worded = WordedAssistant(services.assistant, model) if model else None
    return AskHandlers(services)


def test_the_page_shows_checked_sentences_and_then_the_answer(real_encoder: Encoder) -> None:
    page = page_of(real_encoder, ScriptedModel([f"{TRUE}\n{LIE}"]))
    shown = [thread for thread, *_ in page.ask(QUESTION, ASK, "me", "zh", "s")]
    assert "语言模型正在作答" in shown[0]
    assert "至少保存 90 天。[1]" in shown[1]
    assert "60 天" not in shown[1]
    assert "[未证实]" in shown[-1]
    assert "第 2 句未能由所引条款证实" in shown[-1]
    assert "语言模型正在作答" not in shown[-1]


def test_the_page_without_a_model_answers_at_once(real_encoder: Encoder) -> None:
    ((thread, _, clause, _),) = page_of(real_encoder, None).ask(QUESTION, ASK, "me", "zh", "s")
    assert "at=A2.3.4" in thread
    assert "90d" in clause
    ((empty, *_),) = page_of(real_encoder, None).ask(" ", ASK, "new", "zh", "s")
    assert "ap-question" not in empty


def test_what_is_typed_and_answered_is_shown_as_text(real_encoder: Encoder) -> None:
    evil = '{"text": "重点位置的录像 <img src=//evil.example/x> & 保存 90 天。", "cites": [1]}'
    page = page_of(real_encoder, ScriptedModel([f"{TRUE}\n{evil}"]))
    *_, (thread, *_) = page.ask(QUESTION + "<b>&lt;", ASK, "me", "zh", "s")
    assert "<img" not in thread
    assert "<b>" not in thread
    question, answer = page._services.dialogue.history(Thread("me"))
    assert question.content == QUESTION + "<b>&lt;"
    assert "<img src=//evil.example/x> &" in answer.content


def test_stopping_one_session_stops_no_other(real_encoder: Encoder) -> None:
    page = page_of(real_encoder, ScriptedModel([TRUE, f"{TRUE}\n"]))
    running = page.ask(QUESTION, ASK, "me", "zh", "mine")
    next(running)
    page.stop("of someone else")
    page.stop("mine")
    *_, last = running
    assert "已停止" in last[0]
    *_, other = page.ask(QUESTION, ASK, "me", "zh", "of someone else")
    assert "依据：" in other[0]


def test_a_fault_of_ours_reaches_the_page_as_a_fault(real_encoder: Encoder) -> None:
    page = page_of(real_encoder, ScriptedModel([]))
    with pytest.raises(IndexError):
        list(page.ask(QUESTION, ASK, "me", "zh", "s"))
    assert not [thread for thread in threading.enumerate() if thread.name == "model-turn"]


def test_closing_the_page_stops_the_model(real_encoder: Encoder) -> None:
    services = Services(load_settings(os.environ))
    services.encoder = real_encoder
    turn = ModelTurn(WordedAssistant(services.assistant, ScriptedModel([TRUE])), QUESTION, ())
    events = turn.events()
    next(events)
    events.close()  # type: ignore[attr-defined]
    assert turn._stopped.is_set()
