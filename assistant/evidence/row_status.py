"""
The status of a row by what its case's documents show and deny, aspect by aspect. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from fractions import Fraction
from itertools import zip_longest
from typing import Literal, NamedTuple

from assistant.evidence.aspect_match import AspectMatch
from assistant.evidence.authority import (
    holds_partly,
    is_proposal,
    item_of,
    makes_good,
    passes_again,
)
from assistant.evidence.case_findings import CaseFindings
from assistant.evidence.expectation import Expectation
from assistant.evidence.extent import denied_extent, extent, is_of_part, places
from assistant.evidence.finding import IDLE, SURE, Quote
from assistant.evidence.share import counts_things, denied_share

Status = Literal["supported", "partial", "contradicted", "none"]
STATUSES: tuple[Status, ...] = Status.__args__  # type: ignore[attr-defined]

# Set on the dev dossiers; docs/evals.md says what they do.
_DENIES = 0.7
_SPECIFIC = 2
_SHOWN_WELL = 0.8
# More than this share of what is needed a denial must name, to hold against other documents.
_NAMED_WELL = 0.5
# So few of the things counted may fail without any doubt about the others.
_FEW = Fraction(1, 10)
# What asks for all of them is not shown where some lack it.
_ALL = re.compile(r"全|盲|死角|所有|每|均")
_PART_DENIED = 2
# A row that nothing comes near to by meaning is not shown at all: its words stand in other matters.
# Nor is one that neighbours alone help to speak of; what a heading says may count (`SURE`).
_NEAR = 0.3
# Nor an aspect that nothing comes as near to.
_APART = 0.15
# Where headings or neighbours lend so many of the words, each passage must come near by itself.
_LENT = 0.86
# What is denied in words that have nothing to do with the row is another matter.
_FAR = 0.3
# So much farther than what shows the thing built, it speaks of something about the thing.
_BESIDE_THE_POINT = 0.2
# A denial so near is to the point: what was only proposed does not set it aside.
_TO_THE_POINT = 0.35
# One so near, and so much nearer than what shows the thing built, holds against it.
_NEAR_DENIAL, _NEARER = 0.4, 0.1
# What comes so much nearer to something else that it denies is said of that.
_OF_ANOTHER = 0.1
# What is shown this much worse than the best shows nothing more.
_NEAR_BEST = 0.05


def row_status(
    expectation: Expectation, text: str, case: CaseFindings
) -> tuple[Status, dict[str, bool]]:
    """
    Return the status of a row, and whether each of its aspects is wholly shown.

    text: the row's own; a denial at a place that it names tells against it.
    """
    found = _told(expectation.indicator, case)
    showing = _showing(found, expectation)
    denying, doubted = _denied(found, showing, expectation, case.buildings, places(text))
    shared = {doubt.told.match.aspect for doubt in doubted if doubt.is_counted}
    for doubt in doubted:
        if doubt.is_counted:  # the others of those counted have it
            showing[doubt.told.match.aspect].append(doubt.told)
    denied = {
        one.match.aspect
        for one in denying
        if one.match.aspect not in shared or not counts_things(one.quote.text)
    }
    if not any(showing.values()):  # what some buildings lack, and no paper shows elsewhere
        denied |= {doubt.told.match.aspect for doubt in doubted}
    in_doubt = denied | {doubt.told.match.aspect for doubt in doubted}
    aspects = {
        name: name not in in_doubt and _is_whole(shows, case.buildings)
        for name, shows in showing.items()
    }
    return _status(aspects, showing, denied), aspects


class _Told(NamedTuple):
    """
    What a quote tells of one aspect.

    is_accepted: a person took it for evidence. is_proposed: its document says what shall be. near:
    how near it comes to the aspect by meaning; None where that is not known. is_of_another: what
    it denies is far rather something else.
    """

    quote: Quote
    match: AspectMatch
    is_accepted: bool
    is_proposed: bool
    near: float | None
    is_of_another: bool


class _Doubt(NamedTuple):
    """A denial of a part; is_counted: of some of the things that it counts."""

    told: _Told
    is_counted: bool


def _told(indicator: str, case: CaseFindings) -> list[_Told]:
    """Return what the documents tell of a row, but for what people rejected."""
    found: list[_Told] = []
    for quote, bearing, nearness in case.of(indicator):
        decision = case.decision(indicator, quote)
        if decision != "rejected":
            is_proposed = is_proposal(case.files.get(quote.document, ""))
            nearest = case.nearest_denials.get(quote.id, 0.0)
            found += [
                _Told(
                    quote,
                    # What seems to tell of nothing built shows nothing, whatever its words.
                    match._replace(covers=match.covers and near != IDLE),
                    decision == "accepted",
                    is_proposed,
                    near,
                    _is_far(near, nearest),
                )
                for match, near in zip_longest(bearing.matches, nearness)
            ]
    return found


def _is_far(near: float | None, nearest: float) -> bool:
    """Whether one aspect is so much farther than the nearest one that a quote denies."""
    return near is not None and near < nearest - _OF_ANOTHER


def _showing(found: Sequence[_Told], expectation: Expectation) -> dict[str, list[_Told]]:
    """Return what shows each aspect: nothing where all of it lies far, or none of it is sure."""
    showing: dict[str, list[_Told]] = {aspect.id: [] for aspect in expectation.aspects}
    is_sure = is_near = False
    for one in found:
        if one.is_accepted or (one.match.covers and not _is_lent_from_afar(one)):
            showing[one.match.aspect].append(one)
            is_sure = is_sure or one.is_accepted or one.match.strength >= SURE
            is_near = is_near or _comes_near(one, _NEAR)
    return {
        name: shows
        if is_sure and is_near and any(_comes_near(one, _APART) for one in shows)
        else []
        for name, shows in showing.items()
    }


def _comes_near(one: _Told, least: float) -> bool:
    """Whether a passage comes as near as that, as far as is known."""
    return one.is_accepted or one.near is None or one.near >= least


def _is_lent_from_afar(one: _Told) -> bool:
    """Whether a passage borrows its words from around it, and means something else."""
    return one.match.strength < _LENT and one.near is not None and one.near < _NEAR


def _shows_well(one: _Told) -> bool:
    return one.match.covers and one.match.strength >= _SHOWN_WELL


def _shown_well(found: Sequence[_Told], *, built: bool = False) -> dict[str, set[str]]:
    """Return the documents that show each aspect well; built: without those that propose it."""
    documents: dict[str, set[str]] = {}
    for one in found:
        if _shows_well(one) and not (built and one.is_proposed):
            documents.setdefault(one.match.aspect, set()).add(one.quote.document)
    return documents


def _nearest_built(found: Sequence[_Told]) -> dict[str, float]:
    """Return how near what shows each aspect well, and does not propose it, comes at best."""
    nearest: dict[str, float] = {}
    for one in found:
        if _shows_well(one) and not one.is_proposed and one.near is not None:
            nearest[one.match.aspect] = max(one.near, nearest.get(one.match.aspect, one.near))
    return nearest


def _denied(
    found: Sequence[_Told],
    showing: Mapping[str, Sequence[_Told]],
    expectation: Expectation,
    buildings: frozenset[int],
    asked_at: Set[str],
) -> tuple[list[_Told], list[_Doubt]]:
    """
    Return the denials that hold, and those that leave an aspect in doubt: of a part of
    the project, and at a place that the row names, where others show the thing elsewhere.
    """
    shown_well, shown_built = _shown_well(found), _shown_well(found, built=True)
    nearest, made_good = _nearest_built(found), _made_good(found)
    titles = {aspect.id: aspect.zh for aspect in expectation.aspects}
    passed = _passed_again(found)
    denied: list[_Told] = []
    doubted: list[_Doubt] = []
    for one in found:
        aspect, text = one.match.aspect, one.quote.text
        if one.match.relation != "contradicts" or one.match.strength < _DENIES:
            continue
        if not one.is_accepted and (
            _is_beside_the_point(one, nearest.get(aspect, _FAR))
            or made_good.get(aspect, set()) - {one.quote.document}
            or passed.get(item_of(one.quote.text), set()) - {one.quote.document}
        ):
            continue
        asks_all = _ALL.search(titles[aspect]) is not None
        share = None if asks_all else denied_share(text)
        if share is not None:
            if share >= _FEW and (one.near is None or one.near >= _NEAR):
                doubted.append(_Doubt(one, is_counted=True))
            continue
        # A verdict of "in part" leaves the rest as it should be, but for what is plainly denied.
        if holds_partly(text) and one.match.denied <= _NAMED_WELL:
            doubted.append(_Doubt(one, is_counted=True))
            continue
        is_limited = bool(denied_extent(text, buildings))
        overrules = _found_near(one) >= _TO_THE_POINT
        is_plainer = _is_nearer(one, nearest.get(aspect))
        denies = _denies(one, shown_built if overrules else shown_well, expectation)
        if is_plainer and not denies:
            denies = True
            # Another row of the same table may show it of other things.
            is_limited = is_limited or (
                not asks_all and any(_is_in_table_with(one, shown) for shown in showing[aspect])
            )
        # A part that lacks it leaves the rest as shown, but for what is asked of all of it.
        is_part = not asks_all and bool(showing[aspect]) and is_of_part(text)
        if denies and not is_limited and not is_part:
            denied.append(one)
        elif denies or is_limited or places(text) & asked_at or (is_part and _is_plain(one)):
            doubted.append(_Doubt(one, is_counted=False))
    return denied, doubted


def _made_good(found: Sequence[_Told]) -> dict[str, set[str]]:
    """Return the documents that tell of each aspect that it was lacking and is there now."""
    documents: dict[str, set[str]] = {}
    for one in found:
        if (
            one.match.covers
            and not one.is_proposed
            and _comes_near(one, _NEAR)
            and makes_good(one.quote.text)
        ):
            documents.setdefault(one.match.aspect, set()).add(one.quote.document)
    return documents


def _passed_again(found: Sequence[_Told]) -> dict[str, set[str]]:
    """Return the documents that tell of each item of a test that it was tried again and passed."""
    documents: dict[str, set[str]] = {}
    for one in found:
        item = item_of(one.quote.text)
        if item and passes_again(one.quote.text):
            documents.setdefault(item, set()).add(one.quote.document)
    return documents


def _is_beside_the_point(one: _Told, shown: float) -> bool:
    """
    Whether a denial is about something else; shown: how near comes what shows the aspect built.
    """
    far = max(_FAR, shown - _BESIDE_THE_POINT)
    return one.is_of_another or (one.near is not None and one.near < far)


def _is_in_table_with(one: _Told, other: _Told) -> bool:
    """Whether two passages are rows of one table, and the other comes near what is asked."""
    label, stop, _ = one.quote.text.partition(": ")
    return (
        bool(stop)
        and one.quote.document == other.quote.document
        and one.quote.heading_path == other.quote.heading_path
        and one.quote.passage != other.quote.passage
        and other.quote.text.startswith(f"{label}: ")
        and _comes_near(other, _NEAR)
    )


def _found_near(one: _Told) -> float:
    """Return how near a finding comes; as far as can be where it is proposed or not known."""
    return -1.0 if one.is_proposed or one.near is None else one.near


def _is_plain(one: _Told) -> bool:
    """Whether it was found, is near, and names half or more of what is needed."""
    return _found_near(one) >= _NEAR_DENIAL and one.match.denied >= _NAMED_WELL


def _is_nearer(one: _Told, shown: float | None) -> bool:
    """
    Whether a finding speaks of the aspect more plainly than what shows it built: "no picture of
    the tanks" against a list of cameras. shown: how near that comes; None where nothing does.
    """
    near = _found_near(one)
    return shown is not None and near >= _NEAR_DENIAL and near - shown >= _NEARER


def _denies(one: _Told, shown_well: Mapping[str, Set[str]], expectation: Expectation) -> bool:
    """
    Whether a denial denies an aspect.

    What takes three things to say, all in the denial's own words, is denied as a whole. A denial
    of less may be about one place only: it is set aside where the same document shows the thing
    elsewhere ("no camera in the pump room" does not deny that there are cameras), and one that
    names no more than half of what is needed where any document shows it.
    """
    bears = one.match
    needs = next(len(aspect.needs) for aspect in expectation.aspects if aspect.id == bears.aspect)
    if bears.shortfall or (
        needs > _SPECIFIC and bears.strength == 1 and bears.denied > _NAMED_WELL
    ):
        return True
    documents = shown_well.get(bears.aspect, frozenset())
    return one.quote.document not in documents if bears.denied > _NAMED_WELL else not documents


def _is_whole(shows: Sequence[_Told], buildings: frozenset[int]) -> bool:
    """
    Whether what shows an aspect best, taken together, shows it for the whole project: a door
    station for buildings 1 to 6 of 12 does not.
    """
    best = max((one.match.strength for one in shows), default=0.0)
    together: set[int] = set()
    for one in shows:
        if one.is_accepted:
            return True
        if one.match.strength >= best - _NEAR_BEST:
            limit = extent(one.quote.text, buildings)
            if limit is None:
                return True
            together |= limit
    return bool(together) and together >= buildings


def _status(
    aspects: Mapping[str, bool], showing: Mapping[str, Sequence[_Told]], denied: Set[str]
) -> Status:
    """
    Return the status of a row. It is contradicted where half of what must be shown is denied or
    more, or some of it and nothing else is shown; else a denial leaves it shown in part.
    """
    others = any(shows for name, shows in showing.items() if name not in denied)
    if denied and (_PART_DENIED * len(denied) >= len(aspects) or not others):
        return "contradicted"
    if aspects and all(aspects.values()):
        return "supported"
    return "partial" if denied or any(showing.values()) else "none"
