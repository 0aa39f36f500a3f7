"""DOCX and XLSX: headings, tables, merged cells, hidden sheets, and hostile archives."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from corpus.document import Cell, ReadResult
from corpus.reading import ReadLimits, read_document
from tests.corpus.sample_files import with_part


def saved(tmp_path: Path, document: Any, name: str) -> Path:
    path = tmp_path / name
    document.save(str(path))
    return path


def texts(result: ReadResult) -> list[str]:
    return [passage.text for passage in result.passages]


def test_docx_headings_by_style_make_the_heading_path(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("设计说明", 1)
    document.add_heading("视频监控", 2)
    document.add_paragraph("小区出入口设置球机。")
    result = read_document(saved(tmp_path, document, "a.docx"))
    assert result.status == "read"
    assert result.passages[0].heading_path == ("设计说明", "视频监控")
    assert result.passages[0].text.endswith("小区出入口设置球机。")


def test_docx_table_rows_carry_their_headers(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(rows=3, cols=3)
    rows = [("序号", "名称", "数量"), ("1", "网络摄像机", "480"), ("2", "门口机", "36")]
    for row, values in zip(table.rows, rows, strict=True):
        for cell, value in zip(row.cells, values, strict=True):
            cell.text = value
    result = read_document(saved(tmp_path, document, "a.docx"))
    assert texts(result) == [
        "序号: 1; 名称: 网络摄像机; 数量: 480",
        "序号: 2; 名称: 门口机; 数量: 36",
    ]
    assert result.passages[0].locator == "表 1 第 2 行"
    assert result.passages[0].cells[1] == Cell("名称", "网络摄像机")


def test_docx_vertically_merged_cells_count_for_each_row(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(rows=3, cols=3)
    rows = [("区域", "设备", "数量"), ("北区", "球机", "4"), ("", "枪机", "6")]
    for row, values in zip(table.rows, rows, strict=True):
        for cell, value in zip(row.cells, values, strict=True):
            cell.text = value
    table.cell(1, 0).merge(table.cell(2, 0))
    result = read_document(saved(tmp_path, document, "a.docx"))
    assert texts(result)[1] == "区域: 北区; 设备: 枪机; 数量: 6"


def test_docx_inserted_text_is_read_and_deleted_text_is_not(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("保存时间")
    changes = (
        f"<w:ins {nsdecls('w')}><w:r><w:t>90天</w:t></w:r></w:ins>",
        f"<w:del {nsdecls('w')}><w:r><w:delText>15天</w:delText></w:r></w:del>",
    )
    for change in changes:
        paragraph._p.append(parse_xml(change))
    assert texts(read_document(saved(tmp_path, document, "a.docx"))) == ["保存时间90天"]


def test_docx_header_and_footer_are_read_once(tmp_path: Path) -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "某某小区安防工程"
    document.sections[0].footer.paragraphs[0].text = "设计单位：某设计院"
    document.add_paragraph("正文内容。")
    result = read_document(saved(tmp_path, document, "a.docx"))
    assert "某某小区安防工程" in texts(result)[-1]
    assert "设计单位：某设计院" in texts(result)[-1]
    assert sum("某某小区安防工程" in text for text in texts(result)) == 1


def test_docx_text_boxes_are_read(tmp_path: Path) -> None:
    document = docx.Document()
    box = (
        f"<w:r {nsdecls('w')}><w:pict><w:txbxContent><w:p><w:r><w:t>图中标注：监控中心</w:t>"
        "</w:r></w:p></w:txbxContent></w:pict></w:r>"
    )
    document.add_paragraph("总平面图")._p.append(parse_xml(box))
    assert "图中标注：监控中心" in "".join(
        texts(read_document(saved(tmp_path, document, "a.docx")))
    )


def workbook(rows: list[list[Any]], title: str = "项目清单") -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    return book


LIST = [["序号", "名称", "数量"], [1, "480 路网络摄像机", 480], [2, "硬盘录像机", 12.5]]


def test_xlsx_rows_carry_headers_and_place(tmp_path: Path) -> None:
    result = read_document(saved(tmp_path, workbook(LIST), "清单.xlsx"))
    assert [(passage.locator, passage.text) for passage in result.passages] == [
        ("工作表 项目清单 第 2 行", "序号: 1; 名称: 480 路网络摄像机; 数量: 480"),
        ("工作表 项目清单 第 3 行", "序号: 2; 名称: 硬盘录像机; 数量: 12.5"),
    ]
    assert result.passages[0].heading_path == ("项目清单",)
    assert result.passages[0].page is None


def test_xlsx_merged_cells_count_for_each_row(tmp_path: Path) -> None:
    rows = [["区域", "设备", "数量"], ["北区", "球机", 4], [None, "枪机", 6]]
    book = workbook(rows)
    assert book.active is not None
    book.active.merge_cells("A2:A3")
    result = read_document(saved(tmp_path, book, "a.xlsx"))
    assert texts(result)[1] == "区域: 北区; 设备: 枪机; 数量: 6"


def test_xlsx_percentages_and_dates_read_as_shown(tmp_path: Path) -> None:
    from datetime import datetime

    book = workbook([["完好率", "验收日期"], [0.985, datetime(2024, 5, 1)]])  # noqa: DTZ001
    assert book.active is not None
    book.active["A2"].number_format = "0.0%"
    assert texts(read_document(saved(tmp_path, book, "a.xlsx")))[-1].endswith("2024-05-01")
    assert "98.5%" in texts(read_document(tmp_path / "a.xlsx"))[-1]


def test_xlsx_hidden_sheets_are_read_and_said(tmp_path: Path) -> None:
    book = workbook(LIST)
    hidden = book.create_sheet("底稿")
    hidden.append(["隐藏的内容"])
    hidden.sheet_state = "hidden"
    result = read_document(saved(tmp_path, book, "a.xlsx"))
    assert [note.code for note in result.notes] == ["hidden-sheet"]
    assert result.passages[-1].heading_path == ("底稿（隐藏）",)


def test_a_form_of_labels_and_values_gets_no_false_headers(tmp_path: Path) -> None:
    rows = [["项目名称", "甲小区", "建设单位", "乙公司"], ["设备名称", "球机", "数量", "4"]]
    result = read_document(saved(tmp_path, workbook(rows), "a.xlsx"))
    assert texts(result)[0] == "项目名称 | 甲小区 | 建设单位 | 乙公司"


def test_an_archive_that_unpacks_too_large_is_refused(tmp_path: Path) -> None:
    path = saved(tmp_path, docx.Document(), "a.docx")
    with_part(path, "word/media/zeros.bin", bytes(3 * 1024 * 1024))
    result = read_document(path, limits=ReadLimits(max_unpacked_bytes=2 * 1024 * 1024))
    assert result.reason is not None
    assert result.reason.code == "unpacked-too-large"


def test_an_archive_with_too_many_parts_is_refused(tmp_path: Path) -> None:
    path = saved(tmp_path, docx.Document(), "a.docx")
    result = read_document(path, limits=ReadLimits(max_parts=3))
    assert result.reason is not None
    assert result.reason.code == "too-many-parts"


def test_an_archive_that_lies_about_its_sizes_is_refused(tmp_path: Path) -> None:
    path = saved(tmp_path, docx.Document(), "a.docx")
    with_part(path, "word/document.xml", b"<a>" + b" " * 1_000_000)
    content = path.read_bytes().replace(
        (1_000_003).to_bytes(4, "little"), (99).to_bytes(4, "little")
    )
    path.write_bytes(content)
    result = read_document(path)
    assert result.reason is not None
    assert result.reason.code == "damaged"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_an_entity_bomb_is_refused_before_it_is_parsed(tmp_path: Path, encoding: str) -> None:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "aa">{entities}]><x>&a11;</x>'
    path = saved(tmp_path, docx.Document(), "a.docx")
    with_part(path, "word/document.xml", bomb.encode(encoding))
    result = read_document(path)
    assert result.reason is not None
    assert result.reason.code == "xml-doctype"


def test_a_broken_archive_is_refused_as_damaged(tmp_path: Path) -> None:
    path = saved(tmp_path, docx.Document(), "a.docx")
    path.write_bytes(path.read_bytes()[:-200])
    result = read_document(path)
    assert result.reason is not None
    assert result.reason.code == "damaged"


def test_an_office_file_with_an_encrypted_part_needs_its_password(tmp_path: Path) -> None:
    path = saved(tmp_path, docx.Document(), "a.docx")
    content = bytearray(path.read_bytes())
    place = content.rfind(b"PK\x01\x02")
    content[place + 8] |= 1
    path.write_bytes(bytes(content))
    with zipfile.ZipFile(path) as archive:
        assert any(part.flag_bits & 1 for part in archive.infolist())
    result = read_document(path)
    assert result.reason is not None
    assert result.reason.code == "password"


def test_a_header_of_two_rows_names_each_column_in_full(tmp_path: Path) -> None:
    rows = [
        ["序号", "设备名称", "数量", None],
        [None, None, "北区", "南区"],
        [1, "球机", 4, 4],
    ]
    book = workbook(rows)
    assert book.active is not None
    for merged in ("A1:A2", "B1:B2", "C1:D1"):
        book.active.merge_cells(merged)
    result = read_document(saved(tmp_path, book, "a.xlsx"))
    assert texts(result) == ["序号: 1; 设备名称: 球机; 数量 北区: 4; 数量 南区: 4"]


def test_xlsx_text_boxes_are_read_and_comments_counted(tmp_path: Path) -> None:
    from openpyxl.comments import Comment

    book = workbook(LIST)
    assert book.active is not None
    book.active["A1"].comment = Comment("核对", "某人")
    path = saved(tmp_path, book, "a.xlsx")
    words = "<a:p><a:r><a:t>注：含一年质保。</a:t></a:r></a:p>"
    space = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    with_part(path, "xl/drawings/drawing1.xml", f"<x {space}>{words}</x>".encode())
    result = read_document(path)
    assert texts(result)[-1] == "注：含一年质保。"
    assert [note.code for note in result.notes] == ["comments"]


def test_docx_rows_deleted_by_a_tracked_change_are_not_read(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(rows=3, cols=2)
    rows = [("设备", "数量"), ("球机", "4"), ("枪机", "6")]
    for row, values in zip(table.rows, rows, strict=True):
        for cell, value in zip(row.cells, values, strict=True):
            cell.text = value
    change = parse_xml(f"<w:del {nsdecls('w')}/>")
    table.rows[2]._tr.get_or_add_trPr().append(change)
    assert texts(read_document(saved(tmp_path, document, "a.docx"))) == ["设备: 球机; 数量: 4"]


def test_docx_tables_that_go_on_keep_their_headers(tmp_path: Path) -> None:
    document = docx.Document()
    parts = ([("设备", "数量"), ("球机", "4")], [("枪机", "6"), ("门口机", "36")])
    for number, rows in enumerate(parts):
        if number:
            document.add_paragraph("续表 1")
        table = document.add_table(rows=2, cols=2)
        for row, values in zip(table.rows, rows, strict=True):
            for cell, value in zip(row.cells, values, strict=True):
                cell.text = value
    assert texts(read_document(saved(tmp_path, document, "a.docx")))[-2:] == [
        "设备: 枪机; 数量: 6",
        "设备: 门口机; 数量: 36",
    ]


def test_docx_another_table_after_text_has_headers_of_its_own(tmp_path: Path) -> None:
    document = docx.Document()
    parts = ([("设备", "数量"), ("球机", "4")], [("甲", "张三"), ("乙", "李四")])
    for number, rows in enumerate(parts):
        if number:
            document.add_paragraph("参加人员")
        table = document.add_table(rows=2, cols=2)
        for row, values in zip(table.rows, rows, strict=True):
            for cell, value in zip(row.cells, values, strict=True):
                cell.text = value
    assert texts(read_document(saved(tmp_path, document, "a.docx")))[-1] == "乙 | 李四"


def test_docx_hidden_text_is_read_and_said(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("正文。").add_run("隐藏的话").font.hidden = True
    result = read_document(saved(tmp_path, document, "a.docx"))
    assert [note.code for note in result.notes] == ["hidden-text"]


def test_docx_footnotes_are_read(tmp_path: Path) -> None:
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    document = docx.Document()
    document.add_paragraph("正文。")
    note = "<w:footnote w:id='1'><w:p><w:r><w:t>按属地公安要求。</w:t></w:r></w:p></w:footnote>"
    part = Part(
        PackURI("/word/footnotes.xml"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml",
        f"<w:footnotes {nsdecls('w')}>{note}</w:footnotes>".encode(),
        document.part.package,
    )
    document.part.relate_to(part, "http://example.org/footnotes")
    result = read_document(saved(tmp_path, document, "a.docx"))
    assert (texts(result)[-1], result.passages[-1].locator) == ("按属地公安要求。", "脚注")


@pytest.mark.parametrize(
    ("form", "pattern", "expected"),
    [
        ("decimal", "%1.%2", "2.1 视频监控"),
        ("chineseCountingThousand", "（%2）", "（一） 视频监控"),
        ("upperRoman", "%1-%2", "II-I 视频监控"),
        ("upperLetter", "%2.", "A. 视频监控"),
        ("bullet", "●", "视频监控"),
    ],
)
def test_docx_numbers_that_word_makes_stand_in_the_heading_path(
    tmp_path: Path, form: str, pattern: str, expected: str
) -> None:
    document = docx.Document()
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for level, text in ((0, "%1"), (1, pattern))
    )
    numbering = document.part.numbering_part.element
    abstract = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{levels}</w:abstractNum>'
    numbering.insert(0, parse_xml(abstract))
    link = f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'
    numbering.append(parse_xml(link))
    for text, level in (("概况", 1), ("规模", 2), ("安防", 1), ("视频监控", 2)):
        place = f'<w:ilvl w:val="{level - 1}"/><w:numId w:val="77"/>'
        properties = document.add_heading(text, level)._p.get_or_add_pPr()
        properties.append(parse_xml(f"<w:numPr {nsdecls('w')}>{place}</w:numPr>"))
    document.add_paragraph("小区出入口设置球机。")
    result = read_document(saved(tmp_path, document, "a.docx"))
    assert result.passages[-1].heading_path[-1] == expected
    assert result.passages[-1].text.endswith("\n视频监控\n小区出入口设置球机。")
