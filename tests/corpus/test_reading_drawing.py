"""DXF: texts in reading order, tables, attributes, layouts, encodings, and hostile drawings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import ezdxf
import pytest

from corpus.document import Cell, ReadResult
from corpus.reading import ReadLimits, read_document

LIST = (
    ("序号", "设备名称", "型号规格", "数量", "备注"),
    ("1", "网络摄像机", "400万像素", "48", ""),
    ("2", "门口机", "可视对讲", "12", "含门禁"),
    ("3", "硬盘录像机", "存储30天", "2", ""),
)
EDGES = (0, 20, 80, 160, 190, 240)


def saved(tmp_path: Path, drawing: Any, name: str = "a.dxf") -> Path:
    path = tmp_path / name
    drawing.saveas(path)
    return path


def read(tmp_path: Path, drawing: Any) -> ReadResult:
    return read_document(saved(tmp_path, drawing))


def texts(result: ReadResult) -> list[str]:
    return [passage.text for passage in result.passages]


def notes(result: ReadResult) -> dict[str, str]:
    return {note.code: note.text_zh for note in result.notes}


def add_list(
    space: Any, rows: Any = LIST, *, lines: bool, step: float = 12, top: float = 0
) -> None:
    """Draw a list as draughtsmen do: a text a cell, and lines between them."""
    for number, row in enumerate(rows):
        y = top - number * step
        for column, text in enumerate(row):
            if text:
                space.add_text(text, height=4).set_placement((EDGES[column] + 2, y + 4))
        if lines:
            space.add_line((0, y), (240, y))
    if lines:
        space.add_line((0, top + step), (240, top + step))
        for x in EDGES:
            space.add_line((x, top + step), (x, top + step - len(rows) * step))


def raw(*tags: tuple[int, object], version: str = "AC1009") -> str:
    """Return a drawing with the given tags in its model."""
    header = [(0, "SECTION"), (2, "HEADER"), (9, "$ACADVER"), (1, version), (0, "ENDSEC")]
    body = [(0, "SECTION"), (2, "ENTITIES"), *tags, (0, "ENDSEC"), (0, "EOF")]
    return "".join(f"{code:3}\n{value}\n" for code, value in [*header, *body])


def text_tags(text: str, x: float = 0, y: float = 0) -> list[tuple[int, object]]:
    return [(0, "TEXT"), (8, "TEXT"), (10, x), (20, y), (40, 3.5), (1, text)]


@pytest.mark.parametrize("lines", [True, False])
def test_a_list_drawn_as_single_texts_reads_row_by_row(tmp_path: Path, lines: bool) -> None:
    drawing = ezdxf.new("R2010")
    add_list(drawing.modelspace(), lines=lines)
    result = read(tmp_path, drawing)
    first = "序号: 1; 设备名称: 网络摄像机; 型号规格: 400万像素; 数量: 48"
    assert texts(result)[0] == first
    assert Cell("设备名称", "门口机") in result.passages[1].cells


def test_a_cell_far_from_its_row_is_found_by_the_lines(tmp_path: Path) -> None:
    drawing = ezdxf.new("R2010")
    add_list(drawing.modelspace(), lines=True)
    assert Cell("备注", "含门禁") in read(tmp_path, drawing).passages[1].cells


def test_a_list_that_grows_upwards_has_its_header_below(tmp_path: Path) -> None:
    drawing = ezdxf.new("R2010")
    add_list(drawing.modelspace(), LIST[::-1], lines=True)
    assert texts(read(tmp_path, drawing))[0].startswith("序号: 1; 设备名称: 网络摄像机")


def test_two_texts_in_one_cell_are_one_cell(tmp_path: Path) -> None:
    drawing = ezdxf.new("R2010")
    add_list(drawing.modelspace(), lines=True, step=20)
    drawing.modelspace().add_text("星光级", height=4).set_placement((82, -10))
    rows = read(tmp_path, drawing).passages
    assert Cell("型号规格", "星光级400万像素") in rows[0].cells


def test_merged_cells_count_for_each_row_and_column(tmp_path: Path) -> None:
    drawing = ezdxf.new("R2010")
    space = drawing.modelspace()
    rows = [
        ("区域", "设备", "数量", ""),
        ("", "", "一期", "二期"),
        ("北区", "球机", "4", "6"),
        ("", "枪机", "8", "9"),
    ]
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            lower = 6 if text == "北区" else 0
            if text:
                place = (EDGES[column] + 2, 4 - 12 * number - lower)
                space.add_text(text, height=4).set_placement(place)
    for y, parts in (
        (12, [(0, 190)]),
        (0, [(80, 190)]),
        (-12, [(0, 190)]),
        (-24, [(20, 190)]),
        (-36, [(0, 190)]),
    ):
        for start, end in parts:
            space.add_line((start, y), (end, y))
    for x, top in ((0, 12), (20, 12), (80, 12), (160, 0), (190, 12)):
        space.add_line((x, top), (x, -36))
    assert texts(read(tmp_path, drawing)) == [
        "区域: 北区; 设备: 球机; 数量 一期: 4; 数量 二期: 6",
        "区域: 北区; 设备: 枪机; 数量 一期: 8; 数量 二期: 9",
    ]


def test_rows_without_lines_between_them_stay_rows(tmp_path: Path) -> None:
    drawing = ezdxf.new("R2010")
    space = drawing.modelspace()
    add_list(space, lines=False)
    for y in (12, 0, -36):
        space.add_line((0, y), (240, y))
    for x in EDGES:
        space.add_line((x, 12), (x, -36))
    assert texts(read(tmp_path, drawing))[1:] == [
        "序号: 2; 设备名称: 门口机; 型号规格: 可视对讲; 数量: 12; 备注: 含门禁",
        "序号: 3; 设备名称: 硬盘录像机; 型号规格: 存储30天; 数量: 2",
    ]


def test_the_title_above_a_list_is_its_heading(tmp_path: Path) -> None:
    drawing = ezdxf.new("R2010")
    add_list(drawing.modelspace(), lines=True)
    drawing.modelspace().add_text("主要设备材料表", height=6).set_placement((90, 16))
    result = read(tmp_path, drawing)
    assert result.passages[-1].heading_path == ("模型空间", "主要设备材料表")


def test_a_title_in_a_cell_over_all_columns_is_the_heading(tmp_path: Path) -> None:
    drawing = ezdxf.new("R2010")
    space = drawing.modelspace()
    add_list(space, lines=True)
    space.add_text("主要设备材料表", height=5).set_placement((90, 16))
    for x in (0, 240):
        space.add_line((x, 12), (x, 24))
    space.add_line((0, 24), (240, 24))
    result = read(tmp_path, drawing)
    assert texts(result)[0] == "主要设备材料表"
    assert result.passages[-1].heading_path == ("模型空间", "主要设备材料表")


def test_a_list_in_a_turned_drawing_reads_the_same(tmp_path: Path) -> None:
    drawing = ezdxf.new("R2010")
    block = drawing.blocks.new("清单")
    add_list(block, lines=False)
    drawing.modelspace().add_blockref("清单", (500, 500), dxfattribs={"rotation": 90})
    assert texts(read(tmp_path, drawing))[1].startswith("序号: 2; 设备名称: 门口机")


def test_labels_below_each_other_are_not_joined_to_sentences(tmp_path: Path) -> None:
    drawing = ezdxf.new("R2010")
    for row, text in enumerate(["高清枪式摄像机", "半球摄像机", "电子围栏主机"]):
        drawing.modelspace().add_text(text, height=4).set_placement((0, -7 * row))
    assert texts(read(tmp_path, drawing)) == ["高清枪式摄像机\n半球摄像机\n电子围栏主机"]


def test_a_title_block_of_labels_and_values_gets_no_false_headers(tmp_path: Path) -> None:
    drawing = ezdxf.new("R2010")
    rows = [("工程名称", "某某小区", "图号", "弱施-01"), ("图名", "总平面图", "比例", "1:500")]
    add_list(drawing.modelspace(), rows, lines=True)
    assert texts(read(tmp_path, drawing))[1] == "图名 | 总平面图 | 比例 | 1:500"


def test_notes_in_two_columns_are_not_taken_for_a_table(tmp_path: Path) -> None:
    drawing = ezdxf.new("R2010")
    left = [
        "一、本工程设置视频安防监控系统及入侵报警系统",
        "覆盖小区出入口及周界各处并联动照明",
        "录像资料保存时间不少于九十天并可回放。",
    ]
    right = [
        "二、消防控制室与安防监控中心合用一处值班",
        "应急电源的持续供电时间不少于三小时整",
        "对讲系统采用数字联网型并接入管理平台。",
    ]
    for row, pair in enumerate(zip(left, right, strict=True)):
        for x, text in zip((0, 115), pair, strict=True):
            drawing.modelspace().add_text(text, height=4).set_placement((x, -6 * row))
    joined = "\n".join(texts(read(tmp_path, drawing)))
    assert " | " not in joined
    assert joined.index("九十天") < joined.index("二、消防")


def test_formatting_codes_are_no_words(tmp_path: Path) -> None:
    drawing = ezdxf.new("R2010")
    words = r"{\fSimSun|b0;\H3.5;一、设计说明}\P1. 面积m\S2^;。\P2. 摄像机{\C1;≥}400万像素，%%d"
    drawing.modelspace().add_mtext(words)
    drawing.modelspace().add_text("%%c20 误差%%p5%%%", height=2).set_placement((0, 90))
    found = "\n".join(texts(read(tmp_path, drawing)))
    assert "一、设计说明\n1. 面积m2。\n2. 摄像机≥400万像素，°" in found
    assert "Ø20 误差±5%" in found


def test_attributes_are_a_row_with_the_name_of_their_block(tmp_path: Path) -> None:
    drawing = ezdxf.new("R2010")
    block = drawing.blocks.new("图签")
    for tag in ("图名", "图号"):
        block.add_attdef(tag, (0, 0))
    reference = drawing.modelspace().add_blockref("图签", (100, 50))
    reference.add_auto_attribs({"图名": "安防总平面图", "图号": "弱施-03"})
    (passage,) = read(tmp_path, drawing).passages
    assert passage.text == "图名: 安防总平面图; 图号: 弱施-03"
    assert "图块 图签 坐标 (100, 50)" in passage.locator


def test_blocks_are_counted_in_a_note_and_never_in_a_passage(tmp_path: Path) -> None:
    drawing = ezdxf.new("R2010")
    drawing.blocks.new("摄像机").add_circle((0, 0), 1)
    unit = drawing.blocks.new("单元")
    for x in (0, 5):
        unit.add_blockref("摄像机", (x, 0), dxfattribs={"layer": "0"})
    for x in range(24):
        drawing.modelspace().add_blockref("单元", (x * 50, 0), dxfattribs={"layer": "安防"})
    drawing.modelspace().add_text("平面图", height=5)
    result = read(tmp_path, drawing)
    assert "摄像机 × 48（图层 安防）" in notes(result)["block-counts"]
    assert texts(result) == ["平面图"]


def test_layouts_are_pages_with_their_names(tmp_path: Path) -> None:
    drawing = ezdxf.new("R2010")
    drawing.modelspace().add_text("模型里的字", height=3)
    drawing.layouts.rename("Layout1", "弱电-01")
    drawing.layout("弱电-01").add_text("系统图", height=3)
    drawing.layouts.new("弱电-02").add_text("平面图", height=3)
    result = read(tmp_path, drawing)
    found = [(one.page, one.heading_path, one.text) for one in result.passages]
    assert found == [
        (1, ("模型空间",), "模型里的字"),
        (2, ("弱电-01",), "系统图"),
        (3, ("弱电-02",), "平面图"),
    ]
    assert result.pages == 3


def test_words_over_a_dimension_are_read_and_bare_measures_counted(tmp_path: Path) -> None:
    drawing = ezdxf.new("R2010")
    space = drawing.modelspace()
    for y, words in ((0, "消防车道净宽≥4.0m"), (50, "<>")):
        space.add_linear_dim(base=(0, y), p1=(0, y + 9), p2=(90, y + 9), text=words).render()
    result = read(tmp_path, drawing)
    assert texts(result) == ["消防车道净宽≥4.0m"]
    assert "1 处" in notes(result)["measures"]


def test_the_text_of_a_leader_is_read(tmp_path: Path) -> None:
    from ezdxf.math import Vec2
    from ezdxf.render import mleader

    drawing = ezdxf.new("R2010")
    leader = drawing.modelspace().add_multileader_mtext("Standard")
    leader.set_content(r"监控中心\P兼消防控制室")
    leader.add_leader_line(mleader.ConnectionSide.left, [Vec2(-20, 15)])
    leader.build(insert=Vec2(5, 0))
    assert texts(read(tmp_path, drawing)) == ["监控中心\n兼消防控制室"]


def test_a_table_entity_reads_by_its_cells(tmp_path: Path) -> None:
    cells = [cell for row in LIST[:2] for cell in row[:4]]
    tags = [tag for cell in cells for tag in ((171, 1), (301, "CELL_VALUE"), (302, cell))]
    head = [(0, "ACAD_TABLE"), (5, "2F"), (100, "AcDbEntity"), (8, "0"), (100, "AcDbTable")]
    path = tmp_path / "a.dxf"
    path.write_text(raw(*head, (91, 2), (92, 4), *tags, version="AC1021"), encoding="utf-8")
    first = "序号: 1; 设备名称: 网络摄像机; 型号规格: 400万像素; 数量: 48"
    assert texts(read_document(path)) == [first]


@pytest.mark.parametrize(
    ("encoding", "code_page"),
    [
        ("gbk", ""),
        ("gb18030", "ANSI_936"),
        ("utf-8", "ANSI_936"),
        ("gbk", "ANSI_1252"),
        ("big5", "ANSI_950"),
    ],
)
def test_old_drawings_read_in_the_encoding_they_really_have(
    tmp_path: Path, encoding: str, code_page: str
) -> None:
    words = "監視系統設置於出入口" if encoding == "big5" else "小区出入口设置人脸识别摄像机"
    content = raw(*text_tags(words))
    if code_page:
        version = "  1\nAC1009\n"
        content = content.replace(version, f"{version}  9\n$DWGCODEPAGE\n  3\n{code_page}\n")
    path = tmp_path / "a.dxf"
    path.write_bytes(content.encode(encoding))
    assert texts(read_document(path)) == [words]


def test_escaped_characters_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.dxf"
    path.write_text(raw(*text_tags(r"\U+6444\U+50CF\U+673A \M+5CAD3\M+1zz")), encoding="ascii")
    assert texts(read_document(path)) == [r"摄像机 视\M+1zz"]


def test_a_binary_drawing_is_read(tmp_path: Path) -> None:
    drawing = ezdxf.new("R2010")
    drawing.modelspace().add_text("监控中心", height=3)
    path = tmp_path / "a.dxf"
    drawing.saveas(path, fmt="bin")
    assert texts(read_document(path)) == ["监控中心"]
    path.write_bytes(path.read_bytes()[:-4000])
    assert read_document(path).status in ("read", "refused")


def test_a_damaged_drawing_reads_as_far_as_its_tags_go(tmp_path: Path) -> None:
    path = tmp_path / "a.dxf"
    whole = raw(*text_tags("出入口"), *text_tags("周界", y=90), *text_tags("车库", y=180))
    path.write_text(
        whole.replace("  1\n周界\n", "  1\n周\n界\n").replace("  0\nEOF\n", ""), "utf-8"
    )
    result = read_document(path)
    assert (result.status, texts(result)) == ("read", ["车库\n周\n出入口"])
    assert "repaired" in notes(result)


def test_a_drawing_that_breaks_off_is_said_to_be_incomplete(tmp_path: Path) -> None:
    path = tmp_path / "a.dxf"
    path.write_text(raw(*text_tags("出入口")).replace("  0\nEOF\n", ""), "utf-8")
    result = read_document(path)
    assert texts(result) == ["出入口"]
    assert "repaired" in notes(result)


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_damaged_bytes_cost_no_more_than_themselves(tmp_path: Path, encoding: str) -> None:
    content = raw(*text_tags("小区出入口设置人脸识别摄像机"), *text_tags("周界电子围栏" * 9, y=90))
    path = tmp_path / "a.dxf"
    path.write_bytes(content.encode(encoding).replace("识".encode(encoding), b"\xff\xff"))
    result = read_document(path)
    assert result.status == "read"
    assert "周界电子围栏" in "".join(texts(result))


def test_what_a_drawing_only_refers_to_is_said(tmp_path: Path) -> None:
    drawing = ezdxf.new("R2010")
    drawing.add_xref_def("/etc/passwd", "底图")
    drawing.modelspace().add_blockref("底图", (0, 0))
    image = drawing.add_image_def("http://127.0.0.1:9/x.png", size_in_pixel=(9, 9))
    drawing.modelspace().add_image(image, insert=(0, 0), size_in_units=(1, 1))
    drawing.modelspace().add_text("总图", height=3)
    path = saved(tmp_path, drawing)
    path.write_text(
        path.read_text("utf-8").replace("  0\nTEXT\n", "  0\nTCH_TEXT\n  8\n0\n  0\nTEXT\n"),
        "utf-8",
    )
    found = notes(read_document(path))
    assert "/etc/passwd" in found["external-references"]
    assert {"images", "custom-objects"} <= set(found)


def test_texts_on_hidden_layers_are_read_and_said(tmp_path: Path) -> None:
    drawing = ezdxf.new("R2010")
    drawing.layers.add("二期").freeze()
    drawing.modelspace().add_text("二期预留", height=3, dxfattribs={"layer": "二期"})
    result = read(tmp_path, drawing)
    assert "图层 二期" in result.passages[0].locator
    assert "二期" in notes(result)["hidden-layers"]


def test_a_drawing_without_text_says_what_may_have_become_of_it(tmp_path: Path) -> None:
    drawing = ezdxf.new("R2010")
    drawing.modelspace().add_line((0, 0), (1, 1))
    result = read(tmp_path, drawing)
    assert (result.status, result.reason and result.reason.code) == ("refused", "drawing-no-text")


def test_blocks_that_contain_themselves_end(tmp_path: Path) -> None:
    drawing = ezdxf.new("R2010")
    for name, other in (("甲", "乙"), ("乙", "甲")):
        block = drawing.blocks.new(name)
        block.add_text(f"图块{name}", height=3)
        block.add_blockref(other, (0, 50))
    drawing.modelspace().add_blockref("甲", (0, 0))
    assert sorted("\n".join(texts(read(tmp_path, drawing))).split("\n")) == ["图块乙", "图块甲"]


def test_blocks_nested_to_a_bomb_are_unfolded_once(tmp_path: Path) -> None:
    drawing = ezdxf.new("R2010")
    for level in range(14):
        block = drawing.blocks.new(f"B{level}")
        block.add_text(f"层{level}", height=3).set_placement((0, level * 90))
        for copy in range(20 if level else 0):
            block.add_blockref(f"B{level - 1}", (copy * 9, 0))
    drawing.modelspace().add_blockref("B13", (0, 0), dxfattribs={"column_count": 9999})
    result = read(tmp_path, drawing)
    assert result.status == "read"
    assert "层0" in "\n".join(texts(result))
    assert len("\n".join(texts(result))) < 100


def test_a_drawing_of_very_many_lines_stays_within_its_limits(tmp_path: Path) -> None:
    line = "  0\nLINE\n  8\nA\n 10\n1.0\n 20\n2.0\n 11\n9.0\n 21\n2.0\n"
    path = tmp_path / "a.dxf"
    content = raw(*text_tags("监控中心")).replace("  0\nTEXT\n", line * 100_000 + "  0\nTEXT\n")
    path.write_text(content, "utf-8")
    result = read_document(path, limits=ReadLimits(memory_bytes=400 * 1024 * 1024, seconds=30))
    assert (result.status, texts(result)) == ("read", ["监控中心"])


def test_texts_that_all_stand_at_one_place_do_not_stall(tmp_path: Path) -> None:
    tags = [tag for number in range(10_000) for tag in text_tags(f"标注{number}")]
    path = tmp_path / "a.dxf"
    path.write_text(raw(*tags), "utf-8")
    assert read_document(path, limits=ReadLimits(seconds=15)).status == "read"


def test_absurd_numbers_do_no_harm(tmp_path: Path) -> None:
    tags = text_tags("字")
    for value in ("nan", "1e999", "-1e308", "x", ""):
        tags += [(0, "INSERT"), (2, "B"), (41, value), (50, value), (70, value)]
        tags += [(0, "TEXT"), (10, value), (20, value), (40, value), (50, value), (1, "门口机")]
    path = tmp_path / "a.dxf"
    path.write_text(raw(*tags), "utf-8")
    result = read_document(path)
    assert result.status == "read"
    assert "门口机" in "\n".join(texts(result))
