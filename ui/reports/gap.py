"""What a case still lacks, row by row: judgements, points, evidence. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from assistant.evidence.indicator import IndicatorEvidence
from scoring import Row
from scoring.award import Award
from ui.reports.case_result import CaseResult

Lack = Literal[
    "gate_failed", "contradicted", "not_judged", "points_short", "no_evidence", "partly_shown"
]
LACKS: tuple[Lack, ...] = Lack.__args__  # type: ignore[attr-defined]
"""What a row can lack, the most serious first."""
_OF_EVIDENCE: dict[str, Lack] = {
    "contradicted": "contradicted",
    "none": "no_evidence",
    "partial": "partly_shown",
}


@dataclass(frozen=True, slots=True)
class Gap:
    """
    A row that lacks something.

    lacks: the most serious first. stake: the points it could still give or lost, 0 for a gate.
    evidence: None where none was looked for. is_on_way: whether the shortest way to the mark
    leads over it.
    """

    row: Row
    group: str
    award: Award
    stake: Decimal
    lacks: tuple[Lack, ...]
    evidence: IndicatorEvidence | None
    is_on_way: bool


def gaps(result: CaseResult) -> tuple[Gap, ...]:
    """
    Return every row that lacks something, in the order of the document, the target's level first.

    Before anything is judged only the evidence tells what is lacking.
    """
    ways = result.way.levels if result.way else ()
    on_way = {gate for level in ways for gate in level.gates}
    on_way |= {gain.row for level in ways for gain in level.gains}
    evidence = result.evidence
    found = []
    for row in result.rows:
        award = result.assessment.awards[row.id]
        shown = evidence.get(row.id)
        lacks = _lacks(award, shown, is_judged=result.saved is not None)
        if lacks:
            group = result.rules.first_level_group(row)
            stake = Decimal(0) if award.excluded else row.points - award.kept
            found.append(Gap(row, group, award, stake, lacks, shown, row.id in on_way))
    return tuple(found)


def _lacks(
    award: Award, evidence: IndicatorEvidence | None, *, is_judged: bool
) -> tuple[Lack, ...]:
    lacks: set[Lack] = set()
    if is_judged and award.is_open:
        lacks.add("not_judged")
    elif is_judged and award.row.kind == "gate" and award.state == "not_met":
        lacks.add("gate_failed")
    elif is_judged and award.kept < award.row.points and not award.excluded:
        lacks.add("points_short")
    if evidence is not None and evidence.status in _OF_EVIDENCE:
        lacks.add(_OF_EVIDENCE[evidence.status])
    return tuple(lack for lack in LACKS if lack in lacks)


def missing_rows(result: CaseResult) -> dict[str, list[Row]]:
    """Return the rows by what they are missing: failed, open and bare gates, open scored rows."""
    awards = result.assessment.awards
    gates = [row for row in result.rows if row.kind == "gate"]
    scored = [row for row in result.rows if row.kind != "gate"]
    bare = ("none", "contradicted")
    evidence = result.evidence
    return {
        "gates_failed": [row for row in gates if awards[row.id].state == "not_met"],
        "gates_open": [row for row in gates if awards[row.id].is_open],
        "gates_bare": [
            row for row in gates if row.id in evidence and evidence[row.id].status in bare
        ],
        "rows": [row for row in scored if awards[row.id].is_open],
    }
