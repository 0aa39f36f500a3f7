"""`python -m evals.run`: how good retrieval and abstention are, against the same run's baselines."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from assistant.conversation import Assistant
from assistant.retrieval import Retriever
from corpus.encoder import load_encoder
from corpus.index import StandardIndex
from ui.settings import load_settings

SUITE = Path(__file__).parent / "suites" / "first-questions.yaml"
Ranker = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a suite; an empty gold means that the documents do not answer it."""

    id: str
    split: str
    language: str
    question: str
    gold: tuple[str, ...]


def load_suite(path: Path = SUITE) -> tuple[Question, ...]:
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


def main() -> None:
    """Print recall, reciprocal rank and abstention per split and language."""
    settings = load_settings({})
    encoder = load_encoder(settings.encoder, settings.cache)
    index = StandardIndex(encoder, settings.cache)
    retriever = Retriever(index)
    assistant = Assistant(retriever)

    def fused(question: str) -> list[str]:
        return [entry.clause.id for entry in retriever.retrieve(question).ranked]

    def lexical(question: str) -> list[str]:
        scores = index.search(question)
        return [
            scores.keys[row][1] for row in np.argsort(-scores.lexical.scores, kind="stable")[:10]
        ]

    def dense(question: str) -> list[str]:
        scores = index.search(question)
        return [scores.keys[row][1] for row in np.argsort(-scores.dense, kind="stable")[:10]]

    suite = load_suite()
    rankers: dict[str, Ranker] = {"fused": fused, "BM25 alone": lexical, "dense alone": dense}
    for split in ("dev", "test"):
        for language in ("zh", "en"):
            asked = [q for q in suite if q.split == split and q.language == language and q.gold]
            for name, ranker in rankers.items():
                _print_ranking(f"{split} {language} {name}", asked, ranker)
        _print_abstention(split, [q for q in suite if q.split == split], assistant)


def _print_ranking(title: str, asked: Sequence[Question], ranker: Ranker) -> None:
    ranked = [(ranker(question.question), question.gold) for question in asked]
    values = [np.mean([recall_at(names, gold, k) for names, gold in ranked]) for k in (1, 5, 10)]
    mrr = np.mean([reciprocal_rank(names, gold) for names, gold in ranked])
    r1, r5, r10 = values
    _say(
        f"{title:24} n={len(asked):3}  R@1 {r1:.3f}  R@5 {r5:.3f}  R@10 {r10:.3f}  MRR@10 {mrr:.3f}"
    )


def _print_abstention(split: str, asked: Sequence[Question], assistant: Assistant) -> None:
    said = {question.id: not assistant.ask(question.question).answerable for question in asked}
    should = {question.id for question in asked if not question.gold}
    right = sum(said[name] for name in should)
    total = sum(said.values())
    precision = f"{right / total:.3f}" if total else "undefined"
    wrong = [question.id for question in asked if said[question.id] != (question.id in should)]
    _say(
        f"{split} abstention           n={len(should):3}  precision {precision}  recall {right / len(should):.3f}  wrong: {wrong}"
    )


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
