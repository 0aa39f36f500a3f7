"""
A whole evaluation by accounts: each does their part, nobody another's, and what is left behind
can be defended without any of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher

from corpus.accounts import password
from corpus.accounts.store import AccountStore
from corpus.cases.procedure import Declaration, Part
from corpus.cases.store import CaseStore
from corpus.cases.verification import RecordAudit
from corpus.errors import NotAllowedError, SheetCoveredError, UnknownCaseError
from corpus.record.event import person_mark
from scoring.errors import ProcedureError
from tests.scoring.sheets import all_met
from tests.ui.procedure_walk import GIVEN, RULES, START, Clock, store_and_desk
from ui.package.export import export_case
from ui.package.take_in import import_case
from ui.package.verify import verify_package
from ui.procedure.desk import ProcedureDesk, Standing
from ui.procedure.samples import draw_sample
from ui.verification.register import CertificateRegister

ROLES = {
    "admin": ["admin"], "clerk": ["clerk"], "applicant": ["applicant"], "chair": ["expert"],
    "expert": ["expert"], "assessor": ["assessor"], "reviewer": ["reviewer", "expert"],
}  # fmt: skip
PANEL = ("chair", "expert", "assessor")
PARTS: Mapping[str, Part] = {**dict.fromkeys(PANEL, "member"), "reviewer": "reviewer"}
TAKES = {
    "apply": "applicant", "accept": "clerk", "form_panel": "clerk", "report": "chair",
    "review": "reviewer", "publish_notice": "clerk", "object": "applicant", "settle": "clerk",
    "certify": "clerk",
}  # fmt: skip


class Body:
    """An evaluation body with its accounts, its clock and one case."""

    def __init__(self, home: Path) -> None:
        self.clock = Clock()
        self.store, self.desk = store_and_desk(home, self.clock)
        accounts = AccountStore(home, clock=self.clock)
        self.ids = {
            login: accounts.create(login, f"{login} 甲", roles, given="long enough 1")[0].id
            for login, roles in ROLES.items()
        }
        applicant = self.of("applicant")
        self.case = applicant.create_case("江畔小区", "tcrea-2023", "C", stage="formal")
        for name in ("可行性", "设计", "验收"):
            path = home / f"{name}.pdf"
            path.write_bytes(f"%PDF {name}".encode())
            applicant.add_document(self.case, path)
        applicant.add_party(self.case, "applicant", "江畔置业有限公司")
        applicant.add_party(self.case, "builder", "甲安防工程有限公司")

    def of(self, who: str) -> CaseStore:
        return self.store.acting(self.ids[who])

    def take(self, step: str, who: str) -> Standing:
        return self.desk.take(self.case, step, None, GIVEN[step], self.ids[who])

    def judge(self, who: str, *, as_panel: bool = False, **change: Any) -> None:
        rows = {**all_met(RULES, "C"), **change}
        person = "" if as_panel else self.ids[who]
        self.of(who).save_sheet(self.case, {"judgements": rows}, person=person, stage="formal")

    def submit(self, who: str) -> None:
        self.of(who).submit_sheet(self.case, person=self.ids[who], stage="formal")

    def form_panel(self) -> None:
        for who, part in PARTS.items():
            self.of("clerk").join_case(self.case, self.ids[who], who)
            self.of("clerk").assign_part(self.case, self.ids[who], part)
            is_expert = "expert" in ROLES[who]
            declared = Declaration(
                self.ids[who], f"{who}大学", is_expert, "无利益关系。", "1", START.isoformat()
            )
            self.of(who).declare_independence(self.case, declared)

    def evaluate(self) -> None:
        for who in PANEL:
            self.judge(who)
            self.of(who).set_inspection(
                self.case, "C1.2.1", ["site"], "完好", person=self.ids[who], stage="formal"
            )
            self.submit(who)
        cameras = [f"K{n}" for n in range(40)]
        draw_sample(
            self.of("chair"), self.case, "formal", "摄像机", cameras, "s", RULES.default_readings
        )
        self.judge("chair", as_panel=True)

    def until(self, last: str) -> Standing:
        """Take every step up to one, each by the account whose it is."""
        self.judge("applicant")
        self.submit("applicant")
        for step, who in TAKES.items():
            self.clock.later(8 if step == "certify" else 1)
            if step == "form_panel":
                self.form_panel()
            elif step == "report":
                self.evaluate()
            standing = self.take(step, who)
            if step == last:
                return standing
        raise AssertionError(last)


@pytest.fixture
def body(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Body:
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(password, "_hasher", cheap)
    (tmp_path / "home").mkdir()
    return Body(tmp_path / "home")


def test_each_does_their_part_and_the_record_says_who(body: Body) -> None:
    standing = body.until("certify")
    assert standing.procedure.status == "certified"
    taken = [one for one in body.store.events(body.case) if one.what == "step.taken"]
    assert [one.who for one in taken] == [person_mark(body.ids[who]) for who in TAKES.values()]
    assert all(one.who for one in body.store.events(body.case) if one.what != "document.read")
    assert not any(one.findings for one in RecordAudit(body.store.home).verify_all())


@pytest.mark.parametrize("step", [*TAKES])
def test_no_step_is_taken_by_somebody_else(body: Body, step: str) -> None:
    steps = list(TAKES)
    before = steps[: steps.index(step)]
    if before:
        body.until(before[-1])
    else:
        body.judge("applicant")
        body.submit("applicant")
    body.clock.later(8)
    if step == "form_panel":
        body.form_panel()
    elif step == "report":
        body.evaluate()
    allowed = {"clerk", TAKES[step]} if step in ("apply", "object") else {TAKES[step]}
    if step == "report":
        allowed = set(PANEL)
    head = body.store.head(body.case)
    for who in set(ROLES) - allowed:
        with pytest.raises((NotAllowedError, UnknownCaseError)):
            body.take(step, who)
    assert body.store.head(body.case) == head
    body.take(step, TAKES[step])


def test_members_judge_blind_and_the_applicant_sees_the_result_with_the_report(body: Body) -> None:
    body.judge("applicant")
    body.submit("applicant")
    for step in ("apply", "accept", "form_panel"):
        if step == "form_panel":
            body.form_panel()
        body.take(step, TAKES[step])
    body.judge("chair")
    body.submit("chair")
    body.judge("expert")
    with pytest.raises(SheetCoveredError):
        body.of("expert").load_sheet(body.case, person=body.ids["chair"], stage="formal")
    body.submit("expert")
    assert body.of("expert").load_sheet(body.case, person=body.ids["chair"], stage="formal")
    body.judge("assessor", **{"C1.2.1": {"points": "0"}})
    body.submit("assessor")
    body.judge("chair", as_panel=True)
    with pytest.raises(SheetCoveredError):
        body.of("applicant").load_sheet(body.case, stage="formal")
    shown = body.desk.standing(body.case, person=body.ids["applicant"])
    assert all(not one.facts for one in shown.steps if one.step == "form_panel")
    with pytest.raises(ProcedureError) as refused:  # they differ on a row, and nobody says why
        body.take("report", "chair")
    assert "the consensus lacks reasons" in str(refused.value)


def test_nobody_reviews_what_they_judged(body: Body) -> None:
    body.until("report")
    clerk, chair = body.of("clerk"), body.ids["chair"]
    clerk.assign_part(body.case, body.ids["reviewer"], "")
    clerk.assign_part(body.case, chair, "reviewer")
    with pytest.raises(ProcedureError) as refused:
        body.desk.take(body.case, "review", None, GIVEN["review"], chair)
    assert "5.5.1" in {clause for clause, *_ in refused.value.refusals}


def test_what_is_left_is_verified_without_any_of_them(body: Body, tmp_path: Path) -> None:
    body.until("certify")
    package = tmp_path / "case.zip"
    export_case(body.store, body.case, package)
    check = verify_package(package)
    assert check.faults == ()
    elsewhere, clock = tmp_path / "elsewhere", Clock(date(2032, 1, 1))
    other = store_and_desk(elsewhere, clock)[0]
    import_case(other, package)
    assert not any(one.findings for one in RecordAudit(elsewhere).verify_all())
    standing = ProcedureDesk(other, clock.today).standing(body.case)
    assert standing.procedure.status == "certified"
    day = body.clock.today()
    issued = CertificateRegister(body.store).of_case(body.case, day)
    assert issued is not None
    assert (
        CertificateRegister(body.store).find("AP-2026-001", issued.certificate.code, day) == issued
    )
