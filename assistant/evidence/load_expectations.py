"""Expectations from their files. The only module of `assistant` that parses YAML."""

from __future__ import annotations

import hashlib
from collections.abc import Set
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from assistant.errors import ExpectationDataError
from assistant.evidence.expectation import (
    CONTRARY,
    Aspect,
    Concepts,
    Expectation,
    Expectations,
    RequiredFigure,
)
from assistant.evidence.quantity import Comparison, quantities
from corpus.load import read_yaml

EXPECTATIONS = Path(str(files("assistant"))) / "data" / "expectations"
DENIALS = "denials.yaml"
_BOUNDS: dict[str, Comparison] = {"at_least": "ge", "more_than": "gt", "at_most": "le"}


@cache
def load_expectations(rule_set: str, folder: Path = EXPECTATIONS) -> Expectations:
    """
    Return the expectations of a rule set; without any where no file is.

    Raises:
        ExpectationDataError: a record has a wrong or missing key, or a figure cannot be read.
    """
    paths = sorted((folder / rule_set).glob("*.yaml"))
    digest = hashlib.sha256()
    for path in (*_concept_files(folder), *_denials_file(folder), *paths):
        digest.update(path.read_bytes())
    states = frozenset(_denials(folder).get("states", ()))
    by_indicator: dict[str, Expectation] = {}
    for path in paths:
        for record in read_yaml(path):
            try:
                expectation = _expectation(record, states)
            except (KeyError, TypeError, ValueError) as fault:
                raise ExpectationDataError(
                    path, str(record.get("indicator")), str(fault)
                ) from fault
            by_indicator[expectation.indicator] = expectation
    return Expectations(rule_set, by_indicator, digest.hexdigest()[:16])


@cache
def load_concepts(folder: Path = EXPECTATIONS) -> Concepts:
    """Return the words of every concept and of their contraries; without any where no file is."""
    concepts: dict[str, tuple[str, ...]] = {}
    for path in _concept_files(folder):
        for name, words in read_yaml(path).items():
            concepts[name] = tuple(map(str, words))
    for name, words in _denials(folder).get("contrary", {}).items():
        concepts[CONTRARY + name] = tuple(map(str, words))
    for group in _denials(folder).get("together", ()):
        for name in group["of"]:
            own = concepts.get(CONTRARY + name, ())
            concepts[CONTRARY + name] = tuple(dict.fromkeys((*own, *map(str, group["words"]))))
    return concepts


def _concept_files(folder: Path) -> list[Path]:
    return sorted(folder.glob("concepts*.yaml"))


def _denials_file(folder: Path) -> list[Path]:
    return [path for path in (folder / DENIALS,) if path.is_file()]


def _denials(folder: Path) -> dict[str, Any]:
    """Return how concepts are denied; {} without the file."""
    return {name: part for path in _denials_file(folder) for name, part in read_yaml(path).items()}


def _expectation(record: dict[str, Any], states: Set[str]) -> Expectation:
    return Expectation(
        indicator=str(record["indicator"]),
        aspects=tuple(_aspect(entry, states) for entry in record["aspects"]),
        places=tuple(record.get("places", ())),
        note_zh=record.get("note_zh", ""),
        note_en=record.get("note_en", ""),
    )


def _aspect(entry: dict[str, Any], states: Set[str]) -> Aspect:
    needs = tuple(_need(need) for need in entry["needs"])
    implied = tuple(need for need in needs if not states.isdisjoint(need))
    return Aspect(
        id=entry["id"],
        zh=entry["zh"],
        en=entry["en"],
        needs=needs,
        phrases=tuple(entry.get("phrases", ())),
        figure=_figure(entry["quantity"]) if entry.get("quantity") else None,
        excludes=tuple(map(str, entry.get("excludes", ()))),
        states=implied if len(implied) < len(needs) else (),
    )


def _need(need: str | list[str]) -> tuple[str, ...]:
    return (need,) if isinstance(need, str) else tuple(map(str, need))


def _figure(entry: dict[str, Any]) -> RequiredFigure:
    (bound,) = (name for name in _BOUNDS if name in entry)
    written = next(
        (q for q in quantities(str(entry[bound])) if q.dimension == entry["dimension"]), None
    )
    if written is None:
        raise ValueError(f"{entry[bound]!r} is no figure of the dimension {entry['dimension']!r}")
    needed = type(written)(
        written.words, written.value, written.dimension, _BOUNDS[bound], written.span
    )
    about = tuple(map(str, entry.get("about", ())))
    return RequiredFigure(needed, about, is_optional=bool(entry.get("optional", False)))
