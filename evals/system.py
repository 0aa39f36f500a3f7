"""Systems under test: callables from a question to an outcome. The product, and what it is held against."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.answer import Answer
from assistant.asking.conversation import Assistant
from assistant.asking.fusion import standardised
from assistant.asking.question import understand
from assistant.asking.retrieval import ClauseIndex, Retriever
from assistant.citations import verify
from corpus.encoder import Encoder, Vectors
from corpus.index import ClauseScores, StandardIndex
from corpus.parts import ALL_PARTS, Parts
from evals.record import CheckedCitation, Outcome
from evals.suite import Question

System = Callable[[Question], Outcome]
ASSISTANT = "assistant"
RETRIEVAL = "retrieval"
WITHOUT = "without "  # begins the name of a system with one part off
_RRF_OFFSET = 60  # Cormack, Clarke and Büttcher 2009
# Only what the documents print: none of our titles, wordings and synonyms.
VERBATIM = Parts(
    own_titles=False,
    other_titles=False,
    headings=False,
    everyday=False,
    questions=False,
    synonyms=False,
)


class RememberingEncoder:
    """An encoder that encodes every text once: all systems are asked the same questions."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._passages: dict[str, Vectors] = {}
        self._queries: dict[str, Vectors] = {}

    @property
    def fingerprint(self) -> str:
        """That of the encoder behind it."""
        return self._encoder.fingerprint

    @property
    def dimension(self) -> int:
        """That of the encoder behind it."""
        return self._encoder.dimension

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Encode questions that are new, and return all of them."""
        return self._remembered(texts, self._queries, self._encoder.encode_queries)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Encode texts that are new, and return all of them."""
        return self._remembered(texts, self._passages, self._encoder.encode_passages)

    def _remembered(
        self,
        texts: Sequence[str],
        memory: dict[str, Vectors],
        encode: Callable[[Sequence[str]], Vectors],
    ) -> Vectors:
        new = [text for text in dict.fromkeys(texts) if text not in memory]
        memory.update(zip(new, encode(new), strict=True) if new else ())
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        return np.stack([memory[text] for text in texts])


class RememberingIndex:
    """An index that keeps its last scores: several systems search it for the same question."""

    def __init__(self, index: ClauseIndex) -> None:
        self.standards = index.standards
        self.clauses = index.clauses
        self.search = lru_cache(maxsize=4)(index.search)


def search_text(question: Question) -> str:
    """
    Return what is searched for, the same for every system that only ranks.

    It is the question with what a follow-up takes over from its history, as the assistant
    understands it, so a ranking is not blamed for what it was never told.
    """
    return understand(question.question, question.history).search_text


def assistant_system(assistant: Assistant, *indexes: ClauseIndex) -> System:
    """
    Return the product as people meet it: the clauses that its answer ranks, and the answer.

    indexes: where the clauses that it cites are stored. An answer's notes are part of it, but
    what is noted as near when it declines is no answer.
    """

    def ask(question: Question) -> Outcome:
        answer = assistant.ask(question.question, question.history)
        return Outcome(
            ranked=tuple((name,) for name in answer.clauses),
            text=(
                answer.text,
                *(citation.quote for citation in answer.citations),
                *(answer.notes if answer.answerable else ()),
            ),
            abstained=not answer.answerable,
            citations=_checked(answer, indexes),
        )

    return ask


def _checked(answer: Answer, indexes: Sequence[ClauseIndex]) -> tuple[CheckedCitation, ...]:
    checked = []
    for citation in answer.citations:
        key = (citation.standard, citation.clause)
        clause = next((index.clauses[key] for index in indexes if key in index.clauses), None)
        # The stored text decides, not the answer's own word on it. What is known of a norm is
        # stored in both languages.
        stored: tuple[str, ...] = () if clause is None else (clause.quote,)
        if clause is not None and clause.kind in ("norm_card", "norm_fact"):
            stored = (clause.quote, clause.title_zh, clause.title_en)
        holds = any(verify(citation.quote, text).check == "verbatim" for text in stored)
        checked.append(CheckedCitation(citation.clause, citation.quote, holds))
    return tuple(checked)


def retrieval_system(retriever: Retriever) -> System:
    """Return the ranking alone, without intents and composed lists."""
    return lambda question: Outcome(
        tuple((entry.clause.id,) for entry in retriever.retrieve(search_text(question)).ranked)
    )


def ranking_systems(index: ClauseIndex, verbatim: ClauseIndex) -> dict[str, System]:
    """
    Return the naive rankings: words alone, meaning alone, rank fusion, and a sum of both.

    They search the product's texts with titles and wordings, those named so the documents' words
    alone.
    """
    return {
        "BM25": _ranking(index, lambda scores: scores.lexical.scores),
        "dense": _ranking(index, lambda scores: scores.dense),
        "rank fusion": _ranking(index, _rank_fusion),
        "z-sum": _ranking(index, _z_sum),
        "BM25, verbatim": _ranking(verbatim, lambda scores: scores.lexical.scores),
        "dense, verbatim": _ranking(verbatim, lambda scores: scores.dense),
    }


def ablated_systems(index: ClauseIndex, cache: Path, encoder: Encoder) -> dict[str, System]:
    """Return the product's ranking with one part of search off at a time."""
    systems = {}
    for field in fields(Parts):
        parts = replace(ALL_PARTS, **{field.name: False})
        systems[f"{WITHOUT}{field.name.replace('_', ' ')}"] = retrieval_system(
            Retriever(index_without(index, parts, cache, encoder, name=field.name), parts)
        )
    return systems


def index_without(
    index: ClauseIndex, parts: Parts, cache: Path, encoder: Encoder, *, name: str
) -> ClauseIndex:
    """Return an index over the same standards with other parts; the same one if no text changes."""
    of_texts = replace(parts, words=True, meaning=True, structure=True, names=True)
    if of_texts == ALL_PARTS:
        return index
    standards = tuple(index.standards.values())
    changed = StandardIndex(encoder, cache, standards=standards, name=f"eval-{name}", parts=parts)
    return RememberingIndex(changed)


def _ranking(index: ClauseIndex, score: Callable[[ClauseScores], NDArray[np.float64]]) -> System:
    def rank(question: Question) -> Outcome:
        scores = index.search(search_text(question))
        order = np.argsort(-score(scores), kind="stable")[:10]
        return Outcome(tuple((scores.keys[row][1],) for row in order))

    return rank


def _rank_fusion(scores: ClauseScores) -> NDArray[np.float64]:
    lexical, dense = scores.lexical.scores, scores.dense
    by_words = 1 / (_RRF_OFFSET + _ranks(lexical)) * (lexical > 0)
    return by_words + 1 / (_RRF_OFFSET + _ranks(dense))


def _ranks(values: NDArray[np.float64]) -> NDArray[np.float64]:
    ranks = np.empty(len(values))
    ranks[np.argsort(-values, kind="stable")] = np.arange(1, len(values) + 1)
    return ranks


def _z_sum(scores: ClauseScores) -> NDArray[np.float64]:
    return standardised(scores.lexical.scores) + standardised(scores.dense)
