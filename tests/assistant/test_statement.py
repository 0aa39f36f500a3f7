"""Sentences and rows with what stands around them."""

from __future__ import annotations

import pytest

from assistant.statement import Statement, statements
from corpus.document import Cell, Passage


def passage(
    number: int, text: str, *, path: tuple[str, ...] = (), cells: tuple[Cell, ...] = ()
) -> Passage:
    return Passage(f"p{number}", "d", 1, path, f"第 {number} 段", text, cells=cells)


def row(number: int, *values: str) -> Passage:
    cells = tuple(Cell(f"列{n}", value) for n, value in enumerate(values))
    return passage(number, "; ".join(value for value in values if value), cells=cells)


def test_a_paragraph_is_cut_into_verbatim_sentences() -> None:
    text = "本小区周界设红外对射。报警时联动照明；并上传平台。"
    found = statements("设计说明", [passage(1, text, path=("周界",))])
    assert [one.text for one in found] == [
        "本小区周界设红外对射。",
        "报警时联动照明；",
        "并上传平台。",
    ]
    assert all(one.text in text for one in found)
    assert found[0].above == "设计说明 周界"
    assert "联动照明" in found[0].beside


def test_tables_of_contents_are_no_statements() -> None:
    assert statements("设计说明", [passage(1, "3 视频监控系统", path=("目次",))]) == ()


def test_a_row_with_hardly_any_cells_heads_the_rows_below() -> None:
    rows = [row(1, "一", "周界报警系统", "", ""), row(2, "1", "探测器", "红外对射", "24")]
    (found,) = statements("设备清单", rows)
    assert "周界报警系统" in found.above
    assert found.text == "1; 探测器; 红外对射; 24"


def test_no_passages_make_no_statements() -> None:
    assert statements("", []) == ()


def said(text: str) -> dict[str, Statement]:
    return {one.text: one for one in statements("设计说明", [passage(1, text)])}


def test_numbered_items_of_one_passage_do_not_stand_beside_each_other() -> None:
    found = said("5.1 大门设道闸 2 套。岗亭可手动抬杆。 5.2 库内设诱导屏 6 块。")
    assert "道闸" in found["岗亭可手动抬杆。"].beside
    assert found["5.2 库内设诱导屏 6 块。"].beside == ""


def test_what_an_item_names_first_heads_its_other_sentences() -> None:
    found = said("6.1 门口机：每单元一台。离线时弹窗。")
    assert found["离线时弹窗。"].topic == "门口机"
    assert "门口机" in found["离线时弹窗。"].above


def test_a_measure_is_no_number_of_an_item() -> None:
    found = said("墙高如下。 2.5 m 处设支架。")
    assert "墙高" in found["2.5 m 处设支架。"].beside


def test_a_paragraph_without_numbers_is_one_item() -> None:
    found = said("岗亭两处。每处两人。")
    assert found["每处两人。"].beside == "岗亭两处。"
    assert found["每处两人。"].topic == ""


@pytest.mark.parametrize(
    ("cells", "is_void"),
    [
        ((("名称", "窗磁"), ("数量", "0")), True), ((("名称", "窗磁"), ("数量", "12")), False),
        ((("名称", "窗磁"), ("原数量", "12"), ("审定数量", "0")), True),
        ((("名称", "枪机"), ("数量 地上", "8"), ("数量 地下", "0")), False),
        ((("名称", "枪机"), ("数量", "—")), False), ((("区域", "大堂"), ("枪机", "0")), False),
    ],
)  # fmt: skip
def test_a_row_of_nought_is_void(cells: tuple[tuple[str, str], ...], *, is_void: bool) -> None:
    made = tuple(Cell(header, text) for header, text in cells)
    (found,) = statements("清单", [passage(1, "名称与数量的一行", cells=made)])
    assert found.is_void is is_void
