"""
What one document shows, aspect by aspect. Pure; found once a document and kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import Any, NamedTuple

from assistant.evidence.aspect_match import AspectMatch, Words, match, words_of
from assistant.evidence.expectation import Aspect, Expectations, Need
from assistant.evidence.extent import known_buildings
from assistant.evidence.statement import Statement
from assistant.evidence.vocabulary import Vocabulary
from corpus.document import Box

MAY_MEAN = 0.4
"""What comes so near to an aspect may mean it, whatever its words."""
# What comes so near means it, even where nothing else is shown.
_MEANS = 0.45
SURE = 0.84
"""So strong is what shows an aspect by its words, not by those of its neighbours alone."""
# As much as what borrows some of its words: it takes nearness to show anything.
_MEANT_STRENGTH = 0.85


@dataclass(frozen=True, slots=True)
class Quote:
    """
    A statement as it is shown: verbatim, with the place of its passage.

    id: of the statement. document: its SHA-256. passage: the passage's id.
    """

    id: str
    document: str
    passage: str
    text: str
    page: int | None
    locator: str
    heading_path: tuple[str, ...]
    box: Box | None
    is_ocr: bool


@dataclass(frozen=True)
class Bearing:
    """How a statement bears on an indicator: aspect by aspect, at least one. Many bear alike."""

    matches: tuple[AspectMatch, ...]

    @cached_property
    def best(self) -> AspectMatch:
        """The strongest of those that deny, else that show something, else of all."""
        return max(self._telling or self.matches, key=attrgetter("strength"))

    @cached_property
    def aspects(self) -> tuple[str, ...]:
        """The aspects that it denies, else those that it shows; () where it does neither."""
        return tuple(match.aspect for match in self._telling)

    @cached_property
    def similarity(self) -> float:
        """The strength of the best in [0, 1], for ordering."""
        return round(self.best.strength, 6)

    @cached_property
    def _telling(self) -> list[AspectMatch]:
        denying = [match for match in self.matches if match.relation == "contradicts"]
        return denying or [match for match in self.matches if match.covers]


class Finding(NamedTuple):
    """
    A statement that bears on an indicator. A tuple: large cases hold very many.

    near: how near it comes to the aspect of each match; () where that is not known.
    """

    quote: Quote
    bearing: Bearing
    near: tuple[float | None, ...] = ()


Nearness = Mapping[str, Sequence[tuple[float | None, ...]]]
"""The nearness of a document's findings, by indicator and in their order."""


class Meant(NamedTuple):
    """An aspect of an indicator that a statement means, and how near it comes to it."""

    indicator: str
    aspect: str
    near: float


@dataclass(frozen=True, slots=True)
class Meaning:
    """
    What a document means, beside its words.

    near: of what words found. added: what words missed, with its nearness.
    """

    near: Nearness
    added: DocumentFindings


IDLE = -1.0
"""The nearness, as far as can be, of what covers an aspect by its words and tells of nothing built."""


@dataclass(frozen=True, slots=True)
class DocumentFindings:
    """
    What a document shows, by indicator and in reading order.

    buildings: the project's, as far as the document names them in ranges.
    """

    by_indicator: Mapping[str, Sequence[Finding]]
    buildings: frozenset[int]


def findings_of(
    said: Sequence[Statement],
    expectations: Expectations,
    vocabulary: Vocabulary,
    reserving: Set[str],
) -> DocumentFindings:
    """
    Return what the statements of a document show; nothing for none.

    reserving: the indicators that ask for something to be reserved, where 预留 is provision.
    """
    asked = _Asked(expectations)
    found: dict[str, list[Finding]] = {}
    known: dict[tuple[AspectMatch, ...], Bearing] = {}
    for statement in said:
        words = words_of(statement, vocabulary)
        matches: dict[str, list[AspectMatch]] = {}
        for indicator, aspect in asked.about(words):
            matched = match(aspect, statement, words, reserves=indicator in reserving)
            if matched:
                matches.setdefault(indicator, []).append(matched)
        quote = _quote(statement)
        for indicator, own in matches.items():
            bearing = known.setdefault(tuple(own), Bearing(tuple(own)))
            found.setdefault(indicator, []).append(Finding(quote, bearing))
    return DocumentFindings(found, known_buildings((one.text, one.setting) for one in said))


def _quote(statement: Statement) -> Quote:
    passage = statement.passage
    return Quote(
        id=statement.id,
        document=passage.document,
        passage=passage.id,
        text=statement.text,
        page=passage.page,
        locator=passage.locator,
        heading_path=passage.heading_path,
        box=passage.box,
        is_ocr=passage.is_ocr,
    )


class _Asked:
    """The aspects of all rows by their needs: most share nothing with most statements."""

    def __init__(self, expectations: Expectations) -> None:
        self._aspects = [
            (expectation.indicator, aspect)
            for expectation in expectations.by_indicator.values()
            for aspect in expectation.aspects
        ]
        counts = Counter(need for _, aspect in self._aspects for need in aspect.needs)
        # Of each aspect, the rarest need leads to it; the others are still to be looked for, those
        # that are states only where nothing is denied.
        self._by_key: dict[str, list[int]] = {}
        self._others: list[list[Need]] = []
        self._states: dict[int, tuple[Need, ...]] = {}
        for number, (_, aspect) in enumerate(self._aspects):
            things = [need for need in aspect.needs if need not in aspect.states]
            rarest = min(things, key=counts.__getitem__)
            for key in rarest:
                self._by_key.setdefault(key, []).append(number)
            self._others.append([need for need in things if need != rarest])
            if aspect.states:
                self._states[number] = aspect.states

    def about(self, words: Words) -> Iterator[tuple[str, Aspect]]:
        """
        Yield the rows and aspects all of whose needs are met in or around a statement, be it by
        saying the contrary. What denies a thing denies its states with it: they need not be met.
        """
        near = words.own | words.above | words.beside | words.contrary
        numbers = {number for key in near for number in self._by_key.get(key, ())}
        for number in sorted(numbers):
            for need in self._others[number]:
                if near.isdisjoint(need):
                    break
            else:
                states = self._states.get(number)
                if not states or words.may_deny or not any(map(near.isdisjoint, states)):
                    yield self._aspects[number]


def meant_findings(
    said: Sequence[Statement],
    meant: Mapping[str, Sequence[Meant]],
    found: DocumentFindings,
    vocabulary: Vocabulary,
) -> DocumentFindings:
    """
    Return what statements show by meaning where words found nothing: what is said to be there, and
    denies nothing.

    meant: by statement id, the aspects that it means. found: what words found.
    """
    known = {
        (one.quote.id, indicator, match.aspect)
        for indicator, own in found.by_indicator.items()
        for one in own
        for match in one.bearing.matches
    }
    added: dict[str, list[Finding]] = {}
    for statement in said:
        missed = [
            one
            for one in meant.get(statement.id, ())
            if (statement.id, one.indicator, one.aspect) not in known
        ]
        if not missed or statement.is_void:
            continue
        words = words_of(statement, vocabulary)
        if words.stance == "provided" and not words.denied:
            quote = _quote(statement)
            for one in missed:
                match = AspectMatch(
                    one.aspect, _MEANT_STRENGTH, "provided", covers=True, by_meaning=True
                )
                finding = Finding(quote, Bearing((match,)), (one.near,))
                added.setdefault(one.indicator, []).append(finding)
    return DocumentFindings(added, frozenset())


def without_guesses(found: Sequence[Finding]) -> Sequence[Finding]:
    """
    Return what bears on a row without what words missed and its meaning alone leaves open: that
    counts where words show another part of the row.
    """
    if any(map(_is_begun_by, found)):
        return found
    return [one for one in found if not _is_guess(one)]


def _is_begun_by(one: Finding) -> bool:
    """Whether a finding shows something of its row, surely by its words and near by its meaning."""
    return any(
        match.covers
        and not match.by_meaning
        and match.strength >= SURE
        and near is not None
        and near >= MAY_MEAN
        for match, near in zip(one.bearing.matches, one.near, strict=False)
    )


def _is_guess(one: Finding) -> bool:
    return all(match.by_meaning for match in one.bearing.matches) and all(
        near is not None and near < _MEANS for near in one.near
    )


def with_nearness(found: DocumentFindings, nearness: Nearness) -> DocumentFindings:
    """Return findings with the nearness that was worked out for them."""
    return DocumentFindings(
        {
            indicator: [
                finding._replace(near=tuple(near))
                for finding, near in zip(own, nearness[indicator], strict=True)
            ]
            for indicator, own in found.by_indicator.items()
        },
        found.buildings,
    )


def with_meaning(found: DocumentFindings, meaning: Meaning) -> DocumentFindings:
    """Return findings with their nearness, and with what words missed after them."""
    near = with_nearness(found, meaning.near)
    added = meaning.added.by_indicator
    names = dict.fromkeys([*near.by_indicator, *added])
    return DocumentFindings(
        {name: [*near.by_indicator.get(name, ()), *added.get(name, ())] for name in names},
        found.buildings,
    )


def meaning_json(of: Meaning) -> dict[str, Any]:
    """Return what a document means as a JSON object, to be kept with it."""
    added = of.added.by_indicator
    return {
        "near": of.near,
        "added": findings_json(of.added),
        "added_near": {name: [one.near for one in own] for name, own in added.items()},
    }


def meaning_from_json(kept: Mapping[str, Any]) -> Meaning:
    """Return what was kept of a document's meaning."""
    added = with_nearness(findings_from_json(kept["added"]), kept["added_near"])
    return Meaning(kept["near"], added)


def nearest_denials(by_indicator: Mapping[str, Sequence[Finding]]) -> dict[str, float]:
    """
    Return for each quote that denies something how near it comes to the nearest aspect that it
    denies; {} where no nearness is known.
    """
    nearest: dict[str, float] = {}
    for found in by_indicator.values():
        for quote, bearing, nearness in found:
            for matched, near in zip(bearing.matches, nearness, strict=False):
                if near is not None and matched.relation == "contradicts":
                    nearest[quote.id] = max(near, nearest.get(quote.id, near))
    return nearest


def findings_json(of: DocumentFindings) -> dict[str, Any]:
    """
    Return what a document shows as a JSON object, to be kept with it.

    Quotes and bearings stand in it once; findings name both by their places.
    """
    quotes: dict[str, tuple[int, Quote]] = {}
    bearings: dict[Bearing, int] = {}
    found: dict[str, list[tuple[int, int]]] = {}
    for indicator, findings in of.by_indicator.items():
        for quote, bearing, _ in findings:
            place, _ = quotes.setdefault(quote.id, (len(quotes), quote))
            pair = (place, bearings.setdefault(bearing, len(bearings)))
            found.setdefault(indicator, []).append(pair)
    return {
        "buildings": sorted(of.buildings),
        "quotes": [_quote_json(quote) for _, quote in quotes.values()],
        "bearings": [bearing.matches for bearing in bearings],
        "found": found,
    }


def findings_from_json(kept: Mapping[str, Any]) -> DocumentFindings:
    """Return what was kept of a document."""
    quotes = [_kept_quote(one) for one in kept["quotes"]]
    bearings = [Bearing(tuple(AspectMatch(*one) for one in own)) for own in kept["bearings"]]
    found = {
        indicator: [Finding(quotes[place], bearings[number]) for place, number in pairs]
        for indicator, pairs in kept["found"].items()
    }
    return DocumentFindings(found, frozenset(kept["buildings"]))


def _quote_json(quote: Quote) -> dict[str, Any]:
    return {name: getattr(quote, name) for name in Quote.__slots__}


def _kept_quote(kept: dict[str, Any]) -> Quote:
    box = tuple(kept["box"]) if kept["box"] else None
    return Quote(**{**kept, "heading_path": tuple(kept["heading_path"]), "box": box})
