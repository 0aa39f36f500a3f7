"""Communities compared: against another library, by hand, and where nothing can be compared."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring import assess, load_rule_set, parse_sheet
from scoring.cohort import Cohort, Member, compare_cohort
from scoring.critic import correlation, critic_weights, minmax
from scoring.errors import CohortError
from scoring.topsis import NORMALISATIONS, closeness
from tests.scoring.sheets import all_met

CASES = yaml.safe_load(
    (Path(__file__).parents[1] / "cases" / "cohort.yaml").read_text(encoding="utf-8")
)
RULES = load_rule_set("scs-c1")
FINE = 1e-12


def columns_of(matrix: list[list[Any]]) -> dict[str, list[Fraction]]:
    return {
        f"c{n}": [Fraction(v) for v in column] for n, column in enumerate(zip(*matrix, strict=True))
    }


def member(name: str, change: dict[str, Any], **more: Any) -> Member:
    """Return a community that meets everything but `change`; None leaves a row unjudged."""
    judgements = {**all_met(RULES, None), **change}
    words = {
        "rule_set": "scs-c1",
        "judgements": {row: one for row, one in judgements.items() if one is not None},
        **more,
    }
    return Member(name, assess(RULES, parse_sheet(words, RULES)))


def cohort(*members: Member, **more: Any) -> Cohort:
    return compare_cohort(RULES, members, **more)


@pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in CASES])
def test_weights_and_closeness_are_those_of_pymcdm(case: dict[str, Any]) -> None:
    columns = columns_of(case["matrix"])
    found = {name: one.weight for name, one in critic_weights(columns).items()}
    assert [float(weight) for weight in found.values()] == pytest.approx(case["weights"], abs=FINE)
    assert sum(found.values()) == pytest.approx(1, abs=FINE)
    for normalisation in NORMALISATIONS:
        values = [float(one.closeness) for one in closeness(columns, found, normalisation)]
        assert values == pytest.approx(case[normalisation], abs=FINE)


@pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in CASES])
def test_weights_do_not_depend_on_whose_standard_deviation_is_taken(case: dict[str, Any]) -> None:
    matrix = np.array(case["matrix"], dtype=float)
    scaled = (matrix - matrix.min(0)) / (matrix.max(0) - matrix.min(0))
    conflict = (1 - np.corrcoef(scaled, rowvar=False)).sum(0)
    for ddof in (0, 1):
        content = scaled.std(0, ddof=ddof) * conflict
        assert list(content / content.sum()) == pytest.approx(case["weights"], abs=FINE)


def test_a_cohort_by_hand() -> None:
    """
    Brought to 0-1 the columns are a = (1, 0, 0), b = (0, 1, 0). Both have the same spread and each
    the conflict 1 - r; so each weighs a half. Distances from the best: first and second 1/2, third
    root(1/2); from the worst: 1/2, 1/2 and 0. Closeness 1/2, 1/2, 0.
    """
    columns = {
        "a": [Fraction(9), Fraction(3), Fraction(3)],
        "b": [Fraction(0), Fraction(8), Fraction(0)],
    }
    weights = critic_weights(columns)
    assert [one.weight for one in weights.values()] == [Decimal("0.5"), Decimal("0.5")]
    assert weights["a"].conflict == Decimal("1.5")  # r = -1/2: (-1/3) over (2/3)
    assert float(weights["a"].spread) == pytest.approx((1 / 3) ** 0.5)
    found = closeness(columns, {name: one.weight for name, one in weights.items()})
    assert [one.closeness for one in found] == [Decimal("0.5"), Decimal("0.5"), Decimal(0)]
    assert [one.rank for one in found] == [1, 1, 3]
    assert float(found[2].to_best) == pytest.approx(0.5**0.5)


def test_a_constant_indicator_weighs_nothing_and_changes_nothing() -> None:
    columns = columns_of(CASES[0]["matrix"])
    more = {**columns, "flat": [Fraction(100)] * 5}
    found, alone = critic_weights(more), critic_weights(columns)
    assert found["flat"].weight == 0
    assert {name: found[name] for name in columns} == alone
    weights = {name: one.weight for name, one in found.items()}
    assert closeness(more, weights) == closeness(columns, weights)


def test_what_cannot_be_weighed_is_refused() -> None:
    two = [Fraction(1), Fraction(2)]
    for columns in (
        {"a": [Fraction(1)]},
        {"a": two, "b": [3 * v for v in two]},
        {"a": [two[0]] * 2},
    ):
        with pytest.raises(ValueError, match=r"fewer than two|no two criteria"):
            critic_weights(columns)
    with pytest.raises(ValueError, match="no criterion has a weight"):
        closeness({"a": two}, {"a": Decimal(0)})
    with pytest.raises(ValueError, match="constant column"):
        minmax([Fraction(1)] * 3)


MATRICES = st.integers(2, 5).flatmap(
    lambda width: st.lists(
        st.lists(st.integers(0, 100), min_size=width, max_size=width), min_size=2, max_size=5
    )
)


@settings(max_examples=60, deadline=None)
@given(MATRICES)
def test_weights_make_one_and_closeness_lies_between_worst_and_best(
    matrix: list[list[int]],
) -> None:
    columns = columns_of(matrix)
    try:
        found = critic_weights(columns)
    except ValueError:
        return
    weights = {name: one.weight for name, one in found.items()}
    assert abs(sum(weights.values()) - 1) < Decimal("1e-18")
    assert all(weight >= 0 for weight in weights.values())
    results = closeness(columns, weights)
    assert all(0 <= one.closeness <= 1 for one in results)
    assert min(one.rank for one in results) == 1
    turned = closeness({name: column[::-1] for name, column in columns.items()}, weights)
    assert [one.rank for one in turned[::-1]] == [one.rank for one in results]


@given(st.lists(st.integers(0, 100), min_size=3, max_size=6).filter(lambda v: len(set(v)) > 1))
def test_a_column_goes_wholly_with_itself_and_against_its_opposite(values: list[int]) -> None:
    column = [Fraction(value) for value in values]
    assert correlation(column, [2 * value + 7 for value in column]) == 1
    assert correlation(column, [-value for value in column]) == -1


def test_communities_are_ranked_with_weights_by_indicator_and_dimension() -> None:
    """SE11 and SE21 differ, in opposite ways for two of three; so each weighs a half."""
    found = cohort(
        member("甲", {"SE11.1": {"met": False}}),
        member("乙", {"SE21.1": {"met": False}}),
        member("丙", {"SE11.1": {"met": False}, "SE21.1": {"met": False}}),
    )
    assert found.members == ("甲", "乙", "丙")
    assert len(found.constant) == 30
    assert found.values["甲"]["SE11"] == 55
    assert found.weights["SE11"].weight == found.weights["SE21"].weight == Decimal("0.5")
    assert found.dimensions["SM"] == Decimal("0.5")
    assert sum(found.dimensions.values()) == 1
    assert found.dimensions["SPE"] == 0
    assert [found.results[name].rank for name in found.members] == [1, 1, 3]
    assert found.order == ("甲", "乙", "丙")
    assert found.ties == (("甲", "乙"),)


def test_open_rows_are_an_error_or_left_out_for_everybody() -> None:
    members = (
        member("甲", {"SE11.1": {"met": False}, "SE31.1": None}),
        member("乙", {"SE21.1": {"met": False}}),
    )
    with pytest.raises(CohortError) as caught:
        cohort(*members)
    assert caught.value.faults == ("甲 has not judged SE31 wholly",)
    found = cohort(*members, leave_out_open=True)
    assert found.left_out == ("SE31",)
    assert "SE31" not in found.weights
    assert "SE31" not in found.values["乙"]


def test_every_reason_against_a_comparison_is_told() -> None:
    one = member("甲", {"SE11.1": {"met": False}})
    other = replace(one.assessment, scoring_hash="0", edition="2")
    with pytest.raises(CohortError) as caught:
        cohort(one, one, Member("丙", other))
    assert caught.value.faults == (
        "甲 is named twice",
        "丙 is judged by scs-c1 2, not scs-c1 undated",
    )
    for members, reason in (
        ((), "has two communities or more, this one has 0"),
        ((one,), "has two communities or more, this one has 1"),
        ((one, member("乙", {"SE11.1": {"met": False}})), "do not differ in any indicator"),
        ((one, member("乙", {})), "no two indicators disagree"),
        ((one, member("乙", {}, interpretations={"c1_floor": "indicator"})), "reads c1_floor as"),
    ):
        with pytest.raises(CohortError, match=reason):
            cohort(*members)


def test_nothing_of_the_result_is_a_level_or_a_verdict() -> None:
    found = cohort(
        member("甲", {"SE11.1": {"met": False}}), member("乙", {"SE21.1": {"met": False}})
    )
    assert not {"level", "levels", "outcome", "grade"} & set(Cohort.__slots__)
    assert found.results["甲"].closeness == found.results["乙"].closeness == Decimal("0.5")
