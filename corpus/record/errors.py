"""
What can go wrong with a store that is elsewhere; the operators must act.

    CorpusError
    ├── StoreAddressError      the address given is none where anything can be kept
    ├── StoreUnreachableError  a store cannot be used now: see the reason
    ├── FileGoneError          the bytes of a document are not where they were put
    ├── FileAlteredError       the bytes of a document are not what was put there
    └── KeptElsewhereError     what is to be backed up or restored is not in the home
"""

from __future__ import annotations

from collections.abc import Iterable

from corpus.errors import CorpusError


class StoreAddressError(CorpusError, ValueError):
    """An address is none of a store."""

    code = "corpus-store-address"

    def __init__(self, shown: str, allowed: str) -> None:
        super().__init__(
            f"The address '{shown}' is none where cases can be kept. Allowed: {allowed}."
            " docs/stores.md has examples."
        )


class StoreUnreachableError(CorpusError, RuntimeError):
    """
    A database or a place of files cannot be used now.

    shown: the address without its password. fault: in the words of whoever refused.
    """

    code = "corpus-store-unreachable"

    def __init__(self, shown: str, fault: str) -> None:
        super().__init__(
            f"The store '{shown}' cannot be used now: {fault}. Nothing of this act was kept. See"
            " that the address and the password are right and that the server runs, then do it"
            " again."
        )


class KeptElsewhereError(CorpusError):
    """A home cannot be written into one file, or filled from one, while parts of it are elsewhere."""

    code = "corpus-kept-elsewhere"

    def __init__(self, places: Iterable[str]) -> None:
        super().__init__(
            f"Not all of the home is in its folder: {', '.join(places)}. Back up and restore what is"
            " elsewhere with its own means (pg_dump, the versions of the bucket), the folder by"
            " copying it; docs/stores.md says in which order."
        )


class FileGoneError(CorpusError, FileNotFoundError):
    """The bytes of a document are not on file."""

    code = "corpus-file-gone"

    def __init__(self, sha256: str, shown: str) -> None:
        super().__init__(
            f"The bytes of the document {sha256} are not in '{shown}' any more. Somebody removed"
            " it just now, or the place was changed by other means: `anping audit verify --all`."
        )
        self.sha256 = sha256


class FileAlteredError(CorpusError, OSError):
    """The bytes of a document are not what was put on file."""

    code = "corpus-file-altered"

    def __init__(self, sha256: str, shown: str) -> None:
        super().__init__(
            f"What is in '{shown}' as the document {sha256} is not what was added to the case."
            " Bring it back from a backup, then `anping audit verify --all`."
        )
        self.sha256 = sha256
