"""The bytes of the documents, by content: each once, however many cases hold it."""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import StoreFullError

_STALE_SECONDS = 3600.0
_CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Incoming:
    """A finished copy that is not yet on file. size: in bytes."""

    path: Path
    sha256: str
    size: int


class CaseFiles:
    """A folder of documents named by their SHA-256. Made on the first copy."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, sha256: str) -> Path:
        """Return where a document's bytes are, or would be."""
        return self._folder / sha256[:2] / sha256

    def copy_in(self, source: Path) -> Incoming:
        """
        Copy a file beside the store, hashing what is copied; sweep copies an hour old.

        Raises:
            StoreFullError: there is no room for the copy.
        """
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

    def drop(self, sha256: str) -> None:
        """Delete a document's bytes; nothing happens when there are none."""
        self.path(sha256).unlink(missing_ok=True)


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
