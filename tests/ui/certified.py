"""Cases that were taken to a certificate, for tests of what follows it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from corpus.cases.procedure import StepTaken
from corpus.cases.store import CaseStore
from ui.rule_stamp import rule_stamp

NUMBER = "ZHZQ-2026/0017"
LABEL = {
    "theme": "智慧住区安全", "level": "B", "body": "华东智慧住区评价中心", "years": "2026–2031",
    "number": NUMBER,
}  # fmt: skip


def certified_case(
    home: Path, number: str = NUMBER, day: str = "2026-03-02"
) -> tuple[CaseStore, str]:
    """Return a store and a case in it whose certificate was issued on a day."""
    store = CaseStore(home, rules=rule_stamp)
    case_id = store.create_case("江畔<小区>", "tcrea-2023", "B")
    store.add_party(case_id, "applicant", "江畔置业")
    store.join_case(case_id, "p-secret", "王敏")
    facts = {"certificate": {**LABEL, "number": number}, "signed_by_head": "孙立"}
    take(store, case_id, "certify", day, "certified", facts, before="on_notice", certificate=number)
    return store, case_id


def take(
    store: CaseStore, case_id: str, step: str, day: str, after: str,
    facts: dict[str, Any] | None = None, *, before: str = "certified", certificate: str | None = None,
) -> None:  # fmt: skip
    """Keep a step as the next one of the formal evaluation."""
    number = len(store.steps(case_id, "formal")) + 1
    store.add_step(
        case_id,
        StepTaken(
            "formal", number, step, day, before, after, facts or {}, "2037-03-02",
            certificate=certificate,
        ),
    )  # fmt: skip
