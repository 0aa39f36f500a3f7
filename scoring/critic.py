"""
CRITIC: objective weights of criteria from how much they differ and disagree. Pure.

Source: Diakoulaki, Mavrotas and Papayannakis, Computers & Operations Research 22 (1995) 763-770.
Every criterion is a benefit, columns are brought to 0-1 by their least and greatest values, the
standard deviation is the sample's (n - 1; the choice cancels out in the weights), the correlation
is Pearson's. Sums are exact; roots cannot be: they are reckoned to 50 digits, and what comes out is
rounded to 20 places, the same on every machine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction

Column = Sequence[Fraction]
DIGITS = 50
_PLACES = Decimal("1e-20")
_NONE = Decimal(0)


@dataclass(frozen=True, slots=True)
class CriticWeight:
    """
    The weight of one criterion, 0-1, with what it comes from.

    spread: the standard deviation of the column brought to 0-1. conflict: the sum of 1 - r over
    all criteria. All are 0 for a criterion in which nobody differs.
    """

    weight: Decimal
    spread: Decimal
    conflict: Decimal


def minmax(column: Column) -> tuple[Fraction, ...]:
    """
    Bring a column to 0-1 by its least and greatest values.

    >>> minmax([Fraction(20), Fraction(50), Fraction(80)])
    (Fraction(0, 1), Fraction(1, 2), Fraction(1, 1))

    Raises:
        ValueError: the column is constant or empty.
    """
    least, most = min(column), max(column)
    if least == most:
        raise ValueError("a constant column has no scale")
    return tuple((value - least) / (most - least) for value in column)


def critic_weights(columns: Mapping[str, Column]) -> dict[str, CriticWeight]:
    """
    Return the weight of every criterion, in the order given; together they make 1.

    A constant column weighs nothing and takes no part in the conflicts of the others.

    Raises:
        ValueError: fewer than two alternatives, or no two criteria disagree, so that there is
            nothing to weigh by.
    """
    if any(len(column) < 2 for column in columns.values()):
        raise ValueError("fewer than two alternatives")
    scaled = {name: minmax(c) for name, c in columns.items() if min(c) != max(c)}
    with localcontext(prec=DIGITS):
        spreads = {name: root(variance(column)) for name, column in scaled.items()}
        conflicts = {
            name: sum((1 - correlation(one, other) for other in scaled.values()), _NONE)
            for name, one in scaled.items()
        }
        whole = sum((spreads[name] * conflicts[name] for name in scaled), _NONE)
        if whole == 0:
            raise ValueError("no two criteria disagree")
        found = {
            name: CriticWeight(
                rounded(spreads[name] * conflicts[name] / whole),
                rounded(spreads[name]),
                rounded(conflicts[name]),
            )
            for name in scaled
        }
    nothing = CriticWeight(_NONE, _NONE, _NONE)
    return {name: found.get(name, nothing) for name in columns}


def variance(column: Column) -> Fraction:
    """Return the variance of a sample of two or more, exactly."""
    return _product(column, column) / (len(column) - 1)


def correlation(one: Column, other: Column) -> Decimal:
    """
    Return Pearson's r of two columns that are not constant; exactly 1 or -1 where it is that.

    >>> correlation([Fraction(0), Fraction(1)], [Fraction(5), Fraction(2)])
    Decimal('-1')
    """
    shared = _product(one, other)
    square = shared**2 / (_product(one, one) * _product(other, other))
    r = root(square)
    return -r if shared < 0 else r


def _product(one: Column, other: Column) -> Fraction:
    """Return the sum of the products of what the values differ from their means."""
    means = [sum(column, Fraction(0)) / len(column) for column in (one, other)]
    return sum(
        ((a - means[0]) * (b - means[1]) for a, b in zip(one, other, strict=True)), Fraction(0)
    )


def rounded(value: Decimal) -> Decimal:
    """Return a number rounded to 20 places, within the digits of the context."""
    return value.quantize(_PLACES)


def root(value: Fraction) -> Decimal:
    """Return the square root to the digits of the context."""
    return number(value).sqrt()


def number(value: Fraction) -> Decimal:
    """Return a fraction to the digits of the context."""
    return Decimal(value.numerator) / Decimal(value.denominator)
