"""What to practise and how far one is, as HTML. Everything is escaped."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from html import escape

from assistant.practice import KINDS, Kind, Progress, Wanted
from scoring import RULE_SET_IDS
from ui.views.page.acts import button_html
from ui.views.page.form import radios_html
from ui.wording import t

_LEVELS = ("A", "B", "C")
_NOTHING = Progress(0, 0, 0, 0, 0, 0, None)


def side_html(
    wanted: Wanted,
    total: Progress,
    by_kind: Mapping[Kind, Progress],
    language: str,
    *,
    has_answers: bool,
    undo: bool,
) -> str:
    """
    Return the form of what to practise, with the progress of each kind.

    total: of the questions wanted. by_kind: of all kinds within the rules and level wanted.
    has_answers: whether there is anything to start over from. undo: whether a fresh start can be
    taken back.
    """
    rules = [("", t("practise_all", language))]
    rules += [(name, t(f"rules_{name.replace('-', '_')}", language)) for name in RULE_SET_IDS]
    levels = [("", t("practise_all", language))]
    levels += [(level, level) for level in _LEVELS]
    buttons = button_html("reset", t("practice_reset", language)) if has_answers else ""
    rule_set = radios_html("rule_set", t("rule_set", language), wanted.rule_set, rules, act="want")
    level = ""
    if wanted.rule_set != "scs-c1":
        level = radios_html(
            "level", t("practise_levels", language), wanted.level, levels, act="want"
        )
    return (
        f'<div class="ap-practice-side"><form class="ap-form ap-practise"><h3>{escape(t("practise_what", language))}</h3>'
        f"{rule_set}{level}"
        f"{_kinds(wanted, by_kind, language)}</form>{_progress(total, buttons, language, undo=undo)}</div>"
    )


def rest_words(rest: timedelta, language: str) -> str:
    """Say how long a question still rests, in days or hours."""
    hours = round(rest.total_seconds() / 3600)
    if hours < 1:
        return t("within_the_hour", language)
    if hours < 48:
        return t("in_hours", language, number=hours)
    return t("in_days", language, number=round(hours / 24))


def _kinds(wanted: Wanted, by_kind: Mapping[Kind, Progress], language: str) -> str:
    heads = "".join(
        f'<th scope="col">{escape(t(f"practice_{key}", language))}</th>'
        for key in ("kind", "seen", "right", "due")
    )
    rows = "".join(_kind(kind, wanted, by_kind.get(kind, _NOTHING), language) for kind in KINDS)
    return (
        f'<table class="ap-table"><caption>{escape(t("practise_kinds", language))}</caption><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'
        f'<p class="ap-small">{escape(t("practise_kinds_hint", language))}</p>'
    )


def _kind(kind: Kind, wanted: Wanted, done: Progress, language: str) -> str:
    ticked = " checked" if kind in wanted.kinds else ""
    off = "" if done.total else " disabled"
    return (
        f'<tr><th scope="row"><label><input type="checkbox" name="kinds" value="{kind}"'
        f' data-act="want" data-of="{kind}" id="want-kind-{kind}" data-keep-focus{ticked}{off}>'
        f" {escape(t(f'kind_{kind}', language))}</label></th>"
        f"<td>{done.seen}/{done.total}</td><td>{done.right}</td><td>{done.due}</td></tr>"
    )


def _progress(total: Progress, buttons: str, language: str, *, undo: bool) -> str:
    values = {
        name: getattr(total, name) for name in ("seen", "total", "right", "known", "due", "answers")
    }
    share = round(100 * total.seen / total.total) if total.total else 0
    told = ""
    if undo:
        told = f'<p class="ap-small">{escape(t("practice_reset_done", language))}</p>'
        buttons += button_html("unreset", t("practice_reset_undo", language))
    return (
        f'<section class="ap-card ap-practice-progress"><h3>{escape(t("practice_progress", language))}</h3>'
        f'<div class="ap-progress" aria-hidden="true"><i style="width:{share}%"></i></div>'
        f"<p>{escape(t('practice_sums', language, **values))}</p>"
        f'<p class="ap-small">{escape(t("practice_known_hint", language))}</p>{told}'
        f'<p class="ap-buttons">{buttons}</p></section>'
    )
