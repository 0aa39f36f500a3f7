"""One indicator with what bears on it, as HTML: its words, what is shown, suggestions to decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from assistant.evidence.expectation import Expectation
from assistant.evidence.indicator import IndicatorEvidence
from assistant.evidence.suggestion import Suggestion
from corpus import Standard
from ui.views.clause.words import clause_html, note_html
from ui.views.evidence.coverage_map import SIGNS
from ui.views.page.acts import button_html
from ui.views.page.place import Place, place_link
from ui.wording import t

_NOWHERE = Place("evidence")


@dataclass(frozen=True, slots=True)
class Look:
    """
    How an indicator is shown.

    shown: the number of the suggestion whose document is beside. message: what was just done.
    note: a person's. before, after: the indicators beside it, "" at the ends. may_decide: whether
    suggestions are the viewer's to accept or reject, and the note theirs to write.
    """

    shown: int | None = None
    can_undo: bool = False
    message: str = ""
    note: str = ""
    before: str = ""
    after: str = ""
    place: Place = _NOWHERE
    may_decide: bool = True


def indicator_html(
    entry: IndicatorEvidence,
    standard: Standard,
    expectation: Expectation | None,
    language: str,
    look: Look = Look(),
) -> str:
    """Return an indicator with its suggestions. Everything is escaped."""
    parts = [_head(entry, standard, language, look)]
    clause = clause_html(standard.clause(entry.indicator), standard, language)
    words = escape(t("clause_words", language))
    parts.append(f'<details class="ap-fold"><summary>{words}</summary>{clause}</details>')
    parts.append(_aspects(entry, expectation, language))
    if not entry.suggestions:
        parts.append(note_html(t("no_suggestion", language)))
    parts += [
        suggestion_html(one, number, expectation, language, look)
        for number, one in enumerate(entry.suggestions)
    ]
    if look.may_decide:
        parts.append(_note(entry.indicator, look.note, language))
    elif look.note:
        parts.append(f'<p class="ap-small">{escape(t("note", language))}: {escape(look.note)}</p>')
    parts.append(f'<p class="ap-small">{escape(t("people_decide", language))}</p>')
    return "".join(parts)


def _head(entry: IndicatorEvidence, standard: Standard, language: str, look: Look) -> str:
    clause = standard.clause(entry.indicator)
    title = clause.title_zh if language == "zh" else clause.title_en
    undo = ""
    if look.can_undo:
        undo = button_html("undo", t("take_back_decision", language), data_keys="u")
    score = place_link(
        look.place.to("score", entry.indicator), t("judge_it", language), data_keys="s"
    )
    return (
        f'<header class="ap-review-head" data-of="{escape(entry.indicator)}">'
        f'<h3><span class="ap-id">{escape(entry.indicator)}</span> {escape(title)}</h3>'
        f'<p><span class="ap-badge ap-{entry.status}">{SIGNS[entry.status]} '
        f"{escape(t(entry.status, language))}</span> {score}"
        f'<span class="ap-beside">{_step("previous", look.before, "‹", "k ArrowUp", language)}'
        f"{_step('next', look.after, '›', 'j ArrowDown', language)}</span></p>"
        f'<p class="ap-small" role="status">{escape(look.message)}</p>{undo}</header>'
    )


def _step(way: str, indicator: str, sign: str, keys: str, language: str) -> str:
    if not indicator:
        return ""
    words = t(f"{way}_named", language, indicator=indicator)
    return button_html(
        "open", sign, of=indicator, title=words, aria_label=words, data_at=indicator,
        data_keys=keys, data_keys_for=words,
    )  # fmt: skip


def _note(indicator: str, note: str, language: str) -> str:
    words, hint = escape(t("note", language)), escape(t("note_hint", language))
    return (
        f'<form class="ap-note-form"><label for="note">{words}</label><textarea id="note" name="note"'
        f' rows="2" maxlength="2000" placeholder="{hint}" data-draft="note-{escape(indicator)}"'
        f' data-keys="n">{escape(note)}</textarea>'
        f"{button_html('note', t('save_note', language))}</form>"
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
    one: Suggestion, number: int, expectation: Expectation | None, language: str, around: Look
) -> str:
    """Return one suggestion with its buttons; `number` is what they name."""
    is_shown = number == around.shown
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
        f'<p class="ap-buttons">{_buttons(one, number, language, around)}</p></article>'
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


def _buttons(one: Suggestion, number: int, language: str, around: Look) -> str:
    of, is_shown = str(number), number == around.shown
    show = t("shown_now" if is_shown else "show_place", language)
    accepted, rejected = one.decision == "accepted", one.decision == "rejected"
    # The keys belong to the suggestion whose document is beside.
    keys = {"data_keys": "a"} if is_shown else {}
    against = {"data_keys": "x"} if is_shown else {}
    look = button_html("show", show, of=of, aria_pressed=_told(is_shown))
    if not around.may_decide:
        return look
    return " ".join(
        (
            look,
            button_html("accept", f"✓ {t('accept', language)}", of=of, look="ap-yes", aria_pressed=_told(accepted), **keys),
            button_html("reject", f"✗ {t('reject', language)}", of=of, look="ap-no", aria_pressed=_told(rejected), **against),
        )
    )  # fmt: skip


def _told(is_so: bool) -> str:
    return "true" if is_so else "false"


def list_html(
    found: Sequence[IndicatorEvidence], standard: Standard, here: Place, language: str
) -> str:
    """Return the indicators as a folded table whose ids are links, and what hands out the matrix."""
    head = "".join(
        f"<th>{escape(t(key, language))}</th>"
        for key in ("indicator", "heading", "status", "suggestions")
    )
    rows = "".join(_listed(entry, standard, here, language) for entry in found)
    book = button_html("matrix", t("matrix_book", language))
    return (
        f'<details class="ap-fold"><summary>{escape(t("as_list", language))}</summary>'
        f'<table class="ap-table"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
        f"</details><p>{book}</p>"
    )


def _listed(entry: IndicatorEvidence, standard: Standard, here: Place, language: str) -> str:
    clause = standard.clause(entry.indicator)
    title = clause.title_zh if language == "zh" else clause.title_en
    link = place_link(here.to("evidence", entry.indicator), entry.indicator, look="ap-id")
    return (
        f'<tr><td>{link}</td><td>{escape(title)}</td><td class="ap-{entry.status}">'
        f"{SIGNS[entry.status]} {escape(t(entry.status, language))}</td>"
        f"<td>{len(entry.suggestions)}</td></tr>"
    )
