"""
The search index over the standards' clauses.

The clauses are few and fixed, so their vectors are kept as one array file: a question on the
command line needs no database at all. Passages of cases: `corpus.passage_index`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.clause_texts import clause_fields, clause_passages
from corpus.encoder import Encoder, Vectors
from corpus.lexical import LexicalIndex, LexicalScores
from corpus.lexicon import (
    EverydayWords,
    load_everyday_words,
    load_outside_questions,
    load_synonyms,
)
from corpus.load import STANDARD_IDS, load_standard
from corpus.parts import ALL_PARTS, Parts
from corpus.question_bank import QuestionBank, load_questions
from corpus.standard import Clause, Standard
from corpus.traditional import simplified
from corpus.vector_file import found_vectors, stored_vectors

Progress = Callable[[int, int], None]
ClauseKey = tuple[str, str]


def clause_key(clause: Clause) -> ClauseKey:
    """Return (standard, clause id), which is unique over all standards."""
    return (clause.standard, clause.id)


@dataclass(frozen=True, slots=True)
class ClauseScores:
    """
    Scores of every clause for a query, in the order of `keys`.

    dense: standard deviations by which the clause's texts stand out among those of the same
    kind. margin: how much nearer (difference of cosines) the query is to the nearest clause than
    to the nearest question that no clause answers; outside_share: share in [0, 1] of such
    questions among the nearest texts, the nearer counting more.
    """

    keys: tuple[ClauseKey, ...]
    lexical: LexicalScores
    dense: NDArray[np.float64]
    margin: float
    outside_share: float


class StandardIndex:
    """
    Lexical and dense search over every clause of some standards.

    standards: what is searched; by default the two evaluation documents. name: of the stored
    vectors; each set of standards that lives beside another needs its own. With `may_encode`
    false, vectors that are not stored yet are done without: words alone decide. parts: what takes
    part; every other choice than all needs its own name too.
    """

    def __init__(
        self,
        encoder: Encoder,
        cache: Path,
        on_progress: Progress | None = None,
        *,
        standards: Sequence[Standard] | None = None,
        name: str = "standards",
        may_encode: bool = True,
        parts: Parts = ALL_PARTS,
    ) -> None:
        chosen = [load_standard(i) for i in STANDARD_IDS] if standards is None else standards
        self.standards: Mapping[str, Standard] = {standard.id: standard for standard in chosen}
        self._name = name
        self._may_encode = may_encode
        self._parts = parts
        self.has_vectors = True
        self.clauses: Mapping[ClauseKey, Clause] = {
            clause_key(clause): clause
            for standard in self.standards.values()
            for clause in standard
        }
        self._encoder = encoder
        self._everyday = load_everyday_words() if parts.everyday else {}
        self._lexical = LexicalIndex(
            [
                (
                    key,
                    clause_fields(
                        clause,
                        self.standards[clause.standard],
                        self._said(clause) or EverydayWords(),
                        parts,
                    ),
                )
                for key, clause in self.clauses.items()
            ],
            load_synonyms() if parts.synonyms else None,
        )
        self._vectors, self._outside = self._read_vectors(cache / "index", on_progress)
        self._bank = self._read_bank(cache / "index", on_progress)

    def _read_vectors(
        self, folder: Path, on_progress: Progress | None
    ) -> tuple[NDArray[np.float32], Vectors]:
        """
        Return the clauses' vectors, of shape (4, clauses, dimension), and those of the questions
        out of reach. The four are the Chinese and English text and everyday wording; where a
        clause has no everyday wording, its text stands in, and where it has no text in one
        language, that in the other does.
        """
        clauses = list(self.clauses.values())
        pairs = [
            clause_passages(clause, self.standards[clause.standard], self._parts)
            for clause in clauses
        ]
        asked = [row for row, clause in enumerate(clauses) if self._said(clause)]
        words = [self._everyday[clauses[row].id] for row in asked]
        outside = load_outside_questions()
        # A norm's vectors are many and the user's: new questions out of reach must not undo them.
        is_norm = all(clause.kind == "norm_clause" for clause in clauses)
        count = len(clauses)
        texts = [
            *(chinese or english for chinese, english in pairs),
            *(english for chinese, english in pairs if chinese and english),
            *(entry.zh for entry in words),
            *(entry.en for entry in words),
            *(() if is_norm else outside),
        ]
        vectors = found_vectors(texts, self._encoder, folder, name=self._name)
        if vectors is None and self._may_encode:
            vectors = stored_vectors(texts, self._encoder, folder, on_progress, name=self._name)
        if vectors is None:
            self.has_vectors = False
            nothing = np.zeros((4, count, self._encoder.dimension), np.float32)
            return nothing, np.zeros((1, self._encoder.dimension), np.float32)
        both = [row for row, (chinese, english) in enumerate(pairs) if chinese and english]
        own = np.stack([vectors[:count], vectors[:count]])
        own[1, both] = vectors[count : count + len(both)]
        everyday = own.copy()
        if is_norm:
            beyond = stored_vectors(outside, self._encoder, folder, name="outside")
            return np.concatenate([own, everyday]), beyond
        if asked:
            said = vectors[count + len(both) : -len(outside)]
            everyday[:, asked] = said.reshape(2, len(asked), -1)
        return np.concatenate([own, everyday]), vectors[-len(outside) :]

    def _read_bank(self, folder: Path, on_progress: Progress | None) -> QuestionBank:
        rows = {str(clause.id): row for row, clause in enumerate(self.clauses.values())}
        # Known questions are about our documents and norm cards; their ids mean nothing in a norm
        # of the user.
        ours = {clause.id for clause in self.clauses.values() if clause.kind != "norm_clause"}
        known = load_questions() if self._parts.questions else ()
        asked = [entry for entry in known if ours.intersection(entry.clauses)]
        if not asked:
            return QuestionBank([], np.zeros((0, self._encoder.dimension), np.float32), rows)
        vectors = stored_vectors(
            [entry.text for entry in asked],
            self._encoder,
            folder,
            on_progress,
            name=f"questions-of-{self._name}",
        )
        return QuestionBank(asked, vectors, rows)

    def _said(self, clause: Clause) -> EverydayWords | None:
        """Return how people ask for a clause; its id means nothing in a norm of the user."""
        return None if clause.kind == "norm_clause" else self._everyday.get(clause.id)

    def search(self, query: str) -> ClauseScores:
        """Score every clause."""
        asked = simplified(query)
        vector = self._encoder.encode_queries([asked])[0]
        own = (self._vectors @ vector).astype(np.float64)
        # Six texts of a clause: its own, its everyday wording, the nearest known question, each
        # in both languages.
        cosines = np.concatenate([own, np.maximum(own[2:], self._bank.nearest(vector))])
        outside = (self._outside @ vector).astype(np.float64)
        # A question is nearer to every text of its own language and kind; what counts is how far
        # a text stands out among those. The best text alone would trust one lucky wording, the
        # mean alone would drown it in the other language.
        spread = cosines.std(axis=1, keepdims=True) + 1e-9
        standing_out = (cosines - cosines.mean(axis=1, keepdims=True)) / spread
        return ClauseScores(
            keys=self._lexical.keys,
            lexical=self._lexical.search(asked),
            dense=(standing_out.max(axis=0) + standing_out.mean(axis=0)) / 2,
            margin=float(cosines.max() - outside.max()),
            outside_share=_share_of(outside, (own, self._bank.cosines(vector))),
        )


# Texts compared for `outside_share`, and the difference of cosines that makes one count e times.
_NEAREST, _SHARPNESS = 20, 0.02


def _share_of(outside: NDArray[np.float64], inside: Sequence[NDArray[np.float64]]) -> float:
    """Return the share of the outside texts among the nearest of all, the nearer counting more."""
    within = np.concatenate([values.ravel() for values in inside])
    cosines = np.concatenate([outside, within])
    nearest = np.argsort(-cosines, kind="stable")[:_NEAREST]
    weights = np.exp((cosines[nearest] - cosines[nearest[0]]) / _SHARPNESS)
    return float(weights[nearest < len(outside)].sum() / weights.sum())
