"""PPTX: titles, reading order, tables, diagrams, notes, hidden slides, and hostile files."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pptx
import pytest
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.oxml import parse_xml
from pptx.util import Pt

from corpus.document import Cell, ReadResult
from corpus.reading import ReadLimits, read_document
from tests.corpus.sample_files import with_part

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9bU"
    b"\x00\x00\x00\nIDATx\x9cc`\x00\x00\x00\x02\x00\x01H\xaf\xa4q\x00\x00\x00\x00IEND\xaeB`\x82"
)
SPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)


def slide_of(show: Any, title: str = "") -> Any:
    slide = show.slides.add_slide(show.slide_layouts[5 if title else 6])
    if title:
        slide.shapes.title.text = title
    return slide


def add_text(shapes: Any, text: str, left: float, top: float) -> None:
    shapes.add_textbox(Pt(left), Pt(top), Pt(100), Pt(20)).text_frame.text = text


def read(tmp_path: Path, show: Any, name: str = "a.pptx") -> ReadResult:
    show.save(str(tmp_path / name))
    return read_document(tmp_path / name)


def texts(result: ReadResult) -> list[str]:
    return [passage.text for passage in result.passages]


def notes(result: ReadResult) -> dict[str, str]:
    return {note.code: note.text_zh for note in result.notes}


def test_a_page_is_a_slide_and_its_title_the_heading(tmp_path: Path) -> None:
    show = pptx.Presentation()
    add_text(slide_of(show, "安防系统设计").shapes, "小区出入口设置球机。", 50, 200)
    add_text(slide_of(show, "消防系统").shapes, "设置烟感探测器。", 50, 200)
    result = read(tmp_path, show)
    assert (result.status, result.pages) == ("read", 2)
    found = [(one.page, one.heading_path, one.locator, one.text) for one in result.passages]
    assert found[0] == (1, ("安防系统设计",), "第 1 页", "安防系统设计\n小区出入口设置球机。")
    assert found[1][:2] == (2, ("消防系统",))


def test_texts_read_from_the_top_and_from_the_left(tmp_path: Path) -> None:
    show = pptx.Presentation()
    slide = slide_of(show)
    places = {"丁": (60, 300), "乙": (300, 105), "甲": (60, 100), "丙": (550, 98)}
    for text, (left, top) in places.items():
        add_text(slide.shapes, text, left, top)
    assert texts(read(tmp_path, show)) == ["甲\n乙\n丙\n丁"]


def test_shapes_of_a_group_stay_together(tmp_path: Path) -> None:
    show = pptx.Presentation()
    slide = slide_of(show)
    add_text(slide.shapes, "右侧文字", 400, 110)
    group = slide.shapes.add_group_shape()
    add_text(group.shapes, "组内上", 50, 100)
    add_text(group.shapes, "组内下", 50, 160)
    assert texts(read(tmp_path, show)) == ["组内上\n组内下\n右侧文字"]


def test_table_rows_carry_their_headers(tmp_path: Path) -> None:
    show = pptx.Presentation()
    frame = slide_of(show, "设备清单").shapes.add_table(3, 3, Pt(50), Pt(150), Pt(400), Pt(90))
    rows = [("区域", "设备名称", "数量"), ("北区", "网络摄像机", "48"), ("", "门口机", "12")]
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            frame.table.cell(number, column).text = text
    frame.table.cell(1, 0).merge(frame.table.cell(2, 0))
    result = read(tmp_path, show)
    assert texts(result)[1:] == [
        "区域: 北区; 设备名称: 网络摄像机; 数量: 48",
        "区域: 北区; 设备名称: 门口机; 数量: 12",
    ]
    assert result.passages[2].cells[1] == Cell("设备名称", "门口机")
    assert result.passages[1].locator == "第 1 页 表 1 第 2 行"
    assert result.passages[1].page == 1


def test_speaker_notes_are_read_under_their_slide(tmp_path: Path) -> None:
    show = pptx.Presentation()
    slide = slide_of(show, "视频监控")
    slide.notes_slide.notes_text_frame.text = "录像保存90天。"
    result = read(tmp_path, show)
    assert result.passages[-1].locator == "第 1 页"
    assert texts(result) == ["视频监控\n录像保存90天。"]


def test_hidden_slides_are_read_and_said(tmp_path: Path) -> None:
    show = pptx.Presentation()
    slide_of(show, "第一页")
    slide_of(show, "备用页")._element.set("show", "0")
    result = read(tmp_path, show)
    assert result.passages[-1].heading_path == ("备用页（隐藏）",)
    assert "第 2 张" in notes(result)["hidden-slide"]


def test_a_footer_is_read_once_and_slide_numbers_never(tmp_path: Path) -> None:
    show = pptx.Presentation()
    for title in ("一", "二"):
        slide = slide_of(show, title)
        for role, text in (("ftr", "某某设计院"), ("sldNum", "17")):
            slide.shapes._spTree.append(
                parse_xml(
                    f'<p:sp {SPACES}><p:nvSpPr><p:cNvPr id="9" name="x"/><p:cNvSpPr/><p:nvPr>'
                    f'<p:ph type="{role}" idx="9"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody>'
                    f"<a:bodyPr/><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp>"
                )
            )
    joined = "\n".join(texts(read(tmp_path, show)))
    assert joined.count("某某设计院") == 1
    assert "17" not in joined


def test_the_words_of_a_diagram_are_read(tmp_path: Path) -> None:
    show = pptx.Presentation()
    slide = slide_of(show, "系统架构")
    points = "".join(
        f'<dgm:pt type="{kind}"><dgm:t><a:bodyPr/><a:p><a:r><a:t>{text}</a:t></a:r></a:p></dgm:t>'
        "</dgm:pt>"
        for kind, text in (("node", "前端设备"), ("node", "综合管理平台"), ("pres", "不显示"))
    )
    part = pptx.opc.package.Part(
        pptx.opc.packuri.PackURI("/ppt/diagrams/data1.xml"),
        "application/vnd.openxmlformats-officedocument.drawingml.diagramData+xml",
        slide.part.package,
        f"<dgm:dataModel {SPACES}><dgm:ptLst>{points}</dgm:ptLst></dgm:dataModel>".encode(),
    )
    relation = slide.part.relate_to(part, "http://example.org/diagramData")
    slide.shapes._spTree.append(
        parse_xml(
            f"<p:graphicFrame {SPACES}><p:nvGraphicFramePr><p:cNvPr id='8' name='x'/>"
            "<p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr><p:xfrm/><a:graphic>"
            "<a:graphicData uri='http://schemas.openxmlformats.org/drawingml/2006/diagram'>"
            f"<dgm:relIds r:dm='{relation}'/></a:graphicData></a:graphic></p:graphicFrame>"
        )
    )
    assert texts(read(tmp_path, show)) == ["系统架构\n前端设备\n综合管理平台"]


def test_a_chart_reads_as_the_table_it_shows(tmp_path: Path) -> None:
    show = pptx.Presentation()
    data = CategoryChartData()
    data.categories = ["出入口", "周界"]
    data.add_series("摄像机数量", (12, 36))
    place = (Pt(50), Pt(150), Pt(300), Pt(200))
    slide_of(show, "点位").shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *place, data)
    assert any("周界" in text and "36" in text for text in texts(read(tmp_path, show)))


def test_text_in_an_alternative_is_read_once(tmp_path: Path) -> None:
    show = pptx.Presentation()
    shape = (
        '<p:sp><p:nvSpPr><p:cNvPr id="7" name="x"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr/>'
        "<p:txBody><a:bodyPr/><a:p><a:r><a:t>监控中心</a:t></a:r></a:p></p:txBody></p:sp>"
    )
    xml = (
        f'<mc:AlternateContent {SPACES}><mc:Choice Requires="p">{shape}</mc:Choice>'
        f"<mc:Fallback>{shape}</mc:Fallback></mc:AlternateContent>"
    )
    slide_of(show).shapes._spTree.append(parse_xml(xml))
    assert texts(read(tmp_path, show)) == ["监控中心"]


def test_pictures_are_counted_and_a_slide_of_pictures_alone_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(PNG)
    show = pptx.Presentation()
    slide_of(show, "总平面图")
    slide_of(show).shapes.add_picture(str(tmp_path / "a.png"), 0, 0)
    slide_of(show)
    result = read(tmp_path, show)
    assert result.status == "partly"
    faults = [(fault.page, fault.reason.code) for fault in result.page_faults]
    assert faults == [(2, "page-pictures"), (3, "page-blank")]
    assert "1 张图片" in notes(result)["images"]


def test_a_show_with_macros_is_read_without_them(tmp_path: Path) -> None:
    show = pptx.Presentation()
    slide_of(show, "安防方案")
    read(tmp_path, show, "a.pptm")
    with_part(tmp_path / "a.pptm", "ppt/vbaProject.bin", b"\xd0\xcf\x11\xe0 Shell")
    assert texts(read_document(tmp_path / "a.pptm")) == ["安防方案"]


@pytest.mark.parametrize("kind", ["slideshow", "template"])
def test_shows_and_templates_are_read_too(tmp_path: Path, kind: str) -> None:
    show = pptx.Presentation()
    slide_of(show, "安防方案")
    read(tmp_path, show)
    with zipfile.ZipFile(tmp_path / "a.pptx") as archive:
        types = archive.read("[Content_Types].xml")
    types = types.replace(b"presentation.main+xml", f"{kind}.main+xml".encode())
    with_part(tmp_path / "a.pptx", "[Content_Types].xml", types)
    assert texts(read_document(tmp_path / "a.pptx")) == ["安防方案"]


def test_a_linked_picture_is_never_fetched(tmp_path: Path) -> None:
    show = pptx.Presentation()
    slide = slide_of(show, "总图")
    relation = slide.part.relate_to("http://127.0.0.1:9/x.png", "http://x/image", is_external=True)
    slide.shapes._spTree.append(
        parse_xml(
            f"<p:pic {SPACES}><p:nvPicPr><p:cNvPr id='8' name='x'/><p:cNvPicPr/><p:nvPr/>"
            f"</p:nvPicPr><p:blipFill><a:blip r:link='{relation}'/></p:blipFill><p:spPr/></p:pic>"
        )
    )
    result = read(tmp_path, show)
    assert texts(result) == ["总图"]
    assert "images" in notes(result)


def test_a_damaged_slide_leaves_the_others(tmp_path: Path) -> None:
    show = pptx.Presentation()
    for title in ("第一页", "第二页", "第三页"):
        slide_of(show, title)
    show.save(str(tmp_path / "a.pptx"))
    rels = "ppt/_rels/presentation.xml.rels"
    with zipfile.ZipFile(tmp_path / "a.pptx") as archive:
        content = archive.read(rels)
    broken = content.replace(b"slides/slide2.xml", b"presProps.xml")
    with_part(tmp_path / "a.pptx", rels, broken)
    result = read_document(tmp_path / "a.pptx")
    assert (result.status, texts(result)) == ("partly", ["第一页", "第三页"])
    assert [(one.page, one.reason.code) for one in result.page_faults] == [(2, "page-damaged")]


@pytest.mark.parametrize("depth", [60, 5000])
def test_groups_nested_to_a_bomb_do_no_harm(tmp_path: Path, depth: int) -> None:
    show = pptx.Presentation()
    slide_of(show, "第一页")
    show.save(str(tmp_path / "a.pptx"))
    name = "ppt/slides/slide1.xml"
    with zipfile.ZipFile(tmp_path / "a.pptx") as archive:
        content = archive.read(name)
    group = b"<p:grpSp><p:nvGrpSpPr/><p:grpSpPr/>"
    nested = group * depth + b"</p:grpSp>" * depth
    with_part(tmp_path / "a.pptx", name, content.replace(b"</p:spTree>", nested + b"</p:spTree>"))
    result = read_document(tmp_path / "a.pptx", limits=ReadLimits(seconds=15))
    assert result.status == ("read" if depth < 100 else "refused")


def test_more_slides_than_allowed_are_left_and_said(tmp_path: Path) -> None:
    show = pptx.Presentation()
    for number in range(4):
        slide_of(show, f"第{number}页")
    show.save(str(tmp_path / "a.pptx"))
    result = read_document(tmp_path / "a.pptx", limits=ReadLimits(max_pages=2))
    assert (result.status, len(result.passages)) == ("partly", 2)
    assert result.reason is not None
    assert result.reason.code == "page-limit"


def test_an_old_show_says_how_to_convert_it(tmp_path: Path) -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    (tmp_path / "a.ppt").write_bytes(ole + "PowerPoint Document".encode("utf-16-le"))
    result = read_document(tmp_path / "a.ppt")
    assert result.reason is not None
    assert result.reason.code == "convert-ppt"
    assert "PPTX" in result.reason.text_zh
