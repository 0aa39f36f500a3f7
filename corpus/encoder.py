"""
Text encoders: sentences to vectors whose inner products are similarities.

Three behind one protocol: the default (multilingual-e5-small on onnxruntime, offline), any
sentence-transformers model by name or folder, and a hash encoder without a model for tests.
Heavy libraries are imported by the encoder that needs them.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.encoder_build import FACTS, GRAPH, TOKENIZER, build_default_encoder
from corpus.errors import EncoderError

Vectors = NDArray[np.float32]
DEFAULT = "default"
HASH = "hash"
SENTENCE_TRANSFORMERS = "sentence-transformers:"
_PADDING = 1
_SPACES = re.compile(" {2,}")
# Texts of a batch times their longest length: keeps the working memory of a batch small.
_BATCH_TOKENS = 4096


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


class OnnxEncoder:
    """
    The default encoder on onnxruntime.

    Texts longer than 512 tokens are cut there. One instance may serve many threads.
    """

    def __init__(self, folder: Path) -> None:
        import onnxruntime  # noqa: PLC0415 - only this encoder needs it
        from tokenizers import Tokenizer  # noqa: PLC0415

        facts = json.loads((folder / FACTS).read_text(encoding="utf-8"))
        self._build = str(facts["build"])
        self._dimension = int(facts["dimension"])
        self._limit = int(facts["tokens"])
        self._bos, self._eos = int(facts["bos"]), int(facts["eos"])
        self._normalised = {int(point): text for point, text in facts["normalised"].items()}
        self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            str(folder / GRAPH), options, providers=["CPUExecutionProvider"]
        )

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
        clean = text.encode("utf-8", "replace").decode("utf-8")
        normal = _SPACES.sub(" ", clean.translate(self._normalised))
        content = self._tokenizer.encode(normal, add_special_tokens=False).ids
        return [self._bos, *content[: self._limit - 2], self._eos]

    def _encode(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), self._dimension), np.float32)
        tokens = [self.token_ids(text) for text in texts]
        for batch in _batches(tokens):
            longest = max(len(tokens[index]) for index in batch)
            ids = np.full((len(batch), longest), _PADDING, np.int64)
            mask = np.zeros((len(batch), longest), np.int64)
            for row, index in enumerate(batch):
                ids[row, : len(tokens[index])] = tokens[index]
                mask[row, : len(tokens[index])] = 1
            (output,) = self._session.run(None, {"input_ids": ids, "attention_mask": mask})
            vectors[batch] = output
        return vectors


def _batches(tokens: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """Group texts of similar length, so that little is wasted on padding."""
    batch: list[int] = []
    for index in sorted(range(len(tokens)), key=lambda entry: len(tokens[entry])):
        if batch and (len(batch) + 1) * len(tokens[index]) > _BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch


class SentenceTransformerEncoder:
    """Any model that sentence-transformers loads, by hub name or folder."""

    def __init__(self, name: str) -> None:
        # Takes seconds and brings torch; the default encoder does without.
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415

        try:
            self._model: Any = SentenceTransformer(name, device="cpu")
        except (OSError, ValueError) as fault:
            raise EncoderError(f"sentence-transformers cannot load {name!r}: {fault}") from fault
        self._name = name
        prefixed = "e5" in Path(name).name.lower()
        self._prefixes = ("query: ", "passage: ") if prefixed else ("", "")

    @property
    def fingerprint(self) -> str:
        """The model's name, or the folder with a hash of its configuration."""
        config = Path(self._name) / "config.json"
        if not config.is_file():
            return f"st-{self._name}"
        return f"st-{Path(self._name).name}-{hashlib.sha256(config.read_bytes()).hexdigest()[:12]}"

    @property
    def dimension(self) -> int:
        """What the model says."""
        return int(self._model.get_sentence_embedding_dimension())

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Encode questions; E5 models get their prefix, others the prompt they define."""
        prompts = getattr(self._model, "prompts", None) or {}
        prompt = self._prefixes[0] or prompts.get("query") or ""
        return self._encode(texts, prompt)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Encode texts to be found; E5 models get their prefix."""
        return self._encode(texts, self._prefixes[1])

    def _encode(self, texts: Sequence[str], prompt: str) -> Vectors:
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        vectors = self._model.encode(
            [prompt + text for text in texts],
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
