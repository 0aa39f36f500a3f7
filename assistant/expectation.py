"""
What documents must show for an indicator: its aspects, the words for them, its figures. Pure.

Written by hand for every row (assistant/data/expectations), from the row's own text; loaded by
`assistant.load_expectations`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from assistant.quantity import Quantity

# Every entry is a concept's name or words; one of them must be met.
Need = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RequiredFigure:
    """
    A figure that the row asks for. `about`: concepts of which one must stand near a figure for it
    to be compared with this one; () compares every figure of the dimension.
    """

    needed: Quantity
    about: tuple[str, ...] = ()
    is_optional: bool = False


@dataclass(frozen=True, slots=True)
class Aspect:
    """
    One thing that must be shown.

    needs: all must be met by a passage with its headings, each by one of its words or concepts.
    phrases: how designers write it, for nearness in meaning. excludes: words that show that a
    passage is about something else.
    """

    id: str
    zh: str
    en: str
    needs: tuple[Need, ...]
    phrases: tuple[str, ...]
    figure: RequiredFigure | None = None
    excludes: tuple[str, ...] = ()

    def title(self, language: str) -> str:
        """Return the aspect's title in a language."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Expectation:
    """What must be shown for an indicator, where it is usually found, what to look at on site."""

    indicator: str
    aspects: tuple[Aspect, ...]
    places: tuple[str, ...] = ()
    note_zh: str = ""
    note_en: str = ""


@dataclass(frozen=True, slots=True)
class Expectations:
    """
    The expectations of a rule set, with the concepts that they name.

    concepts: the words of each. fingerprint: changes whenever either changes.
    """

    rule_set: str
    by_indicator: Mapping[str, Expectation]
    concepts: Mapping[str, tuple[str, ...]] = field(repr=False)
    fingerprint: str = ""

    def of(self, indicator: str) -> Expectation | None:
        """Return what must be shown for an indicator, if anything is noted."""
        return self.by_indicator.get(indicator)
