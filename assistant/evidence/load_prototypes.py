"""
Prototypes from their files, one a rule set, and the tuning of the encoder that they are fitted to,
as `evals.tune_encoder` writes them.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np

from assistant.evidence.prototypes import Prototypes

PROTOTYPES = Path(str(files("assistant"))) / "data" / "prototypes"


@cache
def load_prototypes(rule_set: str, folder: Path = PROTOTYPES) -> Prototypes | None:
    """Return the prototypes of a rule set; None where none were fitted."""
    path = _file(rule_set, folder)
    if not path.is_file():
        return None
    with np.load(path, allow_pickle=False) as kept:
        names = [name.split(" ", 1) for name in kept["aspects"].tolist()]
        return Prototypes(
            encoder=str(kept["encoder"]),
            mean=kept["mean"].astype(np.float32),
            projection=kept["projection"].astype(np.float32),
            centres=kept["centres"].astype(np.float32),
            row_by_aspect={(row, aspect): at for at, (row, aspect) in enumerate(names)},
            tones=kept["tones"].astype(np.float32),
            tone_bias=kept["tone_bias"].astype(np.float32),
        )


@cache
def prototypes_digest(rule_set: str, folder: Path = PROTOTYPES) -> str:
    """Return what changes whenever the prototypes of a rule set do; "" where there are none."""
    path = _file(rule_set, folder)
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16] if path.is_file() else ""


def save_prototypes(rule_set: str, prototypes: Prototypes, folder: Path = PROTOTYPES) -> Path:
    """Write the prototypes of a rule set in half precision, and return their file."""
    path = _file(rule_set, folder)
    path.parent.mkdir(parents=True, exist_ok=True)
    names = sorted(prototypes.row_by_aspect, key=prototypes.row_by_aspect.__getitem__)
    np.savez_compressed(
        path,
        encoder=np.array(prototypes.encoder),
        aspects=np.array([" ".join(name) for name in names]),
        mean=prototypes.mean.astype(np.float16),
        projection=prototypes.projection.astype(np.float16),
        centres=prototypes.centres.astype(np.float16),
        tones=prototypes.tones.astype(np.float16),
        tone_bias=prototypes.tone_bias.astype(np.float16),
    )
    return path


def tuning_file(folder: Path = PROTOTYPES) -> Path:
    """Return where the tuning of the encoder stands."""
    return folder / "encoder.npz"


def _file(rule_set: str, folder: Path) -> Path:
    return folder / f"{rule_set}.npz"
