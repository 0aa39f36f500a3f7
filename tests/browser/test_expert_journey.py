"""Experts judge a case by keyboard alone, blind to each other, in Chinese and in English."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from tests.browser.conftest import CHROMIUM, NewPage, in_language, new_case, says, to_view

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        CHROMIUM is None, reason="no Chromium is installed (Debian package chromium)"
    ),
]
WORDS = {
    "zh": {"met": "满足", "not_met": "不满足", "missing": "未保存", "undone": "已撤销",
           "submitted": "已提交", "begun": "我的专家评分表（王工）", "verdict": "尚未评完",
           "keys": "本页快捷键", "covered": "不予显示", "differ": "相差"},
    "en": {"met": "met", "not_met": "not met", "missing": "not saved", "undone": "Undone",
           "submitted": "Submitted", "begun": "My expert sheet (王工)", "verdict": "incomplete",
           "keys": "Keys on this page", "covered": "is not shown", "differ": "apart"},
}  # fmt: skip

# Keeps whatever the server sends to the page.
RECORDER = """
  window.received = '';
  const keep = async (reader) => {
    try {
      for (let part = await reader?.read(); part && !part.done; part = await reader.read()) window.received += part.value;
    } catch { /* the page has closed the stream */ }
  };
  const ask = window.fetch;
  window.fetch = async (...given) => {
    const answer = await ask(...given);
    keep(answer.clone().body?.pipeThrough(new TextDecoderStream()).getReader());
    return answer;
  };
"""


@pytest.fixture
def others(new_page: NewPage) -> Any:
    """A second browser, of somebody else."""
    return new_page(1280, 720)


def at_row(page: Any, row: str) -> None:
    page.wait_for_function(
        "row => document.querySelector('.ap-row-head .ap-id')?.innerText === row"
        " && location.search.includes(`at=${row}`)",
        arg=row,
    )


def pressed(page: Any, key: str, words: str) -> None:
    """Press a key and wait until the page says what it did."""
    page.evaluate("document.querySelector('#score-told').textContent = ''")
    page.keyboard.press(key)
    says(page, "#score-told", words)


def tab_to(page: Any, selector: str) -> None:
    """Go to an element with the Tab key alone."""
    for _ in range(80):
        if page.evaluate("selector => !!document.activeElement?.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the Tab key does not come to {selector}")


def begin_own_sheet(page: Any, language: str) -> None:
    tab_to(page, "#owner-own")
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.id === 'own-name'")
    page.keyboard.type("王工")
    page.keyboard.press("Enter")
    says(page, "#score-bar", WORDS[language]["begun"])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_expert_judges_by_keyboard_only(page: Any, language: str) -> None:
    in_language(page, language)
    case = new_case(page, "专家", level="C")
    page.goto(page.url.split("?")[0] + f"?view=score&case={case}&lang={language}")
    page.wait_for_selector("#score-rows .ap-line")
    begin_own_sheet(page, language)
    page.keyboard.press("Escape")
    at_row(page, "C1.1.1")
    judge_gates(page, WORDS[language])
    give_points(page, WORDS[language])
    reload_and_submit(page, WORDS[language])


def judge_gates(page: Any, words: dict[str, str]) -> None:
    pressed(page, "m", words["met"])
    page.keyboard.press("s")
    at_row(page, "C1.1.2")
    page.keyboard.press("ArrowDown")
    at_row(page, "C1.1.3")
    page.keyboard.press("k")
    at_row(page, "C1.1.2")
    pressed(page, "n", words["not_met"])
    page.keyboard.press("r")
    page.keyboard.type("mng s: 无门禁")  # single keys are letters while one types
    page.keyboard.press("Control+Enter")
    at_row(page, "C1.1.3")
    assert page.locator("#line-C1\\.1\\.2 .ap-j-not_met").count() == 1


def give_points(page: Any, words: dict[str, str]) -> None:
    while page.evaluate("document.querySelector('.ap-row-head .ap-id').innerText") != "C1.2.1":
        row = page.evaluate("document.querySelector('.ap-row-head .ap-id').innerText")
        page.keyboard.press("j")
        page.wait_for_function(
            "row => document.querySelector('.ap-row-head .ap-id').innerText !== row", arg=row
        )
    at_row(page, "C1.2.1")
    page.keyboard.press("p")
    page.keyboard.type("2.5")
    page.keyboard.press("Enter")
    says(page, "#score-told", words["missing"])
    page.wait_for_function("document.activeElement.id === 'reason-C1.2.1'")
    page.keyboard.type("北侧无联动")
    page.keyboard.press("Control+Enter")
    says(page, "#line-C1\\.2\\.1", "2.5/4")
    says(page, "#verdict", words["verdict"])
    pressed(page, "u", words["undone"])
    at_row(page, "C1.2.1")
    assert "2.5" not in page.inner_text("#line-C1\\.2\\.1")


def reload_and_submit(page: Any, words: dict[str, str]) -> None:
    page.keyboard.press("?")
    page.wait_for_selector("dialog.ap-keys")
    assert words["keys"] in page.inner_text("dialog.ap-keys")
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog.ap-keys", state="detached")
    page.reload()
    says(page, "#score-bar", words["begun"])
    page.wait_for_selector("#line-C1\\.1\\.2 .ap-j-not_met")
    page.once("dialog", lambda dialog: dialog.accept())
    tab_to(page, "#score-submit")
    page.keyboard.press("Enter")
    says(page, "#score-told", words["submitted"])
    assert page.locator("#judge-met").is_disabled()
    page.keyboard.press("e")
    page.wait_for_function("document.body.dataset.view === 'evidence'")


def test_single_keys_can_be_switched_off(page: Any) -> None:
    new_case(page, "无快捷键", level="C")
    to_view(page, "score")
    page.wait_for_selector("#score-rows .ap-line")
    page.keyboard.press("?")
    page.uncheck("dialog.ap-keys input")
    page.keyboard.press("Escape")
    page.keyboard.press("m")
    time.sleep(1)
    assert page.locator("#score-rows .ap-j-met").count() == 0
    page.click("[data-help]")
    page.check("dialog.ap-keys input")
    page.keyboard.press("Escape")
    pressed(page, "m", "满足")


def test_experts_see_nothing_of_each_other_before_both_have_submitted(
    page: Any, others: Any
) -> None:
    case = new_case(page, "互盲", level="C")
    address = page.url.split("?")[0] + f"?view=score&case={case}"
    for tab, key, reason in ((page, "n", "甲的理由"), (others, "m", "乙的理由")):
        tab.goto(address)
        tab.wait_for_selector("#score-rows .ap-line")
        begin_own_sheet(tab, "zh")
        tab.keyboard.press("Escape")
        pressed(tab, key, "C1.1.1")
        tab.keyboard.press("r")
        tab.keyboard.type(reason)
        tab.keyboard.press("Escape")
        tab.keyboard.press("j")
        at_row(tab, "C1.1.2")
    page.once("dialog", lambda dialog: dialog.accept())
    page.click("#score-submit")
    says(page, "#score-told", "已提交")
    others.add_init_script(RECORDER)
    others.reload()
    others.wait_for_selector("#score-rows .ap-line")
    others.click("#owner-case")
    says(others, "#score-told", "不予显示")
    others.click("#stage-formal")
    others.click("#stage-pre")
    others.wait_for_selector("#stage-pre[aria-pressed=true]")
    others.click("#line-C1\\.1\\.1 button")
    at_row(others, "C1.1.1")
    assert others.input_value("#reason-C1\\.1\\.1") == "乙的理由"
    others.wait_for_function("window.received.includes('C1.1.1')")
    seen = others.evaluate("window.received")
    own, theirs = (json.dumps(words)[1:-1] for words in ("乙的理由", "甲的理由"))
    assert own in seen or "乙的理由" in seen
    for words in (theirs, "甲的理由"):
        assert words not in seen + others.content(), "another's words came to this browser"
    assert others.locator("#score-differences table").count() == 0

    others.once("dialog", lambda dialog: dialog.accept())
    others.click("#score-submit")
    says(others, "#score-told", "已提交")
    others.click("#compare-people-pre")
    says(others, "#score-differences", "甲的理由")
    page.reload()
    page.click("#compare-people-pre")
    says(page, "#score-differences", "乙的理由")


def test_keys_pressed_before_the_answer_are_done_in_order(page: Any) -> None:
    new_case(page, "快", level="C")
    to_view(page, "score")
    page.wait_for_selector("#score-rows .ap-line")
    for key in ("m", "s", "m", "s", "n", "s", "m"):
        page.keyboard.press(key)
    page.wait_for_function("document.querySelectorAll('#score-rows .ap-j-met').length === 3")
    states = page.eval_on_selector_all(
        "#score-rows .ap-line", "lines => lines.slice(0, 4).map((one) => one.className)"
    )
    wanted = ["met", "met", "not_met", "met"]
    assert [state.split("ap-j-")[1] for state in states] == wanted


def test_typed_text_is_kept_when_the_row_is_left_by_a_click(page: Any) -> None:
    new_case(page, "留", level="C")
    to_view(page, "score")
    page.wait_for_selector("#score-rows .ap-line")
    page.fill("#reason-C1\\.1\\.1", "尚需现场核对")
    page.click("#line-C1\\.2\\.1 button")
    at_row(page, "C1.2.1")
    assert page.input_value("#reason-C1\\.2\\.1") == ""
    page.click("#line-C1\\.1\\.1 button")
    at_row(page, "C1.1.1")
    assert page.input_value("#reason-C1\\.1\\.1") == "尚需现场核对"
    assert "✎" in page.inner_text("#line-C1\\.1\\.1")
    page.reload()
    at_row(page, "C1.1.1")
    assert page.input_value("#reason-C1\\.1\\.1") == "尚需现场核对"


def test_table_c1_is_ticked_and_the_sheet_downloaded(page: Any) -> None:
    new_case(page, "表", "scs-c1")
    page.goto(page.url.replace("view=applies", "view=score") + "&at=SE42.2")
    at_row(page, "SE42.2")
    page.check("#option-SE42\\.2-1")
    says(page, "#score-told", "SE42.2")
    page.check("#option-SE42\\.2-2")
    page.wait_for_function("document.querySelector('#verdict').innerText.includes('2 项')")
    page.keyboard.press("j")
    at_row(page, "SE42.3")
    page.keyboard.press("k")
    at_row(page, "SE42.2")
    assert page.is_checked("#option-SE42\\.2-1")
    assert not page.is_checked("#option-SE42\\.2-3")
    page.click("#score-bar .ap-menu summary")
    with page.expect_download() as download:
        page.click("#download-yaml")
    assert download.value.suggested_filename == "anping-scs-c1-pre.yaml"
    page.set_input_files("#score-upload input[type=file]", download.value.path())
