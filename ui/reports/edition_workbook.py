"""What a new edition changes, as an XLSX workbook: every line in full, and how many of each kind."""

from __future__ import annotations

import io
from collections import Counter

from openpyxl import Workbook
from openpyxl.styles import PatternFill

from ui.editions.difference import Difference
from ui.reports.workbook import add_sheet, write_row
from ui.wording import t

_COLUMNS = (
    ("subject", 12), ("id", 14), ("old_id", 14), ("change", 22), ("old", 60), ("new", 60)
)  # fmt: skip
_TINT = {
    "added": PatternFill("solid", fgColor="E1F1E4"),
    "removed": PatternFill("solid", fgColor="FBE3E1"),
}


def edition_workbook(found: Difference, language: str) -> bytes:
    """Return the workbook in a language: the changes, then both editions with the counts."""
    book = Workbook()
    book.remove(book.worksheets[0])
    footer = t("page_numbers", language)
    columns = [(t(f"edition_column_{name}", language), width) for name, width in _COLUMNS]
    sheet = add_sheet(book, t("edition_sheet", language), columns, footer)
    for line in found.lines:
        old_ids = ", ".join(name for name in line.old_ids if name != line.id)
        cells = (
            t(f"edition_subject_{line.subject}", language), line.id, old_ids,
            t(f"edition_kind_{line.kind}", language), line.old, line.new,
        )  # fmt: skip
        write_row(sheet, cells, _TINT.get(line.kind))
    sheet.auto_filter.ref = sheet.dimensions
    _about(book, found, language, footer)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _about(book: Workbook, found: Difference, language: str, footer: str) -> None:
    columns = [
        ("", 30),
        (t("edition_column_old", language), 70),
        (t("edition_column_new", language), 70),
    ]
    sheet = add_sheet(book, t("edition_sheet_about", language), columns, footer)
    editions = (found.old, found.new)
    facts = {
        "edition_name": [f"{one.standard.id} {one.standard.edition}" for one in editions],
        "edition_date": [one.standard.date for one in editions],
        "edition_hash": [one.rules.scoring_hash for one in editions],
    }
    for key, values in facts.items():
        write_row(sheet, (t(key, language), *values))
    counts = Counter((line.subject, line.kind) for line in found.lines)
    for (subject, kind), number in sorted(counts.items()):
        subject_words = t(f"edition_subject_{subject}", language)
        words = f"{subject_words}: {t(f'edition_kind_{kind}', language)}"
        write_row(sheet, (words, "", number))
