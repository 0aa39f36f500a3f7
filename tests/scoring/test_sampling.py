"""Sampling by 7.4."""

from __future__ import annotations

import dataclasses
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring import load_rule_set
from scoring.errors import SamplingError
from scoring.sampling import draw, population_hash, sample_size, verify

READINGS = load_rule_set("tcrea-2023").default_readings


@pytest.mark.parametrize(
    ("population", "size", "clause"),
    [(1, 1, "7.4.a"), (99, 30, "7.4.a"), (100, 30, "7.4.a"), (101, 21, "7.4.b"), (499, 100, "7.4.b"),
     (500, 100, "7.4.b"), (501, 51, "7.4.c"), (1000, 100, "7.4.c")],
)  # fmt: skip
def test_sizes_by_the_default_readings(population: int, size: int, clause: str) -> None:
    found = sample_size(population, READINGS)
    assert (found.size, found.clause) == (size, clause)
    assert str(size) in found.sentence("zh")
    assert clause in found.sentence("en")


def test_other_readings_of_borders_rounding_and_steps() -> None:
    looser = {**READINGS, "sampling_boundary": "looser"}
    assert [sample_size(n, looser).size for n in (100, 500)] == [20, 50]
    nearest = {**READINGS, "sampling_rounding": "nearest"}
    assert [sample_size(n, nearest).size for n in (99, 101, 1, 5)] == [30, 20, 1, 2]
    fewer = {**READINGS, "sampling_steps": "never_fewer"}
    sizes = [sample_size(n, fewer).size for n in range(1, 1200)]
    assert sizes == sorted(sizes)
    assert sample_size(99, READINGS).exact == Fraction(297, 10)


populations = st.lists(st.text(min_size=1, max_size=6), min_size=1, max_size=60, unique=True)


@given(populations, st.text(min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_a_draw_can_be_repeated_in_any_order_and_checked(
    population: list[str], seed: str, mixer: object
) -> None:
    mixed = list(population)
    mixer.shuffle(mixed)  # type: ignore[attr-defined]
    plan = draw(population, seed, READINGS)
    assert draw(mixed, seed, READINGS) == plan
    assert len(plan.chosen) == plan.size.size <= len(population)
    assert set(plan.chosen) <= set(population)
    assert verify(plan, mixed, READINGS)
    assert not verify(plan, [*population, "新增个体"], READINGS)
    assert not verify(dataclasses.replace(plan, chosen=(*plan.chosen, "x")), population, READINGS)


def test_ids_cannot_be_glued_into_the_same_hash() -> None:
    assert population_hash(["ab", "c"]) != population_hash(["a", "bc"])


def test_bad_populations_are_refused() -> None:
    for population, seed, words in (
        ([], "s", "empty"),
        (["a", "a"], "s", "more than once: a"),
        (["a"], "", "seed"),
    ):
        with pytest.raises(SamplingError, match=words):
            draw(population, seed, READINGS)
    plan = draw(["a"], "s", READINGS)
    assert not verify(plan, [], READINGS)
