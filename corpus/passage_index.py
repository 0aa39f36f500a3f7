"""The passages of cases, searched by words and by meaning, each by an engine of its own."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.encoder import Encoder, Vectors
from corpus.index import Progress
from corpus.vectors import CaseVectors, StoredPassage, VectorStore, open_vectors
from corpus.vectors.errors import VectorsDownError
from corpus.words import CaseWords, IndexedPassage, WordIndex

_BATCH = 64
_FIRST = 100
"""How many passages, by words and by meaning, are looked at more closely."""


@dataclass(frozen=True, slots=True)
class Similarities:
    """
    Scores of every passage of a case for a question, by their places; dense: cosines. fault: why
    meaning was not searched, None where it was.
    """

    words: CaseWords
    dense: NDArray[np.float64]
    fault: VectorsDownError | None = None


class PassageIndex:
    """
    Search over the passages of cases. words, vectors: the engines.

    Passages are searchable by words as soon as they are added; `embed` makes what vectors are
    missing. Where the engine of vectors does not answer, what needs it raises `VectorsDownError`.
    """

    def __init__(self, words: WordIndex, vectors: VectorStore) -> None:
        self.words = words
        self.vectors = vectors

    def embed(
        self,
        case_id: str,
        encoder: Encoder,
        on_progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> int:
        """
        Store the vectors that the passages of a case lack; return how many were added.

        Documents whose vectors were all made are marked. Where the engine holds another number
        than the marks say, it lost or kept what it should not: then all documents are looked at.
        """
        mark = self._mark(encoder)
        stored = self._stored(case_id, encoder)
        kept = self.words.documents(case_id)
        marked = {name: one.passages for name, one in kept.items() if one.vectors == mark}
        if marked and stored.count() < sum(marked.values()):
            marked = {}
        lacking = [name for name in kept if name not in marked]
        total = sum(kept[name].passages for name in lacking)
        added = done = 0
        for name in lacking:
            said = self.words.passages_of(case_id, name)
            missing = set(stored.missing([passage.id for passage in said]))
            done += len(said) - len(missing)
            batches = _batches([passage for passage in said if passage.id in missing])
            for batch in batches:
                if cancelled and cancelled():
                    return added
                _add(stored, encoder, batch)
                added, done = added + len(batch), done + len(batch)
                if on_progress:
                    on_progress(done, total)
            self.words.mark_vectors(case_id, [name], mark)
        return added

    def keep_only(self, case_id: str, encoder: Encoder, documents: Sequence[str]) -> None:
        """Remove what is kept of all other documents, such as one removed while it was encoded."""
        kept = self.words.documents(case_id)
        for name in kept:
            if name not in documents:
                self.words.forget(case_id, name)
        stored = self._stored(case_id, encoder)
        expected = sum(one.passages for name, one in kept.items() if name in documents)
        if stored.count() > expected:
            stored.keep_only(documents)

    def forget(self, case_id: str, document: str | None = None) -> None:
        """
        Remove all that is kept of a case, or of one of its documents.

        Raises:
            VectorsDownError: the engine of vectors does not answer; the words are removed.
        """
        self.words.forget(case_id, document)
        self.vectors.forget(case_id, document)

    def search(self, case_id: str, encoder: Encoder, question: str) -> Similarities:
        """
        Score every passage of a case for a question, by words and by meaning.

        Nearness in meaning is worked out for those that come first by words or by meaning; that of
        the others, and of a passage whose vector is not stored yet, is 0. Where the engine does not
        answer there are words alone, and `fault` tells why.
        """
        found = self.words.search(case_id, question)
        dense = np.zeros(len(found))
        if not len(found):
            return Similarities(found, dense)
        try:
            self._look_nearer(case_id, encoder, question, found, dense)
        except VectorsDownError as fault:
            return Similarities(found, dense, fault)
        return Similarities(found, dense)

    def _look_nearer(
        self,
        case_id: str,
        encoder: Encoder,
        question: str,
        found: CaseWords,
        dense: NDArray[np.float64],
    ) -> None:
        stored = self._stored(case_id, encoder)
        asked = encoder.encode_queries([question])[0]
        at_by_id = self.words.places(found, stored.nearest(asked, _FIRST))
        first = self.words.passages(found, highest(found.lexical.scores, _FIRST))
        at_by_id |= {passage.id: at for at, passage in first.items()}
        vectors = _rows(stored, list(at_by_id), encoder.dimension)
        dense[list(at_by_id.values())] = vectors @ asked

    def _stored(self, case_id: str, encoder: Encoder) -> CaseVectors:
        return self.vectors.of(case_id, encoder.fingerprint, encoder.dimension)

    def _mark(self, encoder: Encoder) -> str:
        """Return what names the encoder and the engine."""
        made_with = f"{encoder.fingerprint} {self.vectors.shown}"
        return hashlib.sha256(made_with.encode()).hexdigest()[:16]


def open_passage_index(home: Path) -> PassageIndex:
    """Return the index that lies in a home: words in a file, vectors in Chroma on disk."""
    return PassageIndex(WordIndex(home), open_vectors(home))


def _add(stored: CaseVectors, encoder: Encoder, batch: Sequence[IndexedPassage]) -> None:
    vectors = encoder.encode_passages([f"{p.heading} {p.text}".strip() for p in batch])
    stored.add([StoredPassage(p.id, p.document) for p in batch], vectors)


def _batches(missing: Sequence[IndexedPassage]) -> list[Sequence[IndexedPassage]]:
    return [missing[start : start + _BATCH] for start in range(0, len(missing), _BATCH)]


def highest(scores: NDArray[np.float64], number: int) -> list[int]:
    """Return the places of the highest scores, none below 0; of equal ones those that stand first."""
    places = np.flatnonzero(scores > 0)
    if len(places) > number:
        found = scores[places]
        places = places[found >= np.partition(found, len(found) - number)[len(found) - number]]
    elif len(places) < number:
        places = np.concatenate([places, np.flatnonzero(scores == 0)[:number]])
    order = np.argsort(-scores[places], kind="stable")[:number]
    return [int(at) for at in places[order]]


def _rows(stored: CaseVectors, ids: Sequence[str], dimension: int) -> Vectors:
    found = stored.vectors(ids)
    vectors = np.zeros((len(ids), dimension), np.float32)
    for row, one in enumerate(ids):
        if one in found:
            vectors[row] = found[one]
    return vectors
