"""
What can go wrong with accounts, by who must act.

    AccountError
    ├── UnknownAccountError     the caller named an account that is not there
    ├── AccountFieldsError      a login, name, employer or role cannot be this: choose another
    ├── LoginTakenError         the login belongs to an account already: choose another
    ├── FirstAdminError         the first account of a home has to be an admin
    ├── LastAdminError          nobody would be left to keep the accounts: make another admin first
    ├── AdminNeededError        who acts may not do this: ask an admin
    ├── PasswordRefusedError    the new password cannot be taken: choose another
    ├── SignInError             login and password do not belong together
    ├── AccountLockedError      too many wrong passwords: wait, or ask an admin
    ├── PasswordDueError        the password came from an admin: change it first
    ├── UnknownTokenError       the caller named a token that is not there
    ├── KeyReusedError          a program sent another request under a key of before
    └── KeyUnderWayError        the request of a key is still being answered

Every class carries a stable `code`, documented in docs/errors.md. No message holds a password.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from corpus.errors import CorpusError

_REFUSED = {
    "short": "it has fewer than 10 characters",
    "long": "it has more than 200 characters",
    "login": "it is the login",
    "same": "it is the one to be replaced",
}


class AccountError(CorpusError):
    """The root of the errors of accounts."""

    code = "accounts-error"


class UnknownAccountError(AccountError, LookupError):
    """No such account."""

    code = "accounts-unknown"

    def __init__(self, wanted: str, known: Iterable[str] = ()) -> None:
        self.wanted = wanted
        self.nearest = tuple(get_close_matches(wanted, list(known), n=3, cutoff=0.6))
        hint = f" Nearest: {', '.join(map(repr, self.nearest))}." if self.nearest else ""
        super().__init__(
            f"There is no account {wanted[:64]!r}.{hint} `anping user list` shows all."
        )


class AccountFieldsError(AccountError, ValueError):
    """What an account is to be called or to be allowed cannot be this."""

    code = "accounts-fields"

    def __init__(self, field: str, value: str, allowed: str) -> None:
        super().__init__(f"The {field} of an account cannot be {value[:80]!r}. Allowed: {allowed}.")
        self.field = field


class LoginTakenError(AccountError, ValueError):
    """Another account has this login."""

    code = "accounts-login-taken"

    def __init__(self, login: str) -> None:
        super().__init__(
            f"The login {login!r} belongs to an account already. Choose another; an account that "
            "is disabled keeps its login and can be enabled again."
        )
        self.login = login


class FirstAdminError(AccountError, ValueError):
    """The first account would not be able to make others."""

    code = "accounts-first-admin"

    def __init__(self) -> None:
        super().__init__(
            "The first account has to be an admin, who makes the others: "
            "`anping user add LOGIN --name NAME --role admin` on the machine of the home."
        )


class LastAdminError(AccountError, ValueError):
    """No enabled admin would be left."""

    code = "accounts-last-admin"

    def __init__(self, login: str) -> None:
        super().__init__(
            f"The account {login!r} is the last admin that is not disabled; without it nobody "
            "could keep the accounts. Make another admin first (`anping user roles`)."
        )


class AdminNeededError(AccountError, PermissionError):
    """Who acts is no admin."""

    code = "accounts-admin-needed"

    def __init__(self, act: str) -> None:
        super().__init__(f"Only an admin can {act}. Ask one, or sign in as one.")
        self.act = act


class PasswordRefusedError(AccountError, ValueError):
    """
    A new password cannot be taken.

    reason: "short", "long", "login" (it is the login) or "same" (it is the old one).
    """

    code = "accounts-password"

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"The new password cannot be taken: {_REFUSED[reason]}. Choose one of 10 to 200 "
            "characters that is not the login; a few words in a row are easy to remember."
        )
        self.reason = reason


class SignInError(AccountError, ValueError):
    """Nobody may come in with this login and this password."""

    code = "accounts-sign-in"

    def __init__(self) -> None:
        super().__init__(
            "Login or password is wrong, or the account is disabled. After 5 wrong passwords in a "
            "row an account is locked for 15 minutes; an admin can reset a password."
        )


class AccountLockedError(AccountError, PermissionError):
    """An account is locked after too many wrong passwords."""

    code = "accounts-locked"

    def __init__(self, until: str) -> None:
        super().__init__(
            f"The account is locked until {until}: the password was wrong 5 times in a row. Wait "
            "until then, or ask an admin to reset the password."
        )
        self.until = until


class PasswordDueError(AccountError, PermissionError):
    """The password is one that an admin gave out."""

    code = "accounts-password-due"

    def __init__(self, login: str) -> None:
        super().__init__(
            f"The password of {login!r} came from an admin and has to be changed first: "
            f"`anping --user {login} user password`, or on the sign-in page."
        )


class UnknownTokenError(AccountError, LookupError):
    """The account has no such token."""

    code = "accounts-unknown-token"

    def __init__(self, token_id: str) -> None:
        super().__init__(
            f"The account has no token {token_id[:64]!r}; `anping user token list` shows all."
        )


class KeyReusedError(AccountError, ValueError):
    """Another request came under the same key."""

    code = "accounts-key-reused"

    def __init__(self, key: str) -> None:
        super().__init__(
            f"The key {key[:80]!r} came with another request within the last 24 hours. Send the "
            "same request again to have its answer, or take a new key; nothing was done."
        )


class KeyUnderWayError(AccountError):
    """The same request is being answered."""

    code = "accounts-key-under-way"

    def __init__(self, key: str) -> None:
        super().__init__(
            f"The request of the key {key[:80]!r} is still being answered. Send it again in a moment."
        )
