"""First run in a real browser: an empty home, the sample, the tour to its end, all gone again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from corpus.encoder import Encoder
from tests.browser.conftest import CHROMIUM, in_language, says, served
from tests.browser.test_accessibility import ENLARGED, SCREEN, TABLET, faults, sized
from ui.views.home.tour import STEPS

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        CHROMIUM is None, reason="no Chromium is installed (Debian package chromium)"
    ),
]
WORDS = {
    "zh": {"empty": "还没有案卷", "sample": "示例：松涛里小区", "read": "已读", "last": "练习"},
    "en": {"empty": "No cases yet", "sample": "Sample: Songtaoli", "read": "read", "last": "Practice"},
}  # fmt: skip


def at_step(page: Any, number: int) -> None:
    page.wait_for_selector(f".ap-tour[data-step='{number}']", timeout=60_000)
    step = STEPS[number - 1]
    assert f"view={step.view}" in page.url
    assert f"at={step.at}" in page.url or not step.at
    page.wait_for_selector(".ap-toured", timeout=60_000)
    if step.view == "files":  # what comes next shows what the documents say
        page.wait_for_selector("#jobs .ap-job")
        page.wait_for_function("document.querySelectorAll('#jobs [data-act=cancel]').length === 0")
    assert page.locator(".ap-toured").count() == 1


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, real_encoder: Encoder) -> Iterator[str]:
    """A server of an empty home."""
    with served(tmp_path_factory.mktemp("empty")) as address:
        yield address


@pytest.mark.parametrize("language", ["zh", "en"])
def test_from_an_empty_home_through_the_tour_and_back(page: Any, language: str) -> None:
    words = WORDS[language]
    in_language(page, language)
    says(page, "#home", words["empty"])
    page.click("#open-sample")
    page.wait_for_url("**view=files**")
    says(page, ".ap-top .ap-menu", words["sample"])
    says(page, "#documents", "竣工验收记录.pdf")
    says(page, "#jobs", words["read"])
    page.wait_for_function("document.querySelectorAll('#jobs [data-act=cancel]').length === 0")

    page.click(".ap-top h1 a")
    page.click("#start-tour")
    for number in range(1, len(STEPS)):
        at_step(page, number)
        page.click(".ap-tour .ap-main")
    at_step(page, len(STEPS))
    says(page, ".ap-tour", words["last"])
    page.click(".ap-tour .ap-main")
    page.wait_for_selector(".ap-tour", state="detached")

    page.click("#remove-sample")
    says(page, "#home", words["empty"])
    page.wait_for_selector(".ap-top .ap-menu", state="detached")
    assert page.url.endswith("?view=home")


def test_the_tour_goes_by_keys_by_the_back_button_and_after_a_reload(page: Any) -> None:
    page.click("#start-tour")
    at_step(page, 1)
    page.focus(".ap-tour .ap-main")
    for number in (2, 3, 4, 5):
        page.keyboard.press("Enter")
        at_step(page, number)
        page.wait_for_function("document.activeElement.matches('.ap-tour .ap-main')")
    page.wait_for_function("document.querySelector('#indicator').innerText.includes('86%')")
    page.go_back()
    at_step(page, 4)
    page.reload()
    at_step(page, 4)
    # Somewhere else, and back to the step; then out of it, staying where one is.
    page.click(".ap-top nav a[href*='view=files']")
    page.wait_for_function("document.body.dataset.view === 'files'")
    page.wait_for_function("document.querySelectorAll('.ap-toured').length === 0")
    page.wait_for_selector(".ap-tour[data-part='']")
    page.click(".ap-tour nav a[href*='tour=4']")
    at_step(page, 4)
    page.click(".ap-tour nav a:last-child")
    page.wait_for_selector(".ap-tour", state="detached")
    assert "view=evidence" in page.url
    assert "tour" not in page.url
    page.wait_for_function("document.querySelectorAll('.ap-toured').length === 0")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_axe_finds_nothing_on_the_tour_and_nothing_sticks_out(page: Any, language: str) -> None:
    in_language(page, language)
    page.wait_for_selector("#open-sample")
    assert faults(page) == [], "the empty home"
    page.click("#start-tour")
    for number in range(1, len(STEPS) + 1):
        at_step(page, number)
        assert faults(page) == [], number
        for size in (TABLET, ENLARGED, SCREEN):
            sized(page, size)
            page.wait_for_timeout(100)
            width = page.evaluate("document.documentElement.scrollWidth")
            assert width <= size[0], f"step {number} is wider than the window at {size}"
        page.click(".ap-tour .ap-main")
    page.wait_for_selector(".ap-tour", state="detached")
    page.wait_for_selector("#remove-sample")
    assert faults(page) == [], "the home with a sample"
