"""The tab for questions: conversation on the left, the clause beside it."""

from __future__ import annotations

from typing import Any

import gradio as gr

from assistant.answer import Answer
from assistant.question import Turn
from ui.services import Services
from ui.views.clause_view import note_html, open_clause
from ui.views.labels import Labels
from ui.wording import t

EXAMPLES = (
    "重点位置的录像要保存多久？",
    "A1.4.3",
    "B级有哪些基本要求？",
    "How many experts must be on the panel?",
)
Messages = list[dict[str, Any]]


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
        found.append(Turn(role, str(content or "")))  # type: ignore[arg-type]
    return tuple(found)


def reply(
    services: Services, text: str, messages: Messages, language: str
) -> tuple[Messages, str, Any, str]:
    """
    Answer a question: the longer conversation, an empty box, the citations, the first clause.
    """
    if not text.strip():
        return messages, "", gr.update(), note_html(t("no_clause", language))
    answer = services.assistant.ask(text, turns(messages))
    shown: Messages = [
        *messages,
        {"role": "user", "content": text[:2000]},
        {"role": "assistant", "content": answer_text(answer)},
    ]
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

    def ask(text: str, messages: Messages, chosen: str) -> tuple[Messages, str, Any, str]:
        return reply(services, text, messages, chosen)

    def wiped(chosen: str) -> tuple[Messages, Any, str]:
        return [], gr.update(choices=[], value=None), note_html(t("no_clause", chosen))

    outputs = [chat, box, cited, clause]
    gr.on([box.submit, send.click], ask, [box, chat, language], outputs, concurrency_limit=4)
    for button in tries:
        button.click(ask, [button, chat, language], outputs, concurrency_limit=4)
    clear.click(wiped, [language], [chat, cited, clause])
    cited.input(open_clause, [cited, language], clause)
    by_id.submit(open_clause, [by_id, language], clause)
