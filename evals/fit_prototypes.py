"""
Fit the prototypes of evidence to known wordings, or measure what they are worth.

    python -m evals.fit_prototypes
    python -m evals.fit_prototypes --measure [DOSSIER…]

Known wordings are the titles and phrases of the expectations, the dev half of the bank of
wordings, and what the gold of the dev dossiers quotes, given to the nearest aspect of its row.
Without --measure they are written into assistant/data/prototypes. With it, each dev dossier is
judged by words alone and with prototypes fitted without it; nothing is written.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.evidence.load_expectations import load_expectations
from assistant.evidence.load_prototypes import save_prototypes
from assistant.evidence.prototypes import Matrix, Prototypes
from corpus.encoder import DEFAULT, Encoder, load_encoder
from evals.dossier import DOSSIERS, load_dossier
from evals.evidence import DEV_DOSSIERS, PRODUCT, ReadDossier, read_dossier
from evals.evidence_figures import FIGURES, figures_of
from evals.evidence_judgement import judge, meets
from evals.prototype_fit import fit
from evals.report import table
from evals.wording_bank import UNDER, load_bank
from ui.settings import default_cache

# A quote less near than this to every aspect of its row shows none of them by itself.
_OF_AN_ASPECT = 0.1


@dataclass(frozen=True, slots=True)
class _Known:
    """Wordings of a rule set as vectors, with the places of their aspects."""

    aspects: tuple[tuple[str, str], ...]
    vectors: Matrix
    classes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Quoted:
    """What a dossier's gold quotes: rows, and vectors of the words bare and under headings."""

    indicators: tuple[str, ...]
    bare: Matrix
    under: Matrix


def main() -> int:
    """Fit and write, or measure."""
    parser = argparse.ArgumentParser(description="Fit the prototypes of evidence.")
    parser.add_argument("dossiers", nargs="*", help="Measured; every dev dossier without any.")
    parser.add_argument("--measure", action="store_true")
    options = parser.parse_args()
    encoder = load_encoder(DEFAULT, default_cache())
    read = {name: _read(name) for name in DEV_DOSSIERS}
    if options.measure:
        names = options.dossiers or list(DEV_DOSSIERS)
        sys.stdout.write(_measured(names, read, encoder) + "\n")
        return 0
    for rule_set in sorted({one.dossier.case.rule_set for one in read.values()}):
        own = [one for one in read.values() if one.dossier.case.rule_set == rule_set]
        quoted = [_quoted(one, encoder) for one in own]
        fitted = fitted_to(_wordings(rule_set, encoder), quoted, encoder.fingerprint)
        sys.stdout.write(f"{save_prototypes(rule_set, fitted)}\n")
    return 0


def fitted_to(known: _Known, quoted: Iterable[_Quoted], encoder: str) -> Prototypes:
    """Return the prototypes of a rule set, fitted to its known wordings and quotes of dossiers."""
    first = fit(known.vectors, known.classes, known.aspects, encoder)
    vectors, classes = [known.vectors], list(known.classes)
    for one in quoted:
        added, of = _placed(one, first)
        vectors.append(added)
        classes += of
    return fit(np.concatenate(vectors), classes, known.aspects, encoder)


def _wordings(rule_set: str, encoder: Encoder) -> _Known:
    aspects: list[tuple[str, str]] = []
    texts: list[str] = []
    classes: list[int] = []
    for indicator, expectation in load_expectations(rule_set).by_indicator.items():
        for aspect in expectation.aspects:
            own = (*aspect.phrases, aspect.zh, aspect.en)
            texts += own
            classes += [len(aspects)] * len(own)
            aspects.append((indicator, aspect.id))
    place = {name: at for at, name in enumerate(aspects)}
    for one in load_bank():
        at = place.get((one.indicator, one.aspect))
        # What denies an aspect is as much about it as what shows it.
        if one.rule_set == rule_set and one.half == "dev" and one.kind != "near" and at is not None:
            texts.append(" ".join(part.strip() for part in one.text.split(UNDER)))
            classes.append(at)
    return _Known(tuple(aspects), encoder.encode_passages(texts), tuple(classes))


def _quoted(read: ReadDossier, encoder: Encoder) -> _Quoted:
    pairs = [
        (one, name)
        for name, gold in read.dossier.indicators.items()
        for one in read.said
        if any(meets(one.text, quote) for quote in gold.quotes)
    ]
    return _Quoted(
        tuple(name for _, name in pairs),
        encoder.encode_passages([one.text for one, _ in pairs]),
        encoder.encode_passages([f"{one.heading} {one.text}".strip() for one, _ in pairs]),
    )


def _placed(quoted: _Quoted, first: Prototypes) -> tuple[Matrix, list[int]]:
    """Return the vectors of quotes, bare and under headings, and the nearest aspects of their rows."""
    places: dict[str, list[int]] = {}
    for (indicator, _), place in first.row_by_aspect.items():
        places.setdefault(indicator, []).append(place)
    near = first.nearness(quoted.under)
    kept: list[int] = []
    chosen: list[int] = []
    for at, indicator in enumerate(quoted.indicators):
        best = max(places.get(indicator, ()), key=near[at].__getitem__, default=None)
        if best is not None and near[at, best] >= _OF_AN_ASPECT:
            kept.append(at)
            chosen.append(best)
    return np.concatenate([quoted.bare[kept], quoted.under[kept]]), chosen * 2


def _measured(names: Sequence[str], read: Mapping[str, ReadDossier], encoder: Encoder) -> str:
    quoted = {name: _quoted(one, encoder) for name, one in read.items()}
    rows = []
    for name in names:
        own = read[name]
        rule_set = own.dossier.case.rule_set
        others = [
            quoted[other]
            for other, one in read.items()
            if other != name and one.dossier.case.rule_set == rule_set
        ]
        fitted = fitted_to(_wordings(rule_set, encoder), others, encoder.fingerprint)
        near = read_dossier(own.dossier, _folder(name), encoder, fitted)
        for way, one in (("words", own), ("words and nearness", near)):
            figures = figures_of([judge(PRODUCT, one.dossier, one.found, one.texts)])
            values = [found and f"{found.value:.3f}" for found in map(figures.get, FIGURES)]
            rows.append([f"{name}: {way}", *(value or "–" for value in values)])
    return table(["dossier: way", *FIGURES], rows)


def _read(name: str) -> ReadDossier:
    return read_dossier(load_dossier(_folder(name)), _folder(name))


def _folder(name: str) -> Path:
    return DOSSIERS / name


if __name__ == "__main__":
    raise SystemExit(main())
