"""Office files are ZIP archives of XML: checked here before any parser unpacks them."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path

from corpus.reading.event import RefusedError
from corpus.reading.limits import MIB, ReadLimits
from corpus.reading.reasons import reason

_CHUNK = 256 * 1024
_DOCTYPES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))
_OVERLAP = max(map(len, _DOCTYPES)) - 1


def check_archive(path: Path, limits: ReadLimits) -> None:
    """
    Refuse decompression bombs, encrypted parts, broken archives and XML with a DOCTYPE.

    XML parts are unpacked once, chunk by chunk, and counted by what really comes out; other parts
    are counted by their declared size, which the unpacking of Python's zipfile never exceeds.

    Raises:
        RefusedError: with the reason to show.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _check_parts(archive, limits)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as fault:
        raise RefusedError(reason("damaged", detail=str(fault))) from fault


def _check_parts(archive: zipfile.ZipFile, limits: ReadLimits) -> None:
    parts = archive.infolist()
    limit = str(limits.max_unpacked_bytes // MIB)
    if len(parts) > limits.max_parts:
        raise RefusedError(reason("too-many-parts", limit=limits.max_parts))
    if any(part.flag_bits & 1 for part in parts):
        raise RefusedError(reason("password"))
    unpacked = sum(max(part.file_size, part.compress_size) for part in parts)
    if unpacked > limits.max_unpacked_bytes:
        raise RefusedError(reason("unpacked-too-large", limit=limit))
    seen = 0
    for part in parts:
        if part.filename.lower().endswith((".xml", ".rels", ".vml")):
            seen += _scan_xml(archive, part)
            if seen > limits.max_unpacked_bytes:
                raise RefusedError(reason("unpacked-too-large", limit=limit))


def _scan_xml(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    size, tail = 0, b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            window = tail + chunk
            if any(mark in window for mark in _DOCTYPES):
                raise RefusedError(reason("xml-doctype"))
            tail = window[-_OVERLAP:]
    return size
