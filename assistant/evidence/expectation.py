"""
What documents must show for an indicator: its aspects, the words for them, its figures. Pure.

Written by hand for every row (assistant/data/expectations), from the row's own text; loaded by
`assistant.evidence.load_expectations`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.evidence.quantity import Quantity

# Every entry is a concept's name or words; one of them must be met.
Need = tuple[str, ...]
# The words of each concept, by its name, and those of its opposite, by its name behind this sign.
CONTRARY = "≠"
Concepts = Mapping[str, tuple[str, ...]]


_PLACES_EN: Mapping[str, str] = {
    "设计说明": "design description", "系统图": "system diagram", "设备清单": "equipment list",
    "平面图": "floor plans", "施工说明": "construction notes", "验收报告": "acceptance report",
    "检测报告": "test report", "消防验收意见": "fire acceptance opinion", "管理制度": "management rules",
    "运行记录": "operating records", "培训记录": "training records", "应急预案": "emergency plans",
    "合同": "contracts", "证书": "certificates", "备案": "filings",
}  # fmt: skip


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
    passage is about something else. states: those of the needs that say that a thing is there, runs
    or is done, so that who denies the thing denies them with it; never all of them.
    """

    id: str
    zh: str
    en: str
    needs: tuple[Need, ...]
    phrases: tuple[str, ...]
    figure: RequiredFigure | None = None
    excludes: tuple[str, ...] = ()
    states: tuple[Need, ...] = ()

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

    def usual_places(self, language: str) -> str:
        """Return where it is usually found, in words; "" where nothing is noted."""
        if language == "zh":
            return "、".join(self.places)
        return ", ".join(_PLACES_EN.get(place, place) for place in self.places)


@dataclass(frozen=True, slots=True)
class Expectations:
    """
    The expectations of a rule set.

    fingerprint: changes whenever they or the words of a concept change.
    """

    rule_set: str
    by_indicator: Mapping[str, Expectation]
    fingerprint: str = ""

    def of(self, indicator: str) -> Expectation | None:
        """Return what must be shown for an indicator, if anything is noted."""
        return self.by_indicator.get(indicator)
