"""
`python -m evals.dossier_files FOLDER…`: real project files of the sources of dossiers.

Makes FOLDER/files/ of FOLDER/sources/*.md: DOCX with headings and tables, XLSX with one sheet per
`## name`, TXT, PDF with text and embedded fonts, and scans, which are PDF files of grey page images
without text (see `evals.dossier_pages`). The files are committed, so that nobody needs Chromium to
run an evaluation. FOLDER/files.lock records of which source each was made; one whose source has not
changed is not made again, so the files of others stay byte for byte as they are. What is made twice
reads the same, but dates inside the files differ.
"""

from __future__ import annotations

import hashlib
import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from evals.dossier_pages import print_pdf, scan_pdf
from evals.dossier_source import (
    Block,
    Format,
    Heading,
    PageBreak,
    Paragraph,
    Source,
    Table,
    parse_source,
)
from evals.errors import DossierError, DossierFault, EvalError

BUILDER_VERSION = 1
"""Raised when the same source would give another file, so that all are made again."""

LOCK = "files.lock"
MAX_FILE_BYTES = 400 * 1024


def read_sources(folder: Path) -> tuple[tuple[Source, ...], list[DossierFault]]:
    """Return the sources of a dossier in the order of their names, and all that is wrong."""
    sources: list[Source] = []
    faults: list[DossierFault] = []
    for path in sorted((folder / "sources").glob("*.md")):
        source, wrong = parse_source(path, path.read_text(encoding="utf-8"))
        faults += wrong
        sources += [source] if source else []
    if not sources and not faults:
        faults.append(DossierFault("sources", "there is no sources/*.md"))
    return tuple(sources), faults


def digest(folder: Path, source: Source) -> str:
    """Return what `files.lock` records of a source: its text and the version of this module."""
    text = (folder / "sources" / f"{source.stem}.md").read_bytes()
    return hashlib.sha256(b"%d\n" % BUILDER_VERSION + text).hexdigest()


def read_lock(folder: Path) -> dict[str, str]:
    """Return the recorded digests by file name; {} when nothing was made yet."""
    path = folder / LOCK
    if not path.is_file():
        return {}
    pairs = (line.split(maxsplit=1) for line in path.read_text(encoding="utf-8").splitlines())
    return {file: recorded for recorded, file in pairs}


def build_files(folder: Path) -> list[str]:
    """
    Make the files of a dossier whose sources changed, drop those without a source.

    Returns:
        The names of the files that were made, in order.

    Raises:
        DossierError: a source is wrong, or its file is too large.
        DossierBuildError: pages cannot be printed on this machine.
    """
    sources, faults = read_sources(folder)
    names = [source.file for source in sources]
    if faults:
        raise DossierError(folder, faults)
    files = folder / "files"
    files.mkdir(exist_ok=True)
    lock = {file: known for file, known in read_lock(folder).items() if file in names}
    made = []
    for source in sources:
        wanted = digest(folder, source)
        if lock.get(source.file) == wanted and (files / source.file).is_file():
            continue
        (files / source.file).write_bytes(_small_enough(source, MAKERS[source.format](source)))
        lock[source.file] = wanted
        made.append(source.file)
        _write_lock(folder, lock)
    for path in files.iterdir():
        if path.name not in names:
            path.unlink()
    _write_lock(folder, lock)
    return made


def _write_lock(folder: Path, lock: dict[str, str]) -> None:
    lines = [f"{known}  {file}\n" for file, known in sorted(lock.items())]
    (folder / LOCK).write_text("".join(lines), encoding="utf-8")


def _small_enough(source: Source, content: bytes) -> bytes:
    if len(content) > MAX_FILE_BYTES:
        fault = f"it has {len(content)} bytes, more than {MAX_FILE_BYTES}: split the source"
        raise DossierError(Path(source.file), [DossierFault(source.file, fault)])
    return content


def text_file(source: Source) -> bytes:
    """Return a source as plain text: a blank line between paragraphs, tabs between cells."""
    parts: list[str] = []
    for block in source.blocks:
        if isinstance(block, Table):
            rows = (*block.headers, *block.rows)
            parts.append("\n".join("\t".join(row).rstrip("\t") for row in rows))
        elif isinstance(block, Paragraph):
            parts.append(f"· {block.text}" if block.is_entry else block.text)
        elif isinstance(block, Heading):
            parts.append(block.text)
    return ("\n\n".join(parts) + "\n").encode("utf-8")


def word_file(source: Source) -> bytes:
    """Return a source as DOCX with heading styles, tables, page breaks and a page header."""
    import docx  # noqa: PLC0415 - only this format needs it

    document = docx.Document()
    document.core_properties.title = source.title
    document.sections[0].header.paragraphs[0].text = source.title
    for block in source.blocks:
        _add_to_document(document, block)
    return _saved(document.save)


def _add_to_document(document: Any, block: Block) -> None:
    if isinstance(block, PageBreak):
        document.add_page_break()
    elif isinstance(block, Heading):
        document.add_heading(block.text, block.rank)
    elif isinstance(block, Paragraph):
        document.add_paragraph(block.text, style="List Bullet" if block.is_entry else None)
    else:
        rows = (*block.headers, *block.rows)
        table = document.add_table(len(rows), len(rows[0]), style="Table Grid")
        for cells, row in zip(table.rows, rows, strict=True):
            for cell, text in zip(cells.cells, row, strict=True):
                cell.text = text
        for top, left, bottom, right in merged_headers(block):
            table.cell(top, left).merge(table.cell(bottom, right))
            table.cell(top, left).text = block.headers[top][left]


def workbook_file(source: Source) -> bytes:
    """Return a source as XLSX, one sheet per `## name`; lines outside tables fill column A."""
    from openpyxl import Workbook  # noqa: PLC0415 - only this format needs it

    book = Workbook()
    if book.active is not None:
        book.remove(book.active)
    before: list[Block] = []
    sheet: Any = None
    for block in source.blocks:
        if isinstance(block, Heading) and block.rank == 2:
            sheet = book.create_sheet(block.text)
            for line in before:
                _add_to_sheet(sheet, line)
            before = []
        elif sheet is None:
            before.append(block)
        else:
            _add_to_sheet(sheet, block)
    return _saved(book.save)


def _add_to_sheet(sheet: Any, block: Block) -> None:
    if isinstance(block, Heading | Paragraph):
        sheet.append([block.text])
    elif isinstance(block, Table):
        rows = (*block.headers, *block.rows)
        for row in rows:
            sheet.append([cell_value(text) for text in row])
        first = sheet.max_row - len(rows) + 1
        for top, left, bottom, right in merged_headers(block):
            sheet.merge_cells(
                start_row=first + top,
                start_column=left + 1,
                end_row=first + bottom,
                end_column=right + 1,
            )


def cell_value(text: str) -> str | int | float | None:
    """
    Return what a cell of a workbook holds: a number where it would be shown as it was written.

    >>> cell_value("24"), cell_value("0.5"), cell_value("17.0"), cell_value("007"), cell_value("")
    (24, 0.5, '17.0', '007', None)
    """
    if not text:
        return None
    for kind in (int, float):
        try:
            number = kind(text)
        except ValueError:
            continue
        # A workbook shows 17.0 as 17.
        is_shown_so = str(number) == text and not (kind is float and float(number).is_integer())
        if is_shown_so and len(text) < 15:
            return number
    return text


def merged_headers(table: Table) -> list[tuple[int, int, int, int]]:
    """
    Return the merged areas of the header rows as (top, left, bottom, right), counted from 0.

    In the first header row an empty cell belongs to the one on its left; in the rows below to the
    one above, where that is filled.

    >>> merged_headers(Table((("序号", "数量", ""), ("", "一期", "二期")), ()))
    [(0, 1, 0, 2), (0, 0, 1, 0)]
    """
    if not table.headers:
        return []
    first = table.headers[0]
    starts = [at for at, text in enumerate(first) if text]
    ends = [*(start - 1 for start in starts[1:]), len(first) - 1]
    areas = [(0, start, 0, end) for start, end in zip(starts, ends, strict=False) if end > start]
    for column, text in enumerate(first):
        is_alone = column + 1 == len(first) or bool(first[column + 1])
        below = [row[column] for row in table.headers[1:]]
        if text and is_alone and below and not any(below):
            areas.append((0, column, len(below), column))
    return areas


def _saved(save: Callable[[Any], None]) -> bytes:
    stream = io.BytesIO()
    save(stream)
    return stream.getvalue()


MAKERS: dict[Format, Callable[[Source], bytes]] = {
    "docx": word_file,
    "pdf": print_pdf,
    "scan": scan_pdf,
    "txt": text_file,
    "xlsx": workbook_file,
}


def main() -> int:
    """Make the files of the dossiers named as arguments; 2 when one cannot be made."""
    if len(sys.argv) < 2:
        sys.stderr.write("Usage: python -m evals.dossier_files FOLDER…\n")
        return 2
    for name in sys.argv[1:]:
        try:
            made = build_files(Path(name))
        except EvalError as fault:
            sys.stderr.write(f"[{fault.code}] {fault}\n")
            return 2
        sys.stdout.write(f"{name}: made {', '.join(made) or 'nothing, all are up to date'}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
