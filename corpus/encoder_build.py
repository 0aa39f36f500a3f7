"""
Building the default encoder, and tuned ones: shipped weights to a folder with a graph and a
tokenizer, once.

The folder appears whole or not at all: it is made beside its place and renamed into it, so a
kill in the middle, or two processes at once, leave no half encoder.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from pathlib import Path

from corpus.encoder_tokens import FACTS, build_tokens
from corpus.encoder_tuning import load_tuning, tuning_digest
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
    return _is_whole(encoder_folder(cache))


def tuned_build(tuning: Path) -> str:
    """Return the name of the build of a tuned encoder, which changes whenever its vectors do."""
    return f"{BUILD}-tuned-{tuning_digest(tuning)}"


def is_tuned_built(cache: Path, tuning: Path) -> bool:
    """Whether a tuned encoder can be loaded without building it."""
    return _is_whole(cache / "encoder" / tuned_build(tuning))


def build_default_encoder(cache: Path, *, force: bool = False) -> Path:
    """
    Build the default encoder unless it is there, and return its folder.

    With `force`, one that is there is replaced.

    Raises:
        EncoderError: the shipped weights are missing or of another layout.
    """
    return _build(encoder_folder(cache), None, force=force)


def build_tuned_encoder(cache: Path, tuning: Path) -> Path:
    """
    Build the encoder that a tuning makes of the default one unless it is there, and return its
    folder.

    Raises:
        EncoderError: the shipped weights or the tuning are missing or of another layout.
    """
    return _build(cache / "encoder" / tuned_build(tuning), tuning, force=False)


def _is_whole(folder: Path) -> bool:
    return (folder / FACTS).is_file()


def _build(folder: Path, tuning: Path | None, *, force: bool) -> Path:
    if _is_whole(folder) and not force:
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    _remove_abandoned(folder.parent)
    with tempfile.TemporaryDirectory(prefix=_DRAFT, dir=folder.parent) as place:
        draft = Path(place) / "new"
        draft.mkdir()
        _write(draft, tuning)
        if folder.exists() and (force or not _is_whole(folder)):
            folder.rename(Path(place) / "replaced")
        try:
            draft.rename(folder)
        except OSError:
            # Another process was faster; what it made from the same weights is the same.
            if not _is_whole(folder):
                raise
    return folder


def _remove_abandoned(parent: Path) -> None:
    for draft in parent.glob(f"{_DRAFT}*"):
        if time.time() - draft.stat().st_mtime > _ABANDONED_S:
            shutil.rmtree(draft, ignore_errors=True)


def _write(folder: Path, tuning: Path | None) -> None:
    # onnx is needed for building only and takes most of a second to import.
    import onnx  # noqa: PLC0415

    from corpus.encoder_calibration import input_ranges  # noqa: PLC0415
    from corpus.encoder_graph import build_graph  # noqa: PLC0415

    weights = read_weights(shipped_weight_file())
    if tuning is not None:
        weights = load_tuning(tuning).apply(weights)
    tokens = build_tokens(weights.vocabulary, weights.positions)
    ranges = input_ranges(weights, tokens)
    onnx.save(build_graph(weights, "int8", ranges), folder / GRAPH)
    tokens.save(folder)
