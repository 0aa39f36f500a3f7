"""
The index of a case's passages: words in memory, vectors in Chroma on disk. The only module that
knows the vector store.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.encoder import Encoder, Vectors
from corpus.index import ClauseKey, Progress, clause_key
from corpus.lexical import LexicalIndex, LexicalScores
from corpus.lexicon import load_synonyms
from corpus.load import STANDARD_IDS, load_standard

_BATCH = 64
_REMOVED_AT_ONCE = 1000
_FIRST = 100
"""How many passages, by words and by meaning, are looked at more closely."""


@cache
def _words_of_the_standards() -> LexicalIndex[ClauseKey]:
    """Return how rare words are in the standards: the measure for words of a case's documents."""
    clauses = [clause for name in STANDARD_IDS for clause in load_standard(name)]
    return LexicalIndex(
        [(clause_key(c), [(c.text, 1.0), (c.title_zh, 1.0), (c.title_en, 1.0)]) for c in clauses]
    )


@dataclass(frozen=True, slots=True)
class Similarities:
    """Scores of every passage for a question, in the order of `keys`; dense: cosines."""

    keys: tuple[str, ...]
    lexical: LexicalScores
    dense: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class IndexedPassage:
    """What the index keeps of a passage: an id that is unique in the case, and its words."""

    id: str
    document: str
    text: str
    heading: str = ""


class PassageWords:
    """The words of some passages, made ready to be searched. keys: the passages' ids in order."""

    def __init__(self, passages: Sequence[IndexedPassage]) -> None:
        self.keys = tuple(passage.id for passage in passages)
        self.row_by_key = {key: row for row, key in enumerate(self.keys)}
        self.lexical = LexicalIndex(
            [(p.id, [(p.text, 1.0), (p.heading, 0.4)]) for p in passages],
            load_synonyms(),
            _words_of_the_standards(),
        )


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

    def search(self, words: PassageWords, question: str) -> Similarities:
        """
        Score every passage of `words` for a question, by words and by meaning.

        Nearness in meaning is worked out for those that come first by words or by meaning; that of
        the others, and of a passage whose vector is not stored yet, is 0.
        """
        lexical = words.lexical.search(question)
        dense = np.zeros(len(words.keys))
        stored = self.count()
        if not words.keys or not stored:
            return Similarities(words.keys, lexical, dense)
        asked = self._encoder.encode_queries([question])[0]
        near = self._collection.query(
            query_embeddings=[asked.tolist()], n_results=min(_FIRST, stored), include=[]
        )["ids"][0]
        first = [words.keys[row] for row in np.argsort(-lexical.scores, kind="stable")[:_FIRST]]
        looked_at = [key for key in dict.fromkeys([*near, *first]) if key in words.row_by_key]
        rows = [words.row_by_key[key] for key in looked_at]
        dense[rows] = self._vectors(looked_at) @ asked
        return Similarities(words.keys, lexical, dense)

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
    with _OPENING:
        _OPEN.clear()
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


# Chroma hands a client to a second thread before it is started; and to make one takes a while.
_OPENING = Lock()
_OPEN: dict[Path, Any] = {}


def load_vector_store() -> None:
    """Load the store's library beforehand: it takes most of a second, once."""
    import chromadb  # noqa: F401, PLC0415


def _client(folder: Path) -> Any:
    import chromadb  # noqa: PLC0415
    from chromadb.config import Settings  # noqa: PLC0415

    with _OPENING:
        if folder not in _OPEN:
            settings = Settings(anonymized_telemetry=False)
            _OPEN[folder] = chromadb.PersistentClient(str(folder), settings)
        return _OPEN[folder]


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
