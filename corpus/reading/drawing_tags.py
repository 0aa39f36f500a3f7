"""
DXF as a stream of (group code, value): only what carries text is ever kept.

A library that builds every entity needs gigabytes for a drawing of 100 MB, most of it lines; here
the file passes by once, and a damaged stretch costs no more than itself.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from corpus.reading.encoding import decoded
from corpus.reading.legibility import familiarity

BINARY_MARK = b"AutoCAD Binary DXF"
Tag = tuple[int, str]
_SAMPLE = 64 * 1024  # bytes of lines that are not ASCII, enough to tell their encoding
_DAMAGED = 0.1  # share of the characters that may be no characters
_GUESSES = ("gb18030", "big5", "cp1252")
_HIGHEST_CODE = 1071
_MAX_TAGS = 200_000  # of one entity; the longest real ones are tables of thousands of cells
_CODE_PAGES = {"ansi_936": "gb18030", "gb2312": "gb18030", "ansi_950": "big5", "big5": "big5"}


@dataclass(slots=True)
class Entity:
    """One entity or table entry: its name in upper case, and its tags but the first."""

    kind: str
    tags: list[Tag] = field(default_factory=list)
    _first: dict[int, str] | None = None

    def text(self, code: int, default: str = "") -> str:
        """Return the first value of a group code, or `default`."""
        if self._first is None:
            self._first = dict(reversed(self.tags))
        return self._first.get(code, default)

    def number(self, code: int, default: float = 0.0) -> float:
        """Return the first value of a group code as a finite number, or `default`."""
        return as_number(self.text(code), default)


def as_number(text: str, default: float = 0.0) -> float:
    """Return a value as a number of sensible size, or `default` for anything else."""
    try:
        value = float(text)
    except ValueError:
        return default
    return value if -1e12 < value < 1e12 else default


@dataclass(slots=True)
class TagStream:
    """
    The tags of a file.

    encoding: of its text. faults: stretches that were no tags and have been stepped over.
    """

    path: Path
    encoding: str
    is_binary: bool
    faults: int = 0

    def __iter__(self) -> Iterator[Tag]:
        return self._binary() if self.is_binary else self._lines()

    def _lines(self) -> Iterator[Tag]:
        known: dict[str, int] = {}
        with self.path.open(encoding=self.encoding, errors="replace") as lines:
            for line in lines:
                code = known.get(line)
                if code is None:
                    code = _group_code(line)
                    if code is not None and len(known) < _HIGHEST_CODE:
                        known[line] = code
                if code is not None:
                    yield code, next(lines, "").rstrip("\r\n")
                elif not line.isspace():
                    self.faults += 1  # a line too many or too few: find the next group code

    def _binary(self) -> Iterator[Tag]:
        # ruff: noqa: PLC0415
        import struct

        from ezdxf.lldxf.const import DXFError
        from ezdxf.lldxf.tagger import binary_tags_loader

        try:
            for tag in binary_tags_loader(self.path.read_bytes(), errors="replace"):
                yield tag.code, str(tag.value)
        except (DXFError, ValueError, IndexError, LookupError, struct.error):
            self.faults += 1


def _group_code(line: str) -> int | None:
    text = line.strip()
    if not (text.isascii() and text.removeprefix("-").isdigit() and len(text) <= 6):
        return None
    return int(text) if int(text) <= _HIGHEST_CODE else None


def open_tags(path: Path) -> TagStream:
    """
    Return the tags of a DXF file, ASCII or binary.

    The encoding that the header names is often wrong, so the bytes decide: UTF-8 when they are,
    else a Chinese code page that the header names, else the best guess.
    """
    with path.open("rb") as stream:
        if stream.read(len(BINARY_MARK)) == BINARY_MARK:
            return TagStream(path, "utf-8", is_binary=True)
        stream.seek(0)
        declared = _declared(stream.read(_SAMPLE))
        stream.seek(0)
        sample = bytearray()
        for line in stream:
            if not line.isascii():
                sample += line[:_SAMPLE]
                if len(sample) >= _SAMPLE:
                    break
    return TagStream(path, _encoding(bytes(sample), declared), is_binary=False)


def _declared(head: bytes) -> str:
    lines = head.split(b"\n")
    for index, line in enumerate(lines):
        if line.strip() == b"$DWGCODEPAGE" and index + 2 < len(lines):
            return lines[index + 2].strip().decode("ascii", "replace").lower()
    return ""


def _encoding(sample: bytes, declared: str) -> str:
    """Return the encoding that fits most of the text; some bytes may be damaged or cut off."""
    text = sample.decode("utf-8", errors="replace")
    if text.count("\ufffd") <= _DAMAGED * sum(not char.isascii() for char in text):
        return "utf-8"
    if page := _CODE_PAGES.get(declared):
        return page
    if found := decoded(sample, is_whole=False):
        return found[1]
    return max(_GUESSES, key=lambda guess: familiarity(sample.decode(guess, errors="replace")))


def entities(tags: Iterator[Tag], wanted: frozenset[str]) -> Iterator[Entity]:
    """
    Yield the entities of the kinds in `wanted` with their tags, and all others without.

    The first tag of an entity has group code 0. Tags before the first entity are left out.
    """
    entity: Entity | None = None
    room: list[Tag] | None = None
    for tag in tags:
        if tag[0] == 0:
            if entity is not None:
                yield entity
            entity = Entity(tag[1].strip().upper())
            room = entity.tags if entity.kind in wanted else None
        elif room is not None and len(room) < _MAX_TAGS:
            room.append(tag)
    if entity is not None:
        yield entity


def values(tags: list[Tag], code: int) -> Iterator[str]:
    """Yield all values of a group code."""
    return (value for at, value in tags if at == code)


def subclass(entity: Entity, name: str) -> list[Tag]:
    """Return the tags that stand under a subclass marker; [] when the entity has none such."""
    after = itertools.dropwhile(lambda tag: tag != (100, name), entity.tags)
    next(after, None)
    return list(itertools.takewhile(lambda tag: tag[0] != 100, after))
