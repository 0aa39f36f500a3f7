"""Naive rankings of statements as evidence."""

from __future__ import annotations

from math import inf

import pytest

from corpus.encoder import HashEncoder
from evals.evidence_baselines import (
    Ranked,
    Ranking,
    Said,
    best_threshold,
    bm25,
    dense,
    found_by,
    ranked,
)
from tests.evals.evidence_samples import FENCE, LIFT, LIGHT, LURE, dossier

SAID = [Said("01-design.docx", text, "设计") for text in (FENCE, LIGHT, LIFT, LURE)]


def _scored(*best: float) -> Ranked:
    names = dossier().indicators
    return Ranked(
        {name: ((SAID[0], score),) for name, score in zip(names, best, strict=True)},
    )


@pytest.mark.parametrize("ranking", [bm25, dense(HashEncoder())])
def test_the_nearest_three_are_ranked_best_first(ranking: Ranking) -> None:
    nearest = ranked(dossier(), SAID, ranking).nearest
    assert list(nearest) == list(dossier().indicators)
    for entries in nearest.values():
        scores = [score for _, score in entries]
        assert len(entries) == 3
        assert scores == sorted(scores, reverse=True)


def test_words_find_the_statement_that_shares_them() -> None:
    (first, *_) = ranked(dossier(), SAID, bm25).nearest["C1.3.5"]
    assert first[0].text == LIFT


@pytest.mark.parametrize("ranking", [bm25, dense(HashEncoder())])
def test_a_dossier_without_statements_shows_nothing(ranking: Ranking) -> None:
    empty = ranked(dossier(), [], ranking)
    assert empty.best("C1.3.5") == -inf
    found = found_by(empty, 0.5)
    assert {entry.status for entry in found} == {"none"}
    assert {entry.first for entry in found} == {()}


def test_the_threshold_is_that_of_the_best_macro_f1() -> None:
    # The gold is supported, contradicted, partial, none. From 0.6 on F1 is 1 for supported and
    # 2*1/(1+3) for none; from 0.4 on it is the other way round, so the higher one is taken.
    assert best_threshold([dossier()], [_scored(0.6, 0.5, 0.4, 0.1)]) == 0.6
    # Where a row that nothing shows is nearest, claiming all is best for "supported": 2*1/(1+4).
    assert best_threshold([dossier()], [_scored(0.1, 0.5, 0.4, 0.6)]) == 0.1
    assert best_threshold([], []) == inf


def test_below_the_threshold_nothing_is_shown_but_ranked() -> None:
    above, *below = found_by(_scored(0.6, 0.5, 0.4, 0.1), 0.6)
    assert (above.status, len(above.shown)) == ("supported", 1)
    for entry in below:
        assert (entry.status, entry.shown, len(entry.first)) == ("none", (), 1)
