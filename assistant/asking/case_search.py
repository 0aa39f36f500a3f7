"""The passages of a case's documents nearest to a question, by words and meaning."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import numpy as np

from assistant.evidence.case_findings import document_statements
from assistant.evidence.nearness import keep_nearness
from corpus.cases.case import CaseDocument
from corpus.cases.store import CaseStore
from corpus.encoder import Encoder
from corpus.index import Progress
from corpus.passage_index import PassageIndex, Similarities, open_passage_index
from corpus.vectors.errors import VectorsDownError
from corpus.words import IndexedPassage

# A passage that shares no word must be this near in meaning (cosine of the default encoder).
_NEAR = 0.905
# Raised with every change of how documents are cut into statements.
_CUT = "1"
# Of equal similarities so many are put in the order of their ids, the others as they stand.
_TIES = 1000


def index_case(
    store: CaseStore,
    case_id: str,
    encoder: Encoder,
    on_progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
    index: PassageIndex | None = None,
    near: Callable[[], Encoder] | None = None,
) -> int:
    """
    Keep the words and the vectors that a case's statements lack, and return how many vectors were
    added. How near its evidence comes to what is asked is worked out before them.

    What is kept of documents that the case does not hold any more is removed. `cancelled` is asked
    between batches; what was added by then stays. index: None for the one in the store's home. near:
    gives the encoder of evidence; None where nearness is not wanted.

    Raises:
        UnknownCaseError: no such case.
        VectorsDownError: the engine of vectors does not answer; words are kept.
    """
    index = index or open_passage_index(store.home)
    keep_words(store, case_id, index, cancelled)
    if near is not None:
        keep_nearness(store, case_id, near, cancelled=cancelled)
    added = index.embed(case_id, encoder, on_progress, cancelled)
    # Asked again: documents may have come or gone while vectors were made.
    held = [document.sha256 for document in store.documents(case_id)]
    index.keep_only(case_id, encoder, held)
    return added


def keep_words(
    store: CaseStore,
    case_id: str,
    index: PassageIndex,
    cancelled: Callable[[], bool] | None = None,
) -> tuple[CaseDocument, ...]:
    """
    Keep the words of documents that lack them, forget those of others; return the documents.

    Each document is kept whole, so that this goes on where it was broken off.

    Raises:
        UnknownCaseError: no such case.
    """
    documents = tuple(store.documents(case_id))
    kept = index.words.documents(case_id)
    for document in documents:
        key = f"{_CUT} {document.status} {document.passages}"
        if document.sha256 in kept and kept[document.sha256].key == key:
            continue
        if cancelled and cancelled():
            break
        said = [
            IndexedPassage(
                one.id, document.sha256, one.text, " ".join(one.passage.heading_path),
                one.passage.page, one.passage.locator,
            )
            for one in document_statements(store, case_id, document)
        ]  # fmt: skip
        index.words.add(case_id, document.sha256, key, said)
    for name in kept.keys() - {document.sha256 for document in documents}:
        index.words.forget(case_id, name)
    return documents


@dataclass(frozen=True, slots=True)
class FoundPassages:
    """
    The passages of a case nearest to a question, best first, as JSON objects. fault: why meaning
    was not searched but words alone, None where it was.
    """

    passages: list[dict[str, Any]]
    fault: VectorsDownError | None = None

    def json(self) -> dict[str, Any]:
        """Return the fields that an answer has beside its own (docs/formats.md)."""
        if self.fault is None:
            return {"passages": self.passages, "searched_by": ["words", "meaning"]}
        fault = {"code": self.fault.code, "message": str(self.fault)}
        return {"passages": self.passages, "searched_by": ["words"], "search_fault": fault}


def search_case(
    store: CaseStore,
    case_id: str,
    encoder: Encoder,
    question: str,
    k: int = 5,
    *,
    may_index: bool = True,
    index: PassageIndex | None = None,
) -> FoundPassages:
    """
    Return the passages of a case nearest to a question.

    Without documents or a question there are none. With `may_index` false, passages whose vectors
    are not stored yet are found by their words alone, and nobody waits for them. index: None for
    the one in the store's home; where its engine of vectors does not answer, words alone are
    searched.

    Raises:
        UnknownCaseError: no such case.
    """
    index = index or open_passage_index(store.home)
    documents = keep_words(store, case_id, index)
    if not documents or not question.strip():
        return FoundPassages([])
    if may_index:
        with suppress(VectorsDownError):  # the search itself tells of it
            index.embed(case_id, encoder)
    scores = index.search(case_id, encoder, question)
    names = {document.sha256: document.file for document in documents}
    found = [
        {
            "file": names[passage.document],
            "page": passage.page,
            "locator": passage.locator,
            "quote": passage.text,
            "similarity": similarity,
        }
        for passage, similarity in best_passages(index, scores, k)
        if passage.document in names
    ]
    return FoundPassages(found, scores.fault)


def best_passages(
    index: PassageIndex, scores: Similarities, number: int
) -> list[tuple[IndexedPassage, float]]:
    """Return the passages of the highest similarity, best first, each with its own."""
    coverage, dense = scores.words.lexical.coverage, scores.dense
    nearness = np.maximum(0.0, (dense - 0.7) / 0.3)
    similarity = np.minimum(1.0, 0.5 * nearness + 0.5 * coverage)
    places = np.flatnonzero(similarity > 0)
    if len(places) > number:
        found, last = similarity[places], len(places) - number
        # Similarities are rounded to six digits, and what is equal then is put by ids.
        places = places[found >= np.partition(found, last)[last] - 1e-6]
        places = places[np.argsort(-similarity[places], kind="stable")][:_TIES]
    said = index.words.passages(scores.words, [int(at) for at in places])
    rounded = {at: round(float(similarity[at]), 6) for at in said}
    order = sorted(said, key=lambda at: (-rounded[at], said[at].id))
    return [
        (said[at], rounded[at]) for at in order[:number] if coverage[at] > 0 or dense[at] > _NEAR
    ]
