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

import json
import secrets
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from corpus import case_schema as schema
from corpus.case import Case, CaseDocument, Decision, SavedSheet, SuggestionDecision
from corpus.case_files import CaseFiles, Incoming
from corpus.derived import DerivedFiles
from corpus.document import Passage, ReadResult
from corpus.errors import SheetChangedError, UnknownCaseError, UnknownDocumentError
from corpus.page_image import forget_pages
from corpus.reading import READER_VERSION, Progress, ReadLimits, read_document, safe_name
from corpus.reading.read import check_file, refused
from corpus.reading.reasons import reason

_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # without 0 o 1 l i
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


class CaseStore:
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
        self.home = home
        self._limits = limits or ReadLimits()
        self._read = read
        self._database = home / "cases.sqlite3"
        self._files = CaseFiles(home / "files")
        self._derived = DerivedFiles(home)

    # cases

    def create_case(self, name: str, rule_set: str, level: str | None = None) -> str:
        """Create a case and return its id. The rule set and level are the caller's to check."""
        with self._writing() as connection:
            while True:
                case_id = "c-" + "".join(secrets.choice(_ALPHABET) for _ in range(6))
                values = (case_id, name, rule_set, level, _now())
                with suppress(sqlite3.IntegrityError):
                    connection.execute("INSERT INTO cases VALUES (?, ?, ?, ?, ?)", values)
                    return case_id

    def cases(self) -> tuple[Case, ...]:
        """Return all cases, oldest first; () before the first one is created."""
        rows = self._rows("SELECT * FROM cases ORDER BY created, rowid")
        return tuple(Case(**dict(row)) for row in rows)

    def case(self, case_id: str) -> Case:
        """
        Return one case.

        Raises:
            UnknownCaseError: there is none with this id; names the nearest ids.
        """
        for row in self._rows("SELECT * FROM cases WHERE id = ?", case_id):
            return Case(**dict(row))
        raise UnknownCaseError(case_id, [case.id for case in self.cases()])

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
        self.case(case_id)
        shown_name = safe_name(path.name if name is None else name)
        problem, sha256 = check_file(path, self._limits)
        if problem:
            return refused(shown_name, sha256, problem)
        incoming = self._files.copy_in(path)
        try:
            known = self._register(case_id, shown_name, incoming)
        finally:
            incoming.path.unlink(missing_ok=True)
        if known is not None:
            return known
        return self._read_stored(case_id, incoming.sha256, shown_name, on_progress, cancelled)

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
        self._require_document(case_id, sha256)
        return self._files.path(sha256)

    def remove_document(self, case_id: str, sha256: str) -> None:
        """
        Remove a document from a case: its decisions, and what no other case uses: passages, bytes,
        findings, pictures of pages.

        Raises:
            UnknownDocumentError: the case does not hold it.
        """
        self._require_document(case_id, sha256)
        with self._writing() as connection:
            self._unlink(connection, case_id, sha256)

    # the score sheet

    def save_sheet(
        self, case_id: str, content: Mapping[str, Any], *, expected_version: int | None = None
    ) -> int:
        """
        Save a case's score sheet and return its new version.

        Args:
            case_id: the case.
            content: anything JSON can hold.
            expected_version: the version the change was based on, 0 for none; None overwrites.

        Raises:
            SheetChangedError: the stored version is another one.
        """
        self.case(case_id)
        with self._writing() as connection:
            row = connection.execute(
                "SELECT version FROM sheets WHERE case_id = ?", (case_id,)
            ).fetchone()
            found = row["version"] if row else 0
            if expected_version is not None and expected_version != found:
                raise SheetChangedError(case_id, expected_version, found)
            text = json.dumps(content, ensure_ascii=False)
            connection.execute(
                "INSERT OR REPLACE INTO sheets VALUES (?, ?, ?)", (case_id, found + 1, text)
            )
        return int(found) + 1

    def load_sheet(self, case_id: str) -> SavedSheet | None:
        """Return a case's score sheet; None when none was saved."""
        self.case(case_id)
        for row in self._rows("SELECT * FROM sheets WHERE case_id = ?", case_id):
            return SavedSheet(json.loads(row["content"]), row["version"])
        return None

    # decisions on suggestions

    def set_suggestion_decision(
        self, case_id: str, indicator: str, passage_id: str, decision: Decision | None
    ) -> None:
        """Remember that a suggested passage was accepted or rejected; None forgets it."""
        self.case(case_id)
        with self._writing() as connection:
            key = (case_id, indicator, passage_id)
            if decision is None:
                connection.execute(
                    "DELETE FROM suggestion_decisions"
                    " WHERE case_id = ? AND indicator = ? AND passage_id = ?",
                    key,
                )
            else:
                connection.execute(
                    "INSERT OR REPLACE INTO suggestion_decisions VALUES (?, ?, ?, ?)",
                    (*key, decision),
                )

    def suggestion_decisions(self, case_id: str) -> tuple[SuggestionDecision, ...]:
        """Return the decisions of a case, by indicator and passage."""
        self.case(case_id)
        rows = self._rows(
            "SELECT indicator, passage_id, decision FROM suggestion_decisions"
            " WHERE case_id = ? ORDER BY indicator, passage_id",
            case_id,
        )
        return tuple(SuggestionDecision(**dict(row)) for row in rows)

    # inside

    def _rows(self, query: str, *values: str | None) -> list[sqlite3.Row]:
        if not self._database.exists():
            return []
        connection = schema.connect(self._database)
        try:
            return connection.execute(query, values).fetchall()
        finally:
            connection.close()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        self.home.mkdir(parents=True, exist_ok=True, mode=0o700)
        connection = schema.connect(self._database)
        try:
            with schema.transaction(connection):
                yield connection
        finally:
            connection.close()

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
                (case_id, sha256, name, _now()),
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
                schema.store_result(connection, result, READER_VERSION)
            elif row["status"] == "reading":
                self._unlink(connection, case_id, sha256)
        return result

    def _require_document(self, case_id: str, sha256: str) -> None:
        known = [document.sha256 for document in self.documents(case_id)]
        if sha256 not in known:
            raise UnknownDocumentError(sha256, case_id, known)

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


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
