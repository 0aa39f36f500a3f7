"""Acts on accounts: each changes the store and writes its event, both or neither."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, Self

from sqlalchemy import Connection, Row, select

from corpus.accounts.errors import AdminNeededError, LastAdminError, UnknownAccountError
from corpus.accounts.state import account_of, account_state
from corpus.record import chain
from corpus.record.change import told
from corpus.record.database import CaseDatabase
from corpus.record.event import HOME, Act, Event, Subject, person_mark
from corpus.record.tables import accounts


class AccountHistory(CaseDatabase):
    """
    Changes of accounts as events in the home's record, and who may make them.

    A store acts for whoever works on the machine itself, who may do everything, or for one account
    (`acting`).
    """

    _who = ""

    def acting(self, account_id: str) -> Self:
        """Return the same store for acts of an account; "" for the machine itself."""
        other = copy.copy(self)
        other._who = account_id  # noqa: SLF001 - its own
        return other

    def require_admin(self, act: str) -> None:
        """
        Do nothing where an admin acts, or the machine itself.

        act: in words, for the error.

        Raises:
            AdminNeededError: whoever acts is no admin.
        """
        if self._who:
            with self._engine.reading() as connection:
                self._require_admin(connection, act)

    @contextmanager
    def _act(self, account_id: str, what: Act) -> Iterator[tuple[Connection, Row[Any]]]:
        """
        Hold the write lock for one act of an admin on an account, which writes its event.

        Raises:
            UnknownAccountError: there is no such account.
            AdminNeededError: whoever acts is no admin.
            LastAdminError: no admin would be left.
        """
        with self._writing() as connection:
            self._require_admin(connection, what.removeprefix("account."))
            row = row_of(connection, account_id)
            with self._recorded(connection, account_id, what):
                yield connection, row
            if account_of(row).is_admin and not any_admin(connection):
                raise LastAdminError(row.login)

    @contextmanager
    def _recorded(
        self,
        connection: Connection,
        account_id: str,
        what: Act,
        who: str | None = None,
        *,
        always: bool = False,
    ) -> Iterator[None]:
        """
        Write an event of what changes inside; none where nothing changes.

        who: acts, where it is not the account that the store acts for. always: something changes
        that the record does not tell, such as a password.
        """
        before = account_state(connection, account_id)
        yield
        after = account_state(connection, account_id)
        if before == after and not always:
            return
        was, is_now = told(before, after)
        mark = person_mark(self._who if who is None else who)
        words = (Subject("account", (account_id,)).words, was, is_now)
        chain.append(connection, Event(HOME, self._clock(), mark, what, *words))

    def _require_admin(self, connection: Connection, act: str) -> None:
        if not self._who:
            return
        found = connection.execute(select(accounts).where(accounts.c.id == self._who)).first()
        if found is None or not account_of(found).is_admin:
            raise AdminNeededError(act)

    def now(self) -> str:
        """Return the time of the store's clock: UTC, ISO 8601."""
        return self._clock()

    def _later(self, **span: int) -> str:
        """Return the time after a span from now."""
        return (datetime.fromisoformat(self._clock()) + timedelta(**span)).isoformat()


def row_of(connection: Connection, account_id: str) -> Row[Any]:
    """
    Return the row of an account.

    Raises:
        UnknownAccountError: there is none with this id.
    """
    found = connection.execute(select(accounts).where(accounts.c.id == account_id)).first()
    if found is None:
        raise UnknownAccountError(account_id)
    return found


def any_admin(connection: Connection) -> bool:
    """Tell whether there is an admin that is not disabled."""
    return any(account_of(row).is_admin for row in connection.execute(select(accounts)).all())
