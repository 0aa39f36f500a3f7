"""
What the quotes of a dossier's gold show, aspect by aspect, as readers told who saw no program.

A dossier may hold `aspects.yaml`: by row, for each quote of its gold in order, the ids of the
aspects of which the quote speaks, each with a sign: + where it is shown, ~ in part, - denied.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from assistant.evidence.load_expectations import load_expectations
from corpus.load import read_yaml
from evals.dossier import Dossier, GoldIndicator
from evals.errors import DossierError, DossierFault

ASPECTS = "aspects.yaml"

Telling = Literal["shown", "partly", "denied"]
_SIGNS: Mapping[str, Telling] = {"+": "shown", "~": "partly", "-": "denied"}

QuotedAspects = Mapping[str, Sequence[Mapping[str, Telling]]]
"""By row, for each quote of its gold, what it tells of which aspects; {} for one of none."""


def load_quoted_aspects(dossier: Dossier, folder: Path) -> QuotedAspects:
    """
    Return what the quotes of a dossier tell, as far as readers told; {} without such a file.

    Raises:
        DossierError: a row, a number of quotes, an aspect or a sign is wrong; lists every fault.
    """
    path = folder / ASPECTS
    if not path.is_file():
        return {}
    faults: list[DossierFault] = []
    told = {
        str(row): [_tellings(dossier, str(row), line, faults) for line in lines]
        for row, lines in read_yaml(path).items()
    }
    for row, lines in told.items():
        gold = dossier.indicators.get(row)
        if gold is None or len(lines) != len(gold.quotes):
            expected = f"{len(gold.quotes)} quotes" if gold else "no such row"
            faults.append(DossierFault(f"{ASPECTS} {row}", f"the gold has {expected}"))
    if faults:
        raise DossierError(folder, faults)
    return told


def aspects_of(
    gold: GoldIndicator, told: Sequence[Mapping[str, Telling]], aspects: Iterable[str]
) -> dict[str, bool]:
    """
    Return of the aspects of a row whether they are wholly shown, as far as its quotes tell.

    Of a supported row those that a quote shows; what none speaks of is left out. Of others those
    that some quote shows and none limits or denies: what none speaks of is not shown.
    """
    shown = {name for quote in told for name, what in quote.items() if what == "shown"}
    if gold.status == "supported":
        return {name: True for name in aspects if name in shown}
    limited = {name for quote in told for name, what in quote.items() if what != "shown"}
    return {name: name in shown - limited for name in aspects}


def _tellings(
    dossier: Dossier, row: str, line: Any, faults: list[DossierFault]
) -> Mapping[str, Telling]:
    expectation = load_expectations(dossier.case.rule_set).of(row)
    known = {aspect.id for aspect in expectation.aspects} if expectation else set()
    tellings: dict[str, Telling] = {}
    for word in str(line or "").split():
        aspect, sign = word[:-1], word[-1]
        if aspect not in known or sign not in _SIGNS:
            allowed = ", ".join(sorted(known))
            fault = f"{word!r} must be one of {allowed}, and one of {' '.join(_SIGNS)}"
            faults.append(DossierFault(f"{ASPECTS} {row}", fault))
        else:
            tellings[aspect] = _SIGNS[sign]
    return tellings
