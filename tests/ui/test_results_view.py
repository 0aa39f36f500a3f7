"""The page of results, without a browser."""

from __future__ import annotations

import base64
import re
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from corpus.errors import SheetCoveredError
from tests.ui.results import EVIL, judge, new_case, store_of
from ui.local_form import local_place
from ui.reports.case_result import Whose, case_result, sheet_choices, whose_of
from ui.reports.decisive import decisive_interpretations
from ui.reports.derivation_parts import derivation_levels
from ui.reports.plan_steps import plan_steps
from ui.services import Services
from ui.settings import load_settings
from ui.views.page.acts import Act
from ui.views.page.place import Place
from ui.views.results.view import ResultsHandlers


@pytest.fixture
def services(tmp_path: Path) -> Services:
    made = Services(load_settings({}, home=tmp_path))
    made.__dict__["cases"] = store_of(tmp_path)
    return made


def page_of(services: Services, place: Place, language: str = "zh", person: str = "me") -> str:
    return str(ResultsHandlers(services).arrived(place, person, language)[0])


def test_without_a_case_or_a_sheet_the_page_says_what_comes_first(services: Services) -> None:
    assert "view=home" in page_of(services, Place("results"))
    case_id = new_case(services.cases)
    page = page_of(services, Place("results", case_id))
    for view in ("files", "evidence", "score"):
        assert f"view={view}&amp;case={case_id}" in page
    assert "上传文件（已有 1 个）" in page
    assert 'data-of="gaps"' in page
    assert 'data-of="report"' not in page
    bare = new_case(services.cases, document=False)
    assert "data-act" not in page_of(services, Place("results", bare), "en")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh", ("尚未评完", "C1.1.1 不满足", "另有 1 行尚未评价", "达标最短路径", "不满足的基本要求", "推导过程")),
        ("en", ("incomplete", "Gate C1.1.1", "Rows not judged yet: 1", "Shortest way", "Gates that are not met", "Derivation")),
    ],
)  # fmt: skip
def test_a_result_tells_verdict_reasons_way_and_derivation(
    services: Services, language: str, words: tuple[str, ...]
) -> None:
    case_id = new_case(services.cases, name=EVIL)
    judge(services.cases, case_id, {"C1.1.1": {"met": False}, "C1.2.1": None})
    page = page_of(services, Place("results", case_id), language)
    for word in words:
        assert word in page, word
    assert "<img" not in page
    assert page.count("<svg") == 2
    result = case_result(services.cases, case_id)
    assert result.rules.scoring_hash in page
    assert result.reach == "out_of_reach"
    assert f"view=evidence&amp;case={case_id}&amp;at=C1.1.1" in page
    assert page.count('<details class="ap-fold"') == 2 + 5  # a table a chart, a fold a group


def test_failed_gates_stand_before_missed_marks(services: Services) -> None:
    case_id = new_case(services.cases)
    judge(services.cases, case_id, {"C1.1.1": {"met": False}})
    codes = [one.code for one in case_result(services.cases, case_id).deciding_reasons]
    assert codes[0] == "gate_failed"
    assert set(codes) == {"gate_failed", "below_mark"}


def test_a_passed_sheet_has_nothing_against_it(services: Services) -> None:
    case_id = new_case(services.cases)
    judge(services.cases, case_id)
    page = page_of(services, Place("results", case_id))
    assert "没有不通过的理由" in page
    assert "没有要补的行" in page
    assert "换用其他读法，结果不变" in page
    assert case_result(services.cases, case_id).reach == "certain"


def test_a_decisive_reading_shows_what_each_way_gives(services: Services) -> None:
    case_id = new_case(services.cases)
    # 4 + 10 + 6 points are missing: exactly the mark of 80.
    gone = {"C1.2.1": {"met": False}, "C3.2.1": {"met": False}, "C3.4.1": {"met": False}}
    judge(services.cases, case_id, gone)
    result = case_result(services.cases, case_id)
    assert result.assessment.levels["C"].points == 80
    (mark,) = [one for one in decisive_interpretations(result) if one.entry.id == "pass_mark"]
    given = {one.reading.id: (one.outcome, one.is_used) for one in mark.readings}
    assert given["gt"] == ("below_mark", True)
    assert given["ge"] == ("passed", False)
    page = page_of(services, Place("results", case_id), "en")
    assert "below the mark; level C: 80" in page
    assert "passed; level C: 80" in page


def test_table_c1_has_radar_and_bars_and_weights_only_where_given(services: Services) -> None:
    case_id = new_case(services.cases, "scs-c1", None, document=False)
    judge(services.cases, case_id, {"SE11.1": None})
    page = page_of(services, Place("results", case_id))
    assert page.count("<svg") == 2
    assert "仅作示意" in page
    assert "加权平均" not in page
    weights = {"SE21": "0.5", "SE22": "0.5"}
    judge(services.cases, case_id, words={"weights": weights})
    page = page_of(services, Place("results", case_id))
    assert "加权平均 100（所给权重合计 1）" in page
    assert "按评分表所给权重" in page
    assert "仅作示意" not in page


def test_the_place_names_whose_sheet_and_which_stage(services: Services) -> None:
    cases = services.cases
    case_id = new_case(cases)
    for token, name in (("me", "甲"), ("you", "")):
        cases.join_case(case_id, token, name)
    judge(cases, case_id)
    judge(cases, case_id, {"C1.2.1": {"met": False}}, stage="formal")
    judge(cases, case_id, {"C1.3.1": {"met": False}}, person="you")
    choices = sheet_choices(cases, case_id, "me")
    assert [one.whose.key for one in choices] == ["pre", "formal"]
    page = page_of(services, Place("results", case_id, at="formal"))
    assert "结果：自查 · 正式评价" in page
    assert 'aria-current="true"' in page
    for hidden in ("2.pre", "9.pre"):
        page = page_of(services, Place("results", case_id, at=hidden))
        assert "现在不能打开" in page
        assert "you" not in page
    case = cases.case(case_id)
    assert whose_of("2.formal", case) == Whose(2, "formal")
    assert whose_of(EVIL, case) == Whose(0, "pre")


def test_who_has_begun_a_sheet_sees_their_own_not_the_covered_self_check(
    services: Services,
) -> None:
    cases = services.cases
    case_id = new_case(cases)
    cases.join_case(case_id, "me", "甲")
    judge(cases, case_id)
    judge(cases, case_id, {"C1.2.1": {"met": False}}, person="me")
    assert "结果：甲" in page_of(services, Place("results", case_id))
    with pytest.raises(SheetCoveredError):
        case_result(cases, case_id, Whose(), "me")
    cases.submit_sheet(case_id, person="me")
    assert "结果：自查" in page_of(services, Place("results", case_id))
    assert "不是评价结果" not in page_of(services, Place("results", case_id, at="1.pre"))


def test_a_sheet_that_does_not_fit_shows_its_faults_and_is_not_scored(services: Services) -> None:
    case_id = new_case(services.cases)
    services.cases.save_sheet(case_id, {"judgements": {"C1.2.1": {"points": "99"}}})
    page = page_of(services, Place("results", case_id))
    assert 'role="alert"' in page
    assert "judgements.C1.2.1" in page
    act = Act("make", "report")
    told = ResultsHandlers(services).made(act, Place("results", case_id), "me", "en")
    assert "This did not work" in told


@pytest.mark.parametrize("kind", ["report", "table", "gaps", "matrix"])
def test_files_are_made_and_named_after_the_case(services: Services, kind: str) -> None:
    case_id = new_case(services.cases, name="江畔 <小区>/B")
    judge(services.cases, case_id)
    place = Place("results", case_id)
    made = ResultsHandlers(services).made(Act("make", kind), place, "me", "zh")
    (name,) = re.findall(r' download="([^"]+)"', made)
    assert re.fullmatch(r"江畔-小区-B-\w+\.(docx|xlsx)", name)
    (data,) = re.findall(r"base64,([^\"]+)", made)
    content = BytesIO(base64.b64decode(data))
    assert Document(content).paragraphs if kind == "report" else load_workbook(content).worksheets


@pytest.mark.parametrize("act", [Act("make", "other"), Act("print", ""), Act(EVIL, EVIL)])
def test_other_acts_make_nothing(services: Services, act: Act) -> None:
    case_id = new_case(services.cases, document=False)
    place = Place("results", case_id)
    assert ResultsHandlers(services).made(act, place, "me", "zh") == ""
    made = ResultsHandlers(services).made(Act("make", "gaps"), Place(), "me", "zh")
    assert made == ""


def test_the_steps_of_the_way_add_up_to_the_mark(services: Services) -> None:
    case_id = new_case(services.cases)
    judge(services.cases, case_id, {"C1.1.1": None, "C3.2.1": None, "C3.4.1": {"met": False},
                                    "C1.2.1": None})  # fmt: skip
    result = case_result(services.cases, case_id)
    assert result.way is not None
    (level,) = result.way.levels
    steps = plan_steps(level)
    assert [step.row for step in steps] == [*level.gates, *(gain.row for gain in level.gains)]
    assert steps[0].gain is None
    assert steps[-1].total == level.after


def test_the_derivation_is_parted_without_losing_a_step(services: Services) -> None:
    for rules, level in (("tcrea-2023", "A"), ("scs-c1", None)):
        case_id = new_case(services.cases, rules, level, document=False)
        judge(services.cases, case_id, {"A1.1.1": {"met": False}} if level else {"SE11.1": None})
        assessment = case_result(services.cases, case_id).assessment
        parts = derivation_levels(assessment)
        told = [step for one in parts for part in one.parts for step in part.steps]
        told += [step for one in parts for step in one.closing]
        assert sorted(map(repr, told)) == sorted(map(repr, assessment.trace))
        assert [one.id for one in parts] == (list(assessment.levels) or [""])
        for one in parts:
            assert all(part.steps[-1].subject == part.id for part in one.parts)


@pytest.mark.parametrize(
    ("locator", "english"),
    [
        ("第 3 页", "page 3"), ("第 12 段", "paragraph 12"), ("表 2 第 7 行", "table 2, row 7"),
        ("工作表 设备 清单 第 4 行", "sheet 设备 清单, row 4"), ("第 2 页 备注", "page 2, notes"),
        ("第 9 行", "line 9"), ("图层 0", "图层 0"),
    ],
)  # fmt: skip
def test_places_are_said_in_the_language_of_the_report(locator: str, english: str) -> None:
    assert local_place(locator, "en") == english
    assert local_place(locator, "zh") == locator
