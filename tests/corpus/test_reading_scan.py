"""Scanned and garbled PDF files and image files, read in the child process; hostile ones too."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from corpus.document import ReadResult
from corpus.reading import ReadLimits, read_document
from corpus.reading.event import RefusedError
from corpus.reading.picture import drawn, opened
from corpus.reading.scan import ImageTooLargeError
from tests.corpus.sample_files import pdf, pdf_objects, text_pdf
from tests.corpus.sample_scans import drawn_page, ruled, scan_pdf

GARBLED = "\ue001\ue002\ue003\ue104\ue105 \ue006\ue007"


def code(result: ReadResult) -> str | None:
    return result.reason.code if result.reason else None


def faults(result: ReadResult) -> list[tuple[int, str]]:
    return [(fault.page, fault.reason.code) for fault in result.page_faults]


def test_a_scanned_pdf_is_recognised_page_by_page(tmp_path: Path) -> None:
    first = drawn_page([(60, 60, "1 Perimeter"), (60, 90, "Sensors stand on all walls.")])
    table = drawn_page(
        [(60, 55, "Name"), (200, 55, "Quantity"), (60, 85, "Camera"), (200, 85, "36")]
    )
    ruled(table, (50, 190, 300), (48, 78, 108))
    path = scan_pdf(tmp_path / "scan.pdf", first, table)
    seen: list[tuple[int, int | None]] = []
    result = read_document(path, on_progress=lambda done, total: seen.append((done, total)))
    assert (result.status, result.pages, faults(result)) == ("read", 2, [])
    assert [passage.text for passage in result.passages] == [
        "1 Perimeter\nSensors stand on all walls.",
        "Name: Camera; Quantity: 36",
    ]
    assert [(p.page, p.is_ocr, bool(p.cells)) for p in result.passages] == [
        (1, True, False),
        (2, True, True),
    ]
    assert result.passages[1].heading_path == ("1 Perimeter",)
    box = result.passages[0].box
    assert box is not None
    assert box == pytest.approx((60, 60, 204, 105), abs=8)
    assert [note.code for note in result.notes] == ["ocr"]
    assert "第 1-2 页" in result.notes[0].text_zh
    assert seen == [(1, 2), (2, 2)]


def test_a_garbled_text_layer_is_replaced_by_what_the_page_shows(tmp_path: Path) -> None:
    shown = drawn_page([(60, 60, "Sensors stand on all walls.")]).convert("L")
    objects = pdf_objects(
        [[(60, 700, 10, "可读的一页内容。")], [(60, 700, 10, GARBLED)]], images=[1]
    )
    packed = zlib.compress(shown.tobytes())
    objects[4] = (
        b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray"
        b" /BitsPerComponent 8 /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream"
        % (*shown.size, len(packed), packed)
    )
    (tmp_path / "a.pdf").write_bytes(pdf(objects))
    result = read_document(tmp_path / "a.pdf")
    assert result.status == "read"
    assert [(passage.page, passage.is_ocr, passage.text) for passage in result.passages] == [
        (1, False, "可读的一页内容。"),
        (2, True, "Sensors stand on all walls."),
    ]


def test_a_garbled_text_layer_over_nothing_visible_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(text_pdf(["可读的一页内容。"], [GARBLED]))
    result = read_document(tmp_path / "a.pdf")
    assert result.status == "partly"
    assert [page for page, _ in faults(result)] == [2]
    assert faults(result)[0][1] in ("page-mojibake", "page-no-words")


def test_pages_beyond_the_limit_on_recognition_are_named(tmp_path: Path) -> None:
    objects = pdf_objects([[(60, 700, 10, "有文字的一页。")], [], []], images=[1, 2])
    (tmp_path / "a.pdf").write_bytes(pdf(objects))
    result = read_document(tmp_path / "a.pdf", limits=ReadLimits(max_ocr_pages=0))
    assert (result.status, code(result)) == ("partly", "pages-unread")
    assert faults(result) == [(2, "page-ocr-limit"), (3, "page-ocr-limit")]
    assert result.reason is not None
    assert result.reason.text_zh.startswith("第 2-3 页需要识别（OCR）")


def test_a_legible_hidden_text_layer_of_a_scan_is_kept(tmp_path: Path) -> None:
    lines = [
        (60.0, 700.0 - 20 * row, 10.0, "扫描件的文字层已由扫描仪识别并写入文件。")
        for row in range(4)
    ]
    (tmp_path / "a.pdf").write_bytes(pdf(pdf_objects([lines], images=[0])))
    result = read_document(tmp_path / "a.pdf")
    assert result.status == "read"
    assert [passage.is_ocr for passage in result.passages] == [False]


def test_a_stamp_of_text_on_an_empty_image_is_kept(tmp_path: Path) -> None:
    objects = pdf_objects([[(60, 700, 10, "扫描件1")]], images=[0])
    (tmp_path / "a.pdf").write_bytes(pdf(objects))
    result = read_document(tmp_path / "a.pdf")
    assert [passage.text for passage in result.passages] == ["扫描件1"]


def test_a_page_that_takes_too_long_says_so(tmp_path: Path) -> None:
    path = scan_pdf(tmp_path / "a.pdf", drawn_page([(60, 60, "Sensors on all walls.")]))
    result = read_document(path, limits=ReadLimits(ocr_page_seconds=0.0))
    assert (result.status, faults(result)) == ("refused", [(1, "page-ocr-time")])


def test_a_page_with_a_bomb_of_an_image_is_not_unpacked(tmp_path: Path) -> None:
    objects = pdf_objects([[], [(60, 700, 10, "有文字的一页。")]], images=[0])
    packed = zlib.compress(bytes(10_000_000), 9)
    objects[4] = (
        b"<< /Type /XObject /Subtype /Image /Width 100000 /Height 100000 /ColorSpace /DeviceGray"
        b" /BitsPerComponent 8 /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream"
        % (len(packed), packed)
    )
    (tmp_path / "a.pdf").write_bytes(pdf(objects))
    result = read_document(tmp_path / "a.pdf")
    assert result.status == "partly"
    assert faults(result) == [(1, "page-image-too-large")]


def test_a_tiff_is_read_page_by_page_up_to_the_limits(tmp_path: Path) -> None:
    pages = [drawn_page([(10, 10, f"Sheet number {n}")], page=(200, 60)) for n in range(3)]
    pages += [Image.new("RGB", (30, 20), "white")] * 497
    path = tmp_path / "a.tif"
    pages[0].save(
        path, save_all=True, append_images=pages[1:], compression="tiff_lzw", dpi=(108, 108)
    )
    result = read_document(path, limits=ReadLimits(max_ocr_pages=3, max_pages=20))
    assert (result.status, code(result), result.pages) == ("partly", "page-limit", 500)
    assert [passage.text for passage in result.passages] == [f"Sheet number {n}" for n in range(3)]
    assert faults(result) == [(page, "page-ocr-limit") for page in range(4, 21)]
    assert result.passages[0].box is not None
    assert result.passages[0].box[:2] == pytest.approx((10, 10), abs=4)


def test_a_photograph_is_read_as_its_exif_data_turn_it(tmp_path: Path) -> None:
    image = drawn_page([(20, 20, "Duty room"), (20, 50, "Open day and night")], page=(260, 120))
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned a quarter clockwise
    path = tmp_path / "a.jpg"
    image.rotate(90, expand=True).save(path, exif=exif, dpi=(108, 108), quality=90)
    result = read_document(path)
    assert [passage.text for passage in result.passages] == ["Duty room\nOpen day and night"]
    assert result.passages[0].box is not None
    assert result.passages[0].box[:2] == pytest.approx((20, 20), abs=6)


@pytest.mark.parametrize("kind", ["png", "jpg", "tif", "bmp", "webp", "gif"])
@pytest.mark.parametrize("mode", ["RGB", "L", "1", "P"])
def test_every_kind_of_image_is_decoded(tmp_path: Path, kind: str, mode: str) -> None:
    path = tmp_path / f"a.{kind}"
    sample = drawn_page([(10, 10, "Gate")], page=(80, 40)).convert(mode)
    sample = sample.convert("RGB") if kind in ("jpg", "webp") else sample
    sample.save(path)
    shown, _ = drawn(opened(path), 0, ReadLimits())
    assert (shown.mode, shown.size) == ("RGB", (120, 60))
    assert shown.convert("L").getextrema()[0] < 90
    assert shown.convert("L").getextrema()[1] > 240


def test_transparent_images_are_laid_on_white_and_deep_ones_scaled(tmp_path: Path) -> None:
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(tmp_path / "a.png")
    shown, _ = drawn(opened(tmp_path / "a.png"), 0, ReadLimits())
    assert shown.getpixel((5, 5)) == (255, 255, 255)
    deep = Image.new("I;16", (20, 20), 60_000)
    deep.putpixel((0, 0), 1000)
    deep.save(tmp_path / "b.png")
    shown, _ = drawn(opened(tmp_path / "b.png"), 0, ReadLimits())
    assert (shown.getpixel((0, 0)), shown.getpixel((5, 5))) == ((0, 0, 0), (255, 255, 255))


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def test_a_decompression_bomb_is_refused_by_its_header(tmp_path: Path) -> None:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 1, 0, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(bytes(1_000_000), 9)) + chunk(b"IEND", b"")
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n" + header + body)
    result = read_document(tmp_path / "a.png")
    assert (result.status, code(result)) == ("refused", "image-too-large")
    assert result.reason is not None
    assert "60000×60000" in result.reason.text_zh


def test_a_later_frame_may_not_be_larger_either(tmp_path: Path) -> None:
    small, large = Image.new("1", (20, 20)), Image.new("1", (400, 400))
    small.save(tmp_path / "a.tif", save_all=True, append_images=[large])
    with pytest.raises(ImageTooLargeError):
        drawn(opened(tmp_path / "a.tif"), 1, ReadLimits(max_image_pixels=1000))


@pytest.mark.parametrize("share", [0.02, 0.5, 0.95])
def test_a_truncated_jpeg_is_refused_as_damaged(tmp_path: Path, share: float) -> None:
    path = tmp_path / "a.jpg"
    drawn_page([(20, 20, "Duty room")], page=(260, 120)).save(path)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    result = read_document(path)
    assert (result.status, code(result)) == ("refused", "damaged")


def test_a_strip_of_thirty_thousand_pixels_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    drawn_page([(20, 20, "Duty room")], page=(20_000, 60)).save(path)
    result = read_document(path)
    assert result.status in ("read", "refused")
    assert result.status == "read" or faults(result) == [(1, "page-no-words")]


def test_what_only_looks_like_an_image_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.gif").write_bytes(b"GIF89a" + bytes(40))
    with pytest.raises(RefusedError):
        drawn(opened(tmp_path / "a.gif"), 0, ReadLimits())
    (tmp_path / "a.txt").write_text("BMS 楼宇设备管理系统的说明文字。", encoding="utf-8")
    assert read_document(tmp_path / "a.txt").status == "read"
