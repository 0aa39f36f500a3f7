"""Who sits at the browser: what a browser says of it is not believed where there are accounts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from corpus.accounts.store import AccountStore
from corpus.cases.store import CaseStore
from corpus.record.event import person_mark
from tests.corpus.accounts.conftest import PASSWORD, quick
from tests.ui.served import sign_in, visiting
from ui.settings import Settings
from ui.views.page.seat import Seats

__all__ = ["quick"]
CREATE = {
    "act": "create",
    "of": "",
    "fields": {"name": "甲", "rule_set": "scs-c1", "level": "A", "stage": "pre"},
}


@pytest.fixture
def client(settings: Settings, store: AccountStore) -> Iterator[TestClient]:
    with visiting(settings, store) as client:
        yield client


def element(config: dict[str, Any], elem_id: str) -> int:
    found = (one["id"] for one in config["components"] if one["props"].get("elem_id") == elem_id)
    return int(next(found))


def event_of(config: dict[str, Any], elem_id: str) -> dict[str, Any]:
    """The handler of clicks in a block."""
    target = [element(config, elem_id), "click"]
    return next(one for one in config["dependencies"] if target in one["targets"])


def click(
    client: TestClient, elem_id: str, act: dict[str, Any], person: str, page: str
) -> dict[str, Any]:
    """Send what a page sends for a click, with any person; returns the event's last message."""
    config = client.get("/config").json()
    event = event_of(config, elem_id)
    kinds = {one["id"]: one["type"] for one in config["components"]}
    data = [person if kinds[one] == "browserstate" else None for one in event["inputs"]]
    body = {
        "data": data, "event_data": act, "fn_index": event["id"], "session_hash": page,
        "trigger_id": element(config, elem_id),
    }  # fmt: skip
    assert client.post("/gradio_api/queue/join", json=body).status_code == 200
    told = client.get("/gradio_api/queue/data", params={"session_hash": page})
    messages = [json.loads(line[6:]) for line in told.text.splitlines() if line.startswith("data:")]
    return next(one for one in messages if one["msg"] == "process_completed")


def made_by(store: AccountStore) -> set[str]:
    cases = CaseStore(store.home)
    return {event.who for case in cases.cases() for event in cases.events(case.id)}


def test_a_person_that_the_browser_makes_up_is_not_believed(
    client: TestClient, store: AccountStore
) -> None:
    li = store.create("li", "李工", ["admin", "clerk"], given=PASSWORD)[0]
    wang = store.create("wang", "王工", ["clerk"], given=PASSWORD)[0]
    sign_in(client, "wang")
    for forged in (li.id, "", "somebody"):
        assert click(client, "home", CREATE, forged, "page-of-wang")["success"]
    assert made_by(store) == {person_mark(wang.id)}


def test_what_a_page_shows_is_the_account_that_is_signed_in(
    client: TestClient, store: AccountStore
) -> None:
    li = store.create("li", "李工 <i>", ["admin"], given=PASSWORD)[0]
    store.create("wang", "王工", ["expert"], given=PASSWORD)
    for login, shown, hidden in (("wang", "王工", "/accounts"), ("li", "李工 &lt;i&gt;", "王工")):
        sign_in(client, login)
        gate = {"address": "?view=home", "language": "zh", "number": "1"}
        move = {"act": "", "of": "", "fields": gate}
        drawn = str(click(client, "gate-home", move, li.id, f"page-of-{login}")["output"])
        assert f"<b>{shown}</b>" in drawn
        assert hidden not in drawn
        client.cookies.delete("anping-session")


def test_a_page_of_one_account_does_nothing_for_another(
    client: TestClient, store: AccountStore
) -> None:
    store.create("li", "李工", ["admin", "clerk"], given=PASSWORD)
    wang = store.create("wang", "王工", ["clerk"], given=PASSWORD)[0]
    sign_in(client, "wang")
    assert click(client, "home", CREATE, "", "one-page")["success"]
    client.cookies.delete("anping-session")
    sign_in(client, "li")
    there = client.get("/gradio_api/queue/data", params={"session_hash": "one-page"})
    assert there.status_code == 403
    event = event_of(client.get("/config").json(), "home")
    data = [None] * len(event["inputs"])
    body = {"data": data, "event_data": CREATE, "fn_index": event["id"], "session_hash": "one-page"}
    client.post("/gradio_api/queue/join", json={**body, "trigger_id": event["targets"][0][0]})
    client.cookies.delete("anping-session")
    sign_in(client, "wang")
    told = client.get("/gradio_api/queue/data", params={"session_hash": "one-page"}).text
    assert '"success":false' in told.replace(" ", "")
    assert made_by(store) == {person_mark(wang.id)}


def test_without_accounts_the_browser_s_own_token_counts(
    client: TestClient, store: AccountStore
) -> None:
    assert click(client, "home", CREATE, "token-of-this-browser", "page")["success"]
    assert made_by(store) == {person_mark("token-of-this-browser")}


def test_a_page_is_of_the_account_that_came_first() -> None:
    seats = Seats()
    assert seats.is_of("page", "u-a")
    assert seats.take("page", "u-a")
    assert seats.take("page", "u-a")
    assert not seats.take("page", "u-b")
    assert not seats.is_of("page", "u-b")
    assert seats.take("other", "u-b")
