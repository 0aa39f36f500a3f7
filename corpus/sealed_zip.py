"""
ZIP archives with a list of what they hold: what backups and packages of cases share.

An archive is hostile until read: names, kinds and sizes are looked at before a byte of a member is,
and no member is read further than its list says.
"""

from __future__ import annotations

import hashlib
import stat
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, BinaryIO

CHUNK = 1024 * 1024
_FLAG_ENCRYPTED = 0x1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first moment that a ZIP can name


@dataclass(frozen=True, slots=True)
class Kept:
    """One file of an archive. size: in bytes."""

    size: int
    sha256: str


def kept(data: bytes) -> Kept:
    """Return what a list says of these bytes."""
    return Kept(len(data), hashlib.sha256(data).hexdigest())


def is_within(name: str) -> bool:
    """Whether a name is a plain path below the folder that an archive stands for."""
    path = PurePosixPath(name)
    plain = all(part not in ("", ".", "..") and "\\" not in part for part in name.split("/"))
    return plain and not path.is_absolute() and ":" not in path.parts[0] and "\x00" not in name


UNREADABLE = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, ValueError, NotImplementedError,
    RuntimeError, OSError,
)  # fmt: skip
"""What the library raises on archives and members that were damaged, each kind by another fault."""


def hostile_member(opened: zipfile.ZipFile, most: int) -> str:
    """Return what is wrong with the list of an archive as a ZIP, before it is read; "" for nothing."""
    found = opened.infolist()
    if len(found) > most:
        return f"it holds {len(found)} members; {most} are allowed"
    names: set[str] = set()
    for one in found:
        if one.filename in names:
            return f"{one.filename!r} stands in it twice"
        names.add(one.filename)
        if not is_within(one.filename):
            return f"{one.filename!r} is no path within it"
        if one.flag_bits & _FLAG_ENCRYPTED or one.compress_type not in _METHODS:
            return f"{one.filename!r} is encrypted, or packed in a way that is not allowed"
        if stat.S_IFMT(one.external_attr >> 16) not in (0, stat.S_IFREG):
            return f"{one.filename!r} is a link or no plain file"
    return ""


def copied(source: Any, target: BinaryIO | Any | None, limit: int | None = None) -> Kept:
    """Copy to the end and return what was copied; stop soon after `limit` bytes."""
    digest, size = hashlib.sha256(), 0
    try:
        while chunk := source.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
            if limit is not None and size > limit:
                break
            if target is not None:
                target.write(chunk)
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, ValueError):
        # What the archive's own check finds: the SHA-256 will not fit either.
        return Kept(size, "")
    return Kept(size, digest.hexdigest())


def fixed_member(name: str, *, is_packed: bool) -> zipfile.ZipInfo:
    """Return a member that is the same whenever and wherever it is written."""
    member = zipfile.ZipInfo(name, _EARLIEST)
    member.create_system = 3
    member.external_attr = (stat.S_IFREG | 0o600) << 16
    member.compress_type = zipfile.ZIP_DEFLATED if is_packed else zipfile.ZIP_STORED
    return member
