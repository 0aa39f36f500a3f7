"""The assistant over the real clauses with the real encoder, shared by the tests that ask it."""

from __future__ import annotations

import pytest

from assistant.asking.conversation import Assistant
from assistant.asking.retrieval import Retriever
from corpus.encoder import Encoder
from corpus.index import StandardIndex
from ui.settings import default_cache


@pytest.fixture(scope="session")
def retriever(real_encoder: Encoder) -> Retriever:
    return Retriever(StandardIndex(real_encoder, default_cache()))


@pytest.fixture(scope="session")
def assistant(retriever: Retriever) -> Assistant:
    return Assistant(retriever)
