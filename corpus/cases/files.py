"""
The bytes of the documents, by content: each once, however many cases hold it.

Where they are is of no concern to others: in a folder (`FolderFiles`), or in a place that servers
share (`corpus.cases.distant_files`). `case_files` says which.
"""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from corpus.cases.files_address import folder_of, is_bucket
from corpus.errors import StoreFullError
from corpus.record.errors import FileGoneError, StoreUnreachableError

_STALE_SECONDS = 3600.0
_CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Incoming:
    """
    A finished copy that is not yet on file.

    path: on this machine. size: in bytes. upload: where it is in the meantime in a place that
    servers share; "" where that has the bytes already, and for a folder.
    """

    path: Path
    sha256: str
    size: int
    upload: str = ""


class CaseFiles(Protocol):
    """
    Documents named by their SHA-256. What is not whole is never seen under its name.

    Raises:
        StoreUnreachableError: from every method, where the place cannot be used now.
    """

    def copy_in(self, source: Path) -> Incoming:
        """
        Copy a file beside the others, hashing what is copied; sweep what killed processes left.

        Raises:
            StoreFullError: there is no room for the copy.
        """

    def file(self, incoming: Incoming) -> None:
        """Put a copy in its place, unless the same bytes are there already."""

    def discard(self, incoming: Incoming) -> None:
        """Remove what is left of a copy, whether it was filed or not."""

    def has(self, sha256: str) -> bool:
        """Tell whether a document's bytes are on file."""

    def local(self, sha256: str) -> AbstractContextManager[Path]:
        """
        Lend a document's bytes as a file of this machine, which must not be changed.

        Raises:
            FileGoneError: they are not on file.
            FileAlteredError: what was fetched is not what its name says.
        """

    def drop(self, sha256: str) -> None:
        """Delete a document's bytes; nothing happens when there are none."""

    def strays(self) -> list[str]:
        """Return of which documents this machine keeps copies that it could fetch again."""

    def forget(self, sha256: str) -> None:
        """Delete this machine's copy of a document that can be fetched again."""


def case_files(home: Path, url: str = "") -> CaseFiles:
    """
    Return the files of a home.

    url: "" for `files` in the home, `file:///FOLDER`, or `s3://BUCKET/PREFIX`.

    Raises:
        StoreAddressError: the url is none of these.
        StoreUnreachableError: what it takes to reach the place is not installed.
    """
    if is_bucket(url):
        from corpus.cases.distant_files import distant_files  # noqa: PLC0415 - an extra

        return distant_files(url, home / "fetched")
    return FolderFiles(folder_of(url), is_shared=True) if url else FolderFiles(home / "files")


class FolderFiles:
    """
    A folder of documents. One of this machine is made on the first copy.

    is_shared: machines share it, so it has to be there: where it is not, nobody mounted it.
    """

    def __init__(self, folder: Path, *, is_shared: bool = False) -> None:
        self._folder = folder
        self._is_shared = is_shared

    def path(self, sha256: str) -> Path:
        """Return where a document's bytes are, or would be."""
        return self._folder / sha256[:2] / sha256

    def copy_in(self, source: Path) -> Incoming:
        """Copy a file beside the others; sweep copies an hour old."""
        self._require_folder()
        folder = self._folder / "incoming"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for leftover in folder.iterdir():
            with suppress(OSError):
                if time.time() - leftover.stat().st_mtime > _STALE_SECONDS:
                    leftover.unlink()
        copy = folder / secrets.token_hex(16)
        try:
            return Incoming(copy, *_copied(source, copy))
        except OSError as error:
            copy.unlink(missing_ok=True)
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise StoreFullError(self._folder) from error
            raise

    def file(self, incoming: Incoming) -> None:
        """Put a copy in its place, unless the same bytes are there already."""
        target = self.path(incoming.sha256)
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            incoming.path.replace(target)

    def discard(self, incoming: Incoming) -> None:
        """Remove what is left of a copy."""
        incoming.path.unlink(missing_ok=True)

    def has(self, sha256: str) -> bool:
        """Tell whether a document's bytes are on file."""
        self._require_folder()
        return self.path(sha256).exists()

    @contextmanager
    def local(self, sha256: str) -> Iterator[Path]:
        """Lend the file itself; whoever needs to know whether it was altered hashes it."""
        path = self.path(sha256)
        if not self.has(sha256):
            raise FileGoneError(sha256, str(self._folder))
        yield path

    def drop(self, sha256: str) -> None:
        """Delete a document's bytes; nothing happens when there are none."""
        self._require_folder()
        self.path(sha256).unlink(missing_ok=True)

    def strays(self) -> list[str]:
        """A folder is where the bytes are; there are no copies of it."""
        return []

    def forget(self, sha256: str) -> None:
        """A folder is where the bytes are; there is no copy to forget."""

    def _require_folder(self) -> None:
        if self._is_shared and not self._folder.is_dir():
            fault = "there is no such folder; mount it, or make it once"
            raise StoreUnreachableError(str(self._folder), fault)


def _copied(source: Path, copy: Path) -> tuple[str, int]:
    """Copy the bytes to the disk; return their SHA-256 and how many there are."""
    digest, size = hashlib.sha256(), 0
    with source.open("rb") as reading, copy.open("xb") as writing:
        while chunk := reading.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
            writing.write(chunk)
        writing.flush()
        os.fsync(writing.fileno())
    return digest.hexdigest(), size
