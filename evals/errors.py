"""
What can go wrong in `evals`, split by who must act.

    EvalError
    ├── SuiteError        a suite's file is wrong: its author must act; every fault is listed
    ├── QuestionsError    a SQuAD-format file cannot be used: the caller must act
    ├── RunError          a run's folder cannot be read or written: the caller must act
    ├── BaselineError     a pinned baseline is missing or wrong: run `anping eval pin`
    ├── NotInstalledError a library that only evaluations need is missing: install it
    ├── DossierError      a dossier's sources or gold are wrong: its author must act
    └── DossierBuildError a dossier's file cannot be made on this machine
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class DossierFault:
    """One thing that is wrong in a dossier: where, what, and what is allowed there."""

    where: str
    text: str

    def __str__(self) -> str:
        """Return the fault as one line."""
        return f"{self.where}: {self.text}"


class EvalError(Exception):
    """The root of every error of this package."""

    code = "eval-error"


class SuiteError(EvalError, ValueError):
    """A suite cannot be used; `faults` holds one sentence each, with the line where it stands."""

    code = "eval-suite"

    def __init__(self, path: Path, faults: Sequence[str]) -> None:
        listed = "\n".join(f"  - {fault}" for fault in faults)
        super().__init__(
            f"The suite '{path}' cannot be used. Faults: {len(faults)}.\n{listed}\n"
            "docs/evals.md describes the format. Correct the file and run again."
        )
        self.path = path
        self.faults = tuple(faults)


class QuestionsError(EvalError, ValueError):
    """A file of questions on paragraphs cannot be used."""

    code = "eval-questions"

    def __init__(self, path: Path, fault: str) -> None:
        super().__init__(
            f"The file '{path}' cannot be used: {fault}. It must be JSON in the form of SQuAD 1.1: "
            '{"data": [{"paragraphs": [{"context": "…", "qas": [{"id": "…", "question": "…"}]}]}]}.'
        )
        self.path = path


class RunError(EvalError, ValueError):
    """The folder of a run cannot be read or written."""

    code = "eval-run"

    def __init__(self, path: Path, fault: str, advice: str) -> None:
        super().__init__(f"The run '{path}' cannot be used: {fault}. {advice}")
        self.path = path


class BaselineError(EvalError, LookupError):
    """The pinned figures of a suite are missing or cannot be compared."""

    code = "eval-baseline"

    def __init__(self, suite: str, fault: str) -> None:
        look, pin = f"run {suite}", f"pin {suite}"
        if suite == "evidence":
            look, pin = "evidence", "pin-evidence"
        super().__init__(
            f"The pinned figures of the suite {suite!r} cannot be used: {fault}. "
            f"Look at the figures of `anping eval {look}`, then pin them with "
            f"`anping eval {pin}`."
        )
        self.suite = suite


class NotInstalledError(EvalError, RuntimeError):
    """A library that only evaluations need is not installed."""

    code = "eval-not-installed"

    def __init__(self, library: str) -> None:
        super().__init__(
            f"The baselines need {library!r}, which is not installed. Install the project with its"
            " development dependencies (pip install 'anping[dev]'), or leave out --baselines."
        )
        self.library = library


class DossierError(EvalError, ValueError):
    """A dossier is not sound; `faults` lists everything that is wrong with it."""

    code = "eval-dossier"

    def __init__(self, folder: Path, faults: Sequence[DossierFault]) -> None:
        self.folder = folder
        self.faults = tuple(faults)
        lines = "\n".join(f"  {fault}" for fault in self.faults)
        super().__init__(f"The dossier '{folder.name}' has {len(self.faults)} fault(s).\n{lines}")


class DossierBuildError(EvalError, RuntimeError):
    """A file of a dossier cannot be made."""

    code = "eval-dossier-files"

    def __init__(self, file: str, fault: str) -> None:
        super().__init__(
            f"The file '{file}' cannot be made: {fault}. PDF pages are printed by Chromium with the"
            " Noto CJK fonts (on Debian: chromium and fonts-noto-cjk)."
        )
        self.file = file
