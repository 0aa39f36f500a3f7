"""The tour of the sample case: eight steps, each a place, a few words and what they speak of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from html import escape

from corpus.cases.case import Case
from ui.views.page.place import Place, View, place_link
from ui.wording import t


@dataclass(frozen=True, slots=True)
class TourStep:
    """
    A step: the view, the indicator in it or "", and the part of the page that is outlined.

    part: a CSS selector; where it finds several, the first that is seen is outlined.
    """

    view: View
    part: str
    at: str = ""


STEPS: tuple[TourStep, ...] = (
    TourStep("home", "#home .ap-sample"),
    TourStep("applies", "#profile-form form"),
    TourStep("files", "#documents table, #jobs .ap-jobs"),
    TourStep("evidence", "#indicator .ap-suggestion", "C1.2.2"),
    TourStep("evidence", "#indicator .ap-suggestion", "C1.4.1"),
    TourStep("score", "#view-score .ap-judging", "C1.4.1"),
    TourStep("results", "#view-results .ap-result-verdict"),
    TourStep("ask", "#asking form"),
)


def step_place(case_id: str, number: int) -> Place:
    """Return the place of a step, counted from 1, in the sample case."""
    step = STEPS[number - 1]
    return Place(step.view, case_id, step.at, tour=number)


def tour_html(place: Place, case: Case | None, language: str) -> str:
    """
    Return the bar of the step that a place names; "" outside the tour.

    case: the current one; the tour is of the sample only.
    """
    if case is None or not case.is_sample or not 0 < place.tour <= len(STEPS):
        return ""
    number = place.tour
    step = STEPS[number - 1]
    counted = t("tour_at", language, step=number, steps=len(STEPS))
    return (
        f'<aside class="ap-tour" aria-label="{escape(t("tour", language))}"'
        f' data-step="{number}" data-part="{escape(step.part if place.view == step.view else "")}">'
        f'<p role="status"><b>{escape(counted)}</b> {escape(t(f"tour_{number}", language))}</p>'
        f"<nav>{_links(place, step, language)}</nav></aside>"
    )


def _links(place: Place, step: TourStep, language: str) -> str:
    number, is_last = place.tour, place.tour == len(STEPS)
    links = []
    if place.view != step.view:
        here = step_place(place.case, number)
        links.append(place_link(here, t("tour_return", language), look="ap-button"))
    if number > 1:
        before = step_place(place.case, number - 1)
        links.append(place_link(before, t("tour_back", language), look="ap-button"))
    leave = replace(place, tour=0)
    if is_last:
        home = Place("home", place.case)
        links.append(place_link(home, t("tour_end", language), look="ap-button ap-main"))
    else:
        after = step_place(place.case, number + 1)
        links.append(place_link(after, t("tour_next", language), look="ap-button ap-main"))
        links.append(place_link(leave, t("tour_leave", language)))
    return "".join(links)
