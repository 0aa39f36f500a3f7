"""A clause as HTML: its words, place, worth, defects and readings. Everything is escaped."""

from __future__ import annotations

from difflib import get_close_matches
from html import escape

from assistant.wording import points_said
from corpus import STANDARD_IDS, Clause, Standard, load_standard
from scoring import load_rule_set
from scoring.number import decimal_string
from ui.views.clause.norm import norm_html
from ui.views.page.place import Place, place_link
from ui.wording import t


def open_clause(name: str | None, language: str, here: Place | None = None) -> str:
    """
    Return the clauses with this canonical or printed id as HTML, or what is near it.

    here: the place whose view shows them, so that they link to other clauses; None for no links.
    """
    name = name or ""
    wanted = name.strip().upper() if name.strip()[:1].isalpha() else name.strip()
    if not wanted:
        return note_html(t("no_clause", language))
    cards = []
    known: list[str] = []
    for standard_id in STANDARD_IDS:
        standard = load_standard(standard_id)
        known += [clause.id for clause in standard]
        exact = [standard.clause(wanted)] if wanted in standard else []
        printing = [clause for clause in standard.printing(wanted) if clause not in exact]
        cards += [clause_html(clause, standard, language, here) for clause in (*exact, *printing)]
        gap = standard.gap(wanted)
        if gap:
            cards.append(note_html(gap.note_zh if language == "zh" else gap.note_en))
    if cards:
        return "".join(cards)
    norm = norm_html(name.strip(), language)
    if norm:
        return norm
    near = get_close_matches(wanted, known, n=3, cutoff=0.5)
    hint = t("near", language, ids="、".join(near)) if near else ""
    return note_html(t("unknown_id", language, id=name.strip()[:40], near=hint))


def note_html(text: str) -> str:
    """Return a quiet note."""
    return f'<p class="ap-note">{escape(text)}</p>'


def clause_html(
    clause: Clause, standard: Standard, language: str, here: Place | None = None
) -> str:
    """Return one clause as a card. here: as for `open_clause`."""
    zh = language == "zh"
    own, other = (clause.title_zh, clause.title_en) if zh else (clause.title_en, clause.title_zh)
    parts = [
        '<article class="ap-card">',
        f'<header><h3><span class="ap-id">{escape(clause.id)}</span> {escape(own)}</h3>{badges_html(clause, language)}</header>',
        f'<p class="ap-small" title="{escape(t("ours", language))}">{escape(other)}</p>',
        f'<p class="ap-small">{_above(clause, standard, language, here)}</p>',
    ]
    if clause.lost:
        parts.append(note_html(t("lost", language)))
    # A heading that is the id alone, as Table C-1 prints them, says nothing more.
    words = [
        one for one in (clause.heading, clause.text, clause.note) if one not in ("", clause.id)
    ]
    parts += [f"<blockquote>{escape(part)}</blockquote>" for part in words]
    parts += [_options(clause, language), _children(clause, standard, language, here)]
    parts += [_same(clause, standard, language, here), _defects(clause, standard, language)]
    parts += [_readings(clause, language), "</article>"]
    return "".join(parts)


def badges_html(clause: Clause, language: str) -> str:
    """Return what a clause is worth, and how it is printed where that differs."""
    badges = []
    if clause.kind == "gate":
        badges.append(("gate", t("gate", language)))
    elif clause.printed_points and clause.printed_points[0].isdigit():
        badges.append(("points", points_said(clause.printed_points, language)))
    if clause.is_misnumbered:
        badges.append(("warn", t("printed_as", language, id=clause.printed_id)))
    return "".join(
        f' <span class="ap-badge ap-{kind}">{escape(text)}</span>' for kind, text in badges
    )


def _above(clause: Clause, standard: Standard, language: str, here: Place | None) -> str:
    """Return where a clause stands: the document and what is above, the nearest last."""
    name = escape(standard.short_zh if language == "zh" else standard.short_en)
    above = []
    for entry in standard.ancestors(clause.id):
        has_words = language == "zh" and entry.heading not in ("", entry.id)
        own = entry.title_zh if language == "zh" else entry.title_en
        above.append(_linked(entry, f"{entry.id} {entry.heading if has_words else own}", here))
    return " › ".join([name, *above])


def _linked(clause: Clause, words: str, here: Place | None) -> str:
    return escape(words) if here is None else place_link(here.to(here.view, clause.id), words)


def _options(clause: Clause, language: str) -> str:
    rules = load_rule_set(clause.standard)
    if clause.id not in rules or not rules.row(clause.id).options:
        return ""
    row = rules.row(clause.id)
    unit = points_said(decimal_string(row.unit), language) if row.unit else ""
    names = [
        f"{option.key}. {option.title_zh if language == 'zh' else option.title_en}"
        for option in row.options
    ]
    return _list(f"{t('options', language)}（{unit}）", names)


def _children(clause: Clause, standard: Standard, language: str, here: Place | None) -> str:
    rows = [
        _linked(child, f"{child.id} {child.title_zh if language == 'zh' else child.title_en}", here)
        for child in standard.children(clause.id)
    ]
    return _section(t("below", language), rows)


def _same(clause: Clause, standard: Standard, language: str, here: Place | None) -> str:
    same = [_linked(standard.clause(one), one, here) for one in standard.identical_to(clause.id)]
    return _section(t("same", language), ["、".join(same)] if same else [])


def _defects(clause: Clause, standard: Standard, language: str) -> str:
    texts = [
        f"[{defect.id}] {defect.text_zh if language == 'zh' else defect.text_en}"
        for defect in standard.defects_of(clause.id)
    ]
    return _list(t("defects", language), texts)


def _readings(clause: Clause, language: str) -> str:
    texts = []
    for entry in load_rule_set(clause.standard).interpretations:
        if clause.id in entry.clauses:
            reading = entry.reading(entry.default)
            question = entry.question_zh if language == "zh" else entry.question_en
            answer = reading.text_zh if language == "zh" else reading.text_en
            texts.append(f"{question} → {answer} ({entry.id} = {entry.default})")
    return _list(t("readings", language), texts)


def _list(title: str, texts: list[str]) -> str:
    return _section(title, [escape(text) for text in texts])


def _section(title: str, items: list[str]) -> str:
    """Return a section with a list of HTML; nothing without items."""
    if not items:
        return ""
    listed = "".join(f"<li>{item}</li>" for item in items)
    return f'<section><h4>{escape(title)}</h4><ul class="ap-list">{listed}</ul></section>'
