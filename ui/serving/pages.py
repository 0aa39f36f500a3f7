"""The pages of accounts as HTML: pure functions, everything escaped. They work without scripts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from html import escape
from urllib.parse import urlencode

from corpus.accounts.account import ROLES, Account
from ui.local_form import local_moment
from ui.serving.request import FORM_FIELD
from ui.wording import t

_NO_WORDS: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Frame:
    """
    What every page says around itself.

    path: of the page, with what its language links keep of the query. token: what its forms bring
    back. who: the account that is signed in; None for nobody. fault, done: what went wrong with
    what was sent, or what was done; "" for neither. now: UTC, ISO 8601, for what is over.
    """

    language: str
    path: str
    token: str
    who: Account | None = None
    fault: str = ""
    done: str = ""
    kept: Mapping[str, str] = field(default_factory=dict)
    now: str = ""


def sign_in_html(frame: Frame, login: str = "", onward: str = "/", chosen: str = "") -> str:
    """
    Return the page for signing in.

    login: what was typed. onward: where to go to then. chosen: the language if one was chosen on
    this page, which the workbench then has too.
    """
    words = frame.language
    body = (
        f'<form class="ap-form" method="post" action="/sign-in">{hidden_html(frame, next=onward, lang=chosen)}'
        f"<h1>{_t('sign_in', words)}</h1>{told_html(frame)}"
        f"{field_html('login', t('login', words), login, autocomplete='username', autocapitalize='none', spellcheck='false', focus=not login)}"
        f"{field_html('password', t('password', words), kind='password', autocomplete='current-password', focus=bool(login))}"
        f"{button_html(t('sign_in', words))}"
        f'<p class="ap-small">{_t("sign_in_help", words)}</p></form>'
    )
    return page_html(frame, t("sign_in", words), body)


def password_html(frame: Frame) -> str:
    """Return the page for changing one's own password."""
    words, who = frame.language, frame.who
    is_due = who is not None and who.must_change
    due = f'<p class="ap-note">{_t("password_due", words)}</p>' if is_due else ""
    back = "" if is_due else f'<a href="/">{_t("to_workbench", words)}</a>'
    body = (
        f'<form class="ap-form" method="post" action="/password">{hidden_html(frame, next=frame.kept.get("next", ""))}'
        f"<h1>{_t('change_password', words)}</h1>{due}{told_html(frame)}"
        # For programs that keep passwords: whose they are.
        f'<input class="ap-unseen" type="text" name="username" autocomplete="username" value="{escape(who.login if who else "")}" aria-hidden="true" tabindex="-1" readonly>'
        f"{field_html('old', t('password_old', words), kind='password', autocomplete='current-password')}"
        f"{field_html('new', t('password_new', words), kind='password', hint=t('password_rule', words), autocomplete='new-password', minlength='10', maxlength='200')}"
        f"{field_html('again', t('password_again', words), kind='password', autocomplete='new-password')}"
        f'<p class="ap-row">{button_html(t("change_password", words))}{back}</p></form>'
    )
    return page_html(frame, t("change_password", words), body)


def sign_out_html(frame: Frame) -> str:
    """Return the page that asks whether to sign out; the workbench has a button of its own."""
    words = frame.language
    body = (
        f'<form class="ap-form" method="post" action="/sign-out">{hidden_html(frame)}'
        f"<h1>{_t('sign_out', words)}</h1>"
        f'<p class="ap-row">{button_html(t("sign_out", words))}<a href="/">{_t("to_workbench", words)}</a></p></form>'
    )
    return page_html(frame, t("sign_out", words), body)


def accounts_html(
    frame: Frame,
    accounts: Sequence[Account],
    typed: Mapping[str, str] = _NO_WORDS,
    roles: Sequence[str] = (),
    secret: tuple[str, str] | None = None,
) -> str:
    """
    Return the list of accounts with a form for a new one.

    typed, roles: what the form held when it could not be taken. secret: a login and its password
    for once, shown on this page alone.
    """
    words = frame.language
    heads = ("login", "account_name", "account_employer", "account_roles", "account_state")
    head = "".join(f'<th scope="col">{_t(name, words)}</th>' for name in heads)
    rows = "".join(_account_row(one, frame) for one in accounts)
    form = (
        f'<form class="ap-form" method="post" action="/accounts">{hidden_html(frame)}'
        f"<h2>{_t('account_new', words)}</h2>{told_html(frame) if not secret else ''}"
        f"{field_html('login', t('login', words), typed.get('login', ''), autocomplete='off', autocapitalize='none', spellcheck='false')}"
        f"{field_html('name', t('account_name', words), typed.get('name', ''), autocomplete='off')}"
        f"{field_html('employer', t('account_employer', words), typed.get('employer', ''), hint=t('account_employer_why', words), is_needed=False, autocomplete='off')}"
        f"{_roles(roles, words)}{button_html(t('account_create', words))}</form>"
    )
    body = (
        f"<h1>{_t('accounts', words)}</h1>{_secret(secret, words)}"
        f'<div class="ap-two"><div>'
        f'<p class="ap-small">{_t("accounts_number", words, number=len(accounts))}</p>'
        f'<div class="ap-wide" tabindex="0" role="region" aria-label="{_t("accounts", words)}"><table class="ap-table"><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div></div>{form}</div>"
    )
    return page_html(frame, t("accounts", words), body, is_wide=True)


def account_html(frame: Frame, one: Account, secret: tuple[str, str] | None = None) -> str:
    """Return the page of one account: name, employer, roles, and what an admin can do with it."""
    words = frame.language
    at = f"/accounts/{one.id}"
    fields = (
        f'<form class="ap-form" method="post" action="{at}">{hidden_html(frame, act="save")}'
        f"{told_html(frame)}<p>{_badges(one, frame)}</p>"
        f"{field_html('name', t('account_name', words), one.name, autocomplete='off')}"
        f"{field_html('employer', t('account_employer', words), one.employer, hint=t('account_employer_why', words), is_needed=False, autocomplete='off')}"
        f"{_roles([*one.roles], words)}{button_html(t('account_save', words))}</form>"
    )
    switch = "enable" if one.is_disabled else "disable"
    look = "" if one.is_disabled else "ap-danger"
    acts = (
        _act(frame, at, "reset", t("account_reset", words), t("account_reset_why", words)),
        _act(frame, at, "sign_out", t("account_sign_out", words), ""),
        _act(frame, at, switch, t(f"account_{switch}", words), t(f"account_{switch}_why", words), look),
    )  # fmt: skip
    body = (
        f'<p><a href="/accounts">← {_t("accounts", words)}</a></p>'
        f'<h1>{escape(one.name)} <span class="ap-small">{escape(one.login)}</span></h1>'
        f'{_secret(secret, words)}<div class="ap-two">{fields}<div class="ap-acts">{"".join(acts)}</div></div>'
    )
    return page_html(frame, one.name, body, is_wide=True)


def message_html(frame: Frame, words: str) -> str:
    """Return a page that says one thing."""
    back = f'<p><a href="/">{_t("to_workbench", frame.language)}</a></p>'
    body = f'<div class="ap-form"><h1>{escape(words)}</h1>{back}</div>'
    return page_html(frame, words, body)


def page_html(frame: Frame, title: str, body: str, *, is_wide: bool = False) -> str:
    """Return a whole page."""
    tongue = "en" if frame.language == "en" else "zh-CN"
    look = "ap-pages" if is_wide else "ap-pages ap-narrow"
    return (
        f'<!doctype html><html lang="{tongue}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<link rel="icon" href="data:,"><link rel="stylesheet" href="/looks/pages.css">'
        f"<title>{escape(title)} · {_t('title', frame.language)}</title></head>"
        f'<body class="{look}"><header class="ap-head"><p class="ap-brand">{_brand(frame)}</p>'
        f"{_who(frame)}{_tongues(frame)}</header><main>{body}</main></body></html>"
    )


def _brand(frame: Frame) -> str:
    words = _t("title", frame.language)
    return f'<a href="/">{words}</a>' if frame.who and not frame.who.must_change else words


def _who(frame: Frame) -> str:
    if frame.who is None:
        return ""
    links = []
    if not frame.who.must_change:
        links.append(f'<a href="/">{_t("to_workbench", frame.language)}</a>')
        links.append(f'<a href="/tokens">{_t("tokens", frame.language)}</a>')
        links.append(f'<a href="/password">{_t("change_password", frame.language)}</a>')
        if frame.who.is_admin:
            links.append(f'<a href="/accounts">{_t("accounts", frame.language)}</a>')
    form = (
        f'<form method="post" action="/sign-out">{hidden_html(frame)}'
        f'<button class="ap-button">{_t("sign_out", frame.language)}</button></form>'
    )
    name = f'<span class="ap-name">{escape(frame.who.name)}</span>'
    label = escape(t("account_of", frame.language))
    return f'<nav aria-label="{label}">{name}{"".join(links)}{form}</nav>'


def _tongues(frame: Frame) -> str:
    links = []
    for tongue, words in (("zh", "中文"), ("en", "English")):
        query = urlencode({**frame.kept, "lang": tongue})
        is_it = ' aria-current="true"' if tongue == frame.language else ""
        lang = "zh-CN" if tongue == "zh" else "en"
        address = escape(f"{frame.path}?{query}")
        links.append(f'<a class="ap-button" href="{address}" lang="{lang}"{is_it}>{words}</a>')
    label = escape(t("language", frame.language))
    return f'<div class="ap-tongues" role="group" aria-label="{label}">{"".join(links)}</div>'


def told_html(frame: Frame) -> str:
    """Return what went wrong with what was sent, or what was done; "" for neither."""
    if frame.fault:
        return f'<p class="ap-fault" role="alert">{escape(frame.fault)}</p>'
    return f'<p class="ap-done" role="status">{escape(frame.done)}</p>' if frame.done else ""


def _secret(secret: tuple[str, str] | None, language: str) -> str:
    if secret is None:
        return ""
    login, password = secret
    told = _t("account_secret", language, login=login)
    return f'<p class="ap-secret" role="status">{told} <code>{escape(password)}</code></p>'


def _account_row(one: Account, frame: Frame) -> str:
    language = frame.language
    link = f'<a href="/accounts/{escape(one.id)}">{escape(one.login)}</a>'
    between = ", " if language == "en" else "、"
    roles = between.join(t(f"role_{role}", language) for role in ROLES if role in one.roles)
    cells = (link, escape(one.name), escape(one.employer) or "—", escape(roles), _badges(one, frame))  # fmt: skip
    look = ' class="ap-off"' if one.is_disabled else ""
    return f"<tr{look}>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def _is_later(moment: str, now: str) -> bool:
    return bool(now) and datetime.fromisoformat(moment) > datetime.fromisoformat(now)


def _badges(one: Account, frame: Frame) -> str:
    found, language = [], frame.language
    if one.is_disabled:
        found.append(("ap-bad", "✗", t("account_disabled", language)))
    if one.must_change and not one.is_disabled:
        found.append(("ap-part", "◐", t("account_due", language)))
    if one.locked_until is not None and _is_later(one.locked_until, frame.now):
        until = local_moment(one.locked_until, frame.language)
        found.append(("ap-part", "▲", t("account_locked", language, until=until)))
    found = found or [("ap-good", "✓", t("account_active", language))]
    return " ".join(
        f'<span class="ap-badge {look}">{sign} {escape(words)}</span>'
        for look, sign, words in found
    )


def _roles(chosen: Sequence[str], language: str) -> str:
    boxes = "".join(
        f'<label><input type="checkbox" name="role" value="{role}"{" checked" if role in chosen else ""}> '
        f"{_t(f'role_{role}', language)}</label>"
        for role in ROLES
    )
    return f'<fieldset><legend>{_t("account_roles", language)}</legend><div class="ap-choices">{boxes}</div></fieldset>'


def _act(frame: Frame, at: str, act: str, words: str, why: str, look: str = "") -> str:
    told = f'<p class="ap-small">{escape(why)}</p>' if why else ""
    return (
        f'<form method="post" action="{at}">{hidden_html(frame, act=act)}'
        f'<button class="ap-button {look}">{escape(words)}</button>{told}</form>'
    )


def field_html(
    name: str, words: str, value: str = "", *, kind: str = "text", hint: str = "",
    is_needed: bool = True, focus: bool = False, **more: str,
) -> str:  # fmt: skip
    """Return one field of a form with its label."""
    described = f' aria-describedby="{name}-hint"' if hint else ""
    told = f'<p class="ap-small" id="{name}-hint">{escape(hint)}</p>' if hint else ""
    rest = "".join(f' {key}="{escape(said)}"' for key, said in more.items())
    needed = (" required" if is_needed else "") + (" autofocus" if focus else "")
    return (
        f'<div class="ap-field"><label for="{name}">{escape(words)}</label>'
        f'<input id="{name}" name="{name}" type="{kind}" value="{escape(value)}"{needed}{described}{rest}>{told}</div>'
    )


def hidden_html(frame: Frame, **values: str) -> str:
    """Return the fields of a form that nobody sees; its token is among them."""
    given = {FORM_FIELD: frame.token, **values}
    return "".join(
        f'<input type="hidden" name="{name}" value="{escape(value)}">'
        for name, value in given.items()
    )


def button_html(words: str) -> str:
    """Return the button that sends a form."""
    return f'<button class="ap-button ap-main">{escape(words)}</button>'


def _t(key: str, language: str, **values: object) -> str:
    return escape(t(key, language, **values))
