"""What a statement shows of an aspect, beside what it denies and what its neighbours say."""

from __future__ import annotations

import pytest

from assistant.evidence.aspect_match import AspectMatch, Words, match, words_of
from assistant.evidence.expectation import Aspect, Expectation, Expectations, Need
from assistant.evidence.relation import Setting
from assistant.evidence.row_denial import is_refused
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


@pytest.mark.parametrize(
    ("seen", "verdict", "refused"),
    [
        ("流量计一关就停", "不符合", True),
        ("苗圃东头流量计看得清，西头一片白", "不符合", False),
        ("流量计一关就停", "符合", False),
    ],
)
def test_a_row_that_failed_is_refused_unless_some_of_it_goes_well(
    seen: str, verdict: str, *, refused: bool
) -> None:
    cells = (Cell("看什么", "苗圃"), Cell("见到的", seen), Cell("结论", verdict))
    assert is_refused(cells) is refused
    text = f"看什么: 苗圃; 见到的: {seen}; 结论: {verdict}"
    found = _matched(text, (("苗圃",), ("流量计",)), cells=cells)
    assert not refused or (found is not None and found.denied == 1.0)


def test_a_row_that_is_so_in_part_denies_only_what_its_last_clause_names() -> None:
    cells = (
        Cell("试什么", "苗圃阀门"),
        Cell("见到的", "滴灌、温室都成；流量计没有读数"),
        Cell("判定", "带条件"),
    )
    text = "; ".join(f"{cell.header}: {cell.text}" for cell in cells)
    shown = _matched(text, (("苗圃",), ("滴灌",)), cells=cells)
    assert shown is not None
    assert shown.covers
    denied = _matched(text, (("流量计",), ("读数",)), cells=cells)
    assert denied is not None
    assert denied.stance == "absent"


def _denied(zh: str, text: str, needs: tuple[Need, ...], *, reserves: bool = False) -> bool:
    aspect = Aspect("a", zh, "a", needs, ())
    vocabulary = Vocabulary(Expectations("r", {"X": Expectation("X", (aspect,))}), {})
    passage = Passage("p", "f" * 64, 1, (), "1", text)
    one = Statement("p#0", passage, text, Setting(("说明",)))
    found = match(aspect, one, words_of(one, vocabulary), reserves=reserves)
    return found is not None and found.stance == "absent"


def test_what_a_program_cannot_do_does_not_deny_that_its_system_is_joined() -> None:
    needs: tuple[Need, ...] = (("软件", "平台"), ("灌溉",))
    assert not _denied("集成灌溉管理", "灌溉软件不支持分区", needs)
    assert _denied("集成灌溉管理", "灌溉软件未接入平台", needs)


def test_what_is_not_forced_may_be_done_all_the_same() -> None:
    needs: tuple[Need, ...] = (("阀门",), ("编号",))
    assert not _denied("阀门编号", "系统没有阀门编号的强制选项", needs)
    assert _denied("阀门编号强制", "系统没有阀门编号的强制选项", needs)


def test_what_is_only_asked_to_be_reserved_need_not_be_used_yet() -> None:
    needs: tuple[Need, ...] = (("水务局",), ("接口",))
    assert not _denied("预留接口", "水务局接口是有的，没启用", needs, reserves=True)
    assert not _denied("预留接口", "水务局的接口留着没动", needs, reserves=True)
    assert _denied("接口", "水务局接口是有的，没启用", needs)
    assert _denied("预留接口", "水务局接口没有做", needs, reserves=True)


def test_what_other_clauses_say_is_not_denied_by_one_of_another_thing() -> None:
    needs: tuple[Need, ...] = (("读数",), ("日期",), ("记录",))
    assert not _denied("记录读数", "读数、日期每天记录，谁开的阀门仍无记录", needs)
    assert _denied("记录读数", "读数、日期仍无记录，阀门照开", needs)
