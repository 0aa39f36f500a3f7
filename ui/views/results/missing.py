"""The shortest way to the mark and what is missing, as HTML with links to the evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from scoring import Row
from scoring.number import exact_string
from scoring.plan import LevelPlan
from ui.reports.case_result import CaseResult
from ui.reports.gap import missing_rows
from ui.reports.plan_steps import PlanStep, plan_steps
from ui.reports.result_words import kind_words, short_title, way_words
from ui.views.evidence.coverage_map import SIGNS
from ui.views.page.place import Place, View, place_link
from ui.wording import t

_COLUMNS = (
    "column_row", "column_title", "column_kind", "column_gain", "column_total", "column_evidence",
)  # fmt: skip


def way_html(result: CaseResult, place: Place, language: str) -> str:
    """Return the shortest way as one table a level; "" where there is no mark."""
    if result.way is None:
        return ""
    levels = result.way.levels
    if all(level.feasible and not level.gates and not level.gains for level in levels):
        inside = f"<p>{escape(t('way_none', language))}</p>"
    else:
        about = f'<p class="ap-small">{escape(t("way_about", language))}</p>'
        inside = about + "".join(_level(result, level, place, language) for level in levels)
    return f"<section><h3>{escape(t('plan', language))}</h3>{inside}</section>"


def _level(result: CaseResult, level: LevelPlan, place: Place, language: str) -> str:
    line = f"<h4>{escape(way_words(level, language))}</h4>"
    steps = plan_steps(level)
    if not steps:
        return line
    head = "".join(f'<th scope="col">{escape(t(key, language))}</th>' for key in _COLUMNS)
    rows = "".join(_step(result, step, place, language) for step in steps)
    return (
        f'{line}<div class="ap-table-room" role="region" tabindex="0" aria-label="{escape(way_words(level, language))}"><table class="ap-table ap-way">'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _step(result: CaseResult, step: PlanStep, place: Place, language: str) -> str:
    link = place_link(place.to("score", step.row), step.row, look="ap-id")
    cells = (
        escape(short_title(result, step.row, language)),
        escape(kind_words(result.rules.row(step.row), language)),
        "" if step.gain is None else f"+{escape(exact_string(step.gain))}",
        "" if step.total is None else escape(exact_string(step.total)),
        evidence_link(result, step.row, place, language),
    )
    listed = "".join(f"<td>{cell}</td>" for cell in cells)
    return f'<tr><th scope="row">{link}</th>{listed}</tr>'


def evidence_link(result: CaseResult, row: str, place: Place, language: str) -> str:
    """Return the status of a row's evidence as a link to it."""
    entry = result.evidence.get(row)
    if entry is None:
        return escape(t("result_no_evidence", language))
    words = f"{SIGNS[entry.status]} {t(entry.status, language)}"
    return place_link(place.to("evidence", row), words, look=f"ap-{entry.status}")


def missing_html(result: CaseResult, place: Place, language: str) -> str:
    """Return the gates and rows that are missing something, by kind of lack."""
    parts = [
        _listed(f"missing_{name}", rows, result, place, language)
        for name, rows in missing_rows(result).items()
        if rows
    ]
    inside = "".join(parts) or f"<p>{escape(t('missing_nothing', language))}</p>"
    return f'<section class="ap-missing"><h3>{escape(t("result_missing", language))}</h3>{inside}</section>'


def _listed(key: str, rows: Sequence[Row], result: CaseResult, place: Place, language: str) -> str:
    view: View = "evidence" if key == "missing_gates_bare" else "score"
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(result.rules.first_level_group(row), []).append(row)
    lines = "".join(
        f"<li><span>{escape(f'{name} {short_title(result, name, language)}')}</span> "
        f"<p>{_links(inside, result, place, view, language)}</p></li>"
        for name, inside in groups.items()
    )
    number = t("missing_number", language, number=len(rows))
    return (
        f"<h4>{escape(t(key, language))} <small>{escape(number)}</small></h4>"
        f'<ul class="ap-missing-groups">{lines}</ul>'
    )


def _links(rows: Iterable[Row], result: CaseResult, place: Place, view: View, language: str) -> str:
    """Return the rows as links: gates with their titles, the many scored rows by id alone."""
    links = []
    for row in rows:
        title = short_title(result, row.id, language)
        words = f"{row.id} {title}" if row.kind == "gate" else row.id
        links.append(place_link(place.to(view, row.id), words, title=title))
    return " ".join(links)
