"""The address of a vector engine, as ANPING_VECTORS_URL spells it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from urllib.parse import SplitResult, urlsplit

from corpus.vectors.errors import VectorsUrlError

Engine = Literal["chroma", "chroma server", "milvus"]
_CHROMA_PORT, _MILVUS_PORT = 8000, 19530


@dataclass(frozen=True, slots=True)
class VectorAddress:
    """
    Which engine, and where. host, port, tls: of a server. path: of a file of Milvus Lite; "" for
    a server, and for Chroma on disk, which lies in the home.
    """

    engine: Engine
    host: str = ""
    port: int = 0
    tls: bool = False
    path: str = ""

    @property
    def shown(self) -> str:
        """The address for messages; it never holds a secret."""
        if self.engine == "chroma":
            return "chroma: (on disk)"
        name = "milvus" if self.engine == "milvus" else "chroma"
        return f"{name}://{self.path}" if self.path else f"{name}+{self.http}"

    @property
    def http(self) -> str:
        """The address of a server."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http{'s' if self.tls else ''}://{host}:{self.port}"


def parse_vector_address(url: str) -> VectorAddress:
    """
    Return what an address says; Chroma on disk for "" and "chroma:".

    Raises:
        VectorsUrlError: it is none of the known forms, or holds a name, a password or a query.
    """
    if url in ("", "chroma:"):
        return VectorAddress("chroma")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as fault:
        raise VectorsUrlError(_hidden(url)) from fault
    if parts.scheme == "milvus" and _is_file(parts):
        return VectorAddress("milvus", path=parts.path)
    name, _, protocol = parts.scheme.partition("+")
    is_plain = not (parts.username or parts.password or parts.query or parts.fragment)
    is_server = is_plain and bool(parts.hostname) and parts.path in ("", "/")
    if name not in ("chroma", "milvus") or protocol not in ("http", "https") or not is_server:
        raise VectorsUrlError(_hidden(url))
    tls = protocol == "https"
    own = _CHROMA_PORT if name == "chroma" else _MILVUS_PORT
    engine: Engine = "chroma server" if name == "chroma" else "milvus"
    return VectorAddress(engine, parts.hostname or "", port or (443 if tls else own), tls)


def _is_file(parts: SplitResult) -> bool:
    is_plain = not (parts.netloc or parts.query or parts.fragment)
    return is_plain and parts.path.startswith("/") and parts.path.endswith(".db")


def _hidden(url: str) -> str:
    """Return an address without what may be a password."""
    before, at, after = url.rpartition("@")
    return f"{before.split('//')[0]}//…@{after}" if at else url
