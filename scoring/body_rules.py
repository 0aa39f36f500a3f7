"""
What an evaluation body lays down beside an edition (4.6), as values.

Pure data and look-ups. `scoring.body_check` makes these from words, `scoring.overlay` applies them
to a rule set; nothing here knows rule sets.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, get_args

Method = Literal["documents", "site", "interview", "questionnaire", "test"]
METHODS: tuple[Method, ...] = get_args(Method)
Counting = Literal["beside", "added", "scaled"]
COUNTINGS: tuple[Counting, ...] = get_args(Counting)


# An extra group says its level, and that the draft does not number it: CX1, its rows CX1.1 …
_EXTRA_GROUP = re.compile(r"([A-Z])X[1-9]\d?")


def level_of_extra(group_id: str) -> str | None:
    """
    Return the level that the id of an extra group names; None for any other id.

    >>> level_of_extra("CX1"), level_of_extra("C1")
    ('C', None)
    """
    found = _EXTRA_GROUP.fullmatch(group_id)
    return found[1] if found else None


def is_extra_id(row_id: str) -> bool:
    """Whether an id is that of an extra row."""
    return level_of_extra(row_id.rpartition(".")[0]) is not None


@dataclass(frozen=True, slots=True)
class Wording:
    """The body's own words; `en` is the Chinese text where the file gives no English one."""

    zh: str
    en: str

    def told(self, language: str) -> str:
        """Return the words in a language."""
        return self.en if language == "en" else self.zh


@dataclass(frozen=True, slots=True)
class PointStep:
    """One of the points that a row may be given, and what earns it; None where nothing is said."""

    points: Decimal
    text: Wording | None = None


@dataclass(frozen=True, slots=True)
class IndicatorRules:
    """
    How one row is judged and how information on it is collected (4.6, 7.3-7.5).

    steps: the only points allowed, ascending from 0 to the row's points; () for no rule. collect:
    what to look at or ask for. sampling_unit: what one sample of 7.4 is.
    """

    steps: tuple[PointStep, ...] = ()
    methods: tuple[Method, ...] = ()
    collect: Wording | None = None
    sampling_unit: Wording | None = None


@dataclass(frozen=True, slots=True)
class SuppliedRow:
    """The text of a row that the document lost; points are 0 for a gate."""

    points: Decimal
    text: Wording
    reason: Wording


@dataclass(frozen=True, slots=True)
class ExtraRow:
    """An extra indicator for a commercial part (4.2), and the norm it is taken from ("": none)."""

    points: Decimal
    text: Wording
    norm: str = ""


@dataclass(frozen=True, slots=True)
class ExtraGroup:
    """
    Extra indicators of one level that count together (4.2).

    counts: `beside` the total, never in it; `added` to the total, the mark staying where it is;
    `scaled`, so that the total with them is out of the declared points again.
    """

    level: str
    counts: Counting
    points: Decimal
    name: Wording
    reason: Wording
    rows: Mapping[str, ExtraRow]


@dataclass(frozen=True, slots=True)
class ChosenReading:
    """The reading of an interpretation that the body has fixed, and why."""

    reading: str
    reason: Wording


@dataclass(frozen=True, slots=True)
class RecognisedRow:
    """The item of the other standard by which a row is taken as met (9.4), and its proof."""

    item: str
    proof: Wording
    reason: Wording


@dataclass(frozen=True, slots=True)
class BodyRules:
    """
    The own rules of an evaluation body for one edition.

    shares: shares of a scored row's points that are its steps where it names none itself. methods:
    for rows that name none. standard: the one whose items are recognised, "" for none.
    content_hash covers every word of the file; scoring_hash what can change a number, an outcome
    or which judgements are valid, None where nothing can.
    """

    name: Wording
    version: str
    date: str
    rule_set: str
    edition: str
    shares: tuple[Decimal, ...]
    methods: tuple[Method, ...]
    indicators: Mapping[str, IndicatorRules]
    supplied: Mapping[str, SuppliedRow]
    extras: Mapping[str, ExtraGroup]
    readings: Mapping[str, ChosenReading]
    standard: str
    recognised: Mapping[str, RecognisedRow]
    content_hash: str
    scoring_hash: str | None

    def indicator(self, row_id: str) -> IndicatorRules:
        """Return what is laid down for a row by name; empty rules where nothing is."""
        return self.indicators.get(row_id, IndicatorRules())

    def methods_of(self, row_id: str) -> tuple[Method, ...]:
        """Return how information on a row is collected: its own methods, else the body's."""
        return self.indicator(row_id).methods or self.methods

    def extra_row(self, row_id: str) -> ExtraRow | None:
        """Return the extra indicator of this id; None when there is none."""
        return next((g.rows[row_id] for g in self.extras.values() if row_id in g.rows), None)

    def text_of(self, row_id: str) -> Wording | None:
        """Return the body's text of a row that it supplies or adds, or the name of its group."""
        if row_id in self.supplied:
            return self.supplied[row_id].text
        if row_id in self.extras:
            return self.extras[row_id].name
        extra = self.extra_row(row_id)
        return extra.text if extra else None
