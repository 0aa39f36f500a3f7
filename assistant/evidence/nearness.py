"""
How near the quotes of a case come to what they seem to show, by meaning.

Words find what bears on a row; nearness orders it, and a row whose every passage is far from what
is asked counts as not shown. It is kept with each document, and where it is missing words decide
alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.evidence.case_findings import CaseSearch
from assistant.evidence.finding import DocumentFindings, Nearness, Quote
from assistant.evidence.load_expectations import load_expectations
from assistant.evidence.load_prototypes import load_prototypes
from assistant.evidence.prototypes import Matrix, Prototypes
from corpus.cases.store import CaseStore
from corpus.derived import DerivedFiles
from corpus.encoder import Encoder

VectorsOf = Callable[[Sequence[Quote]], Matrix | None]
"""Gives the vectors of quotes; None where some are not there yet."""


def keep_nearness(
    store: CaseStore,
    case_id: str,
    vectors_of: VectorsOf,
    encoder: str,
    prototypes: Prototypes | None = None,
    derived: DerivedFiles | None = None,
) -> None:
    """
    Work out and keep the nearness that documents of a case lack.

    encoder: fingerprint of the one that makes the vectors; nothing is done where the prototypes
    were fitted to another. prototypes: others than those of the rule set. derived: where it is
    kept; None for the store's home.

    Raises:
        UnknownCaseError: no such case.
    """
    rule_set = store.case(case_id).rule_set
    fitted = prototypes or load_prototypes(rule_set)
    if fitted is None or fitted.encoder != encoder:
        return
    search = CaseSearch(store, case_id, load_expectations(rule_set), derived)
    for document in store.documents(case_id):
        if search.has_nearness(document):
            continue
        found = search.findings(document)
        quotes = quotes_of(found)
        vectors = vectors_of(quotes)
        if vectors is not None:
            search.keep_nearness(document, nearness_of(found, quotes, vectors, fitted))


def keep_nearness_of_few(
    store: CaseStore,
    case_id: str,
    encoder: Callable[[], Encoder],
    most: int,
    derived: DerivedFiles | None = None,
) -> None:
    """
    Keep the nearness that a case lacks where that takes no more than `most` vectors, made now.

    derived: where it is kept; None for the store's home.

    Raises:
        UnknownCaseError: no such case.
        EncoderError: the encoder cannot be loaded.
    """
    expectations = load_expectations(store.case(case_id).rule_set)
    search = CaseSearch(store, case_id, expectations, derived)
    lacking = [
        search.findings(document)
        for document in store.documents(case_id)
        if not search.has_nearness(document)
    ]
    if not 0 < sum(len(quotes_of(found)) for found in lacking) <= most:
        return
    loaded = encoder()
    keep_nearness(store, case_id, encoded_by(loaded), loaded.fingerprint, derived=derived)


def near_documents(
    store: CaseStore, case_id: str, derived: DerivedFiles | None = None
) -> frozenset[str]:
    """
    Return the SHA-256 of the documents whose nearness is known.

    derived: where it is kept; None for the store's home.

    Raises:
        UnknownCaseError: no such case.
    """
    expectations = load_expectations(store.case(case_id).rule_set)
    search = CaseSearch(store, case_id, expectations, derived)
    documents = store.documents(case_id)
    return frozenset(one.sha256 for one in documents if search.has_nearness(one))


def encoded_by(encoder: Encoder) -> VectorsOf:
    """
    Return what makes vectors of quotes now, each after the headings above it, as the index does.
    """

    def vectors(quotes: Sequence[Quote]) -> Matrix:
        texts = [f"{' '.join(one.heading_path)} {one.text}".strip() for one in quotes]
        return encoder.encode_passages(texts)

    return vectors


def quotes_of(found: DocumentFindings) -> tuple[Quote, ...]:
    """Return every quote of a document's findings once."""
    quotes = {one.quote.id: one.quote for own in found.by_indicator.values() for one in own}
    return tuple(quotes.values())


def nearness_of(
    found: DocumentFindings, quotes: Sequence[Quote], vectors: Matrix, prototypes: Prototypes
) -> Nearness:
    """
    Return the nearness of findings: by indicator, finding by finding, match by match.

    An aspect without a prototype has None.
    """
    near = prototypes.nearness(vectors)
    place = {quote.id: at for at, quote in enumerate(quotes)}
    rows = prototypes.row_by_aspect

    def of(indicator: str, quote: Quote, aspect: str) -> float | None:
        row = rows.get((indicator, aspect))
        return None if row is None else round(float(near[place[quote.id], row]), 3)

    return {
        indicator: [
            tuple(of(indicator, one.quote, match.aspect) for match in one.bearing.matches)
            for one in own
        ]
        for indicator, own in found.by_indicator.items()
    }
