"""
The evidence of the cases that are being looked at, kept between looks.

A person who decides on one indicator waits for that indicator, not for the case. Nothing here is
stored; for whoever looks once, `assistant.evidence.indicator.case_evidence` gives the same.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from typing import Any

from assistant.evidence.case_findings import CaseFindings, case_decisions, case_findings
from assistant.evidence.indicator import IndicatorEvidence, case_indicators, indicator_evidence
from assistant.evidence.load_expectations import load_expectations
from assistant.evidence.nearness import near_documents
from corpus.cases.case import Case
from corpus.cases.store import CaseStore
from corpus.derived import DerivedFiles


@dataclass(slots=True)
class _Kept:
    """A case as it was last looked at. made_from: its target and documents then."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    made_from: Any = None
    findings: CaseFindings = field(default_factory=lambda: CaseFindings({}))
    entries: tuple[IndicatorEvidence, ...] = ()


class KeptEvidence:
    """
    Gives a case's evidence as it is now, and works out only what changed since the last look.

    most: how many cases are kept, those looked at last. derived: where what documents show is kept;
    None for the store's home. Threads may share one.
    """

    def __init__(
        self, store: CaseStore, most: int = 4, derived: DerivedFiles | None = None
    ) -> None:
        self._store = store
        self._derived = derived
        self._most = most
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._changing = threading.Lock()

    def of(self, case_id: str) -> tuple[IndicatorEvidence, ...]:
        """
        Return what `case_evidence` would; the same tuple as before when nothing has changed.

        Raises:
            UnknownCaseError: no such case.
        """
        case = self._store.case(case_id)
        kept = self._place(case_id)
        with kept.lock:
            documents = self._store.documents(case_id)
            read = [(one.sha256, one.file, one.passages, one.status) for one in documents]
            near = near_documents(self._store, case_id, self._derived)
            if kept.made_from != (made_from := (case.rule_set, case.level, read, near)):
                self._look(case, kept)
                kept.made_from = made_from
            else:
                self._decide(case, kept)
            return kept.entries

    def _place(self, case_id: str) -> _Kept:
        with self._changing:
            kept = self._kept.setdefault(case_id, _Kept())
            self._kept.move_to_end(case_id)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
            return kept

    def _look(self, case: Case, kept: _Kept) -> None:
        expectations = load_expectations(case.rule_set)
        kept.findings = case_findings(self._store, case.id, expectations, self._derived)
        kept.entries = tuple(
            indicator_evidence(name, expectations, kept.findings) for name in case_indicators(case)
        )

    def _decide(self, case: Case, kept: _Kept) -> None:
        """Judge the indicators anew on which people have decided since."""
        before, now = kept.findings.decisions, case_decisions(self._store, case.id)
        changed = {indicator for (indicator, _), _ in before.items() ^ now.items()}
        if not changed:
            return
        kept.findings = replace(kept.findings, decisions=now)
        expectations = load_expectations(case.rule_set)
        kept.entries = tuple(
            indicator_evidence(entry.indicator, expectations, kept.findings)
            if entry.indicator in changed
            else entry
            for entry in kept.entries
        )
