"""The page of one's own tokens as HTML: a pure function, everything escaped, without scripts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from html import escape

from corpus.accounts.tokens import LONGEST_DAYS, USUAL_DAYS, AccessToken
from ui.local_form import local_moment
from ui.serving.pages import Frame, button_html, field_html, hidden_html, page_html, told_html
from ui.wording import t

_NO_WORDS: Mapping[str, str] = {}


def tokens_html(
    frame: Frame,
    tokens: Sequence[AccessToken],
    typed: Mapping[str, str] = _NO_WORDS,
    secret: tuple[str, str] | None = None,
) -> str:
    """
    Return the list of one's own tokens, the newest first, with a form for a new one.

    typed: what the form held when it could not be taken. secret: the name of a token that was just
    made and the token itself, shown on this page alone.
    """
    words = frame.language
    form = (
        f'<form class="ap-form" method="post" action="/tokens">{hidden_html(frame, act="make", seen=newest(tokens))}'
        f"<h2>{_t('token_new', words)}</h2>{told_html(frame) if frame.fault else ''}"
        f"{field_html('name', t('token_name', words), typed.get('name', ''), autocomplete='off', maxlength='80')}"
        f"{field_html('days', t('token_days', words), typed.get('days', str(USUAL_DAYS)), hint=t('token_days_rule', words, most=LONGEST_DAYS), autocomplete='off', inputmode='numeric')}"
        f"{button_html(t('token_make', words))}</form>"
    )
    body = (
        f"<h1>{_t('tokens', words)}</h1>{_secret(secret, words)}"
        f"{told_html(frame) if frame.done else ''}"
        f'<div class="ap-two"><div><p class="ap-small">{_t("tokens_why", words)} '
        f'<a href="/api/v1/docs">{_t("tokens_api", words)}</a></p>{_table(frame, tokens)}</div>{form}</div>'
    )
    return page_html(frame, t("tokens", words), body, is_wide=True)


def newest(tokens: Sequence[AccessToken]) -> str:
    """
    Return the id of the newest token, "" for none.

    A form brings it back, so that a page that is loaded again does not make a token again.
    """
    return max(tokens, key=lambda one: (one.made, one.id)).id if tokens else ""


def _table(frame: Frame, tokens: Sequence[AccessToken]) -> str:
    words = frame.language
    if not tokens:
        return f"<p>{_t('tokens_none', words)}</p>"
    heads = ("token_name", "token_made", "token_until", "token_used", "token_state")
    head = "".join(f'<th scope="col">{_t(name, words)}</th>' for name in heads)
    newest_first = sorted(tokens, key=lambda one: (one.made, one.id), reverse=True)
    rows = "".join(_row(frame, one) for one in newest_first)
    label = _t("tokens", words)
    return (
        f'<div class="ap-wide" tabindex="0" role="region" aria-label="{label}">'
        f'<table class="ap-table"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
    )


def _row(frame: Frame, one: AccessToken) -> str:
    words = frame.language
    is_over = datetime.fromisoformat(frame.now) >= datetime.fromisoformat(one.until)
    look, sign, key = "ap-good", "✓", "token_live"
    if one.revoked is not None:
        look, sign, key = "ap-bad", "✗", "token_revoked"
    elif is_over:
        look, sign, key = "ap-part", "◐", "token_over"
    state = f'<span class="ap-badge {look}">{sign} {_t(key, words)}</span>'
    if key == "token_live":
        told = f"{t('token_revoke', words)} {one.name}"
        state += (
            f'<form method="post" action="/tokens">{hidden_html(frame, act="revoke", token=one.id)}'
            f'<button class="ap-button ap-danger" aria-label="{escape(told)}">'
            f"{_t('token_revoke', words)}</button></form>"
        )
    used = escape(local_moment(one.used, words)) if one.used else _t("token_never", words)
    moments = (local_moment(one.made, words), local_moment(one.until, words))
    cells = (escape(one.name), *map(escape, moments), used, state)
    row = "".join(f"<td>{cell}</td>" for cell in cells)
    return f"<tr{'' if key == 'token_live' else ' class=ap-off'}>{row}</tr>"


def _secret(secret: tuple[str, str] | None, language: str) -> str:
    if secret is None:
        return ""
    name, token = secret
    told = _t("token_secret", language, name=name)
    return f'<p class="ap-secret" role="status">{told} <code>{escape(token)}</code></p>'


def _t(key: str, language: str, **values: object) -> str:
    return escape(t(key, language, **values))
