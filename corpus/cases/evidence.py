"""The evidence and the panel that judgements stand on, as hashes and marks."""

from __future__ import annotations

import hashlib
from collections.abc import Collection

from sqlalchemy import Connection, select

from corpus.record.event import Words, person_mark
from corpus.record.tables import (
    case_documents,
    case_people,
    passages,
    sheets,
    suggestion_decisions,
)


def evidence_on(
    connection: Connection,
    case_id: str,
    *,
    indicators: Collection[str] = (),
    passage: str | None = None,
) -> list[Words]:
    """
    Return the accepted passages of rows, or one passage: its id, its document, the hash of its text.

    Sorted by row and passage; [] for none. `indicator` is left out where a passage is asked for.
    """
    held = (
        select(passages.c.id, passages.c.document, passages.c.text)
        .join(case_documents, case_documents.c.sha256 == passages.c.document)
        .where(case_documents.c.case_id == case_id)
    )
    if passage is not None:
        found = connection.execute(held.where(passages.c.id == passage)).all()
        return [_told(*row) for row in found]
    decisions = suggestion_decisions
    accepted = (
        held.join(decisions, decisions.c.passage_id == passages.c.id)
        .where(decisions.c.case_id == case_id, decisions.c.decision == "accepted")
        .add_columns(decisions.c.indicator)
        .order_by(decisions.c.indicator, passages.c.id)
    )
    if not indicators:
        return []
    return [
        {"indicator": row.indicator, **_told(row.id, row.document, row.text)}
        for row in connection.execute(accepted)
        if row.indicator in indicators
    ]


def panel_of(connection: Connection, case_id: str, stage: str) -> list[str]:
    """
    Return the marks of the panel, sorted: the people assigned as its members, or, where nobody is,
    those who hold a sheet of their own in the stage.
    """
    assigned = select(case_people.c.person).where(
        case_people.c.case_id == case_id, case_people.c.part == "member"
    )
    if members := connection.execute(assigned).scalars().all():
        return sorted(map(person_mark, members))
    query = select(sheets.c.person).where(
        sheets.c.case_id == case_id, sheets.c.stage == stage, sheets.c.person != ""
    )
    return sorted(map(person_mark, connection.execute(query).scalars()))


def _told(passage: str, document: str, text: str) -> Words:
    return {
        "passage": passage,
        "document": document,
        "text": hashlib.sha256(text.encode()).hexdigest(),
    }
