"""Which concepts and words of the expectations a text speaks of. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from assistant.evidence.expectation import CONTRARY, Concepts, Expectations
from assistant.evidence.word_tree import TreeWord, WordTree
from corpus.notation import has_chinese, normalised
from corpus.traditional import simplified

_GAP = "…"
_NO_ALIASES: Mapping[str, str] = {}
_KNOWN = 4096  # texts whose needs are kept
_HYPHEN = re.compile(r"(?<=[a-z])-(?=[a-z]|$)")
# A number plate that is written out names the kind: "云A·12345" is a 车牌.
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][·•.．]?\s?(?=[A-Z*]*\d|\*{3})[A-Z0-9*]{4,6}[学警港澳领挂]?(?![A-Za-z0-9])"
)
# "通不通" asks, and denies nothing.
_NEGATIVE = re.compile(r"^(?!.*(.)[不没]\1).*[无不未没]|\bnot?\b|\bwithout\b", re.IGNORECASE)

# Opposites that a clause cannot rule out: that nobody is there or knows, or is told with hindsight.
# "看不出" is none of them: of what it is said, only the clause tells.
_TOLD_SO = re.compile(r"才|没|无人|\b(?:nobody|no one)\b", re.IGNORECASE)


class Vocabulary:
    """
    The words of a rule set's expectations, each with the needs that it meets.

    A need is named by a concept or by a word itself. Chinese words are looked for anywhere,
    spaces and width aside; Latin words at the start of a word ("encrypt" finds "encrypted"), and
    abbreviations such as UPS whole. "时间…房号" finds 时间 with 房号 soon behind it in one clause.
    aliases: names that a project gives to its things, each meaning what it stands for.
    """

    def __init__(
        self,
        expectations: Expectations,
        concepts: Concepts,
        aliases: Mapping[str, str] = _NO_ALIASES,
    ) -> None:
        keys_by_word: dict[str, set[str]] = {}
        contrary: dict[str, set[str]] = {}
        for key in _keys(expectations):
            for word in concepts.get(key, (key,)):
                keys_by_word.setdefault(word, set()).add(key)
            for word in concepts.get(CONTRARY + key, ()):
                contrary.setdefault(word, set()).add(CONTRARY + key)
        negative = _Trees(
            {word: keys for word, keys in keys_by_word.items() if _NEGATIVE.search(word)}
        )
        self._negatives = lru_cache(maxsize=_KNOWN)(negative.met)
        self._contrary = _Trees(contrary)
        self._negative_contrary = _Trees(
            {word: keys for word, keys in contrary.items() if _TOLD_SO.search(word)}
        )
        self._plain_contrary = _Trees(
            {word: keys for word, keys in contrary.items() if not _NEGATIVE.search(word)}
        )
        for word, keys in contrary.items():
            keys_by_word[word] = keys_by_word.get(word, set()) | keys
        self._words = _Trees(keys_by_word)
        meant = {name: self._words.met(thing) for name, thing in aliases.items()}
        # A Latin name that has a meaning already keeps it.
        meant = {
            name: keys
            for name, keys in meant.items()
            if keys and not (name.isascii() and self._words.met(name))
        }
        if meant:
            for name, known in meant.items():
                keys_by_word[name] = keys_by_word.get(name, set()) | known
            self._words = _Trees(keys_by_word)
        # "非可视" holds "可视": where it stands, the concept is not met by that.
        self._overriding = _Trees(
            {
                word: {CONTRARY + name for name in contrary_of(keys) & self._met_by(word)}
                for word, keys in contrary.items()
            }
        )
        # Headings and neighbours are the same for many statements.
        self.met = lru_cache(maxsize=_KNOWN)(self._met)

    def _met(self, text: str) -> frozenset[str]:
        return self._words.met(_PLATE.sub(r"\g<0>车牌", text))

    def _met_by(self, word: str) -> frozenset[str]:
        return self._words.met(word.replace(_GAP, ""))

    def met_negatively(self, text: str) -> frozenset[str]:
        """
        Return the needs that the text meets by words that are negative themselves; () for none.

        "无盲区" or "不与互联网连接" is what such a need asks for, so it denies nothing of it.
        """
        return self._negatives(text)

    def names_contrary(self, text: str) -> bool:
        """Whether the text names the opposite of a concept by a word that denies nothing itself."""
        return bool(self._plain_contrary.met(text))

    def negative_contraries(self, text: str) -> frozenset[str]:
        """
        Return those of whose opposite it speaks by a negative word, or with hindsight: "没人知道",
        "才发现"; () for none.
        """
        return contrary_of(self._negative_contrary.met(text)) - self.met(text)

    def contraries(self, text: str) -> frozenset[str]:
        """
        Return the concepts of whose opposite the text speaks and not of them too; () for none.

        What an opposite's own word holds of the concept does not speak of it.
        """
        contrary = contrary_of(self._contrary.met(text)) - self.met(text)
        return contrary | contrary_of(self._overriding.met(text))


def contrary_of(met: Iterable[str]) -> frozenset[str]:
    """
    Return the concepts of whose opposite a text speaks, of all that it meets.

    >>> sorted(contrary_of({"cipher", "≠apart-storage"}))
    ['apart-storage']
    """
    return frozenset(key[len(CONTRARY) :] for key in met if key.startswith(CONTRARY))


class _Trees:
    """Words of both kinds, each with the needs that it meets."""

    def __init__(self, keys_by_word: Mapping[str, Iterable[str]]) -> None:
        chinese: list[TreeWord] = []
        latin: list[TreeWord] = []
        for word, keys in keys_by_word.items():
            if _GAP in word:
                first, *later = [normalised(part) for part in word.split(_GAP)]
                chinese.append(TreeWord(first, frozenset(keys), later=tuple(later)))
            elif has_chinese(word):
                chinese.append(TreeWord(normalised(word), frozenset(keys)))
            else:
                whole = word.isupper() or any(character.isdigit() for character in word)
                latin.append(TreeWord(_joined(word), frozenset(keys), is_whole=whole))
        self._chinese = WordTree(chinese)
        self._latin = WordTree(latin, at_word_start=True)

    def met(self, text: str) -> frozenset[str]:
        """Return the needs that the text meets; () for an empty text."""
        plain = simplified(text)
        return self._chinese.met(normalised(plain)) | self._latin.met(_joined(plain))


def _joined(latin: str) -> str:
    """Return Latin words as they are compared: "tool-hire" is written "tool hire" too."""
    return _HYPHEN.sub(" ", latin.lower())


def _keys(expectations: Expectations) -> Iterable[str]:
    """Return every concept, and every word in a concept's place, that an aspect names."""
    named: dict[str, None] = {}
    for expectation in expectations.by_indicator.values():
        for aspect in expectation.aspects:
            figure = aspect.figure.about if aspect.figure else ()
            for need in (*aspect.needs, aspect.excludes, figure):
                named |= dict.fromkeys(need)
    return named
