"""Bootstrap intervals."""

from __future__ import annotations

import numpy as np
import pytest

from evals.interval import mean_of, ratio_of


def test_no_defined_value_gives_no_estimate() -> None:
    assert mean_of([]) is None
    assert mean_of([None, None]) is None
    assert ratio_of([True], [False]) is None


def test_undefined_values_count_neither_way() -> None:
    found = mean_of([1.0, None, 0.0])
    assert found is not None
    assert (found.value, found.n) == (0.5, 2)


def test_the_interval_is_near_the_normal_one_for_many_values() -> None:
    values = [float(number % 2) for number in range(400)]
    found = mean_of(values)
    assert found is not None
    # 0.5 ± 1.96 * sqrt(0.25 / 400) = 0.5 ± 0.049
    assert (found.low, found.high) == pytest.approx((0.451, 0.549), abs=0.006)


def test_the_same_values_give_the_same_interval_whatever_was_drawn_before() -> None:
    before = mean_of([0.0, 1.0, 1.0])
    np.random.default_rng().random(10)
    assert mean_of([0.0, 1.0, 1.0]) == before


def test_a_ratio_counts_only_among_its_base() -> None:
    found = ratio_of([True, True, False, True], [True, False, True, True])
    assert found is not None
    assert (found.value, found.n) == (pytest.approx(2 / 3), 3)
    assert 0.0 <= found.low <= found.value <= found.high <= 1.0


def test_a_ratio_over_one_question_survives_draws_without_it() -> None:
    found = ratio_of([True, False], [True, False])
    assert found is not None
    assert (found.low, found.high) == (1.0, 1.0)
