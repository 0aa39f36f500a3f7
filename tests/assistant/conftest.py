"""The assistant over the real clauses with the real encoder, shared by the tests that ask it; places for records."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.asking.conversation import Assistant
from assistant.asking.retrieval import Retriever
from corpus.encoder import Encoder
from corpus.index import StandardIndex
from tests.corpus.cases.conftest import server_url
from ui.settings import default_cache

__all__ = ["server_url"]


@pytest.fixture(scope="session")
def retriever(real_encoder: Encoder) -> Retriever:
    return Retriever(StandardIndex(real_encoder, default_cache()))


@pytest.fixture(scope="session")
def assistant(retriever: Retriever) -> Assistant:
    return Assistant(retriever)


@pytest.fixture(params=["home", "file", "server"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where conversations and answers are kept: in the home, in another file, on a server."""
    if request.param == "server":
        return str(request.getfixturevalue("server_url"))
    return f"sqlite:///{tmp_path}/shared/anping.sqlite3" if request.param == "file" else ""
