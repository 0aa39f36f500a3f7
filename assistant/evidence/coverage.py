"""How much of a rule set a case's documents cover, by level and group. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.evidence.indicator import IndicatorEvidence
from assistant.evidence.row_status import STATUSES, Status


@dataclass(frozen=True, slots=True)
class Coverage:
    """
    Counts of indicators by status. name: "" for all, a level (A), or a first-level group (A1; for
    Table C-1 the indicator, such as SE43).
    """

    name: str
    counts: Mapping[Status, int]

    @property
    def total(self) -> int:
        """How many indicators there are."""
        return sum(self.counts.values())


def coverage_of(found: Sequence[IndicatorEvidence]) -> tuple[Coverage, ...]:
    """Return the counts of all, then of every level and its groups in order; () for none."""
    if not found:
        return ()
    names = [""]
    for entry in found:
        group = entry.indicator.split(".")[0]
        level = "" if group.startswith("SE") else group[0]
        names += [name for name in (level, group) if name not in names]
    return tuple(Coverage(name, _counts(found, name)) for name in names)


def _counts(found: Sequence[IndicatorEvidence], name: str) -> Mapping[Status, int]:
    def belongs(indicator: str) -> bool:
        return indicator.startswith(name if len(name) < 2 else f"{name}.")

    entries = [entry for entry in found if belongs(entry.indicator)]
    return {status: sum(entry.status == status for entry in entries) for status in STATUSES}
