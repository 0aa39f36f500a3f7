"""A body's own rules on the command line and in the self-check report."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from scoring.body_file import load_body_rules
from scoring.errors import BodyRulesError
from scoring.sheet_file import load_sheet
from scoring.sheet_workbook import RECOGNISED, ROWS
from tests.ui.results import judge, new_case, store_of
from tests.ui.test_commands import run, run_json, write_sheet
from tests.ui.test_self_check_report import report_of, text_of
from ui.reports.case_result import CaseResult, case_result
from ui.reports.gap_workbook import gap_workbook

EXAMPLE = Path(__file__).parents[2] / "docs/examples/body-rules.yaml"
SUPPLIED = {"C3.1.1": {"met": True}}


def sheet(tmp_path: Path, change: dict[str, Any], name: str = "s.json") -> str:
    return write_sheet(tmp_path / name, "C", {**SUPPLIED, **change})


def faulty(tmp_path: Path) -> str:
    path = tmp_path / "rules.yaml"
    text = EXAMPLE.read_text(encoding="utf-8").replace('points: "10" ', 'points: "11" ')
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_check_prints_every_fault_with_file_and_line(tmp_path: Path) -> None:
    assert run("body", "check", str(EXAMPLE)).exit_code == 0
    path = faulty(tmp_path)
    line = Path(path).read_text(encoding="utf-8").splitlines().index(
        next(t for t in Path(path).read_text(encoding="utf-8").splitlines() if '"11"' in t)
    ) + 1  # fmt: skip
    result = run("body", "check", path, "--lang", "en")
    assert result.exit_code == 2
    assert result.stdout == (
        f"{path}:{line}: [points_sum] extras.CX1.points: CX1 states 11 points; its rows add up to "
        "10.\n"
    )
    assert "各行合计 10 分" in run("body", "check", path, "--lang", "zh").stdout


def test_faulty_rules_score_nothing(tmp_path: Path) -> None:
    result = run("score", sheet(tmp_path, {}), "--body", faulty(tmp_path), "--json")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "[points_sum]" in result.stderr


def test_show_tells_everything_about_a_row_in_both_languages() -> None:
    chinese = run("body", "show", str(EXAMPLE), "C1.2.1", "--lang", "zh").output
    assert "夜晚周界应具有入侵报警与警情区域照明联动" in chinese
    assert "分档：0 (周界无照明联动) / 1 " in chinese
    assert "抽样单元（7.4）：周界防区" in chinese
    english = run("body", "show", str(EXAMPLE), "CX1.1", "--lang", "en").output
    assert "Steps: 0 / 3 / 6" in english
    assert "Norm: GB 50016-2014" in english
    assert "5.2.3" in run("body", "show", str(EXAMPLE), "C1.1.3").output
    assert run("body", "show", str(EXAMPLE), "C9.9.9").exit_code == 1
    whole = run("body", "show", str(EXAMPLE), "--lang", "en").output
    assert "Extra indicators (4.2):" in whole
    assert "beside the total" in whole


def test_show_as_json_names_both_hashes_and_every_row() -> None:
    public = run_json("body", "show", str(EXAMPLE))
    assert public["scoring_hash"] != public["edition_scoring_hash"]
    rows = {row["id"]: row for row in public["rows"]}
    assert len(rows) == 205 + 2 + 2  # the draft's, the two lost ones, the two extra ones
    assert rows["C3.1.1"]["kind"] == "gate"
    assert rows["C3.1.1"]["text"]["en"].startswith("Fire protection complies")
    assert rows["C2.2.1"]["steps"][1] == {"points": "0.75", "text": None}
    assert rows["C1.1.3"]["recognised"]["item"] == "5.2.3"


def test_score_names_the_rules_and_what_they_changed(tmp_path: Path) -> None:
    eighty = {"C1.2.1": {"met": False}, "C1.2.2": {"met": False}, "C2.2.1": {"met": False},
              "C2.2.2": {"met": False}, "C3.2.1": {"met": False}}  # fmt: skip
    path = sheet(tmp_path, {**eighty, "CX1.1": {"points": "3", "reason": "部分"}})
    public = run_json("score", path, "--body", str(EXAMPLE))
    rules = load_body_rules(EXAMPLE)
    assert public["outcome"] == "passed"
    body = public["body"]
    assert (body["name_en"], body["version"]) == ("Example Evaluation Centre", "2024.1")
    assert (body["content_hash"], body["scoring_hash"]) == (rules.content_hash, rules.scoring_hash)
    assert body["readings"]["pass_mark"] == {"reading": "ge", "default": "gt"}
    assert body["differences"][0] == {
        "kind": "outcome", "subject": "outcome", "by": "", "clause": "4.6",
        "without": "below_mark", "with": "passed",
    }  # fmt: skip
    assert public["levels"]["C"]["beside"] == {
        "CX1": {"points": "3", "declared": "10", "bounds": ["3", "7"]}
    }
    told = run("score", path, "--body", str(EXAMPLE), "--lang", "en", "--trace").output
    assert "Example Evaluation Centre 2024.1 (2024-03-01)" in told
    assert "outcome: below the mark → passed" in told
    assert "CX1.2 (extra indicator, 4.2): no such row → not judged" in told
    assert "the default would give another result" in told
    assert run_json("score", write_sheet(tmp_path / "p.json", "C", eighty))["body"] is None


def test_a_judgement_outside_the_steps_is_refused_with_what_is_allowed(tmp_path: Path) -> None:
    path = sheet(tmp_path, {"C1.2.1": {"points": "2", "reason": "一半"}})
    result = run("score", path, "--body", str(EXAMPLE), "--lang", "en")
    assert result.exit_code == 2
    assert "By the rules of Example Evaluation Centre C1.2.1 takes 0, 1, 3, 4 points, not 2." in (
        result.output
    )


def test_plan_and_compare_go_by_the_rules_too(tmp_path: Path) -> None:
    first = sheet(tmp_path, {"C3.1.1": None, "C3.2.1": {"met": False}})
    told = run("plan", first, "--body", str(EXAMPLE), "--lang", "en").output
    assert "Fire protection complies with the norms in force" in told
    second = sheet(tmp_path, {"C3.2.1": {"points": "5", "reason": "一半"}}, "t.json")
    compared = run_json("compare", first, second, "--body", str(EXAMPLE))
    assert {row["id"]: row["points"] for row in compared["rows"]} == {
        "C3.1.1": ["0", "0"], "C3.2.1": ["0", "5"]
    }  # fmt: skip


def test_a_fillable_sheet_holds_the_rows_of_the_body(tmp_path: Path) -> None:
    path = tmp_path / "sheet.xlsx"
    made = run("sheet", "new", "--rule-set", "tcrea-2023", "--level", "C", "--out", str(path), "--body", str(EXAMPLE))  # fmt: skip
    assert made.exit_code == 0, made.output
    book = load_workbook(path)
    rows = {str(cells[0].value): cells for cells in book[ROWS].iter_rows(min_row=8)}
    assert "消防验收" in rows["C3.1.1"][3].value
    assert "CX1.2" in rows
    rows["C1.1.3"][5].value, rows["C1.1.3"][8].value = RECOGNISED, "报告第 12 页"
    book.save(path)
    _, read = load_sheet(path, body=load_body_rules(EXAMPLE))
    assert read.judgements["C1.1.3"].proof == "报告第 12 页"
    other = run("sheet", "new", "--rule-set", "scs-c1", "--out", str(tmp_path / "x.xlsx"), "--body", str(EXAMPLE))  # fmt: skip
    assert other.exit_code == 2


@pytest.fixture
def result(tmp_path: Path) -> CaseResult:
    store = store_of(tmp_path / "home")
    case_id = new_case(store)
    judge(store, case_id, {"C1.3.1": {"met": False}, "C1.2.1": None})
    return case_result(store, case_id, body=load_body_rules(EXAMPLE))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh", ["评价机构细则", "示例评价中心 2024.1 (2024-03-01)", "不按细则 → 按细则", "增项 CX1 配套商业（底商）：0/10 分"]),
        ("en", ["The body's own rules", "Example Evaluation Centre 2024.1 (2024-03-01)", "Without the body's rules → with them", "Extra indicators CX1 Shops on the ground floor: 0 of 10 points"]),
    ],
)  # fmt: skip
def test_the_self_check_report_names_the_rules_and_what_they_changed(
    result: CaseResult, language: str, words: list[str]
) -> None:
    text = text_of(report_of(result, language))
    rules = load_body_rules(EXAMPLE)
    for expected in [*words, rules.content_hash]:
        assert expected in text
    assert rules.supplied["C3.1.1"].text.told(language) in text


def test_a_report_without_such_rules_says_nothing_of_them(tmp_path: Path) -> None:
    store = store_of(tmp_path / "home")
    case_id = new_case(store)
    judge(store, case_id)
    assert "评价机构细则" not in text_of(report_of(case_result(store, case_id), "zh"))


def test_the_gap_list_holds_the_rows_of_the_body(result: CaseResult) -> None:
    cells = [[cell.value for cell in row] for row in gap_workbook(result, "zh").worksheets[0]]
    found = {row[2]: row for row in cells}
    assert found["CX1.1"][8] == "商业部分与住宅部分的安全出口、疏散楼梯分别独立设置。"
    assert found["C3.1.1"][4].startswith("未评")


def test_rules_for_another_document_are_refused(tmp_path: Path) -> None:
    store = store_of(tmp_path / "home")
    case_id = new_case(store, rule_set="scs-c1", level=None)
    with pytest.raises(BodyRulesError, match="the case is scs-c1"):
        case_result(store, case_id, body=load_body_rules(EXAMPLE))


def test_the_report_command_takes_the_rules(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANPING_HOME", str(tmp_path / "home"))
    store = store_of(tmp_path / "home")
    case_id = new_case(store)
    judge(store, case_id)
    out = tmp_path / "r.docx"
    made = run("report", case_id, "--kind", "self-check", "--out", str(out), "--body", str(EXAMPLE))
    assert made.exit_code == 0, made.output
    assert made.stdout.strip() == str(out)
    table = tmp_path / "t.xlsx"
    told = run("report", case_id, "--xlsx", str(table), "--body", str(EXAMPLE), "--lang", "en")
    assert told.exit_code == 0, told.output
    assert "not by those that the case keeps" in told.stderr
    assert table.exists()
