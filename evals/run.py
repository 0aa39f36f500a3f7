"""
`python -m evals.run [SUITE…]`: how good retrieval and abstention are, against the same run's
baselines. Without arguments it asks every suite of the folder.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from assistant.conversation import Assistant
from assistant.retrieval import Retriever
from corpus.encoder import load_encoder
from corpus.index import StandardIndex
from corpus.notation import has_chinese
from ui.settings import load_settings

SUITES = Path(__file__).parent / "suites"
FIRST_SUITE = SUITES / "first-questions.yaml"
RANKERS = ("fused", "BM25 alone", "dense alone")


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a suite; an empty gold means that the documents do not answer it."""

    id: str
    split: str
    language: str
    question: str
    gold: tuple[str, ...]

    @property
    def is_cross_language(self) -> bool:
        """Whether every right clause stands in the document of the other language."""
        in_english = [name.startswith("SE") for name in self.gold]
        return bool(in_english) and (
            all(in_english) if has_chinese(self.question) else not any(in_english)
        )


def load_suite(path: Path = FIRST_SUITE) -> tuple[Question, ...]:
    """Read a suite of questions."""
    entries: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))["questions"]
    return tuple(Question(**{**entry, "gold": tuple(entry["gold"])}) for entry in entries)


def recall_at(ranked: Sequence[str], gold: Sequence[str], k: int) -> float:
    """
    1.0 when one of the first k is right, else 0.0.

    >>> recall_at(["a", "b"], ["b"], 1), recall_at(["a", "b"], ["b"], 2)
    (0.0, 1.0)
    """
    return float(any(name in gold for name in ranked[:k]))


def reciprocal_rank(ranked: Sequence[str], gold: Sequence[str], k: int = 10) -> float:
    """
    1 / the rank of the first right one among the first k, else 0.0.

    >>> reciprocal_rank(["a", "b"], ["b"])
    0.5
    """
    return next((1 / rank for rank, name in enumerate(ranked[:k], 1) if name in gold), 0.0)


Ranking = Mapping[str, Sequence[str]]


def rankings(question: str, retriever: Retriever, index: StandardIndex) -> Ranking:
    """Return the ids of the first ten clauses by each ranker."""
    scores = index.search(question)

    def first(values: Any) -> list[str]:
        return [scores.keys[row][1] for row in np.argsort(-values, kind="stable")[:10]]

    return {
        "fused": [entry.clause.id for entry in retriever.retrieve(question).ranked],
        "BM25 alone": first(scores.lexical.scores),
        "dense alone": first(scores.dense),
    }


def main() -> None:
    """Print recall, reciprocal rank and abstention per suite, split and language."""
    settings = load_settings({})
    encoder = load_encoder(settings.encoder, settings.cache)
    index = StandardIndex(encoder, settings.cache)
    retriever = Retriever(index)
    assistant = Assistant(retriever)
    for path in [Path(name) for name in sys.argv[1:]] or sorted(SUITES.glob("*.yaml")):
        suite = load_suite(path)
        ranked = {q.id: rankings(q.question, retriever, index) for q in suite}
        _say(f"## {path.stem}: {len(suite)} questions")
        for split in ("dev", "test"):
            of_split = [question for question in suite if question.split == split]
            for language in ("zh", "en"):
                asked = [q for q in of_split if q.language == language]
                _print_rankings(f"{split} {language}", asked, ranked)
            crossing = [q for q in of_split if q.is_cross_language]
            _print_rankings(f"{split} cross", crossing, ranked)
            _print_abstention(split, of_split, assistant)


def _print_rankings(title: str, asked: Sequence[Question], ranked: Mapping[str, Ranking]) -> None:
    answerable = [question for question in asked if question.gold]
    if not answerable:
        return
    for name in RANKERS:
        pairs = [(ranked[question.id][name], question.gold) for question in answerable]
        r1, r5, r10 = (
            np.mean([recall_at(names, gold, k) for names, gold in pairs]) for k in (1, 5, 10)
        )
        mrr = np.mean([reciprocal_rank(names, gold) for names, gold in pairs])
        _say(
            f"{f'{title} {name}':24} n={len(pairs):3}  R@1 {r1:.3f}  R@5 {r5:.3f}"
            f"  R@10 {r10:.3f}  MRR@10 {mrr:.3f}"
        )


def _print_abstention(split: str, asked: Sequence[Question], assistant: Assistant) -> None:
    said = {question.id: not assistant.ask(question.question).answerable for question in asked}
    should = {question.id for question in asked if not question.gold}
    right = sum(said[name] for name in should)
    total = sum(said.values())
    precision = f"{right / total:.3f}" if total else "undefined"
    recall = f"{right / len(should):.3f}" if should else "undefined"
    # Ids of the dev half only: the test half is not to be looked at while tuning.
    wrong = [q.id for q in asked if split == "dev" and said[q.id] != (q.id in should)]
    _say(
        f"{f'{split} abstention':24} n={len(should):3}  precision {precision}  recall {recall}"
        + (f"  wrong: {' '.join(wrong)}" if wrong else "")
    )


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
