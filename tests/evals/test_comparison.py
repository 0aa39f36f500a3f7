"""Two runs side by side."""

from __future__ import annotations

import pytest

from evals.comparison import compare, comparison_text
from tests.evals.samples import record

BEFORE = [record("q1", "A1.2.1"), record("q2", "B1.2.1", "A1.2.1"), record("q3", "B1.2.1")]
AFTER = [record("q1", "A1.2.1"), record("q2", "A1.2.1"), record("q3", "B1.2.1")]


def test_wins_losses_and_the_paired_difference_are_told() -> None:
    found = {(d.group, d.measure): d for d in compare(BEFORE, AFTER).differences}
    change = found["all", "R@1"]
    assert (change.wins, change.losses, change.change.n) == (1, 0, 3)
    assert change.change.value == pytest.approx(1 / 3)
    back = {(d.group, d.measure): d for d in compare(AFTER, BEFORE).differences}["all", "R@1"]
    assert (back.wins, back.losses, back.change.value) == (0, 1, pytest.approx(-1 / 3))


def test_a_run_differs_from_itself_by_nothing() -> None:
    comparison = compare(BEFORE, BEFORE)
    assert {(d.wins, d.losses, d.change.value) for d in comparison.differences} == {(0, 0, 0.0)}
    assert comparison.changes == ()
    assert "Won" not in comparison_text(comparison)


def test_changed_questions_of_the_dev_half_are_listed() -> None:
    text = comparison_text(compare(BEFORE, AFTER))
    assert "Won by nDCG@10, dev half:\n\n- s q2: 0.631 -> 1.000  问题 q2" in text


def test_of_the_test_half_no_question_is_listed() -> None:
    before = [record("q2", "B1.2.1", split="test")]
    after = [record("q2", "A1.2.1", split="test")]
    comparison = compare(before, after)
    assert comparison.changes == ()
    assert any(d.wins == 1 for d in comparison.differences)
    assert "q2" not in comparison_text(comparison)


def test_questions_of_one_run_only_or_with_another_gold_are_left_out_and_counted() -> None:
    after = [record("q1", "A1.2.1", gold={"A1.2.1": 1}), record("q2", "A1.2.1"), record("q9")]
    comparison = compare(BEFORE, after)
    assert comparison.unpaired == 3
    assert "3 questions are not in both runs" in comparison_text(comparison)


def test_kinds_are_shown_on_demand_only() -> None:
    comparison = compare(BEFORE, AFTER)
    assert "kind:plain" not in comparison_text(comparison)
    assert "kind:plain" in comparison_text(comparison, kinds=True)
