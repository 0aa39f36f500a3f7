"""What every test gets: a clean environment; and where the built encoder is."""

from __future__ import annotations

import gc
import os
from pathlib import Path

import pytest

from corpus.encoder import Encoder, load_encoder
from corpus.encoder_build import is_built
from ui.settings import default_cache


def pytest_collection_finish() -> None:
    """
    Let the search for garbage pass over what was imported, and come less often.

    It took a third of the time of tests that build the workbench, and found little.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


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
