"""What tuning changed of the default model: kept small, read back, applied."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from corpus.encoder_tuning import Tuning, load_tuning, tuning_digest
from corpus.encoder_weights import E5Weights, FourBit, Vocabulary
from corpus.errors import EncoderError

RANDOM = np.random.default_rng(1)
SHAPE = (64, 32)


def _four_bit() -> FourBit:
    codes = RANDOM.integers(0, 16, SHAPE).astype(np.uint8)
    return FourBit(codes, RANDOM.random((SHAPE[0], 1)).astype(np.float32))


def _weights() -> E5Weights:
    return E5Weights(
        32, 1, 2, 64, 16, 1e-5, Vocabulary((), 0, 1, 2, {}),
        {"l0.q.b": np.zeros(64, np.float32), "l0.k.b": np.zeros(64, np.float32)},
        _four_bit(),
        {"l0.q.w": _four_bit(), "l0.k.w": _four_bit()},
    )  # fmt: skip


def _change(rank: int) -> np.ndarray:
    left, right = RANDOM.normal(size=(SHAPE[0], rank)), RANDOM.normal(size=(rank, SHAPE[1]))
    return (left @ right).astype(np.float32)


def test_a_change_of_low_rank_comes_back_whole(tmp_path: Path) -> None:
    before = _weights()
    wanted = before.matrices["l0.q.w"].dequantised() + _change(3)
    bias = RANDOM.normal(size=64).astype(np.float32)
    Tuning.between(before, {"l0.q.w": wanted, "l0.q.b": bias}, 4).save(tmp_path / "t.npz")
    after = load_tuning(tmp_path / "t.npz").apply(before)
    assert np.allclose(after.matrices["l0.q.w"].dequantised(), wanted, atol=0.05)
    assert np.allclose(after.vectors["l0.q.b"], bias, atol=0.01)
    assert after.matrices["l0.k.w"] is before.matrices["l0.k.w"]
    assert after.vectors["l0.k.b"] is before.vectors["l0.k.b"]


def test_of_a_change_of_higher_rank_the_main_part_is_kept() -> None:
    before = _weights()
    shipped = before.matrices["l0.q.w"].dequantised()
    change = _change(8)
    kept = Tuning.between(before, {"l0.q.w": shipped + change}, 4).apply(before)
    missed = np.linalg.norm(kept.matrices["l0.q.w"].dequantised() - shipped - change)
    assert 0 < missed < np.linalg.norm(change)


def test_a_digest_follows_the_file(tmp_path: Path) -> None:
    path = tmp_path / "t.npz"
    assert tuning_digest(path) == ""
    Tuning({}, {"l0.q.b": np.zeros(3, np.float32)}).save(path)
    first = tuning_digest(path)
    Tuning({}, {"l0.q.b": np.ones(3, np.float32)}).save(path)
    assert first != tuning_digest(path)


@pytest.mark.parametrize("content", [None, b"no archive"])
def test_what_is_no_tuning_is_named(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "t.npz"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(EncoderError, match=r"t\.npz"):
        load_tuning(path)
