"""Acts on a case: each changes the store and writes its event, both or neither."""

from __future__ import annotations

import copy
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from sqlalchemy import Connection, select

from corpus.cases import permission
from corpus.cases.case import CaseRules
from corpus.cases.evidence import evidence_on, panel_of
from corpus.cases.rules import rules_of
from corpus.errors import NotAllowedError, UnknownCaseError
from corpus.record import chain
from corpus.record.chain import Head
from corpus.record.change import changed_indicators, told
from corpus.record.clock import now
from corpus.record.database import CaseDatabase
from corpus.record.event import BROUGHT, Act, Event, Subject, Words, person_mark
from corpus.record.state import state_of
from corpus.record.tables import cases

RuleStamp = Callable[[CaseRules, Collection[str]], Words | None]
"""
Tells by which rules one judges: for what a case is judged by and some of its rows, `edition`,
`version`, `hash`, `body` where there are a body's own rules, and under `rows` a hash of each row's
rule and text; None for a rule set that is not on file.
"""


def unstamped(_rules: CaseRules, _rows: Collection[str]) -> Words | None:
    """Stand for rules that nobody names."""
    return None


class CaseHistory(CaseDatabase):
    """
    The record of a home's cases.

    rules: names the rules that acts stand on. A store acts for whoever works on the machine
    itself, who may do everything, or for one person (`acting`), who may do what
    `corpus.cases.rights` says as soon as there are accounts.
    """

    def __init__(
        self,
        home: Path,
        *,
        url: str | None = None,
        files_url: str = "",
        clock: Callable[[], str] = now,
        rules: RuleStamp = unstamped,
    ) -> None:
        super().__init__(home, url=url, files_url=files_url, clock=clock)
        self._rules = rules
        self._who = ""
        self._is_machine = True

    def acting(self, person: str) -> Self:
        """
        Return the same store for what a person does and sees; "" is nobody in particular.

        Raises:
            ValueError: it stands for somebody whom a package brought; nobody acts as such a one.
        """
        if person.startswith(BROUGHT):
            raise ValueError("nobody can act as a person whom a package brought")
        other = copy.copy(self)
        other._who, other._is_machine = person, False  # noqa: SLF001 - its own
        return other

    def allows(self, case_id: str, what: Act, subject: Subject | None = None) -> bool:
        """
        Tell whether whoever acts has the right to something now, so that no page offers in vain
        what would be refused.

        subject: what it is about; None for the case itself.
        """
        try:
            self.require(case_id, what, subject)
        except (NotAllowedError, UnknownCaseError):
            return False
        return True

    def require(
        self, case_id: str, what: Act, subject: Subject | None = None, step: str = ""
    ) -> None:
        """
        Do nothing where whoever acts has the right to something now, else as the act itself would.

        step: of the procedure, for the act of taking one.

        Raises:
            UnknownCaseError, NotAllowedError: see the classes.
        """
        if not self._engine.is_there():
            return
        with self._engine.reading() as connection:
            about = subject or Subject("case", (case_id,))
            after: Words | None = {"step": step} if step else None
            self._require_right(connection, case_id, what, about, after)

    def events(self, case_id: str) -> tuple[Event, ...]:
        """
        Return what happened to a case, the first act first; nothing is checked here.

        case_id: a case's id, also of one that was removed; "home" for the home's own record.

        Raises:
            UnknownCaseError: whoever asks may not see the case; the machine itself may.
        """
        if not self._engine.is_there():
            return ()
        with self._engine.reading() as connection:
            self._require_sight(connection, case_id)
            return tuple(map(chain.event_of, chain.chain_rows(connection, case_id)))

    def head(self, case_id: str) -> Head:
        """
        Return the number and the hash of the last event of a case, or of the "home".

        Raises:
            UnknownCaseError: whoever asks may not see the case; the machine itself may.
        """
        if not self._engine.is_there():
            return Head()
        with self._engine.reading() as connection:
            self._require_sight(connection, case_id)
            return chain.head_of(connection, case_id)

    @contextmanager
    def _act(
        self, case_id: str, what: Act, subject: Subject, who: str = ""
    ) -> Iterator[Connection]:
        """
        Hold the write lock for one act on a case; its event says what became of the subject.

        Raises:
            UnknownCaseError: there is no such case.
        """
        with self._writing() as connection:
            self._require_case(connection, case_id)
            self._require_right(connection, case_id, what, subject)
            with self._recorded(connection, case_id, what, subject, who, follows=True):
                yield connection

    @contextmanager
    def _recorded(
        self,
        connection: Connection,
        case_id: str,
        what: Act,
        subject: Subject,
        who: str = "",
        *,
        follows: bool = False,
    ) -> Iterator[None]:
        """
        Write an event of what changes inside; none where nothing changes.

        follows: it follows from another act, whose right is asked for, and needs none of its own.
        """
        before = state_of(connection, case_id, subject)
        yield
        after = state_of(connection, case_id, subject)
        if before != after:
            basis = self._basis(connection, case_id, subject, before, after)
            was, is_now = told(before, after)
            if not follows:
                self._require_right(connection, case_id, what, subject, is_now)
            self._write(connection, case_id, what, subject, who, was, is_now, basis)

    def _require_right(
        self,
        connection: Connection,
        case_id: str,
        what: Act,
        subject: Subject,
        after: Words | None = None,
    ) -> None:
        """
        Raises:
            UnknownCaseError, NotAllowedError: whoever acts may not do this.
        """
        if not self._is_machine:
            permission.require(connection, case_id, self._who, what, subject.words, after)

    def _require_case(self, connection: Connection, case_id: str) -> None:
        """
        Do nothing for a case that is stored.

        Raises:
            UnknownCaseError: there is none with this id that whoever acts may see; names the
                nearest ids to the machine's own user.
        """
        if connection.execute(select(cases.c.id).where(cases.c.id == case_id)).first() is None:
            known = connection.execute(select(cases.c.id)).scalars().all()
            raise UnknownCaseError(case_id, known if self._is_machine else ())
        self._require_sight(connection, case_id)

    def _require_sight(self, connection: Connection, case_id: str) -> None:
        """Do nothing for a case that whoever asks may see; else it is as if there were none."""
        if not self._sees(connection, case_id):
            raise UnknownCaseError(case_id, ())

    def _sees(self, connection: Connection, case_id: str) -> bool:
        return self._is_machine or permission.sees(connection, case_id, self._who)

    def _write(
        self,
        connection: Connection,
        case_id: str,
        what: Act,
        subject: Subject,
        who: str = "",
        before: Words | None = None,
        after: Words | None = None,
        basis: Words | None = None,
    ) -> None:
        mark = person_mark(self._who or who)
        words = (subject.words, before, after, basis or {})
        chain.append(connection, Event(case_id, self._clock(), mark, what, *words))

    def _basis(
        self,
        connection: Connection,
        case_id: str,
        subject: Subject,
        before: Words | None,
        after: Words | None,
    ) -> Words:
        """Return the rules, the evidence and the panel that an act stands on."""
        match subject:
            case Subject("sheet", (person, _)):
                rows = changed_indicators(before, after)
            case Subject("judgement", (person, _, indicator)):
                rows = {indicator}
            case Subject("decision", (_, passage)):
                rules = self._stamp(connection, case_id, ())
                return {**rules, "evidence": evidence_on(connection, case_id, passage=passage)}
            case Subject("document", (sha256,)):
                return {**self._stamp(connection, case_id, ()), "evidence": [{"document": sha256}]}
            case _:
                return self._stamp(connection, case_id, ())
        basis = self._stamp(connection, case_id, rows)
        basis["evidence"] = evidence_on(connection, case_id, indicators=rows)
        if not person:
            basis["panel"] = panel_of(connection, case_id, subject.key[1])
        return basis

    def _stamp(self, connection: Connection, case_id: str, rows: Collection[str]) -> Words:
        rules = rules_of(connection, case_id)
        stamp = self._rules(rules, rows) if rules else None
        return {"rules": stamp} if stamp else {}
