"""
TOPSIS: how near alternatives come to the best and how far they stay from the worst. Pure.

Source: Hwang and Yoon, Multiple Attribute Decision Making, Springer 1981. Every criterion is a
benefit; best and worst are those of the alternatives compared, so that every figure changes with
whom one is compared to. Roots are reckoned to 50 digits, results rounded to 20 places.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Literal

from scoring.critic import DIGITS, Column, minmax, number, root, rounded

Normalisation = Literal["minmax", "vector"]
NORMALISATIONS: tuple[Normalisation, ...] = ("minmax", "vector")
_NONE = Decimal(0)
_SAME = Decimal("1e-12")


@dataclass(frozen=True, slots=True)
class Closeness:
    """
    One alternative: distances from the best and the worst, and closeness in [0, 1], 1 the best.

    rank: from 1; alternatives whose closeness agrees to twelve places share it.
    """

    to_best: Decimal
    to_worst: Decimal
    closeness: Decimal
    rank: int


def closeness(
    columns: Mapping[str, Column],
    weights: Mapping[str, Decimal],
    normalisation: Normalisation = "minmax",
) -> tuple[Closeness, ...]:
    """
    Return the closeness of every alternative, in their order.

    Columns without weight take no part. `minmax` brings columns to 0-1, `vector` divides them by
    the root of the sum of their squares.

    Raises:
        ValueError: no column has a weight, or a weighted one is constant.
    """
    used = [name for name in columns if weights[name] > 0]
    if not used:
        raise ValueError("no criterion has a weight")
    with localcontext(prec=DIGITS):
        weighted = [_weighted(columns[name], weights[name], normalisation) for name in used]
        best, worst = [max(column) for column in weighted], [min(column) for column in weighted]
        rows = list(zip(*weighted, strict=True))
        pairs = [(_distance(row, best), _distance(row, worst)) for row in rows]
        values = [rounded(to_worst / (to_best + to_worst)) for to_best, to_worst in pairs]
        return tuple(
            Closeness(rounded(to_best), rounded(to_worst), value, rank)
            for (to_best, to_worst), value, rank in zip(pairs, values, _ranks(values), strict=True)
        )


def _weighted(column: Column, weight: Decimal, normalisation: Normalisation) -> list[Decimal]:
    scaled = minmax(column)
    if normalisation == "minmax":
        return [number(value) * weight for value in scaled]
    length = root(sum((value**2 for value in column), Fraction(0)))
    return [number(value) / length * weight for value in column]


def _distance(row: tuple[Decimal, ...], ideal: list[Decimal]) -> Decimal:
    return sum(((a - b) ** 2 for a, b in zip(row, ideal, strict=True)), _NONE).sqrt()


def _ranks(values: list[Decimal]) -> list[int]:
    """Return 1 + how many are better, by more than the digits can tell."""
    return [1 + sum(other > value + _SAME for other in values) for value in values]
