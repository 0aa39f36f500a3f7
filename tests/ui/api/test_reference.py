"""The page of the API says all that its schema says, and loads nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

from starlette.testclient import TestClient

from ui.api.client import ApiClient
from ui.api.reference import reference_html

DOCS = "/api/v1/docs"


def test_it_names_every_operation_parameter_and_tag(browser: TestClient) -> None:
    schema = browser.get("/api/v1/openapi.json").json()
    page = unescape(browser.get(DOCS).text)
    for path, methods in schema["paths"].items():
        assert f"<code>{path}</code>" in page
        for method, operation in methods.items():
            assert f"<b>{method.upper()}</b> <code>{path}</code>" in page
            assert f'id="{operation["tags"][0]}"' in page
            for one in operation.get("parameters", ()):
                assert f"<code>{one['name']}</code>" in page


def test_it_loads_nothing_from_elsewhere_and_has_no_scripts(browser: TestClient) -> None:
    answer = browser.get(DOCS)
    assert "<script" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    linked = re.findall(r'(?:href|src)="([^"]*)"', answer.text)
    assert {one for one in linked if not one.startswith("#")} == {
        "data:,", "/looks/pages.css", "/api/v1/openapi.json",
    }  # fmt: skip
    anchors = {one[1:] for one in linked if one.startswith("#")}
    assert anchors == set(re.findall(r'<h2 id="([^"]*)"', answer.text))


def test_it_is_for_whoever_may_read_the_schema(
    browser: TestClient, sign: Callable[[str], ApiClient]
) -> None:
    client = sign("chen")
    assert browser.get(DOCS).status_code == 401
    assert client.send("GET", "/docs").status_code == 200


def test_what_a_schema_says_is_shown_as_text() -> None:
    schema = {
        "info": {"title": "<b>", "version": "1", "description": "`a<b>`"},
        "servers": [{"url": "/x"}],
        "paths": {"/y": {"get": {"tags": ["t"], "summary": "<i>", "responses": {}}}},
    }
    page = reference_html(schema)
    assert "<b>API" not in page
    assert "<i>" not in page
    assert "<code>a&lt;b&gt;</code>" in page
