"""The walk of docs/api.md works as it is written."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from tests.ui.api import conftest
from tests.ui.api.conftest import SITE
from ui.api.client import ApiClient
from ui.services import Services

# The fixtures of a server without a socket.
browser, clock, gated, quick, services, settings, sign = (
    conftest.browser, conftest.clock, conftest.gated, conftest.quick, conftest.services,
    conftest.settings, conftest.sign,
)  # fmt: skip
PAGE = Path(__file__).parents[2] / "docs" / "api.md"


def lines() -> list[str]:
    return re.findall(r"^\$ (curl .+)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)


def run(browser: TestClient, line: str, known: dict[str, str]) -> Any:
    """Send what a line of curl would."""
    for name, value in known.items():
        line = line.replace(f"${name}", value)
    words = shlex.split(line)[1:]
    url = words.pop()
    method, headers, body, files = "", {}, None, None
    for option, value in zip(words[::2], words[1::2], strict=True):
        match option:
            case "-H":
                key, _, said = value.partition(": ")
                headers[key] = said
            case "-X":
                method = value
            case "-d":
                body = value.encode()
            case "-F":
                field, _, name = value.partition("=@")
                files = {field: (name, "出入口设置视频监控摄像机。".encode())}
    usual = "POST" if body or files else "GET"
    return browser.request(method or usual, url, headers=headers, content=body, files=files)


def test_every_line_of_the_walk_is_answered(
    browser: TestClient, sign: Callable[[str], ApiClient], services: Services
) -> None:
    logins = {"TOKEN": "chen", "OFFICE": "zhou", "MEMBER": "wang"}
    clients = {name: sign(login) for name, login in logins.items()}
    known = {name: one._headers["authorization"].split()[1] for name, one in clients.items()}
    known["SITE"] = SITE
    told = []
    for line in lines():
        answer = run(browser, line, known)
        assert answer.is_success, (line, answer.text)
        told.append(answer.status_code)
        if line.endswith("/api/v1/cases"):
            known["CASE"] = answer.json()["id"]
        if "/documents" in line:
            assert services.reading.wait(60)
    assert told == [200, 200, 201, 202, *[200] * 7, *[201] * 4, 200, 200, 204]


def test_the_page_names_every_address(browser: TestClient) -> None:
    text = PAGE.read_text(encoding="utf-8")
    for path in browser.get("/api/v1/openapi.json").json()["paths"]:
        last = path.removesuffix("/{kind}").rpartition("/")[2]
        assert last in text, path
