"""`anping eval` on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from evals.baseline import read_baseline
from ui.cli.main import main

DOCS = Path(__file__).parents[2] / "docs" / "evals.md"

SUITE = """questions:
  - {id: q1, split: dev, language: zh, question: "A1.2.1 说什么？", gold: {A1.2.1: 2}}
  - {id: q2, split: test, language: en, question: "A1.2.2 please", gold: {A1.2.2: 2}}
"""


@pytest.fixture(autouse=True)
def _hash_encoder(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    monkeypatch.setenv("ANPING_ENCODER", "hash")
    monkeypatch.setenv("ANPING_CACHE", str(tmp_path_factory.getbasetemp() / "eval-cache"))


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    path = tmp_path / "own.yaml"
    path.write_text(SUITE, encoding="utf-8")
    return path


def _anping(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["eval", *map(str, arguments)])


def test_a_run_prints_figures_and_keeps_its_folder(suite: Path, tmp_path: Path) -> None:
    folder = tmp_path / "run"
    result = _anping("run", suite, "--out", folder)
    assert result.exit_code == 0, result.output
    assert "| own dev all | assistant | 1 | 1.000 |" in result.stdout
    assert "2 questions, 4 calls" in result.stderr
    assert sorted(path.name for path in folder.iterdir()) == [
        "results.html",
        "results.json",
        "results.jsonl",
        "results.md",
    ]
    assert len((folder / "results.jsonl").read_text(encoding="utf-8").splitlines()) == 4
    for path in folder.iterdir():
        assert "A1.2.2" not in path.read_text(encoding="utf-8"), path.name


def test_baselines_and_ablations_run_beside_the_product(suite: Path) -> None:
    pytest.importorskip("langchain_chroma")
    result = _anping("run", suite, "--baselines", "--ablations", "--json")
    rows = json.loads(result.stdout)
    asked = {(row["system"], row["split"]) for row in rows}
    assert ("LangChain, plain", "test") in asked
    assert ("without words", "dev") in asked
    assert ("without words", "test") not in asked


def test_one_half_can_be_run_alone(suite: Path) -> None:
    rows = json.loads(_anping("run", suite, "--split", "dev", "--json").stdout)
    assert {row["split"] for row in rows} == {"dev"}


def test_there_is_no_way_to_see_the_test_half() -> None:
    for command in ("run", "compare", "pin"):
        assert "reveal" not in _anping(command, "--help").stdout


def test_two_runs_are_compared(suite: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        assert _anping("run", suite, "--out", tmp_path / name).exit_code == 0
    result = _anping("compare", tmp_path / "a", tmp_path / "b")
    assert "| own dev all | R@1 | 1 | 0 | 0 | +0.000 (+0.000 to +0.000) | no |" in result.stdout
    found = json.loads(
        _anping("compare", tmp_path / "a", tmp_path / "a", "--with", "retrieval", "--json").stdout
    )
    assert found["unpaired"] == 0
    wrong = _anping("compare", tmp_path / "a", tmp_path / "b", "--system", "BM25")
    assert wrong.exit_code == 1
    assert "[eval-run]" in wrong.stderr
    assert "assistant, retrieval" in wrong.stderr


def test_a_bad_suite_costs_no_run(suite: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text(SUITE.replace("gold:", "glod:"), encoding="utf-8")
    result = _anping("run", suite, bad, "--out", tmp_path / "run")
    assert result.exit_code == 1
    assert "[eval-suite]" in result.stderr
    assert "did you mean 'gold'?" in result.stderr
    assert not (tmp_path / "run").exists()


def test_a_suite_without_pins_is_told_and_is_no_failure(suite: Path) -> None:
    result = _anping("run", suite, "--check")
    assert result.exit_code == 0
    assert "own: no figures are pinned (`anping eval pin own`)" in result.stderr


def test_a_fallen_figure_fails_the_check() -> None:
    result = _anping("run", "first-questions", "--split", "dev", "--check")
    assert result.exit_code == 1
    assert "pinned with encoder" in result.stderr
    assert "FALLEN first-questions dev all assistant" in result.stderr


def test_foreign_paragraphs_are_searched(tmp_path: Path) -> None:
    path = tmp_path / "squad.json"
    qas = [{"id": "1", "question": "red fox?"}]
    paragraphs = [{"context": "A red fox.", "qas": qas}, {"context": "Whales.", "qas": []}]
    path.write_text(json.dumps({"data": [{"paragraphs": paragraphs}]}))
    result = _anping("retrieval", path, "--passages", path)
    assert "| BM25 | 1 | 1.000 (1.000–1.000) |" in result.stdout
    found = json.loads(_anping("retrieval", path, "--json").stdout)
    assert [entry["r1"]["value"] for entry in found] == [1.0] * 4
    missing = _anping("retrieval", tmp_path / "none.json")
    assert missing.exit_code == 1
    assert "[eval-questions]" in missing.stderr


def test_pinning_writes_what_is_measured_and_nothing_else(suite: Path, tmp_path: Path) -> None:
    pytest.importorskip("langchain_chroma")
    docs = DOCS.read_bytes()
    result = _anping("pin", suite, "--into", tmp_path / "pins")
    assert result.exit_code == 0, result.output
    assert result.stdout.strip() == str(tmp_path / "pins" / "own.yaml")
    pinned = read_baseline("own", tmp_path / "pins")
    assert pinned.figures["dev"]["all"]["assistant"]["R@1"] == [1.0, 1.0, 1.0, 1]
    assert "without words" in pinned.figures["dev"]["all"]
    assert "LangChain, plain" in pinned.figures["test"]["all"]
    assert DOCS.read_bytes() == docs
