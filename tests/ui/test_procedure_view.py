"""The page of the procedure, without a browser."""

from __future__ import annotations

import base64
import re
from pathlib import Path
from typing import Any

import pytest

from corpus.record.event import person_mark
from scoring.procedure import STEPS
from tests.ui.results import EVIL, judge, store_of
from ui.services import Services
from ui.settings import load_settings
from ui.views.home.view import HomeHandlers
from ui.views.page.acts import Act
from ui.views.page.place import Place
from ui.views.procedure.people import LineError, declaration_of
from ui.views.procedure.view import ProcedureHandlers
from ui.views.procedure.way import STOPS

ME = "me"
DECLARED = {"expert": "yes", "ties": "", "earlier": ""}


class Desk:
    """A case and the page on it, on a day that tests set."""

    def __init__(self, home: Path, language: str = "zh") -> None:
        self.services = Services(load_settings({}, home=home))
        self.services.__dict__["cases"] = store_of(home)
        self.cases = self.services.cases
        self.day = "2026-03-02"
        self.language = language
        self.view = ProcedureHandlers(self.services, lambda: self.day)
        self.case_id = self.cases.create_case("江畔小区", "tcrea-2023", "C", stage="formal")
        self.cases.join_case(self.case_id, ME, "本人")
        for name in ("可行性研究.pdf", "设计方案.pdf", "验收.pdf"):
            path = home / name
            path.write_bytes(b"%PDF " + name.encode())
            self.cases.add_document(self.case_id, path)

    def page(self, at: str = "") -> str:
        return self.view.arrived(Place("procedure", self.case_id, at), ME, self.language)[0]

    def do(self, name: str, of: str = "", /, **fields: str) -> list[Any]:
        return self.view.act(
            Act(name, of, fields), Place("procedure", self.case_id), ME, self.language
        )

    def take(self, step: str, **fields: str) -> str:
        return str(self.do("take", step, day=self.day, **fields)[0])

    def mark(self, name: str) -> str:
        people = self.cases.case_people(self.case_id)
        return next(person_mark(one.person) for one in people if one.name == name)

    def apply_and_accept(self) -> None:
        judge(self.cases, self.case_id, stage="formal")
        hashes = [one.sha256 for one in self.cases.documents(self.case_id)]
        given = dict(zip(("4.5.1", "4.5.2", "4.5.3"), hashes, strict=True))
        self.take("apply", written_application="W-1", meets_gbt_21741="检测报告", **given)
        self.take("accept", eligibility_checked="合格", written_notice="N-1")

    def fill_panel(self) -> None:
        for party, name in (("applicant", "江畔置业"), ("organiser", "华东评价中心"),
                            ("builder", "建工集团"), ("operator", "江畔物业")):  # fmt: skip
            self.do("party_add", party=party, organisation=name)
        for name in ("王敏", "李强", "周平"):
            self.do("person_add", name=name, part="member")
        self.do("person_add", name="赵云", part="reviewer")
        for name in ("王敏", "李强", "周平", "赵云"):
            self.do("declare", self.mark(name), employer=f"{name}大学", **DECLARED)

    def evaluate(self) -> None:
        self.take("form_panel", body="华东评价中心", detailed_rules="细则 V1")
        self.do("inspect", row="c1.1.1", methods="documents,site", finding="现场核对")
        for one in self.cases.case_people(self.case_id):
            if one.part == "member":
                judge(self.cases, self.case_id, person=one.person, stage="formal")
                self.cases.submit_sheet(self.case_id, person=one.person, stage="formal")
        for one in self.cases.suspects(self.case_id):
            self.cases.confirm_judgement(self.case_id, one.indicator, person="", stage=one.stage)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_every_step_belongs_to_one_stop() -> None:
    listed = [step for steps in STOPS.values() for step in steps]
    assert sorted(listed) == sorted(STEPS)


def test_without_a_case_or_levels_the_page_says_so(desk: Desk) -> None:
    assert "view=home" in desk.view.arrived(Place("procedure"), ME, "zh")[0]
    table = desk.cases.create_case("丙", "scs-c1", None)
    assert "表 C-1" in desk.view.arrived(Place("procedure", table), ME, "zh")[0]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_new_case_shows_what_the_application_lacks_and_where_it_is_mended(
    tmp_path: Path, language: str
) -> None:
    desk = Desk(tmp_path, language)
    page = desk.page()
    assert page.count('aria-current="step"') == 1
    assert page.index('aria-current="step"') < page.index("ap-pp-later")
    assert f"view=clause&amp;case={desk.case_id}&amp;at=5.2.1" in page
    assert f"view=score&amp;case={desk.case_id}" in page
    assert 'id="pp-take-apply"' not in page  # the self-check is missing
    judge(desk.cases, desk.case_id, stage="formal")
    assert 'id="pp-take-apply"' in desk.page()
    assert 'data-draft="pp-' in desk.page()


def test_the_way_from_application_to_certificate(desk: Desk) -> None:
    desk.apply_and_accept()
    desk.fill_panel()
    desk.evaluate()
    desk.day = "2026-03-10"
    report = dict.fromkeys(("overview", "summary", "improvements", "conclusion"), "已写明")
    assert "已记入：出具报告" in desk.take("report", **report)
    assert "已记入：复核" in desk.take("review", review_agrees="同意")
    notice = {"report_handed_over": "3 月 10 日", "notice": "公示", "notice_days": "7"}
    assert "已记入：公示" in desk.take("publish_notice", **notice)
    assert "公示未结束" in desk.take("certify", signed_by_head="孙立", number="Z-1")
    desk.take("object", objection="对 C3.2.1 有异议")
    settled = desk.take("settle", settlement="复测后维持")
    assert "<q>对 C3.2.1 有异议</q>" in settled
    desk.day = "2026-03-20"
    page = desk.take("certify", signed_by_head="孙立", number="Z-1")
    assert "已记入：签署并颁发标识" in page
    assert "2026 年 3 月 20 日 至 2031 年 3 月 20 日" in page
    assert "年度复核 2027 年 3 月 20 日：未到期" in page
    assert 'data-of="docx"' in page
    file = desk.do("certificate", "docx")[1]
    assert 'download="Z-1.docx"' in file
    withdrawn = desk.take("withdraw", reason="申请单位退出")
    assert "已撤销" in withdrawn
    assert 'data-of="docx"' not in withdrawn
    assert "程序到此结束" in withdrawn


def test_a_refused_step_says_why_and_keeps_what_was_typed(desk: Desk) -> None:
    desk.apply_and_accept()
    desk.fill_panel()
    desk.do("declare", desk.mark("周平"), employer="丙", expert="yes", ties="建设单位：股份")
    page = desk.take("form_panel", body="华东", detailed_rules="细则")
    assert "周平 与建设单位有利益关系：股份" in page
    assert "工作组不符合 4.8、5.4.1" in page
    assert f"view=procedure&amp;case={desk.case_id}&amp;at=people" in page
    assert not [one for one in desk.cases.steps(desk.case_id) if one.step == "form_panel"]
    desk.do("declare", desk.mark("周平"), employer="丙", **DECLARED)
    kept = desk.take("form_panel", body="华东", detailed_rules="")
    assert 'value="华东"' in kept
    assert "未编制指标细则" in kept


def test_a_day_that_has_not_come_is_refused(desk: Desk) -> None:
    judge(desk.cases, desk.case_id, stage="formal")
    page = desk.do("take", "apply", day="2026-04-01", written_application="W")[0]
    assert "尚未到来" in page
    desk.apply_and_accept()
    desk.day = "2026-01-01"
    assert "时钟早于" in desk.page()
    assert "pp-take-" not in desk.page()


def test_the_page_knows_nobodys_token_and_escapes_everything(desk: Desk) -> None:
    desk.do("party_add", party="applicant", organisation=EVIL)
    desk.do("person_add", name=EVIL, part="member")
    desk.do("draw", name=EVIL, ids=f"{EVIL}\nb\nc\nd", seed=EVIL)
    page = desk.page("people")
    assert "<img" not in page
    for one in desk.cases.case_people(desk.case_id):
        assert f'"{one.person}"' not in page
        assert one.person == ME or one.person not in page


def test_samples_are_drawn_checked_and_downloaded(desk: Desk) -> None:
    desk.apply_and_accept()
    ids = "\n".join(["=cmd()", *(f"D-{number}" for number in range(119))])
    page = desk.do("draw", name="门禁点", ids=ids, seed="2026-03-02")[0]
    assert "24 / 120" in page
    assert "✓ 相符" in page
    again = desk.do("draw", name="门禁点", ids=ids, seed="other")[0]
    assert 'role="alert"' in again
    desk.do("draw", name="门禁点", ids=ids, seed="other", reason="名单有误")
    assert "已被重抽取代" in desk.page()
    file = desk.do("csv", "1")[1]
    text = base64.b64decode(re.search(r"base64,([^\"]+)", file)[1]).decode("utf-8-sig")  # type: ignore[index]
    assert len(text.splitlines()) == 121
    assert ",'=cmd()," in text
    assert text.count(",yes") == 24
    assert desk.do("csv", "99")[1] == ""


def test_holds_are_set_and_lifted_with_their_reasons(desk: Desk) -> None:
    desk.do("hold_set", reason="审计")
    assert "审计" in desk.page("due")
    page = desk.do("hold_lift", "1", reason="审计结束")[0]
    assert "解除：审计结束" in page
    assert 'role="alert"' in desk.do("hold_lift", "1", reason="again")[0]


def test_rows_that_do_not_exist_and_strange_acts_change_nothing(desk: Desk) -> None:
    before = desk.cases.head(desk.case_id)
    assert "没有条目“X9”" in desk.do("inspect", row="x9", methods="site", finding="f")[0]
    for name, of in (("take", "dance"), ("declare", "p-none"), ("assign", "p-none"),
                     ("party_remove", "x|y"), ("hold_lift", "one"), ("unheard-of", "")):  # fmt: skip
        desk.do(name, of)
    assert desk.cases.head(desk.case_id) == before


def test_declarations_are_read_line_by_line() -> None:
    given = {"employer": "甲大学", "expert": "yes", "ties": "builder: shares\n申请单位：顾问",
             "earlier": "乙公司：总工，2024-12-31\n丙所：研究员"}  # fmt: skip
    found = declaration_of("p", given, "s", "1", "2026-03-02", "zh")
    assert [(one.party, one.nature) for one in found.ties] == [
        ("builder", "shares"),
        ("applicant", "顾问"),
    ]
    assert [(one.organisation, one.what, one.until) for one in found.earlier] == [
        ("乙公司", "总工", "2024-12-31"), ("丙所", "研究员", "")
    ]  # fmt: skip
    with pytest.raises(LineError):
        declaration_of("p", {"ties": "谁都不是：顾问"}, "s", "1", "2026-03-02", "zh")


def test_both_stages_stand_side_by_side(desk: Desk) -> None:
    assert "两个阶段都有有效的评分表时" in desk.page("stages")
    judge(desk.cases, desk.case_id, {"C1.1.1": {"met": False, "reason": "x"}}, stage="pre")
    judge(desk.cases, desk.case_id, stage="formal")
    page = desk.page("stages")
    assert "C1.1.1" in page
    assert "不满足" in page


def test_the_other_stage_can_be_seen_and_not_changed(desk: Desk) -> None:
    page = desk.page("pre")
    assert "步骤只能在现阶段进行" in page
    assert "pp-take-" not in page
    assert 'data-act="party_add"' not in page


def test_the_home_says_what_falls_due_and_hands_out_a_calendar(desk: Desk) -> None:
    desk.apply_and_accept()
    desk.fill_panel()
    desk.evaluate()
    report = dict.fromkeys(("overview", "summary", "improvements", "conclusion"), "已写明")
    desk.take("report", **report)
    desk.take("review", review_agrees="同意")
    desk.take("publish_notice", report_handed_over="是", notice="公示", notice_days="1")
    home = HomeHandlers(desk.services, lambda: desk.day)
    assert "ap-pp-alarms" not in home.arrived(Place(), ME, "zh")[0]
    desk.day = "2026-03-09"
    page = home.arrived(Place(), ME, "zh")[0]
    assert "公示期满" in page
    assert f"view=procedure&amp;case={desk.case_id}&amp;at=due" in page
    assert "6 天" in page
    calendar = base64.b64decode(home.calendar(ME, "zh").split("base64,")[1].split('"')[0]).decode()
    assert "SUMMARY:公示期满：江畔小区" in calendar
    assert "ap-pp-alarms" not in home.arrived(Place(), "somebody else", "zh")[0]
