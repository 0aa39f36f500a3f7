"""What the views offer to accounts with different roles, and how they refuse."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gradio as gr
import pytest
from argon2 import PasswordHasher

from corpus.accounts import password
from corpus.cases.procedure import Part
from ui.services import Services
from ui.settings import Settings
from ui.views.applies.view import AppliesHandlers
from ui.views.evidence.review import Review, ReviewDesk
from ui.views.files.view import FilesHandlers
from ui.views.home.view import HomeHandlers
from ui.views.page.acts import Act
from ui.views.page.place import Place
from ui.views.score.desk import SheetDesk
from ui.views.score.page import ScorePage
from ui.views.score.view import ScoreHandlers

FORM = {"name": "甲小区", "rule_set": "tcrea-2023", "level": "C", "stage": "pre"}


class Office:
    """A body with an account a role, and a case of the applicant's with its panel."""

    def __init__(self, home: Path) -> None:
        self.services = Services(Settings(home, home))
        self.ids: dict[str, str] = {}
        for role in ("admin", "clerk", "applicant", "assessor", "expert", "reviewer"):
            account, _ = self.services.accounts.create(role, role, [role], given="long enough 1")
            self.ids[role] = account.id
        self.case = self.services.cases_for(self.ids["applicant"]).create_case(
            "甲小区", "tcrea-2023", "C"
        )
        office = self.services.cases_for(self.ids["clerk"])
        parts: tuple[tuple[str, Part], ...] = (("expert", "member"), ("reviewer", "reviewer"))
        for role, part in parts:
            office.join_case(self.case, self.ids[role], role)
            office.assign_part(self.case, self.ids[role], part)

    def at(self, view: Any) -> Place:
        return Place(view, self.case)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(password, "_hasher", cheap)
    return Office(tmp_path)


@pytest.mark.parametrize(("role", "may"), [("applicant", True), ("clerk", True), ("expert", False)])
def test_only_applicants_and_the_office_make_cases(office: Office, role: str, may: bool) -> None:
    home = HomeHandlers(office.services)
    page, going = home.act(Act("create", "", FORM), office.ids[role], "zh")
    made = len(office.services.cases.cases()) == 2
    assert made is may
    if not may:
        assert "可由申报方、办事员进行" in page
        assert 'value="甲小区"' in page
        assert going == gr.skip()


def test_everybody_lists_what_they_may_see(office: Office) -> None:
    home = HomeHandlers(office.services)
    assert "甲小区" in home.arrived(Place(), office.ids["expert"], "zh")[0]
    assert "甲小区" not in home.arrived(Place(), office.ids["assessor"], "zh")[0]


@pytest.mark.parametrize(
    ("role", "owner", "may_write", "offered"),
    [
        ("applicant", "applicant", True, ("own",)),
        ("expert", "expert", True, ("own",)),
        ("reviewer", "", False, ("case",)),
        ("clerk", "", False, ("case",)),
        ("admin", "", False, ("case",)),
    ],
)
def test_whose_sheet_opens_and_whether_it_can_be_changed(
    office: Office, role: str, owner: str, may_write: bool, offered: tuple[str, ...]
) -> None:
    desk, person = SheetDesk(office.services.cases_for("")), office.ids[role]
    whose = desk.usual(office.case, person)
    assert whose == (office.ids[owner] if owner else "", "pre")
    sheet = desk.opened(office.case, person, *whose)
    assert (sheet.may_write, sheet.is_locked, sheet.offered) == (may_write, not may_write, offered)


def test_a_sheet_to_read_has_no_buttons_that_change_it(office: Office) -> None:
    view = ScoreHandlers(office.services)
    drawn = view.arrived(office.at("score"), office.ids["reviewer"], "zh", ScorePage())
    page, bar, _, row = drawn[:4]
    assert "只读" in bar
    assert "我的评分表" not in bar
    assert 'id="score-submit"' not in bar
    assert "disabled" in row
    told, _ = view.act(
        Act("judge", f"{page.at}=met", {}), office.at("score"), office.ids["reviewer"], "zh", page
    )
    assert "可由" in told[6]
    assert office.services.cases.load_sheet(office.case) is None


def test_an_applicant_s_check_of_their_own_is_kept_as_theirs(office: Office) -> None:
    view, person = ScoreHandlers(office.services), office.ids["applicant"]
    page = view.arrived(office.at("score"), person, "en", ScorePage())[0]
    view.act(Act("judge", "C1.1.1=met", {}), office.at("score"), person, "en", page)
    kept = office.services.cases.load_sheet(office.case, person=person)
    assert kept is not None
    assert kept.content["judgements"] == {"C1.1.1": {"met": True}}
    assert office.services.cases.load_sheet(office.case) is None


def test_files_offer_only_what_one_may_do(office: Office) -> None:
    view = FilesHandlers(office.services)
    head = view.arrived(office.at("files"), office.ids["reviewer"], "zh")
    assert head[1]["visible"] is False
    assert "remove_case" not in head[5]
    assert 'id="rename"' not in head[5]
    own = view.arrived(office.at("files"), office.ids["applicant"], "zh")
    assert own[1]["visible"] is True
    assert "remove_case" in own[5]


def test_what_is_done_all_the_same_is_refused_in_words(office: Office) -> None:
    view, reviewer = FilesHandlers(office.services), office.ids["reviewer"]
    told, _ = view.settle(Act("remove_case", ""), office.at("files"), reviewer, "zh")
    assert "可由申报方、办事员进行" in told
    told, _ = view.settle(
        Act("rename", "", {"case_name": "乙"}), office.at("files"), reviewer, "en"
    )
    assert "applicant, clerk" in told
    assert office.services.cases.case(office.case).name == "甲小区"


def test_the_profile_stays_the_applicant_s(office: Office) -> None:
    view = AppliesHandlers(office.services)
    words = {"rule_set": "tcrea-2023", "level": "C", "stage": "pre"}
    fields = {**words, "height": "30"}
    after = view.act(Act("", "", fields), office.at("applies"), office.ids["expert"], "zh", words)
    assert after[0] == words
    assert "可由" in after[1]
    assert office.services.cases.case(office.case).profile == {}


def test_evidence_is_decided_by_the_panel_and_while_applying_by_the_applicant(
    office: Office,
) -> None:
    desk = ReviewDesk(office.services)
    review = Review(office.case, viewer=office.ids["clerk"])
    found = desk.found(office.case, office.ids["clerk"])
    review = desk.after(found, Act("open", found.found[0].indicator))
    page = desk.indicator_html(review, "zh")
    assert 'data-act="note"' not in page
    refused = desk.noted(review, "看过")
    assert "可由" in desk.indicator_html(refused, "zh")
    assert office.services.cases.notes(office.case) == {}
    expert = desk.found(office.case, office.ids["expert"])
    opened = desk.after(expert, Act("open", expert.found[0].indicator))
    assert 'data-act="note"' in desk.indicator_html(desk.noted(opened, "看过"), "zh")
    assert list(office.services.cases.notes(office.case).values()) == ["看过"]
