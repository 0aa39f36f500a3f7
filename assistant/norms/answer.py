"""
Answers on norms from their cards: what a norm is, whether it is in force, where the draft cites
it and what is wrong with that, and what it demands as far as the card knows. Composition only.

What a card says is ours, not the norm's: every such sentence says so and how sure it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.asking.compose import Draft, describe
from assistant.asking.question import Language
from assistant.citations import Citation, verify
from assistant.norms.wording import say_norm
from corpus.norms.card import (
    CONFIDENCE_WORDS,
    GENERAL_KNOWLEDGE,
    NORM_CARDS,
    TYPE_WORDS,
    NormCard,
    NormFact,
    status_of,
    word,
)
from corpus.norms.catalogue import NamedNorm
from corpus.norms.status import FINDING_KINDS, KIND_WORDS, FindingKind, NormFinding, norm_findings
from corpus.standard import Clause, Standard

_LISTED_FACTS = 5


@dataclass(frozen=True, slots=True)
class FoundFact:
    """A fact with the card that holds it."""

    card: NormCard
    fact: NormFact

    @property
    def id(self) -> str:
        """The id by which it is cited."""
        return self.card.fact_id(self.fact)


def _joined(draft: Draft, parts: Sequence[str]) -> str:
    return ("、" if draft.language == "zh" else ", ").join(parts)


def _cite(draft: Draft, clause_id: str, quote: str, title: str, stored: Clause) -> str:
    """Add a citation of a card's own text, checked against the stored one; return its mark."""
    for citation in draft.citations:
        if (citation.standard, citation.clause) == (NORM_CARDS, clause_id):
            return f"[{citation.number}]"
    number = len(draft.citations) + 1
    texts = (stored.text, stored.title_en, stored.note)
    checks = [verify(quote, text).check for text in texts]
    draft.citations.append(
        Citation(
            number=number,
            standard=NORM_CARDS,
            clause=clause_id,
            printed_id=None,
            page=None,
            quote=quote,
            check=next((check for check in checks if check != "not_found"), "not_found"),
            title=title,
        )
    )
    return f"[{number}]"


def describe_card(draft: Draft, card: NormCard, cards: Standard) -> None:
    """Write what a norm is and whether it is in force."""
    language = draft.language
    facts = [word(TYPE_WORDS, card.type, language), status_of(card, language)]
    if card.edition:
        facts.insert(1, card.edition)
    if card.true_number and card.true_number != card.number:
        facts.append(say_norm("presumed", language, number=card.true_number))
    status = card.status_text(language)
    mark = _cite(draft, card.number, status, card.title(language), cards.clause(card.number))
    key = "card_untitled" if card.number == card.title_zh else "card"
    joint = "，" if language == "zh" else ", "
    draft.lines.append(
        say_norm(
            key,
            language,
            number=card.number,
            title=card.title(language),
            facts=joint.join(dict.fromkeys(facts)),
            status=status,
        )
        + mark
    )
    missing = [number for number in card.replaced_by if number not in status]
    if missing:
        draft.lines.append(say_norm("replaced_by", language, numbers=_joined(draft, missing)))


def describe_places(draft: Draft, card: NormCard, document: Standard) -> tuple[Clause, ...]:
    """Write where the draft names a norm, in one line, and return the clauses."""
    clauses = tuple(document.clause(name) for name in card.cited_in)
    if not clauses:
        draft.lines.append(say_norm("not_cited", draft.language))
        return ()
    ids = _joined(draft, [clause.id for clause in clauses])
    marks = "".join(draft.cite(clause) for clause in clauses)
    draft.lines.append(say_norm("cited", draft.language, ids=ids) + marks)
    return clauses


def describe_citing(draft: Draft, card: NormCard, document: Standard) -> tuple[Clause, ...]:
    """Write the draft's clauses that name a norm in their own words, and return them."""
    clauses = tuple(document.clause(name) for name in card.cited_in)
    if not clauses:
        draft.lines.append(say_norm("not_cited", draft.language))
        return ()
    ids = _joined(draft, [clause.id for clause in clauses])
    draft.lines.append(say_norm("cited", draft.language, ids=ids))
    for clause in clauses:
        describe(draft, clause, document)
    return clauses


def describe_problems(draft: Draft, card: NormCard, document: Standard) -> None:
    """Write what is wrong with how the draft cites a norm, and what to do."""
    language = draft.language
    findings = norm_findings((card,), document)
    told = [
        finding for finding in findings if finding.truth(language) != card.status_text(language)
    ]
    if told:
        draft.lines.append(say_norm("problems", language))
    for finding in told:
        kind = word(KIND_WORDS, finding.kind, language)
        place = _place(draft, finding)
        bracket = f"（{place}）" if language == "zh" else f" ({place})"
        colon = "：" if language == "zh" else ": "
        draft.lines.append(f"- {kind}{bracket}{colon}{finding.truth(language)}")
    if card.cited_in and not findings:
        draft.lines.append(say_norm("no_problem", language))
    if card.advice(language):
        draft.lines.append(say_norm("advice", language, advice=card.advice(language)))
    if card.note(language):
        draft.note(say_norm("note", language, note=card.note(language)))


def _place(draft: Draft, finding: NormFinding) -> str:
    names = [
        say_norm("chapter_2", draft.language) if name == "2" else name for name in finding.clauses
    ]
    return _joined(draft, names)


def describe_facts(
    draft: Draft, found: Sequence[FoundFact], cards: Standard, *, number: str
) -> None:
    """Write facts of a card, each with how sure it is; a line says that the words are ours."""
    draft.lines.append(say_norm("facts", draft.language, number=number))
    write_facts(draft, found, cards)


def write_facts(draft: Draft, found: Sequence[FoundFact], cards: Standard) -> None:
    """Write facts, one a line, each cited and with its confidence and source."""
    language = draft.language
    for entry in found:
        text = entry.fact.text(language)
        place = f"{entry.card.number} {entry.fact.place(language)}"
        mark = _cite(draft, entry.id, text, place, cards.clause(entry.id))
        sureness = _sureness(entry.fact, language)
        draft.lines.append(
            say_norm("fact", language, id=place, text=text, mark=mark, sureness=sureness)
        )


def _sureness(fact: NormFact, language: Language) -> str:
    said = word(CONFIDENCE_WORDS, fact.confidence, language)
    if fact.source == GENERAL_KNOWLEDGE:
        return said
    code = "" if fact.confidence == "GK" else f"{fact.confidence} "
    return code + say_norm("sourced", language, said=said, source=fact.source)


def first_facts(card: NormCard) -> tuple[FoundFact, ...]:
    """Return the first few facts of a card, for a question that asks for no subject."""
    return tuple(FoundFact(card, fact) for fact in card.facts[:_LISTED_FACTS])


def note_whole_card(draft: Draft, card: NormCard) -> None:
    """Tell where the whole card is to be seen."""
    note = say_norm("whole_card", draft.language, count=len(card.facts), number=card.number)
    draft.note(note)


def describe_unknown(draft: Draft, norm: NamedNorm, near: Sequence[str]) -> None:
    """Write that a norm is neither cited nor known, with numbers near it."""
    draft.lines.append(say_norm("no_card", draft.language, name=norm.name))
    if near:
        draft.note(say_norm("nearest", draft.language, numbers=_joined(draft, near)))


def describe_table(
    draft: Draft, kinds: Sequence[FindingKind], cards: Sequence[NormCard], document: Standard
) -> tuple[str, ...]:
    """
    Write the findings of some kinds on the draft's references as sentences; return the ids of
    the norms and of the clauses concerned.
    """
    language = draft.language
    found = [finding for finding in norm_findings(cards, document) if finding.kind in kinds]
    if kinds[0] == "superseded":
        # Asked for what is out of date: a wrong title is not, a norm that never existed is worse.
        never = {card.number for card in cards if card.status == "never_existed"}
        titles = {row for row in found if row.kind == "wrong" and len(row.clauses) == 1}
        found = [
            row
            for row in found
            if row.kind != "wrong" or (row.number in never and row not in titles)
        ]
    ordered = sorted(kinds, key=FINDING_KINDS.index)
    counts = [
        f"{word(KIND_WORDS, kind, language)} {sum(f.kind == kind for f in found)}"
        for kind in ordered
    ]
    joint = "，" if language == "zh" else ", "
    draft.lines.append(say_norm("status_head", language, kinds=joint.join(counts)))
    for kind in kinds:
        rows = [finding for finding in found if finding.kind == kind]
        if rows:
            label = word(KIND_WORDS, kind, language)
            _write_kind(draft, label, rows, document)
    if not found:
        draft.lines.append(say_norm("status_none", language))
    ids = [name for row in found for name in (row.number, *row.clauses)]
    return tuple(dict.fromkeys(ids))


def _write_kind(draft: Draft, label: str, rows: Sequence[NormFinding], document: Standard) -> None:
    """Write the findings of one kind; what they all say is said once."""
    language = draft.language
    head = say_norm("status_kind", language, word=label, count=len(rows))
    said = {(row.truth(language), row.advice(language), row.confidence) for row in rows}
    is_same = len(rows) > 1 and len(said) == 1
    if is_same:
        head += ("" if language == "zh" else " ") + _verdict(draft, rows[0])
    draft.lines.append(head)
    for row in rows:
        # The draft's own words show where it prints something; what it lacks cannot be quoted.
        mark = draft.cite(document.clause(row.clauses[0])) if row.printed else ""
        place = _place(draft, row)
        where = f"{row.number}（{place}）" if language == "zh" else f"{row.number} ({place})"
        colon = "：" if language == "zh" else ": "
        draft.lines.append(f"- {where}" + ("" if is_same else colon + _verdict(draft, row)) + mark)


def _verdict(draft: Draft, row: NormFinding) -> str:
    """Return what is true, what to do, and how sure it is."""
    language = draft.language
    advice = f" → {row.advice(language)}" if row.advice(language) else ""
    sureness = word(CONFIDENCE_WORDS, row.confidence, language)
    bracket = f"〔{sureness}〕" if language == "zh" else f" [{sureness}]"
    return f"{row.truth(language)}{advice}{bracket}"
