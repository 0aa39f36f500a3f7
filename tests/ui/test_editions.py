"""Editions: what a changed one differs in, line by line, and stored sheets scored under both."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result

from corpus.cases.store import CaseStore
from corpus.errors import CorpusDataError, NotSuccessiveError, UnknownStandardError
from scoring import load_rule_set
from tests.editions import Draft, next_edition, record
from tests.scoring.sheets import sheet_words
from ui.cli.main import main
from ui.editions.difference import Difference, difference
from ui.editions.edition import find_edition
from ui.lint import edition_findings

V23 = "tcrea-2023@V2.3"
# subject, kind, id, old ids, before, after; by hand from the changes that tests/editions.py makes
LINES = [
    ("rules", "header", "date", "date", "2023-06-30", "2024-03-01"),
    ("rules", "mark", "mark", "mark", "80", "75"),
    ("clause", "unit_kind", "C1.2.1", "C1.2.1", "item", "gate"),
    ("row", "judged_as", "C1.2.1", "C1.2.1", "item", "gate"),
    ("row", "points", "C1.2.1", "C1.2.1", "4", "0"),
    ("row", "points", "C1.2.2", "C1.2.2", "3", "7"),
    ("clause", "removed", "C1.3.3", "C1.3.3", "item 1 · 寄递物品存放区设置视频图像采集装置，采集的图像能清晰显示人员的体貌特征和活动情况", ""),
    ("clause", "renumbered", "C1.3.3", "C1.3.4", "C1.3.4", "C1.3.3"),
    ("clause", "renumbered", "C1.3.4", "C1.3.5", "C1.3.5", "C1.3.4"),
    ("clause", "added", "C1.3.5", "", "", "item 1 · 访客进入住区应登记"),
    ("row", "points", "C1.4.1", "C1.4.1", "2", "3"),
    ("row", "points", "C1.4.2", "C1.4.2", "3", "2"),
    ("clause", "merged", "C2.4.1", "C2.4.1 C2.4.2", "建立数据安全管理制度，个人信息重要操作具备内部审批流程 | 个人信息采集、处理过程，应符合 GB/T 35273-2020 信息安全技术 个人信息安全规范相关规定", "个人信息保护符合 GB/T 35273 的规定"),
    ("row", "points", "C2.4.1", "C2.4.1 C2.4.2", "item 2 + item 2", "item 4"),
    ("clause", "split", "C3.2.1", "C3.2.1", "楼宇内公共通道/厅具有消防水栓灭火系统", "设置消火栓系统"),
    ("row", "points", "C3.2.1", "C3.2.1", "10", "6"),
    ("clause", "split", "C3.2.3", "C3.2.1", "楼宇内公共通道/厅具有消防水栓灭火系统", "消火栓系统有水压监测"),
    ("row", "points", "C3.2.3", "C3.2.1", "10", "4"),
    ("group", "maximum", "C4", "C4", "15", "14"),
    ("group", "maximum", "C4.4", "C4.4", "5", "4"),
    ("row", "points", "C4.4.2", "C4.4.2", "3", "2"),
    ("group", "maximum", "C5", "C5", "20", "21"),
    ("clause", "text", "C5.2.1", "C5.2.1", "住区主要信息数据统计、显示功能", "平台每日备份"),
    ("group", "maximum", "C5.4", "C5.4", "5", "6"),
    ("row", "points", "C5.4.2", "C5.4.2", "2", "3"),
    ("interpretation", "default", "pass_mark", "pass_mark", "gt", "ge"),
    ("interpretation", "interpretation_removed", "mutual_recognition", "mutual_recognition", "与 T/CREA 002 相同条款互认，但无对照表与证明规则，如何处理？", ""),
    ("interpretation", "interpretation_added", "guests", "", "", "访客是否包括快递人员？"),
    ("defect", "defect_removed", "D1", "D1", "9.1 要求总分“大于 80 分”，9.2 写“80 分以上”，而法律用语中“以上”包括本数：恰好 80 分按 9.1 不通过，按 9.2 通过。 两条统一为“大于”或“不低于”80 分。 恰好达到 80 分的申请会得出相反结论，属于可争议的评价结果。", ""),
]  # fmt: skip
# The judgements that the tests change in a sheet of level C in which every row is met.
JUDGED = {
    "C1.2.2": {"points": "1.5", "reason": "缺照明"},
    "C1.3.4": {"met": False},
}


@pytest.fixture(scope="module")
def draft(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return next_edition(tmp_path_factory.mktemp("edition") / "V2.4").folder


@pytest.fixture(scope="module")
def between(draft: Path) -> Difference:
    return difference(find_edition(V23), find_edition(str(draft)), "zh")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["standards", *arguments])


def run_json(*arguments: str) -> Any:
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def case_of(tmp_path: Path, change: dict[str, Any] | None = None) -> str:
    store = CaseStore(tmp_path / "home")
    case_id = store.create_case("松林小区", "tcrea-2023", "C")
    words = sheet_words(load_rule_set("tcrea-2023", "V2.3"), "C", change or JUDGED)
    store.save_sheet(case_id, {"judgements": words["judgements"]})
    return case_id


def test_every_line_of_the_difference_is_a_change_that_was_made(between: Difference) -> None:
    found = [(x.subject, x.kind, x.id, " ".join(x.old_ids), x.old, x.new) for x in between.lines]
    assert found == LINES


def test_the_new_edition_passes_every_lint(draft: Path) -> None:
    assert [str(finding) for finding in edition_findings(draft)] == []


def test_an_edition_does_not_differ_from_itself(draft: Path) -> None:
    for words in (V23, str(draft), "scs-c1"):
        assert difference(find_edition(words), find_edition(words), "en").lines == ()


def test_words_are_told_in_the_language_asked_for(draft: Path) -> None:
    lines = difference(find_edition(V23), find_edition(str(draft)), "en").lines
    told = {line.id: line for line in lines}
    assert told["guests"].new == "Are couriers visitors?"
    assert told["D1"].old.endswith("which invites disputes.")


def test_an_edition_that_does_not_follow_cannot_be_compared(draft: Path) -> None:
    for old, new in ((str(draft), V23), ("scs-c1", V23)):
        with pytest.raises(NotSuccessiveError):
            difference(find_edition(old), find_edition(new), "zh")


def test_what_is_no_edition_is_refused(tmp_path: Path, draft: Path) -> None:
    with pytest.raises(UnknownStandardError, match=r"tcrea-2023@V2\.3.*or a folder"):
        find_edition("tcrea-2024")
    with pytest.raises(UnknownStandardError):
        find_edition("tcrea-2023@V9")
    with pytest.raises(CorpusDataError, match=r"text.header\.yaml"):
        find_edition(str(tmp_path))
    mixed = Draft(tmp_path / "mixed", "scs-c1", "undated")
    mixed.edit("text/header.yaml", lambda header: header.update(edition="2"))
    with pytest.raises(CorpusDataError, match="text is scs-c1 2, rules are scs-c1 undated"):
        find_edition(str(mixed.folder))


def test_table_c1_tells_criteria_units_and_lists(tmp_path: Path) -> None:
    draft = Draft(tmp_path / "next", "scs-c1", "undated")
    draft.headers({"edition": "2", "date": "2024-01-01"}, replaces="undated")

    def change(table: Any) -> None:
        record(table["rows"], "SE11.2")["unit"] = "15"
        record(table["rows"], "SE23.2")["options"][2]["zh"] = "物业企业"
        record(table["rows"], "SE52.4").pop("open_list")

    draft.edit("rules/c1.yaml", change)
    draft.edit(
        "rules/interpretations.yaml",
        lambda entries: record(entries, "c1_floor")["readings"][0].update(en="floor of nought"),
    )
    old = find_edition("scs-c1")
    lines = difference(old, find_edition(str(draft.folder)), "zh").lines
    assert [(line.kind, line.id, line.old, line.new) for line in lines if line.kind != "header"] == [
        ("unit", "SE11.2", "10", "15"),
        (
            "options", "SE23.2",
            "1 居民 (community residents); 2 社区管理人员 (community administrators); 3 企业 (enterprises)",
            "1 居民 (community residents); 2 社区管理人员 (community administrators); 3 物业企业 (enterprises)",
        ),
        ("open_list", "SE52.4", "true", ""),
        ("reading_words", "c1_floor", f"zero: {old.rules.interpretation('c1_floor').readings[0].text_en}", "zero: floor of nought"),
    ]  # fmt: skip


def test_the_command_prints_lines_json_and_a_workbook(draft: Path, tmp_path: Path) -> None:
    text = " ".join(run("diff", V23, str(draft), "--lang", "en").output.split())
    assert "clause C1.3.3 renumbered C1.3.4 C1.3.3" in text
    assert "pass mark" in text
    path = tmp_path / "changes.xlsx"
    public = run_json("diff", V23, str(draft), "--xlsx", str(path))
    assert public["old"]["edition"] == "V2.3"
    assert public["new"]["replaces"] == "V2.3"
    assert public["same_scoring"] is False
    assert public["counts"]["renumbered"] == 2
    assert [change["id"] for change in public["changes"]] == [line[2] for line in LINES]
    sheet = openpyxl.load_workbook(path).worksheets[0]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert len(rows) == len(LINES)
    assert rows[7] == ("条款", "C1.3.3", "C1.3.4", "改号", "C1.3.4", "C1.3.3")
    assert run("diff", V23, str(draft), "--xlsx", str(path)).exit_code == 2
    assert run("diff", str(draft), V23).exit_code == 1
    assert "没有差别" in run("diff", V23, V23).output


def test_list_names_every_edition_with_its_hash() -> None:
    (first, second) = run_json("list")
    assert (first["id"], first["edition"], first["date"]) == ("tcrea-2023", "V2.3", "2023-06-30")
    assert first["scoring_hash"] == load_rule_set("tcrea-2023").scoring_hash
    assert second["replaces"] is None


def test_a_stored_sheet_is_scored_under_both_and_left_as_it_is(draft: Path, tmp_path: Path) -> None:
    """
    Before: 100 - 1.5 (C1.2.2, 1.5 of 3) - 1 (C1.3.4) = 97.5. After, of 100: C1.2.2 (7), C1.3.5
    (1), C2.4.1 (4), C3.2.1 (6) and C3.2.3 (4) are open and C1.3.3 (1) is not met, so 77; all open
    ones met would give 99.
    """
    case_id = case_of(tmp_path)
    (public,) = run_json("rescore", V23, str(draft), "--case", case_id)
    assert public["outcome"] == ["passed", "incomplete"]
    assert public["totals"] == [
        {
            "id": "C", "points": ["97.5", "77"], "by_rows": ["97.5", "77"],
            "bounds": [["97.5", "97.5"], ["77", "99"]],
        }
    ]  # fmt: skip
    assert public["readings"] == {"pass_mark": ["gt", "ge"]}
    rows = {
        row["id"] + ("-" if row["state"][1] is None else ""): (
            *row["points"], " ".join(why["code"] for why in row["why"])
        )
        for row in public["rows"]
    }  # fmt: skip
    assert rows == {
        "C1.2.1": ("4", "0", "judged_as points"),
        "C1.2.2": ("1.5", "0", "points not_carried"),
        "C1.3.3": ("0", "0", "renumbered"),
        "C1.3.4": ("1", "1", "renumbered"),
        "C1.3.5": (None, "0", "added"),
        "C1.4.1": ("2", "3", "points"),
        "C1.4.2": ("3", "2", "points"),
        "C2.4.1": ("4", "0", "merged points not_carried"),
        "C3.2.1": ("10", "0", "split points not_carried"),
        "C3.2.3": (None, "0", "split points not_carried"),
        "C4.4.2": ("3", "2", "points"),
        "C5.2.1": ("2", "2", "reworded"),
        "C5.4.2": ("2", "3", "points"),
        "C1.3.3-": ("1", None, "removed"),
    }
    change = sum(float(new or 0) - float(old or 0) for old, new, _ in rows.values())
    assert change == 77 - 97.5
    saved = CaseStore(tmp_path / "home").load_sheet(case_id)
    assert saved is not None
    assert saved.version == 1
    assert saved.content["judgements"]["C1.2.2"] == JUDGED["C1.2.2"]


def test_exactly_80_passes_where_the_new_edition_reads_80_so(tmp_path: Path) -> None:
    draft = Draft(tmp_path / "V2.4", "tcrea-2023", "V2.3")
    draft.headers({"edition": "V2.4", "date": "2024-03-01"}, replaces="V2.3")
    draft.edit(
        "rules/interpretations.yaml",
        lambda entries: record(entries, "pass_mark").update(default="ge"),
    )
    sheet = "docs/examples/level-c-exactly-80.yaml"
    (public,) = run_json("rescore", V23, str(draft.folder), sheet)
    assert public["outcome"] == ["below_mark", "passed"]
    assert public["totals"][0]["points"] == ["80", "80"]
    assert public["rows"] == []


def test_people_are_told_why_and_that_nothing_was_changed(draft: Path, tmp_path: Path) -> None:
    case_id = case_of(tmp_path)
    result = run("rescore", V23, str(draft), "--lang", "en")
    assert result.exit_code == 0
    assert f"松林小区 {case_id} · pre-evaluation" in result.stdout
    assert "Outcome: passed → incomplete" in result.stdout
    assert "Pass mark: 80 → 75" in result.stdout
    assert "points 3 → 7; partial points were of other points" in result.stdout
    assert "Stored sheets are left as they are." in result.stderr
    assert "未达分数线" not in run("rescore", V23, str(draft), "--case", case_id).stdout


def test_sheets_that_cannot_be_scored_again_say_why(draft: Path, tmp_path: Path) -> None:
    store = CaseStore(tmp_path / "home")
    empty = store.create_case("空", "tcrea-2023", "C")
    other = store.create_case("表", "scs-c1")
    odd = store.create_case("旧", "tcrea-2023", "C")
    store.save_sheet(odd, {"edition": "V2.2", "judgements": {}})
    store.save_sheet(odd, {"judgements": {}}, person="someone")
    found = run_json("rescore", V23, str(draft), "--case", empty, "--case", other, "--case", odd)
    assert [entry["skipped"] is not None for entry in found] == [True, True, True]
    assert "V2.2" in found[2]["skipped"]
    text = run("rescore", V23, str(draft), "--lang", "en").stdout
    assert "blind and not scored again here: 1" in text
    assert "表" not in text
    assert run("rescore", V23, str(draft), "--case", "c-none").exit_code == 1
    missing = run_json("rescore", V23, str(draft), "no-such.yaml")
    assert "cannot be read" in missing[0]["skipped"]
