"""Words looked for all at once are those that are found one by one."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from assistant.evidence.word_tree import TreeWord, WordTree

LETTERS = "ab 门开，"
WORDS = st.text(LETTERS.replace("，", ""), min_size=1, max_size=3)


def met_one_by_one(words: list[str], text: str, *, at_word_start: bool) -> set[str]:
    before = "(?<![a-z0-9])" if at_word_start else ""
    return {word for word in words if re.search(before + re.escape(word), text)}


@given(st.lists(WORDS, max_size=6), st.text(LETTERS, max_size=12), st.booleans())
def test_every_word_in_a_text_is_met_and_no_other(
    words: list[str], text: str, at_word_start: bool
) -> None:
    tree = WordTree(
        [TreeWord(word, frozenset((word,))) for word in words], at_word_start=at_word_start
    )
    assert tree.met(text) == met_one_by_one(words, text, at_word_start=at_word_start)


def test_words_that_share_their_letters_are_each_met() -> None:
    words = [
        TreeWord("门", frozenset("a")),
        TreeWord("门禁", frozenset("b")),
        TreeWord("门禁", frozenset("c")),
    ]
    assert WordTree(words).met("设门禁") == {"a", "b", "c"}
    assert WordTree(words).met("门") == {"a"}


def test_a_later_word_stands_within_ten_characters_of_the_same_clause() -> None:
    tree = WordTree([TreeWord("时间", frozenset("a"), later=("房号", "呼叫"))])
    assert tree.met("时间一二三四五六七八九十房号呼叫") == {"a"}
    assert tree.met("时间一二三四五六七八九十甲房号呼叫") == set()
    assert tree.met("时间房号，呼叫") == set()
    assert tree.met("时间房号和房号呼叫") == {"a"}
    assert tree.met("时间房号") == set()


def test_a_whole_word_is_not_the_beginning_of_another() -> None:
    tree = WordTree([TreeWord("ups", frozenset("a"), is_whole=True)], at_word_start=True)
    assert tree.met("ups 一台") == tree.met("接ups") == {"a"}
    assert tree.met("upstream") == tree.met("groups") == set()


def test_without_words_nothing_is_met() -> None:
    assert WordTree([]).met("门禁") == frozenset()
