"""
What tuning changed of the default model's weights, small enough to ship beside the code.

The change of every matrix is kept as the product of two thin ones, that of vectors (biases, layer
norms) whole; the model that was tuned stays in its package. Tuning is `evals.tune_encoder`.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from corpus.encoder_weights import E5Weights, Matrix
from corpus.errors import EncoderError

_LEFT, _RIGHT, _VECTOR = "left ", "right ", "vector "


@dataclass(frozen=True, slots=True)
class Retuned:
    """A matrix as it is shipped, and what is added: left x right, (rows, rank) x (rank, columns)."""

    shipped: Matrix
    left: NDArray[np.float32]
    right: NDArray[np.float32]

    def dequantised(self) -> NDArray[np.float32]:
        """Return the float32 matrix of shape (rows, columns)."""
        return np.asarray(self.shipped.dequantised() + self.left @ self.right, np.float32)


@dataclass(frozen=True, slots=True)
class Tuning:
    """
    The change of a tuned model.

    factors: of matrices by name, what `Retuned` adds. vectors: by name, as they are after tuning.
    """

    factors: Mapping[str, tuple[NDArray[np.float32], NDArray[np.float32]]]
    vectors: Mapping[str, NDArray[np.float32]]

    @classmethod
    def between(
        cls, before: E5Weights, after: Mapping[str, NDArray[np.float32]], rank: int
    ) -> Self:
        """Return the change to tuned matrices and vectors by name, of matrices its main part."""
        factors = {}
        for name, matrix in before.matrices.items():
            if name in after:
                left, sizes, right = np.linalg.svd(
                    after[name] - matrix.dequantised(), full_matrices=False
                )
                root = np.sqrt(sizes[:rank])
                factors[name] = (left[:, :rank] * root, root[:, None] * right[:rank])
        vectors = {name: after[name] for name in before.vectors if name in after}
        return cls(factors, vectors)

    def apply(self, weights: E5Weights) -> E5Weights:
        """Return the tuned model's weights."""
        matrices: dict[str, Matrix] = dict(weights.matrices)
        for name, (left, right) in self.factors.items():
            matrices[name] = Retuned(weights.matrices[name], left, right)
        return dataclasses.replace(
            weights, matrices=matrices, vectors={**weights.vectors, **self.vectors}
        )

    def save(self, path: Path) -> None:
        """Write it in half precision."""
        kept = {f"{_VECTOR}{name}": vector for name, vector in self.vectors.items()}
        for name, (left, right) in self.factors.items():
            kept |= {f"{_LEFT}{name}": left, f"{_RIGHT}{name}": right}
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(
            path,
            allow_pickle=False,
            **{name: part.astype(np.float16) for name, part in kept.items()},
        )


def load_tuning(path: Path) -> Tuning:
    """
    Read what `Tuning.save` wrote.

    Raises:
        EncoderError: there is no such file, or it is none of this kind.
    """
    try:
        with np.load(path, allow_pickle=False) as kept:
            parts = {name: kept[name].astype(np.float32) for name in kept.files}
        names = [name.removeprefix(_LEFT) for name in parts if name.startswith(_LEFT)]
        return Tuning(
            {name: (parts[_LEFT + name], parts[_RIGHT + name]) for name in names},
            {
                name.removeprefix(_VECTOR): part
                for name, part in parts.items()
                if name.startswith(_VECTOR)
            },
        )
    except (OSError, ValueError, KeyError) as fault:
        raise EncoderError(f"'{path}' is no tuning of the encoder: {fault}") from fault


def tuning_digest(path: Path) -> str:
    """Return what changes whenever a tuning does; "" where there is none."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12] if path.is_file() else ""
