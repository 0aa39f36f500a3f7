"""
What can go wrong with the engines that keep vectors.

    VectorsError
    ├── VectorsUrlError        the address of the engine is none
    ├── VectorsExtraError      its library is not installed
    └── VectorsDownError       it does not answer: words alone are searched
"""

from __future__ import annotations

from corpus.errors import CorpusError


class VectorsError(CorpusError):
    """The root of the errors of vector engines."""

    code = "corpus-vectors"


class VectorsUrlError(VectorsError, ValueError):
    """An address of a vector engine has none of the known forms."""

    code = "corpus-vectors-url"
    allowed = (
        "chroma: (on disk, in the home), chroma+http://HOST:PORT or chroma+https://HOST:PORT,"
        " milvus:///FOLDER/FILE.db, milvus+http://HOST:PORT or milvus+https://HOST:PORT;"
        " without names and passwords: a token goes into ANPING_VECTORS_TOKEN"
    )

    def __init__(self, url: str) -> None:
        super().__init__(
            f"{url!r} is no address of a vector engine. Allowed: {self.allowed}. Set"
            " ANPING_VECTORS_URL to one of them."
        )
        self.url = url


class VectorsExtraError(VectorsError, ImportError):
    """The library of a vector engine is not installed."""

    code = "corpus-vectors-extra"

    def __init__(self, engine: str, extra: str) -> None:
        super().__init__(
            f"The engine {engine} needs a library that is not installed. Install it with"
            f" `pip install 'anping[{extra}]'`, or set ANPING_VECTORS_URL to another engine."
        )


class VectorsDownError(VectorsError, ConnectionError):
    """The vector engine does not answer; what is searched meanwhile are words."""

    code = "corpus-vectors-down"

    def __init__(self, shown: str, fault: str) -> None:
        super().__init__(
            f"The vector engine at '{shown}' does not answer: {fault}. Until it does, documents are"
            " searched by words alone. Look whether it runs, and what ANPING_VECTORS_URL and"
            " ANPING_VECTORS_TOKEN say."
        )
        self.shown = shown
