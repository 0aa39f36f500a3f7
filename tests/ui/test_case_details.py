"""The evaluation report takes from the procedure what nobody gave it."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner

from corpus.cases.procedure import DeclaredTie
from corpus.cases.store import CaseStore
from scoring import load_rule_set
from tests.ui.procedure_walk import Clock, declaration, judge, new_case, store_and_desk, walk
from tests.ui.results import new_case as plain_case
from ui.cli.main import main
from ui.reports.case_details import with_case_details
from ui.reports.details import PanelMember, ReportDetails

READINGS = load_rule_set("tcrea-2023").default_readings


def details(
    store: CaseStore, case_id: str, given: ReportDetails, language: str = "zh"
) -> ReportDetails:
    return with_case_details(
        given, store, case_id, "formal", READINGS, day="2026-04-01", language=language
    )


@pytest.fixture
def reported(tmp_path: Path) -> tuple[CaseStore, str]:
    (tmp_path / "home").mkdir()
    clock = Clock()
    store, desk = store_and_desk(tmp_path / "home", clock)
    case_id = new_case(store)
    store.join_case(case_id, "applicant", "申请人")
    store.assign_part(case_id, "applicant", "applicant")
    judge(store, case_id, "applicant")
    store.submit_sheet(case_id, person="applicant", stage="formal")
    walk(store, desk, case_id, clock, until="report")
    return store, case_id


def test_what_is_absent_is_taken_from_the_case(reported: tuple[CaseStore, str]) -> None:
    store, case_id = reported
    found = details(store, case_id, ReportDetails())
    assert (found.applicant, found.builder, found.operator) == (
        "江畔置业有限公司", "甲安防工程有限公司", "",
    )  # fmt: skip
    assert (found.body, found.overview, found.opinion) == ("某评价中心", "概况", "同意 C 级")
    assert found.improvements == ("无重大问题",)
    assert found.methods == "现场勘查；摄像机 40 个中抽样 12 个（7.4.a）"
    assert [(one.name, one.expert, one.declared) for one in found.panel] == [
        ("甲工", True, True), ("乙工", True, True), ("丙工", True, True),
    ]  # fmt: skip
    assert found.reviewer == PanelMember("壬工", "壬大学", "复核专家", True, True)
    assert details(store, case_id, ReportDetails(), "en").methods.startswith("site; 12 of 40")


def test_what_was_given_stays(reported: tuple[CaseStore, str]) -> None:
    store, case_id = reported
    given = ReportDetails(body="另一机构", methods="访谈", panel=(PanelMember("王敏"),))
    found = details(store, case_id, given)
    assert (found.body, found.methods, found.panel) == ("另一机构", "访谈", given.panel)
    assert found.reviewer is None
    assert found.applicant == "江畔置业有限公司"


def test_ties_that_follow_from_a_declaration_are_told(reported: tuple[CaseStore, str]) -> None:
    store, case_id = reported
    tied = declaration(
        "甲", employer="甲安防工程有限责任公司", ties=(DeclaredTie("operator", "顾问"),)
    )
    store.declare_independence(case_id, tied)
    first = details(store, case_id, ReportDetails()).panel[0]
    assert [(one.party, one.nature) for one in first.ties] == [
        ("operator", "顾问"), ("builder", "受雇于甲安防工程有限责任公司"),
    ]  # fmt: skip


def test_a_case_without_a_procedure_adds_nothing(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    store, _ = store_and_desk(tmp_path / "home", Clock())
    case_id = plain_case(store, document=False)
    assert details(store, case_id, ReportDetails()) == ReportDetails()
    table = plain_case(store, "scs-c1", None, document=False)
    readings = load_rule_set("scs-c1").default_readings
    plain = with_case_details(
        ReportDetails(), store, table, "pre", readings, day="2026-04-01", language="zh"
    )
    assert plain == ReportDetails()


def test_the_command_writes_it(reported: tuple[CaseStore, str], tmp_path: Path) -> None:
    store, case_id = reported
    out = tmp_path / "report.docx"
    words = ["report", case_id, "--docx", str(out), "--stage", "formal", "--lang", "zh"]
    told = CliRunner().invoke(main, words, env={"ANPING_HOME": str(store.home)})
    assert told.exit_code == 0, told.output
    document = docx.Document(io.BytesIO(out.read_bytes()))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    text = "\n".join([*(one.text for one in document.paragraphs), *cells])
    for words_of_it in ("某评价中心", "甲工", "壬工", "甲大学", "抽样 12 个", "江畔置业有限公司"):
        assert words_of_it in text, words_of_it
    assert "申请人" not in cells  # the self-check is nobody's evaluation
