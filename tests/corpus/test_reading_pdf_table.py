"""Ruled tables of PDF files with a text layer: cells, headers, parts over pages, and what is none."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from corpus.document import Passage
from corpus.reading import read_document
from tests.corpus.sample_files import Text, pdf, pdf_objects

LEFT, WIDTHS, HEIGHT = 60.0, (40.0, 150.0, 60.0, 120.0), 20.0
HEADER = ("序号", "名称", "数量", "备注")


def edges() -> list[float]:
    found = [LEFT]
    for width in WIDTHS:
        found.append(found[-1] + width)
    return found


def cells(rows: Sequence[Sequence[str]], top: float) -> list[Text]:
    """Return the texts of a table; a cell of two lines has them parted by a bar."""
    xs = edges()
    return [
        (x + 4, top - row * HEIGHT - 9 - 9 * line, 8, words)
        for row, texts in enumerate(rows)
        for x, text in zip(xs, texts, strict=False)
        for line, words in enumerate(text.split("|"))
        if words
    ]


def rules(rows: int, top: float, *, merged: int | None = None) -> bytes:
    """Return the strokes of a table. merged: the row whose first line is not drawn in column 1."""
    xs, bottom = edges(), top - rows * HEIGHT
    strokes = [(x, top, x, bottom) for x in xs]
    for row in range(rows + 1):
        start = xs[1] if row == merged else xs[0]
        strokes.append((start, top - row * HEIGHT, xs[-1], top - row * HEIGHT))
    return b"0.5 w " + b"".join(b"%g %g m %g %g l S\n" % stroke for stroke in strokes)


def passages(tmp_path: Path, *pages: tuple[Sequence[Text], bytes]) -> tuple[Passage, ...]:
    objects = pdf_objects([texts for texts, _ in pages])
    for number, (_, strokes) in enumerate(pages):
        key = 11 + 2 * number
        body = objects[key].split(b"stream\n", 1)[1].rsplit(b"\nendstream", 1)[0]
        content = strokes + body
        objects[key] = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf(objects))
    return read_document(path).passages


ROWS = (HEADER, ("甲", "红外对射", "24", "周界"), ("乙", "网络球机", "12", "中心花园"))


def test_a_row_reads_with_the_names_of_its_columns(tmp_path: Path) -> None:
    found = passages(tmp_path, ([(60, 760, 10, "设备如下。"), *cells(ROWS, 740)], rules(3, 740)))
    assert [passage.text for passage in found] == [
        "设备如下。",
        "序号: 甲; 名称: 红外对射; 数量: 24; 备注: 周界",
        "序号: 乙; 名称: 网络球机; 数量: 12; 备注: 中心花园",
    ]
    assert [(cell.header, cell.text) for cell in found[2].cells][1] == ("名称", "网络球机")
    box = found[2].box
    assert box is not None
    assert LEFT < box[0] < box[2] < edges()[-1]
    assert 842 - 740 + 2 * HEIGHT <= box[1] < box[3] <= 842 - 740 + 3 * HEIGHT


def test_the_lines_of_a_cell_stay_together(tmp_path: Path) -> None:
    rows = (HEADER, ("甲", "四线制张力|电子围栏", "26", "沿围墙|全长"), ROWS[2])
    found = passages(tmp_path, (cells(rows, 740), rules(3, 740)))
    assert found[0].text == "序号: 甲; 名称: 四线制张力电子围栏; 数量: 26; 备注: 沿围墙全长"


def test_a_cell_over_two_rows_stands_in_both(tmp_path: Path) -> None:
    rows = (HEADER, ("周界", "红外对射", "24", "对"), ("", "电子围栏", "12", "防区"))
    found = passages(tmp_path, (cells(rows, 740), rules(3, 740, merged=2)))
    assert found[1].text == "序号: 周界; 名称: 电子围栏; 数量: 12; 备注: 防区"


def test_a_table_goes_on_over_the_page_with_its_headers(tmp_path: Path) -> None:
    more = (("丙", "半球", "86", "门厅"), ("丁", "枪机", "22", "宅间路"))
    again = (HEADER, *more)
    for second in (more, again):
        found = passages(
            tmp_path,
            (cells(ROWS, 740), rules(3, 740)),
            (cells(second, 780), rules(len(second), 780)),
        )
        assert [passage.text for passage in found if passage.page == 2] == [
            "序号: 丙; 名称: 半球; 数量: 86; 备注: 门厅",
            "序号: 丁; 名称: 枪机; 数量: 22; 备注: 宅间路",
        ]


def test_a_table_after_other_text_has_headers_of_its_own(tmp_path: Path) -> None:
    other = (("姓名", "单位", "电话", "职务"), ("张三", "物业", "6601", "经理"))
    found = passages(
        tmp_path,
        (cells(ROWS, 740), rules(3, 740)),
        ([(60, 790, 10, "联系人名单如下。"), *cells(other, 770)], rules(2, 770)),
    )
    assert found[-1].text == "姓名: 张三; 单位: 物业; 电话: 6601; 职务: 经理"


def test_a_page_in_a_frame_is_no_table(tmp_path: Path) -> None:
    lines = [f"第{number + 10}条内容说明安全防范系统的设置情况和要求。" * 2 for number in range(25)]
    texts: list[Text] = [(70, 780 - 16 * row, 8, line) for row, line in enumerate(lines)]
    frame = (
        b"0.5 w 60 60 480 740 re S 60 100 m 540 100 l S 300 60 m 300 100 l S 60 80 m 540 80 l S\n"
    )
    found = passages(tmp_path, ([*texts, (70, 85, 8, "图号"), (310, 85, 8, "A-01")], frame))
    assert not any(passage.cells for passage in found)


def grid_lines(spans: Sequence[Sequence[tuple[int, int]]], top: float) -> bytes:
    """Return the strokes of a table whose cells are given by row as (first column, end)."""
    xs = edges()
    boxes = [
        (xs[first], top - (row + 1) * HEIGHT, xs[end] - xs[first], HEIGHT)
        for row, cells_in in enumerate(spans)
        for first, end in cells_in
    ]
    return b"0.5 w " + b"".join(b"%g %g %g %g re S\n" % box for box in boxes)


def test_a_header_of_two_rows_names_each_column_also_over_the_page(tmp_path: Path) -> None:
    top, below = ("名称", "交付结论", "", "备注"), ("", "已实现", "未实现", "")
    head = [((0, 1), (1, 3), (3, 4)), ((0, 1), (1, 2), (2, 3), (3, 4))]
    whole = [(0, 1), (1, 2), (2, 3), (3, 4)]
    first = (top, below, ("枪机", "12", "12", "围墙"))
    again = (top, below, ("球机", "18", "10", "花园"))
    on = (("半球", "16", "16", "门厅"), ("广播", "14", "14", "草坪"))
    found = passages(
        tmp_path,
        (cells(first, 740), grid_lines([*head, whole], 740)),
        (cells(again, 780), grid_lines([*head, whole], 780)),
        (cells(on, 780), grid_lines([whole, whole], 780)),
    )
    assert [passage.text for passage in found] == [
        "名称: 枪机; 交付结论 已实现: 12; 交付结论 未实现: 12; 备注: 围墙",
        "名称: 球机; 交付结论 已实现: 18; 交付结论 未实现: 10; 备注: 花园",
        "名称: 半球; 交付结论 已实现: 16; 交付结论 未实现: 16; 备注: 门厅",
        "名称: 广播; 交付结论 已实现: 14; 交付结论 未实现: 14; 备注: 草坪",
    ]


def test_a_heading_of_rows_over_all_columns_is_given_once(tmp_path: Path) -> None:
    rows = (HEADER, ("一、周界", "", "", ""), ROWS[1], ROWS[2])
    whole = [(0, 1), (1, 2), (2, 3), (3, 4)]
    found = passages(tmp_path, (cells(rows, 740), grid_lines([whole, [(0, 4)], whole, whole], 740)))
    assert found[0].text == "一、周界"
    assert found[1].text == "序号: 甲; 名称: 红外对射; 数量: 24; 备注: 周界"
