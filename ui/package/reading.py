"""Reading the package of a case: with limits, each member against the list."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from corpus.cases.extract import CASE_ID, CaseExtract, words_of
from corpus.errors import PackageError
from corpus.record.chain import Head
from corpus.sealed_zip import UNREADABLE, Kept, copied, hostile_member
from ui.package.export import MOST_PACKED
from ui.package.members import DOCUMENTS, EVENTS, FORM, LINES, MANIFEST, TABLES

MOST_MEMBERS = 100_000
LARGEST_TEXT = 256 * 1024 * 1024
LARGEST_TEXTS = 1024 * 1024 * 1024
LARGEST_DOCUMENT = 4 * 1024 * 1024 * 1024
_SMALL = 64 * 1024
"""Packed smaller than this, a member may unpack to what it likes within the other limits."""
_HASH = 64


@dataclass(frozen=True, slots=True)
class PackageFault:
    """
    Something in a package that is not as it was written.

    code: which kind, see docs/formats.md. member: where; "" for the package as a whole. told: what
    else there is to say.
    """

    code: str
    member: str = ""
    told: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a package says of itself. with_files: whether the bytes of documents are in it."""

    case_id: str
    name: str
    rules_hash: str
    body_hash: str | None
    head: Head
    with_files: bool
    members: Mapping[str, Kept]


@dataclass(frozen=True, slots=True)
class OpenPackage:
    """A package that is being read."""

    path: Path
    archive: zipfile.ZipFile
    manifest: Manifest

    def texts(self, faults: list[PackageFault]) -> dict[str, bytes]:
        """Return all members but documents; what is missing, altered or too much is a fault."""
        there, found = set(self.archive.namelist()) - {MANIFEST}, dict[str, bytes]()
        listed = self.manifest.members
        faults += [PackageFault("member-missing", name) for name in sorted(listed.keys() - there)]
        faults += [PackageFault("member-extra", name) for name in sorted(there - listed.keys())]
        left = LARGEST_TEXTS
        for name in sorted(there & listed.keys()):
            if name.startswith(DOCUMENTS):
                continue
            if listed[name].size > min(left, LARGEST_TEXT) or self._is_bomb(name, listed[name]):
                faults.append(PackageFault("member-too-large", name, {"size": listed[name].size}))
                continue
            left -= listed[name].size
            data = self._read(name, listed[name])
            if data is None:
                faults.append(PackageFault("member-altered", name))
            else:
                found[name] = data
        return found

    def check_documents(self) -> Iterator[PackageFault]:
        """Read every document that the list names and compare it with its name, which is its hash."""
        there = set(self.archive.namelist())
        for name, wanted in self.manifest.members.items():
            if not name.startswith(DOCUMENTS) or name not in there:
                continue
            if wanted.size > LARGEST_DOCUMENT or self._is_bomb(name, wanted):
                yield PackageFault("member-too-large", name, {"size": wanted.size})
            elif self.copy(name, None) != wanted:
                yield PackageFault("member-altered", name)
            elif name != DOCUMENTS + wanted.sha256:
                yield PackageFault("document-altered", name)

    def copy(self, name: str, target: BinaryIO | None) -> Kept:
        """Copy a member that the list names, no further than its size."""
        try:
            with self.archive.open(name) as source:
                return copied(source, target, self.manifest.members[name].size)
        except UNREADABLE:
            return Kept(0, "")

    def extract(self, texts: Mapping[str, bytes]) -> CaseExtract:
        """
        Return the case of a package as its rows say; their shape is not looked at yet.

        Raises:
            ValueError: a file is no UTF-8, or its lines are no objects; names the member.
        """
        tables = {
            name.removeprefix(TABLES).removesuffix(LINES): _lines(name, data)
            for name, data in texts.items()
            if name.startswith(TABLES)
        }
        events = _lines(EVENTS, texts.get(EVENTS, b""))
        return CaseExtract(self.manifest.case_id, tables, events, self.manifest.head)

    def _is_bomb(self, name: str, wanted: Kept) -> bool:
        packed = self.archive.getinfo(name)
        much = max(packed.file_size, wanted.size)
        return much > _SMALL and much > packed.compress_size * MOST_PACKED

    def _read(self, name: str, wanted: Kept) -> bytes | None:
        into = BytesIO()
        return into.getvalue() if self.copy(name, into) == wanted else None


@contextmanager
def opened_package(path: Path) -> Iterator[OpenPackage]:
    """
    Open a package for reading.

    Raises:
        PackageError: it is no package, of another form, or made to do harm.
    """
    try:
        archive = zipfile.ZipFile(path)
    except UNREADABLE as fault:
        raise PackageError(path, str(fault)) from fault
    with archive:
        if hostile := hostile_member(archive, MOST_MEMBERS):
            raise PackageError(path, hostile)
        yield OpenPackage(path, archive, _manifest(path, archive))


def _manifest(path: Path, archive: zipfile.ZipFile) -> Manifest:
    try:
        info = archive.getinfo(MANIFEST)
    except KeyError as fault:
        raise PackageError(path, f"it has no {MANIFEST}: it is no package of a case") from fault
    if info.file_size > LARGEST_TEXT or info.file_size > max(info.compress_size, 1) * MOST_PACKED:
        raise PackageError(path, f"its {MANIFEST} is too large")
    try:
        words = json.loads(archive.read(MANIFEST))
        form = words["form"]
        if form == FORM:
            return _manifest_of(words)
    except (KeyError, TypeError, AttributeError, *UNREADABLE) as fault:
        raise PackageError(path, f"its {MANIFEST} cannot be read: {fault}") from fault
    raise PackageError(path, f"it is of form {form!r}; this version reads form {FORM}")


def _manifest_of(words: Any) -> Manifest:
    members = {
        str(name): Kept(int(one["size"]), str(one["sha256"]))
        for name, one in words["members"].items()
    }
    number, _, digest = str(words["record"]).partition(":")
    if not CASE_ID.fullmatch(str(words["case"])) or len(digest) != _HASH:
        raise ValueError("what it says of the case or of its record cannot be")
    if any(one.size < 0 for one in members.values()):
        raise ValueError("a size is below 0")
    body = words["body_hash"]
    return Manifest(
        case_id=str(words["case"]),
        name=str(words["name"]),
        rules_hash=str(words["rules_hash"]),
        body_hash=None if body is None else str(body),
        head=Head(int(number), digest),
        with_files=bool(words["files"]),
        members=members,
    )


def _lines(name: str, data: bytes) -> tuple[dict[str, Any], ...]:
    try:
        return words_of(data.decode("utf-8"))
    except ValueError as fault:
        raise ValueError(name, str(fault)) from fault
