"""How exact numbers are written: never rounded up, never in exponents. Pure."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

PLACES = 6


def decimal_string(value: Decimal | Fraction) -> str:
    """
    Write a number as a plain decimal string.

    Exact where the decimal ends within six places; else cut (not rounded) after six, so that a
    total just below a mark never shows as the mark.

    >>> decimal_string(Decimal("27.0")), decimal_string(Fraction(200, 3))
    ('27', '66.666666')
    """
    exact = Fraction(value)
    sign = "-" if exact < 0 else ""
    scaled = abs(exact.numerator) * 10**PLACES // exact.denominator
    whole, rest = divmod(scaled, 10**PLACES)
    digits = f"{rest:0{PLACES}d}".rstrip("0")
    return f"{sign}{whole}.{digits}" if digits else f"{sign}{whole}" if whole else "0"


def decimal_or_none(value: Decimal | Fraction | None) -> str | None:
    """Write a number as `decimal_string` does; None stays None, as JSON's null."""
    return None if value is None else decimal_string(value)


def exact_string(value: Decimal | Fraction) -> str:
    """
    Write a number exactly: as a decimal where it ends within six places, else as a fraction.

    >>> exact_string(Fraction(200, 3)), exact_string(Fraction(5, 2))
    ('200/3', '2.5')
    """
    exact = Fraction(value)
    text = decimal_string(exact)
    return text if Fraction(text) == exact else f"{exact.numerator}/{exact.denominator}"
