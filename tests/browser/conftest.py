"""A server of its own for a module of tests, and a page in Chromium that asks nobody else."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from corpus.encoder import Encoder

CHROMIUM = (
    shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, real_encoder: Encoder) -> Iterator[str]:
    environment = {**os.environ, "ANPING_HOME": str(tmp_path_factory.mktemp("home"))}
    command = [sys.executable, "-c", "from ui.cli.main import main; main()", "serve", "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as server:
        assert server.stderr is not None
        for line in server.stderr:
            found = re.search(r"http://\S+", line)
            if found:
                break
        yield found[0]  # type: ignore[index]
        server.terminate()


@pytest.fixture
def page(address: str) -> Iterator[Any]:
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        tab = browser.new_page(viewport={"width": 1280, "height": 800})
        faults: list[str] = []
        requests: list[str] = []
        tab.on("pageerror", lambda fault: faults.append(str(fault)))
        tab.on("request", lambda request: requests.append(request.url))
        tab.goto(address)
        tab.wait_for_selector("#question textarea")
        yield tab
        assert faults == []
        outside = [url for url in requests if not url.startswith((address, "data:", "blob:"))]
        assert outside == [], "the page asked for something from outside"
        browser.close()
