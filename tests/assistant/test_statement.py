"""Sentences and rows with what stands around them."""

from __future__ import annotations

from assistant.statement import statements
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
