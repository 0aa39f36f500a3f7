"""
The accounts of a home: signing in and out, passwords, sessions.

    store = AccountStore(home)
    account, temporary = store.create("li", "李工", ["admin"])
    session = store.sign_in("li", temporary)
    store.session_account(session.token)

Failures and sessions are counted in the database, so that several servers agree. Times are those of
the clock given.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from corpus.accounts import password
from corpus.accounts.account import Account
from corpus.accounts.errors import (
    AccountFieldsError,
    AccountLockedError,
    PasswordRefusedError,
    SignInError,
)
from corpus.accounts.history import row_of
from corpus.accounts.register import end_sessions, end_tokens, login_of
from corpus.accounts.state import account_of
from corpus.accounts.tokens import AccountTokens
from corpus.record.tables import account_sessions, accounts

FAILURES = 5
"""Wrong passwords in a row that lock an account."""
LOCKED_MINUTES = 15
IDLE_HOURS, LONGEST_DAYS = 12, 7
_NOTED = timedelta(minutes=5)  # the use of a session is written down this often


@dataclass(frozen=True, slots=True)
class Session:
    """
    Somebody who is signed in.

    token: known to nobody but the browser; the store keeps its hash. account: as it was when the
    session was begun.
    """

    token: str
    account: Account


class AccountStore(AccountTokens):
    """All accounts of one home, in the same database as its cases."""

    def sign_in(self, login: str, given: str) -> Session:
        """
        Begin a session.

        A login that does not exist, a disabled account and a wrong password cannot be told apart,
        by the words or by the time they take. However many try at once: after five answers that
        were "wrong" there is no other until the account is not locked any more.

        Raises:
            SignInError: login and password do not belong together.
            AccountLockedError: the password was wrong too often.
        """
        account = self._checked(login, given)
        token = secrets.token_urlsafe(32)
        with self._writing() as connection:
            self._drop_expired(connection)
            now = self._clock()
            row = {"token": _hash(token), "account": account.id, "begun": now, "used": now}
            connection.execute(insert(account_sessions).values(**row))
        return Session(token, account)

    def check(self, login: str, given: str) -> Account:
        """
        Return the account of a login and its password, without a session; else as `sign_in`.

        Raises:
            SignInError, AccountLockedError: as in `sign_in`.
        """
        return self._checked(login, given)

    def session_account(self, token: str, *, is_use: bool = True) -> Account | None:
        """
        Return whose session it is; None for one that is not there, has ended or is too old.

        is_use: whether somebody does something with it, which lets it last; not what a page asks
        by itself.
        """
        found = self._rows(
            select(account_sessions.c.begun, account_sessions.c.used, accounts)
            .join(accounts, accounts.c.id == account_sessions.c.account)
            .where(account_sessions.c.token == _hash(token))
        )
        for row in found:
            now = _moment(self._clock())
            if row.is_disabled or _is_expired(row.begun, row.used, now):
                return None
            if is_use and abs(now - _moment(row.used)) >= _NOTED:
                self._note_use(token)
            return account_of(row)
        return None

    def sign_out(self, token: str) -> None:
        """End a session; nothing where there is none."""
        with self._writing() as connection:
            connection.execute(
                delete(account_sessions).where(account_sessions.c.token == _hash(token))
            )

    def sign_out_everywhere(self, account_id: str) -> None:
        """
        End all sessions of an account. One's own, or an admin anybody's.

        Raises:
            UnknownAccountError, AdminNeededError: see the classes.
        """
        with self._writing() as connection:
            row_of(connection, account_id)
            if self._who != account_id:
                self._require_admin(connection, "sign out others")
            with self._recorded(connection, account_id, "account.signed-out", always=True):
                end_sessions(connection, account_id)

    def reset_password(self, account_id: str) -> str:
        """
        Replace a password that was lost; return one for once. Ends all sessions, tokens and any lock.

        Raises:
            UnknownAccountError, AdminNeededError: see the classes.
        """
        secret = password.temporary()
        kept = password.hashed(secret)
        with self._writing() as connection:
            self._require_admin(connection, "reset passwords")
            row_of(connection, account_id)
            with self._recorded(connection, account_id, "account.password-reset", always=True):
                _set(connection, account_id, password=kept, must_change=1)
                _set(connection, account_id, failures=0, locked_until=None)
                end_sessions(connection, account_id)
                end_tokens(connection, account_id, self._clock())
        return secret

    def change_password(self, account_id: str, old: str, new: str, *, keep: str = "") -> None:
        """
        Replace one's own password; ends the other sessions.

        keep: the token of the session that stays.

        Raises:
            SignInError: the old password is wrong, which counts as when signing in.
            AccountLockedError: it was wrong too often.
            PasswordRefusedError: the new one is too short, the login or the old one.
            UnknownAccountError: there is no such account.
        """
        account = self.account(account_id)
        self._checked(account.login, old)
        password.check_new(new, account.login)
        if new == old:
            raise PasswordRefusedError("same")
        kept = password.hashed(new)
        with (
            self._writing() as connection,
            self._recorded(
                connection, account_id, "account.password-changed", account_id, always=True
            ),
        ):
            _set(connection, account_id, password=kept, must_change=0)
            end_sessions(connection, account_id, _hash(keep) if keep else "")

    def _checked(self, login: str, given: str) -> Account:
        """Return the account that login and password belong to; count a wrong password."""
        try:
            wanted = login_of(login)
        except AccountFieldsError:
            wanted = ""
        query = select(accounts).where(accounts.c.login == wanted)
        found = next(iter(self._rows(query)), None)
        if found is not None:
            self._refuse_locked(found.locked_until)
        kept = found.password if found is not None and not found.is_disabled else None
        is_right = password.is_right(kept, given)
        renewed = password.hashed(given) if is_right and password.is_outdated(str(kept)) else kept
        with self._writing() as connection:
            row = connection.execute(query).first()
            if row is None:
                raise SignInError
            # Others may have tried meanwhile: an answer counts, not what was reckoned for it.
            self._refuse_locked(row.locked_until)
            is_right = is_right and row.password == kept and not row.is_disabled
            if is_right:
                _set(connection, row.id, failures=0, password=renewed)
                return account_of(row)
            until = None if row.is_disabled else self._failed(connection, row.id, row.failures + 1)
        if until is not None:
            raise AccountLockedError(until)
        raise SignInError

    def _refuse_locked(self, until: str | None) -> None:
        if until is not None and _moment(self._clock()) < _moment(until):
            raise AccountLockedError(until)

    def _failed(self, connection: Connection, account_id: str, failures: int) -> str | None:
        """Count a wrong password; return until when the account is locked now, if it is."""
        if failures < FAILURES:
            _set(connection, account_id, failures=failures)
            return None
        with self._recorded(connection, account_id, "account.locked", who=""):
            until = self._later(minutes=LOCKED_MINUTES)
            _set(connection, account_id, failures=0, locked_until=until)
        return until

    def _note_use(self, token: str) -> None:
        with self._writing() as connection:
            of_it = account_sessions.c.token == _hash(token)
            noted = update(account_sessions).where(of_it).values(used=self._clock())
            connection.execute(noted)

    def _drop_expired(self, connection: Connection) -> None:
        now = _moment(self._clock())
        for row in connection.execute(select(account_sessions)).all():
            if _is_expired(row.begun, row.used, now):
                of_it = account_sessions.c.token == row.token
                connection.execute(delete(account_sessions).where(of_it))


def _is_expired(begun: str, used: str, now: datetime) -> bool:
    idle, longest = timedelta(hours=IDLE_HOURS), timedelta(days=LONGEST_DAYS)
    return now - _moment(used) >= idle or now - _moment(begun) >= longest


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _set(connection: Connection, account_id: str, **values: str | int | None) -> None:
    connection.execute(update(accounts).where(accounts.c.id == account_id).values(**values))
