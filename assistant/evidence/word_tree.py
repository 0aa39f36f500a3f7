"""Many words looked for in a text at once, letter by letter through a tree of them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

_LETTER = re.compile(r"[a-z0-9]")
_SOON = 10  # characters that may stand between two words of one clause
_BETWEEN = rf"[^,，。.;；:：!！?？]{{0,{_SOON}}}?"


@dataclass(frozen=True, slots=True)
class TreeWord:
    """
    A word and the needs that it meets.

    later: what must follow it in the same clause, each soon behind the one before. is_whole: it is
    met only where no Latin letter or digit follows.
    """

    text: str
    keys: frozenset[str]
    later: tuple[str, ...] = ()
    is_whole: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether it is met wherever its letters stand."""
        return not self.later and not self.is_whole

    def is_met(self, text: str, end: int) -> bool:
        """Whether what else it asks for is so where its letters end at a place of a text."""
        if self.is_whole and _LETTER.match(text, end):
            return False
        if not self.later:
            return True
        # Seldom does the next word stand anywhere near; to look for it alone is quicker.
        near = end + _SOON + len(self.later[0])
        return text.find(self.later[0], end, near) >= 0 and (
            _following(self.later).match(text, end) is not None
        )


@cache  # made when first asked for: few of them are, and to make one takes longer than to use it
def _following(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("".join(_BETWEEN + re.escape(word) for word in words))


@dataclass(slots=True)
class _Node:
    """What the plain words that end here meet, the other words, and by which letter longer ones go on."""

    longer: dict[str, _Node] = field(default_factory=dict)
    keys: frozenset[str] = frozenset()
    asking: list[TreeWord] = field(default_factory=list)

    def take(self, word: TreeWord) -> None:
        if word.is_plain:
            self.keys |= word.keys
        else:
            self.asking.append(word)


class WordTree:
    """Words by their letters. at_word_start: they are met only where a Latin word begins."""

    def __init__(self, words: Iterable[TreeWord], *, at_word_start: bool = False) -> None:
        self._root = _Node()
        for word in words:
            node = self._root
            for letter in word.text:
                if letter not in node.longer:
                    node.longer[letter] = _Node()
                node = node.longer[letter]
            node.take(word)
        # Most places of a text begin no word: a pattern passes over them faster than the tree.
        firsts = "".join(map(re.escape, self._root.longer))
        before = rf"(?<!{_LETTER.pattern})" if at_word_start else ""
        self._starts = re.compile(rf"{before}[{firsts}]") if firsts else None

    def met(self, text: str) -> frozenset[str]:
        """Return the needs that the words in a text meet; () for none."""
        found: set[str] = set()
        for start in self._starts.finditer(text) if self._starts else ():
            end = start.start()
            node = self._root.longer.get(text[end])
            while node is not None:
                end += 1
                found |= node.keys
                for word in node.asking:
                    if word.is_met(text, end):
                        found |= word.keys
                node = node.longer.get(text[end : end + 1])
        return frozenset(found)
