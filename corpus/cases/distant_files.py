"""
The bytes of the documents in a place that servers share, through fsspec.

    PREFIX/ab/ab12…             the documents by SHA-256
    PREFIX/incoming/TIME-TOKEN  uploads under way; a server that was killed leaves some, the others
                                sweep them after a day

An upload gets its name by a copy within the place, which is there whole or not at all.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from corpus.cases.fetched import FetchedFiles
from corpus.cases.files import FolderFiles, Incoming
from corpus.cases.files_address import bucket_of
from corpus.record.errors import FileAlteredError, FileGoneError, StoreUnreachableError

_STALE_SECONDS = 24 * 3600
_CHUNK = 1024 * 1024
_MOST_WORDS = 300


@dataclass(frozen=True, slots=True)
class DistantPlace:
    """
    A folder of a file system of fsspec.

    shown: how it is called in errors. faults: what the file system raises besides OSError.
    """

    system: Any
    root: str
    shown: str
    faults: tuple[type[Exception], ...] = ()


def distant_files(url: str, folder: Path) -> DistantFiles:
    """
    Return the files of a bucket. Endpoint, region and keys are those of the AWS_ variables.

    folder: of this machine, for copies.

    Raises:
        StoreAddressError: the url is no address of a bucket.
        StoreUnreachableError: the client of buckets is not installed.
    """
    bucket, prefix = bucket_of(url)
    try:
        from obstore.exceptions import BaseError  # noqa: PLC0415 - an extra
        from obstore.fsspec import FsspecStore  # noqa: PLC0415
    except ImportError as error:
        fault = f"the client {error.name} is not installed: pip install 'anping[s3]'"
        raise StoreUnreachableError(url, fault) from error
    endpoint = os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL", "")
    open_store: Any = FsspecStore  # its hints leave out what every fsspec takes
    system = open_store(
        "s3",
        client_options={"allow_http": endpoint.startswith("http://")},
        retry_config={"max_retries": 3, "retry_timeout": timedelta(seconds=30)},
        # Keys may change with the environment; an instance of before would not see it.
        skip_instance_cache=True,
    )
    root = f"{bucket}/{prefix}" if prefix else bucket
    return DistantFiles(DistantPlace(system, root, url.rstrip("/"), (BaseError,)), folder)


class DistantFiles:
    """
    Documents in a place that servers share; see `corpus.cases.files.CaseFiles`.

    folder: of this machine, for copies of what is worked with.
    """

    def __init__(self, place: DistantPlace, folder: Path) -> None:
        self._place = place
        self._here = FolderFiles(folder)
        self._fetched = FetchedFiles(folder)

    def copy_in(self, source: Path) -> Incoming:
        """Copy a file to this machine and upload it beside the others, unless they have it."""
        copy = self._here.copy_in(source)
        try:
            self._sweep()
            if self.has(copy.sha256):
                return copy
            return Incoming(copy.path, copy.sha256, copy.size, self._uploaded(copy.path))
        except BaseException:
            self._here.discard(copy)
            raise

    def file(self, incoming: Incoming) -> None:
        """Give an upload its name, unless the same bytes are there already."""
        if not self.has(incoming.sha256):
            # Not uploaded: they were there, and somebody removed them since.
            upload = incoming.upload or self._uploaded(incoming.path)
            with self._told():
                self._place.system.cp_file(upload, self._key(incoming.sha256))
        self._fetched.take(incoming.path, incoming.sha256)

    def discard(self, incoming: Incoming) -> None:
        """Remove what is left of a copy, here and there; the sweep does what cannot be done now."""
        self._here.discard(incoming)
        if incoming.upload:
            with suppress(StoreUnreachableError, FileNotFoundError), self._told():
                self._place.system.rm_file(incoming.upload)

    def has(self, sha256: str) -> bool:
        """Tell whether a document's bytes are on file."""
        with self._told():
            try:
                self._place.system.info(self._key(sha256))
            except FileNotFoundError:
                return False
        return True

    def local(self, sha256: str) -> AbstractContextManager[Path]:
        """Lend a copy, fetched and hashed where there is none here."""
        return self._fetched.lent(sha256, lambda path: self._fetch(sha256, path))

    def drop(self, sha256: str) -> None:
        """Delete a document's bytes there and their copy here."""
        self._fetched.forget(sha256)
        with suppress(FileNotFoundError), self._told():
            self._place.system.rm_file(self._key(sha256))

    def strays(self) -> list[str]:
        """Return of which documents this machine keeps copies."""
        return self._fetched.held()

    def forget(self, sha256: str) -> None:
        """Delete this machine's copy of a document."""
        self._fetched.forget(sha256)

    def _key(self, sha256: str) -> str:
        return f"{self._place.root}/{sha256[:2]}/{sha256}"

    def _uploaded(self, path: Path) -> str:
        name = f"{self._place.root}/incoming/{int(time.time())}-{secrets.token_hex(16)}"
        try:
            with self._told():
                self._place.system.put_file(str(path), name)
        except FileNotFoundError as error:  # there is no such bucket
            raise StoreUnreachableError(self._place.shown, _words(error)) from error
        return name

    def _fetch(self, sha256: str, path: Path) -> None:
        digest = hashlib.sha256()
        if not self.has(sha256):
            raise FileGoneError(sha256, self._place.shown)
        try:
            with (
                self._told(),
                path.open("xb") as writing,
                self._place.system.open(self._key(sha256), "rb") as reading,
            ):
                while chunk := bytes(reading.read(_CHUNK)):
                    digest.update(chunk)
                    writing.write(chunk)
        except FileNotFoundError as error:
            raise FileGoneError(sha256, self._place.shown) from error
        if digest.hexdigest() != sha256:
            raise FileAlteredError(sha256, self._place.shown)

    def _sweep(self) -> None:
        """Delete uploads that were begun a day ago; their names say when."""
        with self._told():
            try:
                found = self._place.system.ls(f"{self._place.root}/incoming", detail=False)
            except FileNotFoundError:
                return
            for name in found:
                begun = name.rpartition("/")[2].partition("-")[0]
                if begun.isdigit() and time.time() - int(begun) > _STALE_SECONDS:
                    with suppress(FileNotFoundError):
                        self._place.system.rm_file(name)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Tell of whatever the file system cannot do now; what is not there is for the caller."""
        faults: tuple[type[Exception], ...] = (OSError, *self._place.faults)
        try:
            yield
        except (FileNotFoundError, StoreUnreachableError):
            raise
        except faults as error:
            raise StoreUnreachableError(self._place.shown, _words(error)) from error


def _words(error: Exception) -> str:
    """Return the first words of a fault; what services add may name keys."""
    said, _, xml = " ".join(str(error).split()).partition("<?xml")
    code = xml.partition("<Code>")[2].partition("</Code>")[0]
    said = said.partition(" Debug source:")[0][:_MOST_WORDS].rstrip(" .:")
    return f"{said}: {code}" if code else said
