"""
Fitting prototypes to wordings whose aspect is known: a shrunken linear discriminant. Pure.

Within-class scatter W of the vectors around the mean of their aspect is shrunk towards a multiple
of the identity; vectors are projected by the Cholesky factor of its inverse, so that directions in
which wordings of one aspect vary weigh little, and then onto the main directions of the centres.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.evidence.prototypes import Matrix, Prototypes

# Chosen on dev dossiers left out of the fit; docs/decisions/0002-nearness.md.
_SHRINKAGE = 1.0
DIRECTIONS = 128


def fit(
    vectors: Matrix,
    classes: Sequence[int],
    aspects: Sequence[tuple[str, str]],
    encoder: str,
    directions: int = DIRECTIONS,
) -> Prototypes:
    """
    Return the prototypes of aspects.

    Args:
        vectors: of the wordings; shape (wordings, dimension).
        classes: the place of each wording's aspect among `aspects`; each aspect has a wording.
        aspects: indicator and aspect id.
        encoder: fingerprint of the one that made the vectors.
        directions: kept of the projected space, at most.

    Raises:
        ValueError: an aspect has no wording.
    """
    rows = np.asarray(classes)
    counts = np.bincount(rows, minlength=len(aspects))
    if not counts.all():
        raise ValueError(f"no wording of {aspects[int(np.argmin(counts))]}")
    mean = vectors.mean(axis=0, dtype=np.float64)
    centred = vectors - mean
    centres = np.zeros((len(aspects), vectors.shape[1]))
    np.add.at(centres, rows, centred)
    centres /= counts[:, None]
    placed = centres @ (whitening := _whitening(centred - centres[rows], len(aspects)))
    _, _, axes = np.linalg.svd(_unit(placed), full_matrices=False)
    projection = whitening @ axes[:directions].T
    return Prototypes(
        encoder,
        mean.astype(np.float32),
        projection.astype(np.float32),
        _unit(centres @ projection).astype(np.float32),
        {name: at for at, name in enumerate(aspects)},
    )


def _whitening(residuals: NDArray[np.float64], aspects: int) -> NDArray[np.float64]:
    dimension = residuals.shape[1]
    scatter = residuals.T @ residuals / max(1, len(residuals) - aspects)
    shrunk = scatter + _SHRINKAGE * np.trace(scatter) / dimension * np.eye(dimension)
    return np.asarray(np.linalg.cholesky(np.linalg.inv(shrunk)), np.float64)


def _unit(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    return np.asarray(matrix / np.maximum(lengths, 1e-9), np.float64)
