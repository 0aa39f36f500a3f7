"""
What the documents of a case show, with what people decided on it.

Documents are looked through once; what was found is kept with them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property

from assistant.evidence.alias import aliases_in
from assistant.evidence.expectation import Expectations
from assistant.evidence.finding import (
    DocumentFindings,
    Finding,
    Meaning,
    Meant,
    Nearness,
    Quote,
    findings_from_json,
    findings_json,
    findings_of,
    meaning_from_json,
    meaning_json,
    meant_findings,
    nearest_denials,
    with_meaning,
    without_guesses,
)
from assistant.evidence.load_expectations import load_concepts
from assistant.evidence.load_prototypes import prototypes_digest
from assistant.evidence.statement import Statement, statements
from assistant.evidence.vocabulary import Vocabulary
from corpus.cases.case import CaseDocument, Decision
from corpus.cases.store import CaseStore
from corpus.derived import DerivedFiles
from corpus.load import load_standard

# Raised with every change of the rules that makes kept findings stale.
_RULES = "37"
# Raised with every change of how names are found.
_ALIASES = "1"


@dataclass(frozen=True)
class CaseFindings:
    """
    What a case's documents show, by indicator and in reading order.

    files: the documents' names by SHA-256. decisions: of people, by indicator and passage.
    buildings: the project's, as far as documents name them in ranges.
    """

    by_indicator: Mapping[str, Sequence[Finding]]
    files: Mapping[str, str] = field(default_factory=dict)
    decisions: Mapping[tuple[str, str], Decision] = field(default_factory=dict)
    buildings: frozenset[int] = frozenset()

    @cached_property
    def nearest_denials(self) -> Mapping[str, float]:
        """By quote that denies something, how near it comes to the nearest aspect it denies."""
        return nearest_denials(self.by_indicator)

    def of(self, indicator: str) -> Sequence[Finding]:
        """Return what bears on an indicator, without guesses; () for nothing."""
        return without_guesses(self.by_indicator.get(indicator, ()))

    def decision(self, indicator: str, quote: Quote) -> Decision | None:
        """Return what a person decided on a quote's passage for an indicator, if anything."""
        return self.decisions.get((indicator, quote.passage))


def case_findings(
    store: CaseStore,
    case_id: str,
    expectations: Expectations,
    derived: DerivedFiles | None = None,
) -> CaseFindings:
    """
    Return what the documents of a case show; nothing without documents.

    derived: where it is kept; None for the store's home.

    Raises:
        UnknownCaseError: no such case.
    """
    documents = store.documents(case_id)
    by_indicator: dict[str, list[Finding]] = {}
    buildings: set[int] = set()
    search = CaseSearch(store, case_id, expectations, derived)
    for shown in map(search.near_findings, documents):
        buildings |= shown.buildings
        for indicator, found in shown.by_indicator.items():
            by_indicator.setdefault(indicator, []).extend(found)
    return CaseFindings(
        by_indicator,
        {document.sha256: document.file for document in documents},
        case_decisions(store, case_id),
        frozenset(buildings),
    )


def case_decisions(store: CaseStore, case_id: str) -> dict[tuple[str, str], Decision]:
    """Return what people decided in a case, by indicator and passage."""
    return {
        (one.indicator, one.passage_id): one.decision for one in store.suggestion_decisions(case_id)
    }


def is_looked_through(store: CaseStore, case_id: str, expectations: Expectations) -> bool:
    """
    Tell whether the case's documents were all read and looked through, so that `case_findings`
    answers from what is kept. False for a case without documents.

    Raises:
        UnknownCaseError: no such case.
    """
    documents = store.documents(case_id)
    search = CaseSearch(store, case_id, expectations)
    return bool(documents) and all(
        document.status != "reading" and search.is_done(document) for document in documents
    )


def document_statements(
    store: CaseStore, case_id: str, document: CaseDocument
) -> tuple[Statement, ...]:
    """Return the statements of one document of a case, in reading order."""
    passages = store.passages(case_id, document.sha256)
    first = next((p.heading_path[0] for p in passages if p.heading_path), "")
    return statements(f"{document.file} {first}".strip(), passages)


class CaseSearch:
    """Gives what a document of a case shows: as kept, or looked for now and kept."""

    def __init__(
        self,
        store: CaseStore,
        case_id: str,
        expectations: Expectations,
        derived: DerivedFiles | None = None,
    ) -> None:
        self._store, self._case_id, self._expectations = store, case_id, expectations
        self._derived = derived or DerivedFiles(store.home)

    def near_findings(self, document: CaseDocument) -> DocumentFindings:
        """Return what a document shows, by its meaning too where that is known."""
        found = self.findings(document)
        kept = self._derived.get(document.sha256, "nearness", self._near_key(document))
        return found if kept is None else with_meaning(found, meaning_from_json(kept))

    def has_nearness(self, document: CaseDocument) -> bool:
        """Whether nearness is kept for what a document shows."""
        return self._derived.has(document.sha256, "nearness", self._near_key(document))

    def keep_meaning(
        self,
        document: CaseDocument,
        said: Sequence[Statement],
        found: DocumentFindings,
        near: Nearness,
        meant: Mapping[str, Sequence[Meant]],
    ) -> None:
        """
        Keep what the statements of a document mean.

        found: by words, and near: its nearness. meant: by statement id, the aspects to which it
        comes near.
        """
        added = meant_findings(said, meant, found, self._vocabulary)
        kept = meaning_json(Meaning(near, added))
        self._derived.put(document.sha256, "nearness", self._near_key(document), kept)

    def findings(self, document: CaseDocument) -> DocumentFindings:
        """Return what a document shows, nearness aside."""
        key = self._key(document)
        known = self._derived.get(document.sha256, "findings", key)
        if known is not None:
            return findings_from_json(known)
        said = document_statements(self._store, self._case_id, document)
        reserves = reserving(self._expectations.rule_set)
        found = findings_of(said, self._expectations, self._vocabulary, reserves)
        self._derived.put(document.sha256, "findings", key, findings_json(found))
        return found

    def is_done(self, document: CaseDocument) -> bool:
        """Whether what a document shows is kept."""
        return self._derived.has(document.sha256, "findings", self._key(document))

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        return Vocabulary(self._expectations, load_concepts(), self._aliases)

    @cached_property
    def _aliases(self) -> dict[str, str]:
        """The names that any document of the case gives to things; what is said first holds."""
        found: dict[str, str] = {}
        for document in self._store.documents(self._case_id):
            for name, thing in self._named_in(document).items():
                found.setdefault(name, thing)
        return found

    def _named_in(self, document: CaseDocument) -> Mapping[str, str]:
        key = _digest(f"{_ALIASES} {_reading(document)}")
        known = self._derived.get(document.sha256, "aliases", key)
        if known is None:
            passages = self._store.passages(self._case_id, document.sha256)
            known = aliases_in(text for one in passages for text in (*one.heading_path, one.text))
            self._derived.put(document.sha256, "aliases", key, known)
        return dict(known)

    def _key(self, document: CaseDocument) -> str:
        expected = self._expectations
        made_from = f"{_RULES} {document.file} {_reading(document)} {expected.rule_set}"
        return _digest(f"{made_from} {expected.fingerprint} {sorted(self._aliases.items())}")

    def _near_key(self, document: CaseDocument) -> str:
        return _digest(f"{self._key(document)} {prototypes_digest(self._expectations.rule_set)}")


@cache
def reserving(rule_set: str) -> frozenset[str]:
    """Return the indicators that ask for something to be reserved, where 预留 is provision."""
    return frozenset(clause.id for clause in load_standard(rule_set) if "预留" in clause.text)


def _reading(document: CaseDocument) -> str:
    """
    Return what tells one reading of a document from another.

    A machine that shares the store does not hear that another one read the document again.
    """
    faults = [(fault.page, fault.reason.code) for fault in document.page_faults]
    return f"{document.passages} {document.reader} {document.pages} {faults}"


def _digest(made_from: str) -> str:
    return hashlib.sha256(made_from.encode()).hexdigest()[:24]
