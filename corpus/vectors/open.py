"""The engine of an address."""

from __future__ import annotations

from pathlib import Path

from corpus.vectors.address import parse_vector_address
from corpus.vectors.store import VectorStore


def open_vectors(home: Path, url: str = "", token: str = "") -> VectorStore:
    """
    Return the engine of an address; nothing is asked of it yet.

    home: where Chroma keeps vectors on disk. token: for servers that ask for one, "" for none.

    Raises:
        VectorsUrlError: the address is none.
        VectorsExtraError: the engine's library is not installed.
    """
    address = parse_vector_address(url)
    # Engines take a second to import, and only one is needed.
    if address.engine == "chroma":
        from corpus.vectors.chroma import ChromaOnDisk  # noqa: PLC0415

        return ChromaOnDisk(home / "vectors")
    if address.engine == "chroma server":
        from corpus.vectors.chroma import ChromaServer  # noqa: PLC0415

        return ChromaServer(address, token)
    from corpus.vectors.milvus import Milvus  # noqa: PLC0415

    return Milvus(address, token)


def load_vector_engine(url: str = "") -> None:
    """Load an engine's library beforehand: it takes a second, once."""
    if parse_vector_address(url).engine == "milvus":
        from corpus.vectors.milvus import load_library  # noqa: PLC0415
    else:
        from corpus.vectors.chroma import load_library  # noqa: PLC0415
    load_library()
