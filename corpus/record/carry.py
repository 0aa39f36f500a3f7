"""Carrying cases of stores that kept no record into the record, as they are found."""

from __future__ import annotations

from sqlalchemy import Connection, select

from corpus.record.chain import append
from corpus.record.change import told
from corpus.record.event import HOME, Event, Subject
from corpus.record.state import states
from corpus.record.tables import cases, chains


def carry_cases(connection: Connection, at: str) -> None:
    """
    Begin the record of each case that has none with all that the store holds of it.

    at: when, UTC, ISO 8601.
    """
    known = select(chains.c.chain)
    query = select(cases.c.id).where(cases.c.id.not_in(known)).order_by(cases.c.position)
    for case_id in connection.execute(query).scalars().all():
        subject = Subject("case", (case_id,)).words
        append(connection, Event(HOME, at, "", "record.carried", subject))
        for found, words in states(connection, case_id):
            _, after = told(None, words)
            append(connection, Event(case_id, at, "", "record.carried", found.words, after=after))
