"""
Building the default encoder: shipped weights to a folder with a graph and a tokenizer, once.

The folder appears whole or not at all: it is made beside its place and renamed into it, so a
kill in the middle, or two processes at once, leave no half encoder.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from pathlib import Path

from tokenizers import Tokenizer, models, pre_tokenizers

from corpus.encoder_weights import Vocabulary, read_weights, shipped_weight_file

# Raise the number when the graph or the tokenizer is built differently: vectors change with it.
BUILD = "multilingual-e5-small-int4-1"
GRAPH, TOKENIZER, FACTS = "model.onnx", "tokenizer.json", "facts.json"


def encoder_folder(cache: Path) -> Path:
    """Return where the default encoder stands, built or not."""
    return cache / "encoder" / BUILD


def is_built(cache: Path) -> bool:
    """Whether the default encoder can be loaded without building it."""
    return (encoder_folder(cache) / FACTS).is_file()


def build_default_encoder(cache: Path, *, force: bool = False) -> Path:
    """
    Build the default encoder unless it is there, and return its folder.

    Raises:
        EncoderError: the shipped weights are missing or of another layout.
    """
    folder = encoder_folder(cache)
    if is_built(cache) and not force:
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=folder.parent))
    try:
        _write(draft)
        if force and folder.exists():
            shutil.rmtree(folder)
        try:
            draft.rename(folder)
        except OSError:
            # Another process was faster; what it made from the same weights is the same.
            if not is_built(cache):
                raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return folder


def _write(folder: Path) -> None:
    # onnx is needed for building only and takes most of a second to import.
    import onnx  # noqa: PLC0415

    from corpus.encoder_graph import build_graph  # noqa: PLC0415

    weights = read_weights(shipped_weight_file())
    onnx.save(build_graph(weights), folder / GRAPH)
    build_tokenizer(weights.vocabulary).save(str(folder / TOKENIZER), pretty=False)
    vocabulary = weights.vocabulary
    facts = {
        "build": BUILD,
        "dimension": weights.hidden,
        "tokens": weights.positions,
        "bos": vocabulary.bos,
        "eos": vocabulary.eos,
        "normalised": {str(point): text for point, text in vocabulary.normalised.items()},
    }
    with (folder / FACTS).open("w", encoding="utf-8") as stream:
        json.dump(facts, stream, ensure_ascii=False)
        stream.flush()
        os.fsync(stream.fileno())


def build_tokenizer(vocabulary: Vocabulary) -> Tokenizer:
    """Return the unigram tokenizer; normalising characters comes before it, in the encoder."""
    tokenizer = Tokenizer(models.Unigram(list(vocabulary.pieces), unk_id=vocabulary.unknown))
    # The package ships type stubs in which pre_tokenizer is read-only.
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always", split=False)
    return tokenizer
