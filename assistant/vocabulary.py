"""Which concepts and words of the expectations a text speaks of. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from assistant.expectation import Expectations
from corpus.notation import has_chinese, normalise
from corpus.traditional import simplified

_GAP, _SOON = "…", "[^,，。.;；:：!！?？]{0,10}?"
_START = 2  # characters by which words are found
_KNOWN = 4096  # texts whose needs are kept
_LETTER = re.compile(r"[a-z0-9]")
_NEGATIVE = re.compile(r"[无不未没]|\bnot?\b|\bwithout\b", re.IGNORECASE)


class Vocabulary:
    """
    The words of a rule set's expectations, each with the needs that it meets.

    A need is named by a concept or by a word itself. Chinese words are looked for anywhere,
    spaces and width aside; Latin words at the start of a word ("encrypt" finds "encrypted"), and
    abbreviations such as UPS whole. "时间…房号" finds 时间 with 房号 soon behind it in one clause.
    """

    def __init__(self, expectations: Expectations) -> None:
        keys_by_word: dict[str, set[str]] = {}
        for key in _keys(expectations):
            for word in expectations.concepts.get(key, (key,)):
                keys_by_word.setdefault(word, set()).add(key)
        self._negative = _any_of(filter(_NEGATIVE.search, keys_by_word))
        self._chinese: _ByStart = {}
        self._latin: _ByStart = {}
        for word, keys in keys_by_word.items():
            if _GAP in word:
                first, *_ = parts = [normalise(part).text for part in word.split(_GAP)]
                gapped = re.compile(_SOON.join(map(re.escape, parts)))
                _enter(self._chinese, _Word(first, frozenset(keys), goes_on=gapped))
            elif has_chinese(word):
                folded = normalise(word).text
                _enter(self._chinese, _Word(folded, frozenset(keys)))
            else:
                lowered = word.lower()
                whole = word.isupper() or any(character.isdigit() for character in word)
                _enter(self._latin, _LatinWord(lowered, frozenset(keys), is_whole=whole))
        # Headings and neighbours are the same for many statements.
        self.met = lru_cache(maxsize=_KNOWN)(self._met)

    def _met(self, text: str) -> frozenset[str]:
        """Return the needs that the text meets; () for an empty text."""
        plain = simplified(text)
        return _found(self._chinese, normalise(plain).text) | _found(self._latin, plain.lower())

    def without_negatives(self, text: str) -> str:
        """
        Return the text without the words of the expectations that are negative themselves.

        "无盲区" or "不与互联网连接" is what is asked for, so it denies nothing.
        """
        return self._negative.sub(" ", text) if self._negative else text


@dataclass(frozen=True, slots=True)
class _Word:
    """A word and the needs that it meets; goes_on: what must follow, for words with a gap."""

    text: str
    keys: frozenset[str]
    goes_on: re.Pattern[str] | None = None

    def stands(self, text: str, at: int) -> bool:
        """Whether it stands at a place of a text."""
        is_here = text.startswith(self.text, at)
        return is_here and (self.goes_on is None or self.goes_on.match(text, at) is not None)


@dataclass(frozen=True, slots=True)
class _LatinWord:
    """A word at the start of one; is_whole: an abbreviation, after which no word goes on."""

    text: str
    keys: frozenset[str]
    is_whole: bool

    def stands(self, text: str, at: int) -> bool:
        """Whether it stands at a place of a text."""
        if (at and _LETTER.match(text[at - 1])) or not text.startswith(self.text, at):
            return False
        return not (self.is_whole and _LETTER.match(text, at + len(self.text)))


_ByStart = dict[str, list[_Word | _LatinWord]]
"""Words by their first two characters."""


def _enter(words: _ByStart, word: _Word | _LatinWord) -> None:
    words.setdefault(word.text[:_START], []).append(word)


def _found(words: _ByStart, text: str) -> frozenset[str]:
    """Return what the words that stand in a text meet; only those are tried that may begin there."""
    found: set[str] = set()
    for at in range(len(text)):
        for size in range(1, _START + 1):
            for word in words.get(text[at : at + size], ()):
                if word.stands(text, at):
                    found |= word.keys
    return frozenset(found)


def _any_of(words: Iterable[str]) -> re.Pattern[str] | None:
    """Return a pattern of any of the words, the longest first: a shorter may be part of it."""
    ordered = sorted(words, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, ordered)), re.IGNORECASE) if ordered else None


def _keys(expectations: Expectations) -> Iterable[str]:
    """Return every concept, and every word in a concept's place, that an aspect names."""
    named: dict[str, None] = {}
    for expectation in expectations.by_indicator.values():
        for aspect in expectation.aspects:
            figure = aspect.figure.about if aspect.figure else ()
            for need in (*aspect.needs, aspect.excludes, figure):
                named |= dict.fromkeys(need)
    return named
