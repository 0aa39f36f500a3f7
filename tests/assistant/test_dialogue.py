"""Conversations that last: by case and user, undone, pruned, whole after a failure."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from assistant.answer import Answer
from assistant.asking.conversation import Assistant
from assistant.asking.dialogue import Dialogue, Thread, transcript
from assistant.asking.question import Turn
from assistant.errors import DialogueError

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
def dialogue(tmp_path: Path, echo: Echo) -> Dialogue:
    return Dialogue(echo, tmp_path / "home" / "conversations.sqlite")


def test_a_conversation_outlives_its_process(dialogue: Dialogue, echo: Echo) -> None:
    dialogue.ask(ME, "first")
    again = Dialogue(echo, dialogue._file)
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
    rows = sqlite3.connect(dialogue._file).execute("SELECT count(*) FROM checkpoints").fetchone()
    assert rows == (10,)
    assert len(dialogue.exchanges(ME)) == 25


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
