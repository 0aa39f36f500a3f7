"""From an upload to a decision in a real browser: progress, map, suggestion, page with its mark."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import CHROMIUM, in_language, new_case, says, to_view
from tests.corpus.sample_files import text_pdf

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        CHROMIUM is None, reason="no Chromium is installed (Debian package chromium)"
    ),
]
PRINTED = "电梯轿厢内设置摄像机，图像清晰显示乘梯人员的情况。"
TYPED = "电梯轿厢内安装半球摄像机，采集的图像能清晰显示人员的乘梯情况。"
EVIL = "<img src=x onerror=\"document.title='evil'\"> ${document.title='evil'} {{value}}"
WORDS = {
    "zh": {
        "read": "已读", "refused": "未能读取", "supported": "有证据",
        "page": "第 2 页，共 2 页", "marked": "标出处", "accepted": "已采纳", "undone": "已撤销",
    },
    "en": {
        "read": "read, ", "refused": "not read",
        "supported": "supported", "page": "page 2 of 2", "marked": "marked",
        "accepted": "accepted", "undone": "Undone",
    },
}  # fmt: skip


def files(folder: Path, language: str) -> list[str]:
    """Different in each language: a file that was read before is not read again."""
    (folder / "验收.pdf").write_bytes(text_pdf([f"第一页只有别的话：{language}。"], [PRINTED]))
    (folder / "说明.md").write_text(f"# 说明 {language}\n\n{TYPED}\n\n{EVIL}\n", encoding="utf-8")
    (folder / "图.dwg").write_bytes(b"AC1027" + language.encode() + bytes(2000))
    return [str(folder / name) for name in ("验收.pdf", "说明.md", "图.dwg")]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_from_upload_to_decision(page: Any, tmp_path: Path, language: str) -> None:
    words = WORDS[language]
    in_language(page, language)
    new_case(page, f"小区 <b>{language}</b>")
    to_view(page, "files")
    page.set_input_files("#upload input[type=file]", files(tmp_path, language))
    says(page, "#jobs", words["read"])
    says(page, "#jobs", words["refused"])
    says(page, "#jobs", "DXF")  # what to do with a drawing
    says(page, "#documents", "说明.md")
    page.wait_for_function("document.querySelectorAll('#jobs [data-act=cancel]').length === 0")

    page.reload()
    says(page, "#jobs", words["refused"])  # in the language and the case of before

    page.click("#documents .ap-main")
    page.wait_for_selector(".ap-cell", timeout=60_000)
    cell = page.locator('.ap-cell[data-of="C1.3.5"]')
    assert words["supported"] in cell.get_attribute("aria-label")
    assert cell.inner_text() == "✓"
    cell.click()
    says(page, "#indicator", TYPED)
    assert cell.get_attribute("aria-current") == "true"

    printed = page.locator(f".ap-suggestion:has-text('{PRINTED}')")
    printed.locator("button[data-act=show]").click()
    page.wait_for_selector(".ap-sheet img", timeout=30_000)
    says(page, "#source", words["page"])
    says(page, ".ap-mark", words["marked"])
    is_inside = """() => {
      const mark = document.querySelector('.ap-mark').getBoundingClientRect();
      const sheet = document.querySelector('.ap-sheet').getBoundingClientRect();
      return mark.width > 50 && mark.left >= sheet.left && mark.right <= sheet.right
        && mark.top >= sheet.top && mark.bottom <= sheet.bottom && getComputedStyle(
          document.querySelector('.ap-mark')).borderTopStyle === 'solid';
    }"""
    assert page.evaluate(is_inside)
    page.click("#source button[data-act=page]:not([disabled])")
    page.wait_for_function("document.querySelector('.ap-mark') === null")
    page.click("#source .ap-tools button:last-child")
    says(page, ".ap-mark", words["marked"])

    printed.locator("button[data-act=accept]").click()
    says(page, "#indicator", words["accepted"])
    page.click("#indicator button[data-act=undo]")
    says(page, "#indicator", words["undone"])
    assert page.locator(".ap-suggestion [aria-pressed=true]").count() == 1  # only "shown beside"

    to_view(page, "files")
    page.on("dialog", lambda dialog: dialog.accept())
    page.click("#removal summary")
    page.click("#removal [data-act=remove_case]")
    page.wait_for_selector("#new-name:visible")
    assert f"<b>{language}</b>" not in page.inner_text("#home")
    assert page.title() != "evil"
    kept = page.evaluate("Object.keys(localStorage).concat(Object.keys(sessionStorage))")
    assert not [key for key in kept if "history" in key], "what is read must not stay behind"


def test_the_map_is_moved_through_by_keys_and_the_page_too(page: Any, tmp_path: Path) -> None:
    new_case(page, "keys")
    to_view(page, "files")
    page.set_input_files("#upload input[type=file]", files(tmp_path, "keys"))
    says(page, "#jobs", "DXF")
    says(page, "#documents", "已读")
    page.wait_for_function("document.querySelectorAll('#jobs [data-act=cancel]').length === 0")
    to_view(page, "evidence")
    page.wait_for_selector(".ap-cell", timeout=60_000)
    page.locator(".ap-cell[tabindex='0']").focus()
    first = page.evaluate("document.activeElement.dataset.of")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    moved = page.evaluate("document.activeElement.dataset.of")
    assert moved != first
    page.keyboard.press("Enter")
    says(page, "#indicator", moved)
    page.keyboard.press("Tab")
    assert page.evaluate("!document.activeElement.classList.contains('ap-cell')")


def test_users_see_only_their_own_uploads(page: Any, tmp_path: Path) -> None:
    new_case(page, "two")
    to_view(page, "files")
    page.set_input_files("#upload input[type=file]", files(tmp_path, "two"))
    says(page, "#jobs", "图.dwg")
    other = page.context.browser.new_page()
    other.goto(page.url)
    says(other, "#documents", "图.dwg")
    assert other.locator(".ap-job").count() == 0
    other.close()


def test_the_address_leads_to_a_case_and_an_indicator_and_back(page: Any, tmp_path: Path) -> None:
    case_id = new_case(page, "link")
    to_view(page, "files")
    page.set_input_files("#upload input[type=file]", files(tmp_path, "link"))
    says(page, "#documents", "已读")
    page.wait_for_function("document.querySelectorAll('#jobs [data-act=cancel]').length === 0")
    start = page.url.partition("?")[0]
    page.goto(f"{start}?view=evidence&case={case_id}&at=C1.3.5")
    says(page, "#indicator", TYPED)
    assert page.title().startswith("C1.3.5 · 证据 · link")
    page.click('.ap-cell[data-of="C1.1.1"]')
    says(page, "#indicator", "C1.1.1")
    assert "at=C1.1.1" in page.url
    page.go_back()
    says(page, "#indicator", TYPED)
    page.go_forward()
    says(page, "#indicator", "C1.1.1")
    page.goto(f"{start}?view=evidence&case=c-000000")
    says(page, "#router [role=alert]", "c-000000")
    page.wait_for_selector("#new-name:visible")
