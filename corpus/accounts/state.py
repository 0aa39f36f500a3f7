"""What the rows of accounts say, in the words that events use: never a password or its hash."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Row, select

from corpus.accounts.account import ROLES, Account
from corpus.record.event import Subject, Words
from corpus.record.tables import accounts


def account_of(row: Row[Any]) -> Account:
    """Return the account of a row; roles that no version knows are left out."""
    return Account(
        id=row.id,
        login=row.login,
        name=row.name,
        employer=row.employer,
        roles=frozenset(role for role in ROLES if role in json.loads(row.roles)),
        is_disabled=bool(row.is_disabled),
        must_change=bool(row.must_change),
        created=row.created,
        locked_until=row.locked_until,
    )


def account_state(connection: Connection, account_id: str) -> Words | None:
    """Return what the store holds of an account; None for nothing."""
    found = connection.execute(select(accounts).where(accounts.c.id == account_id)).first()
    return None if found is None else _words(found)


def account_states(connection: Connection) -> Iterator[tuple[Subject, Words]]:
    """Return all accounts of a store."""
    for row in connection.execute(select(accounts)).all():
        yield Subject("account", (row.id,)), _words(row)


def _words(row: Row[Any]) -> Words:
    return {
        "login": row.login,
        "name": row.name,
        "employer": row.employer,
        "roles": json.loads(row.roles),
        "is_disabled": bool(row.is_disabled),
        "must_change": bool(row.must_change),
        "created": row.created,
        "locked_until": row.locked_until,
    }
