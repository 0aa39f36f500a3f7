"""
Lexical search: BM25 over character bigrams and words, with synonyms. Pure, in memory.

Chinese is cut into bigrams, so that no dictionary decides what can be found; words of other
scripts are lower-cased and lightly stemmed. A query word's synonyms count with a lower weight.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from corpus.notation import normalised
from corpus.traditional import simplified

Key = TypeVar("Key", bound=Hashable)
_K1, _B = 1.2, 0.6
_SYNONYM_WEIGHT = 0.4
_RUN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+|[a-z0-9][a-z0-9./+-]*")
_ENDINGS = ("ations", "ation", "ings", "ing", "ies", "ied", "ers", "es", "ed", "er", "s", "e")
_STOP_WORDS = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "by",
        "can",
        "do",
        "does",
        "for",
        "from",
        "has",
        "have",
        "how",
        "i",
        "if",
        "in",
        "is",
        "it",
        "its",
        "must",
        "my",
        "of",
        "on",
        "or",
        "our",
        "should",
        "shall",
        "that",
        "the",
        "their",
        "there",
        "they",
        "this",
        "to",
        "we",
        "what",
        "when",
        "where",
        "which",
        "who",
        "why",
        "will",
        "with",
        "you",
        "your",
        "about",
        "any",
        "into",
        "need",
        "needs",
        "much",
        "many",
        "long",
    ]
)
# Words of questions that say nothing about what is asked.
_STOP_PHRASES = re.compile(
    r"请问|请告诉我|我想知道|有没有|是不是|能不能|可不可以|怎么样|什么样|什么|怎么|如何|哪些|哪个|哪里|"
    r"多少|是否|需要|必须|应该|可以|要求|规定|我们|你们|他们|一下|吗|呢|吧|啊|的|了|是|有|在|和|与|及|要|得"
)


def terms(text: str) -> list[str]:
    """Return the index terms of a text, with repeats; [] for a text without letters or digits."""
    found: list[str] = []
    for run in _RUN.findall(_spaced(text)):
        if run[0] >= "\u3400":
            found += [run[i : i + 2] for i in range(len(run) - 1)] or [run]
        elif run not in _STOP_WORDS:
            found.append(stem(run.strip("./+-")))
    return [term for term in found if term]


def query_terms(text: str) -> list[str]:
    """Return the terms of a question, without the words that only make it one."""
    folded = _spaced(text)
    return terms(_STOP_PHRASES.sub(" ", folded)) or terms(folded)


def stem(word: str) -> str:
    """Cut the commonest English endings; a stem keeps at least four letters."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def _spaced(text: str) -> str:
    """Normalise word by word, because `normalise` drops the spaces that part English words."""
    return " ".join(normalised(part) for part in simplified(text).split())


class Synonyms:
    """
    Groups of words for the same thing.

    `expand` returns the terms of the other words of every group that a text mentions.
    """

    def __init__(self, groups: Sequence[Sequence[str]]) -> None:
        self._groups_by_phrase: dict[str, list[int]] = {}
        self._terms: list[list[tuple[str, list[str]]]] = []
        for index, group in enumerate(groups):
            phrases = [_spaced(phrase) for phrase in group]
            self._terms.append([(phrase, terms(phrase)) for phrase in phrases])
            for phrase in phrases:
                self._groups_by_phrase.setdefault(phrase, []).append(index)
        ordered = sorted(self._groups_by_phrase, key=len, reverse=True)
        self._pattern = re.compile("|".join(_bounded(phrase) for phrase in ordered) or "(?!)")

    def expand(self, text: str) -> list[list[str]]:
        """Return one list of terms for every synonym of a mentioned phrase."""
        return [
            words
            for mentioned in dict.fromkeys(self._pattern.findall(_spaced(text)))
            for index in self._groups_by_phrase.get(mentioned, ())
            for phrase, words in self._terms[index]
            if phrase != mentioned
        ]


def _bounded(phrase: str) -> str:
    pattern = re.escape(phrase)
    return rf"(?<![a-z0-9]){pattern}(?![a-z0-9])" if phrase.isascii() else pattern


@dataclass(frozen=True, slots=True)
class LexicalScores:
    """
    Scores of every document for a query, in the order of the index.

    scores: BM25, not normalised, 0 where nothing matches. coverage: share in [0, 1] of the
    query's weight that each document matches; a query in a script that the index does not hold
    covers nothing.
    """

    scores: NDArray[np.float64]
    coverage: NDArray[np.float64]


Postings = Mapping[str, tuple[NDArray[np.int64], NDArray[np.float64]]]
"""By term: in which documents it stands, and how often; fields of less weight count for less."""


@dataclass(frozen=True, slots=True)
class AskedWords:
    """
    The terms that a question is searched by, with their weights: its own, and synonyms with less.
    own: the weight of its own terms together.
    """

    weights: Mapping[str, float]
    own: float


def asked_words(query: str, synonyms: Synonyms, rarity: Callable[[str], float]) -> AskedWords:
    """Return what a question is searched by; nothing for one without letters or digits."""
    weights = {term: rarity(term) for term in dict.fromkeys(query_terms(query))}
    own = sum(weights.values())
    for expansion in synonyms.expand(query):
        for term in expansion:
            if term not in weights:
                weights[term] = _SYNONYM_WEIGHT * rarity(term)
    return AskedWords(weights, own)


def score(
    asked: AskedWords, postings: Postings, lengths: NDArray[np.float64], number: int
) -> LexicalScores:
    """
    Return the scores of documents of these lengths (weighted numbers of terms) by BM25.

    number: how many there are; places without one have the length 0 and stand in no postings.

    Source: Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond (2009),
    with k1 = 1.2 and b = 0.6.
    """
    mean = float(lengths.sum()) / number if number else 1.0
    norm = _K1 * (1 - _B + _B * lengths / (mean or 1.0))
    scores, matched = np.zeros(len(lengths)), np.zeros(len(lengths))
    for term, weight in asked.weights.items():
        if term not in postings:
            continue
        places, often = postings[term]  # each place once, so that what is taken can be put back
        part = weight * often * (_K1 + 1) / (often + norm.take(places))
        scores[places] = scores.take(places) + part
        matched[places] = matched.take(places) + weight
    coverage = np.minimum(matched / asked.own, 1.0) if asked.own else matched
    return LexicalScores(scores, coverage)


class LexicalIndex(Generic[Key]):
    """
    BM25 over documents given as weighted fields.

    `background` says how rare a word is where the documents are too few to tell: in a case with
    one page every word of it would seem common. An index of no documents answers with empty
    arrays.
    """

    def __init__(
        self,
        documents: Sequence[tuple[Key, Sequence[tuple[str, float]]]],
        synonyms: Synonyms | None = None,
        background: LexicalIndex[Any] | None = None,
    ) -> None:
        self._background = background
        self.keys: tuple[Key, ...] = tuple(key for key, _ in documents)
        self._synonyms = synonyms or Synonyms([])
        postings: dict[str, dict[int, float]] = {}
        lengths = np.zeros(len(documents))
        for number, (_, fields) in enumerate(documents):
            for text, weight in fields:
                for term in terms(text):
                    entry = postings.setdefault(term, {})
                    entry[number] = entry.get(number, 0.0) + weight
                    lengths[number] += weight
        self._lengths = lengths
        self._postings: Postings = {
            term: (np.fromiter(entry, np.int64), np.fromiter(entry.values(), np.float64))
            for term, entry in postings.items()
        }

    def search(self, query: str) -> LexicalScores:
        """Score every document."""
        asked = asked_words(query, self._synonyms, self.rarity)
        return score(asked, self._postings, self._lengths, len(self.keys))

    def rarity(self, term: str) -> float:
        """Return how rare a term is (inverse document frequency), by the background if any."""
        if self._background is not None:
            return self._background.rarity(term)
        found = len(self._postings[term][0]) if term in self._postings else 0
        return math.log(1 + (len(self.keys) - found + 0.5) / (found + 0.5))
