"""
Pinned figures: what a suite reached when somebody looked, and whether a run falls below it.

One YAML file a suite in `baselines/`, written only by `anping eval pin`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from evals.errors import BaselineError
from evals.report import GROUPS
from evals.run import Conditions
from evals.summary import ALL, CROSS, Row
from evals.system import ASSISTANT, RETRIEVAL, WITHOUT

BASELINES = Path(__file__).parent / "baselines"
TOLERANCE = 0.005
# The others are pinned for docs/evals.md only, and less of them: what they reach is no promise.
GUARDED = (ASSISTANT, RETRIEVAL)
# The pins of dossiers lie beside those of suites and are read by `evals.evidence_pins`.
NO_SUITE = "evidence"
_OTHERS_GROUPS = (ALL, CROSS)
_OTHERS_FIGURES = ("R@1", "MRR@10", "nDCG@10")

# split -> group -> system -> figure -> [value, low, high, n]
Figures = Mapping[str, Mapping[str, Mapping[str, Mapping[str, list[float]]]]]


@dataclass(frozen=True, slots=True)
class Baseline:
    """
    The pinned figures of a suite and what they were measured with.

    tolerance: absolute. known: by split, the questions that the product knew word for word.
    """

    suite: str
    digest: str
    tolerance: float
    encoder: str
    clauses: Mapping[str, int]
    known: Mapping[str, int]
    figures: Figures


@dataclass(frozen=True, slots=True)
class Drift:
    """How a run stands to its pins: figures that fell, and what is worth knowing about it."""

    fallen: tuple[str, ...]
    notes: tuple[str, ...]


def pinned_suites(folder: Path = BASELINES) -> tuple[str, ...]:
    """Return the names of the suites that have pinned figures."""
    stems = sorted(path.stem for path in folder.glob("*.yaml"))
    return tuple(stem for stem in stems if stem != NO_SUITE)


def read_baseline(suite: str, folder: Path = BASELINES) -> Baseline:
    """
    Read the pinned figures of a suite.

    Raises:
        BaselineError: there are none, or the file is not what `anping eval pin` writes.
    """
    try:
        text = (folder / f"{suite}.yaml").read_text(encoding="utf-8")
        return Baseline(**yaml.safe_load(text))
    except FileNotFoundError as fault:
        raise BaselineError(suite, "none are pinned") from fault
    except (OSError, UnicodeDecodeError, yaml.YAMLError, TypeError) as fault:
        raise BaselineError(suite, str(fault)) from fault


def baseline_of(suite: str, rows: Sequence[Row], conditions: Conditions) -> Baseline:
    """Return the figures of a run as a baseline, to four places."""
    figures: dict[str, dict[str, dict[str, dict[str, list[float]]]]] = {}
    for row in rows:
        if row.suite == suite and row.group in GROUPS and (pins := _pins(row)):
            systems = figures.setdefault(row.split, {}).setdefault(row.group, {})
            systems[row.system] = pins
    return Baseline(
        suite=suite,
        digest=conditions.suites[suite],
        tolerance=TOLERANCE,
        encoder=conditions.encoder,
        clauses=dict(conditions.clauses),
        known=dict(conditions.known[suite]),
        figures=figures,
    )


def _pins(row: Row) -> dict[str, list[float]]:
    is_ablation = row.system.startswith(WITHOUT)
    if row.system not in GUARDED and (
        row.group not in _OTHERS_GROUPS or is_ablation != (row.split == "dev")
    ):
        return {}
    return {
        name: [*(round(entry, 4) for entry in (found.value, found.low, found.high)), found.n]
        for name, found in row.figures.items()
        if found is not None and (row.system in GUARDED or name in _OTHERS_FIGURES)
    }


def write_baseline(baseline: Baseline, folder: Path = BASELINES) -> Path:
    """Write the pinned figures of a suite and return their file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{baseline.suite}.yaml"
    head = "# Written by `anping eval pin`; [value, low, high, n], 95% bootstrap intervals.\n"
    values = {name: getattr(baseline, name) for name in Baseline.__slots__}
    draft = path.with_suffix(".draft")
    draft.write_text(
        head
        + yaml.safe_dump(
            values, sort_keys=False, allow_unicode=True, width=100, default_flow_style=None
        ),
        encoding="utf-8",
    )
    draft.replace(path)
    return path


def drift_of(baseline: Baseline, rows: Sequence[Row], conditions: Conditions) -> Drift:
    """
    Compare a run with the pinned figures of a suite.

    Only the systems and splits that ran are looked at, of the systems the product's own. A figure
    has fallen when it lies below its pin by more than the tolerance, or is not defined any more;
    one that rose is a note. Another encoder or another number of clauses is a note; another suite
    has other questions, so nothing is compared.
    """
    if baseline.digest != conditions.suites[baseline.suite]:
        changed = f"{baseline.suite} has changed since it was pinned; look, then pin it again"
        return Drift((changed,), ())
    notes = [*_condition_notes(baseline, conditions)]
    fallen = []
    for row in rows:
        pins = baseline.figures.get(row.split, {}).get(row.group, {}).get(row.system, {})
        if row.suite != baseline.suite or row.system not in GUARDED:
            continue
        place = f"{row.suite} {row.split} {row.group} {row.system}"
        if row.failed:
            fallen.append(f"{place}: {row.failed} questions ended in an error")
        for name, pin in pins.items():
            found = row.figures[name]
            if found is None or found.value < pin[0] - baseline.tolerance:
                now = "not defined" if found is None else f"{found.value:.4f}"
                fallen.append(f"{place} {name}: {now}, pinned {pin[0]:.4f}")
            elif found.value > pin[0] + baseline.tolerance:
                notes.append(f"{place} {name}: {found.value:.4f}, better than {pin[0]:.4f}")
    return Drift(tuple(fallen), tuple(notes))


def _condition_notes(baseline: Baseline, conditions: Conditions) -> list[str]:
    pairs: list[tuple[str, Any, Any]] = [
        ("encoder", baseline.encoder, conditions.encoder),
        ("clauses", dict(baseline.clauses), dict(conditions.clauses)),
    ]
    return [
        f"{baseline.suite}: pinned with {name} {pinned}, now {now}"
        for name, pinned, now in pairs
        if pinned != now
    ]
