"""Which accounts there are: making them, their roles, disabling them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence

from sqlalchemy import Connection, Update, delete, func, insert, select, update

from corpus.accounts import password
from corpus.accounts.account import ROLES, Account, Role
from corpus.accounts.errors import (
    AccountFieldsError,
    AdminNeededError,
    FirstAdminError,
    LoginTakenError,
    UnknownAccountError,
)
from corpus.accounts.history import AccountHistory, any_admin, row_of
from corpus.accounts.state import account_of
from corpus.record.new_id import new_id
from corpus.record.tables import account_sessions, account_tokens, accounts, json_text

_LOGIN = re.compile(r"[\w.@+-]{2,64}")
_LONGEST = 80
_READERS: frozenset[Role] = frozenset({"admin", "clerk"})


class AccountRegister(AccountHistory):
    """The accounts of one home."""

    def has_accounts(self) -> bool:
        """Tell whether anybody has an account; without one nobody signs in."""
        return bool(self._rows(select(accounts.c.id).limit(1)))

    def create(
        self,
        login: str,
        name: str,
        roles: Collection[str],
        *,
        employer: str = "",
        given: str | None = None,
    ) -> tuple[Account, str]:
        """
        Make an account; return it and its password.

        Args:
            login: what is typed to sign in; small and capital letters are the same.
            name: what others see.
            roles: what its owner may be asked to do; the first account has to be an admin.
            employer: for the independence of 4.8; "" when not known.
            given: the password; None makes one for once, which has to be changed at the first
                sign-in.

        Raises:
            AccountFieldsError: login, name, employer or a role cannot be this.
            LoginTakenError: another account has this login.
            FirstAdminError: there is no admin yet and this is not one.
            AdminNeededError: whoever acts is no admin.
            PasswordRefusedError: the password given is too short or the login.
        """
        login, chosen = login_of(login), roles_of(roles)
        values = {"name": _words("name", name), "employer": _words("employer", employer, least=0)}
        secret = password.temporary() if given is None else given
        password.check_new(secret, login)
        kept = password.hashed(secret)
        with self._writing() as connection:
            self._require_admin(connection, "create accounts")
            taken = select(accounts.c.id).where(accounts.c.login == login)
            if connection.execute(taken).first() is not None:
                raise LoginTakenError(login)
            account_id = new_id(connection, accounts.c.id, "u-")
            with self._recorded(connection, account_id, "account.created"):
                last = connection.execute(select(func.max(accounts.c.position))).scalar_one()
                connection.execute(
                    insert(accounts).values(
                        id=account_id,
                        login=login,
                        roles=json_text(list(chosen)),
                        password=kept,
                        is_disabled=0,
                        must_change=int(given is None),
                        created=self._clock(),
                        failures=0,
                        position=int(last or 0) + 1,
                        **values,
                    )
                )
            if not any_admin(connection):
                raise FirstAdminError
            return account_of(row_of(connection, account_id)), secret

    def accounts(self) -> tuple[Account, ...]:
        """
        Return all accounts, in the order in which they were made; () before the first.

        Raises:
            AdminNeededError: whoever acts is neither an admin nor a clerk.
        """
        if self._who and not _READERS & self.account(self._who).roles:
            raise AdminNeededError("list accounts")
        found = self._rows(select(accounts).order_by(accounts.c.position))
        return tuple(map(account_of, found))

    def account(self, account_id: str) -> Account:
        """
        Return one account.

        Raises:
            UnknownAccountError: there is none with this id.
        """
        for row in self._rows(select(accounts).where(accounts.c.id == account_id)):
            return account_of(row)
        raise UnknownAccountError(account_id)

    def names(self, account_ids: Collection[str]) -> dict[str, str]:
        """Return the names of accounts by id; what is no account is left out."""
        query = select(accounts.c.id, accounts.c.name).where(accounts.c.id.in_(account_ids))
        return {row.id: row.name for row in self._rows(query)}

    def find(self, login: str) -> Account:
        """
        Return the account with a login, or with an id.

        Raises:
            UnknownAccountError: there is none; names the nearest logins.
        """
        wanted = unicodedata.normalize("NFKC", login).strip().lower()
        is_it = (accounts.c.login == wanted) | (accounts.c.id == wanted)
        for row in self._rows(select(accounts).where(is_it)):
            return account_of(row)
        raise UnknownAccountError(login, [row.login for row in self._rows(select(accounts))])

    def set_roles(self, account_id: str, roles: Collection[str]) -> None:
        """
        Replace the roles of an account.

        Raises:
            AccountFieldsError: there is no such role, or none is given.
            UnknownAccountError, AdminNeededError, LastAdminError: see the classes.
        """
        chosen = json_text(list(roles_of(roles)))
        with self._act(account_id, "account.roles-set") as (connection, _):
            connection.execute(_update(account_id).values(roles=chosen))

    def rename(self, account_id: str, name: str, employer: str | None = None) -> None:
        """
        Give an account another name and, where one is given, another employer.

        Raises:
            AccountFieldsError: the name is empty or too long, or the employer too long.
            UnknownAccountError, AdminNeededError: see the classes.
        """
        values = {"name": _words("name", name)}
        if employer is not None:
            values["employer"] = _words("employer", employer, least=0)
        with self._act(account_id, "account.renamed") as (connection, _):
            connection.execute(_update(account_id).values(**values))

    def disable(self, account_id: str) -> None:
        """
        Let nobody sign in with an account, end its sessions and tokens; what it did stays.

        Raises:
            UnknownAccountError, AdminNeededError, LastAdminError: see the classes.
        """
        with self._act(account_id, "account.disabled") as (connection, _):
            connection.execute(_update(account_id).values(is_disabled=1))
            end_sessions(connection, account_id)
            end_tokens(connection, account_id, self._clock())

    def enable(self, account_id: str) -> None:
        """
        Let a disabled account sign in again, with its password of before.

        Raises:
            UnknownAccountError, AdminNeededError: see the classes.
        """
        with self._act(account_id, "account.enabled") as (connection, _):
            connection.execute(_update(account_id).values(is_disabled=0))


def login_of(text: str) -> str:
    """
    Return a login as it is kept: in small letters, full-width characters as narrow ones.

    Raises:
        AccountFieldsError: it has a character that no login has, or a length that none has.
    """
    login = unicodedata.normalize("NFKC", text).strip().lower()
    if not _LOGIN.fullmatch(login):
        allowed = "2 to 64 letters of any language, digits and . _ - + @"
        raise AccountFieldsError("login", text, allowed)
    return login


def roles_of(names: Collection[str]) -> Sequence[Role]:
    """
    Return roles in their fixed order, each once.

    Raises:
        AccountFieldsError: there is no such role, or none is given.
    """
    unknown = sorted(set(names) - set(ROLES))
    if unknown or not names:
        raise AccountFieldsError("roles", ", ".join(unknown), f"one or more of {', '.join(ROLES)}")
    return [role for role in ROLES if role in names]


def end_sessions(connection: Connection, account_id: str, but: str = "") -> None:
    """Delete the sessions of an account. but: the hash of one that stays."""
    of_it = account_sessions.c.account == account_id
    connection.execute(delete(account_sessions).where(of_it, account_sessions.c.token != but))


def end_tokens(connection: Connection, account_id: str, at: str) -> None:
    """End all tokens of an account."""
    is_live = (account_tokens.c.account == account_id) & (account_tokens.c.ended.is_(None))
    connection.execute(update(account_tokens).where(is_live).values(ended=at))


def _update(account_id: str) -> Update:
    return update(accounts).where(accounts.c.id == account_id)


def _words(field: str, text: str, least: int = 1) -> str:
    words = " ".join(text.split())
    if not least <= len(words) <= _LONGEST or not words.isprintable():
        raise AccountFieldsError(field, text, f"{least} to {_LONGEST} characters on one line")
    return words
