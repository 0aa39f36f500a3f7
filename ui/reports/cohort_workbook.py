"""A cohort as an XLSX workbook: ranks, weights, values, and what is to be known of them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from corpus import Standard
from scoring.cohort import Cohort
from scoring.number import decimal_string
from ui.cohort import SHOWN
from ui.reports.cohort_notes import cohort_notes
from ui.reports.workbook import add_sheet, write_row
from ui.wording import t


def cohort_workbook(found: Cohort, standard: Standard, language: str) -> bytes:
    """Return the workbook; figures are numbers rounded to four places."""
    book = Workbook()
    book.remove(book.worksheets[0])
    _ranks(book, found, language)
    _weights(book, found, standard, language)
    _values(book, found, standard, language)
    about = add_sheet(
        book, t("cohort_sheet_about", language), [(t("cohort_title", language), 120)],
        t("page_numbers", language),
    )  # fmt: skip
    for note in cohort_notes(found, language):
        write_row(about, (note,))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _sheet(
    book: Workbook, name: str, columns: Sequence[tuple[str, int]], language: str
) -> Worksheet:
    headed = [(t(f"cohort_{key}", language), width) for key, width in columns]
    return add_sheet(book, t(f"cohort_sheet_{name}", language), headed, t("page_numbers", language))


def _ranks(book: Workbook, found: Cohort, language: str) -> None:
    columns = (("name", 34), ("rank", 8), ("closeness", 14), ("to_best", 16), ("to_worst", 16))
    sheet = _sheet(book, "ranks", columns, language)
    for name in found.order:
        one = found.results[name]
        figures = [value.quantize(SHOWN) for value in (one.closeness, one.to_best, one.to_worst)]
        write_row(sheet, (name, one.rank, *figures))


def _weights(book: Workbook, found: Cohort, standard: Standard, language: str) -> None:
    columns = (
        ("indicator", 12), ("dimension", 12), ("indicator_title", 44), ("weight", 12),
        ("spread", 12), ("conflict", 12),
    )  # fmt: skip
    sheet = _sheet(book, "weights", columns, language)
    for name, weight in found.dimensions.items():
        write_row(sheet, ("", name, standard.title(name, language), weight.quantize(SHOWN), "", ""))
    for name, one in found.weights.items():
        figures = [value.quantize(SHOWN) for value in (one.weight, one.spread, one.conflict)]
        parent = standard.clause(name).parent or ""
        write_row(sheet, (name, parent, standard.title(name, language), *figures))


def _values(book: Workbook, found: Cohort, standard: Standard, language: str) -> None:
    columns = [(t("cohort_indicator", language), 12), (t("cohort_indicator_title", language), 44)]
    columns += [(name, 16) for name in found.members]
    title = t("cohort_sheet_values", language)
    sheet = add_sheet(book, title, columns, t("page_numbers", language))
    for name in found.weights:
        values = [Decimal(decimal_string(found.values[member][name])) for member in found.members]
        write_row(sheet, (name, standard.title(name, language), *values))
