"""
Checking quotes against the stored text. Pure.

A quote is `verbatim`, `normalised` (equal after `corpus.notation.normalise`: width, case, dashes,
punctuation, spaces) or `not_found`; never "nearly".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from corpus.notation import normalise

Check = Literal["verbatim", "normalised", "not_found"]


@dataclass(frozen=True, slots=True)
class Verification:
    """How a quote was found, and its place in the stored text (start, end), None when not found."""

    check: Check
    span: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Citation:
    """
    One numbered citation of an answer.

    clause: canonical id; printed_id: what the document prints there; page: of an uploaded
    document, None for the standards (their transcription has no pages). `title` is our wording
    in the language of the answer.
    """

    number: int
    standard: str
    clause: str
    printed_id: str | None
    page: int | None
    quote: str
    check: Check
    title: str = ""


def verify(quote: str, text: str) -> Verification:
    """
    Find a quote in a text.

    An empty quote is not found: it would hold everywhere and prove nothing.
    """
    if not quote.strip():
        return Verification("not_found", None)
    start = text.find(quote)
    if start >= 0:
        return Verification("verbatim", (start, start + len(quote)))
    wanted, stored = normalise(quote), normalise(text)
    start = stored.text.find(wanted.text) if wanted.text else -1
    if start < 0:
        return Verification("not_found", None)
    last = stored.offsets[start + len(wanted.text) - 1]
    return Verification("normalised", (stored.offsets[start], last + 1))
