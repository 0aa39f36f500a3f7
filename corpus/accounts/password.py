"""
Passwords: which may be chosen, how they are kept (argon2id by argon2-cffi), and whether one is
right. Nothing else of ours sees a hash.
"""

from __future__ import annotations

import secrets
import threading
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from corpus.accounts.errors import PasswordRefusedError

SHORTEST, LONGEST = 10, 200
_SYLLABLES = tuple(c + v for c in "bdfghjkmnprstvwz" for v in "aeiou")
_hasher = PasswordHasher()
# Each hash takes 64 MiB while it is reckoned; many sign-ins at once wait for each other.
_reckoning = threading.BoundedSemaphore(4)


def check_new(password: str, login: str) -> None:
    """
    Do nothing for a password that may be chosen.

    Raises:
        PasswordRefusedError: it is too short, too long or the login.
    """
    if len(password) > LONGEST:
        raise PasswordRefusedError("long")
    if password.strip().casefold() == login.casefold():
        raise PasswordRefusedError("login")
    if len(password) < SHORTEST:
        raise PasswordRefusedError("short")


def hashed(password: str) -> str:
    """Return what is kept of a password: argon2id with its salt and parameters, as one text."""
    with _reckoning:
        return _hasher.hash(password)


def is_right(kept: str | None, password: str) -> bool:
    """
    Tell whether a password is the one of which `kept` was made.

    None, for an account that does not exist, takes as long and is never right.
    """
    with _reckoning:
        nobodys = (
            _nobodys()
        )  # the first time it is made for everybody, or nobody's would take longer
        try:
            return _hasher.verify(kept or nobodys, password[: LONGEST + 1]) and kept is not None
        except (VerificationError, InvalidHashError):
            return False


def is_outdated(kept: str) -> bool:
    """Tell whether a hash was made with other parameters than are used now."""
    return _hasher.check_needs_rehash(kept)


def temporary() -> str:
    """Return a password for once: six syllables and four digits, some 50 bits, easy to read out."""
    words = ("".join(secrets.choice(_SYLLABLES) for _ in range(2)) for _ in range(3))
    return "-".join((*words, f"{secrets.randbelow(10_000):04}"))


@cache
def _nobodys() -> str:
    return _hasher.hash(secrets.token_urlsafe(16))
