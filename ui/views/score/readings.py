"""The readings of ambiguous rules where they matter: on rows, groups and levels; to be switched."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from html import escape

from scoring import Interpretation, Row
from ui.views.score.sheet import OpenSheet
from ui.wording import t

_SWITCHED = ("outcome", "points", "judgement")
_ON_LEVELS = ("pass_mark", "own_mark", "gates_scope")


def switchable(sheet: OpenSheet) -> tuple[Interpretation, ...]:
    """Return the interpretations that bear on a sheet, in the order of the data."""
    return tuple(one for one in sheet.rules.interpretations if one.effect in _SWITCHED)


def touched(sheet: OpenSheet, entry: Interpretation) -> frozenset[str]:
    """Return the rows, groups and levels that an interpretation touches as the sheet stands."""
    rules = sheet.rules
    groups = {group.id for group in rules.groups}
    named = {clause for clause in entry.clauses if clause in rules or clause in groups}
    named |= {str(row.id) for row in sheet.rows if entry.id in row.interpretations}
    by_state = _BY_STATE.get(entry.id)
    if by_state is not None:
        named |= by_state(sheet)
    if entry.id in _ON_LEVELS:
        named |= set(sheet.assessment.levels)
    return frozenset(named)


def decisive_touches(sheet: OpenSheet) -> frozenset[str]:
    """Return what decisive interpretations touch: rows, groups and levels."""
    entries = (sheet.rules.interpretation(name) for name in sheet.assessment.decisive)
    return frozenset().union(*(touched(sheet, entry) for entry in entries))


def of_row(sheet: OpenSheet, row: Row) -> tuple[Interpretation, ...]:
    """Return the interpretations to show with a row: decisive ones first."""
    place = {str(row.id), row.group, sheet.rules.first_level_group(row)}
    found = [one for one in switchable(sheet) if touched(sheet, one) & place or _may_ask(row, one)]
    decisive = sheet.assessment.decisive
    return tuple(sorted(found, key=lambda one: one.id not in decisive))


def _may_ask(row: Row, entry: Interpretation) -> bool:
    """Whether a way of judging depends on it: part of the points, or that a row does not apply."""
    return entry.id == "not_applicable" or (entry.id == "partial_points" and row.kind == "item")


def _failed_groups(sheet: OpenSheet) -> set[str]:
    awards = sheet.assessment.awards
    return {
        sheet.rules.first_level_group(row)
        for row in sheet.rows
        if row.kind == "gate" and awards[row.id].state == "not_met"
    }


def _in_state(state: str) -> Callable[[OpenSheet], set[str]]:
    return lambda sheet: {
        str(name) for name, award in sheet.assessment.awards.items() if award.state == state
    }


_BY_STATE: Mapping[str, Callable[[OpenSheet], set[str]]] = {
    "failed_gate": _failed_groups,
    "partial_points": _in_state("partial"),
    "not_applicable": _in_state("not_applicable"),
}


def readings_html(
    sheet: OpenSheet, entries: Iterable[Interpretation], language: str, *, place: str
) -> str:
    """
    Return interpretations as folds with their readings to choose from; "" for none.

    place: where on the page they stand, to tell apart the same one in two places.
    """
    return "".join(_fold(sheet, entry, language, place) for entry in entries)


def _fold(sheet: OpenSheet, entry: Interpretation, language: str, place: str) -> str:
    zh = language == "zh"
    is_decisive = entry.id in sheet.assessment.decisive
    chosen = sheet.sheet.readings[entry.id]
    is_fixed = sheet.rules.body is not None and entry.id in sheet.rules.body.readings
    reading = entry.reading(chosen)
    marks = []
    if is_decisive:
        marks.append(("contradicts", f"⚖ {t('is_decisive', language)}"))
    if is_fixed:
        marks.append(("note", t("reading_fixed", language)))
    elif chosen != entry.default:
        marks.append(("warn", t("reading_changed", language)))
    badges = "".join(
        f'<span class="ap-badge ap-{look}">{escape(words)}</span> ' for look, words in marks
    )
    question = entry.question_zh if zh else entry.question_en
    why = entry.why_zh if zh else entry.why_en
    now = reading.text_zh if zh else reading.text_en
    is_locked = sheet.is_locked or is_fixed
    radios = "".join(
        _radio(entry, one.id, one.text_zh if zh else one.text_en, chosen, place, language, is_locked=is_locked)
        for one in entry.readings
    )  # fmt: skip
    name = escape(entry.id)
    return (
        f'<details class="ap-fold ap-reading" id="{place}-{name}"{" open" if is_decisive and place == "row" else ""}>'
        f"<summary>{badges}{escape(question)} <b>{escape(now)}</b></summary>"
        f'<fieldset><legend class="ap-hidden">{escape(question)}</legend>{radios}</fieldset>'
        f'<p class="ap-small">{escape(t("default_why", language, why=why))}</p>'
        f'<p class="ap-small">{escape(t("reading_of", language, clauses="、".join(entry.clauses) if zh else ", ".join(entry.clauses)))}</p>'
        "</details>"
    )


def _radio(
    entry: Interpretation, reading: str, words: str, chosen: str, place: str, language: str, *, is_locked: bool
) -> str:  # fmt: skip
    is_default = f" ({t('default_reading', language)})" if reading == entry.default else ""
    own = f"{place}-{entry.id}-{reading}"
    return (
        f'<label><input type="radio" id="{escape(own)}" name="{escape(f"{place}:{entry.id}")}"'
        f' value="{escape(reading)}" data-act="reading" data-of="{escape(f"{entry.id}={reading}")}"'
        f"{' checked' if reading == chosen else ''}{' disabled' if is_locked else ''} data-keep-focus>"
        f" {escape(words + is_default)}</label>"
    )
