"""The page of the procedure for accounts: each is offered their own part, and told whose the rest is."""

from __future__ import annotations

from pathlib import Path

import pytest
from argon2 import PasswordHasher

from corpus.accounts import password
from corpus.accounts.store import AccountStore
from corpus.errors import UnknownCaseError
from corpus.record.event import person_mark
from tests.ui.procedure_walk import GIVEN
from tests.ui.test_whole_evaluation import PANEL, ROLES, TAKES, Body
from ui.reports.case_result import case_result
from ui.reports.result_words import whose_words
from ui.services import Services
from ui.settings import load_settings
from ui.views.page.acts import Act
from ui.views.page.place import Place
from ui.views.procedure.view import ProcedureHandlers
from ui.views.score.bar import bar_html
from ui.views.score.desk import SheetDesk


class Office(Body):
    """A body with its page."""

    def __init__(self, home: Path) -> None:
        super().__init__(home)
        services = Services(load_settings({}, home=home))
        services.__dict__["cases"] = self.store
        self.view = ProcedureHandlers(services, self.day)
        self.place = Place("procedure", self.case)

    def day(self) -> str:
        return self.clock.day.isoformat()

    def page(self, who: str, language: str = "zh") -> str:
        return self.view.arrived(self.place, self.ids[who], language)[0]

    def do(self, who: str, name: str, of: str = "", /, **fields: str) -> str:
        act = Act(name, of, fields)
        return str(self.view.act(act, self.place, self.ids[who], "zh")[0])


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(password, "_hasher", cheap)
    (tmp_path / "home").mkdir()
    return Office(tmp_path / "home")


def offers(page: str, step: str) -> bool:
    return f'data-act="take" data-of="{step}"' in page


def test_everybody_is_offered_the_step_that_is_theirs(office: Office) -> None:
    office.until("form_panel")
    office.evaluate()
    for who in ROLES:
        assert offers(office.page(who), "report") is (who in PANEL), who
    assert "评价员、专家" in office.page("clerk")
    assert "assessor, expert" in office.page("applicant", "en")


def test_a_step_taken_on_the_page_is_the_account_s(office: Office) -> None:
    office.judge("applicant")
    office.submit("applicant")
    hashes = [one.sha256 for one in office.store.documents(office.case)]
    papers = dict(zip(("4.5.1", "4.5.2", "4.5.3"), hashes, strict=True))
    words = {key: one for key, one in GIVEN["apply"].items() if key not in papers}
    office.do("applicant", "take", "apply", day=office.clock.day.isoformat(), **words, **papers)
    office.do("applicant", "take", "accept", day=office.clock.day.isoformat(), **GIVEN["accept"])
    assert [one.step for one in office.store.steps(office.case)] == ["apply"]
    told = office.do("clerk", "take", "accept", day=office.clock.day.isoformat(), **GIVEN["accept"])
    assert [one.step for one in office.store.steps(office.case)] == ["apply", "accept"]
    assert "ap-fault" not in told
    last = office.store.events(office.case)[-1]
    assert (last.what, last.who) == ("step.taken", person_mark(office.ids["clerk"]))


def test_nobody_but_the_office_learns_who_has_an_account(office: Office) -> None:
    office.until("form_panel")
    for who in ROLES:
        lists = "(admin)" in office.page(who)
        assert lists is (who == "clerk"), who


def test_an_independence_is_declared_by_oneself(office: Office) -> None:
    office.until("accept")
    clerk = office.of("clerk")
    clerk.join_case(office.case, office.ids["chair"], "chair")
    clerk.assign_part(office.case, office.ids["chair"], "member")
    mark = person_mark(office.ids["chair"])
    declared = {"employer": "甲大学", "expert": "yes", "ties": "", "earlier": ""}
    assert "可由" in office.do("clerk", "declare", mark, **declared)
    assert office.store.declarations(office.case) == ()
    office.do("chair", "declare", mark, **declared)
    assert [one.employer for one in office.store.declarations(office.case)] == ["甲大学"]


@pytest.mark.parametrize("who", ["applicant", "expert", "admin", "reviewer"])
def test_the_office_s_acts_are_refused_to_others(office: Office, who: str) -> None:
    office.until("form_panel")
    head = office.store.head(office.case)
    office.do(who, "party_add", party="operator", organisation="乙物业")
    office.do(who, "take", "withdraw", day="2026-03-20", reason="x")
    if who != "admin":
        office.do(who, "hold_set", reason="x")
    assert office.store.head(office.case) == head


def test_an_outsider_is_shown_no_case(office: Office) -> None:
    accounts = AccountStore(office.store.home, clock=office.clock)
    account, _ = accounts.create("elsewhere", "外人", ["expert"], given="long enough 1")
    with pytest.raises(UnknownCaseError):
        office.view.arrived(office.place, account.id, "zh")


def test_the_way_to_the_certificate_is_drawn_for_everybody(office: Office) -> None:
    office.until("certify")
    for who in ROLES:
        for language in ("zh", "en"):
            assert "AP-2026-001" in office.page(who, language), who
    assert set(TAKES) >= {"apply", "certify"}


def test_the_case_s_own_sheet_is_called_the_panel_s_once_there_is_one(office: Office) -> None:
    office.until("form_panel")
    office.evaluate()
    desk = SheetDesk(office.store.acting(""))
    sheet = desk.opened(office.case, office.ids["reviewer"], "", "formal")
    assert "工作组评分表" in bar_html(sheet, "zh")
    result = case_result(office.of("clerk"), office.case, viewer=office.ids["clerk"], found=())
    assert whose_words(result.whose, result.name, "en") == "Panel · formal evaluation"
