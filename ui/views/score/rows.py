"""The list of rows by level and group: one line a row with a sign, a colour and words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from itertools import groupby

from scoring import Row
from scoring.award import AwardState
from scoring.number import decimal_string
from ui.views.clause.words import note_html
from ui.views.score.readings import decisive_touches
from ui.views.score.sheet import OpenSheet
from ui.wording import t

SIGNS: Mapping[AwardState, str] = {
    "met": "✓", "partial": "◐", "not_met": "✗", "counted": "#", "not_applicable": "–",
    "not_assessed": "○", "lost": "·",
}  # fmt: skip
_Keeps = Callable[[Row], bool]


def _in(*states: AwardState) -> Callable[[OpenSheet], _Keeps]:
    return lambda sheet: lambda row: sheet.assessment.awards[row.id].state in states


def _has_reason(sheet: OpenSheet, row: Row) -> bool:
    words = sheet.judgements.get(row.id) or {}
    return bool(words.get("reason") or words.get("not_applicable") or words.get("note"))


def _is_touched(sheet: OpenSheet) -> _Keeps:
    marked = decisive_touches(sheet)
    return lambda row: bool({str(row.id), row.group, sheet.rules.first_level_group(row)} & marked)


FILTERS: Mapping[str, Callable[[OpenSheet], _Keeps]] = {
    "all": lambda _sheet: lambda _row: True,
    "open": _in("not_assessed"),
    "gates": lambda _sheet: lambda row: row.kind == "gate",
    "not_met": _in("not_met"),
    "part": _in("partial", "counted"),
    "reason": lambda sheet: lambda row: _has_reason(sheet, row),
    "decisive": _is_touched,
}
"""What the list can be narrowed to, by name."""


def listed(sheet: OpenSheet, kept: str) -> tuple[str, ...]:
    """Return the rows that a filter keeps, in the order of the sheet."""
    keeps = FILTERS.get(kept, FILTERS["all"])(sheet)
    return tuple(str(row.id) for row in sheet.rows if keeps(row))


def rows_html(sheet: OpenSheet, rows: Sequence[str], kept: str, at: str, language: str) -> str:
    """
    Return the list with its filter. Everything is escaped.

    rows: those shown. kept: the filter's name. at: the current row.
    """
    options = "".join(
        f'<option value="{name}"{" selected" if name == kept else ""}>'
        f"{escape(t(f'rows_{name}', language))} ({len(listed(sheet, name))})</option>"
        for name in FILTERS
    )
    choose = (
        f'<label for="rows-kept" class="ap-hidden">{escape(t("rows_kept", language))}</label>'
        f'<select id="rows-kept" name="kept" data-act="filter" data-keys="f">{options}</select>'
    )
    if not rows:
        return f'<div class="ap-lines">{choose}{note_html(t("rows_none", language))}</div>'
    parts = dict(lines(sheet, rows, at, language))
    sections = []
    for section, inside in groupby(_rows(sheet, rows), lambda row: _section(sheet, row)):
        groups = "".join(
            f"{parts[f'group-{group}']}<ul>{''.join(parts[f'line-{row.id}'] for row in members)}</ul>"
            for group, members in groupby(inside, lambda row: _group(sheet, row))
        )
        sections.append(f"<section>{parts[f'section-{section}']}{groups}</section>")
    label = escape(t("rows_list", language))
    return (
        f'<div class="ap-lines" role="group" aria-label="{label}">{choose}{"".join(sections)}</div>'
    )


def lines(
    sheet: OpenSheet, rows: Sequence[str], at: str, language: str
) -> Iterator[tuple[str, str]]:
    """Yield every line and heading of the list as (id of the element, HTML), in order."""
    marked = decisive_touches(sheet)
    shown = _rows(sheet, rows)
    for section, inside in groupby(shown, lambda row: _section(sheet, row)):
        yield f"section-{section}", _section_html(sheet, section, language)
        for group, members in groupby(inside, lambda row: _group(sheet, row)):
            yield f"group-{group}", _group_html(sheet, group, language, group in marked)
            for row in members:
                is_marked = str(row.id) in marked or row.group in marked
                line = _line(sheet, row, language, is_at=row.id == at, is_marked=is_marked)
                yield f"line-{row.id}", line


def _rows(sheet: OpenSheet, rows: Sequence[str]) -> list[Row]:
    return [sheet.rules.row(name) for name in rows]


def _section(sheet: OpenSheet, row: Row) -> str:
    return row.level or sheet.rules.first_level_group(row)


def _group(sheet: OpenSheet, row: Row) -> str:
    return sheet.rules.first_level_group(row) if row.level else row.group


def _section_html(sheet: OpenSheet, section: str, language: str) -> str:
    is_level = section in sheet.assessment.levels
    name = t("level_named", language, level=section) if is_level else sheet.title(section, language)
    members = [row for row in sheet.rows if _section(sheet, row) == section]
    return f'<h3 id="section-{section}">{escape(name)} {_done(sheet, members)}</h3>'


def _group_html(sheet: OpenSheet, group: str, language: str, is_marked: bool) -> str:
    members = [row for row in sheet.rows if _group(sheet, row) == group]
    mark = f' <span title="{escape(t("is_decisive", language))}">⚖</span>' if is_marked else ""
    return (
        f'<p class="ap-group-name" id="group-{group}"><b class="ap-id">{escape(group)}</b>'
        f"<span>{escape(sheet.title(group, language))}</span>{mark}{_done(sheet, members)}</p>"
    )


def _done(sheet: OpenSheet, members: Sequence[Row]) -> str:
    awards = sheet.assessment.awards
    done = sum(not awards[row.id].is_open for row in members)
    return f'<small class="ap-share">{done}/{len(members)}</small>'


def _line(sheet: OpenSheet, row: Row, language: str, *, is_at: bool, is_marked: bool) -> str:
    award = sheet.assessment.awards[row.id]
    name = sheet.title(row.id, language)
    state = t(f"state_{award.state}", language)
    worth = _worth(sheet, row, language)
    extra = "✎" if _has_reason(sheet, row) else ""
    extra += "⚖" if is_marked else ""
    current = ' aria-current="true" tabindex="0"' if is_at else ' tabindex="-1"'
    return (
        f'<li id="line-{row.id}"><button type="button" class="ap-line ap-j-{award.state}" data-act="go"'
        f' data-of="{row.id}" title="{escape(f"{row.id} {name} · {state}")}"{current}>'
        f'<span class="ap-sign" aria-hidden="true">{SIGNS[award.state]}</span>'
        f'<b>{row.id}</b><span class="ap-line-name">{escape(name)}</span>'
        f'<span class="ap-hidden">{escape(state)}</span><small>{extra}{escape(worth)}</small></button></li>'
    )


def _worth(sheet: OpenSheet, row: Row, language: str) -> str:
    if row.kind == "gate":
        return t("gate_short", language)
    award = sheet.assessment.awards[row.id]
    kept = "–" if award.is_open else decimal_string(award.kept)
    return f"{kept}/{decimal_string(row.points)}"
