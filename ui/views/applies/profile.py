"""Which rows apply to a project, as HTML. Everything is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from assistant.asking.profile_report import ProfileReport
from scoring.applicability import RowFit
from scoring.errors import ProfileError
from ui.wording import t


def profile_html(report: ProfileReport) -> str:
    """Return sums, rows that need a look, open questions, costs, documents, notes, all rows."""
    language = report.language
    parts = [_list("profile_sums", report.sums(), language)]
    special = report.found.with_status("lacks", "lost")
    if special:
        parts.append(_heading("profile_special", language) + _table(special, report))
    parts.append(_questions(report))
    parts.append(_heading("profile_cost", language))
    parts.append(f'<p class="ap-small">{escape(report.no_rule().text)}</p>')
    if report.costs():
        parts.append(_items(report.costs()))
    documents = [
        f"{clause.id} {report.title(clause.id)}: “{clause.text}”" for clause in report.documents()
    ]
    if documents:
        parts.append(_list("profile_documents", documents, language))
    notes = [
        note.text + (f" ({', '.join(note.clauses)})" if note.clauses else "")
        for note in report.notes()
    ]
    if notes:
        parts.append(_list("profile_notes", notes, language))
    return f'<div class="ap-card">{"".join(parts)}</div>'


def rows_html(report: ProfileReport) -> str:
    """Return every row with its points and status, as one table that scrolls."""
    return f'<div class="ap-card ap-scroll ap-tall">{_table(report.found.rows, report)}</div>'


def profile_faults_html(error: ProfileError, language: str) -> str:
    """Return every fault of a profile."""
    items = [fault.text_zh if language == "zh" else fault.text_en for fault in error.faults]
    return (
        f'<div class="ap-fault" role="alert">{escape(t("faults", language))}{_items(items)}</div>'
    )


def _questions(report: ProfileReport) -> str:
    lines = []
    for fact, fits in report.questions():
        points = report.points(sum((fit.row.points for fit in fits), fits[0].row.points * 0))
        ids = " ".join(str(fit.row.id) for fit in fits)
        lines.append(f"{fact.question(report.language)} ({ids}: {points})")
    return _list("profile_open", lines, report.language) if lines else ""


def _table(fits: Sequence[RowFit], report: ProfileReport) -> str:
    keys = ("indicator", "heading", "profile_worth", "status")
    head = "".join(f"<th>{escape(t(key, report.language))}</th>" for key in keys)
    body = "".join(
        f'<tr class="ap-fit-{fit.status}"><td class="ap-id">{escape(fit.row.id)}</td>'
        f'<td title="{escape(report.standard.clause(fit.row.id).text)}">'
        f"{escape(report.title(fit.row.id))}</td>"
        f"<td>{escape(report.worth(fit))}</td><td>{escape(report.status(fit))}</td></tr>"
        for fit in fits
    )
    return f'<table class="ap-table"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _heading(key: str, language: str) -> str:
    return f"<h3>{escape(t(key, language))}</h3>"


def _items(lines: Sequence[str]) -> str:
    return f'<ul class="ap-list">{"".join(f"<li>{escape(line)}</li>" for line in lines)}</ul>'


def _list(key: str, lines: Sequence[str], language: str) -> str:
    return _heading(key, language) + _items(lines)
