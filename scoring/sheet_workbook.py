"""
Score sheets as XLSX workbooks: a fillable one with drop-downs is written, a filled one is read.

Input cells are read as values; texts are written as texts, never as formulas.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from scoring.errors import SheetError, SheetFileError
from scoring.rule_set import Row, RuleSet
from scoring.sheet_words import SheetWords, duplicate_key

ROWS, READINGS, WEIGHTS = "评分 Score", "解释 Readings", "权重 Weights"
FIRST_ROW = 8
COLUMNS = (
    ("编号 Id", 10), ("类型 Kind", 16), ("标题 Title", 34), ("条文 Text", 60), ("分值 Points", 10),
    ("判断 Judgement", 18), ("得分/次数/选项 Value", 18), ("另列项目 Others", 22),
    ("理由 Reason", 34), ("批准人 Approved by", 16),
)  # fmt: skip
MET, NOT_MET = "满足 met", "不满足 not met"
PARTIAL, NOT_APPLICABLE = "部分 partial", "不适用 n/a"
COUNTED = "计数 counted"
RECOGNISED = "互认 recognised"
_KIND = {
    "gate": "基本要求 gate", "item": "打分项 item", "count": "按次计分 count",
    "deduction": "按次扣分 deduction", "checklist": "按项计分 checklist",
}  # fmt: skip
_CHOICES = {
    "gate": (MET, NOT_MET, NOT_APPLICABLE), "item": (MET, NOT_MET, PARTIAL, NOT_APPLICABLE),
    "count": (COUNTED, NOT_APPLICABLE), "deduction": (COUNTED, NOT_APPLICABLE),
    "checklist": (COUNTED, NOT_APPLICABLE),
}  # fmt: skip
_HEAD = PatternFill("solid", fgColor="1F4E5F")
_INPUT = PatternFill("solid", fgColor="FFF8E1")
MAX_UNPACKED = 50 * 1024 * 1024
MAX_ROWS = 5000


@dataclass(frozen=True, slots=True)
class RowText:
    """The words shown beside a row: our titles and the clause's verbatim text."""

    title_zh: str
    title_en: str
    text: str


def write_workbook(
    rule_set: RuleSet,
    target: str | None,
    stage: str,
    texts: Mapping[str, RowText],
    words: Mapping[str, Any] | None = None,
) -> bytes:
    """
    Return a fillable workbook for the rows that the target needs.

    `texts` by row id; rows without one are written with their id alone. `words` is a valid sheet
    to fill in, as a file would hold it; None leaves the form empty. Reading the workbook gives its
    judgements and readings again; notes on rows that are not assessed are left out.
    """
    given = words or {}
    judged: Mapping[str, Mapping[str, Any]] = given.get("judgements") or {}
    book = Workbook()
    book.remove(book.worksheets[0])
    sheet = book.create_sheet(ROWS)
    _write_header(sheet, rule_set, target, stage)
    rows = _rows_for(rule_set, target)
    recognises = rule_set.body is not None and bool(rule_set.body.recognised)
    choices = _validations(sheet, (RECOGNISED,) if recognises else ())
    for number, row in enumerate(rows, FIRST_ROW):
        _write_row(sheet, number, row, texts.get(row.id))
        _fill_row(sheet, number, judged.get(row.id) or {})
        choices[row.kind].add(sheet.cell(number, 6))
    sheet.freeze_panes = f"C{FIRST_ROW}"
    sheet.auto_filter.ref = f"A{FIRST_ROW - 1}:J{FIRST_ROW + len(rows) - 1}"
    sheet.protection.sheet = True
    sheet.protection.autoFilter = False
    _write_readings(book, rule_set, given.get("interpretations") or {})
    if not rule_set.levels:
        _write_weights(book, rule_set, given.get("weights") or {})
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _rows_for(rule_set: RuleSet, target: str | None) -> list[Row]:
    if target is None:
        return list(rule_set.rows)
    levels = rule_set.required_levels(target)
    return [
        row for level in levels for row in rule_set.rows_of(level.id) if _is_judged(row, rule_set)
    ]


def _is_judged(row: Row, rule_set: RuleSet) -> bool:
    body = rule_set.body
    return not row.lost or (body is not None and row.id in body.supplied)


def _write_header(sheet: Worksheet, rule_set: RuleSet, target: str | None, stage: str) -> None:
    sheet["A1"] = f"{rule_set.title_zh} 评分表 / Score sheet"
    sheet["A1"].font = Font(bold=True, size=14)
    facts = (("rule_set", rule_set.id), ("edition", rule_set.edition),
             ("target", target), ("stage", stage))  # fmt: skip
    for line, (key, value) in enumerate(facts, 2):
        sheet.cell(line, 1, key).font = Font(bold=True)
        sheet.cell(line, 2, value)
    sheet["C2"] = "只填写浅黄色单元格；未评价的行留空。部分得分、不适用须写理由。"
    sheet["C3"] = (
        "Fill the pale cells only; leave rows that are not assessed empty. Partial points and n/a need a reason."
    )
    sheet["C4"] = "按项计分的行在“得分/次数/选项”填选项号，如 1,2,9；按次的行填次数。"
    sheet["C5"] = (
        "Checklist rows take option numbers in Value, e.g. 1,2,9; counted rows take the number of times."
    )
    for column, (title, width) in enumerate(COLUMNS, 1):
        heading = sheet.cell(FIRST_ROW - 1, column, title)
        heading.font = Font(bold=True, color="FFFFFF")
        heading.fill = _HEAD
        sheet.column_dimensions[get_column_letter(column)].width = width


def _validations(sheet: Worksheet, more: tuple[str, ...]) -> dict[str, DataValidation]:
    validations = {}
    for kind, choices in _CHOICES.items():
        allowed = ",".join((*choices, *more))
        validation = DataValidation(
            type="list", formula1=f'"{allowed}"', allow_blank=True, showErrorMessage=True
        )
        sheet.add_data_validation(validation)
        validations[kind] = validation
    return validations


def _write_row(sheet: Worksheet, number: int, row: Row, text: RowText | None) -> None:
    words = text.text if text else ""
    if row.options:
        words += "\n" + "；".join(f"{entry.key} {entry.title_zh}" for entry in row.options)
    title = f"{text.title_zh}\n{text.title_en}" if text else ""
    points = "—" if row.kind == "gate" else str(row.points)
    for column, value in enumerate((row.id, _KIND[row.kind], title, words, points), 1):
        cell = sheet.cell(number, column, value)
        cell.data_type = "s"  # a text is never a formula
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    for column in range(6, 11):
        blank = sheet.cell(number, column)
        blank.fill = _INPUT
        blank.protection = Protection(locked=False)
        blank.alignment = Alignment(wrap_text=True, vertical="top")


def _fill_row(sheet: Worksheet, number: int, words: Mapping[str, Any]) -> None:
    """Fill in what `_judgement_words` reads; every cell is a text, so none is a formula."""
    if not words or "not_assessed" in words:
        return
    value = next((words[key] for key in ("points", "count", "incidents") if key in words), "")
    if "met" in words:
        choice = MET if words["met"] else NOT_MET
    elif "not_applicable" in words:
        choice = NOT_APPLICABLE
    elif "recognised" in words:
        choice = RECOGNISED
    else:
        choice = PARTIAL if "points" in words else COUNTED
    if "options" in words:
        value = ",".join(str(key) for key in words["options"])
    reason = words.get("not_applicable") or words.get("recognised") or words.get("reason") or ""
    others = "\n".join(words.get("others") or ())
    filled = (choice, str(value), others, reason, words.get("approved_by") or "")
    for column, text in enumerate(filled, 6):
        if text:
            cell = sheet.cell(number, column, str(text))
            cell.data_type = "s"


def _write_readings(book: Workbook, rule_set: RuleSet, chosen: Mapping[str, str]) -> None:
    sheet = book.create_sheet(READINGS)
    for column, (title, width) in enumerate(
        (("解释项 Interpretation", 22), ("读法 Reading", 22), ("问题 Question", 60), ("可选 Allowed", 60)), 1
    ):  # fmt: skip
        cell = sheet.cell(1, column, title)
        cell.font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = width
    for number, entry in enumerate(rule_set.interpretations, 2):
        allowed = [reading.id for reading in entry.readings]
        sheet.cell(number, 1, entry.id)
        sheet.cell(number, 2, chosen.get(entry.id, entry.default))
        sheet.cell(number, 3, f"{entry.question_zh}\n{entry.question_en}")
        sheet.cell(number, 4, "\n".join(f"{r.id}: {r.text_zh}" for r in entry.readings))
        validation = DataValidation(type="list", formula1=f'"{",".join(allowed)}"')
        sheet.add_data_validation(validation)
        validation.add(sheet.cell(number, 2))


def _write_weights(book: Workbook, rule_set: RuleSet, given: Mapping[str, Any]) -> None:
    sheet = book.create_sheet(WEIGHTS)
    sheet.append(["indicator", "weight (0–1, 可留空 / may stay empty)"])
    for group in rule_set.groups:
        if group.parent is not None:
            weight = given.get(group.id)
            sheet.append([group.id, None if weight is None else str(weight)])


# --- reading ---

# What the library and its parsers of XML raise on harmed workbooks, some of it only with the rows.
_UNREADABLE = (
    InvalidFileException, zipfile.BadZipFile, zlib.error, EOFError, SyntaxError, LookupError,
    ValueError, TypeError, AttributeError, OSError, NotImplementedError, RuntimeError,
)  # fmt: skip


def read_workbook(data: bytes) -> SheetWords:
    """
    Read a filled workbook as the words of a sheet; lines are the rows of the worksheet.

    Raises:
        SheetFileError: not a workbook, an archive bomb, or not a score sheet of ours.
    """
    _refuse_bomb(data)
    try:
        return _words_of(data)
    except SheetError:
        raise
    except _UNREADABLE as fault:
        raise _not_a_workbook(str(fault)) from fault


def _words_of(data: bytes) -> SheetWords:
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    if ROWS not in book.sheetnames:
        raise _not_a_workbook(f"no worksheet {ROWS!r}")
    content = SheetWords(words={})
    _read_rows(book[ROWS], content)
    if READINGS in book.sheetnames:
        content.words["interpretations"] = _read_pairs(book[READINGS])
    if WEIGHTS in book.sheetnames:
        weights = _read_pairs(book[WEIGHTS])
        if weights:
            content.words["weights"] = weights
    return content


def _not_a_workbook(fault: str) -> SheetFileError:
    return SheetFileError(
        "file_format",
        f"不是可读的评分工作簿（{fault}）；请用 `anping sheet new` 生成。",
        f"This is not a readable score workbook ({fault}); make one with `anping sheet new`.",
    )


def _refuse_bomb(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile as fault:
        raise _not_a_workbook(str(fault)) from fault
    if unpacked > MAX_UNPACKED:
        raise SheetFileError(
            "file_too_large",
            f"工作簿解压后有 {unpacked} 字节，最多 {MAX_UNPACKED} 字节。",
            f"The workbook unpacks to {unpacked} bytes; at most {MAX_UNPACKED} are read.",
        )


def _read_rows(sheet: Any, content: SheetWords) -> None:
    judgements: dict[str, Any] = {}
    for number, cells in enumerate(
        sheet.iter_rows(max_row=MAX_ROWS, max_col=10, values_only=True), 1
    ):
        values = [_text(cell) for cell in cells] + [""] * (10 - len(cells))
        if 2 <= number < FIRST_ROW - 1 and values[0] in ("rule_set", "edition", "target", "stage"):
            if values[1]:
                content.words[values[0]] = values[1]
            content.line_by_path[values[0]] = number
        if number < FIRST_ROW or not values[0] or not any(values[5:]):
            continue
        where = f"judgements.{values[0]}"
        if values[0] in judgements:
            content.faults.append(duplicate_key(where, values[0], number))
        content.line_by_path[where] = number
        judgements[values[0]] = _judgement_words(values)
    content.words["judgements"] = judgements


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _judgement_words(values: list[str]) -> dict[str, Any]:
    """Return the words that a YAML sheet would hold for this row."""
    kind, choice, value, others, reason, approver = values[1], *values[5:]
    words: dict[str, Any] = {}
    if choice == NOT_APPLICABLE:
        return {"not_applicable": reason, "approved_by": approver}
    if choice == RECOGNISED:
        return {"recognised": reason}
    if choice in (MET, NOT_MET):
        words["met"] = choice == MET
    elif kind == _KIND["checklist"]:
        words["options"] = [
            part.strip() for part in value.replace("，", ",").split(",") if part.strip()
        ]
        if others:
            names = others.replace("；", ";").replace("\n", ";").split(";")
            words["others"] = [name.strip() for name in names if name.strip()]
    elif kind == _KIND["count"]:
        words["count"] = value
    elif kind == _KIND["deduction"]:
        words["incidents"] = value
    elif choice in (PARTIAL, ""):
        words["points"] = value
    else:
        words[choice] = value  # an unknown choice is reported by the sheet's own check
    if reason:
        words["reason"] = reason
    return words


def _read_pairs(sheet: Any) -> dict[str, str]:
    pairs = {}
    for cells in sheet.iter_rows(min_row=2, max_row=MAX_ROWS, max_col=2, values_only=True):
        key, value = (_text(cell) for cell in (*cells, None, None)[:2])
        if key and value:
            pairs[key] = value
    return pairs
