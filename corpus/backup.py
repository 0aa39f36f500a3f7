"""
A home as one file, and back.

    made = back_up(home, Path("anping.zip"), datetime.now(UTC))
    restored = restore(Path("anping.zip"), Path("another-home"))

The archive is a ZIP with the databases as they stood at one moment, every other file of the home,
and last `MANIFEST`: what each weighs and its SHA-256. What can be made again (vectors, findings,
pictures of pages) is left out. Nothing of an archive is believed before it is checked against its
manifest, and nothing of it is in place before all of it is.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from corpus.cases.case import CaseDocument
from corpus.cases.files import FolderFiles
from corpus.cases.store import CaseStore
from corpus.errors import BackupError
from corpus.sealed_zip import UNREADABLE, Kept, copied, hostile_member, is_within

FORM = 1
"""Raised when archives are written otherwise; newer ones are refused."""
MANIFEST = "anping-backup.json"
_MADE_AGAIN = ("vectors", "words", "derived", "pages")
_UNFINISHED = PurePosixPath("files/incoming")
_DATABASES = (".sqlite3", ".sqlite")
_BESIDE_DATABASES = ("-wal", "-shm", "-journal")
_MOST_FILES = 2_000_000
_MAX_MANIFEST = 256 * 1024 * 1024
_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Backup:
    """
    What an archive holds.

    created: in UTC, ISO 8601. files: by path within the home, with "/" on every system.
    """

    created: str
    files: Mapping[str, Kept]

    @property
    def size(self) -> int:
        """The size of all files together, in bytes."""
        return sum(kept.size for kept in self.files.values())


def back_up(home: Path, archive: Path, now: datetime) -> Backup:
    """
    Write everything of a home that cannot be made again into an archive; others may work meanwhile.

    Args:
        home: need not exist; the archive of an empty home holds no files.
        archive: replaced when it exists, in one step; before that it is as it was.
        now: the time that the archive names, with its time zone.

    Raises:
        BackupError: a file cannot be read or written, or documents were removed faster than they
            could be copied.
    """
    if archive.resolve().is_relative_to(home.resolve()):
        raise BackupError(archive, f"it would lie within the home {home}; name another folder")
    gone = ""
    for _ in range(_ATTEMPTS):
        try:
            return _backed_up(home, archive, now)
        except FileNotFoundError as fault:
            # A document that somebody removed after its case was copied: copy both again.
            gone = str(fault.filename)
        except (OSError, sqlite3.Error) as fault:
            raise BackupError(archive, str(fault)) from fault
    raise BackupError(archive, f"{gone} went away while it was copied, {_ATTEMPTS} times")


def check_backup(archive: Path) -> Backup:
    """
    Read an archive to its end and return what it holds.

    Raises:
        BackupError: it is no archive of ours, of a newer form, or damaged; nothing can be restored.
    """
    with _opened(archive) as opened:
        backup = _manifest(archive, opened)
        for name, kept in backup.files.items():
            _copy(archive, opened, name, kept, None)
        return backup


def restore(archive: Path, home: Path) -> Backup:
    """
    Fill an empty or missing home from an archive, all or nothing.

    Raises:
        BackupError: the home holds something, or the archive is damaged, incomplete or of a newer
            form; the home is then as it was.
    """
    if home.exists() and any(home.iterdir()):
        raise BackupError(archive, f"the home {home} is not empty; restore into another one")
    home.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{home.name}-", dir=home.parent))
    try:
        with _opened(archive) as opened:
            backup = _manifest(archive, opened)
            for name, kept in backup.files.items():
                target = draft.joinpath(*PurePosixPath(name).parts)
                target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                with target.open("xb") as writing:
                    _copy(archive, opened, name, kept, writing)
        _require_whole(archive, draft)
        if home.exists():
            home.rmdir()
        draft.replace(home)
    except OSError as fault:
        raise BackupError(archive, str(fault)) from fault
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return backup


def _backed_up(home: Path, archive: Path, now: datetime) -> Backup:
    archive.parent.mkdir(parents=True, exist_ok=True)
    draft = archive.with_name(f".{archive.name}.draft")
    files: dict[str, Kept] = {}
    try:
        with (
            os.fdopen(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as writing,
            tempfile.TemporaryDirectory(dir=archive.parent, prefix=".anping-") as folder,
        ):
            with zipfile.ZipFile(writing, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as opened:
                # The databases first: what they speak of is there when its turn comes.
                for name, path in [*_snapshots(home, Path(folder)), *_files(home)]:
                    with (
                        path.open("rb") as source,
                        opened.open(name, "w", force_zip64=True) as into,
                    ):
                        files[name] = copied(source, into)
                backup = Backup(now.isoformat(timespec="seconds"), files)
                opened.writestr(MANIFEST, json.dumps(_words(backup), ensure_ascii=False, indent=1))
            _require_files(archive, Path(folder), files)
            writing.flush()
            os.fsync(writing.fileno())
        draft.replace(archive)
    finally:
        draft.unlink(missing_ok=True)
    return backup


def _snapshots(home: Path, folder: Path) -> list[tuple[str, Path]]:
    """Copy each database as it stands at one moment, whoever writes to it."""
    copies = []
    for path in sorted(home.glob("*")) if home.exists() else ():
        if path.suffix not in _DATABASES:
            continue
        copy = folder / path.name
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
        copies.append((path.name, copy))
    return copies


def _files(home: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(home.rglob("*")) if home.exists() else ():
        within = PurePosixPath(path.relative_to(home).as_posix())
        is_database = len(within.parts) == 1 and (
            path.suffix in _DATABASES or path.name.endswith(_BESIDE_DATABASES)
        )
        if within.parts[0] in _MADE_AGAIN or within.is_relative_to(_UNFINISHED) or is_database:
            continue
        if path.is_file() and not path.is_symlink():
            yield str(within), path


def _require_files(archive: Path, snapshot: Path, files: Mapping[str, Kept]) -> None:
    """Raise FileNotFoundError when a case of the snapshot has a document that was not copied."""
    for case_id, document in _documents(snapshot):
        name = FolderFiles(Path("files")).path(document.sha256).as_posix()
        if name not in files:
            raise FileNotFoundError(2, "a document was removed meanwhile", name)
        if files[name].sha256 != document.sha256:
            fault = f"the document {document.file} of {case_id} is not what was added to the case"
            raise BackupError(archive, fault)


def _require_whole(archive: Path, draft: Path) -> None:
    """Raise BackupError when a restored database is damaged or a document is missing."""
    for path in sorted(draft.glob("*")):
        if path.suffix in _DATABASES and not _is_sound(path):
            raise BackupError(archive, f"the database {path.name} in it is damaged")
    for case_id, document in _documents(draft):
        if not FolderFiles(draft / "files").path(document.sha256).exists():
            raise BackupError(archive, f"the document {document.file} of {case_id} is missing")


def _is_sound(database: Path) -> bool:
    with closing(sqlite3.connect(database)) as opened, suppress(sqlite3.DatabaseError):
        return bool(opened.execute("PRAGMA integrity_check").fetchone() == ("ok",))
    return False


def _documents(home: Path) -> list[tuple[str, CaseDocument]]:
    """Return the documents of all cases, read from a copy: a store leaves its marks."""
    with tempfile.TemporaryDirectory() as folder:
        for path in home.glob("cases.sqlite3"):
            shutil.copy(path, folder)
        store = CaseStore(Path(folder))
        return [(case.id, one) for case in store.cases() for one in store.documents(case.id)]


def _opened(archive: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(archive)
    except UNREADABLE as fault:
        raise BackupError(archive, str(fault)) from fault


def _manifest(archive: Path, opened: zipfile.ZipFile) -> Backup:
    """Return what an archive says it holds, when that is exactly what it holds."""
    names = opened.namelist()
    if hostile := hostile_member(opened, _MOST_FILES):
        raise BackupError(archive, hostile)
    if MANIFEST not in names or opened.getinfo(MANIFEST).file_size > _MAX_MANIFEST:
        raise BackupError(archive, f"it has no {MANIFEST}: it is no backup, or cut short")
    try:
        words: Any = json.loads(opened.read(MANIFEST))
        form = words["form"]
        files = {
            str(name): Kept(int(kept["size"]), str(kept["sha256"]))
            for name, kept in words["files"].items()
        }
        backup = Backup(str(words["created"]), files)
    except (KeyError, TypeError, AttributeError, *UNREADABLE) as fault:
        raise BackupError(archive, f"its {MANIFEST} cannot be read: {fault}") from fault
    if form != FORM:
        raise BackupError(archive, f"it is of form {form}; this version reads form {FORM}")
    wrong = [name for name in files if not is_within(name)]
    if wrong:
        raise BackupError(archive, f"{wrong[0]!r} is no path within a home")
    if sorted(names) != sorted([*files, MANIFEST]):
        raise BackupError(archive, "what it holds is not what its manifest names")
    return backup


def _copy(
    archive: Path, opened: zipfile.ZipFile, name: str, wanted: Kept, target: BinaryIO | None
) -> None:
    """Copy a member; raise BackupError where it is not what the manifest names."""
    try:
        source = opened.open(name)
    except UNREADABLE as fault:
        raise BackupError(archive, f"{name} is damaged: {fault}") from fault
    with source:
        found = copied(source, target, wanted.size)
    if wanted != found:
        raise BackupError(archive, f"{name} is damaged: it is not what was written")


def _words(backup: Backup) -> dict[str, Any]:
    files = {name: {"size": one.size, "sha256": one.sha256} for name, one in backup.files.items()}
    return {"form": FORM, "created": backup.created, "files": files}
