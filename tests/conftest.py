"""What every test gets: a clean environment; and where the built encoder is."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from corpus.encoder import Encoder, load_encoder
from corpus.encoder_build import is_built
from ui.settings import default_cache


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.startswith("ANPING_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("ANPING_HOME", str(tmp_path / "home"))


@pytest.fixture(scope="session")
def real_encoder() -> Encoder:
    """The default encoder, or a skip that says that it is not built."""
    cache = default_cache()
    if not is_built(cache):
        pytest.skip("the default encoder is not built; run `anping prepare`")
    return load_encoder("default", cache)
