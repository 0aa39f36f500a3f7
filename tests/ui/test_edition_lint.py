"""The lints of an edition in a folder of its own: one fault each."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from tests.editions import next_edition
from ui.cli.main import main
from ui.lint import edition_findings

BROKEN = yaml.safe_load(
    (Path(__file__).parents[1] / "cases" / "broken" / "editions.yaml").read_text(encoding="utf-8")
)


@pytest.fixture(scope="module")
def draft(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return next_edition(tmp_path_factory.mktemp("edition") / "V2.4").folder


@pytest.mark.parametrize("case", [pytest.param(case, id=case["lint"]) for case in BROKEN])
def test_one_fault_gives_its_finding(draft: Path, tmp_path: Path, case: dict[str, Any]) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(draft, copy)
    path = copy / case["file"]
    text = path.read_text(encoding="utf-8")
    assert case["replace"] in text, "the case no longer fits the edition"
    path.write_text(text.replace(case["replace"], case["with"], 1), encoding="utf-8")
    assert case["finding"] in [finding.code for finding in edition_findings(copy)]


def test_the_command_lints_a_folder(draft: Path, tmp_path: Path) -> None:
    assert CliRunner().invoke(main, ["check", str(draft)]).exit_code == 0
    broken = tmp_path / "broken"
    shutil.copytree(draft, broken)
    (broken / "rules" / "lock.txt").unlink()
    result = CliRunner().invoke(main, ["check", str(broken)])
    assert result.exit_code == 1
    assert "[hash]" in result.stdout
