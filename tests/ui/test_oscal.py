"""OSCAL assessment results, checked by compliance-trestle."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from corpus.cases.store import CaseStore
from scoring.body_file import load_body_rules
from scoring.number import exact_string
from tests.ui.results import DENIED, FORMULA, LIFT, judge, new_case, store_of
from tests.ui.score_tables import result_of
from ui.cli.main import main
from ui.reports.case_result import CaseResult, case_result
from ui.reports.oscal import oscal_json

pytest.importorskip("trestle", reason="compliance-trestle is not installed: nothing checks OSCAL")
NA = {"not_applicable": "无电梯", "approved_by": "王工"}


def checked(text: str, folder: Path) -> Any:
    """Return the results as trestle reads them: every field of the OSCAL schema is checked."""
    from trestle.core.duplicates_validator import DuplicatesValidator
    from trestle.core.refs_validator import RefsValidator
    from trestle.oscal.assessment_results import AssessmentResults

    path = folder / "results.json"
    path.write_text(text, encoding="utf-8")
    read = AssessmentResults.oscal_read(path)
    assert read is not None
    assert DuplicatesValidator().model_is_valid(read, quiet=True)
    assert RefsValidator().model_is_valid(read, quiet=True)
    return read


def result_in(folder: Path) -> tuple[CaseStore, str, CaseResult]:
    store = store_of(folder / "home")
    case_id = new_case(store, level="B", name=f"{FORMULA}\n江畔")
    judge(
        store, case_id,
        {"C1.1.1": {"met": False}, "C1.2.1": {"points": "2.5", "reason": "北侧"}, "B1.2.1": None},
    )  # fmt: skip
    return store, case_id, case_result(store, case_id)


def test_rows_are_findings_with_points_and_quotes_observations_with_hash_and_page(
    tmp_path: Path,
) -> None:
    _, _, result = result_in(tmp_path)
    text = oscal_json(result, "zh")
    read = checked(text, tmp_path)
    found = json.loads(text)["assessment-results"]["results"][0]
    awards = result.assessment.awards
    findings = {one["target"]["target-id"]: one for one in found["findings"]}
    assert set(findings) == {row.id for row in result.rows if not awards[row.id].is_open}
    assert "B1.2.1" not in findings
    assert "B1.2.1" in found["reviewed-controls"]["remarks"]
    for name, one in findings.items():
        props = {prop["name"]: prop["value"] for prop in one["props"]}
        if awards[name].row.kind != "gate":
            assert props["points"] == exact_string(awards[name].kept)
            assert props["points-possible"] == exact_string(awards[name].row.points)
        status = one["target"]["status"]["state"]
        assert status == ("satisfied" if awards[name].state == "met" else "not-satisfied")
    assert findings["C1.2.1"]["remarks"] == "北侧"
    document = result.documents[0]
    observations = {one["uuid"]: one for one in found["observations"]}
    assert {one["description"] for one in observations.values()} == {LIFT, DENIED}
    for one in observations.values():
        props = {prop["name"]: prop["value"] for prop in one["props"]}
        assert props["sha256"] == document.sha256
        assert props["page"] == ("1" if one["description"] == LIFT else "2")
        if props["row"] in findings:
            related = findings[props["row"]]["related-observations"]
            assert {"observation-uuid": one["uuid"]} in related
    resources = {str(one.uuid): one for one in read.back_matter.resources}
    evidence = found["observations"][0]["relevant-evidence"][0]["href"]
    assert resources[evidence.removeprefix("#")].rlinks[0].hashes[0].value == document.sha256
    assert (
        json.loads(text)["assessment-results"]["import-ap"]["href"].removeprefix("#") in resources
    )
    levels = {p["class"]: p["value"] for p in found["props"] if p["name"] == "points"}
    assert levels == {k: exact_string(v.points) for k, v in result.assessment.levels.items()}


def test_equal_input_gives_equal_bytes_and_another_sheet_other_ids(tmp_path: Path) -> None:
    store, case_id, result = result_in(tmp_path)
    first = oscal_json(result, "en")
    assert oscal_json(case_result(store, case_id), "en") == first
    judge(store, case_id, {"C1.1.1": {"met": True}})
    other = oscal_json(case_result(store, case_id), "en")
    ids = [json.loads(one)["assessment-results"]["uuid"] for one in (first, other)]
    assert ids[0] != ids[1]


def test_table_c1_and_rows_left_out(tmp_path: Path) -> None:
    table = result_of(
        "scs-c1", None, {"SE44.1": NA, "SE11.1": None, "SE11.2": {"count": 1}},
        interpretations={"not_applicable": "exclude"}, weights={"SE13": "0.5"},
    )  # fmt: skip
    text = oscal_json(table, "en")
    checked(text, tmp_path)
    found = json.loads(text)["assessment-results"]["results"][0]
    findings = {one["target"]["target-id"]: one for one in found["findings"]}
    assert "SE44.1" not in findings
    assert "SE44.1" in found["reviewed-controls"]["remarks"]
    assert findings["SE11.2"]["target"]["status"]["state"] == "not-satisfied"
    assert findings["SE11.2"]["target"]["status"]["reason"] == "other"
    points = {p["class"]: p["value"] for p in found["props"] if p["name"] == "points"}
    assert points["SE11"] == "35"
    assert len(points) == 32


def test_a_sheet_with_nothing_judged_says_so(tmp_path: Path) -> None:
    empty = result_of("tcrea-2023", "C", is_empty=True)
    text = oscal_json(empty, "zh")
    checked(text, tmp_path)
    found = json.loads(text)["assessment-results"]["results"][0]
    assert "findings" not in found
    excluded = found["reviewed-controls"]["control-selections"][0]["exclude-controls"]
    assert len(excluded) == len(empty.rows)


def test_a_name_of_spaces_is_still_valid(tmp_path: Path) -> None:
    result = result_of("tcrea-2023", "C")
    named = replace(result, case=replace(result.case, name=" \n "))
    checked(oscal_json(named, "en"), tmp_path)


def test_the_command_writes_the_file(tmp_path: Path) -> None:
    _, case_id, _ = result_in(tmp_path)
    out = tmp_path / "o.json"
    done = CliRunner().invoke(main, ["report", case_id, "--oscal", str(out), "--lang", "en"])
    assert done.exit_code == 0, done.output
    checked(out.read_text(encoding="utf-8"), tmp_path)


def test_a_body_s_own_rules_and_rows_are_named(tmp_path: Path) -> None:
    rules = load_body_rules(Path(__file__).parents[2] / "docs/examples/body-rules.yaml")
    store = store_of(tmp_path / "home")
    case_id = new_case(store)
    judge(store, case_id, {"C3.1.1": {"met": True}, "CX1.1": {"met": False}})
    made = oscal_json(case_result(store, case_id, body=rules), "en")
    result = checked(made, tmp_path).results[0]
    props = {prop.name: prop.value for prop in result.props}
    assert props["body-rules"] == "Example Evaluation Centre 2024.1"
    assert props["body-rules-hash"] == rules.content_hash
    states = {one.target.target_id: one.target.status.state.value for one in result.findings}
    assert (states["C3.1.1"], states["CX1.1"]) == ("satisfied", "not-satisfied")
