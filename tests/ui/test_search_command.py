"""`anping search` and `anping prepare`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from corpus.encoder import Encoder
from ui.cli.main import main


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


@pytest.mark.encoder
def test_results_are_ranked_and_verbatim(real_encoder: Encoder) -> None:
    found = json.loads(run("search", "charging e-bikes fire", "-k", "5", "--json").stdout)
    assert len(found) == 5
    assert {entry["clause"] for entry in found} & {"A3.4.1", "B3.4.1", "C3.4.1"}
    similarities = [entry["similarity"] for entry in found]
    assert similarities == sorted(similarities, reverse=True)
    assert all(isinstance(value, float) for value in similarities)


@pytest.mark.encoder
def test_filters_hold_for_one_and_for_many(tmp_path: Path, real_encoder: Encoder) -> None:
    batch = tmp_path / "q.jsonl"
    batch.write_text(
        '{"id": 1, "query": "门禁"}\n{"id": 2, "question": "门禁"}\n', encoding="utf-8"
    )
    result = run("search", "--batch", str(batch), "--level", "A", "-k", "4")
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [line["id"] for line in lines] == ["1", "2"]
    assert lines[0]["results"] == lines[1]["results"]
    assert all(entry["clause"][0] == "A" for entry in lines[0]["results"])
    assert json.loads(run("search", "  ", "--json").stdout) == []


def test_prepare_builds_once_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANPING_CACHE", str(tmp_path))
    monkeypatch.setenv("ANPING_ENCODER", "hash")
    first, second = run("prepare"), run("prepare")
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert "Indexing the standards" in first.stderr
    assert "Indexing the standards" not in second.stderr
    assert "Ready" in second.stderr
    assert first.stdout == ""
    answer = json.loads(run("ask", "9.1", "--json").stdout)
    assert answer["citations"][0]["clause"] == "9.1"
