"""Conversations that last: by case and user, undone, pruned, whole after a failure."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from assistant.answer import Answer
from assistant.asking.conversation import Assistant
from assistant.asking.dialogue import Dialogue, Thread, transcript
from assistant.asking.question import Turn
from assistant.errors import DialogueError
from corpus.record.errors import StoreUnreachableError
from tests.corpus.cases.conftest import close_connections

ME = Thread("me", "c-1")


class Echo:
    """An asker that repeats the question and counts the turns that it was given."""

    def __init__(self) -> None:
        self.breaks = False

    def ask(self, text: str, history: tuple[Turn, ...]) -> Answer:
        if self.breaks:
            raise RuntimeError("broken off")
        return Answer(f"{len(history)}: {text}", "en", "lookup", True, (), (), ("a <note>",))


@pytest.fixture
def echo() -> Echo:
    return Echo()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "home" / "conversations.sqlite"


@pytest.fixture
def dialogue(file: Path, url: str, echo: Echo) -> Dialogue:
    return Dialogue(echo, file, url)


def test_a_conversation_outlives_its_process(
    dialogue: Dialogue, echo: Echo, file: Path, url: str
) -> None:
    assert dialogue.exchanges(ME) == ()
    dialogue.ask(ME, "first")
    assert file.exists() == (url == "")
    again = Dialogue(echo, file, url)
    assert again.ask(ME, "second").text == "2: second"
    assert [entry.question for entry in again.exchanges(ME)] == ["first", "second"]


def test_conversations_are_apart_by_user_and_by_case(dialogue: Dialogue) -> None:
    dialogue.ask(ME, "mine")
    assert dialogue.exchanges(Thread("you", "c-1")) == ()
    assert dialogue.exchanges(Thread("me", "c-2")) == ()
    assert dialogue.exchanges(Thread("me")) == ()


def test_undo_takes_back_one_exchange_after_the_other(dialogue: Dialogue) -> None:
    for question in ("one", "two", "three"):
        dialogue.ask(ME, question)
    taken = [dialogue.undo(ME), dialogue.undo(ME)]
    assert [entry.question for entry in taken if entry] == ["three", "two"]
    assert dialogue.ask(ME, "four").text == "2: four"


def test_undo_of_nothing_is_nothing(dialogue: Dialogue) -> None:
    assert dialogue.undo(ME) is None


def test_clearing_a_case_leaves_the_others(dialogue: Dialogue) -> None:
    for thread in (ME, Thread("you", "c-1"), Thread("me", "c-2")):
        dialogue.ask(thread, "hello")
    dialogue.clear_case("c-1")
    assert dialogue.exchanges(ME) == dialogue.exchanges(Thread("you", "c-1")) == ()
    assert len(dialogue.exchanges(Thread("me", "c-2"))) == 1
    dialogue.clear(Thread("me", "c-2"))
    assert dialogue.exchanges(Thread("me", "c-2")) == ()


def test_a_turn_that_breaks_off_changes_nothing(dialogue: Dialogue, echo: Echo) -> None:
    dialogue.ask(ME, "kept")
    echo.breaks = True
    with pytest.raises(RuntimeError, match="broken off"):
        dialogue.ask(ME, "lost")
    echo.breaks = False
    assert [entry.question for entry in dialogue.exchanges(ME)] == ["kept"]
    assert dialogue.ask(ME, "next").text == "2: next"


def test_old_states_are_dropped(dialogue: Dialogue) -> None:
    for number in range(25):
        dialogue.ask(ME, str(number))
    with dialogue._kept.saver() as saver:
        assert len(list(saver.list({"configurable": {"thread_id": ME.id}}))) == 10
    assert len(dialogue.exchanges(ME)) == 25


def test_a_server_keeps_nothing_of_states_that_were_dropped(server_url: str, echo: Echo) -> None:
    dialogue = Dialogue(echo, Path("unused"), server_url)
    for number in range(15):
        dialogue.ask(ME, str(number))
    with dialogue._kept.saver() as saver:
        kept = saver.conn.execute(
            "SELECT count(*) AS number FROM checkpoint_blobs WHERE channel = 'exchanges'"
        ).fetchone()
    assert kept["number"] <= 10


def test_a_server_that_was_restarted_costs_nothing(server_url: str, echo: Echo) -> None:
    dialogue = Dialogue(echo, Path("unused"), server_url)
    dialogue.ask(ME, "before")
    close_connections(server_url)
    dialogue.ask(ME, "after")
    assert [entry.question for entry in dialogue.exchanges(ME)] == ["before", "after"]


def test_a_server_that_does_not_answer_is_told_without_the_password(echo: Echo) -> None:
    nowhere = Dialogue(echo, Path("unused"), "postgresql://anping:s3cret@127.0.0.1:1/anping")
    with pytest.raises(StoreUnreachableError, match="cannot be used now") as told:
        nowhere.ask(ME, "hello")
    assert "s3cret" not in str(told.value)
    assert told.value.code == "corpus-store-unreachable"


@pytest.mark.parametrize("name", ["a\nb", "x" * 201])
def test_names_that_could_be_taken_for_others_are_refused(dialogue: Dialogue, name: str) -> None:
    with pytest.raises(DialogueError, match="200 characters"):
        dialogue.ask(Thread(name), "hello")


def test_a_transcript_escapes_what_was_typed(dialogue: Dialogue) -> None:
    dialogue.ask(ME, "<script>alert(1)</script>\n# no heading")
    text = transcript(dialogue.exchanges(ME))
    assert "<script>" not in text
    assert "\n# no heading" in text.replace("  \n", "\n")
    assert "a &lt;note>" in text


def test_a_follow_up_leans_on_an_earlier_run(assistant: Assistant, tmp_path: Path) -> None:
    file = tmp_path / "c.sqlite"
    Dialogue(assistant, file).ask(ME, "A2.3.4")
    answer = Dialogue(assistant, file).ask(ME, "它几分？")
    assert (answer.intent, answer.clauses[0]) == ("points", "A2.3.4")


def test_two_servers_that_answer_at_once_lose_no_exchange(server_url: str, echo: Echo) -> None:
    servers = [Dialogue(echo, Path("unused"), server_url) for _ in range(2)]

    def ask(number: int) -> None:
        for turn in range(6):
            servers[number].record(ME, f"{number}-{turn}", {"answer": "yes"})

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    asked = {entry.question for entry in servers[0].exchanges(ME)}
    assert asked == {f"{number}-{turn}" for number in range(2) for turn in range(6)}


def test_a_sign_that_no_text_can_hold_is_left_out(dialogue: Dialogue) -> None:
    dialogue.record(ME, "wh\x00at", {"answer": "yes"})
    assert [entry.question for entry in dialogue.exchanges(ME)] == ["what"]
