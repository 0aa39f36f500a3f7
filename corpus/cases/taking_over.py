"""Cases carried from home to home: what a package is made of, and taking a case over from one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError

from corpus.cases.extract import CaseExtract, extract_of, opened, put_rows, tables_of_cases
from corpus.cases.files import Incoming
from corpus.cases.register import next_position
from corpus.cases.steps import CaseSteps
from corpus.errors import CaseThereError, PackageError, SheetCoveredError
from corpus.record import chain
from corpus.record.change import told
from corpus.record.event import HOME, Event, Subject, Words, brought_person, person_mark
from corpus.record.state import state_of
from corpus.record.tables import (
    cases,
    chains,
    documents,
    events,
    metadata,
    passages,
)


class CasesTakenOver(CaseSteps):
    """Extracts of cases, and cases made of extracts."""

    def extract(self, case_id: str) -> CaseExtract:
        """
        Return everything that the store holds of a case, as it stands at one moment.

        Raises:
            UnknownCaseError: there is no such case.
            SheetCoveredError: whoever asks may not see every sheet of it, or not yet.
        """
        self.case(case_id)
        with self._engine.reading() as connection:
            found = extract_of(connection, case_id)
        self._require_open_sheets(found)
        return found

    def note_rules(self, case_id: str) -> None:
        """
        Note by which rules the case is judged now, where its record last named others or none.

        Raises:
            UnknownCaseError: there is no such case.
        """
        subject = Subject("rules")
        with self._writing() as connection:
            self._require_case(connection, case_id)
            stamp = self._stamp(connection, case_id, ())
            if not stamp or _same_rules(stamp["rules"], _last_stamp(connection, case_id)):
                return
            self._write(connection, case_id, "rules.noted", subject, basis=stamp)

    def take_over(
        self,
        extract: CaseExtract,
        package: Path,
        package_sha256: str,
        copy: Callable[[str], Path | None],
    ) -> None:
        """
        Make a case of an extract that was verified, with its record as it is and one event more.

        Documents that the home holds already stay as they were read here, which the record then
        says. All or nothing.

        Args:
            extract: the case.
            package: where it comes from, for messages.
            package_sha256: its hash, for the record.
            copy: gives a copy of a document's bytes by their SHA-256; None where the package has
                none, so that the home has to have them.

        Raises:
            CaseThereError: the home has a case of this id.
            PackageError: a document is missing, or what is in it cannot stand beside what is here.
        """
        brought = {row["sha256"]: row for row in extract.tables["documents"]}
        incoming = self._copied(brought, package, copy)
        try:
            with self._writing() as connection:
                self._put(connection, extract, package_sha256)
                for one in incoming.values():
                    self._files.file(one)
        except IntegrityError as fault:
            raise PackageError(
                package, f"it cannot stand beside what is here: {fault.orig}"
            ) from fault
        finally:
            for one in incoming.values():
                self._files.discard(one)
        self._delete_left_files()

    def put_extract(self, extract: CaseExtract) -> None:
        """
        Put a case into a store that is only looked at, with its record as it is and no word more.

        Raises:
            CaseThereError: the store has it already.
            NotAllowedError: it is the machine's own to do, as long as there are accounts.
        """
        with self._writing() as connection:
            subject = Subject("case", (extract.case_id,))
            self._require_right(connection, extract.case_id, "record.carried", subject)
            self._put_as_is(connection, extract)

    # inside

    def _require_open_sheets(self, extract: CaseExtract) -> None:
        """Refuse an extract to somebody who may not see all that is judged and found in it."""
        if self._is_machine:
            return
        seen = self.sheets_for(extract.case_id, self._who)
        is_open = {(person_mark(one.person), one.stage) for one in seen}
        own = person_mark(self._who)
        for name in ("sheets", "inspections"):
            for row in extract.tables[name]:
                key = (row["person"], row["stage"])
                if key not in is_open and key[0] not in (own, "" if name != "sheets" else own):
                    raise SheetCoveredError(extract.case_id, row["stage"])

    def _copied(
        self,
        brought: Mapping[str, Words],
        package: Path,
        copy: Callable[[str], Path | None],
    ) -> dict[str, Incoming]:
        incoming: dict[str, Incoming] = {}
        try:
            for sha256 in sorted(brought):
                if not self._files.has(sha256):
                    incoming[sha256] = self._copied_in(sha256, package, copy(sha256))
        except BaseException:
            for one in incoming.values():
                self._files.discard(one)
            raise
        return incoming

    def _copied_in(self, sha256: str, package: Path, source: Path | None) -> Incoming:
        if source is None:
            fault = f"the bytes of document {sha256} are neither in it nor in this home"
            raise PackageError(package, f"{fault}; export it without --without-files")
        found = self._files.copy_in(source)
        if found.sha256 != sha256:
            self._files.discard(found)
            raise PackageError(package, f"document {sha256} is not what its name says")
        return found

    def _put_as_is(
        self, connection: Connection, extract: CaseExtract
    ) -> dict[Subject, Words | None]:
        case_id = extract.case_id
        found = connection.execute(select(cases.c.name).where(cases.c.id == case_id)).first()
        if found is not None:
            raise CaseThereError(case_id, found.name)
        others = self._put_tables(connection, extract)
        for words in extract.events:
            connection.execute(insert(events).values(**chain.event_row(Event(**words))))
        end = {"number": extract.head.number, "hash": extract.head.hash}
        connection.execute(insert(chains).values(chain=case_id, **end))
        return others

    def _put(self, connection: Connection, extract: CaseExtract, package_sha256: str) -> None:
        case_id = extract.case_id
        subject = Subject("case", (case_id,))
        self._require_right(connection, case_id, "case.imported", subject)
        others = self._put_as_is(connection, extract)
        proof = {"package": package_sha256, "record": str(extract.head)}
        basis = {"proof": proof}
        self._write(connection, HOME, "case.imported", subject, basis=basis)
        of_package = Subject("package", (package_sha256,))
        self._write(connection, case_id, "case.imported", of_package, basis=basis)
        for read_here, before in others.items():
            after = state_of(connection, case_id, read_here)
            if after != before:
                was, is_now = told(before, after)
                basis = self._basis(connection, case_id, read_here, before, after)
                self._write(connection, case_id, "document.read", read_here, "", was, is_now, basis)

    def _put_tables(
        self, connection: Connection, extract: CaseExtract
    ) -> dict[Subject, Words | None]:
        """Put the rows; return how documents that the home has stood in the package."""
        here = set(connection.execute(select(documents.c.sha256)).scalars())
        known = self._known_people(connection)
        made: dict[str, str] = {}

        def person(mark: str) -> str:
            if mark not in made:
                made[mark] = known.get(mark) or brought_person(mark)
            return made[mark]

        others: dict[Subject, Words | None] = {}
        for table in tables_of_cases():
            rows = extract.tables.get(table.name, ())
            if table is cases:
                rows = tuple({**row, "position": next_position(connection, cases)} for row in rows)
            elif table is documents:
                rows = tuple(row for row in rows if row["sha256"] not in here)
            elif table is passages:
                rows = tuple(row for row in rows if row["document"] not in here)
            put_rows(connection, table, rows, person)
        with_package = _documents_by_package(extract, here)
        for sha256, words in with_package.items():
            others[Subject("document", (sha256,))] = words
        return others

    def _known_people(self, connection: Connection) -> dict[str, str]:
        """Return the accounts of the home by their marks: a person known here stays the same."""
        accounts = metadata.tables.get("accounts")
        if accounts is None:
            return {}
        return {
            person_mark(one): one for one in connection.execute(select(accounts.c.id)).scalars()
        }


def _documents_by_package(extract: CaseExtract, here: set[str]) -> dict[str, Words | None]:
    held = {row["sha256"] for row in extract.tables["case_documents"]} & here
    with opened(extract) as connection:
        return {
            sha256: state_of(connection, extract.case_id, Subject("document", (sha256,)))
            for sha256 in sorted(held)
        }


def _last_stamp(connection: Connection, case_id: str) -> Words:
    query = select(events).where(events.c.chain == case_id).order_by(events.c.number.desc())
    for row in connection.execute(query):
        with suppress(ValueError):
            if found := chain.event_of(row).basis.get("rules"):
                return dict(found)
    return {}


def _same_rules(one: Words, other: Words) -> bool:
    names = ("rule_set", "edition", "hash", "body", "all_rows")
    return all(one.get(name) == other.get(name) for name in names)
