"""
Questions that people ask, by clause: an asked question is near to those that mean the same.

The questions are our own words (corpus/data/lexicon/questions-*.yaml), searched and never quoted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from corpus.encoder import Vectors
from corpus.lexicon import LEXICON
from corpus.load import read_yaml

_LANGUAGES = ("zh", "en")


@dataclass(frozen=True, slots=True)
class KnownQuestion:
    """A question as people ask it, and the ids of the clauses that answer it."""

    text: str
    language: str
    clauses: tuple[str, ...]


@cache
def load_questions() -> tuple[KnownQuestion, ...]:
    """Return every known question, in the order of the files."""
    return tuple(
        KnownQuestion(text, language, tuple(entry["clauses"]))
        for path in sorted(LEXICON.glob("questions-*.yaml"))
        for entry in read_yaml(path)
        for language in _LANGUAGES
        for text in entry[language]
    )


class QuestionBank:
    """
    Nearness of a query to the known questions of each clause.

    rows: row of each clause id; vectors: of the questions, in order. Questions of clauses that
    are not searched are left out.
    """

    def __init__(
        self, questions: Sequence[KnownQuestion], vectors: Vectors, rows: Mapping[str, int]
    ) -> None:
        self._vectors = vectors
        self._size = len(rows)
        pairs = [
            (_LANGUAGES.index(question.language) * self._size + rows[clause], number)
            for number, question in enumerate(questions)
            for clause in question.clauses
            if clause in rows
        ]
        # Sorted by place, so that `reduceat` finds the best question of each clause at once.
        pairs.sort()
        self._numbers = np.array([number for _, number in pairs], dtype=np.intp)
        places = np.array([place for place, _ in pairs], dtype=np.intp)
        self._places, self._starts = np.unique(places, return_index=True)

    def cosines(self, vector: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return the cosine to every known question, in their order."""
        return (self._vectors @ vector).astype(np.float64)

    def nearest(self, vector: NDArray[np.float32]) -> NDArray[np.float64]:
        """
        Return cosines of shape (2, clauses): to the nearest Chinese and English question of each
        clause; -1 where a clause has none.
        """
        found = np.full(2 * self._size, -1.0)
        if self._numbers.size:
            cosines = self.cosines(vector)[self._numbers]
            found[self._places] = np.maximum.reduceat(cosines, self._starts)
        return found.reshape(2, self._size)
