"""A server of the API without a socket and without the workbench, and its clients."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from corpus.accounts.store import AccountStore
from corpus.encoder import Encoder
from tests.corpus.accounts.clock import Clock
from tests.corpus.accounts.conftest import PASSWORD, quick
from ui.api.app import PREFIX, build_api
from ui.api.client import ApiClient
from ui.services import Services
from ui.serving.gate import Gate
from ui.settings import Settings, default_cache, load_settings

__all__ = ["quick"]
SITE = "http://127.0.0.1:7860"
PEOPLE = {
    "li": ["admin"], "zhou": ["clerk"], "chen": ["applicant"], "sun": ["applicant"],
    "wang": ["expert"],
}  # fmt: skip


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings({}, home=tmp_path / "home", cache=default_cache())


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def services(settings: Settings, clock: Clock) -> Services:
    made = Services(settings)
    made.accounts = AccountStore(settings.home, clock=clock)
    return made


@pytest.fixture
def gated(services: Services) -> Gate:
    app = Starlette(routes=[Mount(PREFIX, build_api(services))])
    return Gate(
        app, services.accounts, services.settings, lambda _seat, _account: False, services.rates
    )


@pytest.fixture
def browser(gated: Gate) -> Iterator[TestClient]:
    with TestClient(gated, SITE, follow_redirects=False, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def api(browser: TestClient) -> ApiClient:
    """Whoever works on this machine, where there are no accounts."""
    return ApiClient(http=browser)


@pytest.fixture
def sign(browser: TestClient, services: Services) -> Callable[[str], ApiClient]:
    """Everybody has an account; clients of them by login."""
    store = services.accounts
    by_login = {
        login: store.create(login, login, roles, given=PASSWORD)[0]
        for login, roles in PEOPLE.items()
    }

    def client(login: str) -> ApiClient:
        _, secret = store.make_token(by_login[login].id, "test")
        return ApiClient(token=secret, http=browser)

    return client


@pytest.fixture
def with_encoder(real_encoder: Encoder) -> Encoder:
    return real_encoder
