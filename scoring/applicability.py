"""
Which rows apply to a project, and what it costs that the documents know no "not applicable".

Pure and exact: a rule set and a profile in, every row with its status, sums and costs out. It
judges nothing; "best" figures take every row that the project can meet as met.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from scoring.assessment import Number
from scoring.award import lost_reading
from scoring.fact import Fact
from scoring.profile import Profile
from scoring.rule_set import Level, Row, RuleSet
from scoring.tally import reaches_mark, scaled

RowStatus = Literal["applies", "lacks", "unclear", "lost"]
ZERO = Decimal(0)
INTERPRETATION = "not_applicable"


@dataclass(frozen=True, slots=True)
class RowFit:
    """
    A row and how it fits the project.

    status: `lacks` when a thing that the row presupposes is missing, `unclear` when that is not
    known, `lost` when the document lost the row's text, else `applies`. lacking, open: ids of the
    facts concerned. in_part: missing things that the row names among others; it applies anyway.
    """

    row: Row
    status: RowStatus
    lacking: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    in_part: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FitSum:
    """
    The rows of a level or group by status: numbers of gates and scored rows, and points.

    Rows that the document lost are in none of them but in `lost`.
    """

    id: str
    gates: int
    items: int
    points: Decimal
    lacking_gates: int
    lacking_items: int
    lacking_points: Decimal
    unclear_items: int
    unclear_points: Decimal
    unclear_gates: int
    lost: int


@dataclass(frozen=True, slots=True)
class Cost:
    """
    What the lacking rows cost at one level (or, in Table C-1, one indicator) under one reading.

    at_risk: points of the rows that count as not met for want of the thing; open_points: the
    same for facts still unknown. best, worst: the most that the project can reach when every
    unknown thing is there, and when none is. room, worst_room: points of rows that may then
    still be missed before the mark is missed, negative when it is out of reach; None where the
    rules know no mark. reaches, worst_reaches: whether these figures reach the mark and no gate
    is lost; None where there is no mark.
    """

    subject: str
    reading: str
    at_risk: Decimal
    open_points: Decimal
    best: Number
    worst: Number
    room: Number | None
    worst_room: Number | None
    reaches: bool | None
    worst_reaches: bool | None


@dataclass(frozen=True, slots=True)
class Applicability:
    """
    What a profile amounts to.

    rows: of every required level, the target first, in document order. levels, groups: sums
    (first-level groups; dimensions in Table C-1). unanswered: facts that decide rows and are
    unknown. costs: per level and reading of `not_applicable`, the default reading first.
    """

    profile: Profile
    rows: tuple[RowFit, ...]
    levels: tuple[FitSum, ...]
    groups: tuple[FitSum, ...]
    lacking: tuple[str, ...]
    unanswered: tuple[str, ...]
    costs: tuple[Cost, ...]

    def with_status(self, *statuses: RowStatus) -> tuple[RowFit, ...]:
        """Return the rows that have one of these statuses."""
        return tuple(fit for fit in self.rows if fit.status in statuses)


def applicable(rule_set: RuleSet, profile: Profile, facts: Mapping[str, Fact]) -> Applicability:
    """
    Return which rows of the rule set the profile asks for, over all required levels.

    Raises:
        ValueError: the profile is one of another rule set.
        KeyError: the profile's level is none of the rule set's.
    """
    if profile.rule_set != rule_set.id:
        raise ValueError(f"the profile is one of {profile.rule_set!r}, not of {rule_set.id!r}")
    levels = rule_set.required_levels(profile.level) if profile.level else ()
    rows = [row for level in levels for row in rule_set.rows_of(level.id)] or rule_set.rows
    fits = tuple(_fit(row, profile, facts) for row in rows)
    return Applicability(
        profile=profile,
        rows=fits,
        levels=tuple(_sum(level.id, (f for f in fits if f.row.level == level.id)) for level in levels),
        groups=_group_sums(rule_set, fits),
        lacking=_named(fits, "lacking", facts),
        unanswered=_named(fits, "open", facts),
        costs=tuple(_costs(rule_set, profile, levels, fits)),
    )  # fmt: skip


def _fit(row: Row, profile: Profile, facts: Mapping[str, Fact]) -> RowFit:
    states = {name: profile.state(facts[name], facts) for name in row.presupposes}
    lacking = tuple(name for name, state in states.items() if state == "no")
    unknown = tuple(name for name, state in states.items() if state == "unknown")
    in_part = tuple(
        fact.id
        for fact in facts.values()
        if row.id in fact.in_part and profile.state(fact, facts) == "no"
    )
    status: RowStatus = (
        "lost" if row.lost else "lacks" if lacking else "unclear" if unknown else "applies"
    )
    return RowFit(row, status, lacking, () if lacking else unknown, in_part)


def _sum(subject: str, fits: Iterable[RowFit]) -> FitSum:
    entries = tuple(fits)

    def number(status: RowStatus, *, gate: bool) -> int:
        return sum(e.status == status and (e.row.kind == "gate") == gate for e in entries)

    def points(status: RowStatus) -> Decimal:
        return sum((e.row.points for e in entries if e.status == status), ZERO)

    return FitSum(
        id=subject,
        gates=number("applies", gate=True),
        items=number("applies", gate=False),
        points=points("applies"),
        lacking_gates=number("lacks", gate=True),
        lacking_items=number("lacks", gate=False),
        lacking_points=points("lacks"),
        unclear_gates=number("unclear", gate=True),
        unclear_items=number("unclear", gate=False),
        unclear_points=points("unclear"),
        lost=sum(e.status == "lost" for e in entries),
    )


def _group_sums(rule_set: RuleSet, fits: tuple[RowFit, ...]) -> tuple[FitSum, ...]:
    by_group: dict[str, list[RowFit]] = {}
    for fit in fits:
        by_group.setdefault(rule_set.first_level_group(fit.row), []).append(fit)
    return tuple(_sum(group, entries) for group, entries in by_group.items())


def _named(fits: Iterable[RowFit], which: str, facts: Mapping[str, Fact]) -> tuple[str, ...]:
    found = {name for fit in fits for name in getattr(fit, which)}
    return tuple(name for name in facts if name in found)


# --- what it costs ---


def _costs(
    rule_set: RuleSet, profile: Profile, levels: tuple[Level, ...], fits: tuple[RowFit, ...]
) -> Iterable[Cost]:
    entry = rule_set.interpretation(INTERPRETATION)
    readings = sorted((r.id for r in entry.readings), key=lambda name: name != entry.default)
    for reading in readings:
        for level in levels:
            yield _level_cost(rule_set, level, profile, fits, reading)
        if not levels:
            yield from _indicator_costs(rule_set, fits, reading)


def _level_cost(
    rule_set: RuleSet, level: Level, profile: Profile, fits: tuple[RowFit, ...], reading: str
) -> Cost:
    own = tuple(fit for fit in fits if fit.row.level == level.id)
    readings = {**rule_set.default_readings, INTERPRETATION: reading}
    ends = [
        _End.of(level.declared, own, statuses, readings)
        for statuses in (("lacks",), ("lacks", "unclear"))
    ]
    rooms, reached = [], []
    for end in ends:
        rooms.append(None if rule_set.mark is None else end.room(rule_set.mark, level.declared))
        # A level is applied for by its target; `applicable` calls this with target levels only.
        target = profile.level or level.id
        reached.append(
            rule_set.mark is not None
            and not end.loses_gate
            and reaches_mark(rule_set, level, target, end.total, readings)
        )
    return Cost(
        subject=level.id, reading=reading, at_risk=_points(own, ("lacks",)),
        open_points=_points(own, ("unclear",)), best=ends[0].total, worst=ends[1].total,
        room=rooms[0], worst_room=rooms[1], reaches=reached[0], worst_reaches=reached[1],
    )  # fmt: skip


def _indicator_costs(
    rule_set: RuleSet, fits: tuple[RowFit, ...], reading: str
) -> Iterable[Cost]:  # fmt: skip
    readings = {**rule_set.default_readings, INTERPRETATION: reading}
    for group in rule_set.groups:
        own = tuple(fit for fit in fits if fit.row.group == group.id)
        at_risk, unclear = _points(own, ("lacks",)), _points(own, ("unclear",))
        if group.printed is None or not (at_risk or unclear):
            continue
        best = _End.of(group.printed, own, ("lacks",), readings).total
        worst = _End.of(group.printed, own, ("lacks", "unclear"), readings).total
        yield Cost(group.id, reading, at_risk, unclear, best, worst, None, None, None, None)


def _points(fits: Iterable[RowFit], statuses: tuple[str, ...]) -> Decimal:
    return sum((fit.row.points for fit in fits if fit.status in statuses), ZERO)


@dataclass(frozen=True, slots=True)
class _End:
    """
    One end of what a level can reach: points earned and left out, their scaled total, and
    whether a gate is lost for want of what it presupposes.
    """

    earned: Decimal
    excluded: Decimal
    total: Number
    loses_gate: bool

    @classmethod
    def of(
        cls,
        declared: Decimal,
        fits: tuple[RowFit, ...],
        without: tuple[str, ...],
        readings: Mapping[str, str],
    ) -> _End:
        reading = readings[INTERPRETATION]
        kept = sum((_most(fit.row, readings) for fit in fits if fit.status not in without), ZERO)
        out = _points(fits, without)
        earned = kept + out if reading == "met" else kept
        excluded = out if reading == "exclude" else ZERO
        gate = any(fit.status in without and fit.row.kind == "gate" for fit in fits)
        return cls(
            earned, excluded, scaled(earned, declared, excluded), gate and reading == "refused"
        )

    def room(self, mark: Decimal, declared: Decimal) -> Number:
        """Points of rows that can still be missed while the scaled total is not below the mark."""
        needed = Fraction(mark) * Fraction(declared - self.excluded) / Fraction(declared)
        return Fraction(self.earned) - needed


def _most(row: Row, readings: Mapping[str, str]) -> Decimal:
    """Return the most points of a row; a lost one gives its points only where a reading grants."""
    if row.lost and lost_reading(row, readings) != "granted":
        return ZERO
    return row.points
