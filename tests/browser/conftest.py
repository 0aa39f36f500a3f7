"""A server, Chromium, and a page of somebody new in it that asks nobody else."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from corpus.encoder import Encoder
from tests.ui.operations.process import CHECKOUT, serving

CHROMIUM = (
    shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
)
NewPage = Callable[..., Any]
"""Opens a page of somebody new; takes the width and height of its window."""


@contextmanager
def served(
    home: Path,
    port: int = 0,
    program: Sequence[str | Path] = CHECKOUT,
    more: Mapping[str, str] | None = None,
) -> Iterator[str]:
    """A server on a home of its own; gives its address. port: 0 for any free one."""
    with serving(home, more, program, port) as server:
        try:
            yield f"{server.address}/"
        finally:
            server.stop()


@contextmanager
def chromium() -> Iterator[Any]:
    """A Chromium without windows."""
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of the server that modules share: everybody has their own cases there."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="package")
def address(home: Path, real_encoder: Encoder) -> Iterator[str]:
    """A server that modules share; those that need an empty home have a server of their own."""
    with served(home) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    # Not longer: while it is there, asyncio runs no loop of its own in this thread.
    with chromium() as browser:
        yield browser


@pytest.fixture
def new_page(browser: Any) -> Iterator[NewPage]:
    """Opens pages of people who share nothing: each has the browser to themselves."""
    with ExitStack() as opened:

        def new_page(width: int = 1280, height: int = 800) -> Any:
            size = {"width": width, "height": height}
            context = browser.new_context(viewport=size)
            opened.callback(context.close)
            return context.new_page()

        yield new_page


@pytest.fixture
def page(new_page: NewPage, address: str) -> Iterator[Any]:
    """The page of somebody who is here for the first time."""
    tab = new_page()
    faults: list[str] = []
    requests: list[str] = []
    tab.on("pageerror", lambda fault: faults.append(str(fault)))
    tab.on("request", lambda request: requests.append(request.url))
    tab.goto(address)
    tab.wait_for_selector("#new-name")
    yield tab
    assert faults == []
    outside = [url for url in requests if not url.startswith((address, "data:", "blob:"))]
    assert outside == [], "the page asked for something from outside"


def to_view(page: Any, view: str) -> None:
    """Go by the page's own links, as a user would."""
    page.click(f".ap-top nav a[href*='view={view}']")
    page.wait_for_function("view => document.body.dataset.view === view", arg=view)


def says(page: Any, where: str, words: str) -> None:
    """Wait until a part of the page says the words."""
    page.wait_for_function(
        "([where, words]) => document.querySelector(where)?.innerText.includes(words)",
        arg=[where, words],
        timeout=60_000,
    )


def in_language(page: Any, language: str) -> None:
    """Switch the page to a language."""
    page.click(f".ap-tongues button[data-of={language}]")
    page.wait_for_function(
        "language => document.documentElement.lang.startsWith(language)", arg=language
    )


def new_case(page: Any, name: str, rule_set: str = "tcrea-2023", level: str = "B") -> str:
    """Create a case on the home and return its id."""
    page.fill("#new-name", name)
    page.check(f"#home input[value={rule_set}]")
    page.check(f"#home input[value={level}]")
    page.click("#create-case")
    page.wait_for_url("**view=applies**")
    return str(re.search(r"case=(c-\w+)", page.url)[1])  # type: ignore[index]
