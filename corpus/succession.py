"""
What became of the units of an edition in a later one. Pure.

A unit comes from the unit of the same id unless its record says otherwise (`replaces`): then from
those that it names, or from none. An id that a new edition gives to another unit therefore never
ties the two together. Reading editions belongs to `corpus.load`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.standard import Standard


@dataclass(frozen=True, slots=True)
class Succession:
    """
    Two editions and how their units correspond.

    sources: by id of a unit of the new edition the ids in the old one, () for a new unit.
    successors: by id of a unit of the old edition the ids in the new one, () for one that is gone.
    """

    old: Standard
    new: Standard
    sources: Mapping[str, tuple[str, ...]]
    successors: Mapping[str, tuple[str, ...]]

    def gone_before(self) -> dict[str, tuple[str, ...]]:
        """Return the units that are gone, by the unit that follows their place; "" for the end."""
        gone: dict[str, tuple[str, ...]] = {}
        waiting: list[str] = []
        for clause in self.old:
            successors = self.successors[clause.id]
            if not successors:
                waiting.append(clause.id)
            elif waiting:
                gone[successors[0]] = (*gone.get(successors[0], ()), *waiting)
                waiting = []
        return {**gone, "": tuple(waiting)}


def succession(chain: Sequence[Standard]) -> Succession:
    """
    Return how the first and the last of a chain of editions correspond, each following the other.

    Two standards of one edition are two drafts of it and correspond by id alone.

    Raises:
        ValueError: the chain has fewer than two editions.
    """
    if len(chain) < 2:
        raise ValueError("a succession has two editions or more")
    old, new = chain[0], chain[-1]
    sources: dict[str, tuple[str, ...]] = {clause.id: (clause.id,) for clause in old}
    for before, after in pairwise(chain):
        step = direct_sources(before, after)
        sources = {name: _joined(sources, told) for name, told in step.items()}
    successors: dict[str, tuple[str, ...]] = {clause.id: () for clause in old}
    for name, told in sources.items():
        for source in told:
            successors[source] = (*successors[source], name)
    return Succession(old, new, sources, successors)


def direct_sources(before: Standard, after: Standard) -> dict[str, tuple[str, ...]]:
    """Return by id of a unit of an edition the ids that it comes from in the one it follows."""
    if before.edition == after.edition:
        return {clause.id: (clause.id,) if clause.id in before else () for clause in after}
    claimed = {name for clause in after for name in clause.replaces or ()}
    found: dict[str, tuple[str, ...]] = {}
    for clause in after:
        if clause.replaces is not None:
            found[clause.id] = tuple(name for name in clause.replaces if name in before)
        else:
            keeps = clause.id in before and clause.id not in claimed
            found[clause.id] = (clause.id,) if keeps else ()
    return found


def _joined(sources: Mapping[str, tuple[str, ...]], names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(source for name in names for source in sources[name]))
