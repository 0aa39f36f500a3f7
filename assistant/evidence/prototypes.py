"""
Prototypes: where the known wordings of each aspect lie among an encoder's vectors. Pure.

Cosines of a small encoder hardly tell one matter of a project from another, for all its sentences
are much alike. Fitted to known wordings, a projection keeps the directions in which aspects differ
and weakens those in which the wordings of one aspect do; in it, the mean of an aspect's wordings
stands for the aspect. Fitting is `evals.fit_prototypes`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Prototypes:
    """
    The prototypes of a rule set's aspects.

    Attributes:
        encoder: fingerprint of the one whose vectors they were fitted to; others do not fit.
        mean: of all wordings; shape (dimension,).
        projection: of shape (dimension, kept directions).
        centres: of length 1, one a row; shape (aspects, kept directions).
        row_by_aspect: the row of each aspect, by indicator and aspect id.
    """

    encoder: str
    mean: Matrix
    projection: Matrix
    centres: Matrix
    row_by_aspect: Mapping[tuple[str, str], int]

    def nearness(self, vectors: Matrix) -> Matrix:
        """
        Return how near vectors come to each aspect: cosines of shape (vectors, aspects).

        Unrelated ones lie about 0, good wordings from about 0.3 on.
        """
        placed = (vectors - self.mean) @ self.projection
        lengths = np.linalg.norm(placed, axis=1, keepdims=True)
        return np.asarray(placed / np.maximum(lengths, 1e-9) @ self.centres.T, np.float32)
