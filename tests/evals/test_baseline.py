"""Pinned figures: what counts as fallen, and what is only worth a note."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from evals.baseline import (
    BASELINES,
    Baseline,
    baseline_of,
    drift_of,
    pinned_suites,
    read_baseline,
    write_baseline,
)
from evals.errors import BaselineError
from evals.pinned_page import with_figures
from evals.suite import SUITES, load_suite
from evals.summary import Row, summarise
from tests.evals.samples import CONDITIONS, record

RIGHT, WRONG = "A1.2.1", "B1.2.1"
ROOT = Path(__file__).parents[2]


def _rows(*first: str, system: str = "assistant") -> tuple[Row, ...]:
    return summarise([record(f"q{i}", name, system=system) for i, name in enumerate(first)])


def _baseline(*first: str, system: str = "assistant") -> Baseline:
    return baseline_of("s", _rows(*first, system=system), CONDITIONS)


def test_the_same_run_has_not_drifted() -> None:
    drift = drift_of(_baseline(RIGHT, WRONG), _rows(RIGHT, WRONG), CONDITIONS)
    assert drift.fallen == drift.notes == ()


def test_a_figure_below_its_pin_has_fallen_and_one_above_is_a_note() -> None:
    fallen = drift_of(_baseline(RIGHT, RIGHT), _rows(RIGHT, WRONG), CONDITIONS).fallen
    assert "s dev all assistant R@1: 0.5000, pinned 1.0000" in fallen
    risen = drift_of(_baseline(RIGHT, WRONG), _rows(RIGHT, RIGHT), CONDITIONS)
    assert risen.fallen == ()
    assert "s dev all assistant R@1: 1.0000, better than 0.5000" in risen.notes


def test_a_loss_within_the_tolerance_is_none() -> None:
    pinned = replace(_baseline(RIGHT, RIGHT), tolerance=0.5)
    assert drift_of(pinned, _rows(RIGHT, WRONG), CONDITIONS).fallen == ()


def test_a_figure_that_is_not_defined_any_more_has_fallen() -> None:
    pinned = _baseline(RIGHT)
    rows = summarise([record("q0", gold={})])
    assert "not defined" in drift_of(pinned, rows, CONDITIONS).fallen[0]


def test_a_failed_question_has_fallen() -> None:
    rows = [replace(row, failed=1) for row in _rows(RIGHT)]
    assert "1 questions ended in an error" in drift_of(_baseline(RIGHT), rows, CONDITIONS).fallen[0]


def test_naive_systems_may_fall() -> None:
    pinned = _baseline(RIGHT, system="BM25")
    assert pinned.figures == {}
    assert drift_of(pinned, _rows(WRONG, system="BM25"), CONDITIONS).fallen == ()


def test_another_encoder_or_corpus_is_a_note_and_another_suite_is_not_compared() -> None:
    pinned = _baseline(RIGHT)
    other = replace(CONDITIONS, encoder="e2", clauses={"tcrea-2023": 382})
    drift = drift_of(pinned, _rows(RIGHT), other)
    assert (drift.fallen, len(drift.notes)) == ((), 2)
    changed = replace(CONDITIONS, suites={"s": "another"})
    assert "changed since it was pinned" in drift_of(pinned, _rows(RIGHT), changed).fallen[0]


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    pinned = _baseline(RIGHT, WRONG)
    path = write_baseline(pinned, tmp_path)
    assert read_baseline("s", tmp_path) == pinned
    assert pinned_suites(tmp_path) == ("s",)
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("text", ["[", "- a", "a: 1", ""])
def test_missing_and_spoiled_pins_say_how_to_pin(tmp_path: Path, text: str) -> None:
    with pytest.raises(BaselineError, match="none are pinned"):
        read_baseline("s", tmp_path)
    (tmp_path / "s.yaml").write_text(text)
    with pytest.raises(BaselineError, match="anping eval pin s"):
        read_baseline("s", tmp_path)


def test_every_pin_is_of_a_shipped_suite_as_it_is_now() -> None:
    for name in pinned_suites():
        assert read_baseline(name).digest == load_suite(SUITES / f"{name}.yaml").digest


def test_the_tables_of_the_docs_are_those_of_the_pins() -> None:
    page = (ROOT / "docs" / "evals.md").read_text(encoding="utf-8")
    assert with_figures(page, [read_baseline(name) for name in pinned_suites()]) == page


def test_a_page_without_a_place_for_the_figures_is_refused() -> None:
    names = [path.stem for path in BASELINES.glob("*") if path.stem != "evidence"]
    baselines = [read_baseline(name) for name in names]
    with pytest.raises(BaselineError, match="it lacks the lines"):
        with_figures("# Evaluations", baselines)
