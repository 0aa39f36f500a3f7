"""Whether somebody may do or see something in a case, as accounts and parts stand in the store."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import ColumnElement, Connection, and_, exists, false, func, select, true

from corpus.accounts.account import Role
from corpus.cases.procedure import Part
from corpus.cases.rights import ROLES_FOR, Standing, grants_of, may, may_see, sees_all
from corpus.errors import NotAllowedError, RecordWordsError, UnknownCaseError
from corpus.record.connections import KEPT
from corpus.record.event import Act, Words, person_mark
from corpus.record.procedure_tables import case_steps
from corpus.record.tables import accounts, case_people, cases

_T = TypeVar("_T")


def has_accounts(connection: Connection) -> bool:
    """Tell whether anybody has an account; where nobody has, everybody may do everything."""
    some = select(accounts.c.id).limit(1)
    return _kept(connection, (), lambda: connection.execute(some).first() is not None)


def roles_of(connection: Connection, person: str) -> frozenset[Role]:
    """Return the roles of an account; none for one that is disabled or is not there."""
    query = select(accounts.c.roles).where(accounts.c.id == person, accounts.c.is_disabled == 0)
    found = connection.execute(query).scalar()
    return frozenset(json.loads(found)) if found else frozenset()


def standing_of(connection: Connection, case_id: str, person: str) -> Standing:
    """Return who an account is to a case; without a part for a case that is not there."""
    return _kept(connection, (case_id, person), lambda: _standing(connection, case_id, person))


def _standing(connection: Connection, case_id: str, person: str) -> Standing:
    is_theirs = and_(case_people.c.case_id == case_id, case_people.c.person == person)
    part = connection.execute(select(case_people.c.part).where(is_theirs)).scalar()
    of_case = select(cases.c.stage, cases.c.is_sample).where(cases.c.id == case_id)
    case = connection.execute(of_case).first()
    handed_over = select(case_steps.c.stage).where(
        case_steps.c.case_id == case_id, case_steps.c.step == "publish_notice"
    )
    return Standing(
        person_mark(person),
        roles_of(connection, person),
        part or "",
        is_begun=case is not None and _is_begun(connection, case_id, case.stage),
        handed_over=frozenset(connection.execute(handed_over).scalars()),
        is_sample=case is not None and bool(case.is_sample),
    )


def require(
    connection: Connection,
    case_id: str,
    person: str,
    what: Act,
    subject: Words,
    after: Words | None,
) -> None:
    """
    Do nothing where a person has the right to an act; also where nobody has an account.

    Raises:
        UnknownCaseError: they may not even see the case.
        NotAllowedError: they may not do this; names whose right it is.
    """
    if not has_accounts(connection):
        return
    standing = standing_of(connection, case_id, person)
    if may(standing, what, subject, after):
        return
    if what not in ("case.created", "case.imported") and not may_see(standing):
        raise UnknownCaseError(case_id, ())
    step = str((after or {}).get("step", ""))
    raise NotAllowedError(step or what, {grant.role for grant in grants_of(what, step)})


def require_fit(connection: Connection, person: str, part: Part) -> None:
    """
    Do nothing where a person's account has a role for a part; also where nobody has an account.

    Raises:
        RecordWordsError: it has none; names those that would do.
    """
    needed = ROLES_FOR.get(part)
    if needed and has_accounts(connection) and not needed & roles_of(connection, person):
        wanted = " or ".join(sorted(needed))
        raise RecordWordsError("The part", f"{part} is for accounts with the role {wanted}")


def name_of(connection: Connection, person: str) -> str:
    """Return the name of an account; "" for none."""
    query = select(accounts.c.name).where(accounts.c.id == person)
    return connection.execute(query).scalar() or ""


def visible(connection: Connection, person: str) -> ColumnElement[bool]:
    """Return the condition on `cases` that holds for what a person may open."""
    if not has_accounts(connection) or sees_all(roles := roles_of(connection, person)):
        return true()
    taking_part = exists().where(
        case_people.c.case_id == cases.c.id,
        case_people.c.person == person,
        case_people.c.part != "",
    )
    return taking_part if roles else false()


def sees(connection: Connection, case_id: str, person: str) -> bool:
    """Tell whether a person may open a case; everybody may where nobody has an account."""
    return not has_accounts(connection) or may_see(standing_of(connection, case_id, person))


def _kept(connection: Connection, key: tuple[str, ...], make: Callable[[], _T]) -> _T:
    """Return what a key stands for, worked out once where one state is read."""
    kept = connection.get_execution_options().get(KEPT)
    if kept is None:
        return make()
    if key not in kept:
        kept[key] = make()
    found: _T = kept[key]
    return found


def _is_begun(connection: Connection, case_id: str, stage: str) -> bool:
    """Tell whether the application is handed in and was not returned."""
    steps = case_steps
    of_stage = and_(steps.c.case_id == case_id, steps.c.stage == stage)
    last = select(func.max(steps.c.number)).where(of_stage).scalar_subquery()
    query = select(steps.c.after).where(of_stage, steps.c.number == last)
    return connection.execute(query).scalar() not in (None, "prepared", "returned")
