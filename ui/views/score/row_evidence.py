"""What a case's documents hold for one row, as far as they were looked through before."""

from __future__ import annotations

from assistant.evidence.case_findings import is_looked_through
from assistant.evidence.indicator import IndicatorEvidence
from assistant.evidence.load_expectations import load_expectations
from ui.services import Services


def row_evidence(
    services: Services, case_id: str, row_id: str, viewer: str = ""
) -> IndicatorEvidence | None:
    """
    Return the evidence for a row; None where the documents were not looked through yet.

    Looking through documents takes seconds: it is left to the view of the evidence.

    Raises:
        UnknownCaseError: no such case.
    """
    cases = services.cases_for(viewer)
    expectations = load_expectations(cases.case(case_id).rule_set)
    if not is_looked_through(cases, case_id, expectations):
        return None
    found = services.evidence.of(case_id)
    return next((entry for entry in found if entry.indicator == row_id), None)
