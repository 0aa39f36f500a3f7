"""
A sheet scored under the edition it was made for and under a later one, row by row. Pure.

What changed in the points is told with its reasons; the sheet itself is left as it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from scoring.assess import assess
from scoring.assessment import Assessment, Bounds, Number
from scoring.award import ZERO, Award, AwardState
from scoring.carry import Carried, carry_over
from scoring.rule_change import Sources, row_changes
from scoring.rule_set import RuleSet
from scoring.sheet import parse_sheet

WhyCode = Literal[
    "added", "removed", "moved", "renumbered", "merged", "split", "judged_as", "points", "unit", "options",
    "lost", "not_carried", "reworded", "reading",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Why:
    """One reason for a difference; what stood and stands there, or the reading's or fault's name."""

    code: WhyCode
    old: str = ""
    new: str = ""


@dataclass(frozen=True, slots=True)
class RowRescore:
    """
    A row that counts otherwise, or that people should look at again.

    id: in the later edition; in the earlier one where the row is gone. state and points: before
    and after; None where there is no such row. What a split row had stands with its first part.
    """

    id: str
    old_ids: tuple[str, ...]
    state: tuple[AwardState | None, AwardState | None]
    points: tuple[Number | None, Number | None]
    why: tuple[Why, ...]


@dataclass(frozen=True, slots=True)
class TotalRescore:
    """
    A level, or an indicator of Table C-1, before and after; None where there is no such one.

    by_rows: what the rows' points came to before and after. Where the points are others, a failed
    gate keeps groups from being scored, or rows are left out and the rest is scaled.
    """

    id: str
    points: tuple[Number | None, Number | None]
    by_rows: tuple[Number | None, Number | None]
    bounds: tuple[Bounds | None, Bounds | None]


@dataclass(frozen=True, slots=True)
class Rescore:
    """
    Both assessments with what differs between them.

    readings: by interpretation the readings used, where they differ.
    """

    old: Assessment
    new: Assessment
    carried: Carried
    readings: Mapping[str, tuple[str, str]]
    rows: tuple[RowRescore, ...]
    totals: tuple[TotalRescore, ...]


def rescore(
    words: Mapping[str, Any],
    editions: tuple[RuleSet, RuleSet],
    sources: Sources,
    reworded: Collection[str] = (),
) -> Rescore:
    """
    Score a sheet under both editions.

    words: of the sheet, made for the first of the editions. sources: by id of a row or group of
    the second the ids that it comes from. reworded: rows of the second whose words differ; their
    judgements are carried and named, since people judged the words before.

    Raises:
        SheetError: the sheet is invalid, or the later edition lacks its level.
    """
    before, after = editions
    sheet = parse_sheet(words, before)
    chosen = {str(k): str(v) for k, v in (words.get("interpretations") or {}).items()}
    carried = carry_over(sheet, chosen, editions, sources)
    old, new = assess(before, sheet), assess(after, carried.sheet)
    reasons = _reasons(editions, sources, carried, reworded)
    readings = _readings_changed(old, new)
    rows = (*_rows(old, new, sources, reasons, readings), *_gone(old, new, after, sources))
    return Rescore(old, new, carried, readings, rows, tuple(_totals(old, new, editions, sources)))


def _readings_changed(old: Assessment, new: Assessment) -> dict[str, tuple[str, str]]:
    return {
        name: (reading, new.used[name])
        for name, reading in old.used.items()
        if name in new.used and new.used[name] != reading
    }


def _reasons(
    editions: tuple[RuleSet, RuleSet], sources: Sources, carried: Carried, reworded: Collection[str]
) -> dict[str, list[Why]]:
    """Return by row of the later edition what is different about it, whatever it counts."""
    before, after = editions
    reasons: dict[str, list[Why]] = {}
    parts = Counter(name for row in after.rows for name in sources.get(row.id, ()))
    for row in after.rows:
        came = sources.get(row.id, ())
        told = reasons.setdefault(row.id, [])
        if not came:
            told.append(Why("added"))
        elif len(came) > 1:
            told.append(Why("merged", ", ".join(came), row.id))
        elif parts[came[0]] > 1:
            told.append(Why("split", came[0], row.id))
        elif came[0] != row.id:
            told.append(Why("renumbered", came[0], row.id))
    for change in row_changes(before, after, sources):
        if change.kind in ("judged_as", "points", "unit", "options", "lost"):
            reasons[change.id].append(Why(change.kind, change.old, change.new))
    for name, obstacle in carried.open_again.items():
        reasons[name].append(Why("not_carried", obstacle))
    for name in reworded:
        if name in reasons:
            reasons[name].append(Why("reworded"))
    return reasons


def _rows(
    old: Assessment,
    new: Assessment,
    sources: Sources,
    reasons: Mapping[str, list[Why]],
    readings: Mapping[str, tuple[str, str]],
) -> Iterator[RowRescore]:
    """Yield the rows of the later assessment that differ, in its order."""
    told: set[str] = set()
    for name, award in new.awards.items():
        came = tuple(source for source in sources.get(name, ()) if source in old.awards)
        # The points of a row that was split are told once, with the first of its parts.
        state, points = _together([old.awards[source] for source in came if source not in told])
        told.update(came)
        why = list(reasons[name])
        if points != award.kept and not why:
            why += [Why("reading", f"{k}={a}", f"{k}={b}") for k, (a, b) in readings.items()]
        if why or (state, points) != (award.state, award.kept):
            yield RowRescore(name, came, (state, award.state), (points, award.kept), tuple(why))


def _gone(
    old: Assessment, new: Assessment, rules: RuleSet, sources: Sources
) -> Iterator[RowRescore]:
    """Yield the rows that are gone, or that moved to a level that is not applied for."""
    successors = {source: row.id for row in rules.rows for source in sources.get(row.id, ())}
    for name, award in old.awards.items():
        successor = successors.get(name)
        if successor is None or successor not in new.awards:
            why = Why("moved", name, successor) if successor else Why("removed")
            yield RowRescore(name, (name,), (award.state, None), (award.kept, None), (why,))


def _together(awards: Sequence[Award]) -> tuple[AwardState | None, Number | None]:
    """Return what rows had together; a state only where there is one row."""
    if not awards:
        return None, None
    points = sum((award.kept for award in awards[1:]), awards[0].kept)
    return awards[0].state if len(awards) == 1 else None, points


@dataclass(frozen=True, slots=True)
class _Figure:
    points: Number | None = None
    by_rows: Number | None = None
    bounds: Bounds | None = None


def _totals(
    old: Assessment, new: Assessment, editions: tuple[RuleSet, RuleSet], sources: Sources
) -> Iterator[TotalRescore]:
    before, after = _figures(old, editions[0]), _figures(new, editions[1])
    paired: set[str] = set()
    for name, figure in after.items():
        came = (name,) if new.levels else sources.get(name, ())
        was = before.get(came[0], _Figure()) if len(came) == 1 else _Figure()
        paired.update(came)
        yield _total(name, was, figure)
    for name, figure in before.items():
        if name not in paired:
            yield _total(name, figure, _Figure())


def _total(name: str, was: _Figure, now: _Figure) -> TotalRescore:
    return TotalRescore(
        id=name,
        points=(was.points, now.points),
        by_rows=(was.by_rows, now.by_rows),
        bounds=(was.bounds, now.bounds),
    )


def _figures(assessment: Assessment, rules: RuleSet) -> dict[str, _Figure]:
    kept: dict[str, Decimal] = {}
    for name, award in assessment.awards.items():
        row = rules.row(name)
        place = row.level or row.group
        kept[place] = kept.get(place, ZERO) + award.kept
    if assessment.levels:
        levels = assessment.levels
        return {name: _Figure(one.points, kept[name], one.bounds) for name, one in levels.items()}
    bounds = assessment.indicator_bounds
    return {
        name: _Figure(points, kept[name], bounds[name])
        for name, points in assessment.indicators.items()
    }
