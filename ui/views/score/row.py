"""The row that is judged: the clause's words, the form, what the documents show for it."""

from __future__ import annotations

from html import escape

from assistant.evidence.expectation import Expectation
from assistant.evidence.indicator import IndicatorEvidence
from assistant.evidence.load_expectations import load_expectations
from assistant.evidence.suggestion import Suggestion
from assistant.wording import points_said
from scoring import Row
from scoring.number import decimal_string
from ui.views.evidence.coverage_map import SIGNS as EVIDENCE_SIGNS
from ui.views.evidence.indicator import place_words
from ui.views.page.acts import button_html
from ui.views.page.place import Place, place_link
from ui.views.score.form import RowAround, form_html
from ui.views.score.readings import of_row, readings_html
from ui.views.score.rows import SIGNS
from ui.views.score.sheet import OpenSheet
from ui.wording import t

_MOST_SUGGESTIONS = 4


def row_html(sheet: OpenSheet, row: Row, around: RowAround, language: str) -> str:
    """Return the row as one form with everything that helps to judge it. Everything is escaped."""
    expectation = load_expectations(sheet.rules.id).of(row.id)
    done = "".join(f'<i hidden data-draft-done="{escape(key)}"></i>' for key in around.done)
    # A name of its own, so that the page makes fresh fields and does not take over what was typed
    # for another row; while nothing was saved it stays, and so does what is being typed.
    own = f"ap-row-{row.id.lower().replace('.', '-')}-{sheet.version}-{language}"
    decisive = set(sheet.assessment.decisive)
    readings = of_row(sheet, row)
    weighty = [one for one in readings if one.id in decisive]
    others = [one for one in readings if one.id not in decisive]
    return (
        f'<{own} class="ap-row"><form class="ap-judge" novalidate>{_head(sheet, row, around, language)}'
        f"{_words(sheet, row, language)}{form_html(sheet, row, around, language)}</form>"
        f"{readings_html(sheet, weighty, language, place='row')}"
        f"{_evidence(sheet, row, around.evidence, expectation, language)}"
        f"{_defects(sheet, row, language)}"
        f"{readings_html(sheet, others, language, place='row')}{done}</{own}>"
    )


def _head(sheet: OpenSheet, row: Row, around: RowAround, language: str) -> str:
    award = sheet.assessment.awards[row.id]
    state = f"{SIGNS[award.state]} {t(f'state_{award.state}', language)}"
    worth = (
        t("gate", language)
        if row.kind == "gate"
        else points_said(decimal_string(row.points), language)
    )
    misnumbered = ""
    if row.id in sheet.standard and (clause := sheet.standard.clause(row.id)).is_misnumbered:
        told = escape(t("printed_as", language, id=clause.printed_id))
        misnumbered = f'<span class="ap-badge ap-warn">{told}</span>'
    number, total = around.place
    where = f"{number}/{total}" if number else ""
    keep = button_html("keep", "", of=row.id, id="score-keep", formnovalidate="", hidden="")
    moves = "".join(
        button_html(
            act, t(words, language), of=row.id, data_keys=keys, id=f"score-{act}",
            formnovalidate="", data_keep_focus="",
        )
        for act, words, keys in (
            ("previous", "row_before", "k ArrowUp"),
            ("next", "row_after", "j ArrowDown"),
            ("next_open", "next_open", "g"),
        )
    )  # fmt: skip
    return (
        f'<header class="ap-row-head"><p class="ap-row-move">{keep}{moves}<span class="ap-small">{where}</span></p>'
        f'<h3><span class="ap-id">{row.id}</span> {escape(sheet.title(row.id, language))}</h3>'
        f'<p class="ap-row-badges"><span class="ap-badge ap-j-{award.state}">{escape(state)}</span>'
        f'<span class="ap-badge {"ap-gate" if row.kind == "gate" else "ap-points"}">{escape(worth)}</span>'
        f"{misnumbered}</p></header>"
    )


def _words(sheet: OpenSheet, row: Row, language: str) -> str:
    body = sheet.rules.body
    own = body.text_of(row.id) if body else None
    if body is not None and own is not None:
        by = escape(t("row_of_body", language, name=body.name.told(language)))
        return f'<blockquote>{escape(own.told(language))}</blockquote><p class="ap-small">{by}</p>'
    clause = sheet.standard.clause(row.id)
    parts = [part for part in (clause.heading, clause.text, clause.note) if part]
    quoted = "".join(f"<blockquote>{escape(part)}</blockquote>" for part in parts)
    other = clause.title_en if language == "zh" else clause.title_zh
    return f'{quoted}<p class="ap-small">{escape(other)}</p>'


def _defects(sheet: OpenSheet, row: Row, language: str) -> str:
    texts = [
        defect.text_zh if language == "zh" else defect.text_en
        for defect in sheet.standard.defects_of(row.id)
    ]
    if not texts:
        return ""
    items = "".join(f"<li>{escape(text)}</li>" for text in texts)
    return (
        f'<details class="ap-fold"><summary>{escape(t("defects", language))} ({len(texts)})</summary>'
        f'<ul class="ap-list">{items}</ul></details>'
    )


# --- what the documents show ---


def _evidence(
    sheet: OpenSheet,
    row: Row,
    found: IndicatorEvidence | None,
    expectation: Expectation | None,
    language: str,
) -> str:
    place = Place("evidence", sheet.case.id, str(row.id))
    link = place_link(place, t("open_evidence", language), look="ap-button", data_keys="e")
    if found is None:
        status = f'<p class="ap-small">{escape(t("evidence_not_looked_for", language))}</p>'
    else:
        status = (
            f'<p><span class="ap-badge ap-{found.status}">{EVIDENCE_SIGNS[found.status]} '
            f"{escape(t(found.status, language))}</span></p>"
        )
    cards = "".join(
        _suggestion(one, language)
        for one in (found.suggestions[:_MOST_SUGGESTIONS] if found else ())
    )
    return (
        f'<section class="ap-beside-row"><header><h4>{escape(t("expected_and_found", language))}</h4>{link}</header>'
        f"{status}{_aspects(found, expectation, language)}{cards}</section>"
    )


def _aspects(
    found: IndicatorEvidence | None, expectation: Expectation | None, language: str
) -> str:
    if expectation is None:
        return ""
    lines = []
    for aspect in expectation.aspects:
        sign, told = "•", ""
        if found is not None:
            is_shown = found.aspects.get(aspect.id, False)
            sign = "✓" if is_shown else "○"
            told = t("aspect_shown" if is_shown else "aspect_missing", language)
        lines.append(
            f'<li><span aria-hidden="true">{sign}</span> {escape(aspect.title(language))}'
            f' <span class="ap-hidden">{escape(told)}</span></li>'
        )
    note = expectation.note_zh if language == "zh" else expectation.note_en
    noted = f'<p class="ap-small">{escape(note)}</p>' if note else ""
    return f'<ul class="ap-aspect-list">{"".join(lines)}</ul>{noted}'


def _suggestion(one: Suggestion, language: str) -> str:
    decided = ""
    if one.decision:
        sign = "✓" if one.decision == "accepted" else "✗"
        decided = f'<span class="ap-badge ap-{one.decision}">{sign} {escape(t(one.decision, language))}</span> '
    return (
        f'<article class="ap-quote"><p><span class="ap-badge ap-{one.relation}">{escape(t(one.relation, language))}</span> '
        f'{decided}<span class="ap-where">{escape(f"{one.file} · {place_words(one, language)}")}</span></p>'
        f"<blockquote>{escape(one.quote)}</blockquote></article>"
    )
