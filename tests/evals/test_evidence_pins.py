"""Pinned figures of evidence."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from evals.baseline import pinned_suites
from evals.errors import BaselineError
from evals.evidence_pins import (
    are_pinned,
    evidence_drift,
    pins_of,
    read_pins,
    with_evidence_figures,
    write_pins,
)
from tests.evals.evidence_samples import RIGHT, WRONG, run

DOCS = Path(__file__).parents[2] / "docs" / "evals.md"


def test_pins_are_read_as_they_were_written_and_are_no_suite(tmp_path: Path) -> None:
    assert not are_pinned(tmp_path)
    pins = pins_of(run(RIGHT, ["one", "two"]))
    assert write_pins(pins, tmp_path) == tmp_path / "evidence.yaml"
    assert are_pinned(tmp_path)
    assert read_pins(tmp_path) == pins
    assert pins.figures["one"]["evidence"]["macro-F1"] == [1.0, 1.0, 1.0, 4]
    assert set(pins.figures) == {"one", "two", "dev dossiers"}
    assert pinned_suites(tmp_path) == ()


def test_missing_and_broken_pins_are_named(tmp_path: Path) -> None:
    with pytest.raises(BaselineError, match=r"none are pinned.*anping eval pin-evidence"):
        read_pins(tmp_path)
    (tmp_path / "evidence.yaml").write_text("tolerance: 0.01\nsurplus: 1\n")
    with pytest.raises(BaselineError, match="surplus"):
        read_pins(tmp_path)


def test_the_same_figures_have_not_moved() -> None:
    drift = evidence_drift(pins_of(run()), run())
    assert (drift.fallen, drift.notes) == ((), ())


def test_more_false_evidence_is_a_loss_and_less_is_a_gain() -> None:
    fallen = evidence_drift(pins_of(run(RIGHT)), run(WRONG)).fallen
    assert "sample false evidence: 1.0000, pinned 0.0000" in fallen
    assert "sample accuracy: 0.2500, pinned 1.0000" in fallen
    back = evidence_drift(pins_of(run(WRONG)), run(RIGHT))
    assert back.fallen == ()
    assert "sample distractors: 0.0000, better than 1.0000" in back.notes


def test_a_move_within_the_tolerance_is_none() -> None:
    pins = replace(
        pins_of(run()), figures={"sample": {"evidence": {"accuracy": [1.009, 0.9, 1.0, 4]}}}
    )
    assert evidence_drift(pins, run()).fallen == ()
    pins = replace(pins, figures={"sample": {"evidence": {"accuracy": [1.011, 0.9, 1.0, 4]}}})
    assert len(evidence_drift(pins, run()).fallen) == 1


def test_a_figure_that_is_not_defined_any_more_has_fallen() -> None:
    pins = replace(
        pins_of(run()), figures={"sample": {"evidence": {"quotes in txt": [0.5, 0.4, 0.6, 4]}}}
    )
    assert evidence_drift(pins, run()).fallen == (
        "sample quotes in txt: not defined, pinned 0.5000",
    )


def test_a_changed_dossier_is_not_compared() -> None:
    pins = replace(pins_of(run(RIGHT, ["one", "two"])), dossiers={"one": "other", "two": "digest"})
    drift = evidence_drift(pins, run(WRONG, ["one", "two"]))
    assert drift.fallen[0] == "one has changed since it was pinned; look, then pin again"
    assert {entry.split()[0] for entry in drift.fallen[1:]} == {"two"}


def test_a_dossier_without_pins_is_a_note_and_one_that_was_not_run_nothing() -> None:
    pins = pins_of(run(RIGHT, ["one", "two"]))
    drift = evidence_drift(pins, run(RIGHT, ["one"]))
    assert (drift.fallen, drift.notes) == ((), ())
    assert evidence_drift(pins, run(RIGHT, ["new"])).notes == ("new: no figures are pinned",)


def test_the_page_has_a_place_for_the_figures() -> None:
    page = with_evidence_figures(DOCS.read_text(encoding="utf-8"), pins_of(run()))
    assert "| sample: evidence | 1.000 (1.00–1.00; 4) |" in page
    assert with_evidence_figures(page, pins_of(run())) == page
    with pytest.raises(BaselineError, match="it lacks the lines"):
        with_evidence_figures("# Evaluations", pins_of(run()))
