"""`anping cohort`: files and cases together, JSON, the workbook, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result

from corpus.cases.store import CaseStore
from scoring import load_rule_set
from tests.scoring.sheets import all_met, sheet_words
from ui.cli.main import main

RULES = load_rule_set("scs-c1")
NOT = {"met": False}


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["cohort", *arguments])


def words(change: dict[str, Any]) -> dict[str, Any]:
    judgements = {**all_met(RULES, None), **change}
    return {
        "rule_set": "scs-c1",
        "judgements": {row: one for row, one in judgements.items() if one is not None},
    }


def sheet(folder: Path, name: str, change: dict[str, Any]) -> str:
    path = folder / f"{name}.json"
    path.write_text(json.dumps(words(change)), encoding="utf-8")
    return str(path)


@pytest.fixture
def three(tmp_path: Path) -> list[str]:
    """SE11 speaks for 甲, SE21 for 乙, both against 丙; so both weigh a half."""
    return [
        sheet(tmp_path, "丙", {"SE11.1": NOT, "SE21.1": NOT}),
        sheet(tmp_path, "乙", {"SE21.1": NOT}),
        sheet(tmp_path, "甲", {"SE11.1": NOT}),
    ]


def test_json_has_weights_closeness_ranks_and_ties(three: list[str]) -> None:
    public = json.loads(run(*three, "--json").stdout)
    assert public["relative_to"] == ["丙", "乙", "甲"]
    assert public["weights"]["SE11"] == {
        "weight": "0.500000", "spread": "0.577350", "conflict": "1.500000"
    }  # fmt: skip
    assert public["dimensions"]["SM"] == "0.500000"
    assert public["dimensions"]["EM"] == "0.000000"
    assert len(public["constant"]) == 30
    told = [(one["name"], one["rank"], one["closeness"]) for one in public["communities"]]
    assert told == [("乙", 1, "0.500000"), ("甲", 1, "0.500000"), ("丙", 3, "0.000000")]
    assert public["communities"][2]["to_best"] == "0.707107"
    assert public["communities"][0]["indicators"]["SE21"] == "50"
    assert public["ties"] == [["乙", "甲"]]
    assert "no level" not in public["note_zh"]
    assert "level A, B, C" in public["note_en"]
    assert not {"outcome", "level", "levels"} & set(public)


def test_people_are_told_that_it_is_relative_and_how_it_was_reckoned(three: list[str]) -> None:
    text = run(*three, "--lang", "en", "--normalisation", "vector").stdout
    assert "Relative to these 3 communities only" in text
    assert "TOPSIS (vector)" in text
    assert "Tied" not in text  # the two scales rank differently
    assert "Tied: 乙, 甲" in run(*three, "--lang", "en").stdout
    assert "With two communities" not in text
    assert "只有两个社区" in run(*three[1:]).stdout


def test_cases_and_files_stand_together(tmp_path: Path, three: list[str]) -> None:
    store = CaseStore(tmp_path / "home")
    first, second = (store.create_case(name, "scs-c1") for name in ("甲", "丁"))
    store.save_sheet(first, words({"SE31.1": NOT}))
    store.save_sheet(second, words({"SE41.1": NOT}))
    public = json.loads(run(*three, "--case", first, "--case", second, "--json").stdout)
    assert public["relative_to"] == ["丙", "乙", "甲 (file)", "甲", "丁"]
    result = run("--case", first, "--case", second, "--stage", "formal")
    assert result.exit_code == 1
    assert "corpus-unknown-sheet" in result.stderr


def test_the_workbook_holds_ranks_weights_values_and_notes(
    tmp_path: Path, three: list[str]
) -> None:
    path = tmp_path / "cohort.xlsx"
    assert run(*three, "--xlsx", str(path), "--lang", "en").exit_code == 0
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Ranks", "Weights", "Values", "About"]
    ranks = list(book["Ranks"].iter_rows(min_row=2, values_only=True))
    assert ranks[0] == ("乙", 1, 0.5, 0.5, 0.5)
    assert ranks[2] == ("丙", 3, 0, 0.7071, 0)
    weights = list(book["Weights"].iter_rows(min_row=2, values_only=True))
    assert len(weights) == 7 + 32
    assert weights[7][:2] == ("SE11", "SM")
    assert weights[7][3:] == (0.5, 0.5774, 1.5)
    assert next(book["Values"].iter_rows(min_row=2, values_only=True))[2:] == (55, 100, 55)
    assert "Relative to these 3" in str(book["About"]["A2"].value)


def test_what_cannot_be_compared_is_refused_with_every_reason(
    tmp_path: Path, three: list[str]
) -> None:
    assert "has two communities or more, this one has 1" in run(three[0]).stderr
    open_one = sheet(tmp_path, "开", {"SE31.1": None, "SE11.1": NOT})
    result = run(*three, open_one)
    assert result.exit_code == 1
    assert "[scoring-cohort]" in result.stderr
    assert "开 has not judged SE31 wholly" in result.stderr
    left = json.loads(run(*three, open_one, "--leave-out-open", "--json").stdout)
    assert left["left_out"] == ["SE31"]
    other = tmp_path / "draft.json"
    draft = sheet_words(load_rule_set("tcrea-2023"), "C", {})
    other.write_text(json.dumps(draft), encoding="utf-8")
    assert "draft.json is judged by tcrea-2023" in run(three[0], str(other)).stderr
    bad = tmp_path / "bad.json"
    bad.write_text('{"rule_set": "scs-c1", "judgements": {"SE99.1": {"met": true}}}', "utf-8")
    assert run(three[0], str(bad)).exit_code == 2
    assert run(three[0], three[0]).exit_code == 1
    case_id = CaseStore(tmp_path / "home").create_case("别", "tcrea-2023", "C")
    assert "is judged by tcrea-2023" in run(three[0], "--case", case_id).stderr
