"""A home of its own for each test of a server, and a clock that is set by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.accounts.store import AccountStore
from tests.corpus.accounts.clock import Clock
from ui.settings import Settings, load_settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings({}, home=tmp_path / "home", cache=tmp_path / "cache")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(settings: Settings, clock: Clock) -> AccountStore:
    return AccountStore(settings.home, clock=clock)
