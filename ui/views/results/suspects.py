"""Judgements to be confirmed, on the page of results: why, what stood then, and the buttons."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from ui.local_form import local_day
from ui.suspect import Changed, Suspect, by_cause
from ui.views.page.acts import button_html
from ui.views.page.place import Place, place_link
from ui.wording import TEXT, t


def suspects_note(number: int, place: Place, language: str) -> str:
    """Return how many judgements are to be confirmed, with the way there; "" for none."""
    if not number:
        return ""
    link = place_link(place.to("results"), t("suspects_see", language))
    told = escape(t("suspects_number", language, number=number))
    return f'<p class="ap-note ap-suspects-note" role="status">{told} {link}</p>'


def suspects_html(found: Sequence[Suspect], place: Place, language: str) -> str:
    """Return the list of suspect judgements; "" for none. Everything is escaped."""
    if not found:
        return ""
    together = "".join(
        button_html(
            "confirm-all", t("suspects_confirm_all", language, number=number,
                             cause=t(f"cause_{cause}", language)),
            of=cause, data_confirm=t("suspects_sure_all", language, number=number),
        )
        for cause, number in by_cause(found).items()
        if number > 1
    )  # fmt: skip
    rows = "".join(_row(one, place, language) for one in found)
    heads = "".join(
        f'<th scope="col">{escape(t(key, language))}</th>'
        for key in ("suspect_row", "suspect_sheet", "suspect_since", "suspect_why", "suspects_acts")
    )
    heading = escape(t("suspects_heading", language, number=len(found)))
    about = escape(t("suspects_about", language))
    return (
        f'<section id="suspects"><h3>{heading}</h3><p class="ap-small">{about}</p>'
        f'<p class="ap-buttons">{together}</p><div class="ap-scroll"><table class="ap-table">'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div></section>"
    )


def _row(one: Suspect, place: Place, language: str) -> str:
    whose = t("suspect_own", language) if not one.mark else one.name or one.mark
    sheet = f"{whose} · {t(f'stage_{one.stage}', language)}"
    causes = ", ".join(t(f"cause_{cause}", language) for cause in one.causes)
    changes = "".join(f"<li>{_change(change, language)}</li>" for change in one.changes)
    listed = f'<ul class="ap-list">{changes}</ul>' if changes else ""
    acts = place_link(place.to("score", one.indicator), t("suspects_open", language))
    if one.may_confirm:
        whose_key = "own" if one.mark else "case"
        acts += button_html(
            "confirm", t("suspects_confirm", language),
            of=f"{whose_key}={one.stage}={one.indicator}",
            data_confirm=t("suspects_sure", language, row=one.indicator),
        )  # fmt: skip
    since = f"{local_day(one.at, language)} ({one.number})"
    return (
        f'<tr><th scope="row">{escape(one.indicator)}</th><td>{escape(sheet)}</td>'
        f"<td>{escape(since)}</td><td>{escape(causes)}{listed}</td>"
        f'<td><div class="ap-buttons">{acts}</div></td></tr>'
    )


def _change(change: Changed, language: str) -> str:
    kind, _, name = change.what.partition(":")
    key = f"changed_{change.what.replace(':', '_')}"
    words = t(key if key in TEXT else f"changed_{kind}", language, name=name)
    then = t("changed_unknown", language) if change.before is None else change.before
    if not change.after:
        return f"{escape(words)}: {escape(then)}"
    return f"{escape(words)}: <del>{escape(then)}</del> → <ins>{escape(change.after)}</ins>"
