"""Taking documents into a case and reading them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, insert

from corpus.cases import rows
from corpus.cases.case import CaseDocument, TakenDocument
from corpus.cases.documents import CaseDocuments, document_query, document_status, is_kept
from corpus.cases.files import Incoming
from corpus.cases.history import RuleStamp, unstamped
from corpus.cases.register import next_position
from corpus.document import ReadResult
from corpus.reading import (
    READER_VERSION,
    DocumentReader,
    Progress,
    ReadLimits,
    read_document,
    safe_name,
)
from corpus.reading.read import check_file, refused
from corpus.reading.reasons import reason
from corpus.record.clock import now
from corpus.record.errors import FileAlteredError, FileGoneError
from corpus.record.event import Subject
from corpus.record.tables import case_documents, documents

_TRY_AGAIN = ("time-limit", "memory-limit", "crashed", "file-not-found", "file-unreadable")


Also = Callable[[Connection, str, str], None]


def _nothing(_connection: Connection, _sha256: str, _file: str) -> None:
    """Do nothing besides."""


class DocumentIntake(CaseDocuments):
    """
    Documents by content: registered as "reading" before they are read, completed in one
    transaction. A process killed at any point leaves either nothing, or a document that the next
    add reads again.
    """

    def __init__(
        self,
        home: Path,
        *,
        url: str | None = None,
        files_url: str = "",
        limits: ReadLimits | None = None,
        read: DocumentReader = read_document,
        clock: Callable[[], str] = now,
        rules: RuleStamp = unstamped,
    ) -> None:
        super().__init__(home, url=url, files_url=files_url, clock=clock, rules=rules)
        self._limits = limits or ReadLimits()
        self._read = read

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

    def take_document(
        self, case_id: str, path: Path, *, name: str | None = None, also: Also = _nothing
    ) -> TakenDocument:
        """
        Copy a file into the store without reading it: it is listed as "reading" from then on.

        also: done in the same transaction where it is to be read, given the connection, the SHA-256
        and the name in the case.

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
            known = self._register(case_id, shown_name, incoming, also)
        finally:
            self._files.discard(incoming)
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
            return rows.result_of(document, passages, reason("already-in-case"))
        return self._read_stored(case_id, sha256, document.file, on_progress, cancelled)

    def withdraw_document(self, case_id: str, sha256: str) -> None:
        """Take a document back that was taken and not read; one that was read stays."""
        with self._writing() as connection:
            if document_status(connection, case_id, sha256) == "reading":
                self._unlink(connection, case_id, sha256, follows=True)
        self._delete_left_files()

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

    # inside

    def _register(
        self, case_id: str, name: str, incoming: Incoming, also: Also
    ) -> ReadResult | None:
        """Put a document on file as "reading"; return its result when it is read already."""
        sha256 = incoming.sha256
        with self._writing() as connection:
            self._require_case(connection, case_id)
            is_here = document_status(connection, case_id, sha256) is not None
            if not is_kept(connection, documents, sha256):
                connection.execute(
                    insert(documents).values(
                        sha256=sha256,
                        size=incoming.size,
                        status="reading",
                        page_faults="[]",
                        notes="[]",
                        reader=READER_VERSION,
                    )
                )
            if not is_here:
                subject = Subject("document", (sha256,))
                with self._recorded(connection, case_id, "document.added", subject):
                    connection.execute(
                        insert(case_documents).values(
                            case_id=case_id,
                            sha256=sha256,
                            file=name,
                            added=self._clock(),
                            position=next_position(connection, case_documents),
                        )
                    )
            self._files.file(incoming)
            row = connection.execute(
                document_query(case_id).where(documents.c.sha256 == sha256)
            ).one()
            document = rows.document_of(row)
            if not _is_settled(document, row.reader):
                also(connection, sha256, document.file)
                return None
        note = reason("already-in-case" if is_here else "read-before")
        return rows.result_of(document, self.passages(case_id, sha256), note)

    def _read_stored(
        self,
        case_id: str,
        sha256: str,
        name: str,
        on_progress: Progress | None,
        cancelled: Callable[[], bool] | None,
    ) -> ReadResult:
        before = self._document(case_id, sha256).status
        try:
            with self._files.local(sha256) as path:
                result = self._read(
                    path,
                    name=name,
                    limits=self._limits,
                    on_progress=on_progress,
                    cancelled=cancelled,
                )
        except FileGoneError:
            result = refused(name, sha256, reason("file-not-found"))
        except FileAlteredError:
            result = refused(name, sha256, reason("file-unreadable", detail="changed"))
        if result.sha256 != sha256:  # the stored bytes are gone or were changed
            why = result.reason or reason("file-unreadable", detail="changed")
            result = refused(name, sha256, why)
        with self._writing() as connection:
            status = document_status(connection, case_id, sha256)
            if status is None:  # removed while it was read
                return refused(name, sha256, reason("cancelled"))
            if before == "reading" != status:  # somebody else has read it meanwhile
                pass
            elif result.reason is None or result.reason.code != "cancelled":
                # Before the passages change: what was found in the old ones must not outlive them.
                self._derived.forget(sha256)
                self._store(connection, result)
            elif status == "reading":
                self._unlink(connection, case_id, sha256, follows=True)
        self._delete_left_files()
        return result


def _is_settled(document: CaseDocument, reader: int) -> bool:
    """Tell whether reading the same bytes again would give the same result."""
    if document.status == "reading" or reader != READER_VERSION:
        return False
    if any(fault.reason.code == "page-ocr-time" for fault in document.page_faults):
        return False
    return document.reason is None or document.reason.code not in _TRY_AGAIN
