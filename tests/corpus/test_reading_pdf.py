"""Text, places, headings and faults of PDF files."""

from __future__ import annotations

import io
from itertools import pairwise
from pathlib import Path

import pytest

from corpus.document import ReadResult
from corpus.reading import ReadLimits, read_document
from tests.corpus.sample_files import pdf, pdf_objects, text_pdf


def read(tmp_path: Path, content: bytes, **limits: int) -> ReadResult:
    path = tmp_path / "a.pdf"
    path.write_bytes(content)
    return read_document(path, limits=ReadLimits(**limits))


FULL = "本项目在小区周界设置红外对射入侵探测器并与视频监控系统联动报警信息上传至安防管理平台"


def test_lines_of_a_paragraph_are_joined_without_spaces_between_ideographs(tmp_path: Path) -> None:
    result = read(tmp_path, text_pdf([FULL, FULL, "录像保存时间不少于30天。"]))
    assert result.status == "read"
    assert [passage.text for passage in result.passages] == [
        FULL + FULL + "录像保存时间不少于30天。"
    ]


def test_a_passage_knows_its_page_document_and_locator(tmp_path: Path) -> None:
    result = read(tmp_path, text_pdf(["第一页的内容。"], ["第二页的内容。"]))
    assert result.pages == 2
    assert [(p.page, p.locator, p.text) for p in result.passages] == [
        (1, "第 1 页", "第一页的内容。"),
        (2, "第 2 页", "第二页的内容。"),
    ]
    assert {passage.document for passage in result.passages} == {result.sha256}
    assert len({passage.id for passage in result.passages}) == 2


def test_the_box_is_measured_from_the_upper_left_corner(tmp_path: Path) -> None:
    result = read(tmp_path, pdf(pdf_objects([[(100, 742, 20, "周界报警")]])))
    box = result.passages[0].box
    assert box is not None
    assert box[0] == pytest.approx(100, abs=4)
    assert box[2] == pytest.approx(180, abs=4)
    assert 75 < box[1] < box[3] < 110


def test_the_box_of_a_rotated_page_is_where_the_page_shows_it(tmp_path: Path) -> None:
    objects = pdf_objects([[(100, 742, 20, "周界报警")]], page_entries=b"/Rotate 90")
    box = read(tmp_path, pdf(objects)).passages[0].box
    assert box is not None
    # turned clockwise, what stood near the top stands near the right edge of 842 points
    assert 730 < box[0] < box[2] < 770
    assert box[1] == pytest.approx(100, abs=4)


def test_numbered_headings_make_the_heading_path(tmp_path: Path) -> None:
    lines = ["1 总则", "本设计依据相关标准编制。", "2 视频监控", "2.1 前端设备", "采用网络摄像机。"]
    passages = read(tmp_path, text_pdf(lines)).passages
    assert [passage.heading_path for passage in passages] == [
        ("1 总则",),
        ("2 视频监控", "2.1 前端设备"),
    ]
    assert passages[1].text == "2 视频监控\n2.1 前端设备\n采用网络摄像机。"


def test_a_table_row_with_wide_gaps_stays_a_line(tmp_path: Path) -> None:
    rows = [
        (60 + 160 * column, 700 - 16 * row, 10.0, cell)
        for row, cells in enumerate([("名称", "数量", "单位"), ("球机", "480", "台")])
        for column, cell in enumerate(cells)
    ]
    text = read(tmp_path, pdf(pdf_objects([rows]))).passages[0].text
    assert text == "名称 数量 单位\n球机 480 台"


def test_running_heads_are_left_out_and_said(tmp_path: Path) -> None:
    pages = [
        [f"某某小区安防设计说明 第{n}页", f"第{n}栋设置门口机。", f"{'甲乙丙丁'[n]}型设备一套。"]
        for n in range(4)
    ]
    result = read(tmp_path, text_pdf(*pages))
    assert "安防设计说明" not in "".join(passage.text for passage in result.passages)
    assert [note.code for note in result.notes] == ["running-heads"]
    assert len(result.passages) == 4


def test_entries_of_a_table_of_contents_are_marked(tmp_path: Path) -> None:
    result = read(tmp_path, text_pdf(["1 总则…………………… 1", "2 周界报警…………………… 3"]))
    assert {passage.heading_path for passage in result.passages} == {("目次",)}


def test_passages_keep_between_sentence_borders_and_400_characters(tmp_path: Path) -> None:
    sentence = "各出入口设置人脸识别通道闸与可视对讲主机。"
    line = sentence * 2
    result = read(tmp_path, text_pdf([line] * 30))
    assert all(len(passage.text) <= 400 for passage in result.passages)
    assert all(passage.text.endswith("。") for passage in result.passages)
    assert "".join(passage.text for passage in result.passages) == line * 30
    boxes = [passage.box for passage in result.passages if passage.box]
    assert all(above[3] <= below[3] for above, below in pairwise(boxes))


def test_a_blank_page_is_no_fault_of_the_document(tmp_path: Path) -> None:
    result = read(tmp_path, pdf(pdf_objects([[(60, 700, 10, "唯一的内容。")], []])))
    assert result.status == "read"
    assert [fault.reason.code for fault in result.page_faults] == ["page-blank"]


@pytest.mark.parametrize(("password", "status"), [("", "read"), ("secret", "refused")])
def test_encrypted_files_open_only_with_an_empty_user_password(
    tmp_path: Path, password: str, status: str
) -> None:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(text_pdf(["加密的内容。"]))))
    writer.encrypt(password, "owner", algorithm="RC4-128")
    target = io.BytesIO()
    writer.write(target)
    result = read(tmp_path, target.getvalue())
    assert result.status == status
    assert (result.reason.code if result.reason else None) == ("password" if password else None)


def test_pages_beyond_the_limit_are_said(tmp_path: Path) -> None:
    result = read(tmp_path, text_pdf(*[[f"第{n}栋"] for n in range(5)]), max_pages=3)
    assert result.status == "partly"
    assert result.reason is not None
    assert result.reason.code == "page-limit"
    assert [passage.page for passage in result.passages] == [1, 2, 3]


def test_a_false_claim_of_ten_thousand_pages_ends_soon(tmp_path: Path) -> None:
    objects = pdf_objects([[(60, 700, 10, "唯一的一页。")]])
    objects[2] = b"<< /Type /Pages /Kids [10 0 R] /Count 10000 >>"
    result = read(tmp_path, pdf(objects))
    assert [passage.text for passage in result.passages] == ["唯一的一页。"]
    assert len(result.page_faults) <= 100


def test_a_loop_in_the_page_tree_ends(tmp_path: Path) -> None:
    objects = pdf_objects([[(60, 700, 10, "唯一的一页。")]])
    objects[2] = b"<< /Type /Pages /Kids [10 0 R 2 0 R] /Count 3 >>"
    result = read(tmp_path, pdf(objects))
    assert result.status in ("read", "partly", "refused")
    assert result.status == "read" or result.reason is not None


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_truncated_file_gives_a_result_or_a_reason(tmp_path: Path, share: float) -> None:
    content = text_pdf(*[["视频监控系统采用网络摄像机。"]] * 4)
    result = read(tmp_path, content[: int(len(content) * share)])
    assert result.passages or result.reason is not None


def test_progress_is_told_page_by_page(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(text_pdf(["一。"], ["二。"], ["三。"]))
    seen: list[tuple[int, int | None]] = []
    read_document(path, on_progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 3), (2, 3), (3, 3)]
