"""Suggestions: the passages that bear on an indicator, in the order in which to look at them. Pure."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest
from typing import Any

from assistant.evidence.authority import is_proposal
from assistant.evidence.case_findings import CaseFindings
from assistant.evidence.finding import Finding
from assistant.evidence.relation import Relation, Stance
from corpus.cases.case import Decision
from corpus.document import Box

_SHOWN, _SHOWN_MENTIONS = 8, 3
_MENTIONED = 0.9
# Where a thing is shown best: where it was checked, then listed, then described.
_SOURCES = (
    ("验收", "检测", "竣工", "意见", "acceptance", "test report"),
    ("清单", "设备表", "材料表", "equipment", "bill of quantities"),
    ("设计", "说明", "方案", "design"),
)
# What an aspect more weighs in the order, beside strength and nearness.
_ASPECT = 0.1
# The nearness of what has none yet: that of most good evidence.
_USUAL = 0.3
_KNOWN = 4096  # headings whose rank as a source is kept


@dataclass(frozen=True, slots=True)
class Suggestion:
    """
    One passage that bears on an indicator; similarity in [0, 1] orders, it is no probability.

    stance: how the passage speaks of its matter; shortfall: the figure in it that falls short, as
    written, "" for none; also: other places that say the same; decision: a person's, if any;
    is_ocr: the quote was recognised in an image and may hold misreadings.
    """

    file: str
    page: int | None
    locator: str
    quote: str
    box: Box | None
    relation: Relation
    similarity: float
    aspects: tuple[str, ...]
    passage: str
    heading_path: tuple[str, ...] = ()
    stance: Stance = "provided"
    shortfall: str = ""
    also: tuple[str, ...] = ()
    decision: Decision | None = None
    is_ocr: bool = False


def suggestion_json(one: Suggestion) -> dict[str, Any]:
    """Return the JSON object of a suggestion; see docs/formats.md."""
    return {
        "file": one.file,
        "page": one.page,
        "locator": one.locator,
        "quote": one.quote,
        "box": list(one.box) if one.box else None,
        "relation": one.relation,
        "similarity": one.similarity,
        "aspects": list(one.aspects),
        "passage": one.passage,
        "heading_path": list(one.heading_path),
        "stance": one.stance,
        "shortfall": one.shortfall,
        "also": list(one.also),
        "decision": one.decision,
        "is_ocr": one.is_ocr,
    }


def suggestions(
    indicator: str, case: CaseFindings, overruled: Set[str] = frozenset()
) -> tuple[Suggestion, ...]:
    """
    Return what bears on an indicator: denials first, then support, best source first; then what
    only mentions it. () for nothing. Each quote stands once, with the other places that hold it.

    overruled: the aspects that do not hold, whatever a proposal says: what comes nearest to one of
    these in it is superseded.
    """
    found = [_Candidate(one, indicator, case, overruled) for one in case.of(indicator)]
    bearing = [one for one in found if one.relation != "mentions"]
    mentioned = [
        one for one in found if one.relation == "mentions" and one.bearing.similarity >= _MENTIONED
    ]
    # Only what is shown is made a suggestion: a large case holds hundreds for one row.
    return (
        *_shown(sorted(bearing, key=_Candidate.rank)[:_SHOWN]),
        *_shown(sorted(mentioned, key=_Candidate.rank))[:_SHOWN_MENTIONS],
    )


class _Candidate:
    """A finding with what its order depends on."""

    __slots__ = (
        "_nearness", "bearing", "decision", "file", "near", "quote", "relation", "stance",
    )  # fmt: skip

    def __init__(
        self, finding: Finding, indicator: str, case: CaseFindings, overruled: Set[str]
    ) -> None:
        self.quote, self.bearing, self._nearness = finding
        self.near = max((near for near in self._nearness if near is not None), default=_USUAL)
        self.relation, self.stance = self.bearing.best.relation, self.bearing.best.stance
        self.file = case.files[self.quote.document]
        self.decision = case.decision(indicator, self.quote)
        if self.decision != "accepted" and self._is_superseded(overruled):
            self.relation, self.stance = "mentions", "superseded"

    def _is_superseded(self, overruled: Set[str]) -> bool:
        if self.relation != "supports" or not overruled or not is_proposal(self.file):
            return False
        nearness = zip_longest(self.bearing.matches, self._nearness, fillvalue=None)
        shown = [
            (near or _USUAL, one.strength, one.aspect)
            for one, near in nearness
            if one and one.covers
        ]
        return bool(shown) and max(shown)[-1] in overruled

    def rank(self) -> tuple[Any, ...]:
        """What comes before what: by decision, denials first, by what is shown, by the source."""
        decided = {"accepted": 0, None: 1, "rejected": 2}[self.decision]
        kind = 0 if self.relation == "contradicts" else 1
        shows = self.bearing.similarity + self.near + _ASPECT * len(self.bearing.aspects)
        source = _source(self.file, self.quote.heading_path)
        return (decided, kind, -round(shows, 3), source, self.file, self.quote.page or 0)


@lru_cache(maxsize=_KNOWN)
def _source(file: str, heading_path: tuple[str, ...]) -> int:
    """Return how good a source what stands under these headings is; 0 is best."""
    title = f"{file} {' '.join(heading_path)}".lower()
    ranks = (rank for rank, words in enumerate(_SOURCES) if any(word in title for word in words))
    return next(ranks, len(_SOURCES))


def _shown(ordered: Sequence[_Candidate]) -> tuple[Suggestion, ...]:
    """Return each quote once; the other places that hold it are named beside the best."""
    places: dict[str, list[str]] = {}
    first: dict[str, _Candidate] = {}
    for one in ordered:
        text = one.quote.text
        if text in first:
            places.setdefault(text, []).append(f"{one.file} {one.quote.locator}")
        else:
            first[text] = one
    return tuple(_suggestion(one, tuple(places.get(text, ()))) for text, one in first.items())


def _suggestion(one: _Candidate, also: tuple[str, ...]) -> Suggestion:
    quote, best = one.quote, one.bearing.best
    return Suggestion(
        file=one.file,
        page=quote.page,
        locator=quote.locator,
        quote=quote.text,
        box=quote.box,
        relation=one.relation,
        similarity=one.bearing.similarity,
        aspects=one.bearing.aspects,
        passage=quote.passage,
        heading_path=quote.heading_path,
        stance=one.stance,
        shortfall=best.shortfall,
        also=also,
        decision=one.decision,
        is_ocr=quote.is_ocr,
    )
