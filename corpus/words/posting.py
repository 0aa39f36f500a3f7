"""Postings as bytes, and back. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from corpus.lexical import terms
from corpus.words.passage import IndexedPassage

SHELF = 4096
"""Places of passages in one row of postings."""
_TEXT, _HEADING, _PER_TERM = 10, 4, 10.0
"""What a term of the text and of a heading counts, in tenths."""
_COUNT_BITS = 12
_MOST = (1 << _COUNT_BITS) - 1
_POSTING = np.dtype("<u4")


def counted(passages: Sequence[IndexedPassage]) -> list[dict[str, int]]:
    """Return of each passage how often its terms stand in it, in tenths."""
    found = []
    for passage in passages:
        tenths: dict[str, int] = {}
        for term in terms(passage.text):
            tenths[term] = tenths.get(term, 0) + _TEXT
        for term in terms(passage.heading):
            tenths[term] = tenths.get(term, 0) + _HEADING
        found.append(tenths)
    return found


def packed_lengths(counts: Sequence[dict[str, int]]) -> bytes:
    """Return the lengths of passages as bytes."""
    return np.array([sum(tenths.values()) for tenths in counts], _POSTING).tobytes()


def lengths_in(stored: Sequence[bytes]) -> NDArray[np.float64]:
    """Return the lengths of the passages of some documents, in terms."""
    return np.frombuffer(b"".join(stored), _POSTING) / _PER_TERM


def packed_postings(counts: Sequence[dict[str, int]], first: int) -> dict[int, dict[str, bytes]]:
    """Return the postings of a document by shelf and term; first: the place of its first passage."""
    found: dict[int, dict[str, list[int]]] = {}
    for place, tenths in enumerate(counts, first):
        shelf = found.setdefault(place // SHELF, {})
        at = place % SHELF << _COUNT_BITS
        for term, count in tenths.items():
            # Beyond 400 times one more makes no difference that could be seen.
            shelf.setdefault(term, []).append(at | min(count, _MOST))
    return {
        shelf: {term: np.array(packed, _POSTING).tobytes() for term, packed in by_term.items()}
        for shelf, by_term in found.items()
    }


def without(stored: bytes, shelf: int, first: int, number: int) -> bytes:
    """Return a row of postings without those of so many places from `first`."""
    packed = np.frombuffer(stored, _POSTING)
    places = shelf * SHELF + (packed >> _COUNT_BITS).astype(np.int64)
    return packed[(places < first) | (places >= first + number)].tobytes()


def postings_in(
    shelves: Sequence[int], stored: Sequence[bytes]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return at which places a term stands and how often, from its rows."""
    packed = np.frombuffer(b"".join(stored), _POSTING)
    sizes = np.fromiter(map(len, stored), np.int64, len(stored)) // _POSTING.itemsize
    starts = np.array(shelves, np.int64) * SHELF
    places = np.repeat(starts, sizes) + (packed >> _COUNT_BITS)
    return places, (packed & _MOST) / _PER_TERM
