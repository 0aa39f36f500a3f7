"""
The cases on this machine: documents, their passages, the score sheet, decisions on suggestions.

One SQLite file and the documents' bytes, both under the home folder:

    HOME/cases.sqlite3          read and written by several processes at once
    HOME/files/ab/ab12…         the documents by SHA-256, each once however many cases hold it
    HOME/files/incoming/        copies under way; leftovers of a killed process are swept
    HOME/derived/, HOME/pages/  findings and pictures of pages, made again when they are missing

A document is registered as "reading" before it is read and completed in one transaction, so a
process killed at any point leaves either nothing, or a document that the next add reads again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from corpus.cases import schema
from corpus.cases.case import (
    CaseDocument,
    TakenDocument,
)
from corpus.cases.database import now
from corpus.cases.files import CaseFiles, Incoming
from corpus.cases.records import CaseRecords
from corpus.derived import DerivedFiles
from corpus.document import Passage, ReadResult
from corpus.errors import UnknownDocumentError
from corpus.page_image import forget_pages
from corpus.reading import READER_VERSION, Progress, ReadLimits, read_document, safe_name
from corpus.reading.read import check_file, refused
from corpus.reading.reasons import reason

_TRY_AGAIN = ("time-limit", "memory-limit", "crashed", "file-not-found", "file-unreadable")
_DOCUMENTS = (
    "SELECT d.*, c.file, c.added,"
    " (SELECT count(*) FROM passages p WHERE p.document = d.sha256) AS passages"
    " FROM case_documents c JOIN documents d ON d.sha256 = c.sha256"
)


class DocumentReader(Protocol):
    """Reads one file to passages; `corpus.reading.read_document` is the real one."""

    def __call__(
        self,
        path: Path,
        *,
        name: str | None = None,
        limits: ReadLimits | None = None,
        on_progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> ReadResult:
        """Return the result; never raises for what the file holds."""


class CaseStore(CaseRecords):
    """
    All cases of one home folder. Nothing is created before the first write.

    Objects are cheap and hold no connection; several, in several processes, work at once.
    """

    def __init__(
        self,
        home: Path,
        *,
        limits: ReadLimits | None = None,
        read: DocumentReader = read_document,
    ) -> None:
        super().__init__(home)
        self._limits = limits or ReadLimits()
        self._read = read
        self._files = CaseFiles(home / "files")
        self._derived = DerivedFiles(home)

    # cases

    def delete_case(self, case_id: str) -> None:
        """Delete a case with everything that no other case uses. The vectors are not kept here."""
        self.case(case_id)
        with self._writing() as connection:
            hashes = [
                row["sha256"]
                for row in connection.execute(
                    "SELECT sha256 FROM case_documents WHERE case_id = ?", (case_id,)
                )
            ]
            connection.execute("DELETE FROM cases WHERE id = ?", (case_id,))
            for sha256 in hashes:
                self._drop_unused(connection, sha256)
        self._derived.forget(case_id)

    # documents

    def add_document(
        self,
        case_id: str,
        path: Path,
        *,
        name: str | None = None,
        on_progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> ReadResult:
        """
        Copy a file into the store, read it, and return what became of it.

        The same bytes again in the same case change nothing and say so in the notes
        ("already-in-case"); in another case they share the file and its passages ("read-before").
        Refused files are kept and listed with their reason, except those that could not be copied
        (missing, empty, too large). A cancelled one leaves nothing.

        Raises:
            UnknownCaseError: there is no such case.
        """
        taken = self.take_document(case_id, path, name=name)
        if taken.result is not None:
            return taken.result
        return self._read_stored(case_id, taken.sha256, taken.file, on_progress, cancelled)

    def take_document(self, case_id: str, path: Path, *, name: str | None = None) -> TakenDocument:
        """
        Copy a file into the store without reading it: it is listed as "reading" from then on.

        `read_document` reads it, now or after a restart; `path` is not needed any more. The result
        is given at once where there is nothing to read: the file is known, or cannot be copied.

        Raises:
            UnknownCaseError: there is no such case.
        """
        self.case(case_id)
        shown_name = safe_name(path.name if name is None else name)
        problem, sha256 = check_file(path, self._limits)
        if problem:
            return TakenDocument(sha256, shown_name, refused(shown_name, sha256, problem))
        incoming = self._files.copy_in(path)
        try:
            known = self._register(case_id, shown_name, incoming)
        finally:
            incoming.path.unlink(missing_ok=True)
        return TakenDocument(incoming.sha256, shown_name, known)

    def read_document(
        self,
        case_id: str,
        sha256: str,
        *,
        on_progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> ReadResult:
        """
        Read a document that was taken, and return what became of it.

        One that was read meanwhile is not read again. A cancelled one leaves nothing.

        Raises:
            UnknownDocumentError: the case does not hold it.
        """
        document = self._document(case_id, sha256)
        if document.status != "reading":
            passages = self.passages(case_id, sha256)
            return schema.result_of(document, passages, reason("already-in-case"))
        return self._read_stored(case_id, sha256, document.file, on_progress, cancelled)

    def withdraw_document(self, case_id: str, sha256: str) -> None:
        """Take a document back that was taken and not read; one that was read stays."""
        with self._writing() as connection:
            row = connection.execute(
                "SELECT status FROM documents WHERE sha256 = ?", (sha256,)
            ).fetchone()
            if row is not None and row["status"] == "reading":
                self._unlink(connection, case_id, sha256)

    def resume(
        self,
        case_id: str,
        *,
        on_progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> tuple[ReadResult, ...]:
        """Read the documents whose reading was broken off; () when there are none."""
        return tuple(
            self._read_stored(case_id, document.sha256, document.file, on_progress, cancelled)
            for document in self.documents(case_id)
            if document.status == "reading"
        )

    def documents(self, case_id: str) -> tuple[CaseDocument, ...]:
        """Return the documents of a case in the order they were added."""
        self.case(case_id)
        rows = self._rows(f"{_DOCUMENTS} WHERE c.case_id = ? ORDER BY c.rowid", case_id)
        return tuple(schema.document_of(row) for row in rows)

    def passages(self, case_id: str, sha256: str | None = None) -> tuple[Passage, ...]:
        """Return the passages of a case, or of one of its documents, in reading order."""
        self.case(case_id)
        rows = self._rows(
            "SELECT p.* FROM case_documents c JOIN passages p ON p.document = c.sha256"
            " WHERE c.case_id = ? AND c.sha256 = coalesce(?, c.sha256)"
            " ORDER BY c.rowid, p.number",
            case_id,
            sha256,
        )
        return tuple(map(schema.passage_of, rows))

    def document_path(self, case_id: str, sha256: str) -> Path:
        """
        Return where the bytes of a case's document are; they must not be changed.

        Raises:
            UnknownDocumentError: the case does not hold it.
        """
        self._document(case_id, sha256)
        return self._files.path(sha256)

    def remove_document(self, case_id: str, sha256: str) -> None:
        """
        Remove a document from a case: its decisions, and what no other case uses: passages, bytes,
        findings, pictures of pages.

        Raises:
            UnknownDocumentError: the case does not hold it.
        """
        self._document(case_id, sha256)
        with self._writing() as connection:
            self._unlink(connection, case_id, sha256)

    # inside

    def _register(self, case_id: str, name: str, incoming: Incoming) -> ReadResult | None:
        """Put a document on file as "reading"; return its result when it is read already."""
        sha256 = incoming.sha256
        with self._writing() as connection:
            row = connection.execute(
                "SELECT 1 FROM case_documents WHERE case_id = ? AND sha256 = ?", (case_id, sha256)
            ).fetchone()
            is_here = row is not None
            connection.execute(
                "INSERT OR IGNORE INTO documents VALUES (?, ?, 'reading', NULL, NULL, '[]', '[]', ?)",
                (sha256, incoming.size, READER_VERSION),
            )
            connection.execute(
                "INSERT OR IGNORE INTO case_documents VALUES (?, ?, ?, ?)",
                (case_id, sha256, name, now()),
            )
            self._files.file(incoming)
            row = connection.execute(
                f"{_DOCUMENTS} WHERE c.case_id = ? AND d.sha256 = ?", (case_id, sha256)
            ).fetchone()
            document = schema.document_of(row)
            if not _is_settled(document, row["reader"]):
                return None
        note = reason("already-in-case" if is_here else "read-before")
        return schema.result_of(document, self.passages(case_id, sha256), note)

    def _read_stored(
        self,
        case_id: str,
        sha256: str,
        name: str,
        on_progress: Progress | None,
        cancelled: Callable[[], bool] | None,
    ) -> ReadResult:
        result = self._read(
            self._files.path(sha256),
            name=name,
            limits=self._limits,
            on_progress=on_progress,
            cancelled=cancelled,
        )
        if result.sha256 != sha256:  # the stored bytes are gone or were changed
            why = result.reason or reason("file-unreadable", detail="changed")
            result = refused(name, sha256, why)
        with self._writing() as connection:
            row = connection.execute(
                "SELECT d.status FROM case_documents c JOIN documents d ON d.sha256 = c.sha256"
                " WHERE c.case_id = ? AND c.sha256 = ?",
                (case_id, sha256),
            ).fetchone()
            if row is None:  # removed while it was read
                return refused(name, sha256, reason("cancelled"))
            if result.reason is None or result.reason.code != "cancelled":
                # Before the passages change: what was found in the old ones must not outlive them.
                self._derived.forget(sha256)
                schema.store_result(connection, result, READER_VERSION)
            elif row["status"] == "reading":
                self._unlink(connection, case_id, sha256)
        return result

    def _document(self, case_id: str, sha256: str) -> CaseDocument:
        documents = self.documents(case_id)
        for document in documents:
            if document.sha256 == sha256:
                return document
        raise UnknownDocumentError(sha256, case_id, [document.sha256 for document in documents])

    def _unlink(self, connection: sqlite3.Connection, case_id: str, sha256: str) -> None:
        connection.execute(
            "DELETE FROM suggestion_decisions WHERE case_id = ?"
            " AND passage_id IN (SELECT id FROM passages WHERE document = ?)",
            (case_id, sha256),
        )
        connection.execute(
            "DELETE FROM case_documents WHERE case_id = ? AND sha256 = ?", (case_id, sha256)
        )
        self._drop_unused(connection, sha256)

    def _drop_unused(self, connection: sqlite3.Connection, sha256: str) -> None:
        """Delete a document no case holds. Under the write lock, so no add can come between."""
        used = connection.execute("SELECT 1 FROM case_documents WHERE sha256 = ?", (sha256,))
        if used.fetchone() is None:
            connection.execute("DELETE FROM documents WHERE sha256 = ?", (sha256,))
            self._files.drop(sha256)
            self._derived.forget(sha256)
            forget_pages(self.home, sha256)


def _is_settled(document: CaseDocument, reader: int) -> bool:
    """Tell whether reading the same bytes again would give the same result."""
    if document.status == "reading" or reader != READER_VERSION:
        return False
    if any(fault.reason.code == "page-ocr-time" for fault in document.page_faults):
        return False
    return document.reason is None or document.reason.code not in _TRY_AGAIN
