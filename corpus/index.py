"""
The search indexes: over the standards' clauses and over the passages of a case.

The only module that knows the vector store (Chroma, on disk, with our own vectors). The clauses
are few and fixed, so their vectors are also kept as one array file: a question on the command
line then needs no database at all.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

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
_BATCH = 64
_REMOVED_AT_ONCE = 1000


def clause_key(clause: Clause) -> ClauseKey:
    """Return (standard, clause id), which is unique over all standards."""
    return (clause.standard, clause.id)


@dataclass(frozen=True, slots=True)
class Similarities:
    """Scores of every passage for a query, in the order of `keys`; dense: cosines."""

    keys: tuple[Any, ...]
    lexical: LexicalScores
    dense: NDArray[np.float64]


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


@cache
def _words_of_the_standards() -> LexicalIndex[ClauseKey]:
    """Return how rare words are in the standards: the measure for words of a case's documents."""
    clauses = [clause for name in STANDARD_IDS for clause in load_standard(name)]
    return LexicalIndex(
        [(clause_key(c), [(c.text, 1.0), (c.title_zh, 1.0), (c.title_en, 1.0)]) for c in clauses]
    )


@dataclass(frozen=True, slots=True)
class IndexedPassage:
    """What the index keeps of a passage: an id that is unique in the case, and its words."""

    id: str
    document: str
    text: str
    heading: str = ""


class PassageIndex:
    """
    Search over the passages of one case: BM25 in memory, vectors in Chroma on disk.

    Passages are searchable lexically as soon as they are given; `embed` adds what is missing to
    the store. `forget_vectors` removes a document or a whole case from it.
    """

    def __init__(self, home: Path, case_id: str, encoder: Encoder) -> None:
        self._encoder = encoder
        self._collection = _open_collection(home / "vectors", case_id, encoder)

    def embed(
        self,
        passages: Sequence[IndexedPassage],
        on_progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> int:
        """Store the vectors of the passages that have none yet; return how many were added."""
        stored = set(self._collection.get(include=[])["ids"])
        missing = [passage for passage in passages if passage.id not in stored]
        for start in range(0, len(missing), _BATCH):
            if cancelled and cancelled():
                return start
            batch = missing[start : start + _BATCH]
            vectors = self._encoder.encode_passages(
                [f"{p.heading} {p.text}".strip() for p in batch]
            )
            self._collection.upsert(
                ids=[passage.id for passage in batch],
                embeddings=vectors.tolist(),
                metadatas=[{"document": passage.document} for passage in batch],
            )
            if on_progress:
                on_progress(start + len(batch), len(missing))
        return len(missing)

    def keep_only(self, documents: Collection[str]) -> None:
        """Remove the vectors of all other documents, such as one removed while it was encoded."""
        stored = self._collection.get(include=["metadatas"])
        stale = [
            name
            for name, kept in zip(stored["ids"], stored["metadatas"], strict=True)
            if kept["document"] not in documents
        ]
        for start in range(0, len(stale), _REMOVED_AT_ONCE):
            self._collection.delete(ids=stale[start : start + _REMOVED_AT_ONCE])

    def vectors(self, keys: Sequence[str]) -> Vectors | None:
        """Return the vectors of passages by their ids; None where some have none yet."""
        vectors = self._vectors(keys)
        return vectors if np.all(np.any(vectors, axis=1)) else None

    def count(self) -> int:
        """Return how many passages have vectors."""
        return int(self._collection.count())

    def search_many(
        self, passages: Sequence[IndexedPassage], queries: Sequence[str]
    ) -> list[Similarities]:
        """
        Score every given passage for every query.

        A passage whose vector is not stored yet has a dense similarity of 0.
        """
        keys = tuple(passage.id for passage in passages)
        lexical = LexicalIndex(
            [(p.id, [(p.text, 1.0), (p.heading, 0.4)]) for p in passages],
            load_synonyms(),
            _words_of_the_standards(),
        )
        vectors = self._vectors(keys)
        asked = self._encoder.encode_queries(queries)
        dense = (asked @ vectors.T).astype(np.float64)
        return [
            Similarities(keys, lexical.search(query), dense[row])
            for row, query in enumerate(queries)
        ]

    def _vectors(self, keys: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(keys), self._encoder.dimension), np.float32)
        if not keys:
            return vectors
        found = self._collection.get(ids=list(keys), include=["embeddings"])
        row_by_key = {key: row for row, key in enumerate(keys)}
        for key, vector in zip(found["ids"], found["embeddings"], strict=True):
            vectors[row_by_key[key]] = vector
        return vectors


# SQLite's words for a file that is torn (11) or no database at all (26).
_TORN = ("(code: 11)", "(code: 26)")


def _open_collection(folder: Path, case_id: str, encoder: Encoder) -> Any:
    """
    Return the case's collection for this encoder; those of other encoders are removed.

    Vectors can always be made again from the passages, so a torn store is thrown away. A locked
    one is not: another process is at work.
    """
    # Takes most of a second to import and is needed for cases only.
    from chromadb.api.shared_system_client import SharedSystemClient  # noqa: PLC0415
    from chromadb.errors import InternalError  # noqa: PLC0415

    name = f"{case_id}-{hashlib.sha256(encoder.fingerprint.encode()).hexdigest()[:12]}"
    try:
        return _collection(folder, case_id, name)
    except InternalError as fault:
        if not any(code in str(fault) for code in _TORN):
            raise
    SharedSystemClient.clear_system_cache()
    shutil.rmtree(folder, ignore_errors=True)
    return _collection(folder, case_id, name)


def forget_vectors(home: Path, case_id: str, document: str | None = None) -> None:
    """
    Remove the vectors of a case, or of one of its documents, whichever encoder made them.

    Nothing happens where there are none; a torn store is left to `PassageIndex` to throw away.
    """
    folder = home / "vectors"
    if not folder.exists():
        return
    from chromadb.errors import InternalError  # noqa: PLC0415

    try:
        client = _client(folder)
        for collection in client.list_collections():
            if not collection.name.startswith(f"{case_id}-"):
                continue
            if document is None:
                client.delete_collection(collection.name)
            else:
                collection.delete(where={"document": document})
    except InternalError as fault:
        if not any(code in str(fault) for code in _TORN):
            raise


def _client(folder: Path) -> Any:
    import chromadb  # noqa: PLC0415
    from chromadb.config import Settings  # noqa: PLC0415

    return chromadb.PersistentClient(str(folder), Settings(anonymized_telemetry=False))


def _collection(folder: Path, case_id: str, name: str) -> Any:
    folder.mkdir(parents=True, exist_ok=True)
    client = _client(folder)
    collection = client.get_or_create_collection(
        name, embedding_function=None, metadata={"hnsw:space": "cosine"}
    )
    collection.get(limit=1, include=["embeddings"])  # a torn file may show only when it is read
    for other in client.list_collections():
        if other.name.startswith(f"{case_id}-") and other.name != name:
            client.delete_collection(other.name)
    return collection
