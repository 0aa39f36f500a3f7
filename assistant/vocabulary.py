"""Which concepts and words of the expectations a text speaks of. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from assistant.expectation import Expectations
from corpus.notation import has_chinese, normalise
from corpus.traditional import simplified

_GAP, _SOON = "…", "[^,，。.;；:：!！?？]{0,10}?"
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
        # The longest first: a shorter one may be part of it.
        self._negative = sorted(filter(_NEGATIVE.search, keys_by_word), key=len, reverse=True)
        self._chinese: dict[str, frozenset[str]] = {}
        self._gapped: list[tuple[str, re.Pattern[str], frozenset[str]]] = []
        self._latin: list[tuple[str, re.Pattern[str], frozenset[str]]] = []
        for word, keys in keys_by_word.items():
            if _GAP in word:
                first, *_ = parts = [normalise(part).text for part in word.split(_GAP)]
                gapped = re.compile(_SOON.join(map(re.escape, parts)))
                self._gapped.append((first, gapped, frozenset(keys)))
            elif has_chinese(word):
                folded = normalise(word).text
                self._chinese[folded] = self._chinese.get(folded, frozenset()) | keys
            else:
                pattern = re.compile(rf"(?<![a-z0-9]){re.escape(word.lower())}{_end(word)}")
                self._latin.append((word.lower(), pattern, frozenset(keys)))

    def met(self, text: str) -> frozenset[str]:
        """Return the needs that the text meets; () for an empty text."""
        plain = simplified(text)
        folded = normalise(plain).text
        found: set[str] = set()
        for word, keys in self._chinese.items():
            if word in folded:
                found |= keys
        for first, pattern, keys in self._gapped:
            if first in folded and pattern.search(folded):
                found |= keys
        lowered = plain.lower()
        for word, pattern, keys in self._latin:
            if word in lowered and pattern.search(lowered):
                found |= keys
        return frozenset(found)

    def without_negatives(self, text: str) -> str:
        """
        Return the text without the words of the expectations that are negative themselves.

        "无盲区" or "不与互联网连接" is what is asked for, so it denies nothing.
        """
        for word in self._negative:
            text = re.sub(re.escape(word), " ", text, flags=re.IGNORECASE)
        return text


def _end(word: str) -> str:
    is_abbreviation = word.isupper() or any(character.isdigit() for character in word)
    return r"(?![a-z0-9])" if is_abbreviation else ""


def _keys(expectations: Expectations) -> Iterable[str]:
    """Return every concept, and every word that an aspect names in a concept's place."""
    named: Mapping[str, None] = dict.fromkeys(expectations.concepts)
    words = dict(named)
    for expectation in expectations.by_indicator.values():
        for aspect in expectation.aspects:
            figure = aspect.figure.about if aspect.figure else ()
            for need in (*aspect.needs, aspect.excludes, figure):
                words |= dict.fromkeys(need)
    return words
