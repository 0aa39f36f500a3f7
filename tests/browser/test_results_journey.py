"""Results in a real browser: verdict, charts, links and back, downloads, the print."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader

from corpus.cases.store import CaseStore
from scoring import load_rule_set
from tests.browser.conftest import CHROMIUM, in_language, says
from tests.browser.test_accessibility import faults
from tests.ui.results import LIFT, judge, new_case, read, store_of
from ui.package.verify import verify_package
from ui.rule_stamp import rule_stamp

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        CHROMIUM is None, reason="no Chromium is installed (Debian package chromium)"
    ),
]
WORDS = {
    "zh": {
        "verdict": "尚未评完", "reason": "C1.1.1 不满足", "levels": "各等级得分与分数线 80",
        "formal": "正式评价", "passed": "通过", "report": "自查报告", "gaps": "差距清单",
        "first": "先做这几步",
    },
    "en": {
        "verdict": "incomplete", "reason": "Gate C1.1.1", "levels": "Points of each level",
        "formal": "formal evaluation", "passed": "passed", "report": "self-check-report",
        "gaps": "gap-list", "first": "These steps come first",
    },
}  # fmt: skip
EXAMPLE = Path(__file__).parents[2] / "docs/examples/body-rules.yaml"
OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def case_id(home: Path) -> str:
    """A case with a document, a self-check and a formal sheet."""
    store = store_of(home)
    made = new_case(store)
    judge(store, made, {"C1.1.1": {"met": False}, "C1.2.1": None})
    judge(store, made, stage="formal")
    return made


def at_results(page: Any, address: str, case_id: str, language: str) -> dict[str, str]:
    page.goto(f"{address}?view=results&case={case_id}")
    page.wait_for_selector(".ap-results")
    in_language(page, language)
    return WORDS[language]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_from_the_verdict_to_the_evidence_and_back(
    page: Any, address: str, case_id: str, language: str
) -> None:
    words = at_results(page, address, case_id, language)
    says(page, ".ap-result-verdict", words["verdict"])
    says(page, ".ap-result-verdict", words["reason"])
    chart = page.get_by_role("img", name=words["levels"])
    assert chart.bounding_box()["width"] > 300
    fold = page.locator(".ap-figure summary").first
    fold.focus()
    page.keyboard.press("Enter")
    assert page.locator(".ap-figure table").first.is_visible()

    page.locator(".ap-way a[href*='view=evidence']").first.click()
    page.wait_for_function("document.body.dataset.view === 'evidence'")
    says(page, "#indicator", "C1.1.1")
    page.go_back()
    page.wait_for_function("document.body.dataset.view === 'results'")
    says(page, ".ap-result-verdict", words["verdict"])

    page.locator(".ap-sheets a", has_text=words["formal"]).click()
    says(page, ".ap-result-head h2", words["formal"])
    says(page, ".ap-result-verdict", words["passed"])
    assert "at=formal" in page.url
    page.reload()
    says(page, ".ap-result-verdict", words["passed"])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_files_are_saved_with_what_the_page_shows(
    page: Any, address: str, case_id: str, language: str
) -> None:
    words = at_results(page, address, case_id, language)
    with page.expect_download() as taken:
        page.click("#results button[data-of=report]")
    assert taken.value.suggested_filename == f"江畔小区-{words['report']}.docx"
    document = Document(BytesIO(Path(taken.value.path()).read_bytes()))
    assert any(LIFT in paragraph.text for paragraph in document.paragraphs)
    with page.expect_download() as taken:
        page.click("#results button[data-of=gaps]")
    assert taken.value.suggested_filename == f"江畔小区-{words['gaps']}.xlsx"
    book = load_workbook(BytesIO(Path(taken.value.path()).read_bytes()))
    assert "C1.1.1" in [cell.value for cell in book.worksheets[0]["C"]]


def test_the_print_shows_everything_and_its_origin(page: Any, address: str, case_id: str) -> None:
    at_results(page, address, case_id, "zh")
    says(page, ".ap-result-verdict", "尚未评完")
    step = page.locator(".ap-parts .ap-list").first
    height = "list => list.getBoundingClientRect().height"
    assert not step.is_visible()
    page.emulate_media(media="print")
    assert step.evaluate(height) > 20
    assert not page.locator(".ap-result-acts").is_visible()
    assert not page.locator(".ap-sheets").is_visible()
    basis = page.locator(".ap-basis").inner_text()
    assert "江畔小区" in basis
    assert "评分规则校验值" in basis


def test_the_print_loses_nothing_where_pages_are_broken(
    page: Any, address: str, home: Path
) -> None:
    store = store_of(home)
    long = new_case(store, level="A")
    judge(store, long, {"B3.1.1": {"met": False}, "C1.3.1": None, "B1.4.1": None})
    at_results(page, address, long, "en")
    says(page, ".ap-result-verdict", "incomplete")
    printed = PdfReader(BytesIO(page.pdf(format="A4")))
    assert len(printed.pages) > 5
    text = " ".join(" ".join(sheet.extract_text().split()) for sheet in printed.pages)
    assert "Result: Self-check" in text
    rules = load_rule_set("tcrea-2023")
    for row in rules.rows:
        assert f"{row.id}:" in text, row.id
    assert text.count("the mark is more than 80 (9.1)") == len(rules.levels)


@pytest.mark.parametrize("size", [(1280, 720), (820, 1180), (640, 720)])
def test_the_page_fits_its_window(
    page: Any, address: str, case_id: str, size: tuple[int, int]
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    at_results(page, address, case_id, "en")
    says(page, ".ap-result-verdict", "incomplete")
    assert page.evaluate(OVERFLOW) <= 0


@pytest.mark.parametrize("language", ["zh", "en"])
def test_before_anything_is_judged_the_page_says_what_comes_first(
    page: Any, address: str, home: Path, language: str
) -> None:
    bare = new_case(store_of(home), document=False)
    words = at_results(page, address, bare, language)
    says(page, ".ap-results", words["first"])
    page.locator(".ap-results a[href*='view=files']").click()
    page.wait_for_function("document.body.dataset.view === 'files'")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_axe_finds_nothing_in_a_full_result(
    page: Any, address: str, case_id: str, language: str
) -> None:
    words = at_results(page, address, case_id, language)
    says(page, ".ap-result-verdict", words["verdict"])
    for fold in page.locator(".ap-results summary").all():
        fold.click()
    assert faults(page) == []


def test_rules_are_uploaded_and_what_they_touch_is_confirmed(
    page: Any, address: str, home: Path
) -> None:
    store = CaseStore(home, read=read, rules=rule_stamp)
    case_id = new_case(store)
    judge(store, case_id)
    at_results(page, address, case_id, "zh")
    page.locator("#case-rules summary").click()
    with page.expect_file_chooser() as chosen:
        page.locator("#choose-rules").click()
    chosen.value.set_files(str(EXAMPLE))
    says(page, "#case-rules", "示例评价中心")
    before = len(store.suspects(case_id))
    says(page, "#suspects h3", f"待确认的评判（{before}）")
    assert faults(page) == []
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.locator("#suspects button[data-act=confirm]").first.click()
    assert len(store.suspects(case_id)) == before
    page.once("dialog", lambda dialog: dialog.accept())
    page.locator("#suspects button[data-act=confirm]").first.click()
    says(page, "#suspects h3", f"待确认的评判（{before - 1}）")
    with page.expect_download() as saved:
        page.locator("[data-of=package]").click()
    assert verify_package(Path(saved.value.path())).faults == ()
    page.locator("#suspects a", has_text="打开该行").first.click()
    page.wait_for_function("document.body.dataset.view === 'score'")
    says(page, ".ap-suspects-note", f"{before - 1} 项评判")
