"""
The user's own copies of norms on this machine.

    HOME/norms/incoming/…                 copies under way; leftovers of a killed process are swept
    HOME/norms/gb_50116_2013/ab12….pdf    the original by its SHA-256
    HOME/norms/gb_50116_2013/record.json  its units

A norm is imported when its record is there; the record is written beside its place and renamed,
so a process killed at any point leaves the norm as it was before, or imported. Vectors belong to
the cache and are made afterwards: words find clauses at once.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from corpus.cases.files import FolderFiles, Incoming
from corpus.document import ReadResult
from corpus.encoder import Encoder
from corpus.errors import NormExistsError, NormFileError, NormNotImportedError, NormNumberError
from corpus.index import Progress, StandardIndex
from corpus.norms.imported_norm import ImportedNorm, detected_title, norm_of_record, record_of
from corpus.norms.number import parse_number, slug
from corpus.norms.split import SPLITTER_VERSION, split_norm
from corpus.notation import NormNumber
from corpus.reading import DocumentReader, ReadLimits, read_document, safe_name
from corpus.reading.read import check_file
from corpus.vector_file import forget_vectors

FORMATS = (".pdf", ".docx", ".md", ".markdown", ".txt")
_RECORD = "record.json"
Change = Literal["imported", "replaced", "unchanged", "split again"]


@dataclass(frozen=True, slots=True)
class NormLimits:
    """
    How large a norm may be. max_units: clauses, items and tables together.

    reading: limits of the reading process.
    """

    max_units: int = 20_000
    reading: ReadLimits = field(default_factory=ReadLimits)


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """What an import did, and the norm as it is now on file."""

    norm: ImportedNorm
    change: Change


class NormLibrary:
    """
    The imported norms of one home folder. Nothing is created before the first import.

    Objects are cheap; several, in several processes, work at once.
    """

    def __init__(
        self,
        home: Path,
        cache: Path,
        *,
        limits: NormLimits | None = None,
        read: DocumentReader = read_document,
    ) -> None:
        self._folder = home / "norms"
        self._vectors = cache / "index"
        self._cache = cache
        self._limits = limits or NormLimits()
        self._read = read
        self._loaded: dict[Path, tuple[tuple[int, int], ImportedNorm]] = {}
        self._indexes: dict[tuple[str, str, bool], StandardIndex] = {}

    # --- importing ---

    def import_norm(
        self,
        path: Path,
        number: str,
        *,
        title: str = "",
        replace: bool = False,
        on_progress: Callable[[int, int | None], None] | None = None,
    ) -> ImportOutcome:
        """
        Read a file, split it to clauses and keep it under its number.

        The same file again changes nothing (its title may be corrected), unless a newer splitter
        would give other units.

        Args:
            path: PDF, DOCX, MD or TXT.
            number: such as `GB 50116-2013`, in any notation.
            title: of the norm; taken from its first lines when empty.
            replace: allow another file for a number that is on file.
            on_progress: called with pages read and pages in all.

        Raises:
            NormNumberError: `number` is none.
            NormFileError: another format, too large, or nothing could be read.
            NormExistsError: another file is on file for this number and `replace` is false.
        """
        norm = parsed(number)
        incoming = self._copied(path)
        try:
            known = self._known(norm)
            if known is not None and known.sha256 != incoming.sha256 and not replace:
                raise NormExistsError(str(norm), known.file)
            is_same = known is not None and known.sha256 == incoming.sha256
            is_current = known is not None and known.splitter == SPLITTER_VERSION
            if known is not None and is_same and is_current and title.strip() in ("", known.title):
                return ImportOutcome(known, "unchanged")
            result = self._read(
                incoming.path,
                name=path.name,
                limits=self._limits.reading,
                on_progress=on_progress,
            )
            imported = self._split(result, norm, title, path)
            self._keep(imported, incoming)
        finally:
            incoming.path.unlink(missing_ok=True)
        change: Change = "imported" if known is None else "split again" if is_same else "replaced"
        return ImportOutcome(self.norm(str(norm)), change)

    def _copied(self, path: Path) -> Incoming:
        """Copy the file beside the store, so that it cannot change while it is read."""
        if path.suffix.lower() not in FORMATS:
            raise NormFileError(
                path.name, f"the format {path.suffix or 'without ending'!r} is none of those read"
            )
        problem, _ = check_file(path, self._limits.reading)
        if problem is not None:
            raise NormFileError(path.name, problem.text_en)
        return FolderFiles(self._folder).copy_in(path)

    def _split(self, result: ReadResult, norm: NormNumber, title: str, path: Path) -> ImportedNorm:
        if result.status == "refused" or not result.passages:
            why = result.reason.text_en if result.reason else "it holds no text"
            raise NormFileError(path.name, why)
        chosen = " ".join(title.split()).strip("《》")[:200] or detected_title(
            result.passages, norm, path.name
        )
        split = split_norm(result.passages, str(norm), chosen)
        if len(split.units) > self._limits.max_units:
            raise NormFileError(
                path.name, f"it has {len(split.units)} units, more than {self._limits.max_units}"
            )
        return ImportedNorm(
            number=str(norm),
            title=chosen,
            file=safe_name(path.name),
            sha256=result.sha256,
            suffix=path.suffix.lower(),
            imported=datetime.now(UTC).isoformat(timespec="seconds"),
            pages=result.pages,
            splitter=SPLITTER_VERSION,
            units=split.units,
            left_out=split.left_out,
            unread=() if result.reason is None else (result.reason.text_en,),
        )

    def _keep(self, norm: ImportedNorm, incoming: Incoming) -> None:
        folder = self._folder / slug(parsed(norm.number))
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        original = folder / f"{norm.sha256}{norm.suffix}"
        if not original.exists():
            incoming.path.replace(original)
        draft = folder / f"{secrets.token_hex(8)}.draft"
        with draft.open("x", encoding="utf-8") as stream:
            json.dump(record_of(norm), stream, ensure_ascii=False)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(folder / _RECORD)
        for other in folder.iterdir():  # what the record before had, and drafts of killed imports
            if other.name not in (_RECORD, original.name):
                other.unlink(missing_ok=True)
        self._indexes.clear()

    # --- reading ---

    def norms(self) -> tuple[ImportedNorm, ...]:
        """Return the imported norms by number; () when there are none."""
        if not self._folder.is_dir():
            return ()
        found = (self._load(record) for record in self._folder.glob(f"*/{_RECORD}"))
        return tuple(sorted((norm for norm in found if norm), key=lambda norm: norm.number))

    def norm(self, number: str) -> ImportedNorm:
        """
        Return an imported norm; without a year, the only or the newest edition on file.

        Raises:
            NormNumberError: `number` is none.
            NormNotImportedError: it is not imported; names what is.
        """
        wanted = parsed(number)
        exact = self._known(wanted)
        if exact is not None:
            return exact
        norms = self.norms()
        if wanted.year is None:
            editions = [norm for norm in norms if norm.number.startswith(f"{wanted}-")]
            if editions:
                return max(editions, key=lambda norm: norm.year)
        raise NormNotImportedError(str(wanted), [norm.number for norm in norms])

    def original(self, number: str) -> Path:
        """Return where the original file of an imported norm is; it must not be changed."""
        norm = self.norm(number)
        return self._folder / slug(parsed(norm.number)) / f"{norm.sha256}{norm.suffix}"

    def _known(self, norm: NormNumber) -> ImportedNorm | None:
        return self._load(self._folder / slug(norm) / _RECORD)

    def _load(self, record: Path) -> ImportedNorm | None:
        """Return the norm of a record; None when there is none, or it is torn or of a newer form."""
        try:
            facts = record.stat()
            stamp = (facts.st_mtime_ns, facts.st_size)
            if record not in self._loaded or self._loaded[record][0] != stamp:
                content: dict[str, Any] = json.loads(record.read_text(encoding="utf-8"))
                self._loaded[record] = (stamp, norm_of_record(content))
            return self._loaded[record][1]
        except (OSError, ValueError, LookupError, TypeError):
            return None

    # --- searching ---

    def index(
        self,
        number: str,
        encoder: Encoder,
        on_progress: Progress | None = None,
        *,
        may_encode: bool = False,
    ) -> StandardIndex:
        """
        Return the search index of an imported norm.

        With `may_encode` vectors that are missing are made, which takes long for a long norm and
        goes on where it was broken off; without it, words alone decide until they are there.
        """
        norm = self.norm(number)
        key = (norm.number, encoder.fingerprint, may_encode)
        held = self._indexes.get(key)
        if held is None or not (held.has_vectors or may_encode):
            held = StandardIndex(
                encoder,
                self._cache,
                on_progress,
                standards=[norm.standard()],
                name=_vector_name(norm.number),
                may_encode=may_encode,
            )
            self._indexes[key] = held
        return held

    # --- removing ---

    def remove(self, number: str) -> ImportedNorm:
        """
        Remove an imported norm: its record first, then its original and its vectors.

        Raises:
            NormNumberError: `number` is none.
            NormNotImportedError: it is not imported.
        """
        norm = self.norm(number)
        folder = self._folder / slug(parsed(norm.number))
        (folder / _RECORD).unlink(missing_ok=True)
        shutil.rmtree(folder, ignore_errors=True)
        forget_vectors(self._vectors, _vector_name(norm.number))
        with suppress(OSError):
            (self._folder / "incoming").rmdir()
        self._indexes.clear()
        return norm


def parsed(number: str) -> NormNumber:
    """Return a number made ready, or raise NormNumberError."""
    norm = parse_number(number)
    if norm is None:
        raise NormNumberError(number)
    return norm


def _vector_name(number: str) -> str:
    return f"norm-{slug(parsed(number))}"


def summary_json(norm: ImportedNorm) -> dict[str, Any]:
    """Return the JSON object that describes an imported norm, without its text."""
    return {
        "number": norm.number,
        "title": norm.title,
        "file": norm.file,
        "sha256": norm.sha256,
        "pages": norm.pages,
        "language": norm.language,
        "imported": norm.imported,
        "units": norm.counts(),
        "rest": [{"id": unit.id, "page": unit.page, "text": unit.text} for unit in norm.rest],
        "left_out": [asdict(line) for line in norm.left_out],
        "unread": list(norm.unread),
    }
