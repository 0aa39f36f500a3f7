"""Who does what in a case: parts of people, parties, declarations of independence (4.8)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Row, and_, delete, func, insert, select, update

from corpus.cases import permission
from corpus.cases.confirmations import Confirmations
from corpus.cases.procedure import (
    PARTIES,
    PARTS,
    CaseParty,
    Declaration,
    DeclaredTie,
    EarlierRole,
    Part,
    PartyName,
)
from corpus.cases.record_words import iso_day, kept_text, one_of
from corpus.errors import RecordWordsError, UnknownPersonError
from corpus.record.event import Subject, person_mark
from corpus.record.procedure_tables import case_parties, declarations
from corpus.record.tables import case_people, events, json_text

LONGEST_NAME, LONGEST_TEXT, MOST_ENTRIES = 200, 4000, 50


class CasePanel(Confirmations):
    """The people of a case in their parts, and the organisations around it."""

    def assign_part(self, case_id: str, person: str, part: Part) -> None:
        """
        Give a person of a case a part; "" takes it away. A person has one part at a time.

        Raises:
            UnknownCaseError: there is no such case.
            UnknownPersonError: the person did not join it.
            RecordWordsError: there is no such part, or the person's account lacks the role for it.
        """
        one_of("The part", part, PARTS)
        with self._act(case_id, "person.assigned", Subject("part", (person,))) as connection:
            require_person(connection, case_id, person)
            permission.require_fit(connection, person, part)
            who = and_(case_people.c.case_id == case_id, case_people.c.person == person)
            connection.execute(update(case_people).where(who).values(part=part))

    def parts_ever(self, case_id: str) -> dict[str, frozenset[str]]:
        """
        Return by the mark of a person every part that they ever had in a case, by its record.

        "scorer" is added for whoever ever saved a sheet: their own, or the case's own where the
        record names them. {} for a case without parts and sheets.
        """
        self.case(case_id)
        query = (
            select(events.c.who, events.c.what, events.c.subject, events.c.after)
            .where(events.c.chain == case_id)
            .where(events.c.what.in_(("person.assigned", "sheet.saved", "sheet.undone")))
        )
        found: dict[str, set[str]] = {}
        for row in self._rows(query):
            owner = json.loads(row.subject).get("person", "")
            if row.what == "person.assigned":
                part = (json.loads(row.after) or {}).get("part")
                found.setdefault(owner, set()).update([part] if part else [])
            else:
                for mark in {owner, row.who} - {""}:
                    found.setdefault(mark, set()).add("scorer")
        return {mark: frozenset(parts) for mark, parts in found.items() if parts}

    # parties

    def add_party(self, case_id: str, party: PartyName, organisation: str) -> None:
        """
        Name an organisation as a party of the project; naming it again changes nothing.

        Raises:
            UnknownCaseError: there is no such case.
            RecordWordsError: there is no such party, or the name is empty or too long.
        """
        one_of("The party", party, PARTIES)
        named = kept_text("The organisation's name", organisation, LONGEST_NAME)
        with self._act(case_id, "party.added", Subject("party", (party, named))) as connection:
            if connection.execute(select(1).where(_is_party(case_id, party, named))).first():
                return
            connection.execute(
                insert(case_parties).values(
                    case_id=case_id, party=party, organisation=named, added=self._clock()
                )
            )

    def remove_party(self, case_id: str, party: PartyName, organisation: str) -> None:
        """
        Take an organisation from the parties; nothing happens when it is none of them.

        Raises:
            UnknownCaseError: there is no such case.
        """
        named = organisation.strip()
        with self._act(case_id, "party.removed", Subject("party", (party, named))) as connection:
            connection.execute(delete(case_parties).where(_is_party(case_id, party, named)))

    def parties(self, case_id: str) -> tuple[CaseParty, ...]:
        """Return the parties of a case, the applicant first; () before any is named."""
        self.case(case_id)
        query = select(case_parties).where(case_parties.c.case_id == case_id)
        found = [CaseParty(row.party, row.organisation) for row in self._rows(query)]
        return tuple(sorted(found, key=lambda one: (PARTIES.index(one.party), one.organisation)))

    # declarations

    def declare_independence(self, case_id: str, given: Declaration) -> int:
        """
        Keep a declaration and return its number; earlier ones of the person stay and hold no longer.

        Raises:
            UnknownCaseError: there is no such case.
            UnknownPersonError: the person did not join it.
            RecordWordsError: words are missing, too long or no day.
        """
        if max(len(given.ties), len(given.earlier)) > MOST_ENTRIES:
            raise RecordWordsError("The declaration", f"{MOST_ENTRIES} entries a list are allowed")
        words = {
            "employer": kept_text("The employer", given.employer, LONGEST_NAME),
            "is_expert": int(given.is_expert),
            "ties": json_text([asdict(_tie(one)) for one in given.ties]),
            "earlier": json_text([asdict(_earlier(one)) for one in given.earlier]),
            "statement": kept_text("The statement", given.statement, LONGEST_TEXT),
            "statement_version": kept_text("Its version", given.statement_version, 40),
            "made": iso_day("The day of the declaration", given.made),
        }
        person = given.person
        with self._writing() as connection:
            self._require_case(connection, case_id)
            require_person(connection, case_id, person)
            last = connection.execute(
                select(func.max(declarations.c.number)).where(_is_declared(case_id, person))
            ).scalar()
            number = int(last or 0) + 1
            key = {"case_id": case_id, "person": person, "number": number}
            subject = Subject("declaration", (person, str(number)))
            with self._recorded(connection, case_id, "independence.declared", subject, person):
                connection.execute(insert(declarations).values(**key, **words, at=self._clock()))
        return number

    def declarations(self, case_id: str, person: str | None = None) -> tuple[Declaration, ...]:
        """Return the declarations of a case, or of one person, in the order of their making."""
        self.case(case_id)
        of = declarations.c.case_id == case_id
        if person is not None:
            of = _is_declared(case_id, person)
        query = select(declarations).where(of)
        order = (declarations.c.at, declarations.c.person, declarations.c.number)
        return tuple(map(_declaration, self._rows(query.order_by(*order))))

    def declared(self, case_id: str) -> Mapping[str, Declaration]:
        """Return by person the declaration that holds; {} where nobody declared."""
        found = sorted(self.declarations(case_id), key=lambda one: one.number)
        return {one.person: one for one in found}


def require_person(connection: Connection, case_id: str, person: str) -> None:
    """
    Do nothing for a person who joined a case.

    Raises:
        UnknownPersonError: they did not.
    """
    query = select(case_people.c.person, case_people.c.name).where(case_people.c.case_id == case_id)
    people = connection.execute(query).all()
    if person not in {row.person for row in people}:
        raise UnknownPersonError(case_id, [row.name or person_mark(row.person) for row in people])


def _is_party(case_id: str, party: str, organisation: str) -> Any:
    return and_(
        case_parties.c.case_id == case_id,
        case_parties.c.party == party,
        case_parties.c.organisation == organisation,
    )


def _is_declared(case_id: str, person: str) -> Any:
    return and_(declarations.c.case_id == case_id, declarations.c.person == person)


def _tie(tie: DeclaredTie) -> DeclaredTie:
    one_of("The party of a tie", tie.party, PARTIES)
    return DeclaredTie(tie.party, kept_text("The nature of a tie", tie.nature, 1000))


def _earlier(role: EarlierRole) -> EarlierRole:
    return EarlierRole(
        kept_text("The organisation of an earlier role", role.organisation, LONGEST_NAME),
        kept_text("An earlier role", role.what, 1000),
        iso_day("The end of an earlier role", role.until, may_be_empty=True),
    )


def _declaration(row: Row[Any]) -> Declaration:
    return Declaration(
        person=row.person,
        number=row.number,
        employer=row.employer,
        is_expert=bool(row.is_expert),
        ties=tuple(DeclaredTie(**one) for one in json.loads(row.ties)),
        earlier=tuple(EarlierRole(**one) for one in json.loads(row.earlier)),
        statement=row.statement,
        statement_version=row.statement_version,
        made=row.made,
        at=row.at,
    )
