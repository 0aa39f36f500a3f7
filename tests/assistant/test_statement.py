"""Sentences and rows with what stands around them."""

from __future__ import annotations

import pytest

from assistant.evidence.statement import Statement, statements
from corpus.document import Cell, Passage


def passage(
    number: int, text: str, *, path: tuple[str, ...] = (), cells: tuple[Cell, ...] = ()
) -> Passage:
    return Passage(f"p{number}", "d", 1, path, f"第 {number} 段", text, cells=cells)


NAMES = ("序号", "名称", "规格", "数量")


def row(number: int, *values: str, path: tuple[str, ...] = ()) -> Passage:
    """Return a row as readers give it: without its empty cells."""
    cells = tuple(Cell(name, value) for name, value in zip(NAMES, values, strict=True) if value)
    return passage(number, "; ".join(cell.text for cell in cells), path=path, cells=cells)


def over_all(number: int, text: str) -> Passage:
    return passage(number, text, cells=(Cell("", text),))


def test_a_paragraph_is_cut_into_verbatim_sentences() -> None:
    text = "本小区周界设红外对射。报警时联动照明；并上传平台。"
    found = statements("设计说明", [passage(1, text, path=("周界",))])
    assert [one.text for one in found] == [
        "本小区周界设红外对射。",
        "报警时联动照明；",
        "并上传平台。",
    ]
    assert all(one.text in text for one in found)
    assert found[0].above == "周界"
    assert "联动照明" in found[0].beside


def test_tables_of_contents_are_no_statements() -> None:
    assert statements("设计说明", [passage(1, "3 视频监控系统", path=("目次",))]) == ()


@pytest.mark.parametrize(
    "heading",
    [
        row(1, "一", "视频监控", "", ""), row(1, "（二）", "视频监控", "", ""),
        row(1, "一、视频监控", "", "", ""), row(1, "", "第三部分 视频监控", "", ""),
        over_all(1, "视频监控"), over_all(1, "一、视频监控"), row(1, "A", "视频监控", "", ""),
    ],
)  # fmt: skip
def test_a_heading_in_a_table_reaches_its_rows(heading: Passage) -> None:
    rows = [heading, row(2, "1", "球机", "400 万", "24"), row(3, "2", "枪机", "", "6")]
    first, second = statements("设备清单", rows)
    assert "视频监控" in first.above
    assert "视频监控" in second.above
    assert first.text == "1; 球机; 400 万; 24"


def test_a_heading_in_a_table_reaches_no_further_than_the_next_or_the_table() -> None:
    rows = [
        row(1, "一", "视频监控", "", ""), row(2, "1", "球机", "400 万", "24"),
        row(3, "二", "巡更", "", ""), row(4, "1", "巡更点", "离线", "48"),
        row(5, "1", "防火墙", "百兆", "1", path=("网络",)), passage(6, "本表含税。"),
        row(7, "1", "音柱", "草坪", "34"),
    ]  # fmt: skip
    above = [one.above for one in statements("清单", rows)]
    assert above == ["一 视频监控", "二 巡更", "网络", "", ""]


@pytest.mark.parametrize(
    ("first", "below"),
    [
        (row(1, "3", "窗磁", "", ""), row(2, "4", "球机", "400 万", "24")),
        (row(1, "", "窗磁", "", "12"), row(2, "4", "球机", "400 万", "24")),
        (row(1, "一", "每年演练两次", "", ""), row(2, "二", "球机", "400 万", "24")),
        (row(1, "一", "视频监控", "", ""), row(2, "", "球机", "", "24")),
        (over_all(1, "本表以结算为准，合同数量备查"), row(2, "1", "球机", "400 万", "24")),
        (over_all(1, "共 48 台"), row(2, "1", "球机", "400 万", "24")),
    ],
)
def test_a_short_row_of_a_list_is_a_statement(first: Passage, below: Passage) -> None:
    found = statements("设备清单", [first, below])
    assert [one.text for one in found] == [first.text, below.text]


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


def test_english_sentences_are_statements_of_their_own() -> None:
    text = (
        "Dr. Ni of Orr Ltd. Yunzhou checked No. 5, e.g. its 3.5 kW pump, on 2 May. It ran! "
        "Was it safe? Pit level is seen; The pump is not. All is logged, approx. 30 days."
    )
    assert list(said(text)) == [
        "Dr. Ni of Orr Ltd. Yunzhou checked No. 5, e.g. its 3.5 kW pump, on 2 May.",
        "It ran!",
        "Was it safe?",
        "Pit level is seen;",
        "The pump is not.",
        "All is logged, approx. 30 days.",
    ]


def test_an_english_item_heads_its_other_sentences() -> None:
    found = said("2.5 Days kept. The disks hold 21 days. 2.6 Doors open. They shut at night.")
    assert found["The disks hold 21 days."].topic == "Days kept"
    assert "Doors" not in found["The disks hold 21 days."].beside
    assert found["They shut at night."].beside.strip() == "2.6 Doors open."


def test_stops_between_latin_words_end_no_chinese_sentence() -> None:
    text = "采用 H.265. 2 路码流; ONVIF 接入，GB 50348. GB 50395 从其规定。"
    assert list(said(text)) == [text]


def test_a_row_of_which_nothing_was_delivered_is_void() -> None:
    def is_void(*cells: Cell) -> bool:
        passage = Passage(
            "p", "0" * 64, None, (), "", "；".join(one.text for one in cells), cells=cells
        )
        (found,) = statements("材料表", [passage])
        return found.is_void

    assert is_void(Cell("品名", "无线窗磁"), Cell("图量", "264"), Cell("到货", "0"))
    assert not is_void(Cell("品名", "无线窗磁"), Cell("图量", "264"), Cell("到货", "200"))
    assert not is_void(Cell("品名", "无线窗磁"), Cell("合同", "0"), Cell("结算", "12"))
    assert is_void(Cell("品名", "无线窗磁"), Cell("施工图数", "264"), Cell("竣工数", "0"))
