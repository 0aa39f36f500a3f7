"""The command `anping chat`: kept, undone, shown, exported."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner, Result

from corpus.encoder import Encoder
from ui.cli.main import main


def run(*words: str, typed: str = "") -> Result:
    return CliRunner().invoke(main, ["chat", "--user", "me", *words], input=typed)


def test_a_conversation_goes_on_in_the_next_run(real_encoder: Encoder) -> None:
    assert "A2.3.4" in run(typed="A2.3.4\n").output
    assert "1 分" in run(typed="它几分？\n:quit\n").output
    shown = json.loads(run("--show", "--json").stdout)
    assert [entry["question"] for entry in shown] == ["A2.3.4", "它几分？"]


def test_undo_and_clear_by_command(real_encoder: Encoder) -> None:
    result = run(typed="A2.3.4\n:undo\n:undo\n9.1\n")
    assert "已撤回：A2.3.4" in result.output
    assert "没有可撤回的问题" in result.output
    assert run("--clear").exit_code == 0
    assert json.loads(run("--show", "--json").stdout) == []


def test_the_conversation_is_exported_as_markdown(real_encoder: Encoder, tmp_path: Path) -> None:
    run(typed="9.1\n")
    out = tmp_path / "talk.md"
    assert run("--export", str(out)).exit_code == 0
    assert out.read_text(encoding="utf-8").startswith("## 1. 9.1")


def test_an_unknown_case_is_refused(real_encoder: Encoder) -> None:
    result = run("--case", "c-none", typed="9.1\n")
    assert result.exit_code == 1
    assert "c-none" in result.output
