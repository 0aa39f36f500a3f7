"""A table of comments on an edition as an XLSX workbook, with kind, basis and interpretations."""

from __future__ import annotations

import io

from openpyxl import Workbook

from ui.editions.comment import Comment
from ui.reports.workbook import add_sheet, write_row
from ui.wording import t

_COLUMNS = (
    ("number", 7), ("clauses", 24), ("problem", 60), ("proposal", 40), ("reason", 50),
    ("kind", 10), ("basis", 16), ("readings", 22), ("id", 12),
)  # fmt: skip


def comment_workbook(found: tuple[Comment, ...], language: str) -> bytes:
    """Return the workbook in the language of the comments."""
    book = Workbook()
    book.remove(book.worksheets[0])
    columns = [(t(f"comment_{name}", language), width) for name, width in _COLUMNS]
    sheet = add_sheet(book, t("comment_title", language), columns, t("page_numbers", language))
    for one in found:
        cells = (
            one.number, one.clauses, one.problem, one.proposal, one.reason,
            t(f"comment_kind_{one.kind}", language), t(f"comment_basis_{one.confidence}", language),
            ", ".join(one.readings), one.id,
        )  # fmt: skip
        write_row(sheet, cells)
    sheet.auto_filter.ref = sheet.dimensions
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
