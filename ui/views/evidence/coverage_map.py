"""The map of all indicators by level and group: one block of HTML whose cells are buttons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from assistant.evidence.indicator import IndicatorEvidence
from assistant.evidence.row_status import Status
from corpus import Standard
from scoring import RuleSet
from ui.views.clause.words import note_html
from ui.wording import t

SIGNS: Mapping[Status, str] = {"supported": "✓", "partial": "◐", "contradicted": "✗", "none": "○"}


def coverage_map(
    found: Sequence[IndicatorEvidence],
    rules: RuleSet,
    standard: Standard,
    language: str,
    chosen: str = "",
) -> str:
    """
    Return the map; a status is told by a sign, a colour and words. Everything is escaped.

    Before anything was looked for, it says how to begin.
    """
    if not found:
        return note_html(t("no_evidence_yet", language))
    levels: dict[str | None, dict[str, list[IndicatorEvidence]]] = {}
    for entry in found:
        row = rules.row(entry.indicator)
        groups = levels.setdefault(row.level, {})
        groups.setdefault(rules.first_level_group(row), []).append(entry)
    current = chosen or found[0].indicator
    parts = [_legend(found, language)]
    for level, groups in levels.items():
        entries = [entry for group in groups.values() for entry in group]
        name = t("level_named", language, level=level) if level else ""
        head = f"<h3>{escape(name)} {_share(entries)}</h3>" if name else ""
        cells = "".join(
            _group(group, inside, standard, language, current, is_chosen=bool(chosen))
            for group, inside in groups.items()
        )
        parts.append(
            f'<section class="ap-map-level">{head}<div class="ap-groups">{cells}</div></section>'
        )
    parts.append(f'<p class="ap-small">{escape(t("map_hint", language))}</p>')
    label = escape(t("map", language))
    return f'<div class="ap-map" role="group" aria-label="{label}">{"".join(parts)}</div>'


def _legend(found: Sequence[IndicatorEvidence], language: str) -> str:
    counts = {status: sum(entry.status == status for entry in found) for status in SIGNS}
    entries = "".join(
        f'<li class="ap-{status}"><span aria-hidden="true">{sign}</span> '
        f"{escape(t(status, language))} <b>{counts[status]}</b></li>"
        for status, sign in SIGNS.items()
    )
    return f'<ul class="ap-legend-row">{entries}</ul>'


def _group(
    group: str,
    entries: Sequence[IndicatorEvidence],
    standard: Standard,
    language: str,
    current: str,
    *,
    is_chosen: bool,
) -> str:
    title = standard.title(group, language)
    cells = "".join(
        _cell(entry, standard, language, current, is_chosen=is_chosen) for entry in entries
    )
    return (
        f'<div class="ap-group"><p class="ap-group-name"><b class="ap-id">{escape(group)}</b> '
        f'<span>{escape(title)}</span> {_share(entries)}</p><div class="ap-cells">{cells}</div></div>'
    )


def _cell(
    entry: IndicatorEvidence, standard: Standard, language: str, current: str, *, is_chosen: bool
) -> str:
    words = f"{entry.indicator} {standard.title(entry.indicator, language)}"
    told = escape(f"{words} · {t(entry.status, language)}")
    is_current = entry.indicator == current
    stop = 'tabindex="0"' if is_current else 'tabindex="-1"'
    mark = ' aria-current="true"' if is_current and is_chosen else ""
    return (
        f'<button type="button" class="ap-cell ap-{entry.status}" data-act="open"'
        f' data-of="{escape(entry.indicator)}" data-at="{escape(entry.indicator)}" title="{told}" aria-label="{told}" {stop}{mark}>'
        f"{SIGNS[entry.status]}</button>"
    )


def _share(entries: Sequence[IndicatorEvidence]) -> str:
    shown = sum(entry.status == "supported" for entry in entries)
    return f'<small class="ap-share">✓ {shown}/{len(entries)}</small>'
