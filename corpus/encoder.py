"""
Text encoders: sentences to vectors whose inner products are similarities.

Three behind one protocol: the default (multilingual-e5-small on onnxruntime, offline), any
sentence-transformers model by name or folder, and a hash encoder without a model for tests.
Heavy libraries are imported by the encoder that needs them.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.encoder_build import GRAPH, build_default_encoder, build_tuned_encoder
from corpus.encoder_tokens import load_tokens
from corpus.errors import EncoderError

Vectors = NDArray[np.float32]
DEFAULT = "default"
HASH = "hash"
SENTENCE_TRANSFORMERS = "sentence-transformers:"
_E5 = re.compile(r"(?<![a-z0-9])e5(?![0-9])")


class Encoder(Protocol):
    """
    What every encoder offers.

    fingerprint: changes whenever the vectors would. dimension: length of a vector. Vectors are
    float32 of shape (texts, dimension) and of length 1; no texts give shape (0, dimension).
    """

    @property
    def fingerprint(self) -> str:
        """A stable name of model and build; indexes are keyed by it."""

    @property
    def dimension(self) -> int:
        """Length of every vector."""

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Encode questions."""

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Encode texts to be found."""


def load_encoder(spec: str, cache: Path) -> Encoder:
    """
    Load an encoder: `default`, `sentence-transformers:NAME_OR_FOLDER`, or `hash` (tests).

    The default one is built in `cache` first where it is missing.

    Raises:
        EncoderError: an unknown spec, or the model cannot be built or loaded.
    """
    if spec == DEFAULT:
        return OnnxEncoder(build_default_encoder(cache))
    if spec == HASH:
        return HashEncoder()
    if spec.startswith(SENTENCE_TRANSFORMERS) and len(spec) > len(SENTENCE_TRANSFORMERS):
        return SentenceTransformerEncoder(spec.removeprefix(SENTENCE_TRANSFORMERS))
    raise EncoderError(f"there is no encoder {spec!r}")


def load_tuned_encoder(cache: Path, tuning: Path) -> Encoder:
    """
    Load what a tuning makes of the default encoder; it is built in `cache` first where it is missing.

    Raises:
        EncoderError: the model cannot be built or loaded.
    """
    return OnnxEncoder(build_tuned_encoder(cache, tuning))


class OnnxEncoder:
    """
    The default encoder, or one tuned from it, on onnxruntime.

    A text is encoded by itself, on one core, as many at a time as there are cores: nothing is
    lost on padding, and a vector depends on its own text alone. Texts longer than 512 tokens are
    cut there. One instance may serve many threads.
    """

    def __init__(self, folder: Path) -> None:
        import onnxruntime  # noqa: PLC0415 - only this encoder needs it

        self._build = folder.name
        self._tokens = load_tokens(folder)
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        options.intra_op_num_threads = 1
        # Higher levels fuse what runs faster apart.
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
        self._session = onnxruntime.InferenceSession(
            str(folder / GRAPH), options, providers=["CPUExecutionProvider"]
        )
        self._dimension = int(self._session.get_outputs()[0].shape[1])
        self._workers = ThreadPoolExecutor(_usable_cores(), thread_name_prefix="encoder")

    @property
    def fingerprint(self) -> str:
        """Name of the build."""
        return self._build

    @property
    def dimension(self) -> int:
        """384."""
        return self._dimension

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Encode questions, with the prefix that the model was trained with."""
        return self._encode([f"query: {text}" for text in texts])

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Encode texts to be found, with the prefix that the model was trained with."""
        return self._encode([f"passage: {text}" for text in texts])

    def token_ids(self, text: str) -> list[int]:
        """Return the token ids of a prefixed text, first and last markers included."""
        return self._tokens.ids(text)

    def _encode(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), self._dimension), np.float32)
        encoded = map(self._vector, texts) if len(texts) == 1 else self._in_parallel(texts)
        for row, vector in enumerate(encoded):
            vectors[row] = vector
        return vectors

    def _in_parallel(self, texts: Sequence[str]) -> Iterator[Vectors]:
        return self._workers.map(self._vector, texts)

    def _vector(self, text: str) -> Vectors:
        ids = np.array([self._tokens.ids(text)], np.int64)
        (output,) = self._session.run(None, {"input_ids": ids})
        return np.asarray(output[0], np.float32)


def _usable_cores() -> int:
    """Return how many cores this process may run on (a container may have fewer than the host)."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class SentenceTransformerEncoder:
    """
    Any model that sentence-transformers loads, by hub name or folder.

    The prompts that the model defines are used; without any, an E5 model gets the prefixes that
    it was trained with. Texts longer than the model's limit are cut there.
    """

    def __init__(self, name: str) -> None:
        # Takes seconds and brings torch; the default encoder does without.
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415

        try:
            self._model: Any = SentenceTransformer(name, device="cpu")
        except (OSError, ValueError) as fault:
            raise EncoderError(f"sentence-transformers cannot load {name!r}: {fault}") from fault
        self._name = name
        dimension = self._model.get_embedding_dimension()
        if dimension is None:
            raise EncoderError(f"the model {name!r} does not say how long its vectors are")
        self._dimension = int(dimension)
        prompts: dict[str, str] = getattr(self._model, "prompts", None) or {}
        query = prompts.get("query") or ""
        passage = prompts.get("passage") or prompts.get("document") or ""
        if not query and not passage and _E5.search(Path(name).name.lower()):
            query, passage = "query: ", "passage: "
        self._query_prompt, self._passage_prompt = query, passage

    @property
    def fingerprint(self) -> str:
        """The model's name; a folder's name with a hash of what lies in it (sizes and times)."""
        folder = Path(self._name)
        if not folder.is_dir():
            return f"st-{self._name}"
        digest = hashlib.sha256()
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            facts = path.stat()
            entry = (path.relative_to(folder).as_posix(), facts.st_size, facts.st_mtime_ns)
            digest.update(repr(entry).encode())
        return f"st-{folder.name}-{digest.hexdigest()[:12]}"

    @property
    def dimension(self) -> int:
        """What the model says."""
        return self._dimension

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Encode questions with the model's prompt for them."""
        return self._encode(texts, self._query_prompt)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Encode texts to be found with the model's prompt for them."""
        return self._encode(texts, self._passage_prompt)

    def _encode(self, texts: Sequence[str], prompt: str) -> Vectors:
        if not texts:
            return np.zeros((0, self._dimension), np.float32)
        vectors = self._model.encode(
            [prompt + text for text in texts],
            # The prompt is in the texts already; an empty one keeps a default one away.
            prompt="",
            normalize_embeddings=True,
            show_progress_bar=False,
            convert_to_numpy=True,
        )
        return np.asarray(vectors, np.float32)


class HashEncoder:
    """
    A deterministic encoder without a model, for tests: hashed character bigrams.

    Texts that share bigrams are similar; it knows nothing of meaning or of languages.
    """

    fingerprint = "hash-1"
    dimension = 256

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Encode questions."""
        return self.encode_passages(texts)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Encode texts to be found; an empty text gives the first unit vector."""
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in enumerate(texts):
            padded = f" {text.lower()} "
            for start in range(len(padded) - 1):
                digest = hashlib.blake2b(padded[start : start + 2].encode(), digest_size=4).digest()
                vectors[row, int.from_bytes(digest, "little") % self.dimension] += 1
            length = float(np.linalg.norm(vectors[row]))
            if length:
                vectors[row] /= length
            else:
                vectors[row, 0] = 1
        return vectors
