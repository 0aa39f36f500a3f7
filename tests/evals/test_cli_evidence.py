"""`anping eval evidence` and `anping eval pin-evidence` on the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from evals.evidence import DEV_DOSSIERS, TEST_DOSSIERS
from evals.evidence_pins import pins_of, read_pins, write_pins
from tests.evals.evidence_samples import RIGHT, WRONG, run
from ui.cli.main import main

DOCS = Path(__file__).parents[2] / "docs" / "evals.md"


@pytest.fixture
def _sample(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every run ends like the sample that gets all wrong, so that nothing has to be read."""

    def evaluate(*_: Any, **__: Any) -> Any:
        return run(WRONG, ["red-star"])

    monkeypatch.setenv("ANPING_ENCODER", "hash")
    monkeypatch.setattr("evals.evidence.evaluate", evaluate)


def _anping(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["eval", *map(str, arguments)])


@pytest.mark.usefixtures("_sample")
def test_figures_are_printed_and_a_report_is_kept_once(tmp_path: Path) -> None:
    folder = tmp_path / "report"
    result = _anping("evidence", "red-star", "--out", folder)
    assert result.exit_code == 0, result.output
    assert "| red-star (dev): evidence | 0.125 " in result.stdout
    assert "red-star C1.2.1: contradicted, found supported; no quote" in result.stdout
    kept = json.loads((folder / "evidence.json").read_text(encoding="utf-8"))
    assert kept["rows"][0]["figures"]["accuracy"]["value"] == 0.25
    assert (folder / "evidence.md").read_text(encoding="utf-8").startswith("# Evidence\n")
    again = _anping("evidence", "red-star", "--out", folder)
    assert again.exit_code == 1
    assert "[eval-run]" in again.stderr
    assert "it holds a report already" in again.stderr


@pytest.mark.usefixtures("_sample")
def test_json_holds_the_same_report() -> None:
    report = json.loads(_anping("evidence", "red-star", "--json").stdout)
    assert [entry["indicator"] for entry in report["wrong"]][:2] == ["C1.1.2", "C1.2.1"]


@pytest.mark.usefixtures("_sample")
def test_a_fallen_figure_fails_the_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evals.evidence_pins.are_pinned", lambda: False)
    unpinned = _anping("evidence", "red-star", "--check")
    assert unpinned.exit_code == 0
    assert "no figures are pinned (`anping eval pin-evidence`)" in unpinned.stderr
    write_pins(pins_of(run(RIGHT, ["red-star"])), tmp_path)
    monkeypatch.setattr("evals.evidence_pins.are_pinned", lambda: True)
    monkeypatch.setattr("evals.evidence_pins.read_pins", lambda: read_pins(tmp_path))
    fallen = _anping("evidence", "red-star", "--check")
    assert fallen.exit_code == 1
    assert "FALLEN red-star accuracy: 0.2500, pinned 1.0000" in fallen.stderr


@pytest.mark.usefixtures("_sample")
def test_pinning_into_a_folder_leaves_the_docs_alone(tmp_path: Path) -> None:
    docs = DOCS.read_bytes()
    result = _anping("pin-evidence", "--into", tmp_path / "pins")
    assert result.exit_code == 0, result.output
    assert result.stdout.strip() == str(tmp_path / "pins" / "evidence.yaml")
    pinned = read_pins(tmp_path / "pins").figures["red-star"]["evidence"]
    assert pinned["accuracy"][0] == 0.25
    assert DOCS.read_bytes() == docs


def test_an_unknown_dossier_ends_with_its_code(tmp_path: Path) -> None:
    result = _anping("evidence", "no-such-dossier", "--out", tmp_path)
    assert result.exit_code == 1
    assert "[eval-dossier]" in result.stderr
    shipped = ", ".join(sorted((*DEV_DOSSIERS, *TEST_DOSSIERS)))
    assert f"shipped: {shipped}" in result.stderr


def test_a_report_that_cannot_be_kept_costs_no_run(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    result = _anping("evidence", "red-star", "--out", tmp_path / "file")
    assert result.exit_code == 1
    assert "[eval-run]" in result.stderr
