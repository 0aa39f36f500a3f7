"""
What can go wrong in `corpus`, split by who must act.

    CorpusError
    ├── CorpusDataError        our own data files are wrong: we must act
    ├── UnknownStandardError   the caller named a standard or edition that is not on file
    ├── NotSuccessiveError     two editions are to be compared, but one does not follow the other
    ├── NormCardError          our own norm cards are wrong: we must act
    ├── UnknownNormError       the caller named a norm that has no card
    ├── UnknownClauseError     the caller named a clause that the standard does not have
    ├── UnknownCaseError       the caller named a case that is not stored
    ├── UnknownDocumentError   the caller named a document that the case does not hold
    ├── SheetChangedError      the sheet was saved by someone else meanwhile: load it again
    ├── SheetSubmittedError    the sheet is submitted and cannot be changed: withdraw it first
    ├── SheetCoveredError      somebody else's sheet, before one's own of that stage is submitted
    ├── NotAllowedError        it is somebody else's right: they must act
    ├── UnknownSheetError      no sheet was saved that could be submitted or undone
    ├── UnknownPersonError     the caller named a person who did not join the case
    ├── RecordWordsError       what was to be kept is empty, too long or not one of the known words
    ├── StepTakenError         somebody took a step of the procedure meanwhile: look again
    ├── CaseChangedError       the case changed since a step's facts were read: do it again
    ├── StageClosedError       the sheets of a stage stay as they are once it is reported
    ├── SampleDrawnError       a sample is drawn already: a new draw needs a reason
    ├── CertificateNumberError another certificate bears this number
    ├── UnknownHoldError       no legal hold of this number stands
    ├── RecordsKeptError       the records of a case must be kept (4.9) or a legal hold stands
    ├── NormNumberError        the caller named a norm by what is no number
    ├── NormFileError          the file of a norm cannot be imported
    ├── NormExistsError        another file is on file for the norm: replace it or leave it
    ├── NormNotImportedError       the caller named a norm that is not imported
    ├── PageImageError         a page of a file cannot be drawn
    ├── BackupError            a home cannot be backed up or restored: see the reason
    ├── PackageError           a package of a case cannot be written or read: see the reason
    ├── CaseThereError         a package brings a case that is there: it is never changed
    ├── StoreFullError         there is no room for what was to be kept: make room, do it again
    ├── StoreTooNewError       the store was written by a newer version: update the program
    └── VectorsError           of the engines that keep vectors (`corpus.vectors.errors`)

Those of stores that are elsewhere are in `corpus.record.errors`. Every class builds its message
from values and carries a stable `code`, documented in docs/errors.md.
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


class NotSuccessiveError(CorpusError, ValueError):
    """Two editions do not follow each other, so nothing says which of their units correspond."""

    code = "corpus-not-successive"

    def __init__(self, old: str, new: str) -> None:
        super().__init__(
            f"Nothing on file says that {new!r} follows {old!r}. Name the older edition first; the "
            "header of the newer one's text names the edition it follows (`replaces: V2.3`)."
        )


class UnknownClauseError(CorpusError, LookupError):
    """No such clause in the standard."""

    code = "corpus-unknown-clause"

    def __init__(self, wanted: str, standard: str, known: Iterable[str]) -> None:
        self.wanted = wanted
        self.nearest = tuple(get_close_matches(wanted, list(known), n=3, cutoff=0.6))
        hint = f" Nearest ids: {', '.join(map(repr, self.nearest))}." if self.nearest else ""
        super().__init__(f"Standard '{standard}' has no clause {wanted!r}.{hint}")


class NormCardError(CorpusError, ValueError):
    """Norm cards of ours cannot be used; `faults` lists everything that is wrong."""

    code = "corpus-norm-card"

    def __init__(self, folder: Path, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        listed = "".join(f"\n- {fault}" for fault in self.faults)
        super().__init__(
            f"The norm cards in '{folder}' cannot be used, {len(self.faults)} fault(s):{listed}\n"
            "Correct them; `anping check` gives the lines."
        )


class UnknownNormError(CorpusError, LookupError):
    """No norm card of this number or name."""

    code = "corpus-unknown-norm"

    def __init__(self, wanted: str, near: Iterable[str]) -> None:
        self.wanted = wanted
        self.nearest = tuple(near)[:3]
        super().__init__(
            f"There is no norm card {wanted[:64]!r}. Nearest: {', '.join(self.nearest)}. "
            "`anping norms list` shows all."
        )


class UnknownCaseError(CorpusError, LookupError):
    """No such case in the store."""

    code = "corpus-unknown-case"

    def __init__(self, wanted: str, known: Iterable[str]) -> None:
        on_file = tuple(known)
        self.wanted = wanted
        self.nearest = tuple(get_close_matches(wanted, on_file, n=3, cutoff=0.5)) or on_file[-3:]
        hint = f"Nearest ids: {', '.join(map(repr, self.nearest))}." if on_file else "None is kept."
        super().__init__(f"There is no case {wanted[:64]!r}. {hint}")


class UnknownDocumentError(CorpusError, LookupError):
    """No such document in the case."""

    code = "corpus-unknown-document"

    def __init__(self, wanted: str, case_id: str, known: Iterable[str]) -> None:
        self.wanted = wanted
        on_file = ", ".join(sha256[:12] for sha256 in known) or "none"
        super().__init__(f"Case {case_id!r} has no document {wanted[:64]!r}. It holds: {on_file}.")


class SheetChangedError(CorpusError):
    """The score sheet was saved by someone else since it was loaded."""

    code = "corpus-sheet-changed"

    def __init__(self, case_id: str, expected: int, found: int) -> None:
        super().__init__(
            f"The sheet of case {case_id!r} is at version {found}, not {expected}: it was saved"
            " meanwhile. Load it again, apply the changes and save."
        )
        self.expected = expected
        self.found = found


class SheetSubmittedError(CorpusError):
    """The score sheet is submitted, so it does not change."""

    code = "corpus-sheet-submitted"

    def __init__(self, case_id: str, stage: str, submitted: str) -> None:
        super().__init__(
            f"The sheet of case {case_id!r}, stage {stage!r}, was submitted at {submitted} and does"
            " not change. Withdraw the submission to go on with it."
        )
        self.submitted = submitted


class SheetCoveredError(CorpusError, PermissionError):
    """Somebody else's sheet is asked for before one's own is submitted."""

    code = "corpus-sheet-covered"

    def __init__(self, case_id: str, stage: str) -> None:
        super().__init__(
            f"This sheet of case {case_id!r}, stage {stage!r}, is covered: sheets of others open"
            " when both are submitted, one's own and theirs. Submit your sheet first."
        )


class NotAllowedError(CorpusError, PermissionError):
    """
    An act is somebody else's right.

    act: as the record calls it, or a step of the procedure. roles: whose right it is, sorted; ()
    for nobody but whoever works on the machine itself.
    """

    code = "corpus-not-allowed"

    def __init__(self, act: str, roles: Iterable[str]) -> None:
        self.act, self.roles = act, tuple(sorted(roles))
        whose = f"to {' or '.join(self.roles)}" if self.roles else "to nobody who signs in"
        super().__init__(
            f"Your account may not do this ({act}); in this case and now it is open {whose}."
            " Nothing was changed. docs/accounts.md says who may do what."
        )


class UnknownSheetError(CorpusError, LookupError):
    """No such sheet was saved."""

    code = "corpus-unknown-sheet"

    def __init__(self, case_id: str, stage: str) -> None:
        super().__init__(
            f"Case {case_id!r} has no such sheet in stage {stage!r}. Judge a row first."
        )


class UnknownPersonError(CorpusError, LookupError):
    """Nobody of this name or token joined the case."""

    code = "corpus-unknown-person"

    def __init__(self, case_id: str, known: Iterable[str]) -> None:
        names = ", ".join(name for name in known if name) or "nobody with a name"
        super().__init__(
            f"This person did not join case {case_id!r}. Joined: {names}. Add the person first."
        )


class RecordWordsError(CorpusError, ValueError):
    """What was to be kept about a case cannot be."""

    code = "corpus-record-words"

    def __init__(self, what: str, fault: str) -> None:
        super().__init__(f"{what} cannot be kept: {fault}. Nothing was changed.")
        self.what = what


class StepTakenError(CorpusError):
    """A step was taken by somebody else since the procedure was looked at."""

    code = "corpus-step-taken"

    def __init__(self, case_id: str, expected: int, found: int, last: str) -> None:
        super().__init__(
            f"The procedure of case {case_id!r} has {found} steps, not {expected}: '{last}' was"
            " taken meanwhile. Look where the case stands now and decide again."
        )
        self.expected = expected
        self.found = found


class CaseChangedError(CorpusError):
    """Something of a case changed between looking at it and taking a step."""

    code = "corpus-case-changed"

    def __init__(self, case_id: str) -> None:
        super().__init__(
            f"Case {case_id!r} changed while the step was prepared, so what it stands on may not"
            " hold. Look at it again and take the step anew."
        )


class StageClosedError(CorpusError):
    """The panel has reported on a stage, so what it judged does not change."""

    code = "corpus-stage-closed"

    def __init__(self, case_id: str, stage: str, step: str, day: str) -> None:
        super().__init__(
            f"Stage {stage!r} of case {case_id!r} is closed by the step '{step}' of {day}: its"
            " sheets, findings and samples stay as they are (4.9). The step 'rework' with its"
            " reason opens it again."
        )


class SampleDrawnError(CorpusError):
    """A sample of this population is drawn already."""

    code = "corpus-sample-drawn"

    def __init__(self, case_id: str, name: str, at: str) -> None:
        super().__init__(
            f"A sample of {name[:64]!r} in case {case_id!r} was drawn at {at}. It is drawn once; a"
            " new draw in its place needs a reason, which is kept."
        )


class CertificateNumberError(CorpusError, ValueError):
    """A certificate of this number was issued before."""

    code = "corpus-certificate-number"

    def __init__(self, number: str) -> None:
        super().__init__(
            f"A certificate numbered {number[:64]!r} was issued before; capitals, width and spaces"
            " make no difference. Give a number that was never used."
        )


class UnknownHoldError(CorpusError, LookupError):
    """No such legal hold stands."""

    code = "corpus-unknown-hold"

    def __init__(self, case_id: str, number: int, standing: Iterable[int]) -> None:
        listed = ", ".join(map(str, standing)) or "none"
        super().__init__(
            f"No legal hold {number} stands on case {case_id!r}. Holds that stand: {listed}."
        )


class RecordsKeptError(CorpusError, PermissionError):
    """
    Records must be kept. clause: "4.9", or "" where a legal hold stands; until: ISO day or "".
    """

    code = "corpus-records-kept"

    def __init__(self, case_id: str, *, until: str = "", hold: str = "") -> None:
        if hold:
            why = (
                f"a legal hold stands on it ({hold[:200]}). Lift it first (`anping procedure hold`)"
            )
        else:
            why = (
                f"clause 4.9 has its records kept at least until {until}. They can be removed after"
                " that day"
            )
        super().__init__(f"Nothing of case {case_id!r} can be removed: {why}.")
        self.clause = "" if hold else "4.9"
        self.until = until


class NormNumberError(CorpusError, ValueError):
    """What was given is not the number of a norm."""

    code = "corpus-norm-number"

    def __init__(self, number: str) -> None:
        super().__init__(
            f"{number[:80]!r} is not the number of a norm. Give series, number and, where it has"
            " one, the year: 'GB 50116-2013', 'GB/T 22239-2019', 'T/CECS 1000-2022'; a regulation"
            " by its order: '国令 799'."
        )
        self.number = number


class NormFileError(CorpusError, ValueError):
    """A file cannot be imported as a norm."""

    code = "corpus-norm-file"

    def __init__(self, file: str, fault: str) -> None:
        super().__init__(
            f"The file '{file}' cannot be imported: {fault.rstrip('.')}. Norms are read from PDF,"
            " DOCX, MD and TXT."
        )
        self.file = file


class NormExistsError(CorpusError):
    """Another file is on file for this norm."""

    code = "corpus-norm-exists"

    def __init__(self, number: str, file: str) -> None:
        super().__init__(
            f"{number} is imported already, from another file ('{file}'). Add --replace to put the"
            " new one in its place, or import it under its own number."
        )
        self.number = number


class NormNotImportedError(CorpusError, LookupError):
    """The norm is not imported."""

    code = "corpus-norm-not-imported"

    def __init__(self, wanted: str, known: Iterable[str]) -> None:
        on_file = tuple(known)
        listed = f"Imported: {', '.join(on_file)}." if on_file else "None is imported yet."
        super().__init__(
            f"{wanted} is not imported. {listed} `anping norms import FILE --number {wanted!r}`"
            " adds a copy of yours."
        )
        self.wanted = wanted


class PageImageError(CorpusError, ValueError):
    """A page of a file cannot be drawn."""

    code = "corpus-page-image"

    def __init__(self, file: str, page: int, fault: str) -> None:
        super().__init__(
            f"Page {page} of '{file}' cannot be drawn: {fault.rstrip('.')}. Pages of PDF and image"
            " files can be; show the passage without its page."
        )
        self.file = file
        self.page = page


class StoreTooNewError(CorpusError):
    """The store was changed by a newer version of the program, and not only added to."""

    code = "corpus-store-too-new"

    def __init__(self, path: Path | str, found: int, known: int) -> None:
        super().__init__(
            f"The store '{path}' has format {found}; this version knows up to {known}."
            " Update the program."
        )


class BackupError(CorpusError):
    """A home cannot be written to an archive, or an archive cannot be restored."""

    code = "corpus-backup"

    def __init__(self, archive: Path, fault: str) -> None:
        super().__init__(f"The backup '{archive}' cannot be used: {fault}.")


class PackageError(CorpusError, ValueError):
    """The package of a case cannot be written, or a file is none that can be read."""

    code = "corpus-package"

    def __init__(self, package: Path, fault: str) -> None:
        super().__init__(f"The package '{package}' cannot be used: {fault}.")
        self.fault = fault


class CaseThereError(CorpusError):
    """A package brings a case that the home has already."""

    code = "corpus-case-there"

    def __init__(self, case_id: str, name: str) -> None:
        super().__init__(
            f"The home holds the case {case_id} ({name}) already, and a package never changes one "
            f"that is there. Compare the heads (`anping audit head {case_id}`); import into another "
            f"home, or remove the case first (`anping case remove {case_id}`)."
        )


class StoreFullError(CorpusError, OSError):
    """There is no room left for what was to be kept."""

    code = "corpus-store-full"

    def __init__(self, shown: Path | str) -> None:
        super().__init__(
            f"There is no room for the store '{shown}': the disk or the quota is full. Nothing of"
            " this act was kept and nothing older is lost. Make room and do it again."
        )


class EncoderError(CorpusError, RuntimeError):
    """The text encoder cannot be built or loaded."""

    code = "corpus-encoder"

    def __init__(self, fault: str) -> None:
        super().__init__(
            f"The text encoder cannot be used: {fault}. Run `anping prepare` to build the default "
            "one, or set ANPING_ENCODER to default or sentence-transformers:NAME_OR_FOLDER."
        )
