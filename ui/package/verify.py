"""
Verifying the package of a case: hashes, record, rules, and every score reckoned anew.

Nothing is needed but the file: no home and no database. Whoever altered a package and wrote its
whole record anew is found out by a head that was printed before (`expected`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.cases.extract import CaseExtract, kept_in
from corpus.cases.extract_check import check_extract, faulty_events, faulty_rows
from corpus.record.audit import Finding
from corpus.record.chain import Head
from scoring import RuleSet
from ui.package.members import BODY, CLAUSES, DOCUMENTS, EDITION, EVENTS, SCORES, SHEETS, TABLES
from ui.package.reading import OpenPackage, PackageFault, opened_package
from ui.package.rules import PackedRulesError, read_clauses, read_rules
from ui.package.scores import scored_sheets
from ui.rule_stamp import row_hashes, rows_hash

_BROKEN = (
    ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError,
)  # fmt: skip
"""What rows that somebody made up can lead to; each is a fault of the package."""


@dataclass(frozen=True, slots=True)
class PackageCheck:
    """
    What came of verifying a package.

    faults: () for a package that is as it was written. documents: how many the case has.
    with_files: whether their bytes are in the package and were checked. scores: how many sheets
    were scored anew. extract: the case; None where its rows cannot be read.
    """

    case_id: str
    name: str
    head: Head
    events: int
    documents: int
    with_files: bool
    scores: int
    faults: tuple[PackageFault, ...]
    extract: CaseExtract | None


def verify_package(path: Path, expected: Head | None = None) -> PackageCheck:
    """
    Check everything in a package against everything else in it.

    expected: a head that its record must contain, such as one printed on a report.

    Raises:
        PackageError: it is no package that can be read.
    """
    with opened_package(path) as package:
        faults: list[PackageFault] = []
        texts = package.texts(faults)
        faults += package.check_documents()
        extract, scores = _extract(package, texts, faults, expected), 0
        if extract is not None:
            faults += _document_faults(package, extract)
            scores = _check_rules(package, extract, texts, faults)
        found = package.manifest
        return PackageCheck(
            case_id=found.case_id,
            name=found.name,
            head=found.head,
            events=len(extract.events) if extract else 0,
            documents=len(extract.tables["documents"]) if extract else 0,
            with_files=found.with_files,
            scores=scores,
            faults=tuple(faults),
            extract=extract,
        )


def _extract(
    package: OpenPackage,
    texts: Mapping[str, bytes],
    faults: list[PackageFault],
    expected: Head | None,
) -> CaseExtract | None:
    """Return the case of a package, its rows checked against its record; None for what is no case."""
    try:
        extract = package.extract(texts)
    except ValueError as fault:
        member, why = fault.args
        faults.append(PackageFault("rows-unreadable", member, {"why": why}))
        return None
    try:
        why = faulty_rows(extract) or faulty_events(extract)
        if not why:
            faults += map(_of_record, check_extract(extract, expected))
    except _BROKEN as fault:
        why = str(fault) or type(fault).__name__
    if why:
        faults.append(PackageFault("rows-unreadable", TABLES, {"why": why}))
        return None
    return extract


def _document_faults(package: OpenPackage, extract: CaseExtract) -> Iterator[PackageFault]:
    if not package.manifest.with_files:
        return
    for row in extract.tables["documents"]:
        name = DOCUMENTS + row["sha256"]
        if name not in package.manifest.members:
            yield PackageFault("document-missing", name)


def _of_record(finding: Finding) -> PackageFault:
    member = TABLES if finding.fault == "rows-disagree" else EVENTS
    return PackageFault(finding.fault, member, {**finding.told, "number": finding.number})


def _check_rules(
    package: OpenPackage,
    extract: CaseExtract,
    texts: Mapping[str, bytes],
    faults: list[PackageFault],
) -> int:
    """Check the rules against the record and score every sheet by them; return how many."""
    try:
        rules, clauses = read_rules(texts), read_clauses(texts)
    except PackedRulesError as fault:
        faults.append(PackageFault("rules-unreadable", fault.member, {"why": fault.fault}))
        return 0
    if not _are_of_case(package, extract, rules):
        faults.append(PackageFault("rules-differ", EDITION, {"found": rules.version}))
    faults += _stamp_faults(extract, texts, rules, clauses)
    try:
        made = scored_sheets(kept_in(extract), rules)
    except _BROKEN as fault:
        why = str(fault) or type(fault).__name__
        faults.append(PackageFault("score-differs", SCORES, {"why": why}))
        return 0
    there = {name for name in texts if name.startswith((SHEETS, SCORES))}
    for name in sorted(there | made.keys()):
        if texts.get(name) != made.get(name):
            code = "sheet-differs" if name.startswith(SHEETS) else "score-differs"
            faults.append(PackageFault(code, name))
    return len(made) // 2


def _are_of_case(package: OpenPackage, extract: CaseExtract, rules: RuleSet) -> bool:
    """Whether the rules are those that the list and the rows of the case name."""
    named = kept_in(extract).rules
    body = rules.body.content_hash if rules.body else None
    return (
        named.rule_set == rules.id
        and named.edition in (None, rules.edition)
        and (named.body is None) == (rules.body is None)
        and (rules.content_hash, body) == (package.manifest.rules_hash, package.manifest.body_hash)
    )


def _stamp_faults(
    extract: CaseExtract,
    texts: Mapping[str, bytes],
    rules: RuleSet,
    clauses: Mapping[str, list[str | None]],
) -> Iterator[PackageFault]:
    """Compare the rules with those that events name, and their rows with the hashes there."""
    stamps = [_plain(words["basis"].get("rules")) for words in extract.events]
    last = next((stamp for stamp in reversed(stamps) if stamp), None)
    if last is None:
        yield PackageFault("rules-not-named", EVENTS)
        return
    if not _names(last, texts, rules):
        yield PackageFault("rules-differ", EDITION, {"found": rules.version})
        return
    known = row_hashes(rules, clauses)
    differ = {
        row
        for stamp in stamps
        if stamp and _names(stamp, texts, rules)
        for row, digest in _plain(stamp.get("rows")).items()
        if known.get(row) != digest
    }
    if differ or last.get("all_rows") != rows_hash(known):
        yield PackageFault("clause-differs", CLAUSES, {"rows": ", ".join(sorted(differ))})


def _names(stamp: Mapping[str, Any], texts: Mapping[str, bytes], rules: RuleSet) -> bool:
    body = _plain(stamp.get("body"))
    own = rules.body
    found = own.content_hash if own else None
    return (
        stamp.get("rule_set") == rules.id
        and stamp.get("hash") == rules.content_hash
        and body.get("hash") == found
        and (own is None or BODY in texts)
    )


def _plain(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
