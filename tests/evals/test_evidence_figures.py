"""Figures of evidence, against tables worked out by hand."""

from __future__ import annotations

import pytest

from evals.dossier import Status
from evals.evidence_figures import (
    FIGURES,
    KINDS,
    confusion_of,
    figures_of,
    macro_f1,
    macro_f1_of,
)
from tests.evals.evidence_samples import RIGHT, WRONG, judgement


def test_macro_f1_counts_every_status_alike() -> None:
    expected: list[Status] = ["supported"] * 3 + ["partial", "contradicted", "none"]
    said: list[Status] = ["supported", "supported", "partial", "partial", "none", "none"]
    # supported 2*2/(3+2), partial 2*1/(1+2), contradicted 0/(1+0), none 2*1/(1+2)
    by_hand = (4 / 5 + 2 / 3 + 0 + 2 / 3) / 4
    assert macro_f1_of(expected, said) == pytest.approx(by_hand)
    found = macro_f1(expected, said)
    assert found is not None
    assert found.value == pytest.approx(by_hand)
    assert 0 <= found.low <= found.value <= found.high <= 1
    assert found.n == 6


def test_a_status_that_nobody_uses_is_left_out() -> None:
    assert macro_f1_of(["none", "none"], ["none", "none"]) == 1.0
    assert macro_f1([], []) is None


def test_all_right_is_one_and_nothing_is_false() -> None:
    figures = figures_of([judgement(RIGHT)])
    assert set(figures) == {*FIGURES, *KINDS}
    values = {name: found and found.value for name, found in figures.items()}
    assert values == {
        "macro-F1": 1.0,
        "accuracy": 1.0,
        "aspects": None,
        "R@3": 1.0,
        "contradictions recall": 1.0,
        "contradictions precision": 1.0,
        "false evidence": 0.0,
        "distractors": 0.0,
        "verbatim": 1.0,
        "quotes in docx": 1.0,
        "quotes in pdf": None,
        "quotes in scan": 1.0,
        "quotes in xlsx": None,
        "quotes in txt": None,
    }


def test_pooled_dossiers_count_by_rows() -> None:
    figures = figures_of([judgement(RIGHT, "one"), judgement(WRONG, "two")])
    values = {name: figures[name] for name in FIGURES}
    assert [values[name].n for name in ("accuracy", "R@3", "false evidence")] == [8, 6, 2]  # type: ignore[union-attr]
    # 5 of 8 statuses; 1 of 2 contradicted, of the 2 said to be; the lure of one of two dossiers
    assert values["accuracy"].value == 5 / 8  # type: ignore[union-attr]
    for name in ("R@3", "contradictions recall", "contradictions precision", "distractors"):
        assert values[name].value == 0.5, name  # type: ignore[union-attr]


def test_confusions_hold_every_row_once() -> None:
    confusion = confusion_of([judgement(WRONG)])
    assert confusion["supported"]["supported"] == 1
    assert confusion["contradicted"]["supported"] == 1
    assert confusion["partial"]["contradicted"] == 1
    assert confusion["none"]["supported"] == 1
    assert sum(n for found in confusion.values() for n in found.values()) == 4


def test_without_judgements_nothing_is_defined() -> None:
    assert set(figures_of([]).values()) == {None}
