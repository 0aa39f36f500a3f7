"""From an upload to a decision in a real browser: progress, map, suggestion, page with its mark."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import CHROMIUM
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
        "tab": "案卷与证据", "read": "已读", "refused": "未能读取", "supported": "有证据",
        "page": "第 2 页，共 2 页", "marked": "标出处", "accepted": "已采纳", "undone": "已撤销",
        "removed": "已移除案卷", "evidence": "证据", "documents": "文件",
    },
    "en": {
        "tab": "Case and evidence", "read": "read, ", "refused": "not read",
        "supported": "supported", "page": "page 2 of 2", "marked": "marked",
        "accepted": "accepted", "undone": "Undone", "removed": "is removed",
        "evidence": "Evidence", "documents": "Documents",
    },
}  # fmt: skip


def says(page: Any, where: str, words: str) -> None:
    page.wait_for_function(
        "([where, words]) => document.querySelector(where)?.innerText.includes(words)",
        arg=[where, words],
        timeout=60_000,
    )


def files(folder: Path, language: str) -> list[str]:
    """Different in each language: a file that was read before is not read again."""
    (folder / "验收.pdf").write_bytes(text_pdf([f"第一页只有别的话：{language}。"], [PRINTED]))
    (folder / "说明.md").write_text(f"# 说明 {language}\n\n{TYPED}\n\n{EVIL}\n", encoding="utf-8")
    (folder / "图.dwg").write_bytes(b"AC1027" + language.encode() + bytes(2000))
    return [str(folder / name) for name in ("验收.pdf", "说明.md", "图.dwg")]


def in_language(page: Any, language: str) -> dict[str, str]:
    if language == "en":
        page.get_by_text("English").click()
        page.wait_for_function("document.querySelector('#send').innerText === 'Ask'")
    return WORDS[language]


def new_case(page: Any, language: str) -> None:
    if not page.locator("#case-name input, #case-name textarea").first.is_visible():
        page.click("#new-case button")
    page.fill("#case-name textarea, #case-name input", f"小区 <b>{language}</b>")
    page.click("#create-case")
    says(page, "#case-message", "c-")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_from_upload_to_decision(page: Any, tmp_path: Path, language: str) -> None:
    words = in_language(page, language)
    page.click(f"role=tab[name='{words['tab']}']")
    new_case(page, language)
    page.set_input_files("#upload input[type=file]", files(tmp_path, language))
    says(page, "#jobs", words["read"])
    says(page, "#jobs", words["refused"])
    says(page, "#jobs", "DXF")  # what to do with a drawing
    says(page, "#documents", "说明.md")
    page.wait_for_function("document.querySelectorAll('#jobs [data-act=cancel]').length === 0")

    page.reload()
    page.wait_for_selector("#question textarea")
    in_language(page, language)
    page.click(f"role=tab[name='{words['tab']}']")
    says(page, "#jobs", words["refused"])

    page.click("#find")
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

    page.click(f"role=tab[name='{words['documents']}']")
    page.on("dialog", lambda dialog: dialog.accept())
    page.click("#removal button")
    says(page, "#case-message", words["removed"])
    assert page.title() != "evil"
    kept = page.evaluate("Object.keys(localStorage).concat(Object.keys(sessionStorage))")
    assert not [key for key in kept if "history" in key], "what is read must not stay behind"


def test_the_map_is_moved_through_by_keys_and_the_page_too(page: Any, tmp_path: Path) -> None:
    page.click("role=tab[name='案卷与证据']")
    new_case(page, "keys")
    page.set_input_files("#upload input[type=file]", files(tmp_path, "keys"))
    says(page, "#jobs", "DXF")
    says(page, "#documents", "已读")
    page.wait_for_function("document.querySelectorAll('#jobs [data-act=cancel]').length === 0")
    page.click("#find")
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
    page.click("role=tab[name='案卷与证据']")
    new_case(page, "two")
    page.set_input_files("#upload input[type=file]", files(tmp_path, "two"))
    says(page, "#jobs", "图.dwg")
    other = page.context.browser.new_page()
    other.goto(page.url)
    other.wait_for_selector("#question textarea")
    other.click("role=tab[name='案卷与证据']")
    other.click("#case input")
    other.get_by_role("option", name="<b>two</b>").click()
    says(other, "#documents", "图.dwg")
    assert other.locator(".ap-job").count() == 0
    other.close()
