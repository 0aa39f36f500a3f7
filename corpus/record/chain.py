"""The chains of events in the database: adding to their end, reading them, their heads."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from types import NoneType
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from corpus.record.event import FIRST, Event, canonical
from corpus.record.tables import chains, events

_SHAPES: dict[str, type | tuple[type, ...]] = {
    "subject": dict,
    "before": (dict, NoneType),
    "after": (dict, NoneType),
    "basis": dict,
}
_JSON = tuple(_SHAPES)


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a chain: the number and the hash of its last event; 0 and zeros before any."""

    number: int = 0
    hash: str = FIRST

    def __str__(self) -> str:
        """Return what is printed on reports."""
        return f"{self.number}:{self.hash}"


def head_of(connection: Connection, chain: str) -> Head:
    """Return the head that is on file for a chain."""
    query = select(chains.c.number, chains.c.hash).where(chains.c.chain == chain)
    row = connection.execute(query).first()
    return Head() if row is None else Head(row.number, row.hash)


def append(connection: Connection, event: Event) -> None:
    """
    Add an event at the end of its chain, inside the caller's transaction.

    Its number, the hash before and its own hash are given to it here.
    """
    head = head_of(connection, event.chain)
    event = replace(event, number=head.number + 1, previous=head.hash)
    event = replace(event, hash=event.own_hash)
    connection.execute(insert(events).values(**event_row(event)))
    end = {"number": event.number, "hash": event.hash}
    if head.number:
        connection.execute(update(chains).where(chains.c.chain == event.chain).values(**end))
    else:
        connection.execute(insert(chains).values(chain=event.chain, **end))


def chain_rows(connection: Connection, chain: str) -> Iterator[Row[Any]]:
    """Return the rows of a chain's events in their order, as they are stored."""
    query = select(events).where(events.c.chain == chain).order_by(events.c.number)
    yield from connection.execute(query.execution_options(yield_per=1000))


def event_of(row: Row[Any]) -> Event:
    """
    Return the event of a row.

    Raises:
        ValueError: what should be JSON is not, or not in its canonical form, or no object.
    """
    words = {name: _parsed(getattr(row, name)) for name in _JSON}
    if not all(isinstance(words[name], _SHAPES[name]) for name in _JSON):
        raise ValueError("not an object")
    return Event(
        chain=row.chain,
        number=row.number,
        at=row.at,
        who=row.who,
        what=row.what,
        previous=row.previous,
        hash=row.hash,
        **words,
    )


def event_row(event: Event) -> dict[str, Any]:
    """Return the row of an event."""
    return {
        "chain": event.chain,
        "number": event.number,
        "at": event.at,
        "who": event.who,
        "what": event.what,
        **{name: canonical(getattr(event, name)) for name in _JSON},
        "previous": event.previous,
        "hash": event.hash,
    }


def _parsed(text: str) -> Any:
    value = json.loads(text)
    if canonical(value) != text:
        raise ValueError("not in canonical form")
    return value
