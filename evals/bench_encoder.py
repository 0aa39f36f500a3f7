"""
`python -m evals.bench_encoder [--rounds 3]`: the ways to run the default model, in one run.

Every way runs in a process of its own, in rounds that take turns, so that a busy moment of the
machine does not fall on one way alone; the best round of each counts. Runs on Linux. Decision and figures:
docs/decisions/0001-default-encoder.md.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from evals.encoder_ways import ENGINE, WAYS, load, prepare

PASSAGES, TOKENS, QUERIES, AGREEMENT = 32, 150, 40, 240
_QUESTION = "重点位置的录像要保存多久？"
_TEXTS = "texts.json"


@dataclass(frozen=True, slots=True)
class Figures:
    """
    What one process measured.

    rate: passages of 150 tokens a second. query_ms: median time of one short question. cold_s:
    from starting the interpreter to the first vector. peak_mb: most memory held, all texts
    encoded.
    """

    rate: float
    query_ms: float
    cold_s: float
    peak_mb: float


def main() -> None:
    """Measure every way and print a Markdown table; with --way, measure one in this process."""
    parser = argparse.ArgumentParser(description="Compare the ways to run the default model.")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--way", choices=WAYS, help=argparse.SUPPRESS)
    parser.add_argument("--task", choices=("prepare", "measure"), help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--started", type=float, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.task == "prepare":
        prepare(options.way, _place(options.folder, options.way))
    elif options.task == "measure":
        figures = _measured(options.way, options.folder, options.started)
        sys.stdout.write(json.dumps(asdict(figures)))
    else:
        with tempfile.TemporaryDirectory() as folder:
            sys.stdout.write(_table(Path(folder), options.rounds))


def _table(folder: Path, rounds: int) -> str:
    speed, agreement = _texts()
    (folder / _TEXTS).write_text(json.dumps([speed, agreement]), encoding="utf-8")
    for way in WAYS:
        _child("prepare", way, folder)
    measured: dict[str, list[Figures]] = {way: [] for way in WAYS}
    for _ in range(rounds):
        for way in WAYS:
            measured[way].append(Figures(**json.loads(_child("measure", way, folder))))
    vectors = {way: np.load(_place(folder, way) / "vectors.npy") for way in WAYS}
    best = {way: _best(figures) for way, figures in measured.items()}
    lines = [
        "| way | passages/s | ratio | query ms | cold s | peak MB | cosine min | mean |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for way, figures in best.items():
        cosines = (vectors[way] * vectors[ENGINE]).sum(axis=1)
        lines.append(
            f"| {way} | {figures.rate:.1f} | {figures.rate / best[ENGINE].rate:.2f}"
            f" | {figures.query_ms:.1f} | {figures.cold_s:.2f} | {figures.peak_mb:.0f}"
            f" | {cosines.min():.4f} | {cosines.mean():.4f} |"
        )
    return "\n".join(lines) + "\n"


def _best(figures: Sequence[Figures]) -> Figures:
    return Figures(
        max(entry.rate for entry in figures),
        min(entry.query_ms for entry in figures),
        min(entry.cold_s for entry in figures),
        max(entry.peak_mb for entry in figures),
    )


def _texts() -> tuple[list[str], list[str]]:
    """Return passages of 150 tokens, and varied texts: clauses and titles of both languages."""
    from corpus import STANDARD_IDS, load_standard
    from corpus.encoder_tokens import build_tokens
    from corpus.encoder_weights import read_weights, shipped_weight_file

    clauses = [clause for name in STANDARD_IDS for clause in load_standard(name)]
    varied = [text for clause in clauses for text in (clause.text, clause.title_en) if text]
    weights = read_weights(shipped_weight_file())
    tokens = build_tokens(weights.vocabulary, 10_000)
    passages, passage = [], ""
    for clause in clauses:
        passage += clause.text
        if len(tokens.ids(f"passage: {passage}")) >= TOKENS:
            while len(tokens.ids(f"passage: {passage}")) > TOKENS:
                passage = passage[:-1]
            passages.append(passage)
            passage = ""
    step = max(1, len(passages) // PASSAGES)
    return passages[::step][:PASSAGES], varied[:: max(1, len(varied) // AGREEMENT)]


def _child(task: str, way: str, folder: Path) -> str:
    command = [
        sys.executable, "-m", "evals.bench_encoder", "--task", task, "--way", way,
        "--folder", str(folder), "--started", str(time.time()),
    ]  # fmt: skip
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout.splitlines()[-1] if task == "measure" else ""


def _measured(way: str, folder: Path, started: float) -> Figures:
    encode = load(way, _place(folder, way))
    encode([_QUESTION])
    cold = time.time() - started
    speed, agreement = json.loads((folder / _TEXTS).read_text(encoding="utf-8"))
    times = []
    for _ in range(QUERIES):
        begin = time.perf_counter()
        encode([_QUESTION])
        times.append(time.perf_counter() - begin)
    encode(speed[:4])
    begin = time.perf_counter()
    encode(speed)
    rate = len(speed) / (time.perf_counter() - begin)
    np.save(_place(folder, way) / "vectors.npy", encode(agreement))
    return Figures(rate, statistics.median(times) * 1000, cold, _peak_mb())


def _peak_mb() -> float:
    # Not getrusage: a process started by another begins with the other's peak.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    (kilobytes,) = (line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(kilobytes) / 1024


def _place(folder: Path, way: str) -> Path:
    return folder / way.replace(" ", "-").replace(",", "")


if __name__ == "__main__":
    main()
