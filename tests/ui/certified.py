"""Cases that were taken to a certificate, for tests of what follows it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from corpus.cases.procedure import StepTaken
from corpus.cases.store import CaseStore
from scoring import procedure
from ui.procedure.record import followed
from ui.rule_stamp import rule_stamp

NUMBER = "ZHZQ-2026/0017"
LABEL = {
    "theme": "智慧住区安全", "level": "B", "body": "华东智慧住区评价中心", "years": ["2026-03-02", "2031-03-02"],
    "number": NUMBER,
}  # fmt: skip


READINGS = {"validity_start": "certificate", "retention_start": "validity_end"}
GOOD = {
    "apply": {"self_check": True, "written_application": "W-1", "meets_gbt_21741": "报告",
              "documents": ["4.5.1", "4.5.2", "4.5.3"]},
    "accept": {"failed_gates": [], "eligibility_checked": "合格", "written_notice": "N-1"},
    "form_panel": {"panel_findings": [], "detailed_rules": "R-1", "body": LABEL["body"]},
    "report": {"panel_findings": [], "methods": ["site"], "sample_findings": [],
               "missing_sheets": [], "open_rows": [], "consensus_findings": [], "suspects": [],
               "report": ["overview", "summary", "improvements", "conclusion", "parties"]},
    "review": {"outcome": "passed", "suspects": [], "reviewer_findings": [], "review_agrees": "同意"},
    "publish_notice": {"report_handed_over": "是", "notice": "公示", "notice_days": 7,
                       "notice_until": "2026-03-01"},
}  # fmt: skip


def certified_case(
    home: Path, number: str = NUMBER, day: str = "2026-03-02"
) -> tuple[CaseStore, str]:
    """Return a store and a case in it whose certificate was issued on a day."""
    store = CaseStore(home, rules=rule_stamp)
    case_id = store.create_case("江畔<小区>", "tcrea-2023", "B", stage="formal")
    store.add_party(case_id, "applicant", "江畔置业")
    store.join_case(case_id, "p-secret", "王敏")
    for step, facts in GOOD.items():
        take(store, case_id, step, "2026-02-20", facts)
    facts = {
        "certificate": {**LABEL, "number": number},
        "signed_by_head": "孙立",
        "notice_closed": True,
        "readings": READINGS,
    }
    take(store, case_id, "certify", day, facts, certificate=number)
    return store, case_id


def take(
    store: CaseStore, case_id: str, step: str, day: str, facts: dict[str, Any] | None = None, *,
    certificate: str | None = None,
) -> None:  # fmt: skip
    """Keep a step as the next one of the formal evaluation, where the rules allow it."""
    steps = store.steps(case_id, "formal")
    before = followed(store.case(case_id), "formal", steps)
    after = procedure.take(before, step, date.fromisoformat(day), facts or {})
    store.add_step(
        case_id,
        StepTaken(
            "formal", len(steps) + 1, step, day, before.status, after.status, facts or {},
            "2037-03-02", certificate=certificate,
        ),
    )  # fmt: skip
