"""The documents of the cases and their passages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Select, and_, delete, exists, func, insert, select, update

from corpus.cases import rows
from corpus.cases.case import CaseDocument
from corpus.cases.files import case_files
from corpus.cases.history import RuleStamp, unstamped
from corpus.cases.records import CaseRecords
from corpus.cases.retention import require_removable
from corpus.derived import DerivedFiles
from corpus.document import Passage, ReadResult
from corpus.errors import UnknownDocumentError
from corpus.page_image import forget_pages, pages_kept
from corpus.reading import (
    READER_VERSION,
)
from corpus.record.clock import now
from corpus.record.errors import StoreUnreachableError
from corpus.record.event import HOME, Subject
from corpus.record.tables import (
    case_documents,
    cases,
    documents,
    leaving_files,
    passages,
    suggestion_decisions,
)


class CaseDocuments(CaseRecords):
    """What the documents of the cases say, and taking them away."""

    def __init__(
        self,
        home: Path,
        *,
        url: str | None = None,
        files_url: str = "",
        clock: Callable[[], str] = now,
        rules: RuleStamp = unstamped,
    ) -> None:
        super().__init__(home, url=url, files_url=files_url, clock=clock, rules=rules)
        self._files = case_files(home, files_url)
        self._derived = DerivedFiles(home)

    def documents(self, case_id: str) -> tuple[CaseDocument, ...]:
        """Return the documents of a case in the order they were added."""
        self.case(case_id)
        query = document_query(case_id).order_by(case_documents.c.position)
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

    @contextmanager
    def document_file(self, case_id: str, sha256: str) -> Iterator[Path]:
        """
        Lend the bytes of a case's document as a file of this machine, which must not be changed.

        Raises:
            UnknownDocumentError: the case does not hold it.
            FileGoneError, FileAlteredError, StoreUnreachableError: see the classes.
        """
        self._document(case_id, sha256)
        with self._files.local(sha256) as path:
            yield path

    def remove_document(self, case_id: str, sha256: str) -> None:
        """
        Remove a document from a case: its decisions, and what no other case uses: passages, bytes,
        findings, pictures of pages.

        Raises:
            UnknownDocumentError: the case does not hold it.
            RecordsKeptError: the case's records must be kept (4.9), or a legal hold stands.
        """
        self._document(case_id, sha256)
        with self._writing() as connection:
            require_removable(connection, case_id, self._clock())
            self._unlink(connection, case_id, sha256)
        self._delete_left_files()

    def check_removal(self, case_id: str) -> None:
        """
        Do nothing for a case of which something may be removed now.

        Raises:
            UnknownCaseError: there is no such case.
            RecordsKeptError: its records must be kept (4.9), or a legal hold stands.
        """
        self.case(case_id)
        with self._engine.reading() as connection:
            require_removable(connection, case_id, self._clock())

    def check_files(self) -> None:
        """
        Do nothing where the place of the documents' bytes answers.

        Raises:
            StoreUnreachableError: it does not, or it is not there.
        """
        self._files.has("0" * 64)

    def finish_removals(self) -> None:
        """
        Do what removals leave to others: bytes that could not be deleted, and on this machine what
        was fetched or made of documents and cases that the store does not hold any more.

        For servers that share a store; each does it now and then.
        """
        self._delete_left_files()
        made = self._derived.owners()
        drawn, fetched = pages_kept(self.home), self._files.strays()
        # Asked after the folders were looked at: what was added since is not among them.
        held = {row.sha256 for row in self._rows(select(documents.c.sha256))}
        held |= {row.id for row in self._rows(select(cases.c.id))}
        for owner in set(made) - held:
            self._derived.forget(owner)
        for sha256 in set(drawn) - held:
            forget_pages(self.home, sha256)
        for sha256 in set(fetched) - held:
            self._files.forget(sha256)

    # inside

    def _document(self, case_id: str, sha256: str) -> CaseDocument:
        documents = self.documents(case_id)
        for document in documents:
            if document.sha256 == sha256:
                return document
        raise UnknownDocumentError(sha256, case_id, [document.sha256 for document in documents])

    def _store(self, connection: Connection, result: ReadResult) -> None:
        """Replace what is stored of a document by the result of reading it, for all its cases."""
        sha256 = result.sha256
        holding = select(case_documents.c.case_id).where(case_documents.c.sha256 == sha256)
        with ExitStack() as records:
            for case_id in connection.execute(holding).scalars().all():
                subject = Subject("document", (sha256,))
                # Whoever reads it first does so for every case that holds it.
                is_read = self._recorded(
                    connection, case_id, "document.read", subject, follows=True
                )
                records.enter_context(is_read)
            said = rows.document_row(result, READER_VERSION)
            connection.execute(update(documents).where(documents.c.sha256 == sha256).values(**said))
            connection.execute(delete(passages).where(passages.c.document == sha256))
            if result.passages:
                connection.execute(insert(passages), rows.passage_rows(result))

    def _unlink(
        self, connection: Connection, case_id: str, sha256: str, *, follows: bool = False
    ) -> None:
        """
        Take a document and the decisions on it from a case, inside the caller's act.

        follows: it was only just added and is taken back, which needs no right of its own.
        """
        decisions = suggestion_decisions
        of_document = select(passages.c.id).where(passages.c.document == sha256)
        decided = select(decisions.c.indicator, decisions.c.passage_id).where(
            decisions.c.case_id == case_id, decisions.c.passage_id.in_(of_document)
        )
        for key in connection.execute(decided).all():
            subject = Subject("decision", tuple(key))
            with self._recorded(connection, case_id, "suggestion.forgotten", subject, follows=True):
                connection.execute(
                    delete(decisions).where(
                        decisions.c.case_id == case_id,
                        decisions.c.indicator == key.indicator,
                        decisions.c.passage_id == key.passage_id,
                    )
                )
        subject = Subject("document", (sha256,))
        with self._recorded(connection, case_id, "document.removed", subject, follows=follows):
            connection.execute(
                delete(case_documents).where(
                    case_documents.c.case_id == case_id, case_documents.c.sha256 == sha256
                )
            )
        self._drop_unused(connection, sha256)

    def _drop_unused(self, connection: Connection, sha256: str) -> None:
        """Forget a document that no case holds; its bytes go when that is certain."""
        if is_kept(connection, case_documents, sha256):
            return
        connection.execute(delete(documents).where(documents.c.sha256 == sha256))
        if not is_kept(connection, leaving_files, sha256):
            connection.execute(insert(leaving_files).values(sha256=sha256))

    def _delete_left_files(self) -> None:
        """
        Delete the bytes of documents that no case holds, and what was made of them.

        In an act of its own, so that an act that fails or is killed has deleted nothing; what a
        kill leaves undone here, the next one does.
        """
        if not self._rows(select(leaving_files)):
            return
        # Elsewhere the bytes may be out of reach now: the removal holds, they go another time.
        with suppress(StoreUnreachableError), self._writing() as connection:
            for sha256 in connection.execute(select(leaving_files.c.sha256)).scalars().all():
                if not is_kept(connection, documents, sha256):  # or added again meanwhile
                    self._files.drop(sha256)
                    self._derived.forget(sha256)
                    forget_pages(self.home, sha256)
                    self._write(connection, HOME, "file.deleted", Subject("file", (sha256,)))
            connection.execute(delete(leaving_files))


def document_query(case_id: str) -> Select[Any]:
    """Select the documents of a case with how many passages each has."""
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


def document_status(connection: Connection, case_id: str, sha256: str) -> str | None:
    """Return how far a case's document is; None when the case does not hold it."""
    held = and_(case_documents.c.case_id == case_id, case_documents.c.sha256 == sha256)
    query = select(documents.c.status).where(documents.c.sha256 == sha256)
    return connection.execute(query.where(exists().where(held))).scalar()


def is_kept(connection: Connection, table: Any, sha256: str) -> bool:
    """Tell whether a table has a row of a document."""
    found = connection.execute(select(table.c.sha256).where(table.c.sha256 == sha256).limit(1))
    return found.first() is not None
