"""Words of cases' passages: kept document by document, searched within a case."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Row, delete, select, update

from corpus.lexical import LexicalScores, asked_words, score
from corpus.lexicon import load_synonyms
from corpus.words.engine import WordDatabase
from corpus.words.passage import IndexedPassage
from corpus.words.posting import counted, lengths_in
from corpus.words.rarity import words_of_the_standards
from corpus.words.rows import (
    case_number,
    insert_document,
    of_case,
    parts,
    passage_of,
    postings_of_terms,
    remove_document,
    said_in,
)
from corpus.words.tables import PLACES, cases, documents, passages


@dataclass(frozen=True, slots=True)
class CaseWords:
    """
    Scores of all passages of a case for a question, by their places: document after document as
    they were added, each in reading order; a place whose passage was removed has none. documents, numbers, starts: of its documents, their
    SHA-256, numbers in the index and first places.
    """

    lexical: LexicalScores
    documents: tuple[str, ...]
    numbers: NDArray[np.int64]
    starts: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.lexical.scores)

    @property
    def start_by_number(self) -> dict[int, int]:
        """The first places of documents by their numbers."""
        return dict(zip(self.numbers.tolist(), self.starts.tolist(), strict=True))


@dataclass(frozen=True, slots=True)
class KeptDocument:
    """
    A document as it is kept for a case. key: what its rows were made from. vectors: with what all
    its vectors were made, "" for not yet. passages: how many.
    """

    key: str
    vectors: str
    passages: int


class WordIndex:
    """
    The word index: in a PostgreSQL where `address` is of one, else in a file of the home.

    A document is kept whole or not at all, and comes and goes with rows of its own; one that two
    cases hold is kept for each. Several processes may use it at once.
    """

    def __init__(self, home: Path, address: str = "") -> None:
        self._database = WordDatabase(home, address)

    def documents(self, case_id: str) -> dict[str, KeptDocument]:
        """Return the documents of a case by SHA-256, in the order in which they were added."""
        kept = (documents.c.document, documents.c.key, documents.c.vectors, documents.c.passages)
        wanted = of_case(select(*kept), case_id).order_by(documents.c.number)
        rows = self._database.read(lambda connection: connection.execute(wanted).all())
        return {row.document: KeptDocument(row.key, row.vectors, row.passages) for row in rows}

    def add(self, case_id: str, document: str, key: str, said: Sequence[IndexedPassage]) -> None:
        """
        Keep the passages of a document, in place of those kept under another key.

        Nothing happens where it is kept under this key: another process was first.
        """
        counts = counted(said)

        def act(connection: Connection) -> None:
            own = case_number(connection, case_id)
            stands = connection.execute(
                select(documents.c.number, documents.c.key).where(
                    documents.c.case_number == own, documents.c.document == document
                )
            ).first()
            if stands is not None and stands.key == key:
                return
            if stands is not None:
                remove_document(connection, own, stands.number)
            row = {"document": document, "key": key, "vectors": ""}
            insert_document(connection, own, row, said, counts)

        self._database.write(act)

    def forget(self, case_id: str, document: str | None = None) -> None:
        """Remove a case, or one of its documents; nothing happens where it is not kept."""

        def act(connection: Connection) -> None:
            wanted = of_case(select(documents.c.case_number, documents.c.number), case_id)
            if document is not None:
                wanted = wanted.where(documents.c.document == document)
            for row in connection.execute(wanted).all():
                remove_document(connection, row.case_number, row.number)
            if document is None:
                connection.execute(delete(cases).where(cases.c.id == case_id))

        if self._database.is_there():
            self._database.write(act)

    def mark_vectors(self, case_id: str, names: Collection[str], mark: str) -> None:
        """Keep with what the vectors of documents were all made; "" for not."""
        number = select(cases.c.number).where(cases.c.id == case_id).scalar_subquery()

        def act(connection: Connection) -> None:
            for part in parts(sorted(names)):
                connection.execute(
                    update(documents)
                    .where(documents.c.case_number == number, documents.c.document.in_(part))
                    .values(vectors=mark)
                )

        self._database.write(act)

    def passages_of(self, case_id: str, document: str) -> list[IndexedPassage]:
        """Return the passages of a document in reading order; [] where it is not kept."""
        wanted = of_case(select(documents.c.number), case_id)
        wanted = wanted.where(documents.c.document == document)

        def act(connection: Connection) -> list[IndexedPassage]:
            number = connection.execute(wanted).scalar()
            said = [] if number is None else connection.execute(said_in(number)).all()
            return [passage_of(row, document) for row in said]

        return self._database.read(act)

    def search(self, case_id: str, question: str) -> CaseWords:
        """Score every passage of a case; a case that is not kept has none."""
        asked = asked_words(question, load_synonyms(), words_of_the_standards().rarity)
        wanted = of_case(select(documents), case_id).order_by(
            documents.c.first,
            documents.c.passages,  # one without any stands before that which has its place
        )

        def act(connection: Connection) -> CaseWords:
            held = connection.execute(wanted).all()
            found = (
                postings_of_terms(connection, held[0].case_number, asked.weights) if held else {}
            )
            return CaseWords(
                score(asked, found, _lengths(held), sum(row.passages for row in held)),
                tuple(row.document for row in held),
                np.array([row.number for row in held], np.int64),
                np.array([row.first for row in held], np.int64),
            )

        return self._database.read(act)

    def places(self, found: CaseWords, ids: Sequence[str]) -> dict[str, int]:
        """Return where passages of these ids stand, in their order, without those not kept."""
        wanted = select(passages.c.number, passages.c.id)
        rows = self._database.read(
            lambda connection: [
                row
                for part in parts(ids)
                for row in connection.execute(wanted.where(passages.c.id.in_(part))).all()
            ]
        )
        start = found.start_by_number
        at_by_id = {
            row.id: start[row.number // PLACES] + row.number % PLACES
            for row in rows
            if row.number // PLACES in start  # another case may hold the document too
        }
        return {one: at_by_id[one] for one in ids if one in at_by_id}

    def passages(self, found: CaseWords, places: Sequence[int]) -> dict[int, IndexedPassage]:
        """Return the passages at places, in their order, without those removed meanwhile."""
        of = np.searchsorted(found.starts, np.array(places, np.int64), side="right") - 1
        keys = found.numbers[of] * PLACES + np.array(places, np.int64) - found.starts[of]
        at_by_key = dict(zip(keys.tolist(), zip(places, of.tolist(), strict=True), strict=True))

        def act(connection: Connection) -> dict[int, IndexedPassage]:
            given = {}
            for part in parts(list(at_by_key)):
                wanted = select(passages).where(passages.c.number.in_(part))
                for row in connection.execute(wanted).all():
                    at, document = at_by_key[row.number]
                    given[at] = passage_of(row, found.documents[document])
            return {at: given[at] for at in places if at in given}

        return self._database.read(act)


def _lengths(held: Sequence[Row[Any]]) -> NDArray[np.float64]:
    """Return the lengths of passages by their places; 0 where one was removed."""
    packed = lengths_in([row.lengths for row in held])
    size = max((row.first + row.passages for row in held), default=0)
    if size == len(packed):
        return packed
    lengths = np.zeros(size)
    start = 0
    for row in held:
        lengths[row.first : row.first + row.passages] = packed[start : start + row.passages]
        start += row.passages
    return lengths
