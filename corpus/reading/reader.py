"""What reads documents for those who keep them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from corpus.document import ReadResult
from corpus.reading.limits import ReadLimits
from corpus.reading.read import Progress


class DocumentReader(Protocol):
    """Reads one file to passages; `corpus.reading.read_document` is the real one."""

    def __call__(
        self,
        path: Path,
        *,
        name: str | None = None,
        limits: ReadLimits | None = None,
        on_progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> ReadResult:
        """Return the result; never raises for what the file holds."""
