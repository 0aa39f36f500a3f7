"""Judging what was found in a dossier."""

from __future__ import annotations

import dataclasses

import pytest

from evals.dossier import Quote
from evals.dossier_aspects import QuotedAspects
from evals.evidence_figures import figures_of
from evals.evidence_judgement import Shown, judge, meets
from tests.evals.evidence_samples import (
    FENCE,
    LIFT,
    LURE,
    RIGHT,
    TEXTS,
    WRONG,
    dossier,
    found,
    judgement,
    shown,
)


@pytest.mark.parametrize(
    ("text", "quote", "expected"),
    [
        ("1.1 围墙装 红外对射18对。", "围墙装红外对射 18 对", True),
        ("红外对射18对。", "围墙装红外对射 18 对", True),
        ("围墙装红外对射 16 对。", "围墙装红外对射 18 对", False),
        ("名称: 大堂半球; 数量: 24", "大堂半球 | 24", True),
        ("数量: 24; 名称: 大堂半球", "大堂半球 | 24", False),
        ("6.1 分流：车行口设快速道闸；", "车行口设快速道闸；人行口设人行摆闸", True),
        ("6.1 分流：已完成；", "已完成；人行口设人行摆闸", False),
        ("。", "人行口设人行摆闸", False),
    ],
)
def test_a_text_meets_a_quote_that_it_holds_or_is_part_of(
    text: str, quote: str, *, expected: bool
) -> None:
    assert meets(text, Quote(quote, ())) is expected


def test_what_is_right_is_judged_right() -> None:
    judged = judgement(RIGHT)
    assert [row.is_wrong for row in judged.rows] == [False] * 4
    assert [row.hit for row in judged.rows] == [True, True, True, None]
    assert [quote.found for quote in judged.quotes] == [True, True, True]
    assert [quote.format for quote in judged.quotes] == ["docx", "docx", "scan"]
    assert judged.lures[0].lured == ()
    assert judged.verbatim == (True, True, True)


def test_what_is_wrong_is_judged_wrong() -> None:
    judged = judgement(WRONG)
    assert [row.is_wrong for row in judged.rows] == [True] * 4
    assert [row.hit for row in judged.rows] == [False, False, False, None]
    assert not any(quote.found for quote in judged.quotes)
    assert judged.lures[0].lured == ("C1.5.1", "C1.1.2")


def test_the_order_of_what_was_found_changes_nothing() -> None:
    assert judgement(tuple(reversed(WRONG))) == judgement(WRONG)


def test_a_mention_is_no_support() -> None:
    entries = (found("C1.1.2", "supported", shown(LURE, "mentions")), *RIGHT[1:])
    assert judgement(entries).lures[0].lured == ()


def test_only_the_first_three_count_for_the_hit_but_all_for_the_quotes() -> None:
    others = [shown(f"别的内容之{number}") for number in "一二三"]
    judged = judgement((found("C1.1.2", "supported", *others, shown(FENCE)), *RIGHT[1:]))
    assert judged.rows[0].hit is False
    assert judged.quotes[0].found


def test_a_quote_counts_for_the_kind_of_file_where_it_was_found() -> None:
    elsewhere = found("C1.3.5", "partial", shown(LIFT, file="01-design.docx"))
    judged = judgement((*RIGHT[:2], elsewhere, RIGHT[3]))
    assert judged.rows[2].hit
    assert not judged.quotes[2].found
    both = Shown(("01-design.docx", "02-list.pdf"), LIFT, "supports")
    assert judgement((*RIGHT[:2], found("C1.3.5", "partial", both), RIGHT[3])).quotes[2].found


def test_a_changed_quote_is_not_verbatim() -> None:
    changed = found("C1.1.2", "supported", shown(FENCE.replace(" ", "")))
    assert judgement((changed, *RIGHT[1:])).verbatim == (False, True, True)


def test_a_row_without_a_finding_is_an_error() -> None:
    assert "C1.5.1" in dossier().indicators
    with pytest.raises(KeyError, match=r"C1\.5\.1"):
        judgement(RIGHT[:3])


def test_aspects_are_judged_where_readers_told_of_them() -> None:
    told: QuotedAspects = {"C1.3.5": ({"video": "partly", "passengers-clear": "shown"},)}
    right, wrong = (
        dataclasses.replace(RIGHT[2], aspects={"video": video, "passengers-clear": True})
        for video in (False, True)
    )
    entries = (*RIGHT[:2], right, RIGHT[3]), (*RIGHT[:2], wrong, RIGHT[3])
    judged = [judge("evidence", dossier(), found, TEXTS, told) for found in entries]
    assert [one.rows[2].aspects for one in judged] == [(True, True), (False, True)]
    assert figures_of(judged)["aspects"].value == 3 / 4  # type: ignore[union-attr]
