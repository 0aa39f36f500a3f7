"""The sample case on the home: what offers it, and what its card has besides. All is escaped."""

from __future__ import annotations

from html import escape

from corpus.cases.case import Case
from ui.views.page.acts import button_html
from ui.wording import t


def offer_html(language: str) -> str:
    """Return what offers the sample and the tour, where there is no sample yet."""
    opening = button_html("sample", t("open_sample", language), look="ap-main", id="open-sample")
    tour = button_html("tour", t("start_tour", language), id="start-tour")
    return (
        f'<div class="ap-card ap-offer"><h3>{escape(t("first_run", language))}</h3>'
        f"<p>{escape(t('first_run_about', language))}</p>"
        f'<p class="ap-buttons">{opening}{tour}</p></div>'
    )


def badge_html(language: str) -> str:
    """Return the mark of a sample case."""
    return f'<span class="ap-badge">{escape(t("sample", language))}</span>'


def sample_tools_html(case: Case, language: str) -> str:
    """Return what the card of a sample has besides: the tour, and its removal."""
    tour = button_html("tour", t("start_tour", language), id="start-tour")
    remove = button_html(
        "remove_sample", t("remove_sample", language), of=case.id, id="remove-sample"
    )
    return f'<p class="ap-buttons">{tour}{remove}</p>'
