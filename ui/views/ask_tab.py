"""The tab for questions: conversation on the left, the clause beside it."""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.dialogue import Thread, transcript
from ui.services import Services
from ui.views.case_tab import case_choices
from ui.views.clause_view import note_html, open_clause
from ui.views.labels import Labels
from ui.views.replies import Replies, Shown
from ui.wording import t

EXAMPLES = (
    "重点位置的录像要保存多久？",
    "A1.4.3",
    "B级有哪些基本要求？",
    "How many experts must be on the panel?",
)
# Names the value in the browser's own storage; the random id in it is what counts.
_READER_KEY, _READER_SALT = "anping-reader", "anping"


@dataclass(frozen=True, slots=True)
class AskTab:
    """What the page does for the tab when it is loaded: a function, its inputs, its outputs."""

    load: Callable[..., Any]
    inputs: list[Any]
    outputs: list[Any]


@dataclass(frozen=True, slots=True)
class _Parts:
    """The components of the tab."""

    chat: Any
    box: Any
    send: Any
    stop: Any
    undo: Any
    clear: Any
    export: Any
    tries: list[Any]
    about: Any
    cited: Any
    by_id: Any
    clause: Any

    @property
    def shown(self) -> list[Any]:
        """The components that an answer fills."""
        return [self.chat, self.box, self.cited, self.clause]


def build_ask_tab(services: Services, labels: Labels, language: gr.State) -> AskTab:
    """Lay out and wire the tab."""
    reader = gr.BrowserState("", storage_key=_READER_KEY, secret=_READER_SALT)
    parts = _laid_out(services, labels)
    replies = Replies(services)
    thread_of = [reader, parts.about]

    def ask(text: str, who: str, case: str, chosen: str, request: gr.Request) -> Iterator[Shown]:
        thread = Thread(who, case or "")
        yield from replies.ask(text, thread, chosen, str(request.session_hash))

    def stopped(request: gr.Request) -> None:
        replies.stop(str(request.session_hash))

    def restored(who: str, case: str, chosen: str) -> Shown:
        return replies.restored(Thread(who, case or ""), chosen)

    def undone(who: str, case: str, chosen: str) -> Shown:
        return replies.undone(Thread(who, case or ""), chosen)

    def cleared(who: str, case: str, chosen: str) -> Shown:
        services.dialogue.clear(Thread(who, case or ""))
        return replies.restored(Thread(who, case or ""), chosen)

    def exported(who: str, case: str) -> str:
        text = transcript(services.dialogue.exchanges(Thread(who, case or "")))
        path = Path(tempfile.mkdtemp()) / "anping-conversation.md"
        path.write_text(text, encoding="utf-8")
        return str(path)

    def loaded(who: str, chosen: str) -> tuple[Any, ...]:
        known = who or secrets.token_urlsafe(16)
        messages, _, cited, clause = replies.restored(Thread(known), chosen)
        ready = [gr.update(interactive=True) for _ in (parts.send, *parts.tries)]
        box = gr.update(interactive=True)
        return known, _about(services, chosen), messages, box, cited, clause, *ready

    asked = [parts.box, *thread_of, language]
    answered = parts.shown
    gr.on([parts.box.submit, parts.send.click], ask, asked, answered, concurrency_limit=4)
    for button in parts.tries:
        button.click(ask, [button, *thread_of, language], answered, concurrency_limit=4)
    if parts.stop is not None:
        parts.stop.click(stopped, None, None, concurrency_limit=8)
    parts.about.input(restored, [*thread_of, language], parts.shown)
    parts.about.focus(lambda chosen: _about(services, chosen), language, parts.about)
    parts.undo.click(undone, [*thread_of, language], parts.shown)
    gr.on([parts.clear.click, parts.chat.clear], cleared, [*thread_of, language], parts.shown)
    parts.export.click(exported, thread_of, parts.export)
    parts.cited.input(open_clause, [parts.cited, language], parts.clause)
    parts.by_id.submit(open_clause, [parts.by_id, language], parts.clause)
    # Until the conversation is back nothing can be asked: its answer would be shown over.
    filled = [reader, parts.about, *parts.shown, parts.send, *parts.tries]
    return AskTab(loaded, [reader, language], filled)


def _about(services: Services, language: str) -> Any:
    return gr.update(choices=[(t("about_none", language), ""), *case_choices(services)])


def _laid_out(services: Services, labels: Labels) -> _Parts:
    start = services.settings.language
    with gr.Row():
        with gr.Column(scale=6):
            about = labels.add(
                gr.Dropdown(
                    [(t("about_none", start), "")], value="", label=t("about_case", start),
                    elem_id="about-case",
                ),
                label="about_case",
            )  # fmt: skip
            chat = labels.add(
                gr.Chatbot(
                    label=t("chat", start), height=400, render_markdown=False, buttons=["copy"],
                    placeholder=t("ask_empty", start), feedback_options=None, elem_id="chat",
                ),
                label="chat", placeholder="ask_empty",
            )  # fmt: skip
            box = labels.add(
                gr.Textbox(
                    label=t("ask_box", start), placeholder=t("ask_hint", start),
                    lines=1, max_lines=4, autofocus=True, interactive=False, elem_id="question",
                ),
                label="ask_box", placeholder="ask_hint",
            )  # fmt: skip
            with gr.Row():
                send = _button(labels, "send", start, variant="primary", scale=3, interactive=False)
                has_model = services.model_settings is not None
                stop = _button(labels, "stop", start) if has_model else None
                undo = _button(labels, "take_back", start)
                clear = _button(labels, "clear", start)
                export = labels.add(
                    gr.DownloadButton(
                        t("export_talk", start), scale=1, min_width=90, elem_id="export-talk"
                    ),
                    label="export_talk",
                )
            with gr.Row():
                tries = [gr.Button(example, size="sm", interactive=False) for example in EXAMPLES]
        with gr.Column(scale=5, elem_classes="ap-side"):
            cited = labels.add(
                gr.Dropdown([], label=t("cited", start), elem_id="cited"), label="cited"
            )
            by_id = labels.add(
                gr.Textbox(label=t("open_id", start), max_lines=1, elem_id="open-id"),
                label="open_id",
            )
            clause = gr.HTML(note_html(t("no_clause", start)), elem_id="clause")
    return _Parts(chat, box, send, stop, undo, clear, export, tries, about, cited, by_id, clause)


def _button(labels: Labels, key: str, language: str, **look: Any) -> Any:
    button = gr.Button(t(key, language), elem_id=key, **{"scale": 1, "min_width": 90, **look})
    return labels.add(button, value=key)
