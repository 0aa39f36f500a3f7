"""How alike two texts are, by the pairs of letters that they share. Pure."""

from __future__ import annotations

from functools import cache


@cache
def pairs(text: str) -> frozenset[str]:
    """Return the pairs of neighbouring letters of a text; () for fewer than two letters."""
    return frozenset(text[at : at + 2] for at in range(len(text) - 1))


def likeness(one: str, other: str) -> float:
    """Return the share of pairs that two texts have in common, in [0, 1]; 0 for an empty one."""
    first, second = pairs(one), pairs(other)
    if not first or not second:
        return 0.0
    return 2 * len(first & second) / (len(first) + len(second))


def share_in(part: str, *texts: str) -> float:
    """Return the share of a text's pairs that stand in any of the others, in [0, 1]; 1 for none."""
    own = pairs(part)
    if not own:
        return 1.0
    return len(own & frozenset[str]().union(*map(pairs, texts))) / len(own)
