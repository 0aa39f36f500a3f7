"""`anping procedure`: the walk of docs/procedure.md, what is refused, and its JSON."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from corpus.cases.store import CaseStore
from scoring import load_rule_set
from scoring.procedure import STEPS
from tests.scoring.sheets import sheet_words
from ui.cli.main import main
from ui.procedure import desk as desk_module
from ui.procedure.given import WANTED

PAGE = (Path(__file__).parents[2] / "docs/procedure.md").read_text(encoding="utf-8")
START = date(2026, 11, 21)
Run = Callable[..., Result]


class Today:
    def __init__(self) -> None:
        self.day = START

    def __call__(self) -> str:
        return self.day.isoformat()


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> Today:
    found = Today()
    monkeypatch.setattr(desk_module, "local_today", found)
    return found


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, today: Today) -> Run:
    monkeypatch.chdir(tmp_path)
    for name in ("可行性", "设计", "验收"):
        (tmp_path / f"{name}.txt").write_text(f"{name}报告。", encoding="utf-8")
    words = sheet_words(load_rule_set("tcrea-2023"), "C", {})
    (tmp_path / "sheet.yaml").write_text(yaml.safe_dump(words, allow_unicode=True), "utf-8")
    (tmp_path / "cameras.txt").write_text("".join(f"K{n}\n" for n in range(120)), "utf-8")
    home = {"ANPING_HOME": str(tmp_path / "home")}

    def call(*arguments: str) -> Result:
        return CliRunner().invoke(main, list(arguments), env=home)

    return call


def blocks() -> list[list[list[str]]]:
    """Return the commands of the page, block by block, as their words."""
    found = re.findall(r"```\n(anping .+?)```", PAGE, re.DOTALL)
    return [[shlex.split(line)[1:] for line in block.splitlines()] for block in found]


def walked(run: Run, today: Today, lines: int | None = None) -> str:
    """Run the commands of the page, or so many, and return the case's id."""
    first, second = blocks()
    created = run(*first[0])
    case_id = created.output.strip()
    for number, words in enumerate((*first[1:], *second), 1):
        if number == lines:
            break
        if words == second[0]:
            today.day += timedelta(7)
        told = run(*(case_id if word == "CASE" else word for word in words))
        assert told.exit_code == 0, (words, told.output)
    return case_id


def test_the_walk_of_the_page_ends_with_a_certificate(run: Run, today: Today) -> None:
    case_id = walked(run, today)
    told = json.loads(run("procedure", "show", case_id, "--json").output)
    assert (told["status"], told["level"], told["stage"]) == ("certified", "C", "formal")
    assert [one["step"] for one in told["steps"]] == [
        "apply", "accept", "form_panel", "report", "review", "publish_notice", "certify",
    ]  # fmt: skip
    assert told["due"]["valid_until"] == "2031-11-28"
    assert told["holds"][0]["lift_reason"] == "结案"
    shown = run("procedure", "show", case_id, "--lang", "zh").output
    assert "已颁发标识" in shown
    assert "年度复核（4.10）：可进行" in shown
    assert run("case", "remove", case_id, "--yes").exit_code == 1
    assert "corpus-records-kept" in run("case", "remove", case_id, "设计.txt").output
    today.day = date(2027, 12, 1)
    assert "a yearly review is overdue (4.10)" in run("procedure", "due", "--lang", "en").output
    alarms = json.loads(run("procedure", "due", "--json").output)
    assert [(one["kind"], one["day"]) for one in alarms] == [("review_overdue", "2027-11-28")]


def test_the_page_has_every_step_and_every_word() -> None:
    table = PAGE.split("## The steps")[1].split("##")[0]
    for step in STEPS:
        assert f"`{step}`" in table
        assert all(f"`{one.key}`" in table for one in WANTED[step])


def test_a_refused_step_names_its_clauses_and_what_is_missing(run: Run, today: Today) -> None:
    case_id = walked(run, today, lines=2)
    told = run("procedure", "take", case_id, "apply", "--lang", "zh")
    assert told.exit_code == 1
    assert "[scoring-procedure]" in told.output
    assert "5.2.1  未完成自检查与整改" in told.output
    answer = run("procedure", "take", case_id, "apply", "--json")
    refused = json.loads(answer.stdout)
    assert refused["taken"] is False
    assert {one["clause"] for one in refused["against"]} == {"5.2.1", "5.2.2", "4.5", "4.4"}
    shown = run("procedure", "show", case_id, "--lang", "en").output
    assert "apply (5.2): not yet" in shown
    assert "5.2.1  the self-check is missing" in shown
    wrong = run("procedure", "take", case_id, "apply", "--fact", "outcome=passed")
    assert "[procedure-words]" in wrong.output
    for words in (["--fact", "x"], ["--fact", "a=1", "--fact", "a=2"], ["--day", "gestern"]):
        assert run("procedure", "take", case_id, "apply", *words).exit_code == 2
    assert run("procedure", "take", case_id, "dance").exit_code == 2
    later = ["--day", (START + timedelta(1)).isoformat()]
    assert (
        "has not come yet"
        in run("procedure", "take", case_id, "apply", *later, "--lang", "en").output
    )


def test_samples_are_listed_and_drawn_anew_only_for_a_reason(run: Run, today: Today) -> None:
    case_id = walked(run, today, lines=2)
    drawn = run("procedure", "sample", "draw", case_id, "摄像机", "cameras.txt", "--json")
    one = json.loads(drawn.output)
    assert (one["size"], one["clause"], one["sound"]) == (24, "7.4.b", True)
    again = ["procedure", "sample", "draw", case_id, "摄像机", "cameras.txt"]
    assert "corpus-sample-drawn" in run(*again).output
    assert run(*again, "--reason", "总体漏项", "--lang", "zh").exit_code == 0
    listed = run("procedure", "sample", "list", case_id, "--lang", "en").output.splitlines()
    assert listed[0].endswith("superseded")
    assert "is what its seed draws" in listed[1]
    Path("bad.txt").write_bytes(b"\xff\xfe\x00")
    assert run("procedure", "sample", "draw", case_id, "门", "bad.txt").exit_code == 2
    Path("none.txt").write_text("\n \n", "utf-8")
    assert (
        "scoring-sampling" in run("procedure", "sample", "draw", case_id, "门", "none.txt").output
    )


def test_people_are_named_by_name_or_id(run: Run, today: Today, tmp_path: Path) -> None:
    case_id = walked(run, today, lines=2)
    person = run("procedure", "panel", "add", case_id, "甲工").output.strip()
    assert (
        run("procedure", "panel", "add", case_id, "甲工", "--part", "clerk").output.strip()
        == person
    )
    assert run("procedure", "panel", "remove", case_id, person).exit_code == 0
    assert [one.part for one in CaseStore(tmp_path / "home").case_people(case_id)] == [""]
    for words in (
        ["panel", "remove", case_id, "谁"],
        ["declare", case_id, "谁", "--employer", "x"],
    ):
        assert "corpus-unknown-person" in run("procedure", *words).output
    tied = ["--tie", "builder", "顾问", "--earlier", "丙物业", "经理", "2025-01-01"]
    assert (
        run("procedure", "declare", case_id, "甲工", "--employer", "甲大学", *tied).exit_code == 0
    )
    bad = ["--earlier", "丙物业", "经理", "去年"]
    told = run("procedure", "declare", case_id, "甲工", "--employer", "甲大学", *bad)
    assert "corpus-record-words" in told.output
    run("procedure", "panel", "add", case_id, "甲工")
    shown = run("procedure", "show", case_id, "--lang", "zh").output
    assert "有利益关系：顾问" in shown
    assert run("procedure", "inspect", case_id, "Z9", "--method", "site").exit_code == 2
    parties = run("procedure", "party", "list", case_id, "--json")
    assert json.loads(parties.output) == []
    run("procedure", "party", "add", case_id, "operator", "丙物业")
    assert "运营单位  丙物业" in run("procedure", "party", "list", case_id, "--lang", "zh").output
    run("procedure", "party", "remove", case_id, "operator", "丙物业")
    assert run("procedure", "party", "list", case_id).output == ""


def test_the_stages_of_a_case_are_compared(run: Run, today: Today, tmp_path: Path) -> None:
    case_id = walked(run, today, lines=2)
    assert "corpus-unknown-sheet" in run("procedure", "compare", case_id).output
    words = sheet_words(load_rule_set("tcrea-2023"), "C", {"C1.2.1": {"met": False}})
    Path("pre.yaml").write_text(yaml.safe_dump(words, allow_unicode=True), "utf-8")
    assert run("procedure", "judge", case_id, "pre.yaml", "--stage", "pre").exit_code == 0
    assert run("procedure", "judge", case_id, "sheet.yaml").exit_code == 0
    told = run("procedure", "compare", case_id).output
    assert "C1.2.1  0 → 4  (not_met → met)" in told
    found = json.loads(run("procedure", "compare", case_id, "--json").output)
    assert [one["id"] for one in found["rows"]] == ["C1.2.1"]
    Path("bad.yaml").write_text("rule_set: scs-c1\njudgements: {}\n", "utf-8")
    assert run("procedure", "judge", case_id, "bad.yaml").exit_code == 2


def test_a_case_without_levels_has_no_procedure(run: Run) -> None:
    case_id = run("case", "new", "甲", "--rule-set", "scs-c1").output.strip()
    assert "[procedure-none]" in run("procedure", "show", case_id).output
    assert run("procedure", "due").exit_code == 0
