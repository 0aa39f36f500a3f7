"""The server goes away in the middle of the work and comes back: nothing typed or read is lost."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from corpus.encoder import Encoder
from tests.browser.conftest import CHROMIUM, NewPage, new_case, says, served, to_view
from tests.corpus.sample_files import text_pdf

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        CHROMIUM is None, reason="no Chromium is installed (Debian package chromium)"
    ),
]
TYPED = "重点位置的录像要保存多久？"


def visited(server: ExitStack, new_page: NewPage, home: Path) -> tuple[Any, int]:
    """Start a server on a home and open its page; gives the page and the server's port."""
    address = server.enter_context(served(home))
    page = new_page()
    page.goto(address)
    page.wait_for_selector("#new-name")
    return page, urlsplit(address).port or 0


def banner(page: Any, words: str) -> None:
    page.wait_for_function(
        "words => document.querySelector('.ap-connection')?.innerText.includes(words)",
        arg=words,
        timeout=30_000,
    )


def load_again(page: Any) -> None:
    """
    Wait until the page of before the restart is gone. Where gradio had something under way it
    loads the page by itself; else the page says that the server is another, with a button.
    """
    page.wait_for_function(
        "!window.isOfBefore || document.querySelector('.ap-connection button')", timeout=60_000
    )
    if page.evaluate("window.isOfBefore"):
        page.click(".ap-connection button")
    page.wait_for_function("!window.isOfBefore", timeout=60_000)


def test_the_server_goes_and_comes_back(
    new_page: NewPage, tmp_path: Path, real_encoder: Encoder
) -> None:
    home = tmp_path / "home"
    with ExitStack() as first:
        page, port = visited(first, new_page, home)
        new_case(page, "断线小区")
        to_view(page, "ask")
        page.fill("#question", TYPED)
        page.wait_for_selector("body:not([data-waiting])")

        first.close()
        banner(page, "连接已中断")
        page.fill("#question", f"{TYPED}又补一句")
        page.evaluate("window.isOfBefore = true")

        with served(home, port):
            load_again(page)
            page.wait_for_function(
                "document.querySelector('#question')?.value.includes('又补一句')"
            )
            assert "断线小区" in page.inner_text(".ap-menu summary")  # the case of before
            page.click("#send")
            page.wait_for_function(
                "document.querySelector('#chat').innerText.includes('90')", timeout=60_000
            )
            page.wait_for_function("document.querySelector('#question').value === ''")


def test_what_is_sent_into_the_void_is_still_there_when_the_server_is_back(
    new_page: NewPage, tmp_path: Path, real_encoder: Encoder
) -> None:
    home = tmp_path / "home"
    with ExitStack() as first:
        page, port = visited(first, new_page, home)
        to_view(page, "ask")
        page.fill("#question", TYPED)
        first.close()
        page.click("#send")
        banner(page, "连接已中断")
        assert page.input_value("#question") == TYPED
        assert not page.locator(".toast-wrap").is_visible(), "told in one place and language"
        page.evaluate("window.isOfBefore = true")
        with served(home, port):
            load_again(page)
            page.wait_for_function(
                "words => document.querySelector('#question')?.value === words",
                arg=TYPED,
                timeout=60_000,
            )


def test_long_reading_goes_on_over_a_reload_and_a_restart(
    new_page: NewPage, tmp_path: Path, real_encoder: Encoder
) -> None:
    home = tmp_path / "home"
    # So many pages that the reading is not done when the page is loaded again.
    pages = [
        [f"第 {number} 页：电梯轿厢内设置摄像机，录像保存 {number} 天。"] * 30
        for number in range(1, 1500)
    ]
    (tmp_path / "说明.pdf").write_bytes(text_pdf(*pages))
    with ExitStack() as first:
        page, port = visited(first, new_page, home)
        new_case(page, "长文件")
        to_view(page, "files")
        page.set_input_files("#upload input[type=file]", str(tmp_path / "说明.pdf"))
        page.wait_for_selector("#jobs [data-act=cancel]", timeout=60_000)
        page.reload()
        page.wait_for_selector("#jobs [data-act=cancel]", timeout=60_000)
        says(page, "#jobs", "说明.pdf")

        first.close()
        with served(home, port):  # the page, which asks how far it is, loads itself again
            says(page, "#documents", "说明.pdf")
            says(page, "#jobs", "说明.pdf")
            page.wait_for_function(
                "document.querySelector('#documents')?.innerText.includes('已读')", timeout=180_000
            )
            assert page.locator("#documents tbody tr").count() == 1
