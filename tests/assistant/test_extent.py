"""How much of a project a sentence speaks of, and what follows for a row."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.evidence.extent import buildings, extent, is_of_part, known_buildings, places
from assistant.evidence.indicator import case_evidence
from assistant.evidence.relation import Setting
from corpus.cases.store import CaseStore

ALL = frozenset(range(1, 11))


@pytest.mark.parametrize(
    ("text", "numbers"),
    [("2#～4# 楼", {2, 3, 4}), ("1-3号楼", {1, 2, 3}), ("7# 楼", set()), ("2025-6 号文", set()),
     ("", set()), ("1、3、5号楼", {1, 3, 5}), ("2# 和 4# 楼", {2, 4}), ("1、3～5、8号楼", {1, 3, 4, 5, 8}),
     ("2、3 号楼", set()), ("7、8、9号楼之间", set()), ("第 3、4 号文", set()),
     ("T1～T3 装了梯控", {1, 2, 3}), ("T2、T5 座未接", {2, 5}), ("A1至A4栋", {1, 2, 3, 4}),
     ("3幢、5幢、6幢", {3, 5, 6}), ("一至四栋", {1, 2, 3, 4}), ("七栋和九栋", {7, 9}), ("三号楼、五号楼", {3, 5}),
     ("B1～B2 层", set()), ("L1、L2 两级", set()), ("一、二期", set()), ("十一栋楼", set())],
)  # fmt: skip
def test_ranges_and_sets_of_buildings(text: str, numbers: set[int]) -> None:
    assert buildings(text) == numbers


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("各楼设信报箱", None), ("1#～4# 楼设信报箱", frozenset({1, 2, 3, 4})),
        ("1#～10# 楼设信报箱", None), ("信报箱仅首层设置", frozenset()),
        ("部分楼栋设信报箱", frozenset()), ("不仅首层设信报箱，架空层也设", None),
        ("1#～4# 楼抽查信报箱 8 组", None), ("仅授权人员可开箱", None),
        ("除 9、10 号楼外各楼设信报箱", frozenset(range(1, 9))),
        ("除 3 号楼外均设信报箱", ALL - {3}), ("信报箱只有 61 户装了", frozenset()),
        ("仅 12 部客梯有镜头", frozenset()), ("只有 1 台主机", None), ("不只 20 户装了", None),
        ("1#～4# 楼的信报箱 5 月补装", None), ("信报箱 60 组，7#～9# 楼排在最后", None),
        ("1#～4# 楼设信报箱，另有补光灯", frozenset({1, 2, 3, 4})),
    ],
)  # fmt: skip
def test_the_extent_of_a_sentence(text: str, limit: frozenset[int] | None) -> None:
    assert extent(text, ALL) == limit


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("1#～4# 楼各层电梯厅设消火栓箱。\n\n5#～9# 楼沿用原有晾衣架。", "partial"),
        ("1#～4# 楼各层电梯厅设消火栓箱。\n\n5#～9# 楼各层走道设消火栓箱。", "supported"),
        ("各楼各层电梯厅设消火栓箱。\n\n5#～9# 楼沿用原有晾衣架。", "supported"),
    ],
)
def test_what_only_some_buildings_have_is_shown_in_part(
    tmp_path: Path, text: str, status: str
) -> None:
    store = CaseStore(tmp_path / "home")
    case_id = store.create_case("某小区", "tcrea-2023", "C")
    path = tmp_path / "说明.md"
    path.write_text(f"# 消防说明\n\n{text}\n", encoding="utf-8")
    store.add_document(case_id, path, name=path.name)
    found = {entry.indicator: entry for entry in case_evidence(store, case_id)}
    assert found["C3.2.1"].status == status


def test_a_denial_of_half_yields_to_what_another_document_shows(tmp_path: Path) -> None:
    denial, shown = "楼内已刷漆，消火栓未装。", "各楼各层走道设消火栓箱。"
    found = []
    for number, texts in enumerate(([denial], [denial, shown])):
        store = CaseStore(tmp_path / f"home{number}")
        case_id = store.create_case("某小区", "tcrea-2023", "C")
        for place, text in enumerate(texts):
            path = tmp_path / f"说明{number}-{place}.md"
            path.write_text(f"# 说明 {place}\n\n{text}\n", encoding="utf-8")
            store.add_document(case_id, path, name=path.name)
        entries = {entry.indicator: entry for entry in case_evidence(store, case_id)}
        found.append(entries["C3.2.1"].status)
    assert found == ["contradicted", "supported"]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("18 部客梯，15 部轿厢装了广角摄像机，乘梯人看得清，3 部轿厢未装摄像机。", "partial"),
        (
            "客梯轿厢都装了广角摄像机，乘梯人看得清。\n\n40 部轿厢里 2 部轿厢的摄像机坏了。",
            "supported",
        ),
        ("18 部客梯轿厢均未装摄像机。", "contradicted"),
    ],
)
def test_what_some_of_those_counted_lack_is_shown_in_part(
    tmp_path: Path, text: str, status: str
) -> None:
    store = CaseStore(tmp_path / "home")
    case_id = store.create_case("某小区", "tcrea-2023", "C")
    path = tmp_path / "说明.md"
    path.write_text(f"# 电梯监控说明\n\n{text}\n", encoding="utf-8")
    store.add_document(case_id, path, name=path.name)
    found = {entry.indicator: entry for entry in case_evidence(store, case_id)}
    assert found["C1.3.5"].status == status


def test_buildings_of_another_phase_are_none_of_the_project() -> None:
    said = [("1#～6# 楼设门口机", Setting(("说明",))), ("二期 7#～9# 楼另建", Setting(("说明",)))]
    assert known_buildings(said) == frozenset(range(1, 7))


@pytest.mark.parametrize(
    ("text", "of_part"),
    [
        ("5～7 防区的主机没装", True), ("B 区没有喇叭", True), ("3 号棚没有镜头", True),
        ("东南角照不到", True), ("靠河围墙 120 m 没有探测", True), ("沿街一侧未设", True),
        ("2、3 层走道未装", True), ("七层楼的楼道没有喇叭", True), ("老楼没有消火栓", True), ("高层住宅未接", True),
        ("每层楼道都没有喇叭", False), ("Zone 4 has no siren", True), ("个别点位无图像", True),
        ("小区未设周界报警", False), ("三级等保未做", False), ("区域报警未设", False),
        ("镜头装高 3 m，夜间看不清", False), ("消防泵房没有镜头", False), ("28 防区，灯都不亮", False), ("", False),
    ],
)  # fmt: skip
def test_parts_of_a_project(text: str, of_part: bool) -> None:
    assert is_of_part(text) is of_part


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("自行车库没有镜头", {"shed"}), ("非机动车停放处与车棚", {"shed"}), ("电动汽车停三辆", set()),
        ("楼梯间里没有消火栓", {"corridor"}), ("公共通道/厅", {"corridor", "hall"}), ("消防通道", set()),
    ],
)  # fmt: skip
def test_kinds_of_place_in_other_words(text: str, kinds: set[str]) -> None:
    assert places(text) == kinds


def _status(tmp_path: Path, level: str, row: str, text: str) -> str:
    store = CaseStore(tmp_path / "home")
    case_id = store.create_case("某小区", "tcrea-2023", level)
    path = tmp_path / "说明.md"
    path.write_text(f"# 竣工说明\n\n{text}\n", encoding="utf-8")
    store.add_document(case_id, path, name=path.name)
    return {entry.indicator: entry for entry in case_evidence(store, case_id)}[row].status


@pytest.mark.parametrize(
    ("level", "row", "shown", "lacking"),
    [
        # a place that the row names, in other words
        ("C", "C1.4.2", "非机动车库内装摄像机 6 台，出入口各一台，人和车进出看得清。", "二号自行车停车棚里没有摄像机。"),
        ("C", "C3.2.1", "各楼每层走道设室内消火栓箱。", "老楼楼梯间没有室内消火栓。"),
        # one kind of building
        ("B", "B3.3.1", "广场和各楼走道装应急广播音箱，火灾时强切。", "七层楼的楼道里没有应急广播。"),
        # what stands in the place of a thing
        ("C", "C1.3.2",
         "各单元首层与地下车库门口机可与住户可视通话、遥控开锁，管理机与门口机可视对讲。",
         "北侧地下门厅仅装读卡器。"),
    ],
)  # fmt: skip
def test_what_a_part_lacks_leaves_the_rest_as_shown(
    tmp_path: Path, level: str, row: str, shown: str, lacking: str
) -> None:
    whole, part = tmp_path / "whole", tmp_path / "part"
    for folder in (whole, part):
        folder.mkdir()
    assert _status(whole, level, row, shown) == "supported"
    assert _status(part, level, row, f"{shown}\n\n{lacking}") == "partial"


@pytest.mark.parametrize(
    ("level", "row", "shown", "beside"),
    [
        # an indicator lamp that no camera sees, a smoke detector that is lacking: other matters
        ("C", "C1.4.2", "车棚内装枪机 6 台，棚口各一台，推车进出的人和车看得清。", "车棚枪机看不到指示灯，棚里没有探火的。"),
    ],
)  # fmt: skip
def test_what_is_said_of_other_matters_takes_nothing_away(
    tmp_path: Path, level: str, row: str, shown: str, beside: str
) -> None:
    assert _status(tmp_path, level, row, f"{shown}\n\n{beside}") == "supported"


def test_a_tower_or_a_length_that_lacks_it_is_a_part() -> None:
    assert is_of_part("B座没有水位计")
    assert is_of_part("靠山 90 米没有水位计")
    assert not is_of_part("水塔没有水位计")
