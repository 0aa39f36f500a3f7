"""
Building the default encoder: shipped weights to a folder with a graph and a tokenizer, once.

The folder appears whole or not at all: it is made beside its place and renamed into it, so a
kill in the middle, or two processes at once, leave no half encoder.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from pathlib import Path

from corpus.encoder_tokens import FACTS, build_tokens
from corpus.encoder_weights import read_weights, shipped_weight_file

# Raise the number when the graph or the tokenizer is built differently: vectors change with it.
BUILD = "multilingual-e5-small-int8-1"
GRAPH = "model.onnx"
_DRAFT = ".draft-"
# A draft this old was left by a killed build; a build takes seconds.
_ABANDONED_S = 3600


def encoder_folder(cache: Path) -> Path:
    """Return where the default encoder stands, built or not."""
    return cache / "encoder" / BUILD


def is_built(cache: Path) -> bool:
    """Whether the default encoder can be loaded without building it."""
    return (encoder_folder(cache) / FACTS).is_file()


def build_default_encoder(cache: Path, *, force: bool = False) -> Path:
    """
    Build the default encoder unless it is there, and return its folder.

    With `force`, one that is there is replaced.

    Raises:
        EncoderError: the shipped weights are missing or of another layout.
    """
    folder = encoder_folder(cache)
    if is_built(cache) and not force:
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    _remove_abandoned(folder.parent)
    with tempfile.TemporaryDirectory(prefix=_DRAFT, dir=folder.parent) as place:
        draft = Path(place) / "new"
        draft.mkdir()
        _write(draft)
        if folder.exists() and (force or not is_built(cache)):
            folder.rename(Path(place) / "replaced")
        try:
            draft.rename(folder)
        except OSError:
            # Another process was faster; what it made from the same weights is the same.
            if not is_built(cache):
                raise
    return folder


def _remove_abandoned(parent: Path) -> None:
    for draft in parent.glob(f"{_DRAFT}*"):
        if time.time() - draft.stat().st_mtime > _ABANDONED_S:
            shutil.rmtree(draft, ignore_errors=True)


def _write(folder: Path) -> None:
    # onnx is needed for building only and takes most of a second to import.
    import onnx  # noqa: PLC0415

    from corpus.encoder_calibration import input_ranges  # noqa: PLC0415
    from corpus.encoder_graph import build_graph  # noqa: PLC0415

    weights = read_weights(shipped_weight_file())
    tokens = build_tokens(weights.vocabulary, weights.positions)
    ranges = input_ranges(weights, tokens)
    onnx.save(build_graph(weights, "int8", ranges), folder / GRAPH)
    tokens.save(folder)
