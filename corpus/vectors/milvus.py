"""
Vectors in Milvus, through its LangChain integration: a file of Milvus Lite, or a server.

One collection an encoder holds all cases, since Milvus is made for few large collections; the case
is its partition key. A file of Milvus Lite serves one process at a time.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from threading import Lock
from typing import Any, TypeVar

import numpy as np
from langchain_core.embeddings import Embeddings

from corpus.encoder import Vectors
from corpus.vectors.address import VectorAddress
from corpus.vectors.errors import VectorsDownError, VectorsExtraError
from corpus.vectors.store import StoredPassage, encoder_mark

try:
    from langchain_milvus import Milvus as LangChainMilvus
    from pymilvus import MilvusClient
    from pymilvus.exceptions import MilvusException
except ImportError as fault:
    raise VectorsExtraError("Milvus", "milvus") from fault

T = TypeVar("T")
_PREFIX = "anping_"
_AT_ONCE = 500
_CONNECT_S = 5.0
_FIELDS: dict[str, Any] = {
    "primary_field": "pk",
    "text_field": "document",
    "vector_field": "vector",
}
_OPENING = Lock()
_CLIENTS: dict[str, Any] = {}


def load_library() -> None:
    """Do nothing: to import this module is to load the library."""


class _MadeElsewhere(Embeddings):
    """LangChain asks for an encoder; vectors come ready from ours."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        raise NotImplementedError

    def embed_query(self, text: str) -> list[float]:
        raise NotImplementedError


class Milvus:
    """The engine at an address. token: "" for none."""

    def __init__(self, address: VectorAddress, token: str = "") -> None:
        self.shown = address.shown
        self._connection: dict[str, Any] = {"uri": address.path or address.http}
        if token:
            self._connection["token"] = token

    def of(self, case_id: str, encoder: str, dimension: int) -> _CaseRows:
        """Return the vectors of a case by one encoder."""
        return _CaseRows(self, case_id, _PREFIX + encoder_mark(encoder), dimension)

    def forget(self, case_id: str, document: str | None = None) -> None:
        """Remove the vectors of a case, or of one of its documents."""
        wanted = f"case == {_quoted(case_id)}"
        if document is not None:
            wanted += f" and document == {_quoted(document)}"
        for name in self.collections():
            self.do(lambda client, name=name: client.delete(name, filter=wanted))

    def check(self) -> None:
        """Do nothing where the engine answers."""
        self.collections()

    def collections(self) -> list[str]:
        """Return the names of our collections."""
        names = self.do(lambda client: client.list_collections())
        return sorted(name for name in names if name.startswith(_PREFIX))

    def open(self, name: str, dimension: int) -> Any:
        """Return a collection as LangChain's vector store; it is made with the first rows."""
        return self.do(
            lambda _: LangChainMilvus(
                _MadeElsewhere(), collection_name=name, connection_args=self._connection,
                index_params={"index_type": "AUTOINDEX", "metric_type": "COSINE"},
                consistency_level="Strong", partition_key_field="case",
                vector_schema={"dim": dimension}, **_FIELDS,
            )
        )  # fmt: skip

    def do(self, act: Callable[..., T]) -> T:
        """
        Return what an act with the client gives.

        Raises:
            VectorsDownError: the engine does not answer, or another process has the file.
        """
        try:
            return act(self._client())
        except MilvusException as fault:
            self._forget_client()
            first = str(fault.message or fault).strip().split("\n", maxsplit=1)[0]
            raise VectorsDownError(self.shown, first) from fault

    def _client(self) -> Any:
        with _OPENING:
            if self.shown not in _CLIENTS:
                _CLIENTS[self.shown] = MilvusClient(**self._connection, timeout=_CONNECT_S)
            return _CLIENTS[self.shown]

    def _forget_client(self) -> None:
        """A connection that failed is made anew next time."""
        with _OPENING:
            client = _CLIENTS.pop(self.shown, None)
        if client is not None:
            client.close()


class _CaseRows:
    """The rows of one case in the collection of one encoder."""

    def __init__(self, milvus: Milvus, case_id: str, name: str, dimension: int) -> None:
        self._milvus, self._case_id = milvus, case_id
        self._name, self._dimension = name, dimension

    def add(self, passages: Sequence[StoredPassage], vectors: Vectors) -> None:
        """Keep vectors in place of those of the same ids; those of other encoders go."""
        if not self._is_there():
            for name in self._milvus.collections():
                self._milvus.do(lambda client, name=name: client.delete(name, filter=self._own))
        store = self._milvus.open(self._name, self._dimension)
        for start in range(0, len(passages), _AT_ONCE):
            part = passages[start : start + _AT_ONCE]
            rows = np.asarray(vectors[start : start + _AT_ONCE], np.float32).tolist()
            keys = [self._key(one.id) for one in part]
            if stored := [row["pk"] for row in self._rows([one.id for one in part], ["pk"])]:
                self._milvus.do(lambda _, stored=stored: store.delete(ids=stored))
            self._milvus.do(
                lambda _, part=part, rows=rows, keys=keys: store.add_embeddings(
                    [one.document for one in part],
                    rows,
                    metadatas=[{"case": self._case_id} for _ in part],
                    ids=keys,
                )
            )

    def missing(self, ids: Sequence[str]) -> list[str]:
        """Return the ids that have no vector."""
        stored = {row["pk"] for row in self._rows(ids, ["pk"])}
        return [one for one in ids if self._key(one) not in stored]

    def nearest(self, vector: Vectors, number: int) -> list[str]:
        """Return the ids of the nearest passages, nearest first."""
        if not self._is_there():
            return []
        store = self._milvus.open(self._name, self._dimension)
        asked = np.asarray(vector, np.float32).tolist()
        found = self._milvus.do(
            lambda _: store.similarity_search_with_score_by_vector(
                asked, k=number, expr=self._own, param={}
            )
        )
        return [self._id(one.metadata["pk"]) for one, _ in found]

    def vectors(self, ids: Sequence[str]) -> dict[str, Vectors]:
        """Return the vectors of passages, without those that have none."""
        rows = self._rows(ids, ["pk", "vector"])
        return {self._id(row["pk"]): np.asarray(row["vector"], np.float32) for row in rows}

    def count(self) -> int:
        """Return how many passages have vectors."""
        if not self._is_there():
            return 0
        found = self._milvus.do(
            lambda client: client.query(
                self._name, filter=self._own, output_fields=["count(*)"]
            )
        )  # fmt: skip
        return int(found[0]["count(*)"])

    def keep_only(self, documents: Collection[str]) -> None:
        """Remove the vectors of all other documents."""
        if self._is_there():
            kept = f" and document not in {json.dumps(sorted(documents))}" if documents else ""
            self._milvus.do(lambda client: client.delete(self._name, filter=self._own + kept))

    @property
    def _own(self) -> str:
        return f"case == {_quoted(self._case_id)}"

    def _key(self, passage: str) -> str:
        return f"{self._case_id}:{passage}"

    def _id(self, key: str) -> str:
        return key.removeprefix(f"{self._case_id}:")

    def _is_there(self) -> bool:
        return self._milvus.do(lambda client: bool(client.has_collection(self._name)))

    def _rows(self, ids: Sequence[str], fields: list[str]) -> list[dict[str, Any]]:
        if not ids or not self._is_there():
            return []
        found: list[dict[str, Any]] = []
        for start in range(0, len(ids), _AT_ONCE):
            keys = [self._key(one) for one in ids[start : start + _AT_ONCE]]
            found += self._milvus.do(
                lambda client, keys=keys: client.get(self._name, ids=keys, output_fields=fields)
            )
        return found


def _quoted(word: str) -> str:
    return json.dumps(word)
