"""
Prototypes: where the known wordings of each aspect lie among an encoder's vectors. Pure.

Cosines of a small encoder hardly tell one matter of a project from another, for all its sentences
are much alike. One that was tuned to tell aspects apart, with a projection that keeps the
directions in which they differ, places what speaks of an aspect near a point that stands for it.
Tuning is `evals.tune_encoder`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]
SHOWS, IDLES = 0, 2


@dataclass(frozen=True, slots=True)
class Prototypes:
    """
    The prototypes of a rule set's aspects.

    Attributes:
        encoder: fingerprint of the one whose vectors they were fitted to; others do not fit.
        mean: what is taken off a vector first; shape (dimension,).
        projection: of shape (dimension, kept directions).
        centres: of length 1, one a row; shape (aspects, kept directions).
        row_by_aspect: the row of each aspect, by indicator and aspect id.
        tones, tone_bias: give logits of what a text does: it shows something built, denies
            something, neither, or shows in part; shapes (dimension, tones) and (tones,).
    """

    encoder: str
    mean: Matrix
    projection: Matrix
    centres: Matrix
    row_by_aspect: Mapping[tuple[str, str], int]
    tones: Matrix
    tone_bias: Matrix

    def nearness(self, vectors: Matrix) -> Matrix:
        """
        Return how near vectors come to each aspect: cosines of shape (vectors, aspects).

        Unrelated ones lie about 0, good wordings from about 0.35 on.
        """
        placed = (vectors - self.mean) @ self.projection
        lengths = np.linalg.norm(placed, axis=1, keepdims=True)
        return np.asarray(placed / np.maximum(lengths, 1e-9) @ self.centres.T, np.float32)

    def tones_of(self, vectors: Matrix) -> Matrix:
        """
        Return the shares of what texts do: show something built (`SHOWS`), deny something, or
        neither (`IDLES`): what is recited, planned, praised or said of others, and titles; and
        what shows in part. Shape (vectors, tones).
        """
        logits = vectors @ self.tones + self.tone_bias
        odds = np.exp(logits - logits.max(axis=1, keepdims=True))
        return np.asarray(odds / odds.sum(axis=1, keepdims=True), np.float32)
