"""
How near the statements of a case come to what is asked, by meaning.

Words find what bears on a row; nearness orders it, a row whose every passage is far from what is
asked counts as not shown, and what comes very near shows what words missed. It is kept with each
document, and where it is missing words decide alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from assistant.evidence.aspect_match import AspectMatch
from assistant.evidence.case_findings import CaseSearch, document_statements
from assistant.evidence.finding import IDLE, MAY_MEAN, DocumentFindings, Meant, Nearness, Quote
from assistant.evidence.load_expectations import load_expectations
from assistant.evidence.load_prototypes import load_prototypes
from assistant.evidence.prototypes import IDLES, SHOWS, Matrix, Prototypes
from assistant.evidence.statement import Statement
from corpus.cases.case import CaseDocument
from corpus.cases.store import CaseStore
from corpus.derived import DerivedFiles
from corpus.encoder import Encoder

# What comes so near by its words and its meaning is no recital, however plain it sounds.
_PLAIN = 0.35
# Under the plain headings of a design description the encoder takes much for a recital: a sentence
# that shows something by its words is read without them too, and comes so much less near so.
_BARE = 0.12
# The share of a tone that outweighs the others.
_RATHER = 0.5


def keep_nearness(
    store: CaseStore,
    case_id: str,
    encoder: Callable[[], Encoder],
    prototypes: Prototypes | None = None,
    derived: DerivedFiles | None = None,
    cancelled: Callable[[], bool] | None = None,
    most: int | None = None,
) -> None:
    """
    Work out and keep the nearness that documents of a case lack, document by document.

    encoder: gives the one that the prototypes are fitted to, asked for where it is needed; with
    another one nothing is kept. prototypes: others than those of the rule set. derived: where it is
    kept; None for the store's home. cancelled: asked between documents. most: statements in all;
    where more lack it, nothing is done.

    Raises:
        UnknownCaseError: no such case.
        EncoderError: the encoder cannot be loaded.
    """
    rule_set = store.case(case_id).rule_set
    fitted = prototypes or load_prototypes(rule_set)
    search = CaseSearch(store, case_id, load_expectations(rule_set), derived)
    lacking = [one for one in store.documents(case_id) if not search.has_nearness(one)]
    if fitted is None or not lacking:
        return
    if most is not None and _hold_more(store, case_id, lacking, most):
        return
    loaded = encoder()
    if loaded.fingerprint != fitted.encoder:
        return
    for document in lacking:
        if cancelled and cancelled():
            break
        said = document_statements(store, case_id, document)
        found, means = search.findings(document), _Means(said, loaded, fitted)
        search.keep_meaning(document, said, found, means.nearness(found), means.meant())


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


def _hold_more(
    store: CaseStore, case_id: str, documents: Sequence[CaseDocument], most: int
) -> bool:
    """Whether documents hold more statements than that; of a large case few are looked at."""
    count = 0
    for document in documents:
        count += len(document_statements(store, case_id, document))
        if count > most:
            return True
    return False


class _Means:
    """What the statements of a document mean."""

    def __init__(self, said: Sequence[Statement], encoder: Encoder, prototypes: Prototypes) -> None:
        # Each after the headings above it, as the encoder has learnt them.
        vectors = encoder.encode_passages(
            [f"{' '.join(one.passage.heading_path)} {one.text}".strip() for one in said]
        )
        self._places = {one.id: at for at, one in enumerate(said)}
        self._rows = prototypes.row_by_aspect
        self._near = prototypes.nearness(vectors)
        self._tones = prototypes.tones_of(vectors)
        self._said, self._encoder, self._prototypes = said, encoder, prototypes

    def nearness(self, found: DocumentFindings) -> Nearness:
        """
        Return the nearness of what words found: by indicator, finding by finding, match by match.

        An aspect without a prototype has None. A sentence that seems to show and deny nothing, and
        does not come very near, is `IDLE` to what it covers by its words.
        """
        bare = self._bare(found)
        return {
            indicator: [
                tuple(self._of(indicator, one.quote, match, bare) for match in one.bearing.matches)
                for one in own
            ]
            for indicator, own in found.by_indicator.items()
        }

    def _bare(self, found: DocumentFindings) -> Mapping[int, Matrix]:
        """Return how near sentences that show something come without their headings, by place."""
        quotes = {
            self._places[one.quote.id]
            for own in found.by_indicator.values()
            for one in own
            if one.quote.heading_path and any(match.covers for match in one.bearing.matches)
        }
        places = sorted(place for place in quotes if not self._said[place].is_row)
        if not places:
            return {}
        vectors = self._encoder.encode_passages([self._said[place].text for place in places])
        return dict(zip(places, self._prototypes.nearness(vectors) - _BARE, strict=True))

    def _of(
        self, indicator: str, quote: Quote, match: AspectMatch, bare: Mapping[int, Matrix]
    ) -> float | None:
        row, place = self._rows.get((indicator, match.aspect)), self._places[quote.id]
        if row is None:
            return None
        near = float(self._near[place, row])
        if match.covers and place in bare:
            near = max(near, float(bare[place][row]))
        near = round(near, 3)
        # A plain "the perimeter has an alarm" sounds like what standards say, and means it; a row of
        # a table is terse, and sounds like a list of what there might be.
        is_told = self._said[place].is_row or self._tones[place, IDLES] <= _RATHER
        is_idle = near < _PLAIN and not is_told
        return IDLE if match.covers and is_idle else near

    def meant(self) -> dict[str, list[Meant]]:
        """Return the aspects that statements mean which rather show something, by their ids."""
        names = {row: name for name, row in self._rows.items()}
        shows = self._tones[:, SHOWS] > _RATHER
        means = np.argwhere((self._near >= MAY_MEAN) & shows[:, None])
        ids = list(self._places)
        found: dict[str, list[Meant]] = {}
        for place, row in means.tolist():
            meant = Meant(*names[row], round(float(self._near[place, row]), 3))
            found.setdefault(ids[place], []).append(meant)
        return found
