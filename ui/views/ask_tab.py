"""The tab for questions: conversation on the left, the clause beside it."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape, unescape
from typing import Any

import gradio as gr

from assistant.answer import Answer
from assistant.question import Turn
from ui.services import Services
from ui.views.clause_view import note_html, open_clause
from ui.views.labels import Labels
from ui.views.model_turn import ModelTurn
from ui.wording import t

EXAMPLES = (
    "重点位置的录像要保存多久？",
    "A1.4.3",
    "B级有哪些基本要求？",
    "How many experts must be on the panel?",
)
Messages = list[dict[str, Any]]
Shown = tuple[Messages, str, Any, Any]


def answer_text(answer: Answer) -> str:
    """Return the answer with its notes as plain text."""
    notes = "\n".join(f"※ {note}" for note in answer.notes)
    return f"{answer.text}\n\n{notes}" if notes else answer.text


def turns(messages: Messages) -> tuple[Turn, ...]:
    """Return the conversation shown as turns for the assistant."""
    found = []
    for message in messages:
        content = message.get("content")
        if isinstance(content, list):  # gradio may hand content back in parts
            content = "".join(
                str(part.get("text", "")) for part in content if isinstance(part, dict)
            )
        role = "user" if message.get("role") == "user" else "assistant"
        found.append(Turn(role, unescape(str(content or ""))))  # type: ignore[arg-type]
    return tuple(found)


class Replies:
    """
    Answers the questions of a page: the longer conversation, an empty box, the citations, the
    first clause. With a language model, several times: its sentences as they pass the checks.
    """

    def __init__(self, services: Services) -> None:
        self._services = services
        self._running: dict[str, ModelTurn] = {}  # by session

    def ask(self, text: str, messages: Messages, language: str, session: str) -> Iterator[Shown]:
        """Yield what the page shows, the whole answer last."""
        if not text.strip():
            yield messages, "", gr.update(), note_html(t("no_clause", language))
            return
        history = turns(messages)
        if self._services.worded is None:
            answer = self._services.assistant.ask(text, history)
            yield shown_answer(text, messages, answer, language)
            return
        turn = ModelTurn(self._services.worded, text, history)
        self._running[session] = turn
        said = ""
        yield shown_draft(text, messages, said, language)
        try:
            for event in turn.events():
                if isinstance(event, str):
                    said += event
                    yield shown_draft(text, messages, said, language)
                else:
                    yield shown_answer(text, messages, event, language)
        finally:
            if self._running.get(session) is turn:
                del self._running[session]

    def stop(self, session: str) -> None:
        """Stop the model of a session; nothing happens where none is at work."""
        turn = self._running.get(session)
        if turn is not None:
            turn.stop()


def shown_draft(text: str, messages: Messages, said: str, language: str) -> Shown:
    """Return the page while the model still writes."""
    content = f"{t('model_writes', language)}\n{said}"
    return _exchange(text, messages, content), "", gr.update(), gr.update()


def _exchange(text: str, messages: Messages, content: str) -> Messages:
    # gradio shows HTML even without Markdown, and loads the pictures in it.
    return [
        *messages,
        {"role": "user", "content": escape(text[:2000], quote=False)},
        {"role": "assistant", "content": escape(content, quote=False)},
    ]


def shown_answer(text: str, messages: Messages, answer: Answer, language: str) -> Shown:
    """Return the page with an answer."""
    shown = _exchange(text, messages, answer_text(answer))
    choices = [
        (f"[{citation.number}] {citation.clause} {citation.title}", citation.clause)
        for citation in answer.citations
    ]
    first = choices[0][1] if choices else None
    clause = open_clause(first, language) if first else note_html(t("no_clause", language))
    return shown, "", gr.update(choices=choices, value=first), clause


def build_ask_tab(services: Services, labels: Labels, language: gr.State) -> None:
    """Lay out and wire the tab."""
    start = services.settings.language
    with gr.Row():
        with gr.Column(scale=6):
            chat = labels.add(
                gr.Chatbot(
                    label=t("chat", start), height=430, render_markdown=False, buttons=["copy"],
                    placeholder=t("ask_empty", start), feedback_options=None, elem_id="chat",
                ),
                label="chat", placeholder="ask_empty",
            )  # fmt: skip
            box = labels.add(
                gr.Textbox(
                    label=t("ask_box", start), placeholder=t("ask_hint", start),
                    lines=1, max_lines=4, autofocus=True, elem_id="question",
                ),
                label="ask_box", placeholder="ask_hint",
            )  # fmt: skip
            with gr.Row():
                send = labels.add(
                    gr.Button(t("send", start), variant="primary", scale=3, elem_id="send"),
                    value="send",
                )
                if services.model_settings is not None:
                    stop = labels.add(
                        gr.Button(t("stop", start), scale=1, elem_id="stop"), value="stop"
                    )
                clear = labels.add(gr.Button(t("clear", start), scale=1), value="clear")
            with gr.Row():
                tries = [gr.Button(example, size="sm") for example in EXAMPLES]
        with gr.Column(scale=5, elem_classes="ap-side"):
            cited = labels.add(
                gr.Dropdown([], label=t("cited", start), elem_id="cited"), label="cited"
            )
            by_id = labels.add(
                gr.Textbox(label=t("open_id", start), max_lines=1, elem_id="open-id"),
                label="open_id",
            )
            clause = gr.HTML(note_html(t("no_clause", start)), elem_id="clause")

    replies = Replies(services)

    def ask(text: str, messages: Messages, chosen: str, request: gr.Request) -> Iterator[Shown]:
        yield from replies.ask(text, messages, chosen, str(request.session_hash))

    def stopped(request: gr.Request) -> None:
        replies.stop(str(request.session_hash))

    def wiped(chosen: str) -> tuple[Messages, Any, str]:
        return [], gr.update(choices=[], value=None), note_html(t("no_clause", chosen))

    outputs = [chat, box, cited, clause]
    gr.on([box.submit, send.click], ask, [box, chat, language], outputs, concurrency_limit=4)
    for button in tries:
        button.click(ask, [button, chat, language], outputs, concurrency_limit=4)
    if services.model_settings is not None:
        stop.click(stopped, None, None, concurrency_limit=8)
    clear.click(wiped, [language], [chat, cited, clause])
    cited.input(open_clause, [cited, language], clause)
    by_id.submit(open_clause, [by_id, language], clause)
