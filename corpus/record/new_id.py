"""Ids of cases and accounts: opaque, not to be guessed, easy to read out."""

from __future__ import annotations

import secrets

from sqlalchemy import Column, Connection, select

_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # without 0 o 1 l i
_LENGTH = 10  # some 50 bits: the id of a case is the invitation to it


def new_id(connection: Connection, column: Column[str], prefix: str) -> str:
    """Return an id that no row has in a column, such as "c-7f3k2q9mxw" for the prefix "c-"."""
    while True:
        made = prefix + "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
        if connection.execute(select(column).where(column == made)).first() is None:
            return made
