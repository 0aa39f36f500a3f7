"""Checks of words that people give to be kept about a case."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from corpus.errors import RecordWordsError


def kept_text(what: str, text: str, longest: int, *, may_be_empty: bool = False) -> str:
    """
    Return a text without surrounding spaces.

    Raises:
        RecordWordsError: it is empty and may not be, longer than so many characters, or holds a
            character that no database keeps (NUL).
    """
    found = text.strip()
    if "\0" in found:
        raise RecordWordsError(what, "it holds a character that is no text (NUL)")
    if not found and not may_be_empty:
        raise RecordWordsError(what, "it is empty")
    if len(found) > longest:
        raise RecordWordsError(what, f"it has {len(found)} characters; {longest} are allowed")
    return found


def one_of(what: str, word: str, known: Collection[str]) -> str:
    """
    Return a word that is one of those known.

    Raises:
        RecordWordsError: it is none of them.
    """
    if word not in known:
        listed = ", ".join(repr(one) for one in known)
        raise RecordWordsError(what, f"{word[:40]!r} is none of {listed}")
    return word


def iso_day(what: str, text: str, *, may_be_empty: bool = False) -> str:
    """
    Return a day as ISO writes it.

    Raises:
        RecordWordsError: it is no day such as 2026-10-17.
    """
    if may_be_empty and not text:
        return ""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise RecordWordsError(what, f"{text[:40]!r} is no day such as 2026-10-17") from error
