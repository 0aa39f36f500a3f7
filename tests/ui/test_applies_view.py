"""The view of what applies, without a browser."""

from __future__ import annotations

import base64
import io
import re
from pathlib import Path

import pytest
from openpyxl import load_workbook

from corpus.record.event import person_mark
from scoring.profile_file import profile_of_words
from ui.cli.applies import profile_report
from ui.services import Services
from ui.settings import load_settings
from ui.views.applies.profile import profile_html
from ui.views.applies.view import AppliesHandlers, Words, asked_facts, words_of
from ui.views.page.acts import Act
from ui.views.page.place import Place

HERE = Place("applies")
RULES = {"rule_set": "tcrea-2023", "level": "C"}


@pytest.fixture
def services(tmp_path: Path) -> Services:
    return Services(load_settings({}, home=tmp_path))


@pytest.fixture
def act(services: Services) -> AppliesHandlers:
    return AppliesHandlers(services)


def answered(act: AppliesHandlers, language: str = "zh", **fields: str) -> tuple[Words, str, str]:
    words, result, rows, _ = act.act(Act("answer", "", fields), HERE, "me", language, RULES)
    return words, result, rows


def test_the_page_asks_only_what_follows_from_nothing_else(act: AppliesHandlers) -> None:
    ids = [fact.id for fact in asked_facts()]
    assert "has_charging" not in ids
    assert {"has_lift", "has_car_charging", "has_ebike_charging"} <= set(ids)
    form = act.arrived(HERE, "me", "en", {})[1]
    assert form.count("radiogroup") == len(ids) + 3
    assert form.count(" checked") == len(ids) + 3
    assert "not known" in form


def test_answers_show_sums_gaps_questions_and_every_row(act: AppliesHandlers) -> None:
    words, result, rows = answered(act, has_lift="no", stage="pre")
    assert words["facts"] == {"has_lift": "no"}
    assert "缺少：电梯" in result
    assert "住区内有机动车停放" in result
    assert "C2.1.1" not in result
    assert rows.count("<tr") == 1 + 51
    assert "lacks: lift" in answered(act, "en", has_lift="no")[1]


def test_a_form_that_contradicts_itself_shows_its_faults(act: AppliesHandlers) -> None:
    words, result, rows = answered(act, has_high_rise="yes", height="18", level="A")
    assert "ap-fault" in result
    assert "has_high_rise" in result
    assert rows == ""
    assert act.act(Act("workbook", ""), HERE, "me", "zh", words)[-1] == ""


def test_table_c1_is_shown_without_a_level(act: AppliesHandlers) -> None:
    words, result, rows = answered(act, "en", rule_set="scs-c1", has_small_places="no")
    assert "level" not in words
    assert "SE72.3" in result
    assert "SE11.1" in rows
    assert words_of({"rule_set": "tcrea-2023"}, words)["level"] == "B"


def test_the_workbook_of_the_page_is_handed_out(act: AppliesHandlers) -> None:
    *_, file = act.act(Act("workbook", ""), HERE, "me", "zh", RULES)
    data = base64.b64decode(re.search(r'base64,([^"]+)"', file)[1])  # type: ignore[index]
    assert load_workbook(io.BytesIO(data)).sheetnames[0] == "适用行"


def test_the_answers_about_a_case_are_the_cases(act: AppliesHandlers, services: Services) -> None:
    case_id = services.cases.create_case("甲", "tcrea-2023", "B")
    place = Place("applies", case_id)
    _, form, result, _ = act.arrived(place, "me", "zh", {})
    assert 'name="level"' not in form
    assert "view=files" in result
    fields = {"has_lift": "yes", "stage": "formal", "height": "54", "level": "A"}
    act.act(Act("answer", "", fields), place, "me", "zh", {**RULES, "level": "B"})
    case = services.cases.case(case_id)
    assert (case.level, case.stage) == ("B", "formal")
    assert case.profile["facts"] == {"has_lift": "yes"}
    acts = services.cases.events(case_id)[1:]
    assert [(one.what, one.who) for one in acts] == [
        ("case.profile-set", person_mark("me")),
        ("case.stage-set", person_mark("me")),
    ]
    again = act.arrived(place, "you", "zh", {})[1]
    assert 'value="54"' in again


def test_what_a_user_typed_is_shown_as_text(act: AppliesHandlers) -> None:
    words = {"level": "C", "other": ["<img src=x onerror=alert(1)>"]}
    page = profile_html(profile_report(profile_of_words(words), "zh"))
    assert "<img" not in page
    assert "&lt;img" in page
    evil = '"><img src=x>'
    typed, result, _ = answered(act, height=evil)
    assert "<img" not in result + act.arrived(HERE, "me", "zh", typed)[1]
