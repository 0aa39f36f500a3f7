"""Pages of other sites: they read nothing and send nothing, and no header tells them otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from corpus.accounts.store import AccountStore
from tests.corpus.accounts.conftest import PASSWORD, quick
from tests.ui.served import PAGE, sign_in, visiting
from ui.settings import load_settings

__all__ = ["quick"]
PATHS = ["/", "/config", "/sign-in", "/health", "/metrics", "/verify", "/gradio_api/info", "/gradio_api/upload",
         "/gradio_api/queue/join", "/gradio_api/queue/data?session_hash=x", "/api/v1/cases", "/api/v1/openapi.json",
         "/assets/x.js", "/nowhere"]  # fmt: skip
ORIGINS = ["https://evil.example", "null", "http://127.0.0.1:9999", "http://localhost:7860"]


@pytest.fixture(params=["http://127.0.0.1:7860", "https://anping.example.org"])
def client(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[TestClient]:
    """A server reached by this machine's name, and by one of its own."""
    settings = load_settings({}, home=tmp_path / "home", cache=tmp_path / "cache")
    store = AccountStore(settings.home)
    store.create("li", "李工", ["admin"], given=PASSWORD)
    with visiting(settings, store, request.param, raises=False) as client:
        yield client


@pytest.mark.parametrize("is_signed_in", [False, True])
def test_no_answer_lets_another_site_read_it(client: TestClient, is_signed_in: bool) -> None:
    if is_signed_in:
        sign_in(client)
    for path in PATHS:
        for origin in ORIGINS:
            asked = {"origin": origin, "access-control-request-method": "POST",
                     "access-control-request-headers": "authorization,content-type"}  # fmt: skip
            for answer in (
                client.get(path, headers={"origin": origin, **PAGE}),
                client.options(path, headers=asked),
            ):
                told = [name for name in answer.headers if name.startswith("access-control-")]
                assert told == [], (path, origin, told)


def test_what_another_site_sends_changes_nothing_signed_in_or_not(client: TestClient) -> None:
    for is_signed_in in (False, True):
        if is_signed_in:
            sign_in(client)
        for path in (
            "/gradio_api/queue/join",
            "/gradio_api/upload",
            "/sign-out",
            "/password",
            "/accounts",
        ):
            for method in ("POST", "PUT", "PATCH", "DELETE"):
                answer = client.request(method, path, headers={"origin": "https://evil.example"})
                assert answer.status_code == 403, (method, path)
        # The API takes no cookie for a change, whoever sends it.
        sent = client.post("/api/v1/cases", json={"name": "x", "level": "C"})
        assert (sent.status_code, sent.json()["code"]) == (401, "api-token")
