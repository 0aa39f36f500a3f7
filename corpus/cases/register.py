"""The cases of a home and the people who work on them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, and_, exists, func, insert, or_, select, true, update

from corpus.cases import permission, rows
from corpus.cases.case import Case, CasePerson, CaseRules, Stage
from corpus.cases.history import CaseHistory
from corpus.cases.procedure import Part
from corpus.cases.rights import first_part
from corpus.errors import UnknownCaseError
from corpus.record.event import HOME, Act, Subject
from corpus.record.new_id import new_id
from corpus.record.tables import case_people, cases, json_text

_LONGEST_NAME = 80
_IN_ORDER = (cases.c.created, cases.c.position)


class CaseRegister(CaseHistory):
    """Which cases there are, what they are about, and who joined them."""

    def create_case(
        self,
        name: str,
        rule_set: str,
        level: str | None = None,
        *,
        stage: Stage = "pre",
        profile: Mapping[str, Any] | None = None,
        is_sample: bool = False,
        edition: str | None = None,
    ) -> str:
        """
        Create a case and return its id. Rule set, level and profile are the caller's to check.

        Whoever makes it is the first of its people; a case that the machine makes has none.

        Args:
            name: what people call it.
            rule_set: the id of the rule set.
            level: the level applied for; None where the rule set has none.
            stage: pre-evaluation or formal evaluation.
            profile: the words of the project profile; None when there is none yet.
            is_sample: whether it is the sample that the workbench offers.
            edition: of the rules that it is judged by; None for the newest on file now.
        """
        stamp = self._rules(CaseRules(rule_set, edition), ()) or {}
        with self._writing() as connection:
            case_id = new_id(connection, cases.c.id, "c-")
            subject = Subject("case", (case_id,))
            if not is_sample:  # everybody may look at what the workbench can do
                self._require_right(connection, case_id, "case.created", subject)
            self._write(connection, HOME, "case.created", subject)
            with self._recorded(connection, case_id, "case.created", subject, follows=True):
                connection.execute(
                    insert(cases).values(
                        id=case_id,
                        name=name,
                        rule_set=rule_set,
                        level=level,
                        created=self._clock(),
                        stage=stage,
                        profile=json_text(profile or {}),
                        is_sample=int(is_sample),
                        position=next_position(connection, cases),
                        edition=edition or stamp.get("edition"),
                    )
                )
            self._take_part(connection, case_id, is_sample=is_sample)
        return case_id

    def cases(self) -> tuple[Case, ...]:
        """Return all cases that may be seen, oldest first; () before the first one is created."""
        if not self._engine.is_there():
            return ()
        with self._engine.reading() as connection:
            seen = true() if self._is_machine else permission.visible(connection, self._who)
            found = connection.execute(select(cases).where(seen).order_by(*_IN_ORDER)).all()
        return tuple(map(rows.case_of, found))

    def case(self, case_id: str) -> Case:
        """
        Return one case.

        Raises:
            UnknownCaseError: there is none with this id that may be seen; names the nearest ids.
        """
        if self._engine.is_there():
            with self._engine.reading() as connection:
                row = connection.execute(select(cases).where(cases.c.id == case_id)).first()
                if row is not None and self._sees(connection, case_id):
                    return rows.case_of(row)
        raise UnknownCaseError(case_id, [case.id for case in self.cases()])

    def rename_case(self, case_id: str, name: str) -> None:
        """
        Give a case another name.

        Raises:
            UnknownCaseError: there is no such case.
        """
        self._change(case_id, "case.renamed", name=name)

    def set_stage(self, case_id: str, stage: Stage) -> None:
        """
        Say whether a case is in pre-evaluation or formal evaluation; its sheets stay.

        Raises:
            UnknownCaseError: there is no such case.
        """
        self._change(case_id, "case.stage-set", stage=stage)

    def set_profile(self, case_id: str, profile: Mapping[str, Any]) -> None:
        """
        Replace the words of a case's project profile; {} takes it away.

        Raises:
            UnknownCaseError: there is no such case.
        """
        self._change(case_id, "case.profile-set", profile=json_text(profile))

    # people

    def join_case(self, case_id: str, person: str, name: str = "") -> None:
        """
        Let a person work on a case; joining again gives another name, an empty one keeps the old.

        Raises:
            UnknownCaseError: there is no such case.
            ValueError: the person is empty.
        """
        if not person:
            raise ValueError("a person who joins a case needs a token; '' is the case itself")
        shown = name.strip()[:_LONGEST_NAME]
        who = and_(case_people.c.case_id == case_id, case_people.c.person == person)
        subject = Subject("person", (person,))
        with self._writing() as connection:
            self._require_case(connection, case_id)
            if connection.execute(select(case_people.c.name).where(who)).first() is None:
                with self._recorded(connection, case_id, "person.joined", subject, person):
                    connection.execute(
                        insert(case_people).values(
                            case_id=case_id,
                            person=person,
                            name=shown,
                            joined=self._clock(),
                            position=next_position(connection, case_people),
                        )
                    )
            elif shown:
                with self._recorded(connection, case_id, "person.named", subject, person):
                    connection.execute(update(case_people).where(who).values(name=shown))

    def case_people(self, case_id: str) -> tuple[CasePerson, ...]:
        """Return who joined a case, in the order of joining; () for nobody."""
        self.case(case_id)
        found = self._rows(
            select(
                case_people.c.person, case_people.c.name, case_people.c.joined, case_people.c.part
            )
            .where(case_people.c.case_id == case_id)
            .order_by(case_people.c.joined, case_people.c.position)
        )
        return tuple(CasePerson(row.person, row.name, row.joined, row.part) for row in found)

    def cases_of(self, person: str) -> tuple[Case, ...]:
        """
        Return the cases that are a person's, oldest first: those that their account may see; where
        nobody has an account those that they joined or nobody did.
        """
        if not self._engine.is_there():
            return ()
        joined = select(case_people.c.person).where(case_people.c.case_id == cases.c.id)
        with self._engine.reading() as connection:
            is_theirs = or_(exists(joined.where(case_people.c.person == person)), ~exists(joined))
            if permission.has_accounts(connection):
                is_theirs = permission.visible(connection, person)
            found = connection.execute(select(cases).where(is_theirs).order_by(*_IN_ORDER)).all()
        return tuple(map(rows.case_of, found))

    def _take_part(self, connection: Connection, case_id: str, *, is_sample: bool) -> None:
        """Have whoever made a case be among its people, with their part where there are accounts."""
        if self._is_machine or not self._who:
            return
        part: Part = ""
        if permission.has_accounts(connection):
            part = first_part(permission.roles_of(connection, self._who), is_sample=is_sample)
            if not part:  # the office acts in all cases
                return
        subject = Subject("person", (self._who,))
        with self._recorded(connection, case_id, "person.joined", subject, follows=True):
            connection.execute(
                insert(case_people).values(
                    case_id=case_id,
                    person=self._who,
                    name=permission.name_of(connection, self._who),
                    joined=self._clock(),
                    position=next_position(connection, case_people),
                )
            )
        if not part:
            return
        subject = Subject("part", (self._who,))
        with self._recorded(connection, case_id, "person.assigned", subject, follows=True):
            who = and_(case_people.c.case_id == case_id, case_people.c.person == self._who)
            connection.execute(update(case_people).where(who).values(part=part))

    def _change(self, case_id: str, what: Act, **values: str) -> None:
        with self._act(case_id, what, Subject("case", (case_id,))) as connection:
            connection.execute(update(cases).where(cases.c.id == case_id).values(**values))


def next_position(connection: Connection, table: Any) -> int:
    """Return the number after the last one of a table that keeps the order of its rows."""
    last = connection.execute(select(func.max(table.c.position))).scalar_one()
    return int(last or 0) + 1
