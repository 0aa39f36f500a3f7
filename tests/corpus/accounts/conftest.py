"""Accounts whose passwords are quickly reckoned."""

from __future__ import annotations

from pathlib import Path

import pytest
from argon2 import PasswordHasher

from corpus.accounts import password
from corpus.accounts.account import Account
from corpus.accounts.store import AccountStore
from tests.corpus.accounts.clock import Clock
from tests.corpus.cases.conftest import server_url

__all__ = ["server_url"]
PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        password, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    )
    password._nobodys.cache_clear()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["file", "server"])
def url(request: pytest.FixtureRequest) -> str:
    """Where accounts are kept: in the home or on a server."""
    return str(request.getfixturevalue("server_url")) if request.param == "server" else ""


@pytest.fixture
def store(tmp_path: Path, clock: Clock, url: str) -> AccountStore:
    return AccountStore(tmp_path / "home", url=url, clock=clock)


@pytest.fixture
def admin(store: AccountStore) -> Account:
    return store.create("li", "李工", ["admin"], given=PASSWORD)[0]
