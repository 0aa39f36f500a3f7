"""Questions, outcomes and records to test with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from evals.record import Outcome, Record, record_of
from evals.run import Bench, Conditions
from evals.suite import Question, Suite

CONDITIONS = Conditions(
    {"s": "digest"}, {"tcrea-2023": 381}, "hash-1", {"s": {"dev": 0, "test": 0}}
)
HOSTILE = "<script>alert('x')</script>&\"quote\""


def question(name: str, **values: Any) -> Question:
    return Question(
        **{
            "id": name,
            "split": "dev",
            "language": "zh",
            "question": f"问题 {name}",
            "gold": {"A1.2.1": 2},
            **values,
        }
    )


def outcome(*ranked: str, **values: Any) -> Outcome:
    return Outcome(tuple((name,) for name in ranked), **values)


def record(name: str, *ranked: str, system: str = "assistant", **values: Any) -> Record:
    answered = {"abstained": False} if system == "assistant" else {}
    return record_of(system, "s", question(name, **values), outcome(*ranked, **answered), 0.01)


def suite(*questions: Question) -> Suite:
    return Suite("s", "digest", questions)


def bench(systems: Mapping[str, Any], dev_only: Sequence[str] = ()) -> Bench:
    nothing: Any = None
    return Bench(systems, frozenset(dev_only), nothing, nothing)
