"""What every view stands in: the top of the page, where the page is, who sits at it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import count
from pathlib import Path
from typing import Any

import gradio as gr

from corpus import CorpusError
from corpus.errors import NotAllowedError, UnknownCaseError
from ui.fault_words import fault_words
from ui.services import Services
from ui.serving.request import SignedIn, signed_in
from ui.views.home.tour import tour_html
from ui.views.page.acts import act_of
from ui.views.page.moves import Moves
from ui.views.page.place import Place, View, address_of, place_of
from ui.views.page.top import top_html
from ui.wording import t

_ASSETS = Path(__file__).parents[2] / "assets"
# Name values in the browser's own storage; the random token in the first is what counts.
_PERSON_KEY, _LANGUAGE_KEY, _SALT = "anping-person", "anping-language", "anping"
_GOINGS = count(1)

Arrive = Callable[..., Sequence[Any]]


@dataclass(frozen=True, slots=True)
class _Arrival:
    """What a view does when the page comes to it."""

    handler: Arrive
    inputs: list[Any]
    outputs: list[Any]


class Shell:
    """
    The parts that all views share, and the events that bring the page from view to view.

    language: "zh" or "en". place: the `Place` shown. person: the account that is signed in
    (`ui.views.page.seat`), or where there are no accounts a random token that the browser keeps, ""
    until the page is loaded. mover: a handler moves the page by returning
    `going(place)` for it.
    """

    def __init__(self, services: Services) -> None:
        self.services = services
        self.language = gr.State(services.settings.language)
        self.place = gr.State(Place())
        self.person = gr.BrowserState("", storage_key=_PERSON_KEY, secret=_SALT)
        self._kept_language = gr.BrowserState("", storage_key=_LANGUAGE_KEY, secret=_SALT)
        self._router = _scripted("", "router", "router.js")
        self.mover = _scripted("", "mover", "mover.js")
        self._tour = _scripted("", "tour", "tour.js")
        self._arrivals: dict[View, _Arrival] = {}
        self._moves = Moves()

    def view(self, name: View) -> Any:
        """Return the column in which a view lays itself out; only the current one is seen."""
        return gr.Column(elem_id=f"view-{name}", elem_classes="ap-view")

    def on_arrive(
        self, view: View, handler: Arrive, outputs: list[Any], inputs: Sequence[Any] = ()
    ) -> None:
        """
        Have a view drawn when the page comes to it, to another place in it, or changes language.

        handler: called with place, person, language and the values of inputs; returns a value for
        each output. inputs: sessions' states; what they hold is not sent over the wire.
        """
        self._arrivals[view] = _Arrival(handler, list(inputs), outputs)

    def wire(self, app: gr.Blocks) -> None:
        """Connect loading, links, the back button and the language switch; call it last."""
        here = [self.place, self.person, self.language, self._kept_language]
        drawn = [*here, self._router, self._tour]
        every = tuple(self._arrivals)

        def loaded(
            request: gr.Request, person: str, kept: str, address: str, *values: Any
        ) -> dict[Any, Any]:
            seat = signed_in(request.request)
            known = person or secrets.token_urlsafe(16)
            language = kept if kept in ("zh", "en") else self.services.settings.language
            if "lang=en" in address or "lang=zh" in address:
                language = "en" if "lang=en" in address else "zh"
            given = self._given(every, values)
            shown = self._shown(place_of(address), known, language, given, seat)
            # The browser keeps its own token, not the account of whoever is signed in.
            own = {} if seat else {self.person: known}
            return {**shown, **own, self.language: language}

        address = gr.Textbox(visible=False)
        app.load(
            loaded, [self.person, self._kept_language, address, *self._inputs(every)],
            [*drawn, *self._outputs(every)],
            js="(person, kept, _, ...rest) => [person, kept, location.search, ...rest]",
            show_progress="hidden",
        )  # fmt: skip
        for view in every:
            self._wire_moves(view, drawn)

    def _wire_moves(self, view: View, drawn: list[Any]) -> None:
        """
        Have a view hear of the moves to it. The event of each names its own blocks only: the page
        spends a while on every block that an event names, whether it changes or not.
        """
        # Who asks for a case that does not exist comes to the home.
        views: tuple[View, ...] = (view,) if view == "home" else (view, "home")

        def moved(
            event: gr.EventData, request: gr.Request, place: Place, person: str, language: str,
            *values: Any,
        ) -> dict[Any, Any]:  # fmt: skip
            wanted, session = act_of(event).fields, str(request.session_hash)
            given = wanted.get("number", "")
            number = int(given) if given.isascii() and given.isdigit() else 0
            self._moves.begin(session, number)
            chosen = wanted.get("language") or language
            chosen = chosen if chosen in ("zh", "en") else language
            here = replace(place_of(wanted.get("address", address_of(place))), view=view)
            seat = signed_in(request.request)
            shown = self._shown(here, person, chosen, self._given(views, values), seat, number)
            if not self._moves.is_latest(session, number):
                return {}
            kept = {self.language: chosen, self._kept_language: chosen}
            return shown if chosen == language else {**shown, **kept}

        gate = _scripted(f'<i hidden data-gate="{view}"></i>', f"gate-{view}", "gate.js", "ap-gate")
        # "multiple": a move is heard while the one before is still answered.
        gate.click(
            moved, [self.place, self.person, self.language, *self._inputs(views)],
            [*drawn, *self._outputs(views)],
            show_progress="hidden", trigger_mode="multiple", concurrency_limit=8,
        )  # fmt: skip

    def _inputs(self, views: Sequence[View]) -> list[Any]:
        return [one for view in views for one in self._arrivals[view].inputs]

    def _outputs(self, views: Sequence[View]) -> list[Any]:
        return list(dict.fromkeys(one for view in views for one in self._arrivals[view].outputs))

    def _given(self, views: Sequence[View], values: Sequence[Any]) -> dict[View, Sequence[Any]]:
        """Return the values of the views' inputs, each view's by its name."""
        rest = iter(values)
        return {view: [next(rest) for _ in self._arrivals[view].inputs] for view in views}

    def _shown(
        self,
        place: Place,
        person: str,
        language: str,
        given: Mapping[View, Sequence[Any]],
        seat: SignedIn | None = None,
        number: int = 0,
    ) -> dict[Any, Any]:
        """
        Return what a place shows.

        seat: who is signed in; None where there are no accounts. number: of the move that is
        answered, 0 for the first page.
        """
        place, message = self._joined(place, person, language, is_account=seat is not None)
        arrival = self._arrivals[place.view]
        drawn: dict[Any, Any] = {}
        try:
            values = arrival.handler(place, person, language, *given[place.view])
        except CorpusError as fault:
            message = fault_words(fault, language)
        else:
            drawn = dict(zip(arrival.outputs, values, strict=True))
        cases = self.services.cases_for(person).cases_of(person)
        top = top_html(place, cases, language, message, seat)
        case = next((one for one in cases if one.id == place.case), None)
        bar = tour_html(place, case, language)
        top += f'<i hidden data-move="{number}"></i>'
        return {self.place: place, self._router: top, self._tour: bar, **drawn}

    def _joined(
        self, place: Place, person: str, language: str, *, is_account: bool
    ) -> tuple[Place, str]:
        """
        Return the place with a case that exists, else the home with what is wrong.

        Where there are no accounts, whoever has the address of a case may work on it; it is then
        among this person's cases. Accounts have the rights that the case store gives them.
        """
        if not place.case:
            return place, ""
        cases = self.services.cases_for(person)
        try:
            people = cases.case_people(place.case)
            # A case that nobody joined, made on the command line, stays everybody's.
            if not is_account and people and all(one.person != person for one in people):
                cases.join_case(place.case, person)
        except UnknownCaseError:
            # Its own words name the nearest ids, and those are invitations.
            told = t("unknown_case", language, id=place.case)
            return replace(place, view="home", case="", at=""), told
        except NotAllowedError as fault:
            return replace(place, view="home", case="", at=""), fault_words(fault, language)
        return place, ""


def going(place: Place) -> str:
    """Return what a handler gives to the mover to go to a place."""
    return f'<i hidden data-go="{escape(address_of(place))}" data-time="{next(_GOINGS)}"></i>'


def _scripted(value: str, elem_id: str, script: str, look: str = "") -> Any:
    text = (_ASSETS / script).read_text(encoding="utf-8")
    return gr.HTML(
        value, elem_id=elem_id, elem_classes=look, js_on_load=text, apply_default_css=False
    )
