"""What a document shows, and keeping it."""

from __future__ import annotations

import json
from functools import cache

import pytest

from assistant.evidence.aspect_match import AspectMatch
from assistant.evidence.finding import (
    Bearing,
    DocumentFindings,
    Finding,
    Quote,
    findings_from_json,
    findings_json,
    findings_of,
    without_guesses,
)
from assistant.evidence.load_expectations import load_concepts, load_expectations
from assistant.evidence.statement import statements
from assistant.evidence.vocabulary import Vocabulary
from corpus.document import Cell, Passage

HASH = "f" * 64
SAID = (
    Passage("p1", HASH, 3, ("1 周界",), "第 3 页", "1#～6# 楼周界设置红外对射，并接入平台。", (1.0, 2.0, 3.0, 4.5)),
    Passage("p2", HASH, None, (), "第 4 页", "重点位置的视频图像信息保存 15 天。", is_ocr=True),
    Passage("p3", HASH, 5, ("清单",), "第 5 页", "名称: 电梯轿厢半球摄像机; 数量: 12",
            cells=(Cell("名称", "电梯轿厢半球摄像机"), Cell("数量", "12"))),
    Passage("p4", HASH, 6, (), "第 6 页", "天气晴，无风。"),
)  # fmt: skip


@cache
def found_in(passages: tuple[Passage, ...]) -> DocumentFindings:
    expectations = load_expectations("tcrea-2023")
    vocabulary = Vocabulary(expectations, load_concepts())
    return findings_of(statements("设计说明", passages), expectations, vocabulary, frozenset())


def test_what_a_document_shows_stands_under_each_row_in_reading_order() -> None:
    found = found_in(SAID)
    assert [one.quote.passage for one in found.by_indicator["A1.2.1"]] == ["p1"]
    (days,) = (one for one in found.by_indicator["A2.3.4"] if one.quote.passage == "p2")
    assert days.bearing.best.shortfall == "15 天"
    assert days.quote.is_ocr
    assert found.buildings == {1, 2, 3, 4, 5, 6}
    quoted = {one.quote.passage for findings in found.by_indicator.values() for one in findings}
    assert "p4" not in quoted


def test_what_was_kept_is_what_was_found() -> None:
    found = found_in(SAID)
    kept = json.loads(json.dumps(findings_json(found), ensure_ascii=False))
    assert findings_from_json(kept) == found


def test_a_document_that_says_nothing_shows_nothing() -> None:
    found = found_in(())
    assert (found.by_indicator, found.buildings) == ({}, frozenset())
    assert findings_from_json(findings_json(found)) == found


def finding(near: float, *, by_meaning: bool = False, covers: bool = True) -> Finding:
    """A finding that shows an aspect of its row, by its words or by its meaning alone."""
    text = f"{near} {by_meaning}"
    quote = Quote(text, HASH, text, text, 1, "第 1 页", (), None, is_ocr=False)
    match = AspectMatch("video", 0.85, "provided", covers=covers, by_meaning=by_meaning)
    return Finding(quote, Bearing((match,)), (near,))


GUESS = finding(0.42, by_meaning=True)


@pytest.mark.parametrize(
    ("beside", "is_kept"),
    [
        (finding(0.4), True),
        # What words show lies far, or does not show it, or is another guess.
        (finding(0.3), False),
        (finding(0.6, covers=False), False),
        (finding(0.41, by_meaning=True), False),
    ],
)
def test_what_may_be_meant_counts_where_words_show_some_of_the_row(
    beside: Finding, *, is_kept: bool
) -> None:
    assert (GUESS in without_guesses([beside, GUESS])) is is_kept


def test_what_is_meant_beyond_doubt_stands_alone() -> None:
    assert without_guesses([GUESS]) == []
    meant = finding(0.5, by_meaning=True)
    assert list(without_guesses([meant])) == [meant]
