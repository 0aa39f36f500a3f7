"""Texts of a drawing that stand together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from statistics import median

from corpus.reading.drawing_item import Item

_MAX_CELLS = 400  # of the raster that one text may cover
_MAX_BESIDE = 40  # groups compared at one height
_COLUMN_GAP = 30.0  # letter heights between columns of one list, at most


def clusters(items: Sequence[Item]) -> list[list[Item]]:
    """
    Part items at gaps of about six letter heights beside and two above and below.

    Groups further apart whose rows are level, as the columns of a list are, stay together. The
    uppermost group comes first.
    """
    if not items:
        return []
    step = 4 * max(median(item.height for item in items), 1e-9)
    links = _Links(len(items))
    owner: dict[tuple[int, int], int] = {}
    for index, item in enumerate(items):
        for cell in _raster(item, step):
            links.join(index, owner.setdefault(cell, index))
    near = [[items[index] for index in group] for group in links.groups()]
    beside = _Links(len(near))
    for one, other in _beside(near):
        beside.join(one, other)
    groups = [[item for index in group for item in near[index]] for group in beside.groups()]
    return sorted(groups, key=lambda group: (-max(i.y1 for i in group), min(i.x0 for i in group)))


class _Links:
    """Which of a number of things belong together."""

    def __init__(self, count: int) -> None:
        self._parent = list(range(count))

    def _root(self, index: int) -> int:
        parent = self._parent
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    def join(self, one: int, other: int) -> None:
        """Put two things and all that belongs to them together."""
        self._parent[self._root(one)] = self._root(other)

    def groups(self) -> Iterable[list[int]]:
        """Return the groups."""
        found: dict[int, list[int]] = {}
        for index in range(len(self._parent)):
            found.setdefault(self._root(index), []).append(index)
        return found.values()


def _raster(item: Item, step: float) -> Iterator[tuple[int, int]]:
    reach = item.height
    left, right = (item.x0 - 3 * reach) // step, (item.x1 + 3 * reach) // step
    low, high = (item.y0 - reach) // step, (item.y1 + reach) // step
    if (right - left + 1) * (high - low + 1) > _MAX_CELLS:  # letters of quite another size
        yield int(left), int(low)
        return
    for column in range(int(left), int(right) + 1):
        for row in range(int(low), int(high) + 1):
            yield column, row


def _beside(groups: Sequence[Sequence[Item]]) -> Iterator[tuple[int, int]]:
    """Yield pairs of groups of two and more rows most of whose rows are level."""
    rows: dict[int, set[int]] = {}
    levels: dict[int, list[int]] = {}
    step = median(item.height for group in groups for item in group) / 2 or 1.0
    for number, group in enumerate(groups):
        heights = {round(item.middle / step) for item in group}
        if len(heights) > 1:
            rows[number] = heights
            for height in heights:
                levels.setdefault(height, []).append(number)
    shared = Counter(
        pair for numbers in levels.values() for pair in combinations(numbers[:_MAX_BESIDE], 2)
    )
    for (one, other), count in shared.items():
        is_level = count >= max(2, 0.6 * min(len(rows[one]), len(rows[other])))
        if is_level and _gap(groups[one], groups[other]) <= _COLUMN_GAP * 2 * step:
            yield one, other


def _gap(one: Sequence[Item], other: Sequence[Item]) -> float:
    return max(
        min(item.x0 for item in other) - max(item.x1 for item in one),
        min(item.x0 for item in one) - max(item.x1 for item in other),
    )
