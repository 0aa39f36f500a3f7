"""Evidence as HTML: the map of all indicators, and one indicator's suggestions. All escaped."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from assistant.evidence import IndicatorEvidence, Suggestion
from corpus import Standard
from ui.views.clause_view import clause_html, note_html
from ui.wording import t

_SIGNS = {"supported": "●", "partial": "◐", "contradicted": "✕", "none": "○"}


def coverage_html(found: Sequence[IndicatorEvidence], language: str) -> str:
    """Return the map of indicators by group; status is told by sign and colour."""
    if not found:
        return note_html(t("no_evidence_yet", language))
    counts = {status: sum(entry.status == status for entry in found) for status in _SIGNS}
    legend = " ".join(
        f'<span class="ap-legend ap-{status}">{sign} {escape(t(status, language))} {counts[status]}</span>'
        for status, sign in _SIGNS.items()
    )
    groups: dict[str, list[IndicatorEvidence]] = {}
    for entry in found:
        groups.setdefault(entry.indicator.split(".")[0], []).append(entry)
    rows = []
    for group, entries in groups.items():
        cells = "".join(
            f'<span class="ap-cell ap-{entry.status}" title="{escape(entry.indicator)} {escape(t(entry.status, language))}">'
            f"{_SIGNS[entry.status]}</span>"
            for entry in entries
        )
        rows.append(f'<div class="ap-row"><span class="ap-id">{escape(group)}</span>{cells}</div>')
    return f'<div class="ap-map"><p>{legend}</p>{"".join(rows)}<p class="ap-small">{escape(t("people_decide", language))}</p></div>'


def indicator_html(entry: IndicatorEvidence, standard: Standard, language: str) -> str:
    """Return an indicator's clause with its suggestions below."""
    parts = [clause_html(standard.clause(entry.indicator), standard, language)]
    if not entry.suggestions:
        parts.append(note_html(t("no_suggestion", language)))
    for one in entry.suggestions:
        where = " › ".join([one.file, *one.heading_path, one.locator])
        parts.append(
            f'<article class="ap-card ap-suggestion"><header><span class="ap-badge ap-{one.relation}">'
            f"{escape(t(one.relation, language))}</span>{ocr_badge(one, language)} "
            f'<span class="ap-small">{escape(where)}</span></header>'
            f"<blockquote>{escape(one.quote)}</blockquote></article>"
        )
    return "".join(parts)


def ocr_badge(one: Suggestion, language: str) -> str:
    """Return the badge of a quote that was recognised in an image; "" for others."""
    if not one.is_ocr:
        return ""
    warning = escape(t("ocr_warning", language))
    return f' <span class="ap-badge ap-warn" title="{warning}">{escape(t("ocr", language))}</span>'


def evidence_rows(
    found: Sequence[IndicatorEvidence], standard: Standard, language: str
) -> list[list[str]]:
    """Return the table: indicator, title, status, number of suggestions."""
    title = "title_zh" if language == "zh" else "title_en"
    return [
        [
            entry.indicator,
            str(getattr(standard.clause(entry.indicator), title)),
            f"{_SIGNS[entry.status]} {t(entry.status, language)}",
            str(len(entry.suggestions)),
        ]
        for entry in found
    ]
