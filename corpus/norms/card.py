"""
Norm cards: what is known of a norm that the documents cite or should cite. Pure values.

Nothing in a card is the norm's own wording: titles apart, every text is ours, and carries how
sure it is. Reading card files belongs to `corpus.norms.load`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.standard import Clause, ClauseId, Standard

Confidence = Literal["C1", "C2", "GK"]
Status = Literal[
    "in_force", "partly", "superseded", "abolished", "never_existed", "unconfirmed"
]  # fmt: skip
NormType = Literal[
    "mandatory_code", "mandatory", "gb", "gb_t", "trade", "group", "regulation", "law"
]  # fmt: skip

NORM_CARDS = "norm-cards"
# The source of what no source confirms.
GENERAL_KNOWLEDGE = "general knowledge"
CONFIDENCES: tuple[Confidence, ...] = Confidence.__args__  # type: ignore[attr-defined]
STATUS_WORDS: dict[str, tuple[str, str]] = {
    "in_force": ("现行", "in force"),
    "partly": ("现行，部分条文已被取代", "in force, part of its clauses taken over"),
    "superseded": ("已被代替", "superseded"),
    "abolished": ("已废止", "abolished"),
    "never_existed": ("不存在", "never existed"),
    "unconfirmed": ("未证实", "unconfirmed"),
}
TYPE_WORDS: dict[str, tuple[str, str]] = {
    "mandatory_code": ("全文强制的工程规范", "mandatory engineering code"),
    "mandatory": ("强制性国家标准", "mandatory national standard"),
    "gb": ("国家标准", "national standard"),
    "gb_t": ("推荐性国家标准", "recommended national standard"),
    "trade": ("行业标准", "trade standard"),
    "group": ("团体标准", "group standard"),
    "regulation": ("法规规章", "regulation"),
    "law": ("法律", "law"),
}
CONFIDENCE_WORDS: dict[str, tuple[str, str]] = {
    "C1": ("已见公告、条文或其说明", "announcement, clause or its explanation seen"),
    "C2": ("二手资料，未见条文原文", "secondary source, clause text not seen"),
    "GK": ("未证实", "unconfirmed"),
    "text": ("草案自身可见", "visible in the draft"),
}
# What a card may call unconfirmed although the norm itself is known.
UNCONFIRMABLE = (
    "true_number", "title_zh", "title_en", "issued", "in_force", "replaces", "status"
)  # fmt: skip

_NUMBER = re.compile(r"(?:Art\.|App\.|ch\.) ?\w+|[0-9]+(?:\.(?:[0-9]+|x))*(?:\([0-9]+\)| [a-z]\))?")
_POINT = re.compile(r"([0-9]+(?:\.[0-9]+)*)(?:\(([0-9]+)\))?")


@dataclass(frozen=True, slots=True)
class NormFact:
    """
    What a norm says at a place, in our own words.

    clause: the place as the sources give it, possibly several or a range; clause_zh: the same in
    Chinese where it holds words. confidence: C1 clause or explanation seen, C2 secondary source,
    GK unconfirmed. source: its short name.
    """

    clause: str
    text_zh: str
    text_en: str
    confidence: Confidence
    source: str
    clause_zh: str = ""

    @property
    def number(self) -> str:
        """The first clause number of the place, or its name where it has none."""
        found = _NUMBER.search(self.clause)
        return found[0] if found else self.clause

    def text(self, language: str) -> str:
        """Return the text in a language, zh or en."""
        return self.text_zh if language == "zh" else self.text_en

    def place(self, language: str) -> str:
        """Return the place as it is shown in a language."""
        return self.clause_zh or self.clause if language == "zh" else self.clause

    def is_at(self, wanted: str) -> bool:
        """
        Whether the fact stands at a clause number: at it, below it, or with it in its range.

        >>> fact = NormFact("4.8.1–4.8.6", "甲", "a", "C1", "x")
        >>> fact.is_at("4.8.3"), fact.is_at("4.8"), fact.is_at("4.8.7")
        (True, True, False)
        """
        base = ""
        for part in re.split(r"[,/、] ?", self.clause):
            whole = base + part if part.startswith("(") else part  # "3.5.1(8),(9)"
            base = whole.split("(")[0]
            if _holds(whole, wanted):
                return True
        return False


def _holds(part: str, wanted: str) -> bool:
    asked, point = _split(wanted)
    first, last = (
        _split(end) for end in (part.split("–", maxsplit=1)[0], part.rsplit("–", maxsplit=1)[-1])
    )
    if asked is None or first[0] is None:
        return False
    if last[0] is None or len(last[0]) < len(first[0]):
        last = (first[0], last[1])  # "3.5.1(4)–(7)"
    if asked == first[0][: len(asked)] and len(asked) < len(first[0]):
        return True
    if not first[0] <= asked <= (last[0] or first[0]):
        return False
    return point is None or first[1] is None or first[1] <= point <= (last[1] or first[1])


def _split(text: str) -> tuple[tuple[int, ...] | None, int | None]:
    if text.startswith("("):
        return None, int(re.sub(r"[^0-9]", "", text))
    found = _POINT.search(text)
    if not found:
        return None, None
    return tuple(map(int, found[1].split("."))), int(found[2]) if found[2] else None


@dataclass(frozen=True, slots=True)
class NormCard:
    """
    What is known of one norm.

    number: as the draft prints it where it prints one, else the true one. true_number: None when
    such a norm never existed. issued, in_force: ISO dates or years, "" when not known. cited_in:
    canonical ids of the draft's clauses that name it; should_cite: those that do not and should,
    "2" for chapter 2. faults: ids of the draft's defects. see: numbers of other cards. advice:
    what to do about it in the draft, "" for nothing. unconfirmed: names of fields that are
    general knowledge only; confidence GK makes the whole card so.
    """

    number: str
    cited_as: tuple[str, ...]
    true_number: str | None
    title_zh: str
    title_en: str
    type: NormType
    replaces: tuple[str, ...]
    replaced_by: tuple[str, ...]
    status: Status
    status_zh: str
    status_en: str
    listed_in_chapter_2: bool
    cited_in: tuple[ClauseId, ...]
    should_cite: tuple[ClauseId, ...]
    faults: tuple[str, ...]
    see: tuple[str, ...]
    aliases: tuple[str, ...]
    confidence: Confidence
    unconfirmed: tuple[str, ...]
    sources: tuple[str, ...]
    facts: tuple[NormFact, ...]
    edition: str = ""
    announcement: str = ""
    issued: str = ""
    in_force: str = ""
    advice_zh: str = ""
    advice_en: str = ""
    note_zh: str = ""
    note_en: str = ""

    def fact_id(self, fact: NormFact) -> str:
        """Return the id by which a fact is cited: the norm and the first clause number."""
        return f"{self.number} {fact.number}"

    def title(self, language: str) -> str:
        """Return the title in a language."""
        return self.title_zh if language == "zh" else self.title_en

    def status_text(self, language: str) -> str:
        """Return the sentences on the norm's status."""
        return self.status_zh if language == "zh" else self.status_en

    def advice(self, language: str) -> str:
        """Return what to do about it in the draft; "" for nothing."""
        return self.advice_zh if language == "zh" else self.advice_en

    def note(self, language: str) -> str:
        """Return what else is worth knowing; often ""."""
        return self.note_zh if language == "zh" else self.note_en

    def is_unconfirmed(self, field: str) -> bool:
        """Whether a field of the card is general knowledge only."""
        return self.confidence == "GK" or field in self.unconfirmed


def word(words: dict[str, tuple[str, str]], key: str, language: str) -> str:
    """Return a closed set's word in a language."""
    return words[key][0 if language == "zh" else 1]


def status_of(card: NormCard, language: str) -> str:
    """Return the status in words; one that no source confirms says so."""
    said = word(STATUS_WORDS, card.status, language)
    if card.status == "unconfirmed" or not card.is_unconfirmed("status"):
        return said
    return f"{said}〔未证实〕" if language == "zh" else f"{said} (unconfirmed)"


def cards_standard(cards: Sequence[NormCard]) -> Standard:
    """
    Return the cards as a standard, so that they can be indexed and cited like clauses.

    One clause a card (`norm_card`, its status as text) and one a fact (`norm_fact`, Chinese text
    as text, English as title).
    """
    return Standard(
        id=NORM_CARDS,
        edition="1",
        language="zh",
        number="",
        title_zh="标准卡片",
        title_en="Norm cards",
        short_zh="标准卡片（我们的转述）",
        short_en="norm cards (our words)",
        issuing_body_zh="安评",
        issuing_body_en="Anping",
        date="",
        status="ours",
        source="",
        clauses=tuple(clause for card in cards for clause in _clauses(card)),
    )


def _clauses(card: NormCard) -> list[Clause]:
    name = ClauseId(card.number)
    return [
        Clause(
            id=name,
            standard=NORM_CARDS,
            kind="norm_card",
            title_zh=card.title_zh,
            title_en=card.title_en,
            text=card.status_zh,
            note=card.status_en,
        ),
        *(
            Clause(
                id=ClauseId(card.fact_id(fact)),
                standard=NORM_CARDS,
                kind="norm_fact",
                title_zh=f"{card.number} {fact.place('zh')}",
                title_en=fact.text_en,
                text=fact.text_zh,
                parent=name,
            )
            for fact in card.facts
        ),
    ]
