"""Every lint finds its fault: one fault each in a copy of the shipped data."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.evidence.load_expectations import EXPECTATIONS
from corpus.load import DATA
from scoring.load import RULES
from ui.lint import findings

BROKEN = yaml.safe_load(
    (Path(__file__).parents[1] / "cases" / "broken" / "data.yaml").read_text(encoding="utf-8")
)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(DATA, tmp_path / "corpus")
    shutil.copytree(RULES, tmp_path / "rules")
    shutil.copytree(EXPECTATIONS, tmp_path / "expectations")
    return tmp_path


@pytest.mark.parametrize("case", [pytest.param(case, id=case["lint"]) for case in BROKEN])
def test_one_fault_gives_its_finding_with_file_and_line(copy: Path, case: dict[str, Any]) -> None:
    path = copy / case["file"]
    text = path.read_text(encoding="utf-8")
    assert case["replace"] in text, "the case no longer fits the data"
    path.write_text(text.replace(case["replace"], case["with"], 1), encoding="utf-8")
    found = findings(copy / "corpus", copy / "rules", copy / "expectations")
    matching = [finding for finding in found if finding.code == case["finding"]]
    assert matching, [str(finding) for finding in found[:5]]
    assert all(finding.line >= 1 and str(finding.file) in str(finding) for finding in matching)


def test_the_shipped_data_has_no_finding(copy: Path) -> None:
    assert findings(copy / "corpus", copy / "rules", copy / "expectations") == ()


def test_a_rule_set_without_its_text_is_found(copy: Path) -> None:
    shutil.rmtree(copy / "corpus" / "scs-c1")
    assert "no-corpus" in [
        finding.code for finding in findings(copy / "corpus", copy / "rules", copy / "expectations")
    ]
