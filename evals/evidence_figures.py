"""
Figures of evidence: what is computed of judgements, pooled over dossiers. Pure.

Intervals hold the middle 95% of bootstrap means over rows, quotes, distractors or shown texts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from evals.dossier import STATUSES, Status
from evals.dossier_source import FORMATS
from evals.evidence_judgement import Judgement
from evals.interval import TAILS, Estimate, draws, mean_of, ratio_of

MACRO_F1 = "macro-F1"
FALSE_EVIDENCE, DISTRACTORS = "false evidence", "distractors"
FIGURES = (
    MACRO_F1,
    "accuracy",
    "aspects",
    "R@3",
    "contradictions recall",
    "contradictions precision",
    FALSE_EVIDENCE,
    DISTRACTORS,
    "verbatim",
)
KINDS = tuple(f"quotes in {kind}" for kind in FORMATS)
LOWER_IS_BETTER = frozenset({FALSE_EVIDENCE, DISTRACTORS})

Figures = Mapping[str, Estimate | None]


def figures_of(judgements: Sequence[Judgement]) -> Figures:
    """Return every figure of one system over dossiers; None where nothing defines it."""
    rows = [row for entry in judgements for row in entry.rows]
    expected = [row.gold.status for row in rows]
    found = [row.found.status for row in rows]
    denied = [status == "contradicted" for status in expected]
    denies = [status == "contradicted" for status in found]
    nothing = [status == "none" for status in expected]
    quotes = [quote for entry in judgements for quote in entry.quotes]
    return {
        MACRO_F1: macro_f1(expected, found),
        "accuracy": mean_of(
            [float(pair[0] == pair[1]) for pair in zip(expected, found, strict=True)]
        ),
        "aspects": mean_of([float(is_right) for row in rows for is_right in row.aspects]),
        "R@3": mean_of([None if row.hit is None else float(row.hit) for row in rows]),
        "contradictions recall": ratio_of(denies, denied),
        "contradictions precision": ratio_of(denied, denies),
        FALSE_EVIDENCE: ratio_of([status != "none" for status in found], nothing),
        DISTRACTORS: mean_of([float(bool(e.lured)) for entry in judgements for e in entry.lures]),
        "verbatim": mean_of([float(holds) for entry in judgements for holds in entry.verbatim]),
        **{
            name: mean_of([float(quote.found) for quote in quotes if quote.format == kind])
            for name, kind in zip(KINDS, FORMATS, strict=True)
        },
    }


def confusion_of(judgements: Sequence[Judgement]) -> dict[Status, dict[Status, int]]:
    """Return how many rows of each status (outer) were found to have each status (inner)."""
    counts = {status: dict.fromkeys(STATUSES, 0) for status in STATUSES}
    for entry in judgements:
        for row in entry.rows:
            counts[row.gold.status][row.found.status] += 1
    return counts


def macro_f1(expected: Sequence[Status], found: Sequence[Status]) -> Estimate | None:
    """
    Return the mean of the F1 of the statuses, each counting alike; None without rows.

    F1 = 2 tp / (expected + found). A status that is neither expected nor found is left out.

    >>> macro_f1(["supported", "none"], ["supported", "supported"]).value  # (2/3 + 0) / 2
    0.3333333333333333
    """
    if not expected:
        return None
    cells = _cells(expected, found)
    low, high = np.percentile(_macro_f1(draws(len(expected)) @ cells), TAILS)
    return Estimate(macro_f1_of(expected, found), float(low), float(high), len(expected))


def macro_f1_of(expected: Sequence[Status], found: Sequence[Status]) -> float:
    """Return the value of `macro_f1` alone, which is cheap; there must be a row."""
    return float(_macro_f1(_cells(expected, found).sum(axis=0, keepdims=True))[0])


def _cells(expected: Sequence[Status], found: Sequence[Status]) -> NDArray[np.float64]:
    """Return for each row the cell of the confusion that it counts in, as ones among zeros."""
    number = {status: at for at, status in enumerate(STATUSES)}
    size = len(STATUSES)
    cells = np.zeros((len(expected), size * size))
    for at, (true, said) in enumerate(zip(expected, found, strict=True)):
        cells[at, number[true] * size + number[said]] = 1
    return cells


def _macro_f1(counts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the macro-F1 of confusions of shape (draws, expected times found)."""
    size = len(STATUSES)
    confusion = counts.reshape(-1, size, size)
    correct = np.einsum("dii->di", confusion)
    either = confusion.sum(axis=1) + confusion.sum(axis=2)
    f1 = np.divide(2 * correct, either, out=np.zeros_like(either), where=either > 0)
    means: NDArray[np.float64] = f1.sum(axis=1) / (either > 0).sum(axis=1)
    return means
