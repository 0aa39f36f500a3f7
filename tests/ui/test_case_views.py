"""The blocks of HTML of a case: map, uploads, documents, pages and excerpts; all escaped."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from assistant.evidence.indicator import IndicatorEvidence
from assistant.evidence.row_status import STATUSES
from corpus import load_standard
from corpus.cases.case import CaseDocument
from corpus.document import Cell, Passage, Reason
from corpus.page_image import PageImage
from corpus.quote_mark import QuoteMark
from scoring import load_rule_set
from ui.jobs.indexing import Indexing
from ui.jobs.reading import JobState, ReadingJob
from ui.views.evidence.coverage_map import SIGNS, coverage_map
from ui.views.evidence.source import PageShown, excerpt_html, page_html
from ui.views.files.uploads import documents_html, jobs_html, time_words
from ui.views.page.acts import Act, act_of, button_html

EVIL = '"><img src=x onerror="alert(1)">'
WHY = Reason("damaged", f"坏{EVIL}", f"damaged {EVIL}")


def found(rule_set: str, levels: tuple[str | None, ...]) -> list[IndicatorEvidence]:
    rows = [
        row for level in levels for row in load_rule_set(rule_set).rows_of(level) if not row.lost
    ]
    return [
        IndicatorEvidence(row.id, STATUSES[number % len(STATUSES)], {}, ())
        for number, row in enumerate(rows)
    ]


def mapped(entries: list[IndicatorEvidence], rule_set: str, language: str, chosen: str = "") -> str:
    return coverage_map(entries, load_rule_set(rule_set), load_standard(rule_set), language, chosen)


def test_every_indicator_is_a_button_with_sign_colour_and_words() -> None:
    entries = found("tcrea-2023", ("B", "C"))
    page = mapped(entries, "tcrea-2023", "zh", "B1.2.1")
    cells = re.findall(r'<button type="button" class="ap-cell ap-(\w+)"[^>]*>(.)</button>', page)
    assert len(cells) == len(entries)
    assert all(SIGNS[status] == sign for status, sign in cells)  # type: ignore[index]
    assert page.count('tabindex="0"') == 1
    (current,) = re.findall(r'data-of="([^"]+)"[^>]*aria-current="true"', page)
    assert current == "B1.2.1"
    assert "B 级" in page
    assert re.search(r'aria-label="B1.2.1 [^"]+ · ', page)
    english = mapped(entries, "tcrea-2023", "en")
    assert "Level C" in english
    assert "aria-current" not in english
    assert english.count('tabindex="0"') == 1


def test_a_rule_set_without_levels_has_a_map_too() -> None:
    page = mapped(found("scs-c1", (None,)), "scs-c1", "en")
    assert "<h3>" not in page
    assert "SE1" in page
    assert "ap-note" in mapped([], "scs-c1", "zh")


def job(state: JobState, **more: object) -> ReadingJob:
    return ReadingJob("j1", "c-1", f"图{EVIL}.pdf", state, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "state", ["waiting", "reading", "read", "partly", "refused", "cancelled", "failed"]
)
def test_every_state_of_an_upload_is_told_and_escaped(state: JobState, language: str) -> None:
    page = jobs_html([job(state, reason=WHY, pages=3, done=1)], None, language)
    assert "<img" not in page
    assert ('data-act="cancel"' in page) == (state in ("waiting", "reading"))
    assert ('data-act="retry"' in page) == (state == "failed")
    assert ("damaged" in page or "坏" in page) == (state != "cancelled")


def test_progress_names_pages_and_time() -> None:
    page = jobs_html([job("reading", done=2, pages=8, seconds_left=31.0)], Indexing(64, 640), "zh")
    assert "第 2/8 页" in page
    assert "约剩 30 秒" in page
    assert 'aria-valuenow="2"' in page
    assert "64/640" in page
    assert "3 parts read" in jobs_html([job("reading", done=3)], None, "en")
    assert "disk is full" in jobs_html([], Indexing(fault="disk is full"), "en")
    assert jobs_html([], None, "en") == ""
    assert (time_words(0, "en"), time_words(58, "en"), time_words(150, "zh")) == (
        "about 5 s left", "about 1 min left", "约剩 2 分钟",
    )  # fmt: skip


def test_documents_say_what_to_do_and_ask_before_they_go() -> None:
    kept = CaseDocument("f" * 64, EVIL, "partly", None, 3, WHY, (), (WHY,), 10, "2024")
    for language in ("zh", "en"):
        page = documents_html([kept], language)
        assert "<img" not in page
        assert f'data-of="{"f" * 64}"' in page
        assert "data-confirm=" in page
    assert "还没有文件" in documents_html([], "zh")


def passage(number: int, text: str, **more: object) -> Passage:
    return Passage(f"p{number}", "d", None, ("一", EVIL), "第 1 段", text, **more)  # type: ignore[arg-type]


def test_an_excerpt_marks_the_quote_among_its_neighbours() -> None:
    texts = [passage(n, f"第{n}句。<b>尾</b>") for n in range(9)]
    page = excerpt_html("a.docx", texts, "p4", "第4句。", "zh")
    assert re.search(
        r'<mark class="ap-marked"><span[^>]*>标出处</span>第4句。</mark>&lt;b&gt;尾', page
    )
    assert [n for n in range(9) if f"第{n}句" in page] == [2, 3, 4, 5, 6]
    assert "<img" not in page
    assert "<b>尾" not in page
    assert 'class="ap-path"' in page
    assert "已不在案卷中" in excerpt_html("a.docx", texts, "p99", "x", "zh")
    assert "cannot be shown" in excerpt_html("a.pdf", texts, "p4", "x", "en", is_fallback=True)


def test_an_excerpt_of_a_table_has_its_header_and_the_rows_around() -> None:
    rows = [
        passage(n, f"名称: 机{n}", cells=(Cell("名称", f"机{n}"), Cell("数量", EVIL)))
        for n in range(12)
    ]
    other = passage(20, "别: x", cells=(Cell("别", "x"),))
    page = excerpt_html("a.xlsx", [*rows[:7], other], "p5", "名称: 机5", "en")
    assert page.count("<tr") == 1 + 6  # the header, the rows 1 to 6
    assert "<th>名称</th>" in page
    assert re.search(r'<tr class="ap-marked"><td><span[^>]*>marked</span></td><td>机5</td>', page)
    assert "<img" not in page


@pytest.fixture
def picture(tmp_path: Path) -> PageImage:
    path = tmp_path / "a.png"
    Image.new("L", (200, 300), 255).save(path)
    return PageImage(path, 200, 300, 2.0)


def test_a_page_has_marks_in_percent_tools_and_words(picture: PageImage) -> None:
    mark = QuoteMark(((12.0, 32.0, 82.0, 42.0), (12.0, 43.0, 50.0, 53.0)), "characters")
    shown = PageShown(EVIL, 2, 3, 2, picture, mark)
    page = page_html(shown, "zh")
    assert page.count('class="ap-mark"') == 2
    assert "left:10.000%;top:20.000%;width:74.000%" in page
    assert page.count("标出处") == 1
    assert "第 2 页，共 3 页" in page
    assert "<img src=x" not in page
    assert 'data-act="page" data-of="1"' in page
    assert "disabled" not in page
    assert "回到引文" not in page
    last = page_html(replace(shown, page=3, mark=None, is_larger=True), "en")
    assert "Back to the quote (page 2)" in last
    assert last.count("disabled") == 1
    assert "ap-larger" in last
    assert "ap-mark" not in last


def test_marks_of_lines_below_one_another_do_not_overlap(picture: PageImage) -> None:
    mark = QuoteMark(((10.0, 20.0, 90.0, 30.0), (10.0, 31.0, 90.0, 41.0)), "lines")
    page = page_html(PageShown("a", 1, None, 1, picture, mark), "en")
    places = re.findall(r"top:([\d.]+)%;width:[\d.]+%;height:([\d.]+)%", page)
    (top, height), (below, _) = [(float(a), float(b)) for a, b in places]
    assert top + height == pytest.approx(below)


def test_what_a_click_brings_may_be_anything() -> None:
    class Event:
        def __init__(self, data: object) -> None:
            self._data = data

    assert act_of(Event({"act": "open", "of": "B1"})) == Act("open", "B1")  # type: ignore[arg-type]
    assert act_of(Event(None)) == Act("", "")  # type: ignore[arg-type]
    assert len(act_of(Event({"act": ["x"] * 1000})).name) == 200  # type: ignore[arg-type]
    assert "<b>" not in button_html("x", "<b>", of='"<b>', data_confirm='"<b>"')
