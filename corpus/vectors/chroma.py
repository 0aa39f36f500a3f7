"""Vectors in Chroma: on disk, or on a server. One collection a case and encoder, by cosine."""

from __future__ import annotations

import shutil
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Sequence
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

import chromadb
import httpx
import numpy as np
from chromadb.api.shared_system_client import SharedSystemClient
from chromadb.config import Settings
from chromadb.errors import ChromaError, InternalError, NotFoundError

from corpus.encoder import Vectors
from corpus.vectors.address import VectorAddress
from corpus.vectors.errors import VectorsDownError
from corpus.vectors.store import StoredPassage, encoder_mark

T = TypeVar("T")
_AT_ONCE = 1000
"""Ids and rows in one request."""
_WAIT = httpx.Timeout(60.0, connect=3.0)
"""For an answer and a connection, in seconds; Chroma itself would wait for ever."""
# SQLite's words for a file that is torn (11) or no database at all (26).
_TORN = ("(code: 11)", "(code: 26)")
# Chroma hands a client to a second thread before it is started; and to make one takes a while.
_OPENING = Lock()
_OPEN: dict[Path | str, Any] = {}


def load_library() -> None:
    """Do nothing: to import this module is to load the library."""


class _Chroma(ABC):
    """What both ways have in common. shown: the address for messages."""

    def __init__(self, shown: str) -> None:
        self.shown = shown

    def of(self, case_id: str, encoder: str, dimension: int) -> _CaseCollection:
        """Return the vectors of a case by one encoder; Chroma takes the dimension from them."""
        del dimension
        return _CaseCollection(self, case_id, f"{case_id}-{encoder_mark(encoder)}")

    def forget(self, case_id: str, document: str | None = None) -> None:
        """Remove the vectors of a case, or of one of its documents."""
        self.do(partial(_forget, case_id=case_id, document=document))

    def check(self) -> None:
        """Do nothing where the engine answers."""
        self.do(lambda client: client.heartbeat())

    def do(self, act: Callable[[Any], T], *, makes: bool = False) -> T:
        """
        Return what an act with the client gives; it is done again where the store was mended.

        makes: whether the act makes a store where there is none.

        Raises:
            VectorsDownError: the engine does not answer.
            NotFoundError: a collection is not there.
        """
        del makes
        try:
            return act(self.client())
        except (NotFoundError, VectorsDownError):
            raise
        except (ChromaError, httpx.HTTPError, OSError) as fault:
            if not self.mended(fault):
                raise self.down(fault) from fault
        return act(self.client())

    def down(self, fault: Exception) -> VectorsDownError:
        """Return the error that tells of a fault."""
        return VectorsDownError(self.shown, f"{type(fault).__name__}: {fault}".strip(": "))

    @abstractmethod
    def client(self) -> Any:
        """Return the client, the same for all threads of the process."""

    @abstractmethod
    def mended(self, fault: Exception) -> bool:
        """Mend what a fault tells of, where that can be done; tell whether it was."""


class ChromaOnDisk(_Chroma):
    """
    Chroma in a folder of the home, made when the first vectors are added.

    Vectors can always be made again from the passages, so a torn store is thrown away. A locked
    one is not: another process is at work.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(f"chroma:{folder}")
        self._folder = folder

    def do(self, act: Callable[[Any], T], *, makes: bool = False) -> T:
        """Do an act; who only reads makes no folder."""
        if not makes and not self._folder.exists():
            raise NotFoundError("There is no store yet.")
        return super().do(act, makes=makes)

    def check(self) -> None:
        """Do nothing: what is on this machine answers."""

    def forget(self, case_id: str, document: str | None = None) -> None:
        """Remove the vectors of a case, or of one of its documents, if there are any."""
        if self._folder.exists():
            super().forget(case_id, document)

    def client(self) -> Any:
        """Return the client of the folder."""
        with _OPENING:
            if self._folder not in _OPEN:
                self._folder.mkdir(parents=True, exist_ok=True)
                settings = Settings(anonymized_telemetry=False)
                _OPEN[self._folder] = chromadb.PersistentClient(str(self._folder), settings)
            return _OPEN[self._folder]

    def mended(self, fault: Exception) -> bool:
        """Throw a torn store away."""
        if not isinstance(fault, InternalError) or not any(code in str(fault) for code in _TORN):
            return False
        with _OPENING:
            _OPEN.clear()
            SharedSystemClient.clear_system_cache()
        shutil.rmtree(self._folder, ignore_errors=True)
        return True


class ChromaServer(_Chroma):
    """Chroma on a server. token: sent as a bearer token, "" for none."""

    def __init__(self, address: VectorAddress, token: str = "") -> None:
        super().__init__(address.shown)
        self._address = address
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}

    def client(self) -> Any:
        """Return the client of the server, made once it answers."""
        with _OPENING:
            if self.shown not in _OPEN:
                _OPEN[self.shown] = self._made()
            return _OPEN[self.shown]

    def mended(self, fault: Exception) -> bool:
        """Mend nothing: a server is mended by those who run it."""
        del fault
        return False

    def _made(self) -> Any:
        beat = f"{self._address.http}/api/v2/heartbeat"
        httpx.get(beat, headers=self._headers, timeout=_WAIT).raise_for_status()
        try:
            client = chromadb.HttpClient(
                host=self._address.host, port=self._address.port, ssl=self._address.tls,
                headers=self._headers, settings=Settings(anonymized_telemetry=False),
            )  # fmt: skip
        except ValueError as fault:  # Chroma's word for a server that does not answer
            raise self.down(fault) from fault
        # It offers no other way to say how long it waits.
        client._server._session.timeout = _WAIT  # type: ignore[attr-defined] # noqa: SLF001
        # A connection of its own, for tenants, has asked the one thing that it is for.
        client._admin_client._server._session.close()  # type: ignore[attr-defined] # noqa: SLF001
        return client


class _CaseCollection:
    """The vectors of one case by one encoder; where there is no collection there are none."""

    def __init__(self, chroma: _Chroma, case_id: str, name: str) -> None:
        self._chroma, self._case_id, self._name = chroma, case_id, name

    def add(self, passages: Sequence[StoredPassage], vectors: Vectors) -> None:
        """Keep vectors in place of those of the same ids; those of other encoders go."""
        for start in range(0, len(passages), _AT_ONCE):
            part = passages[start : start + _AT_ONCE]
            rows = np.asarray(vectors[start : start + _AT_ONCE], np.float32)
            self._chroma.do(partial(self._upsert, part=part, rows=rows), makes=True)

    def missing(self, ids: Sequence[str]) -> list[str]:
        """Return the ids that have no vector."""
        stored: set[str] = set()
        for start in range(0, len(ids), _AT_ONCE):
            asked = list(ids[start : start + _AT_ONCE])
            stored |= set(self._get({"ids": []}, ids=asked, include=[])["ids"])
        return [one for one in ids if one not in stored]

    def nearest(self, vector: Vectors, number: int) -> list[str]:
        """Return the ids of the nearest passages, nearest first."""
        asked = [np.asarray(vector, np.float32)]
        found: dict[str, Any] = self._read(
            lambda one: one.query(query_embeddings=asked, n_results=number, include=[]),
            {"ids": [[]]},
        )
        return list(found["ids"][0])

    def vectors(self, ids: Sequence[str]) -> dict[str, Vectors]:
        """Return the vectors of passages, without those that have none."""
        if not ids:
            return {}
        nothing: dict[str, Any] = {"ids": [], "embeddings": []}
        found = self._get(nothing, ids=list(ids), include=["embeddings"])
        return {
            one: np.asarray(vector, np.float32)
            for one, vector in zip(found["ids"], found["embeddings"], strict=True)
        }

    def count(self) -> int:
        """Return how many passages have vectors."""
        return self._read(lambda one: int(one.count()), 0)

    def keep_only(self, documents: Collection[str]) -> None:
        """Remove the vectors of all other documents."""
        others = {"where": {"document": {"$nin": sorted(documents)}}} if documents else {}
        stale = self._get({"ids": []}, include=[], **others)["ids"]
        for start in range(0, len(stale), _AT_ONCE):
            part = stale[start : start + _AT_ONCE]
            self._read(partial(_delete, ids=part), None)

    def _upsert(self, client: Any, *, part: Sequence[StoredPassage], rows: Vectors) -> None:
        self._made(client).upsert(
            ids=[one.id for one in part],
            embeddings=rows,
            metadatas=[{"document": one.document} for one in part],
        )

    def _made(self, client: Any) -> Any:
        try:
            return client.get_collection(self._name, None)
        except NotFoundError:
            pass
        for other in client.list_collections():
            if other.name.startswith(f"{self._case_id}-"):
                client.delete_collection(other.name)
        return client.get_or_create_collection(
            self._name, embedding_function=None, metadata={"hnsw:space": "cosine"}
        )

    def _get(self, nothing: Any, **asked: Any) -> Any:
        return self._read(lambda one: one.get(**asked), nothing)

    def _read(self, act: Callable[[Any], T], nothing: T) -> T:
        """Return what an act on the collection gives; `nothing` where there is none."""
        try:
            return self._chroma.do(lambda client: act(client.get_collection(self._name, None)))
        except NotFoundError:
            return nothing


def _delete(collection: Any, *, ids: list[str]) -> None:
    collection.delete(ids=ids)


def _forget(client: Any, *, case_id: str, document: str | None) -> None:
    for collection in client.list_collections():
        if not collection.name.startswith(f"{case_id}-"):
            continue
        if document is None:
            client.delete_collection(collection.name)
        else:
            collection.delete(where={"document": document})
