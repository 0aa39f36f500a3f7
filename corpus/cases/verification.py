"""Checking the record of a home against itself, against the tables and against the files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from corpus.accounts.state import account_states
from corpus.cases.files import case_files
from corpus.cases.replay import disagreements, replay
from corpus.errors import UnknownCaseError
from corpus.record.audit import ChainCheck, Finding, check_chain
from corpus.record.chain import Head, chain_rows, head_of
from corpus.record.database import CaseDatabase
from corpus.record.errors import FileAlteredError
from corpus.record.event import HOME, Event, Subject, Words, canonical
from corpus.record.state import states
from corpus.record.tables import cases, chains, events


@dataclass(frozen=True, slots=True)
class Verification:
    """
    What came of checking one chain.

    chain: a case's id, or "home". head: where it ends. events: how many there are. findings: ()
    for a chain that is as it was written and agrees with what the store holds. backwards: numbers
    of events that are dated before the one before them. removed: the event that tells of the
    case's removal, with its proof; None for a case that is there.
    """

    chain: str
    head: Head
    events: int
    findings: tuple[Finding, ...]
    backwards: tuple[int, ...]
    removed: Event | None = None


class RecordAudit(CaseDatabase):
    """Verifies; changes nothing."""

    def verify(self, case_id: str, expected: Head | None = None) -> Verification:
        """
        Verify the record of one case, or of the "home".

        Args:
            case_id: the case; also one that was removed.
            expected: a head that the record must contain, such as one that was printed.

        Raises:
            UnknownCaseError: there never was such a case.
        """
        if not self._engine.is_there():
            raise UnknownCaseError(case_id, ())
        with self._engine.reading() as connection:
            return self._verify(connection, case_id, expected)

    def verify_all(self) -> tuple[Verification, ...]:
        """Verify the home's record and that of every case in it; () for a home without a store."""
        if not self._engine.is_there():
            return ()
        with self._engine.reading() as connection:
            ids = connection.execute(select(cases.c.id).order_by(cases.c.position)).scalars().all()
            return tuple(self._verify(connection, chain) for chain in (HOME, *ids))

    def _verify(
        self, connection: Connection, chain: str, expected: Head | None = None
    ) -> Verification:
        check = check_chain(chain_rows(connection, chain), head_of(connection, chain), expected)
        if chain == HOME:
            return _told(chain, check, _home_faults(connection, check.events))
        query = select(cases.c.id).where(cases.c.id == chain)
        if not check.events and connection.execute(query).first() is None:
            return self._removed(connection, chain)
        followed = replay(check.events)
        held = list(states(connection, chain))
        rows = {canonical(subject.words): _without_said(words) for subject, words in held}
        documents = [subject.key[0] for subject, _ in held if subject.kind == "document"]
        faults = [*followed.findings, *disagreements(followed.held, rows)]
        return _told(chain, check, [*faults, *self._file_faults(documents)])

    def _removed(self, connection: Connection, case_id: str) -> Verification:
        subject = Subject("case", (case_id,)).words
        home = check_chain(chain_rows(connection, HOME), head_of(connection, HOME))
        about = [event for event in home.events if event.subject == subject]
        if not about:
            raise UnknownCaseError(case_id, connection.execute(select(cases.c.id)).scalars().all())
        if about[-1].what == "case.removed":
            return Verification(case_id, Head(), 0, home.findings, (), about[-1])
        gone = Finding("rows-disagree", None, _not_in("tables", canonical(subject)))
        return Verification(case_id, Head(), 0, (*home.findings, gone), ())

    def _file_faults(self, documents: Sequence[str]) -> Iterator[Finding]:
        """Read the bytes of documents and compare them with their names, which are their hashes."""
        files = case_files(self.home, self.files_url)
        for sha256 in documents:
            try:
                with files.local(sha256) as path, path.open("rb") as stream:
                    found = hashlib.file_digest(stream, "sha256").hexdigest()
            except FileAlteredError:
                found = ""
            except OSError:
                yield Finding("file-missing", None, {"sha256": sha256})
                continue
            if found != sha256:
                yield Finding("file-altered", None, {"sha256": sha256})


def _home_faults(connection: Connection, home_events: Sequence[Event]) -> Iterator[Finding]:
    """Compare the cases and accounts that the home's record knows with those that are there."""
    listed: dict[str, bool] = {}
    for event in home_events:
        if event.subject.get("kind") == "case":
            listed[event.subject["case"]] = event.what != "case.removed"
    known = {case_id for case_id, is_there in listed.items() if is_there}
    there = set(connection.execute(select(cases.c.id)).scalars())
    for case_id in sorted(known ^ there):
        subject = canonical(Subject("case", (case_id,)).words)
        missing_from = "tables" if case_id in known else "record"
        yield Finding("rows-disagree", None, _not_in(missing_from, subject))
    of_accounts = replay(one for one in home_events if one.subject.get("kind") == "account")
    rows = {canonical(subject.words): words for subject, words in account_states(connection)}
    yield from of_accounts.findings
    yield from disagreements(of_accounts.held, rows)
    strange = set(connection.execute(select(events.c.chain).distinct()).scalars())
    strange |= set(connection.execute(select(chains.c.chain)).scalars())
    for chain in sorted(strange - there - {HOME}):
        yield Finding("strange-chain", None, {"chain": chain})


def _told(chain: str, check: ChainCheck, more: Iterable[Finding]) -> Verification:
    last = check.events[-1] if check.events else None
    head = Head(last.number, last.hash) if last else Head()
    findings = (*check.findings, *more)
    return Verification(chain, head, len(check.events), findings, check.backwards)


def _not_in(place: str, subject: str) -> Words:
    return {"subject": subject, "fields": [], "not_in": place}


def _without_said(words: Words) -> Words:
    return {name: value for name, value in words.items() if name != "said"}
