"""
Card files to norm cards. Unlike the standards' data, every fault of every file is reported at
once: cards are written and corrected by hand more often than clauses.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from corpus.errors import CorpusDataError, NormCardError
from corpus.load import DATA, read_yaml
from corpus.norms.card import (
    CONFIDENCES,
    STATUS_WORDS,
    TYPE_WORDS,
    UNCONFIRMABLE,
    NormCard,
    NormFact,
)

NORMS = DATA / "norms"
_LISTS = ("cited_as", "replaces", "replaced_by", "cited_in", "should_cite", "faults", "see",
          "aliases", "unconfirmed", "sources")  # fmt: skip
_TEXTS = ("number", "title_zh", "title_en", "type", "status", "status_zh", "status_en",
          "confidence")  # fmt: skip
OPTIONAL_KEYS = frozenset(
    {"edition", "announcement", "issued", "in_force", "advice_zh", "advice_en", "note_zh",
     "note_en"}
)  # fmt: skip
REQUIRED_KEYS = frozenset({*_LISTS, *_TEXTS, "true_number", "listed_in_chapter_2", "facts"})
FACT_KEYS = frozenset({"clause", "text_zh", "text_en", "confidence", "source"})
FACT_OPTIONAL_KEYS = frozenset({"clause_zh"})


def card_files(folder: Path) -> tuple[Path, ...]:
    """Return the card files of a folder in the order of their names."""
    return tuple(sorted(folder.glob("*.yaml")))


@cache
def load_norm_cards() -> tuple[NormCard, ...]:
    """
    Return the cards that ship with the project, by file name.

    Raises:
        NormCardError: any file has any fault.
    """
    return load_cards(NORMS)


def load_cards(folder: Path) -> tuple[NormCard, ...]:
    """
    Return the cards of a folder, by file name; () for an empty folder.

    Raises:
        NormCardError: any file has any fault; it lists them all.
    """
    faults: list[str] = []
    cards: list[NormCard] = []
    for path in card_files(folder):
        try:
            record = read_yaml(path)
        except CorpusDataError as fault:
            faults.append(str(fault))
            continue
        found = [f"{path.name}: {fault}" for fault in card_faults(record)]
        if not found:
            cards.append(_card(record))
        faults += found
    if faults:
        raise NormCardError(folder, faults)
    return tuple(cards)


def card_faults(record: Any) -> Iterator[str]:
    """Yield what is wrong with the form of a card's record, each as a clause of a sentence."""
    if not isinstance(record, dict):
        yield "the file holds no mapping"
        return
    yield from key_faults(record, REQUIRED_KEYS, OPTIONAL_KEYS)
    for key in _LISTS:
        value = record.get(key, [])
        if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
            yield f"{key!r} must be a list of texts"
    for key in (*_TEXTS, *OPTIONAL_KEYS):
        value = record.get(key, "x")
        if not isinstance(value, str) or not value.strip():
            yield f"{key!r} must be a text that says something"
    yield from _closed_faults(record)
    facts = record.get("facts")
    if not isinstance(facts, list):
        yield "'facts' must be a list"
        return
    for number, fact in enumerate(facts, 1):
        yield from fact_faults(fact, number)


def _closed_faults(record: dict[str, Any]) -> Iterator[str]:
    """Yield what is wrong with the values that only a few are allowed for."""
    if not isinstance(record.get("true_number", ""), (str, type(None))):
        yield "'true_number' must be a number or null"
    if not isinstance(record.get("listed_in_chapter_2", False), bool):
        yield "'listed_in_chapter_2' must be true or false"
    for key, allowed in (("status", STATUS_WORDS), ("type", TYPE_WORDS)):
        if isinstance(record.get(key), str) and record[key] not in allowed:
            yield f"{key} {record[key]!r} is not one of {', '.join(allowed)}"
    yield from _confidence_faults(record, "the card")
    unconfirmed = record.get("unconfirmed")
    for name in unconfirmed if isinstance(unconfirmed, list) else ():
        if name not in UNCONFIRMABLE:
            yield f"unconfirmed {name!r} is not one of {', '.join(UNCONFIRMABLE)}"


def key_faults(
    record: dict[str, Any], required: frozenset[str], optional: frozenset[str]
) -> Iterator[str]:
    """Yield every unknown and every missing key of a record."""
    for key in sorted(map(str, record)):
        if key not in required | optional:
            yield f"key {key!r} is not known; allowed: {', '.join(sorted(required | optional))}"
    for key in sorted(required - record.keys()):
        yield f"key {key!r} is missing"


def _confidence_faults(record: dict[str, Any], what: str) -> Iterator[str]:
    value = record.get("confidence", "C1")
    if value not in CONFIDENCES:
        yield f"confidence {value!r} of {what} is not one of {', '.join(CONFIDENCES)}"


def fact_faults(fact: Any, number: int) -> Iterator[str]:
    """Yield what is wrong with the form of a card's fact; `number` counts from 1."""
    if not isinstance(fact, dict):
        yield f"fact {number} is no mapping"
        return
    for fault in key_faults(fact, FACT_KEYS, FACT_OPTIONAL_KEYS):
        yield f"fact {number}: {fault}"
    for key in sorted(FACT_KEYS & fact.keys()):
        if not isinstance(fact[key], str) or not fact[key].strip():
            yield f"fact {number}: {key!r} must be a text that says something"
    yield from _confidence_faults(fact, f"fact {number}")


def _card(record: dict[str, Any]) -> NormCard:
    fields: dict[str, Any] = {
        key: tuple(value) if key in _LISTS else value for key, value in record.items()
    }
    facts = tuple(NormFact(**fact) for fact in fields.pop("facts"))
    return NormCard(**fields, facts=facts)


@cache
def source_words() -> dict[str, tuple[str, str]]:
    """Return what the short names of sources stand for, Chinese and English."""
    entries = read_yaml(DATA / "norm-sources.yaml")
    return {entry["key"]: (entry["zh"], entry["en"]) for entry in entries}
