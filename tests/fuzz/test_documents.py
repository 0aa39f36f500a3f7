"""
Harmed documents of every format: read, partly read, or refused with a reason, never anything else.

Most are read in this process by what serves the reading process; a few by that process itself,
whose memory and time are limited.
"""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import docx
import ezdxf
import openpyxl
import pptx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from corpus.reading import ReadLimits, read_document
from corpus.reading.limits import ReadLimits as Limits
from corpus.reading.reasons import CODES
from corpus.reading.worker import serve
from tests.corpus.sample_files import text_pdf
from tests.fuzz.effort import looking
from tests.fuzz.harm import harmed, harmed_zip

pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")
WORDS = "出入口设置视频监控摄像机，录像保存 90 天。"
MARKDOWN = f"# 设计说明\n\n{WORDS}\n\n| 名称 | 数量 |\n|---|---|\n| 摄像机 | 4 |\n\n- 一\n- 二\n"
HTML = f"<html><head><meta charset=utf-8></head><body><h1>设计</h1><p>{WORDS}</p><table><tr><th>名称<td>数量</table></body></html>"


def _saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def word() -> bytes:
    made = docx.Document()
    made.add_heading("设计说明", 1)
    made.add_paragraph(WORDS)
    table = made.add_table(2, 2)
    table.cell(0, 0).text, table.cell(1, 0).text = "名称", "摄像机"
    return _saved(made)


def spreadsheet() -> bytes:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.append(["名称", "数量"])
    sheet.append(["摄像机", 4])
    sheet.merge_cells("A3:B3")
    return _saved(made)


def slides() -> bytes:
    made = pptx.Presentation()
    slide = made.slides.add_slide(made.slide_layouts[1])
    slide.shapes.title.text = "设计"
    slide.placeholders[1].text = WORDS
    return _saved(made)


def drawing() -> bytes:
    made = ezdxf.new()
    made.modelspace().add_text(WORDS, dxfattribs={"insert": (0, 0)})
    made.modelspace().add_line((0, 0), (10, 0))
    out = io.StringIO()
    made.write(out)
    return out.getvalue().encode()


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(out, "PNG")
    return out.getvalue()


PLAIN = {
    "txt": WORDS.encode() * 3, "md": MARKDOWN.encode(), "html": HTML.encode(),
    "csv": f"名称,数量\n摄像机,4\n{WORDS},1\n".encode(), "pdf": text_pdf([WORDS], [WORDS]),
    "dxf": drawing(),
}  # fmt: skip
PACKED = {"docx": word(), "xlsx": spreadsheet(), "pptx": slides()}


def outcome(folder: Path, name: str, data: bytes, limits: Limits) -> dict[str, Any]:
    """Read a file as the reading process does; the message that ends it."""
    path = folder / name
    path.write_bytes(data)
    out = io.StringIO()
    serve(path, name, limits, out)
    messages = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [one["kind"] for one in messages[:-1] if one["kind"] in ("end", "refused")] == []
    return dict(messages[-1])


def is_told(last: dict[str, Any]) -> None:
    assert last["kind"] in ("end", "refused")
    why = last["reason"]
    assert why is None or why["code"] in CODES
    assert last["kind"] == "end" or (why["text_zh"] and why["text_en"])


@pytest.mark.parametrize("ending", PLAIN)
def test_a_harmed_file_is_read_or_refused(
    ending: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp(ending)

    @given(data=harmed(PLAIN[ending]))
    @looking()
    def is_read_or_refused(data: bytes) -> None:
        is_told(outcome(folder, f"a.{ending}", data, ReadLimits()))

    is_read_or_refused()


@pytest.mark.parametrize("ending", PACKED)
def test_a_harmed_office_file_is_read_or_refused(
    ending: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp(ending)

    @given(data=harmed_zip(PACKED[ending]))
    @looking()
    def is_read_or_refused(data: bytes) -> None:
        is_told(outcome(folder, f"a.{ending}", data, ReadLimits()))

    is_read_or_refused()


@given(data=st.binary(max_size=600), ending=st.sampled_from([*PLAIN, *PACKED, "png", "xyz", ""]))
@looking()
def test_any_bytes_under_any_name_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, ending: str
) -> None:
    folder = tmp_path_factory.getbasetemp()
    is_told(outcome(folder, f"any.{ending}", data, ReadLimits()))


@pytest.mark.slow
@pytest.mark.parametrize("ending", [*PLAIN, *PACKED, "png"])
def test_the_reading_process_ends_within_its_limits(
    ending: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Its memory and processor time are capped; what it cannot do it says."""
    good = {**PLAIN, **PACKED, "png": picture()}[ending]
    path = tmp_path_factory.mktemp(ending) / f"a.{ending}"

    @given(data=harmed_zip(good) if ending in PACKED else harmed(good))
    @looking(0.05)
    def ends(data: bytes) -> None:
        path.write_bytes(data)
        result = read_document(path, limits=ReadLimits(seconds=20))
        assert result.status in ("read", "partly", "refused")
        assert result.reason is None or result.reason.code in CODES
        assert result.reason is None or result.reason.code != "crashed"

    ends()
