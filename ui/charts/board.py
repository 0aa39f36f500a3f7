"""
What all charts are drawn with: a board of marks and words that becomes one accessible SVG.

Told apart without colour: what is there is solid, what is still possible is hatched, what cannot
be had is crossed. Every text is escaped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from html import escape
from typing import Literal

from scoring.number import decimal_string, exact_string

Number = Decimal | Fraction
Fill = Literal["got", "possible", "barred", "empty"]
Anchor = Literal["start", "middle", "end"]
INK, QUIET, LINE, GOT, MARK = "#1d2b33", "#55646d", "#b9c6cc", "#1f4e5f", "#a3271d"
_PLACES_SHOWN = 2


@dataclass(slots=True)
class Board:
    """
    A board of a width and height in units of the drawing; it scales to the room it is given.

    name: a word for the ids within the page, one a chart of a page. title and description: what
    a screen reader says in place of the picture.
    """

    name: str
    width: float
    height: float
    title: str
    description: str
    _parts: list[str] = field(default_factory=list)

    def rect(self, x: float, y: float, width: float, height: float, fill: Fill) -> None:
        """Draw a bar or a part of one; nothing where it has no width."""
        if width <= 0 or height <= 0:
            return
        paint = {"got": GOT, "empty": "#ffffff"}.get(fill, f"url(#{self.name}-{fill})")
        self._parts.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
            f' fill="{paint}" stroke="{GOT}" stroke-width="1"/>'
        )

    def line(
        self, points: Sequence[tuple[float, float]], *, color: str = LINE, width: float = 1,
        dash: str = "", closed: bool = False, fill: str = "none",
    ) -> None:  # fmt: skip
        """Draw a line through points, a closed one as a shape."""
        tag = "polygon" if closed else "polyline"
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        listed = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        self._parts.append(
            f'<{tag} points="{listed}" fill="{fill}" stroke="{color}" stroke-width="{width}"{dashed}/>'
        )

    def dot(self, x: float, y: float, *, color: str = GOT) -> None:
        """Draw a dot at a point."""
        self._parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{color}"/>')

    def words(
        self, x: float, y: float, text: str, *, anchor: Anchor = "start", size: float = 13,
        color: str = INK, bold: bool = False,
    ) -> None:  # fmt: skip
        """Write words with their baseline at y."""
        weight = ' font-weight="700"' if bold else ""
        self._parts.append(
            f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" text-anchor="{anchor}"'
            f' fill="{color}"{weight}>{escape(text)}</text>'
        )

    def legend(self, y: float, entries: Sequence[tuple[Fill, str]], *, x: float = 0) -> None:
        """Write what each fill means, one beside the other."""
        for fill, text in entries:
            self.rect(x, y - 11, 22, 12, fill)
            self.words(x + 28, y, text, size=12, color=QUIET)
            x += 28 + room_for(text, 12) + 20

    def svg(self) -> str:
        """Return the drawing."""
        name = self.name
        return (
            f'<svg class="ap-chart" xmlns="http://www.w3.org/2000/svg" role="img"'
            f' viewBox="0 0 {self.width:g} {self.height:g}" width="100%"'
            f' aria-labelledby="{name}-title {name}-desc"'
            f' font-family="Noto Sans CJK SC, PingFang SC, Microsoft YaHei, Segoe UI, sans-serif">'
            f'<title id="{name}-title">{escape(self.title)}</title>'
            f'<desc id="{name}-desc">{escape(self.description)}</desc>'
            f"<defs>{_pattern(name, 'possible', _HATCH)}{_pattern(name, 'barred', _CROSS)}</defs>"
            f"{''.join(self._parts)}</svg>"
        )


_HATCH = f'<path d="M-2 2 2 -2M0 8 8 0M6 10 10 6" stroke="{GOT}" stroke-width="1.6"/>'
_CROSS = '<path d="M1.5 1.5 6.5 6.5M6.5 1.5 1.5 6.5" stroke="#55646d" stroke-width="1.2"/>'


def _pattern(name: str, fill: Fill, path: str) -> str:
    return (
        f'<pattern id="{name}-{fill}" width="8" height="8" patternUnits="userSpaceOnUse">'
        f'<rect width="8" height="8" fill="#ffffff"/>{path}</pattern>'
    )


def room_for(text: str, size: float) -> float:
    """Return about how wide words are: a Chinese character is a square, others about half."""
    return sum(size if ord(letter) > 0x2E80 else size * 0.56 for letter in text)


def fitted(text: str, size: float, room: float) -> str:
    """Return words cut to a width, with a sign of the cut; unchanged where they fit."""
    if room_for(text, size) <= room:
        return text
    while text and room_for(text, size) > room - size:
        text = text[:-1]
    return f"{text.rstrip()}…"


def shown_number(value: Number) -> str:
    """
    Write a number as a label has room for it: exact, or cut after two places with a sign of it.

    >>> shown_number(Decimal("2.50")), shown_number(Fraction(200, 3))
    ('2.5', '66.66…')
    """
    exact = exact_string(value)
    digits = decimal_string(value)
    whole, _, rest = digits.partition(".")
    if exact == digits and len(rest) <= _PLACES_SHOWN:
        return digits
    return f"{whole}.{rest[:_PLACES_SHOWN]}…"
