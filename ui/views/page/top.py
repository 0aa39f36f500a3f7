"""The top of the page: the views as links, the current case, the language. Everything is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import escape
from urllib.parse import urlencode

from corpus.cases.case import Case
from ui.serving.request import FORM_FIELD, SignedIn, form_token
from ui.views.page.acts import button_html
from ui.views.page.place import CASE_VIEWS, Place, View, address_of, place_link
from ui.wording import t

_ALWAYS: tuple[View, ...] = ("home", "ask", "practice")
_NO_VIEW_OF_THEIR_OWN: dict[View, View] = {"clause": "ask"}


def top_html(
    place: Place,
    cases: Sequence[Case],
    language: str,
    message: str = "",
    seat: SignedIn | None = None,
) -> str:
    """
    Return the top for a place.

    cases: those that the person may choose, oldest first. message: something that went wrong on
    the way here, or "". seat: who is signed in; None where there are no accounts.
    """
    case = next((one for one in cases if one.id == place.case), None)
    told = {
        "address": address_of(place),
        "view": place.view,
        "lang": "zh-CN" if language == "zh" else "en",
        "title": page_title(place, case, language),
        "drop": t("upload_drop", language),
        "keys-title": t("keys_title", language),
        "keys-switch": t("keys_switch", language),
        "keys-close": t("close", language),
        "account": seat.account.id if seat else "",
    }
    data = " ".join(f'data-{name}="{escape(value)}"' for name, value in told.items())
    fault = f'<p class="ap-fault" role="alert">{escape(message)}</p>' if message else ""
    return (
        f'<header class="ap-top" {data}>'
        f"<h1>{place_link(Place(case=place.case), t('title', language))}</h1>"
        f"{_links(place, language)}{_chosen(place, case, cases, language)}{_account(seat, language)}"
        f"{_tongues(language)}"
        f"</header>{_connection(place, language)}{fault}"
    )


def page_title(place: Place, case: Case | None, language: str) -> str:
    """Return the title of the browser's window: the most particular first."""
    parts = [place.at, t(f"view_{place.view}", language), case.name if case else ""]
    return " · ".join(part for part in (*parts, t("title", language)) if part)


def _links(place: Place, language: str) -> str:
    views = [*_ALWAYS, *(CASE_VIEWS if place.case else ("applies",))]
    current = _NO_VIEW_OF_THEIR_OWN.get(place.view, place.view)
    items = []
    for view in views:
        more = {"aria_current": "page"} if view == current else {}
        link = place_link(place.to(view), t(f"view_{view}", language), **more)
        # What belongs to the case stands apart from what does not.
        look = ' class="ap-first-of-case"' if view == "applies" else ""
        items.append(f"<li{look}>{link}</li>")
    return f'<nav aria-label="{escape(t("views", language))}"><ul>{"".join(items)}</ul></nav>'


def _chosen(place: Place, case: Case | None, cases: Sequence[Case], language: str) -> str:
    if not cases:
        return ""
    view: View = place.view if place.view in CASE_VIEWS else "files"
    items = [
        place_link(
            Place(view, one.id), case_words(one, language),
            **({"aria_current": "true"} if one is case else {}),
        )
        for one in reversed(cases)
    ]  # fmt: skip
    if case:
        items.append(
            place_link(replace(place, view="home", case="", at=""), t("leave_case", language))
        )
    named = case_words(case, language) if case else t("choose_case", language)
    listed = "".join(f"<li>{item}</li>" for item in items)
    return (
        f'<details class="ap-menu"><summary><span class="ap-hidden">{escape(t("case", language))}: </span>'
        f"<b>{escape(named)}</b></summary><ul>{listed}</ul></details>"
    )


def _account(seat: SignedIn | None, language: str) -> str:
    """Return who is signed in, and what there is for them; the pages behind it are the server's."""
    if seat is None:
        return ""
    pages = [("/tokens", "tokens"), ("/password", "change_password")]
    if seat.account.is_admin:
        pages.append(("/accounts", "accounts"))
    links = "".join(
        f'<li><a href="{path}?lang={language}">{escape(t(key, language))}</a></li>'
        for path, key in pages
    )
    leave = (
        '<li><form method="post" action="/sign-out" data-leave>'
        f'<input type="hidden" name="{FORM_FIELD}" value="{form_token(seat.token)}">'
        f'<button class="ap-button">{escape(t("sign_out", language))}</button></form></li>'
    )
    label = escape(t("account_of", language))
    return (
        f'<details class="ap-menu ap-account"><summary><span class="ap-hidden">{label}: </span>'
        f"<b>{escape(seat.account.name)}</b></summary><ul>{links}{leave}</ul></details>"
    )


def case_words(case: Case, language: str) -> str:
    """Return the name of a case with its rules and level."""
    rules = t(f"rules_{case.rule_set.replace('-', '_')}", language)
    level = t("level_named", language, level=case.level) if case.level else rules
    return f"{case.name} · {level}"


def _tongues(language: str) -> str:
    buttons = [
        button_html(
            "language", words, of=tongue, lang="zh-CN" if tongue == "zh" else "en",
            aria_pressed="true" if tongue == language else "false",
        )
        for tongue, words in (("zh", "中文"), ("en", "English"))
    ]  # fmt: skip
    return f'<div class="ap-tongues" role="group" aria-label="{escape(t("language", language))}">{"".join(buttons)}</div>'


def _connection(place: Place, language: str) -> str:
    keys = ("offline", "restarted", "reload", "failed", "signed_out", "another")
    words = {key.replace("_", "-"): t(f"connection_{key}", language) for key in keys}
    words["sign-in"] = t("sign_in", language)
    words["sign-in-at"] = "/sign-in?" + urlencode(
        {"lang": language, "next": "/" + address_of(place)}
    )
    data = " ".join(f'data-{key}="{escape(text)}"' for key, text in words.items())
    return f'<p class="ap-connection" role="status" {data}></p>'
