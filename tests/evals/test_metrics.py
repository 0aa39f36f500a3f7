"""Every measure against a table computed by hand, and against another implementation."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.metrics import (
    found_of,
    gains_of,
    ndcg,
    recall_at_ten,
    reciprocal_rank,
    says,
    success_at,
)

GRADES = st.lists(st.sampled_from([0, 0, 1, 2]), min_size=1, max_size=10)


@pytest.mark.parametrize(
    ("gains", "ideal", "expected"),
    [
        # gains, ideal -> R@1, R@5, MRR@10, nDCG@10
        # (2/1 + 1/1.58496) / (2/1 + 1/1.58496) = 1
        ([2, 1], [2, 1], (1.0, 1.0, 1.0, 1.0)),
        # (1/1 + 2/1.58496) / (2 + 1/1.58496) = 2.26186 / 2.63093
        ([1, 2], [2, 1], (1.0, 1.0, 1.0, 0.859719)),
        # only at rank 3, discount log2(4) = 2: (2/2) / 2
        ([0, 0, 2], [2], (0.0, 1.0, 1 / 3, 0.5)),
        # only at rank 6, discount log2(7) = 2.80735: (1/2.80735) / (2 + 1/1.58496)
        ([0, 0, 0, 0, 0, 1], [2, 1], (0.0, 0.0, 1 / 6, 0.135392)),
        ([0, 0], [2], (0.0, 0.0, 0.0, 0.0)),
        ([], [1], (0.0, 0.0, 0.0, 0.0)),
    ],
)  # fmt: skip
def test_the_measures_agree_with_hand_computed_tables(
    gains: list[int], ideal: list[int], expected: tuple[float, ...]
) -> None:
    found = (
        success_at(gains, ideal, 1),
        success_at(gains, ideal, 5),
        reciprocal_rank(gains, ideal),
        ndcg(gains, ideal),
    )
    assert found == pytest.approx(expected, abs=1e-6)


def test_nothing_is_defined_without_gold() -> None:
    assert success_at([0], [], 1) is None
    assert reciprocal_rank([0], []) is None
    assert ndcg([0], []) is None
    assert recall_at_ten(0, []) is None
    assert recall_at_ten(0, [1]) is None


def test_what_stands_below_rank_ten_counts_for_nothing() -> None:
    gains = [0] * 10 + [2]
    assert success_at(gains, [2], 10) == 0.0
    assert reciprocal_rank(gains, [2]) == 0.0
    assert ndcg(gains, [2]) == 0.0


def test_more_gold_than_ten_can_still_be_ranked_perfectly() -> None:
    assert ndcg([2] * 10, [2] * 12) == 1.0


def test_a_repeated_id_gains_once_and_a_chunk_its_best() -> None:
    gold = {"a": 2, "b": 1, "c": 2}
    assert gains_of([["a"], ["a"], ["b", "c"], ["b"]], gold) == (2, 0, 2, 0)
    assert found_of([["a"], ["a"], ["b", "c"]], gold) == 2
    assert gains_of([], gold) == ()


@pytest.fixture(scope="module")
def other_ndcg() -> Any:
    """scikit-learn's, which comes with sentence-transformers."""
    return pytest.importorskip("sklearn.metrics").ndcg_score


@given(gains=GRADES)
def test_ndcg_agrees_with_another_implementation(other_ndcg: Any, gains: list[int]) -> None:
    ranked = [*gains, *([0] * (10 - len(gains)))]
    if any(ranked):
        order = [[float(-rank) for rank in range(10)]]
        assert ndcg(gains, ranked) == pytest.approx(other_ndcg([ranked], order, k=10))


@given(gains=GRADES, more=GRADES)
def test_every_measure_lies_between_0_and_1(gains: list[int], more: list[int]) -> None:
    ideal = [grade for grade in (*gains, *more) if grade]
    for value in (ndcg(gains, ideal), reciprocal_rank(gains, ideal), success_at(gains, ideal, 5)):
        assert value is None or 0.0 <= value <= 1.0 + 1e-12


@given(gains=GRADES)
def test_the_order_of_the_gold_does_not_matter(gains: list[int]) -> None:
    ideal = [grade for grade in gains if grade]
    forth, back = ndcg(gains, ideal), ndcg(gains, ideal[::-1])
    assert forth == back or math.isclose(forth or 0, back or 0)


@pytest.mark.parametrize(
    ("fact", "text", "expected"),
    [
        ("90", "保存 90 天", True), ("90", "保存90天", True), ("90", "190 天", False),
        ("90", "900 天", False), ("90", "90.5 天", False), ("90", "1.90", False),
        ("90", "共 90。", True), ("90", "90. Then", True), ("90", "1 90 2", True),
        ("90", "190 and 90", True), ("2/3", "at least 2/3 of them", True),
        ("评审组", "由评审组进行", True), ("90天", "９０ 天", True), ("", "any", False),
        ("90%", "达到 90％", True), ("Thirty Days", "thirty days", True),
    ],
)  # fmt: skip
def test_a_fact_is_found_whole_and_normalised(fact: str, text: str, expected: bool) -> None:
    assert says(fact, [text]) is expected


def test_a_fact_does_not_reach_over_two_texts() -> None:
    assert not says("ab", ["a", "b"])
    assert not says("a", [])
