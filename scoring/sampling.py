"""
Sampling of large homogeneous populations by 7.4: how many, and which. Pure.

A draw is decided by hashes of a seed and of the frozen population, so anyone can repeat it, and
no order of the population and no change of it goes unnoticed.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from scoring.errors import SamplingError

Readings = Mapping[str, str]
# 7.4 a), b), c): below 100 at least 30 %, between 100 and 500 at least 20 %, above 500 at least 10 %.
_LOW, _HIGH = 100, 500


@dataclass(frozen=True, slots=True)
class SampleSize:
    """
    How many of a population must be sampled, and by which bracket.

    exact: share times population before rounding; size: whole, at least 1.
    """

    population: int
    clause: str
    share: Fraction
    exact: Fraction
    size: int

    def sentence(self, language: str) -> str:
        """Say how the size came about."""
        percent = self.share * 100
        if language == "zh":
            return f"样本数 {self.population}，按 {self.clause} 抽样比例不低于 {percent}%，应抽 {self.size} 个。"
        return f"Of {self.population}, at least {percent} % by {self.clause}: {self.size} to be sampled."


@dataclass(frozen=True, slots=True)
class SamplePlan:
    """
    A drawn sample.

    population_hash: SHA-256 over the sorted ids; chosen: ids in ascending order.
    """

    population_hash: str
    population: int
    seed: str
    size: SampleSize
    chosen: tuple[str, ...]


def sample_size(population: int, readings: Readings) -> SampleSize:
    """
    Return how many of a population must be sampled.

    Raises:
        SamplingError: the population is empty.
    """
    if population < 1:
        raise SamplingError("the population is empty")
    size = _by_bracket(population, readings)
    if readings["sampling_steps"] == "never_fewer":
        borders = [_LOW - 1, _LOW, _HIGH - 1, _HIGH]
        smaller = [_by_bracket(n, readings).size for n in borders if n < population]
        most = max([size.size, *smaller])
        return SampleSize(population, size.clause, size.share, size.exact, most)
    return size


def _by_bracket(population: int, readings: Readings) -> SampleSize:
    stricter = readings["sampling_boundary"] == "stricter"
    if population < _LOW or (population == _LOW and stricter):
        clause, share = "7.4.a", Fraction(3, 10)
    elif population < _HIGH or (population == _HIGH and stricter):
        clause, share = "7.4.b", Fraction(2, 10)
    else:
        clause, share = "7.4.c", Fraction(1, 10)
    exact = share * population
    rounded = (
        ceil(exact) if readings["sampling_rounding"] == "ceiling" else floor(exact + Fraction(1, 2))
    )
    return SampleSize(population, clause, share, exact, max(rounded, 1))


def population_hash(population: Sequence[str]) -> str:
    """Return the hash that freezes a population, whatever its order."""
    digest = hashlib.sha256()
    for name in sorted(population):
        encoded = name.encode("utf-8")
        digest.update(len(encoded).to_bytes(8, "big") + encoded)
    return digest.hexdigest()


def draw(population: Sequence[str], seed: str, readings: Readings) -> SamplePlan:
    """
    Draw a sample: the same seed and population give the same sample on any machine.

    Raises:
        SamplingError: an empty population, an id that stands twice, or an empty seed.
    """
    if not seed:
        raise SamplingError("the seed is empty")
    twice = sorted(name for name, times in Counter(population).items() if times > 1)
    if twice:
        raise SamplingError(f"ids stand more than once: {', '.join(twice[:3])}")
    size = sample_size(len(population), readings)
    frozen = population_hash(population)
    ranked = sorted(population, key=lambda name: (_rank(seed, frozen, name), name))
    return SamplePlan(frozen, len(population), seed, size, tuple(sorted(ranked[: size.size])))


def _rank(seed: str, frozen: str, name: str) -> bytes:
    return hashlib.sha256(f"{len(seed)}:{seed}:{frozen}:{name}".encode()).digest()


def verify(plan: SamplePlan, population: Sequence[str], readings: Readings) -> bool:
    """Whether the plan is what its seed draws from exactly this population."""
    try:
        return draw(population, plan.seed, readings) == plan
    except SamplingError:
        return False
