"""The page of a verification, in both languages at once: pure, from values to HTML."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from datetime import date
from html import escape

from scoring.certificate import THEME, Standing
from ui.local_form import local_day
from ui.verification.register import Issued
from ui.wording import t

_SHORT_HASH = 12
_SIGNS = {"valid": "✓", "downgraded": "↓", "withdrawn": "✕", "expired": "○"}
_STYLE = """
:root{color-scheme:light}
*{box-sizing:border-box}
body{margin:0;background:#eef2f4;color:#1a1f24;font:16px/1.6 Georgia,"Times New Roman",
"Noto Serif CJK SC","Source Han Serif SC","Songti SC",SimSun,serif}
main{max-width:40rem;margin:2rem auto;padding:2rem 1.5rem;background:#fff;border:3px double #1f4e5f}
h1{margin:0 0 1.5rem;font-size:1.1rem;font-weight:600;color:#1f4e5f;letter-spacing:.08em;text-align:center}
.verdict{margin:0 0 1.5rem;padding:1rem;text-align:center;border:2px solid;border-radius:4px}
.verdict strong{display:block;font-size:1.7rem;line-height:1.35}
.verdict span{display:block}
.verdict i{font-style:normal}
.valid{color:#0f5132;background:#edf7f1}
.downgraded{color:#6b4a00;background:#fdf6e3}
.withdrawn,.unknown{color:#842029;background:#fcf0f1}
.expired,.busy{color:#41464b;background:#f1f3f4}
dl{margin:0}
dl div{display:grid;grid-template-columns:11rem 1fr;gap:.25rem 1rem;padding:.45rem 0;border-bottom:1px solid #dfe6e9}
dt{color:#4c5860;font-size:.9rem}
dd{margin:0;overflow-wrap:anywhere}
dd small,dt small{display:block;color:#4c5860}
code{font-family:ui-monospace,Consolas,monospace;font-size:.9em}
p{margin:1rem 0 0;font-size:.9rem;color:#4c5860}
label{display:block;margin-top:1rem}
input{width:100%;font:inherit;padding:.5rem .6rem;border:1px solid #6b7a83;border-radius:4px}
button{margin-top:1.2rem;font:inherit;padding:.55rem 1.6rem;min-height:44px;color:#fff;background:#1f4e5f;border:0;border-radius:4px}
:focus-visible{outline:3px solid #b35c00;outline-offset:2px}
@media(max-width:30rem){main{margin:0;border-width:0 0 3px}dl div{grid-template-columns:1fr}}
@media print{body{background:#fff}main{margin:0 auto}}
"""
STYLE_SOURCE = f"'sha256-{base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()}'"
"""What a content security policy allows as the style of these pages."""


def found_html(found: Issued) -> str:
    """Return the page of a certificate as it stands: only what the certificate shows."""
    one, worth = found.certificate, found.standing
    entries = [
        ("ce_number", _plain(one.number)),
        ("ve_project", _plain(one.project)),
        *([("ce_applicant", _plain(one.applicant))] if one.applicant else []),
        ("ve_awarded", _both("ce_level", level=one.level)),
        *([("ve_now", _both("ce_level", level=worth.level))] if worth.level != one.level else []),
        ("ce_body", _plain(one.body)),
        ("ce_years", _years(one.valid_from, one.valid_until)),
        ("ce_issued", _day(one.issued_on)),
        ("ce_rules", _code(one.edition)),
        ("ve_head_issue", _code(short_head(one.head))),
        ("ve_head_now", _code(short_head(found.head_now))),
        ("ve_day", _day(found.on)),
    ]
    listed = "".join(
        f"<div><dt>{escape(t(key, 'zh'))}<small lang='en'>{escape(t(key, 'en'))}</small></dt>"
        f"<dd>{words}</dd></div>"
        for key, words in entries
    )
    theme = one.theme if one.theme != THEME["zh"] else f"{THEME['zh']} · {THEME['en']}"
    return _page(f"{_verdict(worth)}<dl>{listed}</dl><p>{_both('ve_compare')}</p>", heading=theme)


def unknown_html(action: str) -> str:
    """Return the page for a number and a code that do not belong together; action: where to ask again."""
    return _page(
        f"<div class='verdict unknown'><strong>✕ {escape(t('ve_unknown', 'zh'))}</strong>"
        f"<span lang='en'>{escape(t('ve_unknown', 'en'))}</span></div>"
        f"<p>{_both('ve_unknown_why')}</p>{_form(action)}"
    )


def ask_html(action: str) -> str:
    """Return the page that asks for number and check code; action: where they are sent."""
    return _page(f"<p>{_both('ve_ask')}</p>{_form(action)}")


def busy_html() -> str:
    """Return the page for somebody who asks too often."""
    return _page(f"<div class='verdict busy'>{_both('ve_busy')}</div>")


def verdict_words(worth: Standing, language: str) -> str:
    """Return in one line what a certificate is worth."""
    words = t(f"ve_{worth.state}", language, level=worth.level)
    if worth.since is None:
        return words
    key = "ve_until" if worth.state == "expired" else "ve_since"
    since = t(key, language, day=local_day(worth.since.isoformat(), language))
    return f"{words}，{since}" if language == "zh" else f"{words} {since}"


def _verdict(worth: Standing) -> str:
    zh, en = (escape(verdict_words(worth, language)) for language in ("zh", "en"))
    sign = _SIGNS[worth.state]
    return (
        f"<div class='verdict {worth.state}'><strong><i aria-hidden='true'>{sign}</i> {zh}"
        f"</strong><span lang='en'>{en}</span></div>"
    )


def _form(action: str) -> str:
    fields = "".join(
        f"<label>{_both(key)}<input name='{name}' maxlength='{longest}' autocomplete='off' "
        "required></label>"
        for key, name, longest in (("ve_number", "number", 100), ("ce_code", "code", 20))
    )
    return (
        f"<form method='get' action='{escape(action, quote=True)}'>{fields}"
        f"<button>{escape(t('ve_check', 'zh'))} · <span lang='en'>{escape(t('ve_check', 'en'))}"
        "</span></button></form>"
    )


def _page(body: str, heading: str = "") -> str:
    title = f"{t('ve_title', 'zh')} · {t('ve_title', 'en')}"
    above = f"<br>{escape(heading)}" if heading else ""
    return (
        "<!doctype html><html lang='zh-CN'><head><meta charset='utf-8'>"
        "<meta name='viewport' content='width=device-width,initial-scale=1'>"
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>"
        f"<body><main><h1>{escape(title)}{above}</h1>{body}</main></body></html>"
    )


def _plain(words: str) -> str:
    return escape(words)


def _code(words: str) -> str:
    return f"<code>{escape(words)}</code>"


def _both(key: str, **values: object) -> str:
    zh, en = (escape(t(key, language, **values)) for language in ("zh", "en"))
    return f"{zh} <span lang='en'>{en}</span>"


def _day(day: date) -> str:
    return _pair([local_day(day.isoformat(), language) for language in ("zh", "en")])


def _years(start: date, end: date) -> str:
    return _pair(
        [
            t("ce_years_words", language, start=first, end=last)
            for language in ("zh", "en")
            for first, last in [[local_day(one.isoformat(), language) for one in (start, end)]]
        ]
    )


def _pair(words: Sequence[str]) -> str:
    zh, en = map(escape, words)
    return f"{zh}<small lang='en'>{en}</small>"


def short_head(head: str) -> str:
    """Return the head of a record as the public sees it: its number and 12 digits of its hash."""
    number, _, digest = head.partition(":")
    return f"{number}:{digest[:_SHORT_HASH]}"
