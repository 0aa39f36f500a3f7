"""What a statement shows of an aspect, beside what it denies and what its neighbours say."""

from __future__ import annotations

import pytest

from assistant.evidence.aspect_match import AspectMatch, Words, match, words_of
from assistant.evidence.expectation import Aspect, Expectation, Expectations, Need
from assistant.evidence.relation import Setting
from assistant.evidence.statement import Statement
from assistant.evidence.vocabulary import Vocabulary
from corpus.document import Cell, Passage

FIELD = ("灌溉阀", "流量计", "温室", "苗圃", "滴灌", "valve", "flow meter", "greenhouse")


def _matched(
    text: str, needs: tuple[Need, ...], beside: str = "", cells: tuple[Cell, ...] = ()
) -> AspectMatch | None:
    aspect = Aspect("a", "甲", "a", needs, ())
    every = Aspect("b", "乙", "b", tuple((word,) for word in FIELD), ())
    vocabulary = Vocabulary(Expectations("r", {"X": Expectation("X", (aspect, every))}), {})
    passage = Passage("p", "f" * 64, 1, (), "1", text, cells=cells)
    one = Statement("p#0", passage, text, Setting(("说明",)), beside)
    words: Words = words_of(one, vocabulary)
    return match(aspect, one, words, reserves=False)


@pytest.mark.parametrize(
    "text",
    [
        "温室里没有流量计，苗圃另记",
        "苗圃有滴灌，流量计未装",
        "苗圃阀门井已清掏，流量计坏了两只没有换",
        "苗圃的流量计被拆走",
        "苗圃由人看管，看不到流量计读数",
        "The 苗圃 is fenced, there is no flow meter 流量计",
        "苗圃浇水照旧，流量计至今未到货",
    ],
)
def test_a_thing_that_is_denied_is_not_shown(text: str) -> None:
    found = _matched(text, (("苗圃",), ("流量计",)))
    assert found is None or not found.covers


@pytest.mark.parametrize(
    "text",
    [
        "苗圃装流量计三只，温室未装",
        "苗圃流量计不漏水",
        "温室没有，苗圃设流量计",
        "苗圃的流量计读数不经人手",
        "流量计三只都在苗圃，无一损坏",
    ],
)
def test_what_else_is_denied_takes_nothing_away(text: str) -> None:
    found = _matched(text, (("苗圃",), ("流量计",)))
    assert found is not None
    assert found.covers


@pytest.mark.parametrize(
    ("beside", "lends"),
    [
        ("流量计装在总管上。", True),
        ("本期不设流量计。", False),
        ("流量计取消。", False),
        ("流量计没有接电。", False),
        ("流量计一只，灌溉阀未换。", True),
    ],
)
def test_a_neighbour_lends_no_words_that_it_denies(beside: str, lends: bool) -> None:
    found = _matched("苗圃四面围栏", (("苗圃",), ("流量计",)), beside)
    assert (found is not None and found.covers) is lends


def test_a_row_that_failed_shows_nothing_of_what_it_is_about() -> None:
    cells = (Cell("部位", "苗圃"), Cell("查什么", "流量计"), Cell("结论", "不合格"))
    text = "部位: 苗圃; 查什么: 流量计; 结论: 不合格"
    found = _matched(text, (("苗圃",), ("流量计",)), cells=cells)
    assert found is None or not found.covers
