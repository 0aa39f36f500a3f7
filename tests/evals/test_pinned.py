"""What the product reaches now, against what is pinned."""

from __future__ import annotations

import pytest

from corpus.encoder import Encoder
from evals.baseline import drift_of, pinned_suites, read_baseline
from evals.run import ask_all, set_up
from evals.suite import SPLITS, find_suites, load_suite
from evals.summary import summarise
from ui.settings import default_cache


@pytest.mark.encoder
@pytest.mark.parametrize("name", pinned_suites())
def test_no_pinned_figure_has_fallen(real_encoder: Encoder, name: str) -> None:
    suite = load_suite(find_suites([name])[0])
    bench = set_up(real_encoder, default_cache())
    rows = summarise(tuple(ask_all([suite], bench, SPLITS)))
    drift = drift_of(read_baseline(name), rows, bench.conditions([suite]))
    assert drift.fallen == (), "\n".join((*drift.fallen, *drift.notes))
