"""`anping applies`: the list, its JSON and its workbook."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from scoring.profile_file import profile_of_words
from ui.cli.applies import profile_report
from ui.cli.main import main
from ui.reports.applies_workbook import applies_workbook

EXAMPLE = str(Path(__file__).parents[2] / "docs/examples/profile-level-b.yaml")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["applies", *arguments])


def run_json(*arguments: str) -> Any:
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_every_row_is_listed_with_points_and_status_in_both_languages() -> None:
    chinese = run("--level", "B", "--without", "电梯").stdout
    assert "C1.3.5" in chinese
    assert "缺少：电梯" in chinese
    assert "A1.1.1" not in chinese
    assert "住户厨房通燃气吗？" in chinese
    assert "D19" in chinese
    assert "竣工验收文件，以及宜提供关键系统的检测报告。" in chinese
    english = run("--level", "B", "--without", "lift", "--lang", "en", "--short").stdout
    assert "lacks: lift" in english
    assert "Are the kitchens supplied with gas?" in english
    assert "B1.1.1" not in english
    assert "1 point)" in english


def test_the_json_holds_the_whole_list_and_both_languages() -> None:
    public = run_json("--level", "B", "--stage", "pre", "--without", "lift,charging")
    assert len(public["rows"]) == 66 + 51
    assert public["levels"]["B"]["lacking"] == {"gates": 0, "items": 4, "points": "16"}
    row = next(row for row in public["rows"] if row["id"] == "C1.3.5")
    assert (row["status"], row["lacking"], row["points"]) == ("lacks", ["has_lift"], "1")
    assert row["text"].startswith("住宅楼内电梯轿厢")
    assert public["facts"]["has_gas_supply"] == "unknown"
    gas = next(entry for entry in public["unanswered"] if entry["fact"] == "has_gas_supply")
    assert (gas["rows"], gas["points"]) == (["B4.2.1"], "1.5")
    assert public["not_applicable"]["default"] == "refused"
    costs = {(cost["subject"], cost["reading"]): cost for cost in public["costs"]}
    assert costs["B", "refused"]["room"] == "4"
    assert costs["B", "exclude"]["room"] == "16.8"
    assert [entry["clause"] for entry in public["documents"]][-1] == "4.5.3"
    acceptance = next(note for note in public["notes"] if "C1.1.1" in note["clauses"])
    assert "设计阶段" in acceptance["text_zh"]
    assert "design" in acceptance["text_en"]


def test_the_example_profile_of_the_documents_runs() -> None:
    public = run_json("--profile", EXAMPLE)
    assert public["name"] == "示例小区"
    assert public["facts"]["has_high_rise"] == "no"
    assert public["facts"]["has_charging"] == "yes"
    assert [row["id"] for row in public["rows"] if row["status"] == "lacks"] == ["C1.3.5"]
    notes = " ".join(note["text_zh"] for note in public["notes"])
    assert "没有规则" in notes  # D18: commercial parts
    assert "儿童乐园" in notes


def test_options_stand_above_the_file() -> None:
    public = run_json("--profile", EXAMPLE, "--level", "A", "--with", "lift", "--height", "54")
    assert public["level"] == "A"
    assert public["facts"]["has_lift"] == public["facts"]["has_high_rise"] == "yes"


def test_the_formal_stage_does_not_speak_of_designs() -> None:
    public = run_json("--level", "C", "--stage", "formal")
    assert not any("C1.1.1" in note["clauses"] for note in public["notes"])
    assert any(note["clauses"] == ["4.7.2"] for note in public["notes"])


def test_table_c1_has_no_level() -> None:
    public = run_json("--rule-set", "scs-c1", "--without", "small places")
    assert public["level"] is None
    assert public["costs"][0]["best"] == "76"
    assert public["documents"] == []
    assert "SE72" in run("--rule-set", "scs-c1", "--without", "small-places", "--short").stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--level", "B", "--with", "lft"], "use has_lift"),
        (["--level", "D"], "one of A, B, C"),
        ([], "needs a level"),
        (["--level", "B", "--height", "tall"], "number of metres"),
        (["--profile", "nothing.yaml"], "cannot be read"),
        (["--level", "B", "--with", "lift", "--without", "电梯"], "--with and with --without"),
        (["--level", "B", "--xlsx", "out.txt"], "should end in .xlsx"),
    ],
)
def test_wrong_input_is_told_and_exits_2(arguments: list[str], said: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.split())


@pytest.mark.parametrize(
    ("lang", "sheets", "status"),
    [
        ("zh", ["适用行", "合计", "申报资料", "说明"], "缺少：电梯"),
        ("en", ["Rows", "Sums", "Documents", "Notes"], "lacks: lift"),
    ],
)
def test_the_workbook_holds_the_list_ready_to_print(
    tmp_path: Path, lang: str, sheets: list[str], status: str
) -> None:
    out = tmp_path / "o.xlsx"
    assert run("--profile", EXAMPLE, "--xlsx", str(out), "--lang", lang).exit_code == 0
    book = load_workbook(out)
    assert book.sheetnames == sheets
    rows = book[sheets[0]]
    assert rows.max_row == 1 + 66 + 51
    assert rows.freeze_panes == "B2"
    assert rows.print_title_rows == "$1:$1"
    assert rows.page_setup.orientation == "landscape"
    assert rows.column_dimensions["F"].width == 58
    cells = {row[0]: row for row in rows.iter_rows(min_row=2, values_only=True)}
    assert cells["C1.3.5"][4] == 1
    assert cells["C1.3.5"][9] == status
    assert cells["B4.1.1"][1] == "A4.1.1"
    assert [row[0] for row in book[sheets[1]].iter_rows(min_row=2, values_only=True)][:3] == [
        "B", "C", "B1",
    ]  # fmt: skip
    assert "4.5.3" in [cell.value for cell in book[sheets[2]]["A"]]


def test_nothing_that_a_user_typed_becomes_a_formula() -> None:
    words = {"level": "C", "other": ['=HYPERLINK("http://x","y")', "bell\x07"]}
    data = applies_workbook(profile_report(profile_of_words(words), "zh"))
    book = load_workbook(io.BytesIO(data))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert "f" not in {cell.data_type for cell in cells}
    assert any("=HYPERLINK" in str(cell.value) for cell in cells)


def test_an_existing_workbook_is_kept_unless_forced(tmp_path: Path) -> None:
    out = tmp_path / "o.xlsx"
    out.write_text("mine", encoding="utf-8")
    arguments = ["--level", "C", "--xlsx", str(out)]
    assert run(*arguments).exit_code == 2
    assert out.read_text(encoding="utf-8") == "mine"
    assert run(*arguments, "--force").exit_code == 0
    assert load_workbook(out).sheetnames[0] == "适用行"
