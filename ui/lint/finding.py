"""One thing that is wrong in a data file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """
    A fault with its place. `code` is stable and names the lint; `text` says what is wrong and
    what is expected.
    """

    file: Path
    line: int
    code: str
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: [{self.code}] {self.text}"
