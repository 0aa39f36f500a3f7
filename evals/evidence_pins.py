"""
Pinned figures of evidence: what dossiers reached when somebody looked, and what fell since.

They are written only by `anping eval pin-evidence`, into `baselines/evidence.yaml`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from evals.baseline import BASELINES, NO_SUITE, Drift
from evals.errors import BaselineError
from evals.evidence import PRODUCT, EvidenceRun
from evals.evidence_figures import FIGURES, KINDS, LOWER_IS_BETTER
from evals.evidence_report import POOLED, EvidenceRow, summarise_evidence
from evals.report import table

TOLERANCE = 0.01
_START = "<!-- evidence: written by `anping eval pin-evidence` -->"
_END = "<!-- /evidence -->"

# dossier -> system -> figure -> [value, low, high, n]
PinnedFigures = Mapping[str, Mapping[str, Mapping[str, list[float]]]]


@dataclass(frozen=True, slots=True)
class EvidencePins:
    """
    The pinned figures of dossiers.

    Attributes:
        tolerance: absolute.
        encoder: of the dense baseline.
        dossiers: the digest of each.
        thresholds: of the baselines.
        figures: by dossier, or "dev dossiers", and system.
    """

    tolerance: float
    encoder: str
    dossiers: Mapping[str, str]
    thresholds: Mapping[str, float]
    figures: PinnedFigures


def pins_of(run: EvidenceRun) -> EvidencePins:
    """Return the figures of a run as pins, to four places."""
    figures: dict[str, dict[str, dict[str, list[float]]]] = {}
    for row in summarise_evidence(run.judgements):
        figures.setdefault(row.group, {})[row.system] = {
            name: [*(round(entry, 4) for entry in (found.value, found.low, found.high)), found.n]
            for name, found in row.figures.items()
            if found is not None
        }
    return EvidencePins(
        tolerance=TOLERANCE,
        encoder=run.encoder,
        dossiers={one.dossier.id: one.digest for one in run.dossiers},
        thresholds={name: round(value, 4) for name, value in run.thresholds.items()},
        figures=figures,
    )


def are_pinned(folder: Path = BASELINES) -> bool:
    """Whether figures of evidence were ever pinned."""
    return (folder / f"{NO_SUITE}.yaml").is_file()


def read_pins(folder: Path = BASELINES) -> EvidencePins:
    """
    Read the pinned figures.

    Raises:
        BaselineError: there are none, or the file is not what `anping eval pin-evidence` writes.
    """
    try:
        text = (folder / f"{NO_SUITE}.yaml").read_text(encoding="utf-8")
        return EvidencePins(**yaml.safe_load(text))
    except FileNotFoundError as fault:
        raise BaselineError(NO_SUITE, "none are pinned") from fault
    except (OSError, UnicodeDecodeError, yaml.YAMLError, TypeError) as fault:
        raise BaselineError(NO_SUITE, str(fault)) from fault


def write_pins(pins: EvidencePins, folder: Path = BASELINES) -> Path:
    """Write pinned figures and return their file; a kill leaves the old ones."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{NO_SUITE}.yaml"
    head = (
        "# Written by `anping eval pin-evidence`; [value, low, high, n], 95% bootstrap intervals.\n"
    )
    values = {name: getattr(pins, name) for name in EvidencePins.__slots__}
    draft = path.with_suffix(".draft")
    text = yaml.safe_dump(values, sort_keys=False, allow_unicode=True, default_flow_style=None)
    draft.write_text(head + text, encoding="utf-8")
    draft.replace(path)
    return path


def evidence_drift(pins: EvidencePins, run: EvidenceRun) -> Drift:
    """
    Compare a run with the pinned figures, of the systems the product's own, of the dossiers those
    that were run.

    A figure has fallen when it is worse than its pin by more than the tolerance, or not defined
    any more; of false evidence and distractors less is better. One that rose is a note. A dossier
    that changed since has other gold, so it is not compared and counts as fallen.
    """
    digests = {one.dossier.id: one.digest for one in run.dossiers}
    changed = [
        name for name, digest in digests.items() if pins.dossiers.get(name, digest) != digest
    ]
    fallen = [f"{name} has changed since it was pinned; look, then pin again" for name in changed]
    notes = [f"{name}: no figures are pinned" for name in digests if name not in pins.dossiers]
    for row in summarise_evidence(run.judgements):
        if row.system == PRODUCT and _is_comparable(row.group, pins, digests, changed):
            worse, better = _moved(row, pins)
            fallen += worse
            notes += better
    return Drift(tuple(fallen), tuple(notes))


def _is_comparable(
    group: str, pins: EvidencePins, digests: Mapping[str, str], changed: Sequence[str]
) -> bool:
    if group == POOLED:
        # Other dossiers pooled are another measure.
        return not changed and digests.keys() == pins.dossiers.keys()
    return group not in changed


def _moved(row: EvidenceRow, pins: EvidencePins) -> tuple[list[str], list[str]]:
    worse, better = [], []
    for name, pin in pins.figures.get(row.group, {}).get(row.system, {}).items():
        found = row.figures.get(name)
        if found is None:
            worse.append(f"{row.group} {name}: not defined, pinned {pin[0]:.4f}")
            continue
        gain = (found.value - pin[0]) * (-1 if name in LOWER_IS_BETTER else 1)
        if gain < -pins.tolerance:
            worse.append(f"{row.group} {name}: {found.value:.4f}, pinned {pin[0]:.4f}")
        elif gain > pins.tolerance:
            better.append(f"{row.group} {name}: {found.value:.4f}, better than {pin[0]:.4f}")
    return worse, better


def with_evidence_figures(text: str, pins: EvidencePins) -> str:
    """
    Return docs/evals.md with its tables of evidence replaced by those of the pins.

    Raises:
        BaselineError: the page has no place for them.
    """
    before, start, rest = text.partition(_START)
    _, end, after = rest.partition(_END)
    if not start or not end:
        raise BaselineError("docs/evals.md", f"it lacks the lines {_START!r} and {_END!r}")
    tables = (
        table(["dossier: system", *FIGURES], list(_cells(pins, FIGURES, only=None))),
        table(["dossier", *KINDS], list(_cells(pins, KINDS, only=PRODUCT))),
    )
    return "\n\n".join([f"{before}{start}", *tables, f"{end}{after}"])


def _cells(pins: EvidencePins, names: Sequence[str], *, only: str | None) -> Iterator[list[str]]:
    for group, systems in pins.figures.items():
        for system, figures in systems.items():
            if only in (None, system):
                place = group if only else f"{group}: {system}"
                yield [place, *(_cell(figures.get(name)) for name in names)]


def _cell(pin: Sequence[float] | None) -> str:
    if pin is None:
        return "–"
    return f"{pin[0]:.3f} ({pin[1]:.2f}–{pin[2]:.2f}; {pin[3]:.0f})"
