"""
A clause with all that a reader needs beside it: the same at other levels, norms, what to show.

One panel stands beside a conversation, is the page of a clause, and prints.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from assistant.evidence.load_expectations import load_expectations
from corpus import STANDARD_IDS, Clause, Standard, load_standard
from corpus.norms.card import CONFIDENCE_WORDS, NormCard, status_of, word
from corpus.norms.load import load_norm_cards
from ui.views.clause.words import badges_html, open_clause
from ui.views.page.acts import button_html
from ui.views.page.place import Place, place_link
from ui.wording import t

_LEVELS = ("A", "B", "C")


def clause_panel(name: str, here: Place, language: str) -> str:
    """
    Return the clause with this canonical or printed id, and a field to open another one.

    name: as typed; "" gives the field alone. here: the place whose view shows the panel; links
    to other clauses stay in it.
    """
    parts = [_finder(name, language), open_clause(name, language, here)]
    for clause, standard in _meant(name):
        parts += [
            _levels(clause, standard, here, language), _norms(clause, here, language),
            _expected(clause, language),
        ]  # fmt: skip
    if name:
        parts.append(_onward(name, here, language))
    return "".join(parts)


def _finder(name: str, language: str) -> str:
    label = escape(t("open_id", language))
    return (
        f'<form class="ap-finder"><label for="open-id">{label}</label><input id="open-id" name="clause"'
        f' value="{escape(name)}" maxlength="80" autocomplete="off" spellcheck="false">'
        f"{button_html('clause', t('open_it', language))}</form>"
    )


def _meant(name: str) -> list[tuple[Clause, Standard]]:
    """Return the clauses of a canonical id; a printed one may stand for several and gets none."""
    wanted = name.strip().upper() if name.strip()[:1].isalpha() else name.strip()
    standards = [load_standard(standard_id) for standard_id in STANDARD_IDS]
    return [(standard.clause(wanted), standard) for standard in standards if wanted in standard]


def _levels(clause: Clause, standard: Standard, here: Place, language: str) -> str:
    """Return the rows that ask the same at the three levels side by side, with how they differ."""
    relations = standard.relations_of(clause.id)
    names = dict.fromkeys([clause.id, *(one for entry in relations for one in entry.clauses)])
    rows = [standard.clause(name) for name in names]
    if len(rows) == 1 or clause.level not in _LEVELS:
        return ""
    head = "".join(
        f"<th>{escape(t('level_named', language, level=level))}</th>" for level in _LEVELS
    )
    cells = "".join(
        f"<td>{_same_at(level, rows, clause, here, language) or '—'}</td>" for level in _LEVELS
    )
    notes = {entry.note_zh if language == "zh" else entry.note_en for entry in relations} - {""}
    told = "".join(f'<p class="ap-small">{escape(note)}</p>' for note in sorted(notes))
    return _section(
        "levels_beside", f'<div class="ap-wide" tabindex="0"><table class="ap-table ap-compare">'
        f"<thead><tr>{head}</tr></thead><tbody><tr>{cells}</tr></tbody></table></div>{told}", language,
    )  # fmt: skip


def _same_at(level: str, rows: Iterable[Clause], shown: Clause, here: Place, language: str) -> str:
    parts = []
    for row in rows:
        if row.level != level:
            continue
        mark = {"aria_current": "true"} if row is shown else {}
        link = place_link(here.to(here.view, row.id), row.id, look="ap-id", **mark)
        parts.append(
            f"<p>{link}{badges_html(row, language)}</p><blockquote>{escape(row.text)}</blockquote>"
        )
    return "".join(parts)


def _norms(clause: Clause, here: Place, language: str) -> str:
    """Return the norms that the clause names, or should, each with its status."""
    if clause.standard != "tcrea-2023":
        return ""
    items = []
    for card in load_norm_cards():
        if clause.id in card.cited_in:
            items.append(_norm(card, "", here, language))
        elif clause.id in card.should_cite:
            items.append(_norm(card, t("should_cite", language), here, language))
    return (
        _section("norms_here", f'<ul class="ap-list">{"".join(items)}</ul>', language)
        if items
        else ""
    )


def _norm(card: NormCard, how: str, here: Place, language: str) -> str:
    sure = word(CONFIDENCE_WORDS, card.confidence, language)
    link = place_link(here.to(here.view, card.number), card.number, look="ap-id")
    note = f" <i>{escape(how)}</i>" if how else ""
    return (
        f"<li>{link} {escape(card.title(language))} · <b>{escape(status_of(card, language))}</b>"
        f' <span class="ap-where">{escape(sure)}</span>{note}</li>'
    )


def _expected(clause: Clause, language: str) -> str:
    """Return what documents must show for an indicator, and where that usually stands."""
    if clause.kind not in ("gate", "item"):
        return ""
    expected = load_expectations(clause.standard).of(clause.id)
    if expected is None:
        return ""
    aspects = "".join(f"<li>{escape(aspect.title(language))}</li>" for aspect in expected.aspects)
    places = expected.usual_places(language)
    usual = (
        f'<p class="ap-small">{escape(t("usually_in", language, places=places))}</p>'
        if places
        else ""
    )
    return _section("shown_aspects", f'<ul class="ap-list">{aspects}</ul>{usual}', language)


def _onward(name: str, here: Place, language: str) -> str:
    if here.view == "clause":
        button = button_html("print", t("print", language), look="ap-print")
        return f'<p class="ap-print-not ap-buttons">{button}{_practice(name, here, language)}</p>'
    page = place_link(here.to("clause", name), t("clause_page", language), look="ap-button")
    return f'<p class="ap-print-not ap-buttons">{page}{_practice(name, here, language)}</p>'


def _practice(name: str, here: Place, language: str) -> str:
    """Return a link to the questions of practice on a row; other clauses may have none."""
    for clause, _ in _meant(name):
        if clause.kind in ("gate", "item", "criterion") and not clause.lost:
            words = t("practise_clause", language)
            return place_link(here.to("practice", clause.id), words, look="ap-button")
    return ""


def _section(key: str, inside: str, language: str) -> str:
    return f'<section class="ap-card"><h3>{escape(t(key, language))}</h3>{inside}</section>'
