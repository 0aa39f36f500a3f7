"""What an engine that keeps vectors of passages has to do, in the words of the field."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from corpus.encoder import Vectors


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """What an engine keeps beside a vector: the passage's id, unique in its case, and document."""

    id: str
    document: str


class CaseVectors(Protocol):
    """
    The vectors of one case by one encoder. Every act raises `VectorsDownError` where the engine
    does not answer.
    """

    def add(self, passages: Sequence[StoredPassage], vectors: Vectors) -> None:
        """Keep vectors, one row a passage, in place of those kept under the same ids."""

    def missing(self, ids: Sequence[str]) -> list[str]:
        """Return the ids that have no vector, in their order; [] for none."""

    def nearest(self, vector: Vectors, number: int) -> list[str]:
        """
        Return the ids of at most so many passages nearest to a vector of length one, the nearest
        first. Engines look approximately where there are many.
        """

    def vectors(self, ids: Sequence[str]) -> dict[str, Vectors]:
        """Return the vectors of passages by their ids, without those that have none."""

    def count(self) -> int:
        """Return how many passages have vectors."""

    def keep_only(self, documents: Collection[str]) -> None:
        """Remove the vectors of all other documents."""


class VectorStore(Protocol):
    """An engine. shown: its address without secrets, for messages."""

    shown: str

    def of(self, case_id: str, encoder: str, dimension: int) -> CaseVectors:
        """
        Return the vectors of a case by the encoder of this fingerprint; nothing is made or asked.

        The vectors that another encoder made for the case are removed when the first are added.
        """

    def forget(self, case_id: str, document: str | None = None) -> None:
        """
        Remove the vectors of a case, or of one of its documents, whichever encoder made them.

        Nothing happens where there are none.

        Raises:
            VectorsDownError: the engine does not answer.
        """

    def check(self) -> None:
        """
        Do nothing where the engine answers.

        Raises:
            VectorsDownError: it does not.
        """


def encoder_mark(encoder: str) -> str:
    """Return a short mark of an encoder's fingerprint, for names of collections."""
    return hashlib.sha256(encoder.encode()).hexdigest()[:12]
