"""The documents of the cases and their passages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Select, and_, delete, exists, func, insert, select, update

from corpus.cases import rows
from corpus.cases.case import CaseDocument, TakenDocument
from corpus.cases.database import now
from corpus.cases.files import CaseFiles, Incoming
from corpus.cases.records import CaseRecords
from corpus.cases.register import next_position
from corpus.cases.tables import (
    case_documents,
    documents,
    leaving_files,
    passages,
    suggestion_decisions,
)
from corpus.derived import DerivedFiles
from corpus.document import Passage, ReadResult
from corpus.errors import UnknownDocumentError
from corpus.page_image import forget_pages
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

_TRY_AGAIN = ("time-limit", "memory-limit", "crashed", "file-not-found", "file-unreadable")


class CaseDocuments(CaseRecords):
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
        limits: ReadLimits | None = None,
        read: DocumentReader = read_document,
        clock: Callable[[], str] = now,
    ) -> None:
        super().__init__(home, url=url, clock=clock)
        self._limits = limits or ReadLimits()
        self._read = read
        self._files = CaseFiles(home / "files")
        self._derived = DerivedFiles(home)

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
            return rows.result_of(document, passages, reason("already-in-case"))
        return self._read_stored(case_id, sha256, document.file, on_progress, cancelled)

    def withdraw_document(self, case_id: str, sha256: str) -> None:
        """Take a document back that was taken and not read; one that was read stays."""
        with self._writing() as connection:
            if _status(connection, case_id, sha256) == "reading":
                self._unlink(connection, case_id, sha256)
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

    def documents(self, case_id: str) -> tuple[CaseDocument, ...]:
        """Return the documents of a case in the order they were added."""
        self.case(case_id)
        query = _documents(case_id).order_by(case_documents.c.position)
        return tuple(map(rows.document_of, self._rows(query)))

    def passages(self, case_id: str, sha256: str | None = None) -> tuple[Passage, ...]:
        """Return the passages of a case, or of one of its documents, in reading order."""
        self.case(case_id)
        query = (
            select(passages)
            .join(case_documents, case_documents.c.sha256 == passages.c.document)
            .where(case_documents.c.case_id == case_id)
            .order_by(case_documents.c.position, passages.c.number)
        )
        if sha256 is not None:
            query = query.where(case_documents.c.sha256 == sha256)
        return tuple(map(rows.passage_of, self._rows(query)))

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
        self._delete_left_files()

    # inside

    def _register(self, case_id: str, name: str, incoming: Incoming) -> ReadResult | None:
        """Put a document on file as "reading"; return its result when it is read already."""
        sha256 = incoming.sha256
        with self._writing() as connection:
            is_here = _status(connection, case_id, sha256) is not None
            if not _is_kept(connection, documents, sha256):
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
            row = connection.execute(_documents(case_id).where(documents.c.sha256 == sha256)).one()
            document = rows.document_of(row)
            if not _is_settled(document, row.reader):
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
            status = _status(connection, case_id, sha256)
            if status is None:  # removed while it was read
                return refused(name, sha256, reason("cancelled"))
            if result.reason is None or result.reason.code != "cancelled":
                # Before the passages change: what was found in the old ones must not outlive them.
                self._derived.forget(sha256)
                _store(connection, result)
            elif status == "reading":
                self._unlink(connection, case_id, sha256)
        self._delete_left_files()
        return result

    def _document(self, case_id: str, sha256: str) -> CaseDocument:
        documents = self.documents(case_id)
        for document in documents:
            if document.sha256 == sha256:
                return document
        raise UnknownDocumentError(sha256, case_id, [document.sha256 for document in documents])

    def _unlink(self, connection: Connection, case_id: str, sha256: str) -> None:
        """Take a document and the decisions on it from a case, inside the caller's act."""
        of_document = select(passages.c.id).where(passages.c.document == sha256)
        connection.execute(
            delete(suggestion_decisions).where(
                suggestion_decisions.c.case_id == case_id,
                suggestion_decisions.c.passage_id.in_(of_document),
            )
        )
        connection.execute(
            delete(case_documents).where(
                case_documents.c.case_id == case_id, case_documents.c.sha256 == sha256
            )
        )
        self._drop_unused(connection, sha256)

    def _drop_unused(self, connection: Connection, sha256: str) -> None:
        """Forget a document that no case holds; its bytes go when that is certain."""
        if _is_kept(connection, case_documents, sha256):
            return
        connection.execute(delete(documents).where(documents.c.sha256 == sha256))
        if not _is_kept(connection, leaving_files, sha256):
            connection.execute(insert(leaving_files).values(sha256=sha256))

    def _delete_left_files(self) -> None:
        """
        Delete the bytes of documents that no case holds, and what was made of them.

        In an act of its own, so that an act that fails or is killed has deleted nothing; what a
        kill leaves undone here, the next one does.
        """
        if not self._rows(select(leaving_files)):
            return
        with self._writing() as connection:
            for sha256 in connection.execute(select(leaving_files.c.sha256)).scalars().all():
                if not _is_kept(connection, documents, sha256):  # or added again meanwhile
                    self._files.drop(sha256)
                    self._derived.forget(sha256)
                    forget_pages(self.home, sha256)
            connection.execute(delete(leaving_files))


def _documents(case_id: str) -> Select[Any]:
    number = select(func.count()).select_from(passages)
    return (
        select(
            documents,
            case_documents.c.file,
            case_documents.c.added,
            number.where(passages.c.document == documents.c.sha256)
            .scalar_subquery()
            .label("passages"),
        )
        .join(case_documents, case_documents.c.sha256 == documents.c.sha256)
        .where(case_documents.c.case_id == case_id)
    )


def _status(connection: Connection, case_id: str, sha256: str) -> str | None:
    """Return how far a case's document is; None when the case does not hold it."""
    held = and_(case_documents.c.case_id == case_id, case_documents.c.sha256 == sha256)
    query = select(documents.c.status).where(documents.c.sha256 == sha256)
    return connection.execute(query.where(exists().where(held))).scalar()


def _is_kept(connection: Connection, table: Any, sha256: str) -> bool:
    found = connection.execute(select(table.c.sha256).where(table.c.sha256 == sha256).limit(1))
    return found.first() is not None


def _store(connection: Connection, result: ReadResult) -> None:
    """Replace what is stored of a document by the result of reading it."""
    said = rows.document_row(result, READER_VERSION)
    connection.execute(update(documents).where(documents.c.sha256 == result.sha256).values(**said))
    connection.execute(delete(passages).where(passages.c.document == result.sha256))
    if result.passages:
        connection.execute(insert(passages), rows.passage_rows(result))


def _is_settled(document: CaseDocument, reader: int) -> bool:
    """Tell whether reading the same bytes again would give the same result."""
    if document.status == "reading" or reader != READER_VERSION:
        return False
    if any(fault.reason.code == "page-ocr-time" for fault in document.page_faults):
        return False
    return document.reason is None or document.reason.code not in _TRY_AGAIN
