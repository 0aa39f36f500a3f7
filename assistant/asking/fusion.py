"""
Words and meaning as one ranking. Pure.

Meaning counts by how far an entry stands out among all (standard deviations), words by the share
of the question's words that an entry covers. A question in a language the entries are not
written in is covered by none of them, so meaning alone decides; a plain sum of two scores that
are each stretched to the same size would drown it in chance matches.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

# Set on the dev halves of our suites and on a public set; see docs/evals.md.
COVERAGE_WEIGHT = 5.0


def fused(dense: NDArray[np.float64], coverage: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return one score an entry; both arrays have shape (entries,) or (questions, entries)."""
    return standardised(dense) + COVERAGE_WEIGHT * coverage


def standardised(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the values of each row with mean 0 and standard deviation 1; empty stays empty."""
    if not values.size:
        return values
    spread = values.std(axis=-1, keepdims=True) + 1e-9
    return np.asarray((values - values.mean(axis=-1, keepdims=True)) / spread)
