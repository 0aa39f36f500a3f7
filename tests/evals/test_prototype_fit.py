"""Prototypes fitted to wordings."""

from __future__ import annotations

import numpy as np
import pytest

from evals.prototype_fit import fit

ASPECTS = (("A1.1.1", "cameras"), ("A1.1.2", "doors"), ("A1.1.3", "fire"))


def _wordings(seed: int) -> tuple[np.ndarray, list[int]]:
    """Thirty vectors that lie by their aspect in the last columns and vary widely in the first."""
    random = np.random.default_rng(seed)
    classes = [row % len(ASPECTS) for row in range(30)]
    vectors = random.normal(0, 0.05, (30, 12))
    vectors[:, 0] += random.normal(0, 1, 30)
    vectors[np.arange(30), [9 + place for place in classes]] += 0.5
    return vectors.astype(np.float32), classes


def test_directions_in_which_wordings_of_one_aspect_differ_weigh_little() -> None:
    vectors, classes = _wordings(1)
    fitted = fit(vectors, classes, ASPECTS, "encoder-1")
    unseen, expected = _wordings(2)
    assert fitted.nearness(unseen).argmax(axis=1).tolist() == expected
    assert fitted.encoder == "encoder-1"
    assert fitted.row_by_aspect["A1.1.2", "doors"] == 1
    assert fitted.centres.shape[1] <= len(ASPECTS)


def test_nearness_is_a_cosine_and_nothing_gives_nothing() -> None:
    vectors, classes = _wordings(1)
    fitted = fit(vectors, classes, ASPECTS, "encoder-1", directions=2)
    near = fitted.nearness(vectors)
    assert near.shape == (30, 3)
    assert np.abs(near).max() <= 1 + 1e-5
    assert fitted.nearness(np.zeros((0, 12), np.float32)).shape == (0, 3)


def test_an_aspect_without_wordings_is_named() -> None:
    vectors, classes = _wordings(1)
    with pytest.raises(ValueError, match="fire"):
        fit(vectors, [min(place, 1) for place in classes], ASPECTS, "encoder-1")
