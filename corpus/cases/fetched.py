"""Copies of documents that are kept elsewhere: on this machine, as many as there is room for."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

KEPT_BYTES = 2 * 1024**3
"""How much the copies may take together, in bytes."""
_SWEPT_TO = 0.8
_STALE_SECONDS = 24 * 3600.0


class FetchedFiles:
    """
    A folder of copies by SHA-256. Those unused for longest go first.

    Who works with a copy has a name of its own for it, so that it can be swept or forgotten
    meanwhile and stays readable until the work is done.
    """

    def __init__(self, folder: Path, kept_bytes: int = KEPT_BYTES) -> None:
        self._folder = folder
        self._kept_bytes = kept_bytes

    @contextmanager
    def lent(self, sha256: str, fetch: Callable[[Path], None]) -> Iterator[Path]:
        """
        Lend a copy; where there is none, `fetch` writes it to the path given.

        fetch: raises where it cannot be had; nothing is kept then.
        """
        folder = self._folder / "lent"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        own = folder / secrets.token_hex(16)
        try:
            try:
                os.link(self._path(sha256), own)
                os.utime(own)  # both names are of one file: it was used now
            except FileNotFoundError:
                fetch(own)
                self.take(own, sha256)
            yield own
        finally:
            own.unlink(missing_ok=True)

    def take(self, path: Path, sha256: str) -> None:
        """Keep a file of the same disk as the copy of a document; the file stays too."""
        target = self._path(sha256)
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with suppress(FileExistsError):
            os.link(path, target)
        self._sweep(target)

    def held(self) -> list[str]:
        """Return of which documents there are copies."""
        return sorted(path.name for path in self._copies())

    def forget(self, sha256: str) -> None:
        """Delete the copy of a document; nothing happens where there is none."""
        self._path(sha256).unlink(missing_ok=True)

    def _path(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / sha256

    def _copies(self) -> Iterator[Path]:
        return self._folder.glob("[0-9a-f][0-9a-f]/*")

    def _sweep(self, newest: Path) -> None:
        """Delete what killed processes left, and copies when they are too many bytes."""
        for left in (self._folder / "lent").glob("*"):
            with suppress(OSError):
                if time.time() - left.stat().st_mtime > _STALE_SECONDS:
                    left.unlink()
        found = []
        for path in self._copies():
            with suppress(OSError):
                seen = path.stat()
                found.append((seen.st_mtime_ns, seen.st_size, path))
        total = sum(size for _, size, _ in found)
        if total <= self._kept_bytes:
            return
        for _, size, path in sorted(found):
            if total <= _SWEPT_TO * self._kept_bytes:
                return
            if path != newest:
                path.unlink(missing_ok=True)
                total -= size
