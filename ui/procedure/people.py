"""The panel and the reviewer of a case, with everything that keeps them from being fit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from corpus.cases.case import CasePerson
from corpus.cases.procedure import Declaration
from corpus.cases.store import CaseStore
from corpus.errors import UnknownPersonError
from corpus.record.event import person_mark
from scoring.independence import Declared, Person, Role, member_of, reviewed_own, undeclared
from scoring.panel import Finding, Member, Party, Tie, check_members, check_reviewer


@dataclass(frozen=True, slots=True)
class Seat:
    """A person on the panel or the reviewer: who, their declaration, and what the rules make of it."""

    person: CasePerson
    declaration: Declaration | None
    known: Person
    member: Member

    @property
    def mark(self) -> str:
        """What the record calls the person."""
        return person_mark(self.person.person)


@dataclass(frozen=True, slots=True)
class CasePanelView:
    """
    Who judges and who reviews, and what stands against them.

    findings: against the panel (4.8, 5.4.1). reviewer_findings: against the reviewer (5.5.1).
    reviewers: everybody who is assigned to review; there should be one.
    """

    members: tuple[Seat, ...]
    reviewers: tuple[Seat, ...]
    findings: tuple[Finding, ...]
    reviewer_findings: tuple[Finding, ...]


def person_named(cases: CaseStore, case_id: str, named: str) -> str:
    """
    Return the person of a case that is named by id, by mark, or by a name that only one bears.

    Raises:
        UnknownCaseError: there is no such case.
        UnknownPersonError: nobody, or more than one, of the case is named so.
    """
    people = cases.case_people(case_id)
    by_name = [one.person for one in people if one.name and one.name == named.strip()]
    for one in people:
        if named in (one.person, person_mark(one.person)):
            return one.person
    if len(by_name) == 1:
        return by_name[0]
    raise UnknownPersonError(case_id, [one.name or person_mark(one.person) for one in people])


def case_panel(
    cases: CaseStore, case_id: str, on: date, readings: Mapping[str, str]
) -> CasePanelView:
    """Return the panel of a case as it stands, checked for a day."""
    parties: dict[Party, list[str]] = {}
    for one in cases.parties(case_id):
        parties.setdefault(one.party, []).append(one.organisation)
    declared = cases.declared(case_id)
    ever = cases.parts_ever(case_id)

    def seats(part: str) -> tuple[Seat, ...]:
        found = []
        for at, one in enumerate(cases.case_people(case_id), 1):
            if one.part != part:
                continue
            parts = ever.get(person_mark(one.person), frozenset())
            declaration = declared.get(one.person)
            known = Person(person_mark(one.person), one.name or f"#{at}", _said(declaration), parts)
            found.append(Seat(one, declaration, known, member_of(known, parties, on)))
        return tuple(found)

    members, reviewers = seats("member"), seats("reviewer")
    panel = [one.member for one in members]
    findings = (*check_members(panel, readings), *undeclared([one.known for one in members]))
    return CasePanelView(members, reviewers, findings, _against_reviewer(panel, reviewers))


def _against_reviewer(panel: list[Member], reviewers: tuple[Seat, ...]) -> tuple[Finding, ...]:
    if len(reviewers) > 1:
        text = f"指派了 {len(reviewers)} 名复核人，应为 1 名。"
        english = f"{len(reviewers)} reviewers are assigned; there is to be one."
        return (Finding("many_reviewers", "5.5.1", text, english),)
    seat = reviewers[0] if reviewers else None
    known = [seat.known] if seat else []
    return (
        *check_reviewer(panel, seat.member if seat else None),
        *undeclared(known),
        *reviewed_own(seat.known if seat else None),
    )


def _said(declaration: Declaration | None) -> Declared | None:
    if declaration is None:
        return None
    return Declared(
        declaration.employer,
        declaration.is_expert,
        tuple(Tie(one.party, one.nature) for one in declaration.ties),
        tuple(
            Role(one.organisation, one.what, date.fromisoformat(one.until) if one.until else None)
            for one in declaration.earlier
        ),
    )


def finding_words(findings: tuple[Finding, ...]) -> list[dict[str, Any]]:
    """Return findings as words to be kept and shown."""
    return [
        {"code": one.code, "clause": one.clause, "zh": one.text_zh, "en": one.text_en}
        for one in findings
    ]


def seat_words(seat: Seat) -> dict[str, Any]:
    """Return who sits on the panel, as words to be kept: without tokens."""
    declaration = seat.declaration
    return {
        "mark": seat.mark,
        "name": seat.person.name,
        "expert": seat.member.is_expert,
        "employer": declaration.employer if declaration else "",
        "declaration": declaration.number if declaration else 0,
    }
