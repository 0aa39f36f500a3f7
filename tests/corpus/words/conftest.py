"""The two ways in which words are kept: a file of the home, a PostgreSQL."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.words import WordIndex
from tests.corpus.cases.conftest import server_url

__all__ = ["server_url"]


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest) -> str:
    """The address of each store in turn; "" for a file of the home."""
    return "" if request.param == "sqlite" else str(request.getfixturevalue("server_url"))


@pytest.fixture
def index(address: str, tmp_path: Path) -> WordIndex:
    return WordIndex(tmp_path / "home", address)
