"""Questions and answers: the conversation, and beside it the clause that is open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import gradio as gr

from assistant.answer import Answer, answer_json
from assistant.asking.case_search import search_case
from assistant.asking.dialogue import Exchange, Thread, transcript
from ui.fault_words import fault_words
from ui.operations.errors import TooOftenError
from ui.services import Services
from ui.views.ask.model_turn import ModelTurn
from ui.views.ask.thread import asker_html, thread_html
from ui.views.clause.panel import clause_panel
from ui.views.clause.words import note_html
from ui.views.page.acts import Act, act_of, acting_html
from ui.views.page.download import download_html
from ui.views.page.place import Place
from ui.views.page.shell import Shell
from ui.wording import t

Page = list[Any]
"""The thread, the form, the clause beside, a file to download."""


class AskHandlers:
    """
    Answers the questions of a page; plain methods, tested without a browser.

    Conversations live in the store of `assistant.asking.dialogue`, by person and case, so a page that is
    loaded again shows what was said. With a language model an answer comes in several steps: its
    sentences as they pass the checks, the whole answer last.
    """

    def __init__(self, services: Services) -> None:
        self._services = services
        self._running: dict[str, ModelTurn] = {}  # by session

    def arrived(self, place: Place, person: str, language: str) -> Page:
        """Return the page as the conversation was left, with the clause of the place open."""
        exchanges = self._exchanges(place, person)
        return self._page(exchanges, place, language)

    def act(
        self, act: Act, place: Place, person: str, language: str, session: str
    ) -> Iterator[Page]:
        """Do what a button says; a question yields the page several times."""
        thread = Thread(person, place.case)
        dialogue = self._services.dialogue
        if act.name in ("ask", "try"):
            text = act.of if act.name == "try" else act.fields.get("question", "")
            yield from self.ask(text, place, person, language, session)
        elif act.name == "stop":
            self.stop(session)
        elif act.name == "undo":
            taken = dialogue.undo(thread)
            exchanges = dialogue.exchanges(thread)
            yield self._page(exchanges, place, language, text=taken.question if taken else "")
        elif act.name == "clear":
            dialogue.clear(thread)
            yield self._page((), place, language)
        elif act.name == "export":
            text = transcript(dialogue.exchanges(thread))
            file = download_html("anping-conversation.md", text.encode("utf-8"), "text/markdown")
            yield [gr.skip(), gr.skip(), gr.skip(), file]

    def ask(
        self, text: str, place: Place, person: str, language: str, session: str
    ) -> Iterator[Page]:
        """Yield what the page shows, the whole answer last; the exchange is then kept."""
        thread, dialogue = Thread(person, place.case), self._services.dialogue
        before = dialogue.exchanges(thread)
        if not text.strip():
            yield self._page(before, place, language)
            return
        try:
            self._services.rates.take("ask", person)
        except TooOftenError as fault:
            told = note_html(fault_words(fault, language))
            yield [gr.skip(), self._asker(before, language, text), gr.skip(), told]
            return
        if self._services.worded is None:
            answer = self._services.assistant.ask(text, dialogue.history(thread))
            yield self._kept(thread, place, text, answer, language)
            return
        turn = ModelTurn(self._services.worded, text, dialogue.history(thread))
        self._running[session] = turn
        said = ""
        try:
            yield self._drafted(before, place, language, text, said)
            for event in turn.events():
                if isinstance(event, str):
                    said += event
                    yield self._drafted(before, place, language, text, said)
                else:
                    yield self._kept(thread, place, text, event, language)
        finally:
            if self._running.get(session) is turn:
                del self._running[session]

    def stop(self, session: str) -> None:
        """Stop the model of a session; nothing happens where none is at work."""
        turn = self._running.get(session)
        if turn is not None:
            turn.stop()

    def _exchanges(self, place: Place, person: str) -> tuple[Exchange, ...]:
        return self._services.dialogue.exchanges(Thread(person, place.case))

    def _kept(self, thread: Thread, place: Place, text: str, answer: Answer, language: str) -> Page:
        extra = self._passages(place.case, thread.user, text)
        self._services.dialogue.record(thread, text, {**answer_json(answer), **extra})
        # What the new answer cites counts, not what was open before.
        return self._page(self._services.dialogue.exchanges(thread), place.to("ask"), language)

    def _passages(self, case: str, person: str, text: str) -> dict[str, Any]:
        """Return the passages of the case's documents that bear on the question."""
        if not case:
            return {}
        services = self._services
        services.indexing.want(case)
        cases = services.cases_for(person)
        found = search_case(
            cases, case, services.encoder, text, k=3, may_index=False, index=services.passages
        )
        return found.json()

    def _drafted(
        self, before: Sequence[Exchange], place: Place, language: str, text: str, said: str
    ) -> Page:
        thread = thread_html(before, place, language, asking=text, draft=said)
        return [thread, self._asker(before, language), gr.skip(), ""]

    def _page(
        self, exchanges: Sequence[Exchange], place: Place, language: str, text: str = ""
    ) -> Page:
        cited = exchanges[-1].answer["citations"] if exchanges else ()
        name = place.at or (cited[0]["clause"] if cited else "")
        return [
            thread_html(exchanges, place, language), self._asker(exchanges, language, text),
            clause_panel(name, place.to("ask"), language), "",
        ]  # fmt: skip

    def _asker(self, exchanges: Sequence[Exchange], language: str, text: str = "") -> str:
        has_model = self._services.model_settings is not None
        return asker_html(language, text=text, has_model=has_model, number=len(exchanges))


def build_ask_view(shell: Shell) -> None:
    """Lay out the view and wire it."""
    act = AskHandlers(shell.services)
    heading = gr.HTML("", elem_id="ask-heading")
    with gr.Row(elem_id="asking"):
        with gr.Column(elem_id="asking-talk", min_width=0):
            thread = acting_html("", "chat")
            asker = acting_html("", "asker")
            file = acting_html("", "ask-file")
        with gr.Column(elem_id="asking-clause", min_width=0):
            clause = acting_html("", "clause")
    page = [thread, asker, clause, file]

    def arrived(place: Place, person: str, language: str) -> list[Any]:
        return [f"<h2>{t('view_ask', language)}</h2>", *act.arrived(place, person, language)]

    def acted(
        place: Place, person: str, language: str, event: gr.EventData, request: gr.Request
    ) -> Iterator[Page]:
        session = str(request.session_hash)
        yield from act.act(act_of(event), place, person, language, session)

    def opened(place: Place, language: str, event: gr.EventData) -> list[Any]:
        wanted = act_of(event).fields.get("clause", "")
        here = place.to("ask", wanted.strip()[:80])
        return [here, clause_panel(here.at, here, language)]

    shell.on_arrive("ask", arrived, [heading, *page])
    here = [shell.place, shell.person, shell.language]
    for block in (thread, asker):
        # "multiple": the button that stops an answer is heard while the answer is made.
        block.click(
            acted, here, page,
            show_progress="hidden", concurrency_limit=8, trigger_mode="multiple",
        )  # fmt: skip
    clause.click(
        opened, [shell.place, shell.language], [shell.place, clause], show_progress="hidden"
    )
