"""Writing the package of a case: equal cases give equal bytes, whoever works on them meanwhile."""

from __future__ import annotations

import hashlib
import os
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from corpus.cases.extract import CaseExtract, kept_in, line_of
from corpus.cases.files import case_files
from corpus.cases.store import CaseStore
from corpus.errors import PackageError
from corpus.sealed_zip import CHUNK, Kept, copied, fixed_member, kept
from scoring import RuleSet
from ui.case_rules import effective_rules
from ui.cli.output import json_text
from ui.package.members import ABOUT, DOCUMENTS, EVENTS, FORM, MANIFEST, README, table_member
from ui.package.reports import packed_reports
from ui.package.rules import packed_rules
from ui.package.scores import scored_sheets

MOST_PACKED = 100
"""How many times smaller than itself a member may be packed; what would be smaller is not packed."""
_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class PackageMade:
    """A package as written. sha256: of the file. members: how many it lists. size: in bytes."""

    sha256: str
    members: int
    size: int
    head: str


def export_case(
    cases: CaseStore, case_id: str, target: Path, *, with_files: bool = True, language: str = "zh"
) -> PackageMade:
    """
    Write everything of a case into one file, as it stood at one moment.

    Where the record names other rules than those that count now, it notes them first. Nothing is
    left of a package that could not be finished.

    Args:
        cases: the store, acting for whoever exports.
        case_id: the case.
        target: replaced in one step when it exists.
        with_files: whether the bytes of the documents are in it; else only their hashes.
        language: of the reports.

    Raises:
        UnknownCaseError: no such case.
        PackageError: a document is missing or was changed, or the file cannot be written.
    """
    cases.note_rules(case_id)
    gone = ""
    for _ in range(_ATTEMPTS):
        extract = cases.extract(case_id)
        try:
            return _written(cases, extract, target, with_files=with_files, language=language)
        except FileNotFoundError as fault:  # removed since the extract was made: take another
            gone = str(fault.filename or fault)
        except OSError as fault:
            raise PackageError(target, str(fault)) from fault
    raise PackageError(target, f"{gone} is missing")


def members_of(extract: CaseExtract, home: Path, language: str) -> tuple[RuleSet, dict[str, bytes]]:
    """Return the rules of an extract, and all of its package but documents and manifest."""
    files = {README: ABOUT.encode()}
    files |= {
        table_member(name): "".join(map(line_of, rows)).encode()
        for name, rows in extract.tables.items()
    }
    files[EVENTS] = "".join(map(line_of, extract.events)).encode()
    case = kept_in(extract)
    rules = effective_rules(case.rules)
    files |= packed_rules(case.rules)
    files |= scored_sheets(case, rules)
    files |= packed_reports(extract, home, language)
    return rules, files


def manifest_of(
    extract: CaseExtract, rules: RuleSet, members: Mapping[str, Kept], *, with_files: bool
) -> bytes:
    """Return the list of a package: what it is of, and what each member weighs and hashes to."""
    case = extract.tables["cases"][0]
    return json_text(
        {
            "form": FORM,
            "case": extract.case_id,
            "name": case["name"],
            "rule_set": rules.id,
            "edition": rules.edition,
            "rules_hash": rules.content_hash,
            "body_hash": rules.body.content_hash if rules.body else None,
            "record": str(extract.head),
            "files": with_files,
            "members": {
                name: {"size": one.size, "sha256": one.sha256}
                for name, one in sorted(members.items())
            },
        }
    ).encode()


def _written(
    cases: CaseStore, extract: CaseExtract, target: Path, *, with_files: bool, language: str
) -> PackageMade:
    rules, files = members_of(extract, cases.home, language)
    documents = case_files(cases.home, cases.files_url)
    members = {name: kept(data) for name, data in files.items()}
    if with_files:
        for row in extract.tables["documents"]:
            members[DOCUMENTS + row["sha256"]] = Kept(row["size"], row["sha256"])
    manifest = manifest_of(extract, rules, members, with_files=with_files)
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.draft")
    try:
        with (
            os.fdopen(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as writing,
            zipfile.ZipFile(writing, "w") as archive,
        ):
            _put(archive, MANIFEST, manifest)
            for name in sorted(members):
                if name in files:
                    _put(archive, name, files[name])
                else:
                    sha256 = name.removeprefix(DOCUMENTS)
                    with documents.local(sha256) as path:
                        _put_document(archive, path, target, name, members[name])
        made = PackageMade(_sha256(draft), len(members), draft.stat().st_size, str(extract.head))
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    return made


def _put(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    is_packed = bool(data) and len(zlib.compress(data, 6)) * MOST_PACKED > len(data)
    archive.writestr(fixed_member(name, is_packed=is_packed), data, compresslevel=6)


def _put_document(
    archive: zipfile.ZipFile, path: Path, target: Path, name: str, wanted: Kept
) -> None:
    member = fixed_member(name, is_packed=False)
    member.file_size = wanted.size
    with path.open("rb") as source, archive.open(member, "w", force_zip64=True) as writing:
        if copied(source, writing) != wanted:
            raise PackageError(target, f"the document {wanted.sha256} is not what was added")


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
