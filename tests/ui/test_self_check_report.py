"""The self-check report, read back with python-docx."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from scoring import sentence
from tests.ui.results import EVIL, LIFT, judge, new_case, store_of
from ui.reports.case_result import CaseResult, Whose, case_result
from ui.reports.self_check_report import self_check_report


def report_of(result: CaseResult, language: str) -> Any:
    stream = BytesIO()
    self_check_report(result, "2026-10-17", language).save(stream)
    stream.seek(0)
    return Document(stream)


def text_of(document: Any) -> str:
    return "\n".join(node.text or "" for node in document.element.body.iter(qn("w:t")))


@pytest.fixture
def result(tmp_path: Path) -> CaseResult:
    store = store_of(tmp_path / "home")
    case_id = new_case(store, name=f"江畔\x07{EVIL}")
    judge(store, case_id, {"C1.1.1": {"met": False}, "C1.2.1": None})
    store.set_note(case_id, "C1.3.5", "已到现场核对")
    return case_result(store, case_id)


@pytest.mark.parametrize(
    ("language", "headings", "words"),
    [
        (
            "zh",
            ["结论", "得分", "基本要求", "达标最短路径", "未评的行", "矛盾", "逐项证据", "采用的解释项", "文件清单", "附录：推导过程"],
            ["自查报告", "不是评价结果", "2026 年 10 月 17 日", "第 1 页 · 支持", "备注：已到现场核对"],
        ),
        (
            "en",
            ["Verdict", "Points", "Gates", "Shortest way to the mark", "Rows that are not judged", "Contradictions", "Evidence by indicator", "Interpretations used", "Documents", "Appendix: derivation"],
            ["Self-check report", "not an evaluation result", "17 Oct 2026", "page 1 · supports", "Note: 已到现场核对"],
        ),
    ],
)  # fmt: skip
def test_the_report_holds_its_parts_in_order(
    result: CaseResult, language: str, headings: list[str], words: list[str]
) -> None:
    document = report_of(result, language)
    first = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert first == headings
    text = text_of(document)
    for word in (*words, LIFT, EVIL, result.rules.scoring_hash, result.case.id):
        assert word in text, word
    assert result.documents[0].sha256[:16] in text


def test_every_step_of_the_derivation_and_every_gate_is_there(result: CaseResult) -> None:
    text = text_of(report_of(result, "zh"))
    for step in result.assessment.trace:
        assert sentence(step, "zh") in text
    for row in result.rows:
        assert row.id in text


def test_the_contents_lead_to_the_headings(result: CaseResult) -> None:
    body = report_of(result, "zh").element.body
    targets = {link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))}
    marks = {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))}
    assert targets
    assert targets <= marks
    codes = [code.text or "" for code in body.iter(qn("w:instrText"))]
    assert any("TOC" in code for code in codes)
    begun = [mark.get(qn("w:fldCharType")) for mark in body.iter(qn("w:fldChar"))]
    assert begun.count("begin") == begun.count("end") == 1


def test_pages_are_numbered_and_fonts_named_for_chinese(result: CaseResult) -> None:
    document = report_of(result, "zh")
    section = document.sections[0]
    footer = "".join(code.text or "" for code in section.footer._element.iter(qn("w:instrText")))
    assert re.findall(r"\w+", footer) == ["PAGE", "NUMPAGES"]
    assert "自查报告" in section.header.paragraphs[0].text
    for name, font in (("Normal", "宋体"), ("Heading 1", "黑体"), ("Title", "黑体")):
        fonts = document.styles[name].element.rPr.rFonts
        assert fonts.get(qn("w:eastAsia")) == font
        assert fonts.get(qn("w:eastAsiaTheme")) is None
    heads = [row for table in document.tables for row in table.rows[:1]]
    repeated = [
        row._tr.trPr is not None and row._tr.trPr.find(qn("w:tblHeader")) is not None
        for row in heads
    ]
    assert sum(repeated) >= 8


def test_bars_are_as_wide_as_their_points(result: CaseResult) -> None:
    document = report_of(result, "en")
    groups = next(table for table in document.tables if table.rows[0].cells[-1].text == "As a bar")
    (bar,) = groups.rows[1].cells[-1].tables
    shades = [cell._tc.tcPr.find(qn("w:shd")).get(qn("w:fill")) for cell in bar.rows[0].cells]
    assert shades[-1] == "FFFFFF"  # a failed gate: the group is not scored
    (second,) = groups.rows[2].cells[-1].tables
    assert len(second.rows[0].cells) == 1


def test_another_persons_sheet_is_not_called_a_self_check(tmp_path: Path) -> None:
    store = store_of(tmp_path / "home")
    case_id = new_case(store, document=False)
    store.join_case(case_id, "me", "甲")
    judge(store, case_id, person="me")
    text = text_of(report_of(case_result(store, case_id, Whose(1, "pre"), "me"), "zh"))
    assert "评分表报告" in text
    assert "自查报告" not in text
    assert "案卷中没有文件" in text


def test_table_c1_is_reported_by_dimensions_with_the_weights_said(tmp_path: Path) -> None:
    store = store_of(tmp_path / "home")
    case_id = new_case(store, "scs-c1", None, document=False)
    judge(store, case_id, {"SE11.1": None})
    text = text_of(report_of(case_result(store, case_id), "en"))
    assert "as an illustration only" in text
    assert "SE72 Safety training" in text
    assert "Shortest way" not in text
    judge(store, case_id, words={"weights": {"SE21": "1"}})
    assert "Weighted mean 100" in text_of(report_of(case_result(store, case_id), "en"))
