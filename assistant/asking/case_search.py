"""The passages of a case's documents nearest to a question, by words and meaning."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from assistant.evidence.case_findings import document_statements
from assistant.evidence.nearness import keep_nearness
from assistant.evidence.statement import Statement
from corpus.cases.case import CaseDocument
from corpus.cases.store import CaseStore
from corpus.encoder import Encoder
from corpus.index import Progress
from corpus.passage_index import IndexedPassage, PassageIndex, PassageWords, Similarities

# A passage that shares no word must be this near in meaning (cosine of the default encoder).
_NEAR = 0.905


def index_case(
    store: CaseStore,
    case_id: str,
    encoder: Encoder,
    on_progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> int:
    """
    Store the vectors that a case's statements lack, and return how many were added. How near its
    evidence comes to what is asked is worked out with them.

    Vectors of documents that the case does not hold any more are removed. `cancelled` is asked
    between batches; what was added by then stays.

    Raises:
        UnknownCaseError: no such case.
    """
    said = _statements(store, case_id, store.documents(case_id))
    index = PassageIndex(store.home, case_id, encoder)
    added = index.embed(_indexed(said), on_progress, cancelled)
    # Asked again: documents may have come or gone while vectors were made.
    index.keep_only({document.sha256 for document in store.documents(case_id)})
    keep_nearness(
        store,
        case_id,
        lambda quotes: index.vectors([quote.id for quote in quotes]),
        encoder.fingerprint,
    )
    return added


def search_case(
    store: CaseStore,
    case_id: str,
    encoder: Encoder,
    question: str,
    k: int = 5,
    *,
    may_index: bool = True,
) -> list[dict[str, Any]]:
    """
    Return the passages of a case nearest to a question, best first, as JSON objects.

    Without documents or a question there are none. With `may_index` false, passages whose vectors
    are not stored yet are found by their words alone, and nobody waits for them.
    """
    documents = store.documents(case_id)
    said = _said(store, case_id, tuple(documents))
    if not said.by_id or not question.strip():
        return []
    names = {document.sha256: document.file for document in documents}
    index = PassageIndex(store.home, case_id, encoder)
    if may_index:
        index.embed(_indexed(tuple(said.by_id.values())))
    scores = index.search(said.words, question)
    order = sorted(
        range(len(scores.keys)), key=lambda row: (-_similarity(scores, row), scores.keys[row])
    )
    return [
        {
            "file": names[one.passage.document],
            "page": one.passage.page,
            "locator": one.passage.locator,
            "quote": one.text,
            "similarity": _similarity(scores, row),
        }
        for row in order[:k]
        if scores.lexical.coverage[row] > 0 or scores.dense[row] > _NEAR
        for one in (said.by_id[scores.keys[row]],)
    ]


@dataclass(frozen=True, slots=True)
class _Said:
    """What the documents of a case say, ready to be searched by words."""

    by_id: Mapping[str, Statement]
    words: PassageWords


# Questions about a case come in rows; documents are content-addressed, so what they say stays.
@lru_cache(maxsize=4)
def _said(store: CaseStore, case_id: str, documents: tuple[CaseDocument, ...]) -> _Said:
    by_id = {one.id: one for one in _statements(store, case_id, documents)}
    return _Said(by_id, PassageWords(_indexed(tuple(by_id.values()))))


def _statements(
    store: CaseStore, case_id: str, documents: Sequence[CaseDocument]
) -> list[Statement]:
    return [
        statement
        for document in documents
        for statement in document_statements(store, case_id, document)
    ]


def _indexed(said: Sequence[Statement]) -> list[IndexedPassage]:
    return [
        IndexedPassage(one.id, one.passage.document, one.text, " ".join(one.passage.heading_path))
        for one in said
    ]


def _similarity(scores: Similarities, row: int) -> float:
    nearness = max(0.0, (float(scores.dense[row]) - 0.7) / 0.3)
    return round(min(1.0, 0.5 * nearness + 0.5 * float(scores.lexical.coverage[row])), 6)
