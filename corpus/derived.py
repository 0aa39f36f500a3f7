"""
Files of what was worked out from stored documents, so that it is not worked out again.

Everything here can be made again. An owner is a document (its SHA-256) or a case; each kind of
thing is kept once an owner, under a key that changes with whatever it was made from.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
import threading
import time
from collections import OrderedDict
from contextlib import suppress
from pathlib import Path
from typing import Any

_STALE_SECONDS = 3600.0
_NAME = re.compile(r"[A-Za-z0-9-]{1,80}")


class DerivedFiles:
    """JSON values by owner, kind and key, in one folder an owner; written beside and renamed."""

    def __init__(self, home: Path) -> None:
        self._folder = home / "derived"

    def get(self, owner: str, kind: str, key: str) -> Any | None:
        """Return the value, or None when there is none under this key or it is torn."""
        try:
            return json.loads(self._path(owner, kind, key).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None

    def has(self, owner: str, kind: str, key: str) -> bool:
        """Tell whether a value was kept under this key, without reading it."""
        return self._path(owner, kind, key).exists()

    def put(self, owner: str, kind: str, key: str, value: Any) -> None:
        """Keep a value in place of those of the same kind; sweep drafts an hour old."""
        path = self._path(owner, kind, key)
        path.parent.mkdir(parents=True, exist_ok=True)
        _sweep(path.parent)
        handle, draft = tempfile.mkstemp(dir=path.parent, suffix=".draft")
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            # Written in one piece: to write it part by part takes several times as long.
            stream.write(json.dumps(value, ensure_ascii=False))
        try:
            Path(draft).replace(path)
        except FileNotFoundError:  # the owner was forgotten meanwhile
            return
        for stale in path.parent.glob(f"{kind}-*.json"):
            if stale != path:
                stale.unlink(missing_ok=True)

    def owners(self) -> list[str]:
        """Return of whom anything is kept; [] where nothing is."""
        return sorted(path.name for path in self._folder.glob("*"))

    def forget(self, owner: str) -> None:
        """Remove everything of an owner."""
        shutil.rmtree(self._folder / _named(owner), ignore_errors=True)

    def _path(self, owner: str, kind: str, key: str) -> Path:
        return self._folder / _named(owner) / f"{_named(kind)}-{_named(key)}.json"


class DerivedInMemory(DerivedFiles):
    """
    What is kept in a home, and in memory alone what is worked out besides: nothing is written.

    most: values held, those put last.
    """

    def __init__(self, home: Path, most: int = 200) -> None:
        super().__init__(home)
        self._most = most
        self._held: OrderedDict[Path, Any] = OrderedDict()
        self._changing = threading.Lock()

    def get(self, owner: str, kind: str, key: str) -> Any | None:
        """Return the value, held or kept; None when there is none under this key."""
        with self._changing:
            held = self._held.get(self._path(owner, kind, key))
        return super().get(owner, kind, key) if held is None else held

    def has(self, owner: str, kind: str, key: str) -> bool:
        """Tell whether a value is held or kept under this key."""
        with self._changing:
            is_held = self._path(owner, kind, key) in self._held
        return is_held or super().has(owner, kind, key)

    def put(self, owner: str, kind: str, key: str, value: Any) -> None:
        """Hold a value, as it would be read from a file."""
        with self._changing:
            self._held[self._path(owner, kind, key)] = json.loads(json.dumps(value))
            while len(self._held) > self._most:
                self._held.popitem(last=False)

    def forget(self, owner: str) -> None:
        """Hold nothing of an owner any more; what is kept stays."""
        folder = self._folder / _named(owner)
        with self._changing:
            for path in [path for path in self._held if path.parent == folder]:
                del self._held[path]


def _sweep(folder: Path) -> None:
    """Remove the drafts of killed processes."""
    for draft in folder.glob("*.draft"):
        with suppress(OSError):
            if time.time() - draft.stat().st_mtime > _STALE_SECONDS:
                draft.unlink()


def _named(name: str) -> str:
    """Return a name that is safe in a path."""
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no name of an owner, a kind or a key")
    return name
