"""Vectors as array files: found by what was encoded, written safely, gone on with after a kill."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from corpus.encoder import Encoder, Vectors

_BATCH = 64
_SAVED_BATCHES = 8  # encoded between two savings of an unfinished array


def found_vectors(
    texts: Sequence[str], encoder: Encoder, folder: Path, *, name: str = "standards"
) -> Vectors | None:
    """Return the stored vectors of the texts; None when no stored array fits."""
    return _read_array(_path(texts, encoder, folder, name), (len(texts), encoder.dimension))


def stored_vectors(
    texts: Sequence[str],
    encoder: Encoder,
    folder: Path,
    on_progress: Callable[[int, int], None] | None = None,
    *,
    name: str = "standards",
) -> Vectors:
    """
    Return the vectors of the texts, encoding them only when no stored array fits.

    The file is named by the encoder and the texts, written beside its place and renamed, so a
    kill in the middle or two processes at once do no harm. An unfinished array is saved now and
    then, and the next call goes on from there.
    """
    path = _path(texts, encoder, folder, name)
    stored = _read_array(path, (len(texts), encoder.dimension))
    if stored is not None:
        return stored
    unfinished = path.with_suffix(".part")
    begun = _read_array(unfinished, (-1, encoder.dimension))
    parts = [np.zeros((0, encoder.dimension), np.float32) if begun is None else begun]
    for start in range(len(parts[0]), len(texts), _BATCH):
        parts.append(encoder.encode_passages(texts[start : start + _BATCH]))
        if on_progress:
            on_progress(min(start + _BATCH, len(texts)), len(texts))
        if len(parts) % _SAVED_BATCHES == 0 and start + _BATCH < len(texts):
            _write_array(unfinished, np.concatenate(parts))
    vectors = np.concatenate(parts)
    _write_array(path, vectors)
    for stale in (*folder.glob(f"{name}-*.npy"), *folder.glob(f"{name}-*.part")):
        if stale != path:
            stale.unlink(missing_ok=True)
    return vectors


def _path(texts: Sequence[str], encoder: Encoder, folder: Path, name: str) -> Path:
    digest = hashlib.sha256(encoder.fingerprint.encode())
    for text in texts:
        digest.update(len(text).to_bytes(4, "little") + text.encode("utf-8"))
    return folder / f"{name}-{digest.hexdigest()[:24]}.npy"


def forget_vectors(folder: Path, name: str) -> None:
    """Remove everything stored under a name; nothing happens when there is nothing."""
    for kind in ("npy", "part"):
        for path in folder.glob(f"{name}-*.{kind}"):
            path.unlink(missing_ok=True)


def _write_array(path: Path, vectors: Vectors) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent, suffix=".draft")
    with os.fdopen(handle, "wb") as stream:
        np.save(stream, vectors)
    Path(draft).replace(path)


def _read_array(path: Path, shape: tuple[int, int]) -> Vectors | None:
    """Return a stored array of this shape; -1 rows stand for any number."""
    try:
        vectors: Vectors = np.load(path, allow_pickle=False)
    except (OSError, ValueError, EOFError):
        return None  # missing or torn: it is made again
    if vectors.dtype != np.float32 or vectors.ndim != 2 or vectors.shape[1] != shape[1]:
        return None
    return vectors if shape[0] in (-1, len(vectors)) else None
