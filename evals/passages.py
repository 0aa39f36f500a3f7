"""
Search over foreign paragraphs: SQuAD-format questions, each with the one paragraph it belongs to.

Nothing of ours about the two standards takes part but the synonyms, so these figures tell what
the encoder and the fusion do by themselves, in one language or across two.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.asking.fusion import fused
from corpus.dense import DenseIndex
from corpus.encoder import Encoder
from corpus.lexical import LexicalIndex
from corpus.lexicon import load_synonyms
from evals.errors import QuestionsError
from evals.interval import Estimate, mean_of


@dataclass(frozen=True, slots=True)
class Paragraphs:
    """The paragraphs of a file, and by question id the question and its paragraph's number."""

    texts: tuple[str, ...]
    questions: Mapping[str, tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Figures:
    """What one ranking reaches; a tie counts against it."""

    ranking: str
    r1: Estimate
    r10: Estimate
    mrr: Estimate


def read_paragraphs(path: Path) -> Paragraphs:
    """
    Read a SQuAD-format file; questions marked impossible are left out.

    Raises:
        QuestionsError: the file is missing, not UTF-8, not JSON, or of another form, with the place.
    """
    try:
        data = json.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as fault:
        raise QuestionsError(path, fault.strerror or str(fault)) from fault
    except UnicodeDecodeError as fault:
        raise QuestionsError(path, f"byte {fault.start} is not UTF-8") from fault
    except (ValueError, RecursionError) as fault:
        raise QuestionsError(path, f"it is not JSON: {fault}") from fault
    texts: list[str] = []
    questions: dict[str, tuple[str, int]] = {}
    for place, article in _list(path, data, "data", ""):
        for inner, paragraph in _list(path, article, "paragraphs", place):
            for _, entry in _list(path, paragraph, "qas", inner):
                if not entry.get("is_impossible"):
                    name = _text(path, entry, "id", inner)
                    if name in questions:
                        raise QuestionsError(path, f"the question id {name!r} stands twice")
                    questions[name] = (_text(path, entry, "question", inner), len(texts))
            texts.append(_text(path, paragraph, "context", inner))
    if not questions:
        raise QuestionsError(path, "it holds no question")
    return Paragraphs(tuple(texts), questions)


def _list(path: Path, holder: Any, key: str, place: str) -> Iterator[tuple[str, dict[str, Any]]]:
    if not isinstance(holder, dict) or not isinstance(holder.get(key), list):
        raise QuestionsError(path, f"{place or 'the file'} has no list {key!r}")
    for number, entry in enumerate(holder[key]):
        inner = f"{place}.{key}[{number}]".lstrip(".")
        if not isinstance(entry, dict):
            raise QuestionsError(path, f"{inner} is no object")
        yield inner, entry


def _text(path: Path, holder: Mapping[str, Any], key: str, place: str) -> str:
    value = holder.get(key)
    if not isinstance(value, str) or not value.strip():
        raise QuestionsError(path, f"{place} has no text {key!r}")
    return value


def pair(asked: Paragraphs, held: Paragraphs, path: Path) -> list[tuple[str, int]]:
    """
    Return every question of `asked` with the number of its paragraph in `held`, joined by id.

    Raises:
        QuestionsError: a question of `asked` has no paragraph in `held`; path: the file of `held`.
    """
    missing = [name for name in asked.questions if name not in held.questions]
    if missing:
        fault = f"{len(missing)} of the questions are not in it, {missing[0]!r} first"
        raise QuestionsError(path, fault)
    return [(text, held.questions[name][1]) for name, (text, _) in asked.questions.items()]


def measure(
    asked: Sequence[tuple[str, int]], texts: Sequence[str], encoder: Encoder
) -> tuple[Figures, ...]:
    """Return the figures of meaning (whole texts, windows), of words, and of both together."""
    questions = [text for text, _ in asked]
    right = np.array([number for _, number in asked])
    whole = (encoder.encode_queries(questions) @ encoder.encode_passages(texts).T).astype(float)
    windowed = DenseIndex(texts, encoder).similarities(questions)
    index = LexicalIndex(
        [(number, [(text, 1.0)]) for number, text in enumerate(texts)], load_synonyms()
    )
    found = [index.search(text) for text in questions]
    coverage = np.stack([entry.coverage for entry in found])
    return (
        figures_of("dense, whole", whole, right),
        figures_of("dense, windows", windowed, right),
        figures_of("BM25", np.stack([entry.scores for entry in found]), right),
        figures_of("fused", fused(windowed, coverage), right),
    )


def figures_of(ranking: str, scores: NDArray[np.float64], right: NDArray[np.int64]) -> Figures:
    """
    Return the figures of scores of shape (questions, paragraphs).

    A ranking that cannot tell paragraphs apart has found none: ties count against it.
    """
    rows = np.arange(len(right))
    ranks = (scores >= scores[rows, right][:, None]).sum(axis=1)

    def mean(values: NDArray[np.float64]) -> Estimate:
        found = mean_of([float(value) for value in values])
        assert found is not None, "a file without questions is refused when it is read"  # noqa: S101
        return found

    return Figures(
        ranking,
        r1=mean((ranks == 1).astype(float)),
        r10=mean((ranks <= 10).astype(float)),
        mrr=mean(np.where(ranks <= 10, 1 / ranks, 0.0)),
    )
