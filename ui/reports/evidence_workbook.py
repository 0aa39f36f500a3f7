"""The matrix of a case: every indicator with its evidence, as an XLSX workbook with links."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from assistant.evidence.coverage import coverage_of
from assistant.evidence.expectation import Expectations
from assistant.evidence.indicator import IndicatorEvidence
from assistant.evidence.load_expectations import load_expectations
from assistant.evidence.row_status import STATUSES
from assistant.evidence.suggestion import Suggestion
from corpus import Standard, load_standard
from corpus.cases.case import Case
from scoring import RuleSet, load_rule_set
from ui.reports.workbook import add_sheet, write_row
from ui.wording import t

_TINT = {
    "supported": PatternFill("solid", fgColor="E4F2E9"),
    "partial": PatternFill("solid", fgColor="FFF3D6"),
    "contradicted": PatternFill("solid", fgColor="FBE3E1"),
    "none": PatternFill("solid", fgColor="EEF1F3"),
}
_LINK = Font(color="1F4E5F", underline="single")


def write_matrix(
    path: Path,
    case: Case,
    found: Sequence[IndicatorEvidence],
    notes: Mapping[str, str],
    language: str,
) -> None:
    """
    Write the workbook: matrix, passages, summary. notes: people's, by indicator.

    A row of the matrix links to its passages, a passage to the page of its file, by the file's
    name: keep the workbook in the folder of the documents.
    """
    matrix_workbook(case, found, notes, language).save(path)


def matrix_workbook(
    case: Case,
    found: Sequence[IndicatorEvidence],
    notes: Mapping[str, str],
    language: str,
) -> Workbook:
    """Return the workbook in a language. notes: people's, by indicator."""
    book = Workbook()
    book.remove(book.worksheets[0])
    writer = _Writer(
        load_standard(case.rule_set, case.edition),
        load_rule_set(case.rule_set, case.edition),
        load_expectations(case.rule_set),
        language,
    )
    matrix = writer.sheet(book, "matrix", _MATRIX)
    passages = writer.sheet(book, "passages", _PASSAGES)
    for entry in found:
        first = writer.passages(passages, entry)
        cells = (*writer.row(entry), notes.get(entry.indicator, ""))
        line = write_row(matrix, cells, _TINT[entry.status])
        if first is not None:
            cell = matrix.cell(line, 8)
            cell.hyperlink = f"#'{passages.title}'!A{first}"
            cell.font = _LINK
    matrix.auto_filter.ref = matrix.dimensions
    summary = writer.sheet(book, "summary", _SUMMARY)
    for coverage in coverage_of(found):
        counts = [coverage.counts[status] for status in STATUSES]
        write_row(summary, (coverage.name or writer.word("all"), coverage.total, *counts))
    return book


_MATRIX = (
    ("indicator", 10), ("group", 22), ("worth", 10), ("text", 52), ("title", 28), ("status", 12),
    ("shown", 30), ("best", 60), ("source", 30), ("missing", 30), ("usual_place", 22),
    ("note", 40),
)  # fmt: skip
_PASSAGES = (
    ("indicator", 10), ("relation", 12), ("quote", 80), ("file", 28), ("place", 18),
    ("shown", 30), ("shortfall", 14), ("also", 30), ("decision", 12), ("text_from", 14),
)  # fmt: skip
_SUMMARY = (("group", 14), ("rows", 10), *((status, 14) for status in STATUSES))
_WORDS: Mapping[str, tuple[str, str]] = {
    "matrix": ("证据矩阵", "Matrix"), "passages": ("段落", "Passages"), "summary": ("汇总", "Summary"),
    "indicator": ("指标", "Indicator"), "group": ("一级指标", "Group"), "worth": ("分值", "Worth"),
    "text": ("原文", "Text (verbatim)"), "title": ("标题（自拟）", "Title (ours)"),
    "status": ("状态", "Status"), "shown": ("已体现", "Shown"), "best": ("最佳证据（原文）", "Best passage (verbatim)"),
    "source": ("出处", "Source"), "missing": ("未体现", "Not shown"), "usual_place": ("通常见于", "Usually found in"),
    "relation": ("关系", "Relation"), "quote": ("引文（原文）", "Quote (verbatim)"), "file": ("文件", "File"),
    "place": ("位置", "Place"), "shortfall": ("不足的数值", "Figure that falls short"), "also": ("另见", "Also in"),
    "decision": ("人工决定", "Decision"), "text_from": ("文字来源", "Text from"), "rows": ("行数", "Rows"), "all": ("全部", "All"),
    "gate": ("基本要求", "gate"), "page": ("第 &P 页，共 &N 页", "Page &P of &N"),
}  # fmt: skip


class _Writer:
    """Writes rows in one language from one rule set."""

    def __init__(
        self, standard: Standard, rules: RuleSet, expectations: Expectations, language: str
    ) -> None:
        self._standard = standard
        self._rules = rules
        self._expectations = expectations
        self._language = language

    def word(self, key: str) -> str:
        """Return a word of the workbook, or of the workbench's catalogue."""
        if key in _WORDS:
            return _WORDS[key][0 if self._language == "zh" else 1]
        return t(key, self._language)

    def sheet(self, book: Workbook, name: str, columns: Sequence[tuple[str, int]]) -> Worksheet:
        """Add a worksheet with its headings."""
        headed = [(self.word(key), width) for key, width in columns]
        return add_sheet(book, self.word(name), headed, self.word("page"))

    def row(self, entry: IndicatorEvidence) -> tuple[object, ...]:
        """Return the matrix row of an indicator."""
        clause = self._standard.clause(entry.indicator)
        row = self._rules.row(entry.indicator)
        group = self._rules.first_level_group(row)
        best = next((one for one in entry.suggestions if one.relation != "mentions"), None)
        expectation = self._expectations.of(entry.indicator)
        return (
            entry.indicator,
            f"{group} {self._title(group)}",
            self.word("gate") if row.kind == "gate" else row.points,
            " ".join(part for part in (clause.text, clause.note) if part),
            self._title(entry.indicator),
            self.word(entry.status),
            self._aspects(entry, shown=True),
            best.quote if best else "",
            f"{best.file} {best.locator}" if best else "",
            self._aspects(entry, shown=False),
            expectation.usual_places(self._language)
            if expectation and entry.status != "supported"
            else "",
        )

    def passages(self, sheet: Worksheet, entry: IndicatorEvidence) -> int | None:
        """Write an indicator's passages; return the first line, None when there are none."""
        lines = [self._passage(sheet, entry, one) for one in entry.suggestions]
        return lines[0] if lines else None

    def _passage(self, sheet: Worksheet, entry: IndicatorEvidence, one: Suggestion) -> int:
        line = write_row(
            sheet,
            (
                entry.indicator, self.word(one.relation), one.quote, one.file, one.locator,
                self._named(entry.indicator, one.aspects), one.shortfall, "; ".join(one.also),
                self.word(one.decision) if one.decision else "",
                self.word("ocr") if one.is_ocr else "",
            ),
        )  # fmt: skip
        page = f"#page={one.page}" if one.page else ""
        cell = sheet.cell(line, 4)
        cell.hyperlink = f"{quote(one.file)}{page}"
        cell.font = _LINK
        return line

    def _title(self, name: str) -> str:
        clause = self._standard.clause(name)
        return clause.title_zh if self._language == "zh" else clause.title_en

    def _aspects(self, entry: IndicatorEvidence, *, shown: bool) -> str:
        return self._named(
            entry.indicator, [a for a, is_so in entry.aspects.items() if is_so == shown]
        )

    def _named(self, indicator: str, aspects: Sequence[str]) -> str:
        expectation = self._expectations.of(indicator)
        titles = {a.id: a.title(self._language) for a in expectation.aspects} if expectation else {}
        return ("；" if self._language == "zh" else "; ").join(titles.get(a, a) for a in aspects)
