"""The line of every request, its id, and that nothing anybody wrote is ever in the log."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from corpus.accounts.store import AccountStore
from corpus.cases.store import CaseStore
from tests.corpus.accounts.conftest import PASSWORD, quick
from tests.ui.operations.test_logs import _log_as_before
from tests.ui.served import PAGE, sign_in, visiting
from tests.ui.test_seat import CREATE, click
from ui.operations.logs import configure_logs
from ui.settings import Settings, load_settings

__all__ = ["_log_as_before", "quick"]
SECRETS = {
    "question": "极机密的提问七七七", "document": "机密文件里的一句话", "token": "anping_forgedtoken777",
    "cookie": "cookievalue777", "password": "wrongpassword777", "name": "某某小区七七七",
    "file": "secretfile777", "query": "queryvalue777", "path": "c-pathpart777", "key": "idemkey777",
    "agent": "agentvalue777", "referer": "referervalue777", "login": "login777",
}  # fmt: skip


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    chosen = {"ANPING_LOG": "json", "ANPING_LOG_LEVEL": "debug"}
    return load_settings(chosen, home=tmp_path / "home", cache=tmp_path / "cache")


@pytest.fixture
def log(settings: Settings) -> io.StringIO:
    stream = io.StringIO()
    configure_logs(settings, stream)
    return stream


@pytest.fixture
def client(settings: Settings, store: AccountStore, log: io.StringIO) -> Iterator[TestClient]:
    with visiting(settings, store, raises=False) as client:
        yield client


def requests(log: io.StringIO) -> list[dict[str, Any]]:
    said = [json.loads(line) for line in log.getvalue().splitlines()]
    return [line for line in said if line["logger"] == "anping.request"]


def test_a_line_says_what_for_by_whom_how_it_ended_and_how_long(
    client: TestClient, store: AccountStore, log: io.StringIO
) -> None:
    account = store.create("li", "李工", ["admin"], given=PASSWORD)[0]
    _, token = store.make_token(account.id, "x")
    bearer = {"authorization": f"Bearer {token}", "x-request-id": "mine-1"}
    answer = client.get("/api/v1/cases/c-none?secret=1", headers=bearer)
    assert answer.headers["x-request-id"] == "mine-1"
    assert answer.json()["request_id"] == "mine-1"
    (line,) = requests(log)
    assert line["ms"] >= 0
    expected = {
        "method": "GET", "route": "/api/v1/cases/{case}", "status": 404, "account": account.id,
        "request_id": "mine-1", "code": "corpus-unknown-case", "level": "info",
    }  # fmt: skip
    assert {name: line[name] for name in expected} == expected


@pytest.mark.parametrize("given", ["", "a b", "x" * 65, "id\tx", "编号", "<script>"])
def test_a_harmful_id_is_replaced(client: TestClient, given: str) -> None:
    headers = {"x-request-id": given.encode()} if given else {}
    answer = client.get("/health", headers=headers)  # type: ignore[arg-type]
    made = answer.headers["x-request-id"]
    assert made != given
    assert len(made) == 16


def test_probes_are_no_news_and_unknown_addresses_have_no_name(
    client: TestClient, log: io.StringIO
) -> None:
    client.get("/health")
    client.request("BREW", "/x/y/z")
    first, second = requests(log)
    assert (first["level"], second["level"]) == ("debug", "info")
    assert second["method"] == "OTHER"
    assert "x/y" not in second["route"]


def sends(client: TestClient, store: AccountStore) -> None:
    """Send a secret in every place where one can be sent."""
    s = SECRETS
    headers = {
        "authorization": f"Bearer {s['token']}", "user-agent": s["agent"], "referer": s["referer"],
        "cookie": f"anping-session={s['cookie']}", "idempotency-key": s["key"],
    }  # fmt: skip
    client.post("/api/v1/ask", json={"question": s["question"]}, headers=headers)
    client.get(f"/api/v1/cases/{s['path']}?q={s['query']}", headers=headers)
    client.get(f"/gradio_api/file={s['file']}", headers={**PAGE, **headers})
    sign_in(client, s["login"], s["password"])
    account = store.find("li")
    _, token = store.make_token(account.id, "x")
    store.make_token(account.id, "y")
    headers["authorization"] = f"Bearer {token}"
    SECRETS["real_token"] = token
    made = client.post("/api/v1/cases", json={"name": s["name"], "level": "C"}, headers=headers)
    case = made.json()["id"]
    files = {"file": (f"{s['file']}.md", s["document"].encode())}
    client.post(f"/api/v1/cases/{case}/documents", files=files, headers=headers)
    client.post("/api/v1/cases", json={s["name"]: s["question"]}, headers=headers)
    client.put(f"/api/v1/cases/{case}/sheets/own/pre", content=s["document"].encode(),
               headers={**headers, "if-match": '"0"'})  # fmt: skip
    client.get(f"/api/v1/search?q={s['query']}&standard={s['path']}", headers=headers)
    client.get(f"/api/v1/standards/tcrea-2023/clauses/{s['path']}", headers=headers)


def test_nothing_that_anybody_wrote_is_in_the_log(
    client: TestClient, store: AccountStore, log: io.StringIO,
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    store.create("li", "李工", ["admin", "clerk"], given=PASSWORD)
    sends(client, store)
    sign_in(client, "li")
    SECRETS["session"] = client.cookies["anping-session"]
    SECRETS["right_password"] = PASSWORD
    act = {**CREATE, "fields": {**CREATE["fields"], "name": SECRETS["name"]}}  # type: ignore[dict-item]
    click(client, "home", act, "", "a-page")
    # Everything fails with words of people in the error, on the API and on the page.
    monkeypatch.setattr(CaseStore, "create_case", _fails)
    monkeypatch.setattr(CaseStore, "cases", _fails)
    client.cookies.delete("anping-session")
    bearer = {"authorization": f"Bearer {SECRETS['real_token']}"}
    told = client.post("/api/v1/cases", json={"name": "x", "level": "C"}, headers=bearer)
    assert told.status_code == 500
    assert told.json()["code"] == "api-internal"
    sign_in(client, "li")
    assert not click(client, "home", act, "", "b-page")["success"]
    out = capfd.readouterr()
    said = log.getvalue() + out.out + out.err
    assert "RuntimeError at" in said
    assert "a step of a page failed" in said
    assert "a request failed" in said
    found = {name for name, secret in SECRETS.items() if secret in said}
    assert found == set()


def _fails(*_: Any, **__: Any) -> Any:
    raise RuntimeError(" ".join(SECRETS.values()))
