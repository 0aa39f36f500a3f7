"""Marks of quotes on pages: around the very characters, line by line."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from corpus.document import Cell, Passage
from corpus.page_image import GlyphLine, page_image
from corpus.quote_mark import quote_mark
from corpus.reading import read_document
from tests.corpus.sample_files import pdf, pdf_objects, text_pdf
from tests.corpus.sample_scans import drawn_page, scan_pdf


def passage(text: str, **place: object) -> Passage:
    return Passage("p", "d", 1, (), "第 1 页", text, **place)  # type: ignore[arg-type]


def line(text: str, x: float, y: float) -> GlyphLine:
    boxes = tuple((x + 10 * at, y, x + 10 * at + 10, y + 10) for at in range(len(text)))
    return GlyphLine(text, boxes)


def test_a_quote_over_two_lines_has_two_rectangles() -> None:
    lines = [line("前文周界设", 0, 0), line("置围栏。后文", 0, 20)]
    mark = quote_mark("周界设置 围栏。", passage("前文周界设置围栏。后文"), lines)
    assert mark.exactness == "characters"
    assert mark.boxes == ((20, 0, 50, 10), (0, 20, 40, 30))


def test_of_the_same_words_twice_those_of_the_passage_are_marked() -> None:
    lines = [line("录像90天。", 0, 0), line("录像90天。", 0, 300)]
    found = quote_mark("录像90天。", passage("录像90天。", box=(0, 299, 60, 311)), lines)
    assert found.boxes == ((0, 300, 60, 310),)
    unplaced = quote_mark("录像90天。", passage("录像90天。"), lines)
    assert unplaced.boxes == ((0, 0, 60, 10),)


def test_a_table_row_is_marked_as_a_whole_or_cell_by_cell() -> None:
    cells = (Cell("名称", "半球摄像机"), Cell("数量", "12"))
    text = "名称: 半球摄像机; 数量: 12"
    lines = [
        line("名称数量", 0, 0),
        line("半球摄像机", 0, 20),
        line("12", 90, 20),
        line("外", 200, 20),
    ]
    row = passage(text, cells=cells, box=(0, 20, 110, 30))
    assert quote_mark(text, row, lines).boxes == ((0, 20, 110, 30),)
    wider = passage(text, cells=cells, box=(0, 20, 210, 30))
    assert quote_mark(text, wider, lines).boxes == ((0, 20, 50, 30), (90, 20, 110, 30))
    elsewhere = passage(text, cells=cells, box=(0, 300, 110, 310))
    assert quote_mark(text, elsewhere, lines).exactness == "passage"


def test_forms_of_characters_do_not_matter() -> None:
    mark = quote_mark(
        "GB 50348(2018)", passage("GB 50348(2018)"), [line("ＧＢ50348（2018）", 5, 5)]
    )
    assert (mark.exactness, len(mark.boxes)) == ("characters", 1)


def test_recognised_words_are_marked_by_their_lines() -> None:
    spans = ((0, 4, (0.0, 0.0, 40.0, 10.0)), (4, 9, (0.0, 20.0, 50.0, 30.0)))
    text = "一句完。二句开始。"
    kept = passage(text, box=(0, 0, 50, 30), is_ocr=True, lines=spans)
    assert quote_mark("二句开始。", kept, [line("二句开始。", 0, 90)]).boxes == (spans[1][2],)
    assert quote_mark(text, kept, []).exactness == "lines"


def test_what_is_not_found_falls_back_to_the_passage_and_then_to_nothing() -> None:
    boxed = quote_mark("没有的话", passage("没有的话", box=(1, 2, 3, 4)), [line("别的", 0, 0)])
    assert (boxed.exactness, boxed.boxes) == ("passage", ((1, 2, 3, 4),))
    assert quote_mark("没有的话", passage("没有的话"), []).exactness == "none"
    assert quote_mark("", passage("空"), [line("空", 0, 0)]).exactness == "none"


@pytest.mark.parametrize("entries", [b"", b"/Rotate 90", b"/Rotate 180", b"/Rotate 270"])
def test_the_rectangle_lies_on_the_ink_of_the_quote(tmp_path: Path, entries: bytes) -> None:
    path = tmp_path / "a.pdf"
    texts = [(100, 742, 20, "HHHH"), (300, 742, 20, "OOOO"), (100, 500, 20, "XXXX")]
    objects = pdf_objects([[]], page_entries=entries)
    objects[3] = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    drawn = b"".join(b"BT /F1 %d Tf %d %d Td (%s) Tj ET\n" % (s, x, y, t.encode()) for x, y, s, t in texts)  # fmt: skip
    objects[11] = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn)
    path.write_bytes(pdf(objects))
    found = next(one for one in read_document(path).passages if "OOOO" in one.text)
    picture = page_image(path, 1, width=800, cache=tmp_path)
    (box,) = quote_mark("OOOO", found, picture.glyphs).boxes
    image = Image.open(picture.path).convert("L").point(lambda level: 255 * (level < 128))
    edges = [round(edge * picture.scale) for edge in box]
    inside = image.crop((edges[0] - 3, edges[1] - 3, edges[2] + 3, edges[3] + 3)).getbbox()
    assert inside is not None
    width, height = edges[2] - edges[0], edges[3] - edges[1]
    assert (inside[2] - inside[0], inside[3] - inside[1]) == pytest.approx((width, height), abs=6)


def test_every_sentence_of_a_text_page_is_found_on_it(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    first = "周界设置红外对射入侵报警装置，报警时联动视频监控显示并打开灯光照"
    path.write_bytes(text_pdf([first, "亮警情区域。录像保存 90 天。"]))
    (found,) = read_document(path).passages
    glyphs = page_image(path, 1, width=300, cache=tmp_path).glyphs
    sentence = f"{first}亮警情区域。"
    assert sentence in found.text
    mark = quote_mark(sentence, found, glyphs)
    assert (mark.exactness, len(mark.boxes)) == ("characters", 2)


@pytest.mark.slow
def test_the_lines_of_a_scan_are_kept_with_their_places(tmp_path: Path) -> None:
    words = [(60, 60, "Cameras record every entrance day and night"), (60, 90, "and keep it for ninety days.")]  # fmt: skip
    path = scan_pdf(tmp_path / "a.pdf", drawn_page(words))
    (found,) = read_document(path).passages
    assert [found.text[start:end].split()[0] for start, end, _ in found.lines] == ["Cameras", "and"]
    mark = quote_mark(found.text, found, page_image(path, 1, cache=tmp_path).glyphs)
    assert (mark.exactness, len(mark.boxes)) == ("lines", 2)
    assert mark.boxes[0][3] <= mark.boxes[1][1] + 2
