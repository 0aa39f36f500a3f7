"""
Lessons: texts of which it is known what they are about, for tuning the encoder of evidence.

They are the titles and phrases of the expectations, the dev half of the bank of wordings, and what
the gold of dev dossiers quotes, with what it never quotes beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import chain

from assistant.evidence.load_expectations import load_expectations
from evals.dossier import Dossier, Quote
from evals.dossier_aspects import QuotedAspects, Telling
from evals.evidence_baselines import Said
from evals.evidence_judgement import Found, meets
from evals.wording_bank import UNDER, Kind, load_bank
from scoring import RULE_SET_IDS

AspectName = tuple[str, str, str]
"""A rule set, an indicator of it, and an aspect of that."""


class Tone(IntEnum):
    """What a text does: it shows something built, denies it, neither, or shows it in part."""

    SHOWS = 0
    DENIES = 1
    IDLE = 2
    PARTLY = 3


_TONES: Mapping[Kind, Tone] = {
    "shown": Tone.SHOWS,
    "plain": Tone.SHOWS,
    "partly": Tone.PARTLY,
    "denied": Tone.DENIES,
    "near": Tone.IDLE,
    "recited": Tone.IDLE,
}


@dataclass(frozen=True, slots=True)
class Lesson:
    """
    A text and what is known of it.

    Attributes:
        text: as the encoder gets it.
        rule_set: of whose aspects the lesson tells.
        about: the places of the aspects of which it is about one; () for none of all, None where
            that is not known.
        is_far: it only sounds like what it is said to be about.
        tone: None where that is not known.
    """

    text: str
    rule_set: str
    about: tuple[int, ...] | None = ()
    is_far: bool = False
    tone: Tone | None = None


_TOLD: Mapping[Telling, Tone] = {
    "shown": Tone.SHOWS,
    "partly": Tone.PARTLY,
    "denied": Tone.DENIES,
}
_STATUS_TONES = {"supported": Tone.SHOWS, "contradicted": Tone.DENIES}


def aspects() -> tuple[AspectName, ...]:
    """Return every aspect of every rule set; lessons name them by their places here."""
    return tuple(
        (rule_set, indicator, aspect.id)
        for rule_set in RULE_SET_IDS
        for indicator, expectation in load_expectations(rule_set).by_indicator.items()
        for aspect in expectation.aspects
    )


def wordings(places: Mapping[AspectName, int]) -> Iterator[Lesson]:
    """Yield the titles and phrases of aspects, and the dev half of the bank."""
    for rule_set in RULE_SET_IDS:
        for indicator, expectation in load_expectations(rule_set).by_indicator.items():
            for aspect in expectation.aspects:
                place = places[rule_set, indicator, aspect.id]
                for text in (*aspect.phrases, aspect.zh, aspect.en):
                    yield Lesson(text, rule_set, (place,))
    for one in load_bank():
        place = places.get((one.rule_set, one.indicator, one.aspect), -1)
        if one.half == "dev" and place >= 0:
            text = " ".join(part.strip() for part in one.text.split(UNDER))
            # What denies an aspect is as much about it as what shows it.
            yield Lesson(text, one.rule_set, (place,), one.kind == "near", _TONES[one.kind])


def quotes(
    dossier: Dossier,
    told: QuotedAspects,
    said: Sequence[Said],
    found: Sequence[Found],
    places: Mapping[AspectName, int],
) -> Iterator[Lesson]:
    """
    Yield what a dossier says: what its gold quotes, bare and under headings, and the rest.

    told: what the quotes tell of single aspects, as far as is known. found: what words show.
    Unquoted, that may lure by naming the very thing, or say once more what is quoted elsewhere: it
    is not taught that it is about nothing.
    """
    rule_set = dossier.case.rule_set
    quoted = _Quoted(dossier, told, places)
    shown = {text.text for row in found for text in row.shown if text.relation != "mentions"}
    for one in said:
        under = f"{one.heading} {one.text}".strip()
        known = quoted.of(one.text)
        if known is None:
            if any(meets(one.text, lure.quote) for lure in dossier.distractors):
                yield Lesson(under, rule_set, None, tone=Tone.IDLE)
            elif one.text not in shown:
                yield Lesson(under, rule_set, tone=Tone.IDLE)
            continue
        for about, tone in known:
            for text in dict.fromkeys((under, one.text)):
                yield Lesson(text, rule_set, about, tone=tone)


class _Quoted:
    """What the quotes of a dossier's gold are about, and what they do."""

    def __init__(
        self, dossier: Dossier, told: QuotedAspects, places: Mapping[AspectName, int]
    ) -> None:
        self._quotes: list[tuple[Quote, list[tuple[tuple[int, ...], Tone | None]]]] = []
        of_row: dict[str, dict[str, int]] = {}
        for (rule_set, row, aspect), place in places.items():
            if rule_set == dossier.case.rule_set:
                of_row.setdefault(row, {})[aspect] = place
        for row, gold in dossier.indicators.items():
            own = of_row.get(row)
            if own is None:
                continue
            for at, quote in enumerate(gold.quotes):
                known: list[tuple[tuple[int, ...], Tone | None]]
                if row in told:
                    known = [((own[name],), _TOLD[what]) for name, what in told[row][at].items()]
                else:
                    known = [(tuple(own.values()), _STATUS_TONES.get(gold.status))]
                self._quotes.append((quote, known))

    def of(self, text: str) -> list[tuple[tuple[int, ...], Tone | None]] | None:
        """Return what a text that is quoted is about, and its tone there; None for an unquoted."""
        known = [one for quote, one in self._quotes if meets(text, quote)]
        return list(dict.fromkeys(chain.from_iterable(known))) if known else None
