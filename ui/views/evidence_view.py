"""One indicator with what bears on it, as HTML: its words, what is shown, suggestions to decide."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from assistant.evidence import IndicatorEvidence, Suggestion
from assistant.expectation import Expectation
from corpus import Standard
from ui.views.acts import button_html
from ui.views.clause_view import clause_html, note_html
from ui.views.coverage_map import SIGNS
from ui.wording import t


def indicator_html(
    entry: IndicatorEvidence,
    standard: Standard,
    expectation: Expectation | None,
    language: str,
    *,
    shown: int | None = None,
    can_undo: bool = False,
    message: str = "",
) -> str:
    """
    Return an indicator with its suggestions. Everything is escaped.

    shown: the number of the suggestion whose document is beside. message: what was just done.
    """
    parts = [_head(entry, standard, language, can_undo=can_undo, message=message)]
    clause = clause_html(standard.clause(entry.indicator), standard, language)
    words = escape(t("clause_words", language))
    parts.append(f'<details class="ap-fold"><summary>{words}</summary>{clause}</details>')
    parts.append(_aspects(entry, expectation, language))
    if not entry.suggestions:
        parts.append(note_html(t("no_suggestion", language)))
    parts += [
        suggestion_html(one, number, expectation, language, is_shown=number == shown)
        for number, one in enumerate(entry.suggestions)
    ]
    parts.append(f'<p class="ap-small">{escape(t("people_decide", language))}</p>')
    return "".join(parts)


def _head(
    entry: IndicatorEvidence, standard: Standard, language: str, *, can_undo: bool, message: str
) -> str:
    clause = standard.clause(entry.indicator)
    title = clause.title_zh if language == "zh" else clause.title_en
    undo = button_html("undo", t("take_back_decision", language)) if can_undo else ""
    return (
        f'<header class="ap-review-head" data-of="{escape(entry.indicator)}">'
        f'<h3><span class="ap-id">{escape(entry.indicator)}</span> {escape(title)}</h3>'
        f'<p><span class="ap-badge ap-{entry.status}">{SIGNS[entry.status]} '
        f"{escape(t(entry.status, language))}</span> {undo}</p>"
        f'<p class="ap-small" role="status">{escape(message)}</p></header>'
    )


def _aspects(entry: IndicatorEvidence, expectation: Expectation | None, language: str) -> str:
    if expectation is None or not entry.aspects:
        return ""
    lines = []
    for aspect in expectation.aspects:
        is_shown = entry.aspects.get(aspect.id, False)
        sign, key = ("✓", "aspect_shown") if is_shown else ("○", "aspect_missing")
        look = "ap-supported" if is_shown else "ap-none"
        lines.append(
            f'<li><span class="{look}" title="{escape(t(key, language))}">{sign} '
            f'<span class="ap-hidden">{escape(t(key, language))}</span></span>'
            f" {escape(aspect.title(language))}</li>"
        )
    places = expectation.usual_places(language)
    usual = ""
    if entry.status != "supported" and places:
        usual = f'<p class="ap-small">{escape(t("usually_in", language, places=places))}</p>'
    head = escape(t("shown_aspects", language))
    return f'<section class="ap-aspects"><h4>{head}</h4><ul>{"".join(lines)}</ul>{usual}</section>'


def suggestion_html(
    one: Suggestion, number: int, expectation: Expectation | None, language: str, *, is_shown: bool
) -> str:
    """Return one suggestion with its buttons; `number` is what they name."""
    look = f"ap-suggestion ap-decided-{one.decision}" if one.decision else "ap-suggestion"
    current = ' aria-current="true"' if is_shown else ""
    path = " › ".join(one.heading_path)
    also = t("also_in", language, places="；".join(one.also)) if one.also else ""
    small = "".join(
        f'<p class="ap-small">{escape(line)}</p>'
        for line in (path, _named(one, expectation, language), also)
        if line
    )
    return (
        f'<article class="ap-card {look}"{current}><header>{_badges(one, language)}'
        f'<span class="ap-where">{escape(f"{one.file} · {place_words(one, language)}")}</span></header>'
        f"<blockquote>{escape(one.quote)}</blockquote>{small}"
        f'<p class="ap-buttons">{_buttons(one, number, language, is_shown=is_shown)}</p></article>'
    )


def place_words(one: Suggestion, language: str) -> str:
    """Return the place of a suggestion in words: its page, else what the reader says of it."""
    if one.page is not None and language == "en":
        return t("page_only", language, page=one.page)
    return one.locator


def _badges(one: Suggestion, language: str) -> str:
    badges: list[tuple[str, str, str]] = [(one.relation, t(one.relation, language), "")]
    if one.decision:
        sign = "✓" if one.decision == "accepted" else "✗"
        badges.append((one.decision, f"{sign} {t(one.decision, language)}", ""))
    if one.stance != "provided":
        badges.append(("warn", t(f"stance_{one.stance}", language), ""))
    if one.shortfall:
        badges.append(("contradicts", t("falls_short", language, figure=one.shortfall), ""))
    if one.is_ocr:
        badges.append(("warn", t("ocr", language), t("ocr_warning", language)))
    return "".join(
        f'<span class="ap-badge ap-{look}" title="{escape(told)}">{escape(words)}</span> '
        for look, words, told in badges
    )


def _named(one: Suggestion, expectation: Expectation | None, language: str) -> str:
    titles = {a.id: a.title(language) for a in expectation.aspects} if expectation else {}
    names = "；".join(titles.get(name, name) for name in one.aspects)
    return t("bears_on", language, names=names) if names else ""


def _buttons(one: Suggestion, number: int, language: str, *, is_shown: bool) -> str:
    of = str(number)
    show = t("shown_now" if is_shown else "show_place", language)
    accepted, rejected = one.decision == "accepted", one.decision == "rejected"
    return " ".join(
        (
            button_html("show", show, of=of, aria_pressed=_told(is_shown)),
            button_html("accept", f"✓ {t('accept', language)}", of=of, look="ap-yes", aria_pressed=_told(accepted)),
            button_html("reject", f"✗ {t('reject', language)}", of=of, look="ap-no", aria_pressed=_told(rejected)),
        )
    )  # fmt: skip


def _told(is_so: bool) -> str:
    return "true" if is_so else "false"


def evidence_rows(
    found: Sequence[IndicatorEvidence], standard: Standard, language: str
) -> list[list[str]]:
    """Return the table: indicator, title, status, number of suggestions."""
    title = "title_zh" if language == "zh" else "title_en"
    return [
        [
            entry.indicator,
            str(getattr(standard.clause(entry.indicator), title)),
            f"{SIGNS[entry.status]} {t(entry.status, language)}",
            str(len(entry.suggestions)),
        ]
        for entry in found
    ]
