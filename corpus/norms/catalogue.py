"""
The norm cards together: which of them a text names, in any notation, by number, title or other
name. Pure.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from corpus.errors import UnknownNormError
from corpus.norms.card import NormCard, NormFact
from corpus.notation import NormNumber, norm_numbers, normalise, without_norms

# "50348" or "50016-2014" without GB, as people write among themselves.
_BARE = re.compile(r"(?<![0-9A-Za-z.])([0-9]{5})(?: ?- ?([0-9]{4}))?(?![0-9.])")
# What a two-character name must not run into: 等保护措施 is not 等保.
_RUNS_ON = "护证存持障管密温留修洁安格划模定"
_CLAUSE_NUMBER = re.compile(
    r"(?<![0-9.])([0-9]{1,2}(?:\.[0-9]{1,2}){1,3}(?: ?[(（][0-9]{1,2}[)）])?)(?![0-9])|"
    r"第 ?([0-9]{1,3}) ?[条章]|(?:article|art\.|chapter) ?([0-9]{1,3})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class NamedNorm:
    """
    A norm that a text names, with its cards: the one meant first; () when there is no card.

    name: as the text names it, in the usual notation. other_year: the text asks for an edition
    that has no card.
    """

    name: str
    cards: tuple[NormCard, ...]
    other_year: bool = False


@dataclass(frozen=True, slots=True)
class Naming:
    """What a text names, the text without the names, and clause numbers in it."""

    norms: tuple[NamedNorm, ...]
    rest: str
    clauses: tuple[str, ...]


class NormCatalogue:
    """Looks cards up by what people call them."""

    def __init__(self, cards: Sequence[NormCard]) -> None:
        self.cards: Mapping[str, NormCard] = {card.number: card for card in cards}
        self._by_digits: dict[str, list[NormCard]] = {}
        for card in cards:
            for number in norm_numbers(card.number):
                self._by_digits.setdefault(number.number, []).append(card)
        self._names = _names(cards)

    def card(self, name: str) -> NormCard:
        """
        Return the card that a number in any notation, a title or another name means.

        Raises:
            UnknownNormError: none; the message offers the nearest numbers.
        """
        found = [norm for norm in self.named(name).norms if norm.cards and not norm.other_year]
        if found:
            return found[0].cards[0]
        raise UnknownNormError(name, self.nearest(name) or tuple(self.cards))

    def nearest(self, name: str) -> tuple[str, ...]:
        """Return the numbers of up to three cards that look like a name."""
        names = {normalise(number).text: number for number in self.cards}
        close = get_close_matches(normalise(name).text, list(names), n=3, cutoff=0.6)
        return tuple(names[entry] for entry in close)

    def named(self, text: str) -> Naming:
        """Return the norms that a text names."""
        norms = [self._of_number(number) for number in norm_numbers(text)]
        rest = without_norms(text)
        if not norms:
            for match in _BARE.finditer(rest):
                if match[1] in self._by_digits:
                    series = norm_numbers(self._by_digits[match[1]][0].number)[0].series
                    norms.append(self._of_number(NormNumber(series, match[1], match[2])))
                    rest = rest.replace(match[0], " ", 1)
        for pattern, cards in self._names:
            match_or_none = pattern.search(rest)
            if match_or_none:
                rest = pattern.sub(" ", rest)
                norms.append(NamedNorm(cards[0].number, _meant(cards)))
        clauses = (
            re.sub(r"\s", "", found[1] or found[2] or found[3])
            .replace("（", "(")
            .replace("）", ")")
            for found in _CLAUSE_NUMBER.finditer(rest)
        )
        return Naming(_distinct(norms), rest, tuple(dict.fromkeys(clauses)))

    def fact(self, clause_id: str) -> tuple[NormCard, NormFact] | None:
        """Return the card and fact with this id; None when there is none."""
        return next(
            (
                (card, fact)
                for card in self.cards.values()
                for fact in card.facts
                if card.fact_id(fact) == clause_id
            ),
            None,
        )

    def _of_number(self, number: NormNumber) -> NamedNorm:
        cards = self._by_digits.get(number.number, [])
        if not cards or number.year is None:
            return NamedNorm(str(number), _meant(cards))
        exact = [c for c in cards if number.year in {n.year for n in norm_numbers(c.number)}]
        return NamedNorm(str(number), tuple(exact) or _meant(cards), other_year=not exact)


def _meant(cards: Sequence[NormCard]) -> tuple[NormCard, ...]:
    """Return which editions an undated name means: what the draft cites, then what is in force."""
    telling = [card for card in cards if card.cited_in or card.status in ("in_force", "partly")]
    chosen = telling or list(cards)
    return tuple(sorted(chosen, key=lambda card: (not card.listed_in_chapter_2, card.number)))


def _distinct(norms: Sequence[NamedNorm]) -> tuple[NamedNorm, ...]:
    """Drop names that mean nothing but cards that an earlier name means."""
    kept: list[NamedNorm] = []
    for norm in norms:
        known = {card.number for earlier in kept for card in earlier.cards}
        fresh = not norm.cards or any(card.number not in known for card in norm.cards)
        if fresh and norm not in kept:
            kept.append(norm)
    return tuple(kept)


def _names(cards: Sequence[NormCard]) -> list[tuple[re.Pattern[str], list[NormCard]]]:
    """Return a pattern a name with the cards it means, the longest names first."""
    by_name: dict[str, list[NormCard]] = {}
    for card in cards:
        short = card.title_zh.rsplit(" ", maxsplit=1)[-1]
        names = {card.title_zh, short, card.title_en, *card.aliases}
        if not norm_numbers(card.number):
            names.add(card.number)
        for name in names:
            by_name.setdefault(_folded(name).lower(), []).append(card)
    return [
        (_pattern(name), found)
        for name, found in sorted(by_name.items(), key=lambda entry: (-len(entry[0]), entry[0]))
    ]


def _pattern(name: str) -> re.Pattern[str]:
    letters = r"\s*".join(re.escape(character) for character in name if not character.isspace())
    if name.isascii():
        letters = r"\s+".join(re.escape(part) for part in name.split())
        return re.compile(rf"(?<![A-Za-z]){letters}(?![A-Za-z])", re.IGNORECASE)
    guard = rf"(?![{_RUNS_ON}])" if len(name) == 2 else ""
    return re.compile(rf"《?{letters}{guard}》?", re.IGNORECASE)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text)
