"""Questions on norms: which of them a card answers, and how. Orchestration of `norm_answer`."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.asking.asked_figure import figures_asked, gives_figure
from assistant.asking.compose import Draft
from assistant.asking.fusion import fused
from assistant.asking.question import Question, Turn, is_follow_up, pointed_at
from assistant.asking.retrieval import ClauseIndex
from assistant.norms.answer import (
    FoundFact,
    describe_card,
    describe_citing,
    describe_facts,
    describe_places,
    describe_problems,
    describe_table,
    describe_unknown,
    first_facts,
    note_whole_card,
    write_facts,
)
from assistant.norms.question import (
    asks_content,
    asks_detail,
    fits_amount,
    national_subject,
    subject_of,
    table_kinds,
    wish_of,
)
from assistant.norms.wording import say_norm
from corpus.norms.card import NORM_CARDS, NormCard, cards_standard
from corpus.norms.catalogue import NamedNorm, Naming, NormCatalogue
from corpus.standard import Standard
from corpus.traditional import simplified

# In the unit of `fusion.fused`, set on questions of our own to facts that exist and to none.
_ANSWERS = 4.3
# A fact that answers where the documents do not; set on the dev halves of our suites.
_NEARER, _NEARER_WITH_FIGURE, _FEW_OUTSIDE = 0.018, 0.006, 0.2
_COVERED = 0.3
_SURE = 5.0
_CLOSE = 1.3
_MOST = 3
_MOST_BESIDE = 2
_THIS_NORM = re.compile(
    r"(这|那|该|上述|刚才(说)?的?)(一)?[本个部条]?(规范|标准|国标|条例)|第[一二三四]本|"
    r"\b(this|that|the same) (norm|code|standard)",
    re.IGNORECASE,
)
# "A3.1.1" or "SE43": a question that names one is about it, even if it names a norm too.
_ROW_NAME = re.compile(
    r"(?<![A-Za-z0-9])(?:[ABC][0-9]|SE ?[0-9]{2})(?:\.[0-9]+)*(?![0-9])", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class NormReply:
    """What the desk has written into a draft: the ids found, best first, and whether it answers."""

    clauses: tuple[str, ...]
    answerable: bool


class NormDesk:
    """
    Answers questions on norms from their cards.

    document: the standard whose references the cards are about. index: builds the index over
    `cards_standard` when it is first needed; without one, what a norm demands is only listed.
    """

    def __init__(
        self,
        cards: Sequence[NormCard],
        document: Standard,
        index: Callable[[], ClauseIndex] | None = None,
    ) -> None:
        self._cards = tuple(cards)
        self._document = document
        self._build_index = index

    @cached_property
    def catalogue(self) -> NormCatalogue:
        """The cards by their names."""
        return NormCatalogue(self._cards)

    @cached_property
    def standard(self) -> Standard:
        """The cards as a standard."""
        return cards_standard(self._cards)

    @cached_property
    def _index(self) -> ClauseIndex | None:
        return self._build_index() if self._build_index else None

    def naming(self, question: Question, history: Sequence[Turn] = ()) -> Naming | None:
        """Return the norms that a question is about, taken over from the last if it leans on it."""
        text = simplified(question.text)
        naming = self.catalogue.named(_ROW_NAME.sub(" ", text))
        if _ROW_NAME.search(text) and wish_of(naming.rest) != "status":
            return None
        if naming.norms:
            return naming
        if not is_follow_up(text) and not _THIS_NORM.search(text):
            return None
        leans = wish_of(text) in ("status", "where") or asks_content(text)
        if question.levels or not (leans or _THIS_NORM.search(text)):
            return None
        before = self._named_before(history)
        norms = tuple(before[index] for index in pointed_at(text, len(before)))
        return Naming(norms, text, naming.clauses) if norms else None

    def _named_before(self, history: Sequence[Turn]) -> tuple[NamedNorm, ...]:
        """Return the norms asked for last, else those answered last."""
        for role in ("user", "assistant"):
            last = next((turn.content for turn in reversed(history) if turn.role == role), "")
            named = self.catalogue.named(simplified(last)).norms
            if named:
                return named
        return ()

    def answer(self, draft: Draft, naming: Naming) -> NormReply:
        """Write the answer to a question that names norms."""
        norms = naming.norms[:3]
        replies = [self._answer_one(draft, norm, naming) for norm in norms]
        ids = tuple(dict.fromkeys(name for reply in replies for name in reply.clauses))
        return NormReply(ids, any(reply.answerable for reply in replies))

    def table(self, draft: Draft, question: Question) -> NormReply | None:
        """Write what is wrong with the draft's references, if the question asks for that."""
        kinds = table_kinds(simplified(question.text))
        if not kinds:
            return None
        ids = describe_table(draft, kinds, self._cards, self._document)
        return NormReply(ids, answerable=True)

    def beside(self, draft: Draft, question: Question, *, alone: bool = False) -> tuple[str, ...]:
        """
        Write up to two facts that bear on a question which asks for norms without naming one;
        return their ids. `alone`: no clause of the documents answers, so any question may ask,
        but a fact must be nearer to it than any question that nothing answers.
        """
        asked = simplified(question.text)
        subject = national_subject(asked)
        if alone:
            found = self._facts(asked, None, least=None) if self.is_near(asked) else ()
        else:
            found = () if subject is None else self._facts(subject, None, least=_ANSWERS)
        told = [entry for entry in found[:_MOST_BESIDE] if _gives_figures(asked, entry)]
        if told:
            draft.lines.append(say_norm("related", draft.language))
            write_facts(draft, told, self.standard)
        return tuple(entry.id for entry in told)

    def is_near(self, asked: str) -> bool:
        """
        Whether a question is nearer to what cards hold than to what nothing answers. One that asks
        for a figure need not be as near: only a fact that gives such a figure is told.
        """
        if self._index is None:
            return False
        scores = self._index.search(asked)
        nearer = _NEARER_WITH_FIGURE if figures_asked(asked) else _NEARER
        return scores.margin > nearer and scores.outside_share < _FEW_OUTSIDE

    def _answer_one(self, draft: Draft, norm: NamedNorm, naming: Naming) -> NormReply:
        if not norm.cards:
            describe_unknown(draft, norm, self.catalogue.nearest(norm.name))
            return NormReply((), answerable=False)
        if norm.other_year:
            numbers = ("、" if draft.language == "zh" else ", ").join(c.number for c in norm.cards)
            draft.lines.append(
                say_norm("other_year", draft.language, name=norm.name, numbers=numbers)
            )
        if naming.clauses:
            return self._content(draft, norm, naming, self._at(norm.cards, naming.clauses))
        wish = wish_of(naming.rest)
        if wish == "where":
            return self._where(draft, norm)
        if wish == "content":
            return self._asked(draft, norm, naming)
        with_facts = wish == "overview" and asks_content(naming.rest)
        return self._overview(draft, norm, with_facts=with_facts)

    def _asked(self, draft: Draft, norm: NamedNorm, naming: Naming) -> NormReply:
        """Write the answer to a question that asks something of a norm's content, or of itself."""
        found = self._facts(naming.rest, norm.cards, least=_ANSWERS)
        if not found and asks_detail(naming.rest) and self.is_near(naming.rest):
            # No words in common, but nearer in meaning than to anything that cards do not hold.
            near = self._facts(naming.rest, norm.cards, least=None)[:1]
            found = tuple(entry for entry in near if _gives_figures(naming.rest, entry))
        if not found and self._is_cited_for(norm, naming.rest):
            return self._where(draft, norm)
        if not found and not asks_detail(naming.rest):
            return self._state(draft, norm)
        return self._content(draft, norm, naming, found)

    def _overview(self, draft: Draft, norm: NamedNorm, *, with_facts: bool) -> NormReply:
        """Write what a norm is, its status and citation, and the first facts if asked for."""
        reply = self._state(draft, norm)
        card = next((card for card in norm.cards if card.facts), None)
        if with_facts and card:
            shown = first_facts(card)
            describe_facts(draft, shown, self.standard, number=card.number)
            note_whole_card(draft, card)
            ids = (reply.clauses[0], *(entry.id for entry in shown), *reply.clauses[1:])
            return NormReply(tuple(dict.fromkeys(ids)), answerable=True)
        return NormReply(reply.clauses, answerable=not norm.other_year)

    def _state(self, draft: Draft, norm: NamedNorm) -> NormReply:
        ids: list[str] = [card.number for card in norm.cards]
        for card in norm.cards:
            describe_card(draft, card, self.standard)
            if card.cited_in or len(norm.cards) == 1:
                ids += [clause.id for clause in describe_places(draft, card, self._document)]
            describe_problems(draft, card, self._document)
        ids += self._see(draft, norm)
        return NormReply(tuple(dict.fromkeys(ids)), answerable=True)

    def _where(self, draft: Draft, norm: NamedNorm) -> NormReply:
        ids: list[str] = [card.number for card in norm.cards]
        for card in norm.cards[:1]:
            ids += [clause.id for clause in describe_citing(draft, card, self._document)]
        for card in norm.cards:
            describe_card(draft, card, self.standard)
            describe_problems(draft, card, self._document)
        ids += self._see(draft, norm)
        return NormReply(tuple(dict.fromkeys(ids)), answerable=True)

    def _content(
        self, draft: Draft, norm: NamedNorm, naming: Naming, found: Sequence[FoundFact]
    ) -> NormReply:
        """Write what a norm demands, as far as its card holds it, and the norm's status."""
        card = found[0].card if found else norm.cards[0]
        if found:
            describe_facts(draft, found, self.standard, number=card.number)
            note_whole_card(draft, card)
        elif naming.clauses:
            clause = ("、" if draft.language == "zh" else ", ").join(naming.clauses)
            draft.lines.append(
                say_norm("no_clause", draft.language, number=card.number, clause=clause)
            )
        else:
            draft.lines.append(say_norm("no_fact", draft.language, number=card.number))
        places: list[str] = []
        for other in norm.cards:
            describe_card(draft, other, self.standard)
            if other.cited_in or other is card:
                places += [c.id for c in describe_places(draft, other, self._document)]
        numbers = [card.number for card in norm.cards]
        ids = (*(entry.id for entry in found), *numbers, *places, *self._see(draft, norm))
        return NormReply(tuple(dict.fromkeys(ids)), answerable=bool(found))

    def _is_cited_for(self, norm: NamedNorm, rest: str) -> bool:
        """Whether a clause that cites the norm speaks of what the question asks."""
        subject = subject_of(rest)
        return any(
            subject in self._document.clause(name).text
            for card in norm.cards
            for name in card.cited_in
        )

    def _see(self, draft: Draft, norm: NamedNorm) -> tuple[str, ...]:
        """Note the norms that the cards refer to, and return their numbers."""
        shown = {card.number for card in norm.cards}
        related = dict.fromkeys(
            number for card in norm.cards for number in card.see if number not in shown
        )
        if related:
            told = [self._titled(draft, self.catalogue.cards[number]) for number in related]
            joint = "；" if draft.language == "zh" else "; "
            draft.note(say_norm("see", draft.language, numbers=joint.join(told)))
        return tuple(related)

    @staticmethod
    def _titled(draft: Draft, card: NormCard) -> str:
        if draft.language == "zh":
            return f"{card.number}《{card.title_zh}》"
        return f"{card.number} {card.title_en}"

    def _at(self, cards: Sequence[NormCard], clauses: Sequence[str]) -> tuple[FoundFact, ...]:
        return tuple(
            FoundFact(card, fact)
            for card in cards
            for fact in card.facts
            if any(fact.is_at(clause) for clause in clauses)
        )

    def _facts(
        self, query: str, cards: Sequence[NormCard] | None, *, least: float | None
    ) -> tuple[FoundFact, ...]:
        """
        Return the facts that answer a query, best first; () when none does well enough. Without
        `least`, the nearest are taken as they are.
        """
        if self._index is None:
            return ()
        scores = self._index.search(query)
        similar = fused(scores.dense, scores.lexical.coverage)
        wanted = None if cards is None else {card.number for card in cards}
        rows = sorted(
            (-float(similar[row]), key[1], float(scores.lexical.coverage[row]))
            for row, key in enumerate(scores.keys)
            if key[0] == NORM_CARDS
        )
        ranked: list[tuple[float, FoundFact]] = []
        for negative, name, covered in rows:
            entry = self.catalogue.fact(name)
            if entry is None or (wanted is not None and entry[0].number not in wanted):
                continue
            is_sure = least is None or (
                -negative >= least and (covered >= _COVERED or -negative >= _SURE)
            )
            if is_sure and fits_amount(query, entry[1].text_zh):
                ranked.append((-negative, FoundFact(*entry)))
        if not ranked:
            return ()
        best = ranked[0][0]
        return tuple(entry for score, entry in ranked if best - score <= _CLOSE)[:_MOST]


def _gives_figures(asked: str, found: FoundFact) -> bool:
    texts = [found.fact.text_zh, found.fact.text_en]
    return all(gives_figure(figure, texts) for figure in figures_asked(asked))
