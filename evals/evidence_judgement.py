"""
What a system found in a dossier, judged against its gold. Pure.

A shown text meets a quote when it holds the quote or is part of it, white space aside. Of a quote
of several sentences one is enough, for a sentence is what is shown.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from evals.dossier import QUOTE_LENGTH, Dossier, GoldIndicator, Quote, Status
from evals.dossier_aspects import QuotedAspects, Telling, aspects_of
from evals.dossier_source import Format, bare

Relation = Literal["supports", "contradicts", "mentions"]
LOOKED_AT = 3
"""How many suggestions a person is taken to look at."""
_ENDS = "。！？；"
_SENTENCE = re.compile(f"[^{_ENDS}]+")


@dataclass(frozen=True, slots=True)
class Shown:
    """A text that a system shows for a row, and every file where it says that it stands."""

    files: tuple[str, ...]
    text: str
    relation: Relation


@dataclass(frozen=True, slots=True)
class Found:
    """
    What a system found for one row.

    Attributes:
        shown: all that it shows, best first.
        first: what R@3 looks at, at most three.
        aspects: whether it found each aspect to be wholly shown; {} for systems without aspects.
    """

    indicator: str
    status: Status
    shown: tuple[Shown, ...]
    first: tuple[Shown, ...]
    aspects: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class JudgedRow:
    """
    One row: the gold, what was found, whether the first texts meet a quote of the gold, and whether
    each aspect of which readers told is rightly found to be wholly shown or not.
    """

    gold: GoldIndicator
    found: Found
    hit: bool | None
    aspects: tuple[bool, ...] = ()

    @property
    def is_wrong(self) -> bool:
        """Whether the status is another one or no quote of the gold was met."""
        return self.gold.status != self.found.status or self.hit is False


@dataclass(frozen=True, slots=True)
class JudgedQuote:
    """A quote of the gold in one kind of file, and whether it was found there, at any rank."""

    indicator: str
    quote: Quote
    format: Format
    found: bool


@dataclass(frozen=True, slots=True)
class JudgedLure:
    """A distractor, and the rows that it lures to for which it is shown as support."""

    quote: Quote
    why: str
    lured: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """
    A system's work on one dossier.

    verbatim: of every text shown, whether a passage of its file holds it to the letter.
    """

    system: str
    dossier: str
    rows: tuple[JudgedRow, ...]
    quotes: tuple[JudgedQuote, ...]
    lures: tuple[JudgedLure, ...]
    verbatim: tuple[bool, ...]


def judge(
    system: str,
    dossier: Dossier,
    found: Sequence[Found],
    texts: Mapping[str, Sequence[str]],
    told: QuotedAspects | None = None,
) -> Judgement:
    """
    Judge what a system found in a dossier.

    Args:
        system: its name.
        dossier: with the gold.
        found: one entry for every row of the gold, in any order.
        texts: the passages of each file as they were read; files that were refused may be left out.
        told: of which aspects the gold's quotes speak, as far as is known.
    """
    found_by_id = {entry.indicator: entry for entry in found}
    known = told or {}
    rows = tuple(
        _row(gold, found_by_id[name], known.get(name)) for name, gold in dossier.indicators.items()
    )
    return Judgement(
        system=system,
        dossier=dossier.id,
        rows=rows,
        quotes=_quotes(dossier, rows),
        lures=_lures(dossier, found_by_id),
        verbatim=tuple(_is_verbatim(one, texts) for row in rows for one in row.found.shown),
    )


def meets(text: str, quote: Quote) -> bool:
    """
    Whether a shown text holds the quote or is part of it; white space and the last mark aside.

    A text that holds one whole sentence of the quote, if that alone is long enough for a quote,
    meets it too.

    >>> quote = Quote("围墙装红外对射 18 对；报警时弹出画面", ())
    >>> meets("红外对射18对。", quote), meets("1.2 周界：围墙装红外对射18对；", quote)
    (True, True)
    >>> meets("围墙装摄像机", quote), meets("", quote)
    (False, False)
    """
    said = bare(text).rstrip(_ENDS)
    if not said:
        return False
    if quote.stands_in(text) or said in bare(quote.text):
        return True
    sentences = () if "|" in quote.text else _SENTENCE.findall(bare(quote.text))
    return any(len(one) in QUOTE_LENGTH and one in said for one in sentences)


def _row(
    gold: GoldIndicator, found: Found, told: Sequence[Mapping[str, Telling]] | None
) -> JudgedRow:
    hit = None
    if gold.quotes:
        hit = any(
            meets(one.text, quote) for one in found.first[:LOOKED_AT] for quote in gold.quotes
        )
    expected = aspects_of(gold, told, found.aspects) if told is not None else {}
    right = tuple(found.aspects[name] == is_whole for name, is_whole in expected.items())
    return JudgedRow(gold, found, hit, right)


def _quotes(dossier: Dossier, rows: Sequence[JudgedRow]) -> tuple[JudgedQuote, ...]:
    kinds = {source.file: source.format for source in dossier.sources}
    judged = []
    for row in rows:
        bearing = [one for one in row.found.shown if one.relation != "mentions"]
        for quote in row.gold.quotes:
            places = {file for one in bearing if meets(one.text, quote) for file in one.files}
            for kind in dict.fromkeys(kinds[file] for file in quote.files):
                held = any(kinds[file] == kind for file in places.intersection(quote.files))
                judged.append(JudgedQuote(row.gold.id, quote, kind, held))
    return tuple(judged)


def _lures(dossier: Dossier, found_by_id: Mapping[str, Found]) -> tuple[JudgedLure, ...]:
    judged = []
    for lure in dossier.distractors:
        lured = tuple(
            name
            for name in lure.indicators
            if any(
                one.relation == "supports" and meets(one.text, lure.quote)
                for one in found_by_id[name].shown
            )
        )
        judged.append(JudgedLure(lure.quote, lure.why, lured))
    return tuple(judged)


def _is_verbatim(one: Shown, texts: Mapping[str, Sequence[str]]) -> bool:
    return any(one.text in passage for file in one.files[:1] for passage in texts.get(file, ()))
