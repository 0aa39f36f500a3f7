"""The procedure: every transition, every guard, and the dates."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from scoring import load_rule_set
from scoring.errors import ProcedureError
from scoring.procedure import (
    STEPS,
    TABLE,
    Procedure,
    allowed_steps,
    due_dates,
    plus_years,
    refusals,
    take,
    transition_rows,
)

DAY = date(2024, 2, 29)
GOOD: dict[str, dict[str, Any]] = {
    "apply": {"self_check": True, "written_application": "W-1", "documents": ["4.5.1", "4.5.2", "4.5.3"], "meets_gbt_21741": True},
    "return": {"reason": "缺检测报告"},
    "accept": {"failed_gates": (), "eligibility_checked": True, "written_notice": "N-1"},
    "form_panel": {"panel_findings": (), "detailed_rules": "R-1"},
    "report": {"methods": ["documents", "site"], "report": ["overview", "summary", "improvements", "conclusion", "parties"],
               "panel_findings": (), "sample_findings": (), "missing_sheets": (), "open_rows": (), "consensus_findings": (), "suspects": ()},
    "review": {"outcome": "passed", "suspects": (), "reviewer_findings": (), "review_agrees": True},
    "rework": {"reason": "复核不同意"},
    "publish_notice": {"report_handed_over": True, "notice": "公示", "notice_days": 7},
    "object": {"objection": "对 C3.2.1 有异议"},
    "settle": {"settlement": "复测后维持"},
    "certify": {"signed_by_head": "王", "notice_closed": True, "certificate": ["theme", "level", "body", "years", "number"]},
    "yearly_review": {"ability_kept": True},
    "downgrade": {"reason": "设备停用", "level": "C"},
    "withdraw": {"reason": "申请单位退出"},
    "expire": {},
}  # fmt: skip
JOURNEY = [
    "apply",
    "return",
    "apply",
    "accept",
    "form_panel",
    "report",
    "review",
    "publish_notice",
    "object",
    "settle",
    "certify",
]


def certified() -> Procedure:
    case = Procedure("formal", "B")
    for number, step in enumerate(JOURNEY):
        case = take(case, step, DAY + timedelta(days=number - len(JOURNEY) + 1), GOOD[step])
    return case


def test_the_whole_journey_ends_with_a_certificate() -> None:
    case = certified()
    assert case.status == "certified"
    assert [entry.step for entry in case.history] == JOURNEY
    assert case.last_date == DAY


@pytest.mark.parametrize("transition", TABLE, ids=lambda transition: transition.step)
def test_every_guard_refuses_and_names_its_clause(transition: Any) -> None:
    for before in transition.before:
        case = Procedure("formal", "B", before, certified().history)
        on = date(2040, 1, 1) if transition.step in ("expire", "withdraw") else DAY
        assert refusals(case, transition.step, on, GOOD[transition.step]) == ()
        if transition.step == "expire":
            assert [r[0] for r in refusals(case, "expire", DAY, {})] == ["4.10"]
            continue
        clauses = [refusal[0] for refusal in refusals(case, transition.step, on, {})]
        unmet = [g.clause for g in transition.guards if not g.holds(case, {}, on)]
        assert clauses == unmet
        assert unmet
        with pytest.raises(ProcedureError) as caught:
            take(case, transition.step, on, {})
        assert all(clause in str(caught.value) for clause in unmet)


@pytest.mark.parametrize("transition", TABLE, ids=lambda transition: transition.step)
def test_no_step_is_taken_from_another_status(transition: Any) -> None:
    statuses = {status for entry in TABLE for status in (*entry.before, entry.after)}
    for status in sorted(statuses - set(transition.before)):
        case = Procedure("formal", "B", status)
        assert refusals(case, transition.step, DAY, GOOD[transition.step])[0][0] == "5.1"
        assert transition.step not in allowed_steps(case)


@pytest.mark.parametrize("transition", TABLE, ids=lambda transition: transition.step)
def test_each_fact_that_is_missing_alone_refuses_with_its_clause(transition: Any) -> None:
    """Every guard of a row is reached by some fact; taking it away is refused by that guard."""
    good = GOOD[transition.step]
    case = Procedure("formal", "B", transition.before[0], certified().history)
    on = date(2040, 1, 1) if transition.step in ("expire", "withdraw") else DAY
    assert take(case, transition.step, on, good).history[-1].facts == good
    reached = set()
    for name in good:
        facts = {key: value for key, value in good.items() if key != name}
        against = [guard for guard in transition.guards if not guard.holds(case, facts, on)]
        assert [(one[0], one[1]) for one in refusals(case, transition.step, on, facts)] == [
            (guard.clause, guard.text_zh) for guard in against
        ]
        assert against, name
        reached |= {guard.text_en for guard in against}
    by_date = {guard.text_en for guard in transition.guards if "validity" in guard.text_en}
    by_stage = {guard.text_en for guard in transition.guards if "pre-evaluation" in guard.text_en}
    assert reached | by_date | by_stage >= {guard.text_en for guard in transition.guards}


def test_a_notice_stands_a_number_of_days() -> None:
    case = Procedure("formal", "B", "reviewed")
    for days in (0, -1, "7", True, None, 1.5):
        facts = {**GOOD["publish_notice"], "notice_days": days}
        assert [one[0] for one in refusals(case, "publish_notice", DAY, facts)] == ["5.5.1"]


def test_dates_never_run_backwards() -> None:
    case = take(Procedure("formal", "B"), "apply", DAY, GOOD["apply"])
    assert [r[0] for r in refusals(case, "accept", DAY - timedelta(days=1), GOOD["accept"])] == [
        "4.9"
    ]


def test_a_pre_evaluation_needs_no_acceptance_documents_and_gives_no_label() -> None:
    facts = {**GOOD["apply"], "documents": ["4.5.1", "4.5.2"]}
    assert refusals(Procedure("pre", "B"), "apply", DAY, facts) == ()
    assert [r[0] for r in refusals(Procedure("formal", "B"), "apply", DAY, facts)] == ["4.5"]
    case = Procedure("pre", "B", "on_notice")
    assert [r[0] for r in refusals(case, "certify", DAY, GOOD["certify"])] == ["4.7.2"]


def test_downgrading_lowers_the_level_and_a_review_does_not_raise_it() -> None:
    case = take(certified(), "downgrade", DAY, GOOD["downgrade"])
    assert (case.status, case.level) == ("downgraded", "C")
    reviewed = take(case, "yearly_review", DAY, GOOD["yearly_review"])
    assert (reviewed.status, reviewed.level) == ("downgraded", "C")
    assert [r[0] for r in refusals(case, "downgrade", DAY, {"reason": "x", "level": "A"})] == [
        "4.10"
    ]
    late = date(2030, 1, 1)
    assert [r[0] for r in refusals(case, "yearly_review", late, GOOD["yearly_review"])] == ["4.10"]
    assert take(case, "expire", late, {}).status == "expired"


def test_what_falls_due_depends_on_the_reading() -> None:
    readings = load_rule_set("tcrea-2023").default_readings
    due = due_dates(certified(), readings)
    assert due.valid_until == date(2029, 2, 28)
    assert due.reviews[0] == date(2025, 2, 28)
    assert len(due.reviews) == 4
    assert due.keep_until == date(2035, 2, 28)
    other = {**readings, "validity_start": "report", "retention_start": "certificate"}
    early = due_dates(certified(), other)
    assert early.valid_until == plus_years(DAY - timedelta(days=5), 5)
    assert early.keep_until == date(2030, 2, 28)
    assert due_dates(Procedure("pre", "C"), readings).valid_until is None
    without = Procedure("formal", "C", "certified", certified().history[-1:])
    assert due_dates(without, other).valid_until == date(2029, 2, 28)


def test_the_table_can_be_read() -> None:
    for language in ("zh", "en"):
        rows = transition_rows(language)  # type: ignore[arg-type]
        assert len(rows) == len(TABLE) == len(STEPS)
        assert any("5.5.1" in row[3] for row in rows)
    with pytest.raises(KeyError):
        refusals(Procedure("pre", "C"), "dance", DAY, {})
