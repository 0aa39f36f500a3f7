"""The rows of the word index: how a document's come and go, and how they are read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    bindparam,
    delete,
    func,
    insert,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite

from corpus.lexical import Postings
from corpus.words.passage import IndexedPassage
from corpus.words.posting import (
    counted,
    packed_lengths,
    packed_postings,
    postings_in,
    without,
)
from corpus.words.tables import PLACES, cases, documents, passages, postings

T = TypeVar("T")
_AT_ONCE = 500
"""Values in one statement."""


def parts(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """Yield values in parts, as many as one statement takes."""
    for start in range(0, len(values), _AT_ONCE):
        yield values[start : start + _AT_ONCE]


def of_case(query: Select[Any], case_id: str) -> Select[Any]:
    """Return a query over documents, for those of a case."""
    joined = documents.join(cases, documents.c.case_number == cases.c.number)
    return query.select_from(joined).where(cases.c.id == case_id)


def said_in(number: int) -> Select[Any]:
    """Return what selects the passages of a document in reading order."""
    return select(passages).where(_own(number)).order_by(passages.c.number)


def _own(number: int) -> ColumnElement[bool]:
    return passages.c.number.between(number * PLACES, (number + 1) * PLACES - 1)


def case_number(connection: Connection, case_id: str) -> int:
    """Return a case's number, made where there is none; other writers of the case wait."""
    number = select(cases.c.number).where(cases.c.id == case_id).with_for_update()
    stands = connection.execute(number).scalar()
    if stands is None:
        if connection.dialect.name == "postgresql":
            anew = postgresql.insert(cases).values(id=case_id)
            connection.execute(anew.on_conflict_do_nothing())
        else:
            connection.execute(insert(cases).values(id=case_id))
        stands = connection.execute(number).scalar_one()
    return int(stands)


def insert_document(
    connection: Connection,
    case_number: int,
    row: dict[str, Any],
    said: Sequence[IndexedPassage],
    counts: Sequence[dict[str, int]],
) -> None:
    """Write a document after all others of its case, with its passages and postings."""
    own = select(func.max(documents.c.first + documents.c.passages))
    first = connection.execute(own.where(documents.c.case_number == case_number)).scalar() or 0
    row = {**row, "case_number": case_number, "first": first, "passages": len(said)}
    number = connection.execute(
        insert(documents)
        .values(**row, lengths=packed_lengths(counts))
        .returning(documents.c.number)
    ).scalar_one()
    if not said:
        return
    connection.execute(
        insert(passages),
        [
            {
                "number": number * PLACES + place, "id": one.id, "page": one.page,
                "locator": one.locator, "text": one.text, "heading": one.heading,
            }
            for place, one in enumerate(said)
        ],
    )  # fmt: skip
    for shelf, by_term in packed_postings(counts, first).items():
        stands = _of_shelf(connection, case_number, shelf, list(by_term))
        _keep(
            connection,
            case_number,
            shelf,
            {term: stands.get(term, b"") + packed for term, packed in by_term.items()},
        )


def remove_document(connection: Connection, case_number: int, number: int) -> None:
    """Remove a document with its passages and postings, and nothing of others."""
    said = [passage_of(row, "") for row in connection.execute(said_in(number)).all()]
    first = connection.execute(
        select(documents.c.first).where(documents.c.number == number)
    ).scalar_one()
    for shelf, by_term in packed_postings(counted(said), first).items():
        stands = _of_shelf(connection, case_number, shelf, list(by_term))
        left = {term: without(old, shelf, first, len(said)) for term, old in stands.items()}
        _keep(connection, case_number, shelf, {term: new for term, new in left.items() if new})
        _drop(connection, case_number, shelf, [term for term, new in left.items() if not new])
    connection.execute(delete(passages).where(_own(number)))
    connection.execute(delete(documents).where(documents.c.number == number))


def _of_shelf(
    connection: Connection, case_number: int, shelf: int, terms: Sequence[str]
) -> dict[str, bytes]:
    """Return the rows of terms on a shelf."""
    wanted = select(postings.c.term, postings.c.postings).where(
        postings.c.case_number == case_number, postings.c.shelf == shelf
    )
    return {
        row.term: row.postings
        for part in parts(terms)
        for row in connection.execute(wanted.where(postings.c.term.in_(part))).all()
    }


def _keep(connection: Connection, case_number: int, shelf: int, by_term: dict[str, bytes]) -> None:
    """Write rows of a shelf, in place of those that stand there."""
    if not by_term:
        return
    kind = postgresql if connection.dialect.name == "postgresql" else sqlite
    anew = kind.insert(postings)
    connection.execute(
        anew.on_conflict_do_update(
            index_elements=list(postings.primary_key),
            set_={"postings": anew.excluded.postings},
        ),
        [
            {"case_number": case_number, "term": term, "shelf": shelf, "postings": packed}
            for term, packed in sorted(by_term.items())
        ],
    )


def _drop(connection: Connection, case_number: int, shelf: int, terms: Sequence[str]) -> None:
    own = delete(postings).where(postings.c.case_number == case_number, postings.c.shelf == shelf)
    for part in parts(terms):
        connection.execute(own.where(postings.c.term.in_(part)))


def postings_of_terms(connection: Connection, case_number: int, terms: Iterable[str]) -> Postings:
    """Return the postings of terms in a case, by the places of its passages."""
    wanted = select(postings.c.shelf, postings.c.postings).where(
        postings.c.case_number == case_number, postings.c.term == bindparam("of_term")
    )
    found = {}
    for term in terms:
        rows = connection.execute(wanted, {"of_term": term}).all()
        if rows:
            shelves, stored = zip(*rows, strict=True)
            found[term] = postings_in(shelves, stored)
    return found


def passage_of(row: Row[Any], document: str) -> IndexedPassage:
    """Return what a row holds."""
    return IndexedPassage(row.id, document, row.text, row.heading, row.page, row.locator)
