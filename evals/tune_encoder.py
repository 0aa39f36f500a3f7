"""
Tune the encoder of evidence, and write what changed with the prototypes of aspects.

    python -m evals.tune_encoder [--without DOSSIER…] [--epochs 3] [--out FOLDER]

The last layers of the default model learn to tell aspects apart (`evals.lessons`), each aspect
standing at a prototype of its own, and a text that is about none of them lying far from all.
Without --out they are written into assistant/data/prototypes. --without leaves dossiers out, to
measure on them what tuning is worth. Some twenty-five minutes on two quiet cores.
"""

from __future__ import annotations

import argparse
import copy
import random
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from assistant.evidence.load_prototypes import PROTOTYPES, save_prototypes, tuning_file
from assistant.evidence.prototypes import Prototypes
from corpus.encoder_build import tuned_build
from corpus.encoder_tokens import load_tokens
from corpus.encoder_tuning import Tuning
from corpus.encoder_weights import read_weights, shipped_weight_file
from evals.dossier import DOSSIERS, load_dossier
from evals.encoder_ways import BERT_NAMES, prepare
from evals.evidence import DEV_DOSSIERS, read_dossier
from evals.lessons import AspectName, Lesson, Tone, aspects, quotes, wordings
from scoring import RULE_SET_IDS

# Layers below this one stay as they are shipped: what they make of a text is made once.
FIRST_LAYER = 4
DIRECTIONS = 192
RANK = 32
_LONGEST = 100
_BATCH = 48
# Batches are made of texts of like lengths within stretches of so many batches.
_STRETCH = 40
_RATE, _HEAD_RATE, _SCALE_RATE = 6e-5, 2e-3, 1e-2
_WARM_UP, _DECAY, _CLIP = 0.1, 0.01, 1.0
# What a text is not about teaches less than what it is about, and so does its tone.
_OF_NOTHING, _OF_TONE = 0.5, 0.3
_NEVER = -1e4


class Tuned(nn.Module):
    """The last layers, a projection, the prototypes of aspects, and what tells a text's tone."""

    def __init__(self, layers: nn.ModuleList, size: int, number: int) -> None:
        super().__init__()
        self.layers = copy.deepcopy(layers)
        self.length = float(size) ** 0.5
        self.mean = nn.Parameter(torch.zeros(size))
        self.projection = nn.Linear(size, DIRECTIONS, bias=False)
        self.centres = nn.Parameter(torch.randn(number, DIRECTIONS) * 0.1)
        self.tone = nn.Linear(size, len(Tone))
        self.nothing = nn.Parameter(torch.tensor(4.0))
        self.scale = nn.Parameter(torch.tensor(16.0))

    def forward(self, hidden: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Return the nearness of texts to aspects, and the logits of their tones."""
        aside = ((1 - mask) * _NEVER)[:, None, None, :]
        for layer in self.layers:
            given: Any = layer(hidden, attention_mask=aside)
            hidden = given[0] if isinstance(given, tuple) else given
        pooled = (hidden.float() * mask[..., None]).sum(1)
        vectors = functional.normalize(pooled, dim=-1) * self.length
        placed = functional.normalize(self.projection(vectors - self.mean), dim=-1)
        return placed @ functional.normalize(self.centres, dim=-1).T, self.tone(vectors)


def main() -> int:
    """Tune, and write the tuning and the prototypes."""
    parser = argparse.ArgumentParser(description="Tune the encoder of evidence.")
    parser.add_argument("--without", nargs="*", default=[], metavar="DOSSIER")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--out", type=Path, default=PROTOTYPES)
    options = parser.parse_args()
    random.seed(0)
    torch.manual_seed(0)
    torch.set_flush_denormal(True)
    names = aspects()
    lessons = list(_lessons(names, [one for one in DEV_DOSSIERS if one not in options.without]))
    with tempfile.TemporaryDirectory() as folder:
        prepare("torch fp32", bert := Path(folder) / "bert")
        tuned = _tune(bert, lessons, names, options.epochs)
    _write(tuned, names, options.out)
    return 0


def _lessons(names: Sequence[AspectName], dossiers: Sequence[str]) -> Iterator[Lesson]:
    places = {name: at for at, name in enumerate(names)}
    yield from wordings(places)
    for dossier in dossiers:
        folder = DOSSIERS / dossier
        read = read_dossier(load_dossier(folder), folder)
        yield from quotes(read.dossier, read.said, read.found, places)


def _tune(
    folder: Path, lessons: Sequence[Lesson], names: Sequence[AspectName], epochs: int
) -> Tuned:
    from transformers import BertModel  # noqa: PLC0415 - takes seconds

    model: Any = BertModel.from_pretrained(
        folder, add_pooling_layer=False, attn_implementation="eager"
    )
    model.eval()
    tokens = load_tokens(folder)
    texts = list(dict.fromkeys(one.text for one in lessons))
    ids = [tokens.ids(f"passage: {text}")[:_LONGEST] for text in texts]
    below = dict(zip(texts, _below(model, ids), strict=True))
    tuned = Tuned(model.encoder.layer[FIRST_LAYER:], model.config.hidden_size, len(names))
    teacher = Teacher(names)
    optimiser = torch.optim.AdamW(
        [
            {"params": tuned.layers.parameters(), "lr": _RATE},
            {"params": [tuned.mean, tuned.centres], "lr": _HEAD_RATE},
            {"params": tuned.projection.parameters(), "lr": _HEAD_RATE},
            {"params": tuned.tone.parameters(), "lr": _HEAD_RATE},
            {"params": [tuned.nothing, tuned.scale], "lr": _SCALE_RATE},
        ],
        weight_decay=_DECAY,
    )
    steps = epochs * sum(1 for _ in _batches(lessons))
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser,
        max_lr=[group["lr"] for group in optimiser.param_groups],
        total_steps=steps,
        pct_start=_WARM_UP,
    )
    for epoch in range(epochs):
        total = 0.0
        for batch in _batches(lessons):
            hidden, mask = _padded([below[one.text] for one in batch])
            with torch.autocast("cpu", dtype=torch.bfloat16):
                near, tones = tuned(hidden, mask)
            loss: Any = teacher.loss(tuned, near.float(), tones.float(), batch)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(tuned.parameters(), _CLIP)
            optimiser.step()
            schedule.step()
            total += loss.item() * len(batch)
        sys.stdout.write(f"epoch {epoch + 1}: loss {total / len(lessons):.3f}\n")
        sys.stdout.flush()
    return tuned


class Teacher:
    """What is lost by every lesson that is not heeded."""

    def __init__(self, names: Sequence[AspectName]) -> None:
        self._number = len(names)
        # The place after the last aspect is that of texts about none.
        self._open = {
            rule_set: torch.tensor([*(own == rule_set for own, _, _ in names), True])
            for rule_set in RULE_SET_IDS
        }

    def loss(self, tuned: Tuned, near: Tensor, tones: Tensor, batch: Sequence[Lesson]) -> Tensor:
        """Return the mean loss of a batch."""
        nothing = tuned.nothing.expand(len(batch), 1)
        logits = torch.cat([near * tuned.scale, nothing], 1)
        is_open = torch.stack([self._open[one.rule_set] for one in batch])
        chances = functional.log_softmax(logits.masked_fill(~is_open, _NEVER), 1)
        wanted = torch.zeros_like(is_open)
        for row, one in enumerate(batch):
            wanted[row, list(one.about or [self._number])] = True
        right = torch.logsumexp(chances.masked_fill(~wanted, _NEVER), 1)
        # Of what only sounds near, it is right to lie elsewhere.
        elsewhere = torch.log1p(-right.exp().clamp(max=0.999))
        is_far = torch.tensor([one.is_far for one in batch])
        weight = torch.tensor([_weight(one) for one in batch])
        lost = -(weight * torch.where(is_far, elsewhere, right)).sum()
        heard = [(row, one.tone) for row, one in enumerate(batch) if one.tone is not None]
        if heard:
            rows, said = zip(*heard, strict=True)
            lost = lost + _OF_TONE * functional.cross_entropy(
                tones[list(rows)], torch.tensor(said), reduction="sum"
            )
        return lost / len(batch)


def _weight(one: Lesson) -> float:
    """Return how much it matters where a text lies; 0 where nobody knows what it is about."""
    if one.about is None:
        return 0.0
    return _OF_NOTHING if one.is_far or not one.about else 1.0


def _batches(lessons: Sequence[Lesson]) -> Iterator[Sequence[Lesson]]:
    order = random.sample(lessons, len(lessons))
    stretch = _BATCH * _STRETCH
    for start in range(0, len(order), stretch):
        alike = sorted(order[start : start + stretch], key=lambda one: len(one.text))
        cut = [alike[at : at + _BATCH] for at in range(0, len(alike), _BATCH)]
        yield from random.sample(cut, len(cut))


def _below(model: Any, ids: Sequence[Sequence[int]]) -> list[NDArray[np.float16]]:
    """Return what the layers that stay make of texts; each of shape (tokens, hidden)."""
    made: list[NDArray[np.float16]] = [np.zeros((0, 0), np.float16)] * len(ids)
    order = sorted(range(len(ids)), key=lambda at: len(ids[at]))
    for start in range(0, len(order), _BATCH):
        batch = order[start : start + _BATCH]
        longest = max(len(ids[at]) for at in batch)
        given = torch.tensor([[*ids[at], *[1] * (longest - len(ids[at]))] for at in batch])
        mask = torch.tensor(
            [[1.0] * len(ids[at]) + [0.0] * (longest - len(ids[at])) for at in batch]
        )
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            hidden = model.embeddings(given)
            for layer in model.encoder.layer[:FIRST_LAYER]:
                out: Any = layer(hidden, attention_mask=((1 - mask) * _NEVER)[:, None, None, :])
                hidden = out[0] if isinstance(out, tuple) else out
        for row, at in enumerate(batch):
            made[at] = hidden[row, : len(ids[at])].to(torch.float16).numpy()
    return made


def _padded(rows: Sequence[NDArray[np.float16]]) -> tuple[Tensor, Tensor]:
    longest = max(map(len, rows))
    hidden = torch.zeros(len(rows), longest, rows[0].shape[1])
    mask = torch.zeros(len(rows), longest)
    for at, row in enumerate(rows):
        hidden[at, : len(row)] = torch.from_numpy(row.astype(np.float32))
        mask[at, : len(row)] = 1
    return hidden, mask


def _write(tuned: Tuned, names: Sequence[AspectName], folder: Path) -> None:
    state = {name: part.detach().numpy() for name, part in tuned.state_dict().items()}
    after = {
        f"l{FIRST_LAYER + layer}.{short}.{kind[0]}": state[f"layers.{layer}.{long}.{kind}"]
        for layer in range(len(tuned.layers))
        for short, long in BERT_NAMES.items()
        for kind in ("weight", "bias")
    }
    change = Tuning.between(read_weights(shipped_weight_file()), after, RANK)
    change.save(tuning_file(folder))
    encoder = tuned_build(tuning_file(folder))
    centres = state["centres"] / np.linalg.norm(state["centres"], axis=1, keepdims=True)
    for rule_set in RULE_SET_IDS:
        own = [at for at, name in enumerate(names) if name[0] == rule_set]
        fitted = Prototypes(
            encoder,
            state["mean"] / tuned.length,
            state["projection.weight"].T * tuned.length,
            centres[own],
            {names[at][1:]: row for row, at in enumerate(own)},
            state["tone.weight"].T * tuned.length,
            state["tone.bias"],
        )
        sys.stdout.write(f"{save_prototypes(rule_set, fitted, folder)}\n")


if __name__ == "__main__":
    raise SystemExit(main())
