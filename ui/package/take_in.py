"""Taking a case over from its package, which is verified first."""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path

from corpus.cases.store import CaseStore
from corpus.errors import PackageError
from corpus.sealed_zip import CHUNK
from scoring.load import editions
from ui.package.members import DOCUMENTS
from ui.package.reading import opened_package
from ui.package.verify import PackageCheck, verify_package


class FaultyPackageError(Exception):
    """The package is not as it was written: nothing of it is taken over. `check` says why."""

    def __init__(self, check: PackageCheck) -> None:
        super().__init__(f"{len(check.faults)} fault(s)")
        self.check = check


def import_case(cases: CaseStore, path: Path) -> PackageCheck:
    """
    Make a case of a package, under the same id and with its record as it is.

    Raises:
        PackageError: it is no package that can be read, a document is missing, or the home has
            not the edition of its rules.
        FaultyPackageError: verification found something.
        CaseThereError: the home has a case of this id.
    """
    check = verify_package(path)
    if check.faults or check.extract is None:
        raise FaultyPackageError(check)
    extract = check.extract
    row = extract.tables["cases"][0]
    known = editions(row["rule_set"])
    if not known or row["edition"] not in (None, *known):
        wanted = f"{row['rule_set']} {row['edition'] or ''}".strip()
        raise PackageError(path, f"it is judged by {wanted}, which is not on file here")
    with tempfile.TemporaryDirectory() as folder, opened_package(path) as package:

        def copy(sha256: str) -> Path | None:
            name, target = DOCUMENTS + sha256, Path(folder) / "document"
            if name not in package.manifest.members:
                return None
            with target.open("wb") as writing:
                package.copy(name, writing)
            return target

        cases.take_over(extract, path, _sha256(path), copy)
    return check


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
