"""
Intervals by the bootstrap: how far a mean of so many questions can be trusted. Pure.

Questions are drawn with replacement 2,000 times by a generator of its own with a fixed seed; the
interval holds the middle 95% of the means (Efron and Tibshirani 1993, percentile method).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

DRAWS = 2000
SEED = 20240501
TAILS = (2.5, 97.5)


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over n questions with its 95% interval."""

    value: float
    low: float
    high: float
    n: int


def mean_of(values: Sequence[float | None]) -> Estimate | None:
    """
    Return the mean of the defined values; None when there is none.

    >>> mean_of([1.0, 1.0, None])
    Estimate(value=1.0, low=1.0, high=1.0, n=2)
    """
    defined = np.array([value for value in values if value is not None], dtype=np.float64)
    return _estimate(defined, np.ones(len(defined))) if len(defined) else None


def ratio_of(counted: Sequence[bool], among: Sequence[bool]) -> Estimate | None:
    """
    Return the share of `among` that is also `counted`; None when `among` is empty. n is its size.

    Both hold one entry a question; draws that hold none of `among` are left out.
    """
    base = np.array(among, dtype=np.float64)
    if not base.any():
        return None
    return _estimate(np.array(counted, dtype=np.float64) * base, base)


def _estimate(parts: NDArray[np.float64], base: NDArray[np.float64]) -> Estimate:
    drawn = draws(len(base))
    sums = drawn @ base
    means = (drawn @ parts)[sums > 0] / sums[sums > 0]
    low, high = np.percentile(means, TAILS)
    return Estimate(float(parts.sum() / base.sum()), float(low), float(high), int(base.sum()))


@lru_cache(maxsize=32)
def draws(n: int) -> NDArray[np.float64]:
    """Return how often each of n questions is drawn, of shape (DRAWS, n)."""
    chosen = np.random.default_rng(SEED).integers(0, n, size=(DRAWS, n))
    counts = np.zeros((DRAWS, n))
    np.add.at(counts, (np.arange(DRAWS)[:, None], chosen), 1)
    return counts
