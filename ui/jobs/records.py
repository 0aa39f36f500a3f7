"""
Unfinished jobs on disk: one small file each, written when a job begins and removed when it ends.

What is left over belongs to a process that was killed. A lock that ends with its process keeps
two servers on one home from taking each other's jobs for left over.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

_NAME = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class JobRecord:
    """What is known of a job from its start. owner: who gave the file; file: its name."""

    id: str
    owner: str
    case_id: str
    sha256: str
    file: str


class JobRecords:
    """The records in one folder, which is made by the first."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock: int | None = None

    def put(self, record: JobRecord) -> None:
        """Keep a record: whole or not at all."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._is_ours()
        draft = self._folder / f".{record.id}.{secrets.token_hex(4)}"
        draft.write_text(json.dumps(asdict(record), ensure_ascii=False), encoding="utf-8")
        draft.replace(self._folder / f"{record.id}.json")

    def drop(self, record: JobRecord) -> None:
        """Remove a record; nothing happens where there is none."""
        (self._folder / f"{record.id}.json").unlink(missing_ok=True)

    def left_over(self) -> tuple[JobRecord, ...]:
        """Return the records of a process that ended, oldest first; () while it still runs."""
        if not self._folder.exists() or not self._is_ours():
            return ()
        found = []
        paths = (path for path in self._folder.glob("*.json") if _NAME.fullmatch(path.stem))
        for path in sorted(paths, key=lambda path: (path.stat().st_mtime_ns, path.name)):
            try:
                found.append(JobRecord(**json.loads(path.read_text(encoding="utf-8"))))
            except (OSError, ValueError, TypeError):
                path.unlink(missing_ok=True)  # of another version: its document can be added again
        return tuple(found)

    def _is_ours(self) -> bool:
        """Take the lock for the life of this process; False when another one has it."""
        if self._lock is None:
            lock = os.open(self._folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                os.close(lock)
                return False
            self._lock = lock  # never closed: it goes with the process
        return True
