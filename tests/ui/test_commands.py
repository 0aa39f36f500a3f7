"""The command line, command by command."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from corpus.encoder import Encoder
from scoring import load_rule_set
from tests.scoring.sheets import sheet_words
from ui.cli.main import COMMANDS, main


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def run_json(*arguments: str) -> Any:
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def write_sheet(path: Path, target: str, change: dict[str, Any], **more: Any) -> str:
    words = sheet_words(load_rule_set("tcrea-2023"), target, change, **more)
    path.write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")
    return str(path)


def test_every_command_has_help() -> None:
    assert run("--help").exit_code == 0
    for name in COMMANDS:
        assert run(name, "--help").exit_code == 0, name


def test_score_prints_the_fixed_format(tmp_path: Path) -> None:
    path = write_sheet(
        tmp_path / "s.json",
        "B",
        {"C1.2.1": {"points": "2.5", "reason": "北侧无照明联动"}},
        stage="pre",
    )
    public = run_json("score", path)
    assert public["outcome"] == "passed"
    assert public["levels"]["B"]["points"] == "100"
    assert public["levels"]["C"]["points"] == "98.5"
    assert public["levels"]["C"]["gates"]["C1.1.1"] == "met"
    assert public["bounds"]["C"] == ["98.5", "98.5"]
    assert public["interpretations"]["used"]["pass_mark"] == "gt"
    steps = {step["subject"]: step for step in public["trace"]}
    assert "北侧无照明联动" in steps["C1.2.1"]["text_zh"]


def test_score_exits_0_whatever_the_outcome_and_2_for_an_invalid_sheet(tmp_path: Path) -> None:
    failed = write_sheet(tmp_path / "f.json", "B", {"B1.1.1": {"met": False}})
    assert run("score", failed).exit_code == 0
    invalid = write_sheet(tmp_path / "i.json", "B", {"B1.1.1": {"met": 3}, "B9.9.9": {"met": True}})
    result = run("score", invalid, "--json")
    assert result.exit_code == 2
    public = json.loads(result.stdout)
    assert public["outcome"] == "invalid"
    assert [reason["code"] for reason in public["reasons"]] == ["not_true_or_false", "unknown_row"]
    assert [reason["clause"] for reason in public["reasons"]] == ["B1.1.1", "B9.9.9"]
    assert public["levels"] == {}
    assert "nothing scored" in run("score", invalid, "--lang", "en").output


def test_score_tells_people_the_outcome_in_both_languages(tmp_path: Path) -> None:
    path = write_sheet(tmp_path / "s.json", "C", {"C3.2.1": None})
    assert "尚未评完" in run("score", path).output
    english = run("score", path, "--lang", "en", "--trace", "--read", "pass_mark=ge").output
    assert "incomplete" in english
    assert "C3.2.1: not assessed yet" in english
    assert run("score", path, "--read", "pass_mark").exit_code == 2


def test_plan_names_rows_and_refuses_table_c1(tmp_path: Path) -> None:
    path = write_sheet(
        tmp_path / "s.json",
        "C",
        {"C3.2.1": {"met": False}, "C5.3.3": {"met": False}, "C3.2.2": {"met": False}},
    )
    public = run_json("plan", path)
    assert [row["id"] for row in public["levels"]["C"]["rows"]] == ["C3.2.2"]
    assert "C3.2.2" in run("plan", path, "--lang", "en").output
    table = tmp_path / "t.yaml"
    table.write_text("rule_set: scs-c1\n", encoding="utf-8")
    result = run("plan", str(table))
    assert result.exit_code == 1
    assert "no pass mark" in result.stderr
    assert run("plan", str(tmp_path / "none.yaml")).exit_code == 2


def test_compare_shows_both_sheets(tmp_path: Path) -> None:
    one = write_sheet(tmp_path / "a.json", "C", {})
    two = write_sheet(tmp_path / "b.json", "C", {"C3.2.1": {"met": False}})
    public = run_json("compare", one, two)
    assert public["totals"]["C"] == ["100", "90"]
    assert public["rows"][0]["id"] == "C3.2.1"
    assert "C3.2.1" in run("compare", one, two).output
    table = tmp_path / "t.yaml"
    table.write_text("rule_set: scs-c1\n", encoding="utf-8")
    assert run("compare", one, str(table)).exit_code == 1
    assert run("compare", one, str(tmp_path / "none.yaml")).exit_code == 2


def test_a_new_sheet_scores_as_incomplete(tmp_path: Path) -> None:
    out = tmp_path / "sheet.xlsx"
    assert (
        run("sheet", "new", "--rule-set", "tcrea-2023", "--level", "B", "--out", str(out)).exit_code
        == 0
    )
    public = run_json("score", str(out))
    assert public["outcome"] == "incomplete"
    assert public["bounds"]["B"] == ["0", "100"]
    assert (
        run("sheet", "new", "--rule-set", "tcrea-2023", "--level", "B", "--out", str(out)).exit_code
        == 2
    )
    assert (
        run(
            "sheet",
            "new",
            "--rule-set",
            "scs-c1",
            "--level",
            "B",
            "--out",
            str(tmp_path / "x.xlsx"),
        ).exit_code
        == 2
    )
    assert (
        run("sheet", "new", "--rule-set", "scs-c1", "--out", str(tmp_path / "x.ods")).exit_code == 2
    )


def test_standards_are_listed_and_shown() -> None:
    listed = run_json("standards", "list")
    assert [entry["id"] for entry in listed] == ["tcrea-2023", "scs-c1"]
    shown = run_json("standards", "show", "tcrea-2023", "A1.4.3")
    assert [entry["id"] for entry in shown] == ["A1.4.3", "A3.4.3"]
    assert "印作 A1.4.3" in run("standards", "show", "tcrea-2023", "A1.4.3").output
    assert len(run_json("standards", "show", "scs-c1")) == 134
    assert "SE11" in run("standards", "show", "scs-c1", "--lang", "en").output
    missing = run("standards", "show", "tcrea-2023", "A1.2.9")
    assert missing.exit_code == 1
    assert "Nearest ids" in missing.stderr


def test_settings_and_their_origin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANPING_PORT", "8123")
    assert "8123" in run("settings").output
    monkeypatch.setenv("ANPING_PROT", "1")
    result = run("settings")
    assert result.exit_code == 2
    assert "ANPING_PORT" in result.output


def test_the_shipped_data_passes_every_lint() -> None:
    result = run("check")
    assert result.exit_code == 0, result.output


@pytest.mark.encoder
def test_ask_and_search_one_and_many(tmp_path: Path, real_encoder: Encoder) -> None:
    public = run_json("ask", "重点位置的录像要保存多久？")
    assert public["citations"][0]["clause"] == "A2.3.4"
    assert "A3.4.3" in run("ask", "A1.4.3").output
    found = run_json("search", "电梯轿厢视频", "-k", "3")
    assert found[0]["clause"] == "C1.3.5"
    assert set(found[0]) == {"standard", "clause", "similarity", "text"}
    batch = tmp_path / "batch.jsonl"
    batch.write_bytes(
        b'{"id": "1", "question": "9.1"}\n\nnot json\n{"id": 2, "history": "x", "question": "9.2"}\n'
        b'{"id": "3"}\n\xff\xfe\n[1]\n{"id": "4", "query": "pass mark", "history": ["9.1", "a"]}\n'
    )
    lines = [json.loads(line) for line in run("ask", "--batch", str(batch)).stdout.splitlines()]
    assert [line["id"] for line in lines] == ["1", None, "2", "3", None, None, "4"]
    assert ["error" in line for line in lines] == [False, True, True, True, True, True, False]
    lines = [
        json.loads(line)
        for line in run("search", "--batch", str(batch), "--json").stdout.splitlines()
    ]
    assert lines[0]["results"][0]["clause"] == "9.1"
    history = tmp_path / "history.json"
    history.write_text('[{"role": "user", "content": "A级充电区要什么？"}]', encoding="utf-8")
    follow = json.loads(run("ask", "那B级呢？", "--history", str(history), "--json").stdout)
    assert follow["clauses"][0].startswith("B3.4")
    history.write_text("{", encoding="utf-8")
    assert run("ask", "x", "--history", str(history)).exit_code == 1
    assert run("ask").exit_code == 2
    assert run("search").exit_code == 2
    assert run("ask", "--batch", str(tmp_path / "none")).exit_code == 1


@pytest.mark.encoder
def test_a_case_from_new_to_evidence(tmp_path: Path, real_encoder: Encoder) -> None:
    case_id = run("case", "new", "测试", "--rule-set", "tcrea-2023", "--level", "C").stdout.strip()
    assert len(case_id.splitlines()) == 1
    text = tmp_path / "说明.md"
    text.write_text(
        "# 说明\n\n电梯轿厢内安装半球摄像机，采集的图像能清晰显示人员的乘梯情况。\n",
        encoding="utf-8",
    )
    added = run_json("case", "add", case_id, str(text), str(tmp_path / "none.pdf"))
    assert [entry["status"] for entry in added] == ["read", "refused"]
    assert {"file", "status", "pages", "passages", "reason"} <= set(added[0])
    listed = run_json("case", "passages", case_id)
    assert "轿厢" in listed[0]["text"] + listed[-1]["text"]
    for command in (("evidence", case_id), ("case", "evidence", case_id, "--level", "C")):
        found = {entry["indicator"]: entry for entry in run_json(*command)}
        assert found["C1.3.5"]["status"] == "supported"
    assert "C1.3.5  有证据" in run("evidence", case_id).stdout
    assert run_json("ask", "电梯里装摄像机了吗", "--case", case_id)["passages"]
    assert run_json("case", "list")[0]["documents"] == 1
    assert run("case", "remove", case_id, "说明.md").exit_code == 0
    assert run("case", "remove", case_id, "说明.md").exit_code == 1
    assert run_json("case", "passages", case_id) == []


def test_a_whole_case_is_removed_once_that_is_confirmed() -> None:
    case_id = run("case", "new", "测试", "--rule-set", "scs-c1").stdout.strip()
    refused = CliRunner().invoke(main, ["case", "remove", case_id], input="n\n")
    assert refused.exit_code == 1
    assert "0 documents" in refused.stderr
    assert run("case", "remove", case_id, "--yes").stdout.strip() == case_id
    assert run_json("case", "list") == []
    assert run("case", "remove", case_id, "--yes").exit_code != 0


def test_cases_are_created_only_with_a_fitting_level() -> None:
    assert run("case", "new", "x", "--rule-set", "tcrea-2023").exit_code == 2
    assert run("case", "new", "x", "--rule-set", "scs-c1", "--level", "A").exit_code == 2
    assert run("case", "new", "  ", "--level", "A").exit_code == 2
    missing = run("case", "add", "c-000000", "x.pdf")
    assert missing.exit_code == 1
    assert "corpus-unknown-case" in missing.stderr


@pytest.mark.encoder
def test_a_cold_question_imports_neither_torch_nor_the_vector_store(
    tmp_path: Path, real_encoder: Encoder
) -> None:
    code = (
        "import sys\nfrom ui.cli.main import main\n"
        "main(['ask', '9.1', '--json'], standalone_mode=False)\n"
        "print([m for m in ('torch', 'transformers', 'chromadb', 'gradio', 'langchain') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={**os.environ}
    )
    assert done.stdout.strip().splitlines()[-1] == "[]"


def test_serving_other_machines_must_be_meant() -> None:
    result = run("serve", "--host", "0.0.0.0")
    assert result.exit_code == 2
    assert "no accounts" in result.output
