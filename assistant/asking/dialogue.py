"""
Conversations that last: LangGraph runs each turn, and its checkpoints keep the state by case and
user, in one SQLite file or in a database that servers share.

A turn is three steps: take the question, answer it from what was said before, remember both. The
state is saved once, when the turn is whole, so a turn that is broken off leaves the conversation
as it was. Who may read a case's conversation is decided by the caller.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypedDict

from assistant.answer import Answer, answer_json
from assistant.asking.checkpoints import checkpoints_at
from assistant.asking.question import MAX_HISTORY, MAX_QUESTION, Turn
from assistant.errors import DialogueError

MAX_EXCHANGES = 500


class Asker(Protocol):
    """What answers a turn: the assistant, with or without a language model."""

    def ask(self, text: str, history: tuple[Turn, ...]) -> Answer:
        """Answer a question; `history` is oldest first."""


@dataclass(frozen=True, slots=True)
class Thread:
    """Whose conversation about which case; an empty case is the one about the documents alone."""

    user: str
    case: str = ""

    @property
    def id(self) -> str:
        """The id under which it is kept; a line feed cannot occur in either part."""
        for part in (self.user, self.case):
            if "\n" in part or len(part) > 200:
                raise DialogueError(part[:40])
        return f"{self.user}\n{self.case}"


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and its answer; `answer` is the public JSON object of docs/formats.md."""

    question: str
    answer: dict[str, Any]


class _State(TypedDict, total=False):
    question: str
    given: dict[str, Any] | None
    answer: dict[str, Any]
    exchanges: list[dict[str, Any]]


class Dialogue:
    """
    Conversations of many users and cases over one asker.

    file: where they are kept; it is made on first use. url: of a database in place of the file, as
    `corpus.record.address` has them. Answers beyond the newest 500 of a conversation are forgotten,
    and the newest 50 turns are what a question may lean on.

    Raises:
        StoreAddressError: the url is no address of a database.
        StoreUnreachableError: from every method, where the database cannot be used now.
    """

    def __init__(self, asker: Asker, file: Path, url: str = "") -> None:
        self._asker = asker
        self._kept = checkpoints_at(file, url)

    def ask(self, thread: Thread, text: str) -> Answer:
        """Answer the next question of a conversation and remember both."""
        config = {"configurable": {"thread_id": thread.id}}
        given: list[Answer] = []
        with self._kept.saver(thread.id) as saver:
            graph = self._graph(saver, given)
            graph.invoke({"question": _asked(text)}, config, durability="exit")
            self._kept.prune(saver, thread.id)
        return given[0]

    def history(self, thread: Thread) -> tuple[Turn, ...]:
        """Return the turns that a question may lean on, oldest first."""
        return _history([_entry(exchange) for exchange in self.exchanges(thread)])

    def record(self, thread: Thread, question: str, answer: dict[str, Any]) -> None:
        """Remember an exchange that was answered elsewhere, such as one sentence by sentence."""
        config = {"configurable": {"thread_id": thread.id}}
        with self._kept.saver(thread.id) as saver:
            graph = self._graph(saver, [])
            given = {"question": _asked(question), "given": answer}
            graph.invoke(given, config, durability="exit")
            self._kept.prune(saver, thread.id)

    def exchanges(self, thread: Thread) -> tuple[Exchange, ...]:
        """Return what was asked and answered so far, oldest first; () where nothing was."""
        if not self._kept.is_there():
            return ()
        with self._kept.saver() as saver:
            kept = saver.get_tuple({"configurable": {"thread_id": thread.id}})
        values = kept.checkpoint["channel_values"] if kept else {}
        return tuple(Exchange(**entry) for entry in values.get("exchanges", ()))

    def undo(self, thread: Thread) -> Exchange | None:
        """Take the last exchange back and return it; None where there is none."""
        kept = self.exchanges(thread)
        if not kept:
            return None
        with self._kept.saver(thread.id) as saver:
            graph = self._graph(saver, [])
            config = {"configurable": {"thread_id": thread.id}}
            graph.update_state(config, {"exchanges": [_entry(e) for e in kept[:-1]]}, "remember")
            self._kept.prune(saver, thread.id)
        return kept[-1]

    def clear(self, thread: Thread) -> None:
        """Forget the conversation."""
        if self._kept.is_there():
            with self._kept.saver() as saver:
                saver.delete_thread(thread.id)

    def clear_case(self, case: str) -> None:
        """Forget every user's conversation about a case."""
        if not self._kept.is_there():
            return
        with self._kept.saver() as saver:
            for name in self._kept.threads(saver):
                if name.partition("\n")[2] == case:
                    saver.delete_thread(name)

    def _graph(self, saver: Any, given: list[Answer]) -> Any:
        from langgraph.graph import END, START, StateGraph  # noqa: PLC0415 - most of a second

        def answered(state: _State) -> _State:
            told = state.get("given")
            if told is not None:
                return {"answer": told, "given": None}
            answer = self._asker.ask(state["question"], _history(state.get("exchanges", [])))
            given.append(answer)
            return {"answer": answer_json(answer)}

        def remembered(state: _State) -> _State:
            entry = {"question": state["question"], "answer": state["answer"]}
            return {"exchanges": [*state.get("exchanges", []), entry][-MAX_EXCHANGES:]}

        graph = StateGraph(_State)
        graph.add_node("answer", answered)
        graph.add_node("remember", remembered)
        graph.add_edge(START, "answer")
        graph.add_edge("answer", "remember")
        graph.add_edge("remember", END)
        return graph.compile(checkpointer=saver)


def _entry(exchange: Exchange) -> dict[str, Any]:
    return {"question": exchange.question, "answer": exchange.answer}


def _asked(text: str) -> str:
    """Return a question as it is kept: no longer than is understood, without what no text holds."""
    return text.replace("\x00", "")[:MAX_QUESTION]


def _history(exchanges: list[dict[str, Any]]) -> tuple[Turn, ...]:
    turns: list[Turn] = []
    for entry in exchanges[-MAX_HISTORY // 2 :]:
        turns += [Turn("user", entry["question"]), Turn("assistant", entry["answer"]["answer"])]
    return tuple(turns)


def transcript(exchanges: tuple[Exchange, ...]) -> str:
    """Return a conversation as Markdown: questions, answers, their quotes and notes."""
    parts = []
    for number, entry in enumerate(exchanges, 1):
        parts.append(f"## {number}. {_plain(entry.question)}\n\n{_plain(entry.answer['answer'])}\n")
        parts += [
            f"> [{c['n']}] {c['standard']} {c['clause']}: {_plain(c['quote'])}\n"
            for c in entry.answer["citations"]
        ]
        parts += [f"- {_plain(note)}\n" for note in entry.answer["notes"]]
    return "\n".join(parts)


def _plain(text: str) -> str:
    """Escape what Markdown or HTML would act on; what users typed is text."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "  \n")
