"""The page with a language model behind it, played by a server on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from corpus.encoder import Encoder
from tests.assistant.chat_server import ChatServer, Exchange, chat_server
from tests.browser.conftest import CHROMIUM, NewPage, served, to_view

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        CHROMIUM is None, reason="no Chromium is installed (Debian package chromium)"
    ),
]
TRUE = '{"text": "重点位置的录像至少保存 90 天。", "cites": [1]}\n'
EVIL = '{"text": "录像保存期限<img src=x onerror=document.title=1> ![x](http://127.0.0.1:9/x)", "cites": [1]}\n'


def begins_and_waits(exchange: Exchange) -> None:
    exchange.head()
    exchange.piece(TRUE + "{")
    exchange.wait(30)


@pytest.fixture
def server() -> Iterator[ChatServer]:
    with chat_server(lambda exchange: exchange.say(TRUE + EVIL), begins_and_waits) as running:
        yield running


@pytest.fixture
def address(server: ChatServer, tmp_path: Path, real_encoder: Encoder) -> Iterator[str]:
    model = {"ANPING_LLM_MODEL": "a-model", "ANPING_LLM_BASE_URL": server.address}
    with served(tmp_path / "home", more=model) as address:
        yield address


def chat_says(page: Any, words: str) -> None:
    page.wait_for_function(
        "words => document.querySelector('#chat').innerText.includes(words)",
        arg=words,
        timeout=30_000,
    )


def test_sentences_are_marked_shown_as_text_and_can_be_stopped(
    new_page: NewPage, address: str
) -> None:
    page = new_page()
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(address)
    page.wait_for_selector("#new-name")
    to_view(page, "ask")

    page.fill("#question", "重点位置的录像要保存多久？")
    page.click("#send")
    chat_says(page, "依据：[1] A2.3.4")
    chat_says(page, "<img src=x")
    chat_says(page, "[未证实]")
    assert page.locator("#chat img").count() == 0
    assert not [url for url in requests if url.endswith("/x")]
    page.wait_for_function("document.querySelector('#clause').innerText.includes('A2.3.4')")

    page.fill("#question", "重点位置的录像要保存多长时间？")
    page.click("#send")
    chat_says(page, "语言模型正在作答")
    page.click("#asker [data-act=stop]")
    chat_says(page, "语言模型没有采用：已停止")
    outside = [url for url in requests if not url.startswith((address, "data:", "blob:"))]
    assert outside == [], "the page asked for something from outside"
