"""The tables of the case store, and rows to values."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from corpus.cases.case import Case, CaseDocument, SavedSheet, SheetState
from corpus.document import Box, Cell, PageFault, Passage, ReadResult, Reason
from corpus.errors import StoreTooNewError
from corpus.reading.read import as_lines

VERSION = 6
_PEOPLE_AND_SHEETS = (
    """CREATE TABLE case_people (
        case_id TEXT NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
        person TEXT NOT NULL, name TEXT NOT NULL, joined TEXT NOT NULL,
        PRIMARY KEY (case_id, person))""",
    # person: '' for the case's own sheet
    """CREATE TABLE sheets (
        case_id TEXT NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
        person TEXT NOT NULL, stage TEXT NOT NULL CHECK (stage IN ('pre', 'formal')),
        version INTEGER NOT NULL, content TEXT NOT NULL, saved TEXT,
        submitted TEXT, withdrawn INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (case_id, person, stage))""",
    # what a sheet said before; the newest row is what undo brings back
    """CREATE TABLE sheet_versions (
        case_id TEXT NOT NULL, person TEXT NOT NULL, stage TEXT NOT NULL,
        version INTEGER NOT NULL, content TEXT NOT NULL,
        PRIMARY KEY (case_id, person, stage, version),
        FOREIGN KEY (case_id, person, stage) REFERENCES sheets ON DELETE CASCADE)""",
)
_NOTES = """CREATE TABLE indicator_notes (
        case_id TEXT NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
        indicator TEXT NOT NULL, note TEXT NOT NULL, PRIMARY KEY (case_id, indicator))"""
_TABLES = (
    """CREATE TABLE cases (
        id TEXT PRIMARY KEY, name TEXT NOT NULL, rule_set TEXT NOT NULL, level TEXT,
        created TEXT NOT NULL, stage TEXT NOT NULL DEFAULT 'pre',
        profile TEXT NOT NULL DEFAULT '{}', is_sample INTEGER NOT NULL DEFAULT 0)""",
    # one row a content, shared by all cases that hold it
    """CREATE TABLE documents (
        sha256 TEXT PRIMARY KEY, size INTEGER NOT NULL, status TEXT NOT NULL, pages INTEGER,
        reason TEXT, page_faults TEXT NOT NULL, notes TEXT NOT NULL, reader INTEGER NOT NULL)""",
    """CREATE TABLE case_documents (
        case_id TEXT NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
        sha256 TEXT NOT NULL REFERENCES documents (sha256),
        file TEXT NOT NULL, added TEXT NOT NULL, PRIMARY KEY (case_id, sha256))""",
    """CREATE TABLE passages (
        document TEXT NOT NULL REFERENCES documents (sha256) ON DELETE CASCADE,
        number INTEGER NOT NULL, id TEXT NOT NULL, page INTEGER, heading_path TEXT NOT NULL,
        locator TEXT NOT NULL, text TEXT NOT NULL, box TEXT, cells TEXT NOT NULL,
        is_ocr INTEGER NOT NULL DEFAULT 0, lines TEXT NOT NULL DEFAULT '[]',
        PRIMARY KEY (document, number)) WITHOUT ROWID""",
    *_PEOPLE_AND_SHEETS,
    """CREATE TABLE suggestion_decisions (
        case_id TEXT NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
        indicator TEXT NOT NULL, passage_id TEXT NOT NULL,
        decision TEXT NOT NULL CHECK (decision IN ('accepted', 'rejected')),
        PRIMARY KEY (case_id, indicator, passage_id))""",
    _NOTES,
)
_CHANGES = {
    1: ("ALTER TABLE passages ADD COLUMN is_ocr INTEGER NOT NULL DEFAULT 0",),
    2: ("ALTER TABLE passages ADD COLUMN lines TEXT NOT NULL DEFAULT '[]'",),
    3: (
        "ALTER TABLE cases ADD COLUMN stage TEXT NOT NULL DEFAULT 'pre'",
        "ALTER TABLE cases ADD COLUMN profile TEXT NOT NULL DEFAULT '{}'",
        "ALTER TABLE sheets RENAME TO sheets_of_cases",
        *_PEOPLE_AND_SHEETS,
        "INSERT INTO sheets (case_id, person, stage, version, content)"
        " SELECT case_id, '', 'pre', version, content FROM sheets_of_cases",
        "DROP TABLE sheets_of_cases",
    ),
    4: (_NOTES,),
    5: ("ALTER TABLE cases ADD COLUMN is_sample INTEGER NOT NULL DEFAULT 0",),
}
"""What brings a store of a version to the next one."""
_WAIT = 30.0


def connect(path: Path) -> sqlite3.Connection:
    """
    Open the store's database, creating its tables when it is new. Safe between processes.

    Raises:
        StoreTooNewError: it was written by a newer version.
    """
    connection = sqlite3.connect(path, timeout=_WAIT, isolation_level=None)
    try:
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA foreign_keys = ON")
        found = _version(connection)
        if found == 0:
            _switch_to_wal(connection)
            with transaction(connection):
                if _version(connection) == 0:
                    for statement in _TABLES:
                        connection.execute(statement)
                    connection.execute(f"PRAGMA user_version = {VERSION}")
        _require_known(path, found)
        if 0 < found < VERSION:
            _bring_up(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _require_known(path: Path, found: int) -> None:
    if found > VERSION:
        raise StoreTooNewError(path, found, VERSION)


def _bring_up(connection: sqlite3.Connection) -> None:
    with transaction(connection):
        for version in range(_version(connection), VERSION):
            for statement in _CHANGES[version]:
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {version + 1}")


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _switch_to_wal(connection: sqlite3.Connection) -> None:
    """Switch to write-ahead logging; SQLite does not wait for a lock here, so this does."""
    deadline = time.monotonic() + _WAIT
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Hold the only write lock; commit at the end, roll back on any error."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def store_result(connection: sqlite3.Connection, result: ReadResult, reader: int) -> None:
    """Replace what is stored of a document by the result of reading it."""
    connection.execute(
        "UPDATE documents SET status = ?, pages = ?, reason = ?, page_faults = ?, notes = ?,"
        " reader = ? WHERE sha256 = ?",
        (
            result.status,
            result.pages,
            _json(asdict(result.reason)) if result.reason else None,
            _json([asdict(fault) for fault in result.page_faults]),
            _json([asdict(note) for note in result.notes]),
            reader,
            result.sha256,
        ),
    )
    connection.execute("DELETE FROM passages WHERE document = ?", (result.sha256,))
    connection.executemany(
        "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                passage.document,
                number,
                passage.id,
                passage.page,
                _json(passage.heading_path),
                passage.locator,
                passage.text,
                _json(passage.box) if passage.box else None,
                _json([(cell.header, cell.text) for cell in passage.cells]),
                int(passage.is_ocr),
                _json(passage.lines),
            )
            for number, passage in enumerate(result.passages, start=1)
        ),
    )


def passage_of(row: sqlite3.Row) -> Passage:
    """Return the passage of a row of `passages`."""
    return Passage(
        id=row["id"],
        document=row["document"],
        page=row["page"],
        heading_path=tuple(json.loads(row["heading_path"])),
        locator=row["locator"],
        text=row["text"],
        box=_box(row["box"]),
        cells=tuple(Cell(header, text) for header, text in json.loads(row["cells"])),
        is_ocr=bool(row["is_ocr"]),
        lines=as_lines(json.loads(row["lines"])),
    )


def case_of(row: sqlite3.Row) -> Case:
    """Return the case of a row of `cases`."""
    kept = {"profile": json.loads(row["profile"]), "is_sample": bool(row["is_sample"])}
    return Case(**{**dict(row), **kept})


def sheet_of(row: sqlite3.Row) -> SavedSheet:
    """Return the sheet of a row of `sheets` joined with the number of earlier versions kept."""
    return SavedSheet(json.loads(row["content"]), row["version"], row["submitted"], row["earlier"])


def sheet_state_of(row: sqlite3.Row) -> SheetState:
    """Return the state of a row of `sheets` joined with the person's name."""
    return SheetState(
        row["person"],
        row["name"] or "",
        row["stage"],
        row["version"],
        row["saved"],
        row["submitted"],
        row["withdrawn"],
    )


def document_of(row: sqlite3.Row) -> CaseDocument:
    """Return the document of a row of `documents` joined with `case_documents`."""
    return CaseDocument(
        sha256=row["sha256"],
        file=row["file"],
        status=row["status"],
        pages=row["pages"],
        passages=row["passages"],
        reason=Reason(**json.loads(row["reason"])) if row["reason"] else None,
        page_faults=tuple(
            PageFault(fault["page"], Reason(**fault["reason"]))
            for fault in json.loads(row["page_faults"])
        ),
        notes=tuple(Reason(**note) for note in json.loads(row["notes"])),
        size=row["size"],
        added=row["added"],
    )


def result_of(document: CaseDocument, passages: Iterable[Passage], note: Reason) -> ReadResult:
    """Return a stored document as the result of reading it, with one more note."""
    status = "refused" if document.status == "reading" else document.status
    return ReadResult(
        document.file,
        document.sha256,
        status,
        document.pages,
        tuple(passages),
        document.reason,
        document.page_faults,
        (*document.notes, note),
    )


def _box(text: str | None) -> Box | None:
    if text is None:
        return None
    x0, y0, x1, y1 = json.loads(text)
    return (x0, y0, x1, y1)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
