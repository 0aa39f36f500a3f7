"""Judgements to be confirmed and the rules of a case, on the pages, without a browser."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import pytest

from corpus.cases.store import CaseStore
from tests.ui.results import EVIL, judge, new_case, read
from ui.case_rules import change_rules
from ui.package.verify import verify_package
from ui.reports.case_result import case_result
from ui.reports.details import ReportDetails
from ui.reports.report_fields import report_fields
from ui.rule_stamp import rule_stamp
from ui.services import Services
from ui.settings import load_settings
from ui.suspect import suspects_for
from ui.views.page.acts import Act
from ui.views.page.place import Place
from ui.views.results.view import ResultsHandlers
from ui.views.score.page import ScorePage
from ui.views.score.view import ScoreHandlers

EXAMPLE = Path(__file__).parents[2] / "docs/examples/body-rules.yaml"
HEADER = "body: 乙\nversion: '1'\ndate: '2024-03-01'\nrule_set: tcrea-2023\nedition: V2.3\n"
STEPS = (
    f"{HEADER}indicators: {{C1.2.1: {{steps: ['0', '2', '4']}}, C2.2.1: {{steps: ['0', '1.5']}}}}\n"
)


@pytest.fixture
def services(tmp_path: Path) -> Services:
    made = Services(load_settings({}, home=tmp_path / "home"))
    made.__dict__["cases"] = CaseStore(tmp_path / "home", read=read, rules=rule_stamp)
    return made


@pytest.fixture
def case_id(services: Services) -> str:
    """A case whose own sheet was judged before its body laid down steps for two rows."""
    store = services.cases
    case_id = new_case(store)
    passage = store.passages(case_id)[0]
    store.set_suggestion_decision(case_id, "C1.1.1", passage.id, "accepted")
    judge(store, case_id)
    change_rules(store, case_id, body=("乙.yaml", STEPS.encode()))
    return case_id


def page_of(services: Services, case_id: str, language: str = "zh", person: str = "me") -> str:
    return str(ResultsHandlers(services).arrived(Place("results", case_id), person, language)[0])


def act(services: Services, case_id: str, name: str, of: str, person: str = "me") -> list[object]:
    return ResultsHandlers(services).acted(Act(name, of), Place("results", case_id), person, "zh")


def rows(services: Services, case_id: str) -> list[str]:
    return [one.indicator for one in services.cases.suspects(case_id)]


def test_the_page_says_why_and_what_stood_then(services: Services, case_id: str) -> None:
    for language, words in (("zh", ("待确认的评判（2）", "规则或条文", "分档")),
                            ("en", ("Judgements to be confirmed (2)", "the rule or its clause", "steps"))):  # fmt: skip
        page = page_of(services, case_id, language)
        for word in words:
            assert word in page, word
        assert "<ins>0 / 2 / 4</ins>" in page
        assert f"view=score&amp;case={case_id}&amp;at=C1.2.1" in page


def test_one_is_confirmed_by_an_event(services: Services, case_id: str) -> None:
    page = str(act(services, case_id, "confirm", "case=pre=C1.2.1")[0])
    assert rows(services, case_id) == ["C2.2.1"]
    assert services.cases.events(case_id)[-1].what == "judgement.confirmed"
    assert "待确认的评判（1）" in page
    act(services, case_id, "confirm", "case=formal=C2.2.1")
    assert rows(services, case_id) == ["C2.2.1"]


def test_all_of_one_cause_are_confirmed_together(services: Services, case_id: str) -> None:
    store = services.cases
    passage = store.passages(case_id)[0]
    store.set_suggestion_decision(case_id, "C1.1.1", passage.id, "rejected")
    page = page_of(services, case_id)
    assert "确认全部：规则或条文（2）" in page
    assert "不再采纳" in page
    act(services, case_id, "confirm-all", "rule")
    assert rows(services, case_id) == ["C1.1.1"]
    act(services, case_id, "confirm-all", "panel")
    assert rows(services, case_id) == ["C1.1.1"]


def test_a_panel_that_changed_is_told(services: Services, case_id: str) -> None:
    services.cases.join_case(case_id, "wang", EVIL)
    judge(services.cases, case_id, person="wang")
    services.cases.submit_sheet(case_id, person="wang")
    page = page_of(services, case_id)
    assert "评判时的专家组" in page
    assert "<img" not in page


def test_nobody_sees_or_confirms_what_is_covered(services: Services, case_id: str) -> None:
    store = services.cases
    change_rules(store, case_id, without_body=True)
    store.join_case(case_id, "wang", "王工")
    judge(store, case_id, person="wang")
    change_rules(store, case_id, body=("乙.yaml", STEPS.encode()))
    assert {one.mark for one in suspects_for(store, case_id, "other")} == {""}
    mine = [one for one in suspects_for(store, case_id, "wang") if one.mark]
    assert len(mine) == 2
    act(services, case_id, "confirm", "own=pre=C1.2.1", "other")
    assert len([one for one in suspects_for(store, case_id, "wang") if one.mark]) == 2
    act(services, case_id, "confirm", "own=pre=C1.2.1", "wang")
    assert len([one for one in suspects_for(store, case_id, "wang") if one.mark]) == 1


def test_the_score_view_shows_how_many_with_the_way_there(services: Services, case_id: str) -> None:
    view = ScoreHandlers(services)
    place = Place("score", case_id)
    blocks = view.arrived(place, "me", "zh", ScorePage())
    assert "2 项评判所依据" in blocks[1]
    assert "view=results" in blocks[1]
    judged = Act("judge", "C1.2.1=not_met")
    blocks, _ = view.act(judged, place, "me", "zh", blocks[0])
    assert "1 项评判所依据" in blocks[1]


def test_reports_say_how_many_are_not_confirmed(services: Services, case_id: str) -> None:
    result = case_result(services.cases, case_id)
    assert result.suspect == 2
    told = report_fields(result, ReportDetails(), (), "2026-10-17", "zh")["sheet"]
    assert "2 项评判存疑，尚未确认" in told
    act(services, case_id, "confirm-all", "rule")
    result = case_result(services.cases, case_id)
    assert "存疑" not in report_fields(result, ReportDetails(), (), "2026-10-17", "zh")["sheet"]


# --- rules on the page ---


def given(services: Services, case_id: str, path: Path, language: str = "zh") -> str:
    handlers = ResultsHandlers(services)
    return str(handlers.rules_given(str(path), Place("results", case_id), "me", language))


def test_the_page_names_the_rules_and_takes_a_file(services: Services, case_id: str) -> None:
    page = page_of(services, case_id)
    assert "第 1 版，乙.yaml，SHA-256 " in page
    assert 'data-pick="#rules-upload input"' in page
    page = given(services, case_id, EXAMPLE)
    assert "示例评价中心" in page
    assert "第 2 版，body-rules.yaml" in page
    assert services.cases.events(case_id)[-1].who != ""
    page = str(act(services, case_id, "no-body", "")[0])
    assert "没有机构细则" in page
    assert services.cases.rules(case_id).body is None


def test_faults_of_a_file_are_listed_and_nothing_is_kept(
    services: Services, case_id: str, tmp_path: Path
) -> None:
    before = services.cases.head(case_id)
    faulty = tmp_path / "f.yaml"
    faulty.write_text(
        f"{HEADER}indicators: {{C1.2.1: {{steps: ['9']}}}}\nnonsense: 1\n", encoding="utf-8"
    )
    page = given(services, case_id, faulty)
    assert "f.yaml:7: nonsense" in page
    misfit = tmp_path / "m.yaml"
    services.cases.save_sheet(case_id, {"judgements": {"C1.2.1": {"points": "2", "reason": "少"}}})
    misfit.write_text(f"{HEADER}indicators: {{C1.2.1: {{steps: ['0', '4']}}}}\n", encoding="utf-8")
    assert "本案 · 预评价: C1.2.1" in given(services, case_id, misfit)
    assert before.number + 1 == services.cases.head(case_id).number


def test_the_page_hands_over_the_package(services: Services, case_id: str, tmp_path: Path) -> None:
    made = str(act(services, case_id, "make", "package")[1])
    assert 'download="江畔小区-案卷包.zip"' in made
    found = re.search(r"base64,([^\"]+)", made)
    assert found
    path = tmp_path / "p.zip"
    path.write_bytes(base64.b64decode(found[1]))
    assert verify_package(path).faults == ()
