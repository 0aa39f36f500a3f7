"""
Lessons: texts of which it is known what they are about, for tuning the encoder of evidence.

They are the titles and phrases of the expectations, the dev half of the bank of wordings, and what
the gold of dev dossiers quotes, with what it never quotes beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from assistant.evidence.load_expectations import load_expectations
from evals.dossier import Dossier, GoldIndicator
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
    dossier: Dossier, said: Sequence[Said], found: Sequence[Found], places: Mapping[AspectName, int]
) -> Iterator[Lesson]:
    """
    Yield what a dossier says: what its gold quotes, bare and under headings, and the rest.

    found: what words show in it. Unquoted, that may lure by naming the very thing, or say once
    more what is quoted elsewhere: it is not taught that it is about nothing.
    """
    rule_set = dossier.case.rule_set
    of_row: dict[str, list[int]] = {}
    for (own, indicator, _), place in places.items():
        if own == rule_set:
            of_row.setdefault(indicator, []).append(place)
    shown = {text.text for row in found for text in row.shown if text.relation != "mentions"}
    for one in said:
        rows = [
            name
            for name, gold in dossier.indicators.items()
            if name in of_row and any(meets(one.text, quote) for quote in gold.quotes)
        ]
        under = f"{one.heading} {one.text}".strip()
        if not rows:
            if any(meets(one.text, lure.quote) for lure in dossier.distractors):
                yield Lesson(under, rule_set, None, tone=Tone.IDLE)
            elif one.text not in shown:
                yield Lesson(under, rule_set, tone=Tone.IDLE)
            continue
        tones = {_tone(dossier.indicators[name]) for name in rows}
        tone = tones.pop() if len(tones) == 1 else None
        for name in rows:
            for text in dict.fromkeys((under, one.text)):
                yield Lesson(text, rule_set, tuple(of_row[name]), tone=tone)


def _tone(gold: GoldIndicator) -> Tone | None:
    """Return what the quotes of a row do; None where some may show and others limit."""
    if gold.status == "partial":
        return Tone.PARTLY if len(gold.quotes) == 1 else None
    return Tone.DENIES if gold.status == "contradicted" else Tone.SHOWS
