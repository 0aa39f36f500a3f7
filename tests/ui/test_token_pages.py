"""The page of one's own tokens: made, shown once, used, revoked; nobody else's."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from corpus.accounts.account import Account
from corpus.accounts.store import AccountStore
from tests.corpus.accounts.clock import Clock
from tests.corpus.accounts.conftest import PASSWORD, quick
from tests.ui.served import sent, sign_in, token_on, visiting
from ui.settings import Settings

__all__ = ["quick"]


@pytest.fixture
def chen(store: AccountStore) -> Account:
    store.create("li", "李工", ["admin"], given=PASSWORD)
    return store.create("chen", "陈工", ["applicant"], given=PASSWORD)[0]


@pytest.fixture
def client(settings: Settings, store: AccountStore, chen: Account) -> Iterator[TestClient]:
    with visiting(settings, store) as client:
        sign_in(client, "chen")
        yield client


def seen_on(text: str) -> str:
    return re.findall(r'name="seen" value="([^"]*)"', text)[0]


def made(client: TestClient, name: str = "夜间导入", days: str = "90") -> str:
    seen = seen_on(client.get("/tokens").text)
    page = sent(client, "/tokens", act="make", name=name, days=days, seen=seen).text
    return re.findall(r"<code>(anping_[\w-]+)</code>", page)[0]


def test_a_token_is_shown_once_and_acts_as_its_account(
    client: TestClient, store: AccountStore, chen: Account
) -> None:
    secret = made(client)
    assert store.token_account(secret) == chen
    page = client.get("/tokens").text
    assert secret not in page
    assert ("夜间导入" in page, "有效" in page) == (True, True)
    assert client.get("/tokens").headers["cache-control"] == "no-store"


def test_a_page_that_is_loaded_again_makes_no_second_token(
    client: TestClient, store: AccountStore, chen: Account
) -> None:
    page = client.get("/tokens").text
    data = {"form": token_on(page), "seen": seen_on(page), "act": "make", "name": "x", "days": "9"}
    assert client.post("/tokens", data=data).status_code == 200
    again = client.post("/tokens", data=data)
    assert (again.status_code, "anping_" in again.text) == (400, False)
    assert len(store.tokens(chen.id)) == 1


def test_its_last_use_is_told(client: TestClient, store: AccountStore) -> None:
    secret = made(client)
    assert "从未" in client.get("/tokens").text
    store.token_account(secret)
    assert "从未" not in client.get("/tokens").text


def test_a_revoked_token_ends_and_stays_listed(
    client: TestClient, store: AccountStore, chen: Account
) -> None:
    secret = made(client)
    (token,) = store.tokens(chen.id)
    page = sent(client, "/tokens", act="revoke", token=token.id).text
    assert "已吊销" in page
    assert store.token_account(secret) is None
    assert "吊销 夜间导入" not in client.get("/tokens").text


def test_an_expired_token_is_told_to_be_over(client: TestClient, clock: Clock) -> None:
    made(client, days="1")
    clock.later(hours=11)
    client.get("/tokens")
    clock.later(hours=11)
    client.get("/tokens")
    clock.later(hours=11)
    assert "已到期" in client.get("/tokens").text


@pytest.mark.parametrize("days", ["0", "367", "", "x", "9" * 40, "１２", "1.5"])
def test_days_that_no_token_lasts_are_refused_with_what_was_typed(
    client: TestClient, store: AccountStore, chen: Account, days: str
) -> None:
    answer = sent(client, "/tokens", act="make", name="导入", days=days)
    assert answer.status_code == 400
    assert "未作任何改动" in answer.text
    assert 'value="导入"' in answer.text
    assert store.tokens(chen.id) == ()


def test_names_are_shown_as_text_and_bad_ones_refused(client: TestClient) -> None:
    for name in (" ", "长" * 81):
        answer = sent(client, "/tokens", act="make", name=name, days="9")
        assert (answer.status_code, "用途须为一行" in answer.text) == (400, True)
    made(client, name="<b>x</b>")
    assert "<b>x</b>" not in client.get("/tokens").text


def test_nobody_sees_or_revokes_tokens_of_others(client: TestClient, store: AccountStore) -> None:
    admin = store.find("li")
    token, secret = store.make_token(admin.id, "of the admin")
    assert "of the admin" not in client.get("/tokens").text
    answer = sent(client, "/tokens", act="revoke", token=token.id)
    assert (answer.status_code, "没有这个令牌" in answer.text) == (400, True)
    assert store.token_account(secret) == admin


def test_another_pages_form_does_nothing(
    client: TestClient, store: AccountStore, chen: Account
) -> None:
    form = token_on(client.get("/tokens").text)
    data = {"act": "make", "name": "x", "days": "9", "form": "0" * len(form)}
    assert client.post("/tokens", data=data).status_code == 400
    foreign = {"origin": "https://evil.example"}
    assert client.post("/tokens", data={**data, "form": form}, headers=foreign).status_code == 403
    assert store.tokens(chen.id) == ()


def test_it_speaks_both_languages(client: TestClient) -> None:
    assert "我的令牌" in client.get("/tokens").text
    assert "My tokens" in client.get("/tokens", params={"lang": "en"}).text
