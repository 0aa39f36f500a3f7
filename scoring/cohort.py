"""
Communities compared by Table C-1: weights from their differences, closeness to the best of them.

The method of the paper that the table comes from (CRITIC and TOPSIS; Buildings 2023, 13(2), 476).
What comes out is relative to the cohort: it changes when a community joins or leaves, says nothing
of any other community, and has nothing to do with levels A, B, C or a mark. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from scoring.assessment import Assessment, Number
from scoring.critic import CriticWeight, critic_weights
from scoring.errors import CohortError
from scoring.rule_set import RuleSet
from scoring.topsis import Closeness, Normalisation, closeness


@dataclass(frozen=True, slots=True)
class Member:
    """
    A community with its assessment by Table C-1.

    name: different for every member of a cohort.
    """

    name: str
    assessment: Assessment


@dataclass(frozen=True, slots=True)
class Cohort:
    """
    A comparison.

    values: by member and indicator, 0-100. weights: by indicator compared. dimensions: the sum of
    the weights of their indicators. constant: indicators in which nobody differs, of weight 0.
    left_out: indicators that somebody has not judged wholly.
    """

    members: tuple[str, ...]
    normalisation: Normalisation
    values: Mapping[str, Mapping[str, Number]]
    weights: Mapping[str, CriticWeight]
    dimensions: Mapping[str, Decimal]
    constant: tuple[str, ...]
    left_out: tuple[str, ...]
    results: Mapping[str, Closeness]

    @property
    def order(self) -> tuple[str, ...]:
        """The members, best first; equals in the order given."""
        return tuple(sorted(self.members, key=lambda name: self.results[name].rank))

    @property
    def ties(self) -> tuple[tuple[str, ...], ...]:
        """The members that share a rank, best first."""
        ranks = dict.fromkeys(self.results[name].rank for name in self.order)
        shared = [tuple(n for n in self.members if self.results[n].rank == r) for r in ranks]
        return tuple(names for names in shared if len(names) > 1)


def compare_cohort(
    rule_set: RuleSet,
    members: Sequence[Member],
    *,
    normalisation: Normalisation = "minmax",
    leave_out_open: bool = False,
) -> Cohort:
    """
    Compare communities, all of them with all of them.

    normalisation: of TOPSIS; CRITIC always takes min-max. leave_out_open: whether indicators with
    open rows are left out for everybody; else they are an error, since an open row is not a 0.

    Raises:
        CohortError: fewer than two members, names that repeat, another document, edition or
            readings, open rows, or nothing in which the members differ; every fault at once.
    """
    faults = [*_faults(rule_set, members)]
    if faults:
        raise CohortError(faults)
    open_by_name = {member.name: _open(rule_set, member.assessment) for member in members}
    left_out = {name for names in open_by_name.values() for name in names}
    if left_out and not leave_out_open:
        raise CohortError(
            f"{name} has not judged {', '.join(names)} wholly"
            for name, names in open_by_name.items()
            if names
        )
    indicators = [name for name in _indicators(rule_set) if name not in left_out]
    columns = {name: [_value(member, name) for member in members] for name in indicators}
    weights = _weights(columns)
    found = closeness(columns, {name: one.weight for name, one in weights.items()}, normalisation)
    names = tuple(member.name for member in members)
    return Cohort(
        members=names,
        normalisation=normalisation,
        values={m.name: {name: _points(m, name) for name in indicators} for m in members},
        weights=weights,
        dimensions=_dimensions(rule_set, weights),
        constant=tuple(name for name, column in columns.items() if len(set(column)) == 1),
        left_out=tuple(name for name in _indicators(rule_set) if name in left_out),
        results=dict(zip(names, found, strict=True)),
    )


def _faults(rule_set: RuleSet, members: Sequence[Member]) -> list[str]:
    faults: list[str] = []
    if len(members) < 2:
        faults.append(f"a cohort has two communities or more, this one has {len(members)}")
    names = [member.name for member in members]
    faults += [f"{name} is named twice" for name in dict.fromkeys(names) if names.count(name) > 1]
    for member in members:
        if member.assessment.scoring_hash != rule_set.scoring_hash:
            other = f"{member.assessment.rule_set} {member.assessment.edition}"
            faults.append(
                f"{member.name} is judged by {other}, not {rule_set.id} {rule_set.edition}"
            )
    if not faults:
        first = members[0]
        for member in members[1:]:
            used = first.assessment.used
            faults += [
                f"{member.name} reads {name} as {reading}, {first.name} as {used[name]}"
                for name, reading in member.assessment.used.items()
                if reading != used[name]
            ]
    return faults


def _indicators(rule_set: RuleSet) -> list[str]:
    return [group.id for group in rule_set.groups if group.parent]


def _open(rule_set: RuleSet, assessment: Assessment) -> list[str]:
    """Return the indicators with a row that nobody has judged, in document order."""
    rows = [rule_set.row(name) for name, award in assessment.awards.items() if award.is_open]
    groups = {row.group for row in rows}
    return [name for name in _indicators(rule_set) if name in groups]


def _points(member: Member, indicator: str) -> Number:
    points = member.assessment.indicators[indicator]
    if points is None:
        raise CohortError([f"{member.name} has not judged {indicator} wholly"])
    return points


def _value(member: Member, indicator: str) -> Fraction:
    return Fraction(_points(member, indicator))


def _weights(columns: Mapping[str, Sequence[Fraction]]) -> dict[str, CriticWeight]:
    if all(len(set(column)) == 1 for column in columns.values()):
        raise CohortError(["the communities do not differ in any indicator, so nothing is ranked"])
    try:
        return critic_weights(columns)
    except ValueError as fault:
        raise CohortError(
            ["no two indicators disagree about the communities, so CRITIC has nothing to weigh by"]
        ) from fault


def _dimensions(rule_set: RuleSet, weights: Mapping[str, CriticWeight]) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = {}
    for group in rule_set.groups:
        if group.parent and group.id in weights:
            sums[group.parent] = sums.get(group.parent, Decimal(0)) + weights[group.id].weight
    return sums
