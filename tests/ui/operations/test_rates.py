"""How often one may do what costs the server much."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from corpus.accounts.account import Account
from corpus.accounts.store import AccountStore
from tests.corpus.accounts.conftest import PASSWORD, quick
from tests.ui.served import sent, sign_in, visiting
from ui.operations.errors import TooOftenError
from ui.operations.rates import ACTS, Rates
from ui.services import Services
from ui.settings import Settings, SettingsError, load_settings
from ui.views.ask.view import AskHandlers
from ui.views.files.view import FilesHandlers
from ui.views.page.place import Place

__all__ = ["quick"]
REDIS = "redis://127.0.0.1:6379/9"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    rates = {f"ANPING_RATE_{act.upper()}": "3/hour" for act in ACTS}
    return load_settings(rates, home=tmp_path / "home", cache=tmp_path / "cache")


@pytest.fixture
def li(store: AccountStore) -> Account:
    return store.create("li", "李工", ["admin", "clerk"], given=PASSWORD)[0]


@pytest.fixture
def client(settings: Settings, store: AccountStore, li: Account) -> Iterator[TestClient]:
    with visiting(settings, store) as client:
        yield client


def bearer(store: AccountStore, account: Account) -> dict[str, str]:
    return {"authorization": f"Bearer {store.make_token(account.id, 'x')[1]}"}


def test_what_is_done_too_often_says_when_to_go_on(settings: Settings) -> None:
    rates = Rates(settings, lambda: True)
    for _ in range(3):
        rates.take("ask", "u-1")
    with pytest.raises(TooOftenError) as refused:
        rates.take("ask", "u-1")
    assert 0 < refused.value.wait_s <= 2 * 3600
    rates.take("ask", "u-2")
    rates.take("upload", "u-1")


def test_more_at_once_than_there_is_room_for_is_one_full_measure(settings: Settings) -> None:
    rates = Rates(settings, lambda: True)
    rates.take("upload", "u-1", 500)
    with pytest.raises(TooOftenError):
        rates.take("upload", "u-1")


def test_without_accounts_and_where_it_is_off_nothing_is_counted(settings: Settings) -> None:
    asked = list[int]()
    rates = Rates(settings, lambda: bool(asked.append(1)))
    off = Rates(replace(settings, rate_ask="off"), lambda: True)
    for _ in range(20):
        rates.take("ask", "u-1")
        off.take("ask", "u-1")
        off.take("ask", "")
    assert len(asked) == 20


def test_where_counting_does_not_work_everybody_goes_on(settings: Settings) -> None:
    rates = Rates(settings, lambda: True, "redis://127.0.0.1:1/0")
    for _ in range(5):
        rates.take("ask", "u-1")


def test_several_servers_count_together_in_a_redis(settings: Settings) -> None:
    redis = pytest.importorskip("redis")
    try:
        redis.Redis.from_url(REDIS).ping()
    except redis.RedisError:
        pytest.skip("no Redis answers at 127.0.0.1:6379")
    who = f"u-{time.time_ns()}"
    here, there = (Rates(settings, lambda: True, REDIS) for _ in range(2))
    for rates in (here, there, here):
        rates.take("ask", who)
    with pytest.raises(TooOftenError):
        there.take("ask", who)


def test_fifty_people_at_once_never_meet_the_usual_limits(tmp_path: Path) -> None:
    """Fifty sign in from one address in a minute, then each works as fast as a person can."""
    rates = Rates(load_settings({}, home=tmp_path), lambda: True)
    for person in range(50):
        rates.take("sign_in", "10.0.0.1")
        rates.take("upload", f"u-{person}", 300)
        for _ in range(30):
            rates.take("ask", f"u-{person}")
        for _ in range(600):
            rates.take("api", f"u-{person}")


@pytest.mark.parametrize(
    "value", ["0/minute", "60", "60/year", "-1/minute", "1/minute;x", "", "ON"]
)
def test_other_limits_are_refused(tmp_path: Path, value: str) -> None:
    with pytest.raises(SettingsError):
        load_settings({"ANPING_RATE_ASK": value}, home=tmp_path)


@pytest.mark.parametrize(("language", "words"), [("zh", "短时间内次数过多"), ("en", "Too often")])
def test_signing_in_too_often_is_told_on_the_page(
    client: TestClient, language: str, words: str
) -> None:
    for _ in range(3):
        assert sign_in(client, "li", "wrong password").status_code == 401
    answer = sent(client, "/sign-in", f"/sign-in?lang={language}", login="li", password=PASSWORD)
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 0
    assert words in answer.text
    assert 'value="li"' in answer.text


def test_the_api_tells_it_as_a_problem(
    client: TestClient, store: AccountStore, li: Account
) -> None:
    headers = bearer(store, li)
    for _ in range(3):
        assert client.get("/api/v1/standards", headers=headers).is_success
    answer = client.get("/api/v1/standards", headers={**headers, "accept-language": "zh"})
    assert answer.status_code == 429
    assert answer.headers["content-type"] == "application/problem+json"
    assert int(answer.headers["retry-after"]) > 0
    told = answer.json()
    assert told["code"] == "api-too-often"
    assert "短时间内次数过多" in told["detail"]


def test_another_account_is_not_concerned(
    client: TestClient, store: AccountStore, li: Account
) -> None:
    wang = store.create("wang", "王工", ["expert"], given=PASSWORD)[0]
    mine, other = bearer(store, li), bearer(store, wang)
    answers = [client.get("/api/v1/standards", headers=mine).status_code for _ in range(4)]
    assert answers == [200, 200, 200, 429]
    assert client.get("/api/v1/standards", headers=other).is_success


def test_whoever_guesses_tokens_is_slowed_down(client: TestClient) -> None:
    forged = {"authorization": "Bearer anping_forged"}
    answers = [client.get("/api/v1/standards", headers=forged).status_code for _ in range(5)]
    assert answers == [401, 401, 401, 429, 429]


def test_behind_a_proxy_addresses_are_those_that_the_proxy_saw(
    settings: Settings, store: AccountStore, li: Account
) -> None:
    forged = {"authorization": "Bearer anping_forged"}
    for trust, last in ((True, 401), (False, 429)):
        with visiting(replace(settings, trust_proxy=trust), store) as client:
            answers = [
                client.get(
                    "/api/v1/standards",
                    headers={**forged, "x-forwarded-for": f"1.1.1.1, 10.0.0.{number}"},
                ).status_code
                for number in range(4)
            ]
        assert answers[-1] == last


def test_the_page_cannot_be_made_to_take_files_without_end(client: TestClient) -> None:
    sign_in(client)
    files = {"files": ("a.txt", b"x")}
    answers = [client.post("/gradio_api/upload", files=files) for _ in range(4)]
    assert [one.status_code for one in answers] == [200, 200, 200, 429]
    assert int(answers[-1].headers["retry-after"]) > 0


@pytest.fixture
def services(settings: Settings, store: AccountStore) -> Services:
    made = Services(settings)
    made.accounts = store
    return made


@pytest.mark.parametrize(("language", "words"), [("zh", "短时间内次数过多"), ("en", "Too often")])
def test_the_page_tells_it_in_its_language(
    services: Services, li: Account, language: str, words: str, tmp_path: Path
) -> None:
    case = services.cases_for(li.id).create_case("望江苑", "scs-c1", None)
    for _ in range(3):
        services.rates.take("ask", li.id)
        services.rates.take("upload", li.id)
    pages: list[list[Any]] = list(AskHandlers(services).ask("？", Place(), li.id, language, "s"))
    assert words in pages[-1][3]
    (tmp_path / "a.txt").write_text("x")
    place = Place(view="files", case=case)
    shown = FilesHandlers(services).upload(place, [str(tmp_path / "a.txt")], li.id, language)
    assert words in shown[1]
    assert not services.cases_for(li.id).documents(case)
    assert not (tmp_path / "a.txt").exists()
