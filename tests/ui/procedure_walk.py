"""A case that goes through the procedure: its people, papers and sheets, and the words for steps."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from corpus.cases.case import Stage
from corpus.cases.procedure import Declaration
from corpus.cases.store import CaseStore
from scoring import load_rule_set
from tests.scoring.sheets import all_met
from tests.ui.results import read
from ui.procedure.desk import ProcedureDesk, Standing
from ui.procedure.samples import draw_sample
from ui.rule_stamp import rule_stamp

RULES = load_rule_set("tcrea-2023")
START = date(2026, 3, 2)
MEMBERS = ("甲", "乙", "丙")
REVIEWER = "壬"
GIVEN: dict[str, dict[str, str]] = {
    "apply": {
        "written_application": "W-2026-1", "meets_gbt_21741": "设计评审 2025-12-01 通过",
        "4.5.1": "可行性.pdf", "4.5.2": "设计.pdf", "4.5.3": "验收.pdf",
    },
    "return": {"reason": "缺检测报告"},
    "accept": {"eligibility_checked": "符合", "written_notice": "N-2026-1"},
    "form_panel": {"body": "某评价中心", "detailed_rules": "细则 2026-1"},
    "report": {
        "overview": "概况", "summary": "综述", "improvements": "无重大问题", "conclusion": "同意 C 级",
    },
    "review": {"review_agrees": "同意"},
    "rework": {"reason": "复核认为 C1.2.1 证据不足"},
    "publish_notice": {"report_handed_over": "已交申请单位", "notice": "公示文", "notice_days": "7"},
    "object": {"objection": "对 C3.2.1 有异议"},
    "settle": {"settlement": "复测后维持"},
    "certify": {"signed_by_head": "主任", "number": "AP-2026-001"},
    "yearly_review": {"ability_kept": "保持"},
    "downgrade": {"reason": "设备停用", "level": "C"},
    "withdraw": {"reason": "申请单位退出"},
    "expire": {},
}  # fmt: skip


class Clock:
    """A clock that is set by hand, for the store and the desk alike."""

    def __init__(self, day: date = START) -> None:
        self.day = day

    def __call__(self) -> str:
        return f"{self.day.isoformat()}T04:00:00+00:00"

    def today(self) -> date:
        return self.day

    def later(self, days: int) -> None:
        self.day += timedelta(days)


def store_and_desk(home: Path, clock: Clock) -> tuple[CaseStore, ProcedureDesk]:
    store = CaseStore(home, read=read, clock=clock, rules=rule_stamp)
    return store, ProcedureDesk(store, clock.today)


def new_case(store: CaseStore, level: str = "C", stage: Stage = "formal") -> str:
    """Create a case with the three papers of 4.5 and its people, who have no part yet."""
    case_id = store.create_case("江畔小区", "tcrea-2023", level, stage=stage)
    for name in ("可行性", "设计", "验收"):
        path = store.home / f"{name}.pdf"
        path.write_bytes(f"%PDF {case_id} {name}".encode())
        store.add_document(case_id, path)
    for name in (*MEMBERS, REVIEWER):
        store.join_case(case_id, name, f"{name}工")
    return case_id


def judge(store: CaseStore, case_id: str, person: str = "", **change: Any) -> None:
    """Save a sheet of the case's stage with everything met, but for rows that are given."""
    case = store.case(case_id)
    rows = {**all_met(RULES, case.level), **change}
    store.save_sheet(case_id, {"judgements": rows}, person=person, stage=case.stage)


def declaration(person: str, **change: Any) -> Declaration:
    plain = Declaration(person, f"{person}大学", True, "无利益关系。", "1", START.isoformat())
    return replace(plain, **change)


def form_panel(store: CaseStore, case_id: str) -> None:
    """Name the parties, assign and have declared a fit panel and its reviewer."""
    store.add_party(case_id, "applicant", "江畔置业有限公司")
    store.add_party(case_id, "builder", "甲安防工程有限公司")
    for name in MEMBERS:
        store.assign_part(case_id, name, "member")
        store.declare_independence(case_id, declaration(name))
    store.assign_part(case_id, REVIEWER, "reviewer")
    store.declare_independence(case_id, declaration(REVIEWER))


def evaluate(store: CaseStore, case_id: str) -> None:
    """Let each member look, judge and submit, draw a sample, and save the consensus."""
    stage = store.case(case_id).stage
    for name in MEMBERS:
        judge(store, case_id, name)
        store.set_inspection(case_id, "C1.2.1", ["site"], "完好", person=name, stage=stage)
        store.submit_sheet(case_id, person=name, stage=stage)
    ids = [f"K{n}" for n in range(40)]
    draw_sample(store, case_id, stage, "摄像机", ids, "s", RULES.default_readings)
    judge(store, case_id)
    for one in store.suspects(case_id):
        store.confirm_judgement(case_id, one.indicator, stage=stage)


def walk(
    store: CaseStore, desk: ProcedureDesk, case_id: str, clock: Clock, until: str = "certify",
    number: str = "AP-2026-001",
) -> Standing:  # fmt: skip
    """Go from the application to a step, a day each, with everything as it should be."""
    judge(store, case_id)
    standing = desk.standing(case_id)
    for step in ("apply", "accept", "form_panel", "report", "review", "publish_notice", "certify"):
        clock.later(1)
        if step == "form_panel":
            form_panel(store, case_id)
        elif step == "report":
            evaluate(store, case_id)
        elif step == "certify":
            clock.later(7)
        given = {**GIVEN[step], **({"number": number} if step == "certify" else {})}
        standing = desk.take(case_id, step, None, given, REVIEWER if step == "review" else None)
        if step == until:
            break
    return standing
