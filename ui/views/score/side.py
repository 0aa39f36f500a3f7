"""What the sheet gives: verdict, levels, what the row contributes, the way to the mark, readings."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from scoring import Assessment, LevelResult, Row, Step, sentence
from scoring.number import decimal_string
from scoring.plan import LevelPlan, plan
from ui.cli.score import OUTCOME_EN, OUTCOME_ZH
from ui.views.page.acts import button_html
from ui.views.score.readings import decisive_touches, readings_html, switchable
from ui.views.score.sheet import OpenSheet
from ui.wording import t

_MOST_ROWS = 12


def side_html(sheet: OpenSheet, row: Row | None, language: str, *, is_whole: bool = False) -> str:
    """
    Return the verdict as the sheet stands, with the derivation of a row's number.

    is_whole: every step of the derivation is told, not only the row's.
    """
    assessment = sheet.assessment
    words = OUTCOME_ZH if language == "zh" else OUTCOME_EN
    parts = [
        f'<div class="ap-verdict ap-{assessment.outcome}"><span>{escape(t("verdict", language))}</span>'
        f" <strong>{escape(words[assessment.outcome])}</strong></div>"
    ]
    if assessment.levels:
        parts += [_level(sheet, level, language) for level in assessment.levels.values()]
        parts.append(_failed(sheet, language))
    elif row is not None:
        parts.append(_indicator(sheet, row, language))
    if row is not None:
        parts.append(_contribution(sheet, row, language))
    parts.append(_decisive(sheet, language))
    if sheet.case.level:
        parts.append(_way(sheet, language))
    else:
        parts.append(_indicators(sheet, language))
    parts.append(_whole(sheet, language, is_whole=is_whole))
    parts.append(_readings(sheet, language))
    return f'<div class="ap-side-parts" id="verdict">{"".join(parts)}</div>'


def _level(sheet: OpenSheet, level: LevelResult, language: str) -> str:
    mark = sheet.rules.mark
    met = sum(state == "met" for state in level.gates.values())
    failed = sum(state == "not_met" for state in level.gates.values())
    bounds = level.bounds
    gates = t("gates_told", language, met=met, total=len(level.gates))
    if failed:
        gates += t("gates_failed", language, failed=failed)
    is_marked = level.level in decisive_touches(sheet)
    balance = f' <span title="{escape(t("is_decisive", language))}">⚖</span>' if is_marked else ""
    least, most = decimal_string(bounds.least), decimal_string(bounds.most)
    told = t("between", language, least=least, most=most)
    return (
        f'<section class="ap-level"><div class="ap-level-head"><strong>{escape(t("level_named", language, level=level.level))}</strong>'
        f"{balance}<b>{decimal_string(level.points)}</b><span>/ {decimal_string(level.awardable)}</span>"
        f'<span class="ap-badge ap-reach-{bounds.reach}">{escape(t(bounds.reach, language))}</span></div>'
        f'<div class="ap-bar" role="img" aria-label="{escape(told)}">'
        f'<i class="ap-most" style="width:{float(bounds.most):.1f}%"></i>'
        f'<i class="ap-now" style="width:{float(level.points):.1f}%"></i>'
        f'<b style="left:{mark}%" title="{escape(t("mark_line", language, mark=mark))}"></b></div>'
        f'<p class="ap-small">{escape(told)} · {escape(gates)}</p></section>'
    )


def _failed(sheet: OpenSheet, language: str) -> str:
    """Return the gates that are not met, as buttons that go to them."""
    failed = [
        name
        for level in sheet.assessment.levels.values()
        for name, state in level.gates.items()
        if state == "not_met"
    ]
    return _row_list(sheet, t("failed_gates", language), failed, language)


def _row_list(sheet: OpenSheet, words: str, rows: Iterable[str], language: str) -> str:
    names = list(rows)
    if not names:
        return ""
    shown = "".join(f"<li>{_go(name, language, sheet)}</li>" for name in names[:_MOST_ROWS])
    more = (
        f"<li>{escape(t('more', language, number=len(names) - _MOST_ROWS))}</li>"
        if len(names) > _MOST_ROWS
        else ""
    )
    return f'<h4>{escape(words)}</h4><ul class="ap-row-links">{shown}{more}</ul>'


def _go(name: str, language: str, sheet: OpenSheet, words: str = "") -> str:
    told = sheet.title(name, language)
    return button_html("go", f"{name}{words}", of=name, look="ap-row-link", title=told)


def _indicator(sheet: OpenSheet, row: Row, language: str) -> str:
    assessment = sheet.assessment
    value = assessment.indicators.get(row.group)
    bounds = assessment.indicator_bounds[row.group]
    shown = "—" if value is None else decimal_string(value)
    least, most = decimal_string(bounds.least), decimal_string(bounds.most)
    told = t("between", language, least=least, most=most)
    name = sheet.title(row.group, language)
    return (
        f'<section class="ap-level"><div class="ap-level-head"><strong>{escape(row.group)}</strong>'
        f"<b>{shown}</b><span>/ 100</span></div>"
        f'<div class="ap-bar" role="img" aria-label="{escape(told)}">'
        f'<i class="ap-most" style="width:{float(bounds.most):.1f}%"></i>'
        f'<i class="ap-now" style="width:{float(value or 0):.1f}%"></i></div>'
        f'<p class="ap-small">{escape(name)} · {escape(told)}</p></section>'
    )


def _indicators(sheet: OpenSheet, language: str) -> str:
    assessment = sheet.assessment
    cells = "".join(
        f"<tr><th scope='row'>{escape(name)}</th><td>{'—' if value is None else decimal_string(value)}</td>"
        f"<td>{decimal_string(assessment.indicator_bounds[name].least)}–"
        f"{decimal_string(assessment.indicator_bounds[name].most)}</td></tr>"
        for name, value in assessment.indicators.items()
    )
    heads = "".join(
        f"<th scope='col'>{escape(t(key, language))}</th>"
        for key in ("indicator", "value", "bounds")
    )
    return (
        f'<details class="ap-fold" id="all-indicators"><summary>{escape(t("all_indicators", language))}</summary>'
        f'<table class="ap-table"><thead><tr>{heads}</tr></thead><tbody>{cells}</tbody></table></details>'
        f'<p class="ap-small">{escape(t("overall_none", language))}</p>'
    )


# --- derivation ---


def _contribution(sheet: OpenSheet, row: Row, language: str) -> str:
    steps = contribution(sheet.assessment, row, sheet.rules.first_level_group(row))
    return f"<h4>{escape(t('this_row', language, row=row.id))}</h4>{_sentences(steps, language)}"


def contribution(assessment: Assessment, row: Row, outermost: str) -> list[Step]:
    """Return the steps in which a row's number stands: its own, its group's, its level's."""
    subjects = [str(row.id), outermost, row.level] if row.level else [str(row.id), row.group]
    return [step for name in subjects for step in assessment.trace if step.subject == name]


def _sentences(steps: Iterable[Step], language: str) -> str:
    told = "zh" if language == "zh" else "en"
    items = "".join(f"<li>{escape(sentence(step, told))}</li>" for step in steps)  # type: ignore[arg-type]
    return f'<ol class="ap-steps-told">{items}</ol>'


def _whole(sheet: OpenSheet, language: str, *, is_whole: bool) -> str:
    button = button_html(
        "derivation", t("derivation_hide" if is_whole else "derivation_show", language),
        id="score-derivation", data_keys="d", aria_expanded="true" if is_whole else "false",
        data_keep_focus="",
    )  # fmt: skip
    steps = _sentences(sheet.assessment.trace, language) if is_whole else ""
    return f'<div class="ap-derivation">{button}{steps}</div>'


# --- readings ---


def _decisive(sheet: OpenSheet, language: str) -> str:
    entries = [sheet.rules.interpretation(name) for name in sheet.assessment.decisive]
    if not entries:
        return ""
    return f"<h4>⚖ {escape(t('decisive', language))}</h4>" + readings_html(
        sheet, entries, language, place="decisive"
    )


def _readings(sheet: OpenSheet, language: str) -> str:
    entries = switchable(sheet)
    changed = len(sheet.words.get("interpretations") or {})
    words = t("all_readings", language, number=len(entries), changed=changed)
    return (
        f'<details class="ap-fold ap-all-readings" id="all-readings"><summary>{escape(words)}</summary>'
        f"{readings_html(sheet, entries, language, place='all')}</details>"
    )


# --- the way to the mark ---


def _way(sheet: OpenSheet, language: str) -> str:
    ways = plan(sheet.rules, sheet.sheet).levels
    told = "".join(_level_way(sheet, one, language) for one in ways)
    return f"<h4>{escape(t('plan', language))}</h4>{told}"


def _level_way(sheet: OpenSheet, way: LevelPlan, language: str) -> str:
    before, after = decimal_string(way.before), decimal_string(way.after)
    if not way.feasible:
        words = t("plan_infeasible", language, level=way.level, after=after)
        return f"<p>{escape(words)}</p>"
    if not way.gates and not way.gains:
        return f"<p>{escape(t('plan_there', language, level=way.level, points=before))}</p>"
    words = t(
        "plan_line", language, level=way.level, before=before, after=after,
        gates=len(way.gates), rows=len(way.gains),
    )  # fmt: skip
    links = [_go(name, language, sheet) for name in way.gates]
    links += [
        _go(gain.row, language, sheet, f" +{decimal_string(gain.gain)}") for gain in way.gains
    ]
    items = "".join(f"<li>{link}</li>" for link in links)
    return (
        f'<details class="ap-fold ap-way" id="way-{way.level}"><summary>{escape(words)}</summary>'
        f'<ul class="ap-row-links">{items}</ul></details>'
    )
