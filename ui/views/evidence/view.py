"""The evidence of a case: the map of its indicators, one of them, and the document beside."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import gradio as gr

from ui.services import Services
from ui.views.clause.words import note_html
from ui.views.evidence.review import Review, ReviewDesk
from ui.views.files.view import no_case_html
from ui.views.page.acts import Act, act_of, acting_html
from ui.views.page.download import XLSX, download_html
from ui.views.page.place import Place, place_link
from ui.views.page.shell import Shell
from ui.wording import t

_POLL_S = 2.0


class EvidenceHandlers:
    """What the view does: a `Review` and an act in, the next one and its HTML out."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._desk = ReviewDesk(services)

    def arrived(self, place: Place, person: str, language: str, review: Review) -> list[Any]:
        """Look for evidence where the case is another one or has changed; open the indicator."""
        if not place.case:
            head = _heading(language) + no_case_html(language)
            return [Review(), head, "", "", "", "", gr.Timer(active=False)]
        documents = self._services.cases_for(person).documents(place.case)
        if not documents:
            onward = place_link(place.to("files"), t("upload", language), look="ap-button ap-main")
            told = note_html(t("no_evidence_yet", language))
            message = f"{_heading(language)}{told}<p>{onward}</p>"
            return [Review(), message, "", "", "", "", gr.Timer(active=False)]
        review = self._desk.renewed(review, place.case, person)
        if place.at and place.at != review.indicator:
            review = self._desk.after(review, Act("open", place.at))
        unread = sum(one.status == "reading" for one in documents)
        late = note_html(t("still_reading", language, number=unread)) if unread else ""
        head = _heading(language) + late
        return [review, head, *self.shown(review, language), gr.Timer(active=unread > 0)]

    def waited(self, place: Place, person: str, language: str, review: Review) -> list[Any]:
        """
        Draw the view anew where documents have been read since; the indicator that is being looked
        at only where something else is known of it.
        """
        drawn = self.arrived(place, person, language, review)
        after, message, chart, listed, indicator, source, timer = drawn
        skip = gr.skip()
        if after is review:
            return [review, message, skip, skip, skip, skip, timer]
        if review.indicator and _known(review) == _known(after):
            return [after, message, chart, listed, skip, skip, timer]
        return [after, message, chart, listed, indicator, source, timer]

    def shown(self, review: Review, language: str) -> list[Any]:
        """Return map, list, indicator and document of a review."""
        desk = self._desk
        return [
            desk.map_html(review, language), desk.list_html(review, language),
            desk.indicator_html(review, language), desk.source_html(review, language),
        ]  # fmt: skip

    def act(self, review: Review, act: Act, place: Place, language: str) -> list[Any]:
        """Do what a button says; what it does not change is not sent again."""
        desk, skip = self._desk, gr.skip()
        if act.name == "matrix":
            data = desk.matrix(review, language)
            file = download_html(f"anping-{review.case_id}-evidence.xlsx", data, XLSX)
            return [review, place, skip, skip, skip, skip, file]
        if act.name == "note":
            after = desk.noted(review, act.fields.get("note", ""))
            return [after, place, skip, skip, desk.indicator_html(after, language), skip, ""]
        after = desk.after(review, act)
        here = replace(place, at=after.indicator)
        if after.found is not review.found:
            return [after, here, *self.shown(after, language), ""]
        source = desk.source_html(after, language)
        if act.name in ("page", "zoom"):
            return [after, here, skip, skip, skip, source, ""]
        # The chosen cell is marked by the page itself.
        return [after, here, skip, skip, desk.indicator_html(after, language), source, ""]


def _known(review: Review) -> object:
    """Return what was found for the indicator that is open."""
    return next((one for one in review.found if one.indicator == review.indicator), None)


def _heading(language: str) -> str:
    """Return the view's heading: heard, not seen, since the room is the map's."""
    return f'<h2 class="ap-hidden">{t("view_evidence", language)}</h2>'


def build_review_view(shell: Shell) -> None:
    """Lay out the view and wire it."""
    act = EvidenceHandlers(shell.services)
    review = gr.State(Review())
    message = gr.HTML(elem_id="evidence-message")
    with gr.Row(elem_id="review"):
        with gr.Column(elem_id="review-map", min_width=0):
            chart = acting_html("", "coverage")
            listed = acting_html("", "evidence-list")
            file = acting_html("", "evidence-file")
        with gr.Column(elem_id="review-suggestions", min_width=0):
            indicator = acting_html("", "indicator")
        with gr.Column(elem_id="review-source", min_width=0):
            source = acting_html("", "source")
    shown = [chart, listed, indicator, source]
    timer = gr.Timer(_POLL_S, active=False)
    drawn = [review, message, *shown, timer]
    shell.on_arrive("evidence", act.arrived, drawn, [review])
    timer.tick(
        act.waited, [shell.place, shell.person, shell.language, review], drawn,
        show_progress="hidden", concurrency_limit=1, concurrency_id="review",
    )  # fmt: skip

    def acted(given: Review, place: Place, language: str, event: gr.EventData) -> list[Any]:
        return act.act(given, act_of(event), place, language)

    here = [review, shell.place, shell.language]
    for block in (chart, listed, indicator, source):
        # "multiple", one at a time: keys pressed quickly are all heard, in their order.
        block.click(
            acted, here, [review, shell.place, *shown, file],
            show_progress="hidden", trigger_mode="multiple", concurrency_limit=1,
            concurrency_id="review",
        )  # fmt: skip
