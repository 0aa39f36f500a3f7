"""Recognition of a page: accuracy, turned and skewed pages, columns, tables, limits."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from corpus.reading.line import Line
from corpus.reading.ocr import OcrPage, TableRow, read_page_image
from corpus.reading.ocr_engine import OcrEngine
from corpus.reading.scan import scale_for
from tests.corpus.sample_scans import (
    character_errors,
    chinese_font,
    drawn_page,
    pixels,
    ruled,
    worn,
)

SMALL = (300, 200)
NOTE = (
    (30, 30, "Video records are kept for 30 days."),
    (30, 60, "The gate opens by face or card."),
    (30, 90, "Alarms reach the duty room at once."),
)


@pytest.fixture(scope="module")
def engine() -> OcrEngine:
    return OcrEngine(2)


def read(engine: OcrEngine, image: Image.Image, *, seconds: float = 60.0) -> OcrPage:
    return read_page_image(engine, pixels(image), 1.5, seconds)


def texts(page: OcrPage) -> list[str]:
    return [entry.text for part in page.parts for entry in part if isinstance(entry, Line)]


def test_lines_come_with_boxes_in_points(engine: OcrEngine) -> None:
    page = read(engine, drawn_page(NOTE, page=SMALL))
    assert texts(page) == [text for _, _, text in NOTE]
    (first, *_), *_ = page.parts
    assert isinstance(first, Line)
    assert first.box is not None
    assert first.box[0] == pytest.approx(30, abs=4)
    assert 24 < first.box[1] < 36 < first.box[3] < 52


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_is_read_and_its_boxes_are_where_it_shows_them(
    engine: OcrEngine, turn: int
) -> None:
    image = drawn_page(NOTE, page=SMALL).rotate(turn, expand=True)
    page = read(engine, image)
    assert texts(page) == [text for _, _, text in NOTE]
    box = page.parts[0][0].box
    assert box is not None
    # the first line lies about 30 to 46 points from the edge that was the upper one
    edge = {90: box[0], 180: 200 - box[3], 270: 200 - box[2]}[turn]
    assert edge == pytest.approx(30, abs=6)


def test_a_skewed_noisy_page_is_read_line_by_line(engine: OcrEngine) -> None:
    image = worn(drawn_page(NOTE, page=SMALL), noise=20, quality=50, skew=3.0)
    assert texts(read(engine, image)) == [text for _, _, text in NOTE]


def test_two_columns_are_read_one_after_the_other(engine: OcrEngine) -> None:
    left = [(30, 60 + 20 * row, f"left column line number {row}") for row in range(5)]
    right = [(230, 60 + 20 * row, f"right column line number {row}") for row in range(5)]
    title = [(120, 20, "A title across both of the columns")]
    found = texts(read(engine, drawn_page([*title, *left, *right], page=(420, 180))))
    assert found == [text for _, _, text in [*title, *left, *right]]


def test_a_ruled_table_gives_its_rows_and_repeats_a_cell_merged_downwards(
    engine: OcrEngine,
) -> None:
    cells = [(40, 45, "Place"), (140, 45, "Device"), (240, 45, "Count")]
    cells += [(40, 85, "North gate"), (140, 70, "Camera"), (240, 70, "12")]
    cells += [(140, 95, "Reader"), (240, 95, "30")]
    image = drawn_page([(30, 10, "List of devices"), *cells], page=(330, 160))
    ruled(image, (30, 130, 230, 320), (40, 65, 115))
    ruled(image, (130, 320), (90, 90))  # the left cell spans two rows
    page = read(engine, image)
    rows = [entry.cells for part in page.parts for entry in part if isinstance(entry, TableRow)]
    assert texts(page) == ["List of devices"]
    assert rows == [
        ("Place", "Device", "Count"),
        ("North gate", "Camera", "12"),
        ("North gate", "Reader", "30"),
    ]


def test_a_page_of_nothing_but_a_picture_has_no_words(engine: OcrEngine) -> None:
    image = Image.linear_gradient("L").resize((450, 300))
    assert read(engine, image).parts == ()


def test_recognition_stops_when_its_time_is_over(engine: OcrEngine) -> None:
    page = read(engine, drawn_page(NOTE, page=SMALL), seconds=0.0)
    assert page.is_cut
    assert page.parts == ()


def test_a_large_page_is_read_band_by_band(engine: OcrEngine) -> None:
    entries = [(60 + 500 * column, 100 + 190 * row, f"room {row}{column} door sensor")
               for row in range(8) for column in range(3)]  # fmt: skip
    image = drawn_page(entries, page=(1684, 1600), size=9, scale=1.2)
    found = " ".join(texts(read_page(engine, image, 1.2)))
    assert [text for _, _, text in entries if text not in found] == []


def read_page(engine: OcrEngine, image: Image.Image, scale: float) -> OcrPage:
    return read_page_image(engine, pixels(image), scale, 60.0)


@pytest.mark.parametrize("shape", [(3, 3), (1, 4000), (6000, 2), (40, 40)])
def test_odd_shapes_give_a_page_without_words(engine: OcrEngine, shape: tuple[int, int]) -> None:
    black = np.zeros((*shape, 3), dtype=np.uint8)
    assert read_page_image(engine, black, 1.5, 10.0).parts == ()


CHINESE = (
    "本工程在住宅小区周界设置红外对射入侵探测器，与视频监控系统联动，",
    "报警信息上传至安防管理平台。出入口设置人行通道闸机36台，采用人脸",
    "识别与IC卡两种方式；机动车出入口采用车牌自动识别，录像保存30天。",
    "单元门口设置可视对讲门口机，户内设置紧急求助按钮与可燃气体探测器。",
    "消防控制室24小时值班，电气火灾监控系统的报警信号接入社区平台。",
)


@pytest.mark.parametrize(
    ("size", "noise", "quality", "most"), [(10.5, 12.0, 60, 0.01), (7.5, 30.0, 35, 0.02)]
)
def test_chinese_print_is_read_with_few_errors(
    engine: OcrEngine, size: float, noise: float, quality: int, most: float
) -> None:
    font = chinese_font()
    if font is None:
        pytest.skip("no font with ideographs is installed")
    entries = [(30, 20 + 22 * row, line) for row, line in enumerate(CHINESE)]
    image = drawn_page(entries, size=size, page=(420, 140), font=font, scale=2.8)  # 200 dpi
    scan = worn(image, noise=noise, quality=quality, skew=0.6).resize((630, 210))
    page = read(engine, scan)
    assert character_errors("".join(CHINESE), "".join(texts(page))) <= most


@pytest.mark.parametrize(
    ("size", "scale"),
    [((595, 842), 1.5), ((297, 421), 3.0), ((2384, 3370), 1.0), ((1e6, 1e6), 0.0028)],
)
def test_the_scale_fits_the_page(size: tuple[float, float], scale: float) -> None:
    assert scale_for(*size) == pytest.approx(scale, rel=0.02)


def test_a_scan_is_not_drawn_larger_than_it_is() -> None:
    assert scale_for(1190, 1684, pixels=1190 * 1684) == pytest.approx(1.0)
