"""
What can go wrong in `corpus`, split by who must act.

    CorpusError
    ├── CorpusDataError        our own data files are wrong: we must act
    ├── UnknownStandardError   the caller named a standard or edition that is not on file
    └── UnknownClauseError     the caller named a clause that the standard does not have

Every class builds its message from values and carries a stable `code`, documented in
docs/errors.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path


class CorpusError(Exception):
    """The root of every error of this package."""

    code = "corpus-error"


class CorpusDataError(CorpusError, ValueError):
    """A data file of ours cannot be used."""

    code = "corpus-data"

    def __init__(self, path: Path, fault: str) -> None:
        super().__init__(
            f"The data file '{path}' cannot be used: {fault}. Run `anping check` for every fault."
        )
        self.path = path


class UnknownStandardError(CorpusError, LookupError):
    """No such standard or edition."""

    code = "corpus-unknown-standard"

    def __init__(self, wanted: str, known: Iterable[str]) -> None:
        super().__init__(f"There is no standard {wanted!r}. On file: {', '.join(known)}.")
        self.wanted = wanted


class UnknownClauseError(CorpusError, LookupError):
    """No such clause in the standard."""

    code = "corpus-unknown-clause"

    def __init__(self, wanted: str, standard: str, known: Iterable[str]) -> None:
        self.wanted = wanted
        self.nearest = tuple(get_close_matches(wanted, list(known), n=3, cutoff=0.6))
        hint = f" Nearest ids: {', '.join(map(repr, self.nearest))}." if self.nearest else ""
        super().__init__(f"Standard '{standard}' has no clause {wanted!r}.{hint}")
