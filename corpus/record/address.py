"""
Where a database is, as its operators write it.

    sqlite:///folder/anping.sqlite3         a file; four slashes for a path from the root
    postgresql://user:password@host/name    a server; the driver is psycopg

A password is never shown: `shown_address` is what messages and lists have of an address.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.record.errors import StoreAddressError

if TYPE_CHECKING:
    from sqlalchemy import URL

DATABASE_ADDRESSES = "sqlite:///PATH, postgresql://USER:PASSWORD@HOST:PORT/NAME"
_SERVERS = ("postgresql", "postgresql+psycopg")
_FORM = re.compile(r"(sqlite|postgresql|postgresql\+psycopg)://(.*)", re.DOTALL)
_SECRET = re.compile(r"((?:^|[?&])[a-z_]*password=)[^&]*", re.IGNORECASE)


def shown_address(address: str) -> str:
    """Return an address without its passwords, wherever they stand in it."""
    scheme, mark, rest = address.partition("://")
    if not mark:
        return "***" if "@" in address or "password" in address.lower() else address
    # A password may hold any sign; what comes after the last @ is the host.
    who, at, where = rest.rpartition("@")
    user, colon, _ = who.partition(":")
    told = f"{scheme}://{user}{':***' if colon else ''}{at}{where}"
    return _SECRET.sub(r"\1***", told)


def without_password(words: str, url: URL) -> str:
    """Return what a driver says, without the password of the server that it speaks of."""
    return words.replace(url.password, "***") if url.password else words


def is_database_address(address: str) -> bool:
    """Tell whether an address is of a kind that can hold a store; nothing is opened."""
    found = _FORM.fullmatch(address)
    if found is None or not address.isprintable():
        return False
    kind, rest = found.groups()
    return len(rest) > 1 and rest.startswith("/") if kind == "sqlite" else "/" in rest


def database_url(address: str) -> URL:
    """
    Return an address as the engine takes it: a path made absolute, a server with its driver.

    Raises:
        StoreAddressError: it is no address of a database that can hold a store.
    """
    from sqlalchemy import make_url  # noqa: PLC0415 - settings are checked without it
    from sqlalchemy.exc import ArgumentError  # noqa: PLC0415

    fault = StoreAddressError(shown_address(address), DATABASE_ADDRESSES)
    if not is_database_address(address):
        raise fault
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        raise fault from None  # the cause would show the password
    if url.drivername not in _SERVERS:
        path = Path(url.database or "").expanduser().absolute()
        return url.set(database=str(path))
    if not url.database:
        raise fault
    return url.set(drivername="postgresql+psycopg")
