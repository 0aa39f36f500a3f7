"""
The replies of the questions' page: what a conversation shows, answered, kept and brought back.

Conversations live in the store of `assistant.dialogue`, by reader (a random id that the browser
keeps) and case, so a page that is loaded again shows what was said, with its citations.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

import gradio as gr

from assistant.answer import Answer, answer_json
from assistant.dialogue import Exchange, Thread
from ui.services import Services
from ui.views.clause_view import note_html, open_clause
from ui.views.comparison_view import comparison_html
from ui.views.model_turn import ModelTurn
from ui.wording import t

Messages = list[dict[str, Any]]
# The conversation, the emptied box, the cited clauses, the first of them opened.
Shown = tuple[Messages, str, Any, Any]
_SHOWN_EXCHANGES = 100


class Replies:
    """
    Answers the questions of a page. With a language model several times: its sentences as they
    pass the checks, the whole answer last.
    """

    def __init__(self, services: Services) -> None:
        self._services = services
        self._running: dict[str, ModelTurn] = {}  # by session

    def ask(self, text: str, thread: Thread, language: str, session: str) -> Iterator[Shown]:
        """Yield what the page shows, the whole answer last; the exchange is then kept."""
        dialogue = self._services.dialogue
        before = dialogue.exchanges(thread)
        if not text.strip():
            yield shown_exchanges(before, language)
            return
        if self._services.worded is None:
            answer = self._services.assistant.ask(text, dialogue.history(thread))
            yield self._kept(thread, text, answer, language)
            return
        turn = ModelTurn(self._services.worded, text, dialogue.history(thread))
        self._running[session] = turn
        said = ""
        yield _shown_draft(before, text, said, language)
        try:
            for event in turn.events():
                if isinstance(event, str):
                    said += event
                    yield _shown_draft(before, text, said, language)
                else:
                    yield self._kept(thread, text, event, language)
        finally:
            if self._running.get(session) is turn:
                del self._running[session]

    def stop(self, session: str) -> None:
        """Stop the model of a session; nothing happens where none is at work."""
        turn = self._running.get(session)
        if turn is not None:
            turn.stop()

    def restored(self, thread: Thread, language: str) -> Shown:
        """Return the page as the conversation was left."""
        return shown_exchanges(self._services.dialogue.exchanges(thread), language)

    def undone(self, thread: Thread, language: str) -> tuple[Messages, str, Any, Any]:
        """Take the last question back into the box."""
        taken = self._services.dialogue.undo(thread)
        messages, _, cited, clause = self.restored(thread, language)
        return messages, taken.question if taken else "", cited, clause

    def _kept(self, thread: Thread, text: str, answer: Answer, language: str) -> Shown:
        extra = self._passages(thread.case, text)
        self._services.dialogue.record(thread, text, {**answer_json(answer), **extra})
        return self.restored(thread, language)

    def _passages(self, case: str, text: str) -> dict[str, Any]:
        """Return the passages of the case's documents that bear on the question."""
        if not case:
            return {}
        from assistant.case_search import search_case  # noqa: PLC0415 - brings the vector store

        services = self._services
        services.indexing.want(case)
        found = search_case(services.cases, case, services.encoder, text, k=3, may_index=False)
        return {"passages": found}


def shown_exchanges(exchanges: Sequence[Exchange], language: str) -> Shown:
    """Return the page of a conversation: newest last, the last answer's citations to choose."""
    messages = _messages(exchanges)
    if not exchanges:
        return messages, "", gr.update(choices=[], value=None), note_html(t("no_clause", language))
    answer = exchanges[-1].answer
    choices = [(f"[{c['n']}] {c['clause']} {c['title']}", c["clause"]) for c in answer["citations"]]
    first = choices[0][1] if choices else None
    clause = open_clause(first, language) if first else note_html(t("no_clause", language))
    table = comparison_html(answer.get("table"))
    return messages, "", gr.update(choices=choices, value=first), table + clause


def answer_text(answer: Mapping[str, Any]) -> str:
    """Return an answer's JSON object as plain text: text, notes, passages of the case."""
    notes = [f"※ {note}" for note in answer["notes"]]
    passages = [
        f"▸ {entry['file']} {entry['locator']}：“{entry['quote']}”"
        for entry in answer.get("passages", ())
    ]
    return "\n\n".join(
        part for part in (answer["answer"], "\n".join(notes), "\n".join(passages)) if part
    )


def _shown_draft(before: Sequence[Exchange], text: str, said: str, language: str) -> Shown:
    """Return the page while the model still writes."""
    messages = _messages(before) + _pair(text, f"{t('model_writes', language)}\n{said}")
    return messages, "", gr.update(), gr.update()


def _messages(exchanges: Sequence[Exchange]) -> Messages:
    return [
        message
        for exchange in exchanges[-_SHOWN_EXCHANGES:]
        for message in _pair(exchange.question, answer_text(exchange.answer))
    ]


def _pair(question: str, content: str) -> Messages:
    # gradio shows HTML even without Markdown, and loads the pictures in it.
    return [
        {"role": "user", "content": escape(question[:2000], quote=False)},
        {"role": "assistant", "content": escape(content, quote=False)},
    ]
