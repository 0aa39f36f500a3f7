"""
Tokens with which programs act as an account: made under a name for some days, shown once, revoked.

    token, secret = store.make_token(account.id, "nightly import", days=90)
    store.token_account(secret)

The store keeps the SHA-256 of a token; the token itself begins with `anping_`, so that it can be
found where it was left lying about.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from corpus.accounts.account import Account
from corpus.accounts.errors import AccountFieldsError, UnknownTokenError
from corpus.accounts.history import row_of
from corpus.accounts.register import AccountRegister
from corpus.accounts.state import account_of
from corpus.record import chain
from corpus.record.event import HOME, Act, Event, Subject, person_mark
from corpus.record.tables import account_tokens, accounts

PREFIX = "anping_"
USUAL_DAYS, LONGEST_DAYS = 90, 366
_MOST = 50
"""Tokens that one account has at once."""
_LONGEST_NAME = 80
_NOTED = timedelta(minutes=5)  # the use of a token is written down this often


@dataclass(frozen=True, slots=True)
class AccessToken:
    """
    What is known of a token, without the token.

    id: to revoke it by. made, until, used, revoked: UTC, ISO 8601; used: to five minutes, None
    for never; revoked: None where it was not.
    """

    id: str
    account: str
    name: str
    made: str
    until: str
    used: str | None = None
    revoked: str | None = None


class AccountTokens(AccountRegister):
    """The tokens of all accounts of a home."""

    def make_token(
        self, account_id: str, name: str, days: int = USUAL_DAYS
    ) -> tuple[AccessToken, str]:
        """
        Make a token of an account and return it with what a program shows; that is kept nowhere.

        One's own, or the machine itself anybody's.

        Args:
            account_id: who the program acts as.
            name: what it is for, 1 to 80 characters on one line.
            days: how long it lasts, 1 to 366.

        Raises:
            AccountFieldsError: name or days cannot be this, or the account has too many tokens.
            UnknownAccountError: there is no such account, or it is not one's own.
        """
        words = " ".join(name.split())
        if not 1 <= len(words) <= _LONGEST_NAME or not words.isprintable():
            allowed = f"1 to {_LONGEST_NAME} characters on one line"
            raise AccountFieldsError("token name", name, allowed)
        if not 1 <= days <= LONGEST_DAYS:
            raise AccountFieldsError("token days", str(days), f"1 to {LONGEST_DAYS}")
        secret = PREFIX + secrets.token_urlsafe(32)
        with self._writing() as connection:
            self._require_own(connection, account_id)
            self._require_few(connection, account_id)
            made = self._clock()
            values = {"id": "t-" + secrets.token_hex(8), "account": account_id, "name": words,
                      "made": made, "until": self._later(days=days)}  # fmt: skip
            connection.execute(insert(account_tokens).values(**values, token=_hash(secret)))
            token = AccessToken(**values)
            self._note(connection, token, "account.token-made")
        return token, secret

    def tokens(self, account_id: str) -> tuple[AccessToken, ...]:
        """
        Return the tokens of an account, also those that ended, the oldest first; () for none.

        Raises:
            UnknownAccountError: there is no such account, or it is not one's own.
        """
        if self._who not in ("", account_id):
            self.require_admin("list the tokens of others")
        self.account(account_id)
        of_it = account_tokens.c.account == account_id
        order = (account_tokens.c.made, account_tokens.c.id)
        return tuple(
            map(_token_of, self._rows(select(account_tokens).where(of_it).order_by(*order)))
        )

    def revoke_token(self, account_id: str, token_id: str) -> None:
        """
        End a token; nothing where it was ended before. One's own, or an admin anybody's.

        Raises:
            UnknownTokenError: the account has no such token.
            UnknownAccountError, AdminNeededError: see the classes.
        """
        with self._writing() as connection:
            row_of(connection, account_id)
            if self._who != account_id:
                self._require_admin(connection, "revoke tokens of others")
            is_it = (account_tokens.c.account == account_id) & (account_tokens.c.id == token_id)
            row = connection.execute(select(account_tokens).where(is_it)).first()
            if row is None:
                raise UnknownTokenError(token_id)
            if row.ended is None:
                ended = update(account_tokens).where(is_it).values(ended=self._clock())
                connection.execute(ended)
                self._note(connection, _token_of(row), "account.token-revoked")

    def token_account(self, secret: str) -> Account | None:
        """
        Return whose token it is; None for one that is not there, was revoked or has expired, and
        for a disabled account.
        """
        if not secret.startswith(PREFIX):
            return None
        found = self._rows(
            select(
                account_tokens.c.until,
                account_tokens.c.ended,
                account_tokens.c.used.label("token_used"),
                accounts,
            )
            .join(accounts, accounts.c.id == account_tokens.c.account)
            .where(account_tokens.c.token == _hash(secret))
        )
        for row in found:
            now = datetime.fromisoformat(self._clock())
            is_over = row.ended is not None or now >= datetime.fromisoformat(row.until)
            if row.is_disabled or is_over:
                return None
            used = datetime.fromisoformat(row.token_used) if row.token_used else None
            if used is None or abs(now - used) >= _NOTED:
                self._note_token_use(secret)
            return account_of(row)
        return None

    def _require_own(self, connection: Connection, account_id: str) -> None:
        """Nobody, not even an admin, makes what lets them act as somebody else."""
        row_of(connection, account_id if self._who in ("", account_id) else "")

    def _require_few(self, connection: Connection, account_id: str) -> None:
        of_it = (account_tokens.c.account == account_id) & (account_tokens.c.ended.is_(None))
        is_live = of_it & (account_tokens.c.until > self._clock())
        number = connection.execute(select(func.count()).where(is_live)).scalar_one()
        if number >= _MOST:
            allowed = f"at most {_MOST} tokens an account; revoke those that are not used"
            raise AccountFieldsError("token number", str(number + 1), allowed)

    def _note_token_use(self, secret: str) -> None:
        with self._writing() as connection:
            is_it = account_tokens.c.token == _hash(secret)
            connection.execute(update(account_tokens).where(is_it).values(used=self._clock()))

    def _note(self, connection: Connection, token: AccessToken, what: Act) -> None:
        subject = Subject("account", (token.account,)).words
        proof = {"token": token.id, "name": token.name, "until": token.until}
        mark = person_mark(self._who)
        basis = {"proof": proof}
        chain.append(connection, Event(HOME, self._clock(), mark, what, subject, {}, {}, basis))


def _token_of(row: Row[Any]) -> AccessToken:
    return AccessToken(row.id, row.account, row.name, row.made, row.until, row.used, row.ended)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
