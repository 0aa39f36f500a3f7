"""
Measures of one ranked list and of one answer. Pure.

A ranking is given as `gains`, the grade in the gold of what stands at each rank (0: not in the
gold), and `ideal`, all grades of the gold. Each measure lies in [0, 1]; None means that it is
not defined for the question, which then counts neither way.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from corpus.notation import normalise

DEPTH = 10


def gains_of(
    ranked: Sequence[Sequence[str]], gold: Mapping[str, int], depth: int = DEPTH
) -> tuple[int, ...]:
    """
    Return the grade at each of the first ranks.

    ranked: the ids that each result shows; one, but for a chunk that holds several clauses, which
    gains the best grade of those. An id that comes again gains nothing.

    >>> gains_of([["a"], ["b"], ["a"], ["d", "c"]], {"a": 2, "c": 1})
    (2, 0, 0, 1)
    """
    gains, seen = [], set[str]()
    for shown in ranked[:depth]:
        gains.append(max((gold.get(name, 0) for name in shown if name not in seen), default=0))
        seen.update(shown)
    return tuple(gains)


def found_of(ranked: Sequence[Sequence[str]], gold: Mapping[str, int], depth: int = DEPTH) -> int:
    """
    Return how many clauses of grade 2 the first ranks show.

    >>> found_of([["a", "b"], ["a"]], {"a": 2, "b": 1, "c": 2})
    1
    """
    shown = {name for result in ranked[:depth] for name in result}
    return sum(grade == 2 for name, grade in gold.items() if name in shown)


def success_at(gains: Sequence[int], ideal: Sequence[int], k: int) -> float | None:
    """
    1.0 when a clause of the gold, of either grade, is among the first k; None without gold.

    Printed as R@k. Only one clause has to be found: see `recall_at_ten` for all of them.

    >>> success_at([0, 1], [2, 1], 1), success_at([0, 1], [2, 1], 2), success_at([0], [], 1)
    (0.0, 1.0, None)
    """
    return float(any(gains[:k])) if ideal else None


def recall_at_ten(found: int, ideal: Sequence[int]) -> float | None:
    """
    The share of the clauses of grade 2 that are among the first ten; None where there is none.

    found: how many clauses of grade 2 are.

    >>> recall_at_ten(1, [2, 2, 1]), recall_at_ten(0, [1])
    (0.5, None)
    """
    answering = sum(grade == 2 for grade in ideal)
    return found / answering if answering else None


def reciprocal_rank(gains: Sequence[int], ideal: Sequence[int]) -> float | None:
    """
    1 / the rank of the first clause of the gold among the first ten, else 0; None without gold.

    >>> reciprocal_rank([0, 2], [2])
    0.5
    """
    if not ideal:
        return None
    return next((1 / rank for rank, gain in enumerate(gains[:DEPTH], 1) if gain), 0.0)


def ndcg(gains: Sequence[int], ideal: Sequence[int]) -> float | None:
    """
    nDCG@10: the sum of grade / log2(rank + 1), divided by that of the best order of the gold.

    The gain is the grade itself, as in trec_eval (Järvelin and Kekäläinen 2002); None without gold.

    >>> ndcg([2, 1], [1, 2]), ndcg([0], [2])
    (1.0, 0.0)
    """
    best = _discounted(sorted(ideal, reverse=True))
    return _discounted(gains) / best if best else None


def _discounted(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains[:DEPTH], 1))


def says(fact: str, texts: Sequence[str]) -> bool:
    """
    Whether one of the texts says the fact, both normalised (`corpus.notation.normalise`).

    A number is not found inside a longer one: 30 stands neither in 300 nor in 1.30. An empty
    fact is said by nothing.

    >>> says("30", ["保存 30 天"]), says("30", ["300 天"]), says("Ｇｂ 30", ["gb30"])
    (True, False, True)
    """
    wanted = normalise(fact).text
    return bool(wanted) and any(_holds(text, wanted) for text in texts)


def _holds(text: str, wanted: str) -> bool:
    stored = normalise(text)
    start = stored.text.find(wanted)
    while start >= 0:
        end = start + len(wanted)
        # What stands beside a number is looked up in the original, where spaces still part words.
        before = text[: stored.offsets[start]]
        after = text[stored.offsets[end - 1] + 1 :]
        joins_left = wanted[0].isdigit() and _ends_number(before)
        if not joins_left and not (wanted[-1].isdigit() and _ends_number(after[:2][::-1])):
            return True
        start = stored.text.find(wanted, start + 1)
    return False


def _ends_number(text: str) -> bool:
    """Whether a digit, or a digit and a point, stand directly at the end."""
    return text[-1:].isdigit() or (text[-1:] in (".", "．") and text[-2:-1].isdigit())
