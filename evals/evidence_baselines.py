"""
Baselines of evidence: the statements nearest to a row's title and text, by words or by meaning.

The three nearest are what R@3 looks at. A row is supported when the nearest passes a threshold,
else nothing is shown for it; that something is partly shown or denied, no similarity tells.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.encoder import Encoder
from corpus.lexical import LexicalIndex
from corpus.load import load_standard
from evals.dossier import Dossier, Status
from evals.evidence_figures import macro_f1_of
from evals.evidence_judgement import LOOKED_AT, Found, Shown

_HEADING_WEIGHT = 0.4


@dataclass(frozen=True, slots=True)
class Said:
    """A statement of a dossier: its file, its words and the headings above it."""

    file: str
    text: str
    heading: str = ""


Ranking = Callable[[Sequence[Said], Sequence[str]], NDArray[np.float64]]
"""Scores statements for queries; the scores have the shape (queries, statements)."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """The three nearest statements of each row by id, each with its score, best first."""

    nearest: Mapping[str, tuple[tuple[Said, float], ...]]

    def best(self, indicator: str) -> float:
        """Return the best score of a row; minus infinity in a dossier without statements."""
        return next((score for _, score in self.nearest[indicator]), -np.inf)


def bm25(said: Sequence[Said], queries: Sequence[str]) -> NDArray[np.float64]:
    """Score by BM25, without synonyms; headings count less."""
    index = LexicalIndex(
        [(at, [(one.text, 1.0), (one.heading, _HEADING_WEIGHT)]) for at, one in enumerate(said)]
    )
    return np.array([index.search(query).scores for query in queries]).reshape(len(queries), -1)


def dense(encoder: Encoder) -> Ranking:
    """Return the ranking by the cosine of an encoder's vectors, headings before the words."""

    def rank(said: Sequence[Said], queries: Sequence[str]) -> NDArray[np.float64]:
        passages = [f"{one.heading} {one.text}".strip() for one in said]
        if not passages:
            return np.zeros((len(queries), 0))
        vectors = encoder.encode_passages(passages)
        return np.asarray(encoder.encode_queries(queries) @ vectors.T, np.float64)

    return rank


def ranked(dossier: Dossier, said: Sequence[Said], ranking: Ranking) -> Ranked:
    """Return the nearest statements of every row of a dossier; ties go to the one that is first."""
    standard = load_standard(dossier.case.rule_set)
    clauses = [standard.clause(name) for name in dossier.indicators]
    scores = ranking(said, [f"{clause.title_zh} {clause.text}" for clause in clauses])
    orders = np.argsort(-scores, axis=1, kind="stable")[:, :LOOKED_AT]
    return Ranked(
        {
            name: tuple((said[at], float(scores[row, at])) for at in order)
            for row, (name, order) in enumerate(zip(dossier.indicators, orders, strict=True))
        }
    )


def best_threshold(dossiers: Sequence[Dossier], rankings: Sequence[Ranked]) -> float:
    """
    Return the score from which on a row is best called supported: that of the best macro-F1.

    Of equally good ones the highest, which claims least. Infinite without rows.
    """
    expected = [gold.status for one in dossiers for gold in one.indicators.values()]
    best = [
        ranking.best(name)
        for one, ranking in zip(dossiers, rankings, strict=True)
        for name in one.indicators
    ]
    chosen, reached = np.inf, -1.0
    for threshold in sorted(set(best), reverse=True):
        reaches = macro_f1_of(expected, [_status(score, threshold) for score in best])
        if reaches > reached:
            chosen, reached = threshold, reaches
    return float(chosen)


def _status(score: float, threshold: float) -> Status:
    return "supported" if score >= threshold else "none"


def found_by(ranking: Ranked, threshold: float) -> tuple[Found, ...]:
    """Return what a baseline found, row by row."""
    found = []
    for name, nearest in ranking.nearest.items():
        first = tuple(Shown((one.file,), one.text, "supports") for one, _ in nearest)
        status = _status(ranking.best(name), threshold)
        found.append(Found(name, status, first if status == "supported" else (), first))
    return tuple(found)
