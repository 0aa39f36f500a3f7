"""Which rows apply, as an XLSX workbook to print and to work through."""

from __future__ import annotations

import io
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from assistant.asking.profile_report import ProfileReport
from scoring.applicability import FitSum, RowFit
from scoring.number import decimal_string
from ui.reports.workbook import add_sheet, write_row

_TINT = {
    "lacks": PatternFill("solid", fgColor="FBE3E1"),
    "unclear": PatternFill("solid", fgColor="FFF3D6"),
    "lost": PatternFill("solid", fgColor="E6EAED"),
}
_WORDS: dict[str, tuple[str, str]] = {
    "rows": ("适用行", "Rows"),
    "sums": ("合计", "Sums"),
    "costs": ("不适用的代价", "Costs"),
    "documents": ("申报资料", "Documents"),
    "notes": ("说明", "Notes"),
    "id": ("编号", "Id"),
    "printed": ("草案印作", "Printed as"),
    "level": ("等级", "Level"),
    "group": ("一级指标", "Group"),
    "worth": ("基本要求/分值", "Gate or points"),
    "text": ("原文", "Text (verbatim)"),
    "title_zh": ("中文标题（自拟）", "Chinese title (ours)"),
    "title_en": ("英文标题（自拟）", "English title (ours)"),
    "presupposes": ("以此为前提", "Presupposes"),
    "status": ("状态", "Status"),
    "gates": ("适用基本要求", "Gates that apply"),
    "items": ("适用打分项", "Scored rows that apply"),
    "points": ("适用分值", "Points that apply"),
    "lacking": ("缺少前提（行）", "Rows lacking"),
    "lacking_points": ("缺少前提（分）", "Points lacking"),
    "unclear": ("待明确（行）", "Rows unclear"),
    "unclear_points": ("待明确（分）", "Points unclear"),
    "lost": ("草案遗失（行）", "Rows lost"),
    "statement": ("内容", "Statement"),
    "clauses": ("依据条款", "Clauses"),
    "clause": ("条款", "Clause"),
    "title": ("标题（自拟）", "Title (ours)"),
    "kind": ("类别", "Kind"),
    "question": ("待回答", "To be answered"),
    "note": ("说明", "Note"),
    "rule": ("不适用规则", "No rule for n/a"),
    "cost": ("代价", "Cost"),
    "page": ("第 &P 页，共 &N 页", "Page &P of &N"),
}  # fmt: skip


def applies_workbook(report: ProfileReport) -> bytes:
    """Return the workbook in the report's language: rows, sums, documents, notes."""
    book = Workbook()
    book.remove(book.worksheets[0])
    _rows(book, report)
    _sums(book, report)
    _documents(book, report)
    _notes(book, report)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _word(key: str, report: ProfileReport) -> str:
    return _WORDS[key][0 if report.language == "zh" else 1]


def _sheet(
    book: Workbook, report: ProfileReport, name: str, columns: Sequence[tuple[str, int]]
) -> Worksheet:
    headed = [(_word(key, report), width) for key, width in columns]
    return add_sheet(book, _word(name, report), headed, _word("page", report))


def _rows(book: Workbook, report: ProfileReport) -> None:
    columns = (
        ("id", 9), ("printed", 9), ("level", 7), ("group", 20), ("worth", 12), ("text", 58),
        ("title_zh", 26), ("title_en", 30), ("presupposes", 20), ("status", 24),
    )  # fmt: skip
    sheet = _sheet(book, report, "rows", columns)
    for fit in report.found.rows:
        write_row(sheet, _row(fit, report), _TINT.get(fit.status))
    sheet.auto_filter.ref = sheet.dimensions


def _row(fit: RowFit, report: ProfileReport) -> tuple[object, ...]:
    clause = report.standard.clause(fit.row.id)
    group = report.rules.first_level_group(fit.row)
    printed = clause.printed_id if clause.is_misnumbered else ""
    worth = report.worth(fit) if fit.row.kind == "gate" else fit.row.points
    words = " ".join(part for part in (clause.text, clause.note) if part)
    return (
        fit.row.id, printed, fit.row.level or "", f"{group} {report.title(group)}", worth, words,
        clause.title_zh, clause.title_en, report.names(fit.row.presupposes), report.status(fit),
    )  # fmt: skip


def _sums(book: Workbook, report: ProfileReport) -> None:
    columns = (
        ("id", 9), ("title", 34), ("gates", 12), ("items", 12), ("points", 12), ("lacking", 12),
        ("lacking_points", 12), ("unclear", 12), ("unclear_points", 12), ("lost", 12),
    )  # fmt: skip
    sheet = _sheet(book, report, "sums", columns)
    for entry in report.found.levels:
        write_row(sheet, _sum(entry, report), PatternFill("solid", fgColor="E3EEF2"))
    for entry in report.found.groups:
        write_row(sheet, _sum(entry, report))


def _sum(entry: FitSum, report: ProfileReport) -> tuple[object, ...]:
    return (
        entry.id, report.title(entry.id), entry.gates, entry.items, entry.points,
        entry.lacking_gates + entry.lacking_items, entry.lacking_points,
        entry.unclear_gates + entry.unclear_items, entry.unclear_points, entry.lost,
    )  # fmt: skip


def _documents(book: Workbook, report: ProfileReport) -> None:
    sheet = _sheet(book, report, "documents", (("clause", 10), ("title", 36), ("text", 100)))
    for clause in report.documents():
        write_row(sheet, (clause.id, report.title(clause.id), clause.text))


def _notes(book: Workbook, report: ProfileReport) -> None:
    columns = (("kind", 18), ("statement", 110), ("clauses", 24))
    sheet = _sheet(book, report, "notes", columns)
    rule = report.no_rule()
    write_row(sheet, (_word("rule", report), rule.text, ", ".join(rule.clauses)))
    for line in report.costs():
        write_row(sheet, (_word("cost", report), line, ""))
    for fact, fits in report.questions():
        points = decimal_string(sum((fit.row.points for fit in fits), fits[0].row.points * 0))
        ids = ", ".join(str(fit.row.id) for fit in fits)
        question = f"{fact.question(report.language)} ({points})"
        write_row(sheet, (_word("question", report), question, ids))
    for note in report.notes():
        write_row(sheet, (_word("note", report), note.text, ", ".join(note.clauses)))
