"""Lints of the norm cards: form, ids, what the draft cites, both languages, what is unconfirmed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpus.norms.card import GENERAL_KNOWLEDGE, NormCard, NormFact
from corpus.norms.load import card_faults, card_files, fact_faults
from corpus.norms.status import printed_names
from corpus.notation import has_chinese, norm_numbers
from corpus.standard import Clause
from ui.lint.corpus_lint import StandardData
from ui.lint.finding import Finding
from ui.lint.marked import Record, read_marked

_DIGITS = re.compile(r"[0-9]+(?:\.[0-9]+)*")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_PAIRS = ("status", "note", "advice")


@dataclass(slots=True)
class NormData:
    """The ids of the norm cards and of their facts, and what was found wrong."""

    ids: set[str] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)


def lint_norms(folder: Path, standard: StandardData) -> NormData:
    """Lint every card of a folder against the standard that cites the norms."""
    found: list[Finding] = []
    cards: list[tuple[Record, NormCard]] = []
    for path in card_files(folder):
        content, faults = read_marked(path)
        found += faults
        if not isinstance(content, Record):
            found.append(Finding(path, 1, "norm-form", "the file holds no mapping"))
            continue
        form = list(_form_faults(content))
        found += form
        if not form and not faults:
            cards.append((content, _card(content)))
    numbers = {card.number for _, card in cards}
    seen: dict[str, Path] = {}
    for record, card in cards:
        found += _id_faults(record, card, seen)
        found += _reference_faults(record, card, numbers, standard)
        found += _citing_faults(record, card, standard)
        found += _language_faults(record, card)
        found += _certainty_faults(record, card)
    found += _cardless(standard, [card for _, card in cards])
    return NormData(set(seen), found)


def _plain(value: Any) -> Any:
    if isinstance(value, Record):
        return {key: _plain(entry) for key, entry in value.fields.items()}
    return [_plain(entry) for entry in value] if isinstance(value, list) else value


def _form_faults(record: Record) -> Iterator[Finding]:
    fields = _plain(record)
    facts = fields.get("facts")
    if isinstance(facts, list):
        fields["facts"] = []
        for number, fact in enumerate(record.fields["facts"], 1):
            at = fact if isinstance(fact, Record) else record
            for fault in fact_faults(_plain(fact), number):
                yield at.finding("norm-form", fault)
    for fault in card_faults(fields):
        yield record.finding("norm-form", fault)


def _card(record: Record) -> NormCard:
    fields: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value
        for key, value in _plain(record).items()
    }
    fields["facts"] = tuple(NormFact(**fact) for fact in fields["facts"])
    return NormCard(**fields)


def _id_faults(record: Record, card: NormCard, seen: dict[str, Path]) -> Iterator[Finding]:
    ids = [(card.number, record)]
    ids += [
        (card.fact_id(fact), at)
        for fact, at in zip(card.facts, record.fields["facts"], strict=True)
    ]
    for name, at in ids:
        if name in seen:
            yield at.finding("duplicate-id", f"{name!r} stands twice; first in {seen[name].name}")
        seen.setdefault(name, record.file)


def _reference_faults(
    record: Record, card: NormCard, numbers: set[str], standard: StandardData
) -> Iterator[Finding]:
    for name in (*card.cited_in, *card.should_cite):
        if name not in standard.clauses:
            yield record.finding(
                "unknown-clause", f"{card.number} names clause {name!r}, which does not exist"
            )
    for fault in card.faults:
        if fault not in standard.defects:
            yield record.finding("unknown-defect", f"{card.number} names defect {fault!r}")
    for number in card.see:
        if number not in numbers:
            yield record.finding("norm-see", f"{card.number} refers to {number!r}, no card")


def _text(record: Record) -> str:
    return str(record.fields.get("text") or "")


def _citing_faults(record: Record, card: NormCard, standard: StandardData) -> Iterator[Finding]:
    kinds: set[object] = set()
    for name in card.cited_in:
        clause = standard.clauses.get(name)
        if clause is None:
            continue
        kinds.add(clause.fields.get("kind"))
        printed = printed_names(_clause(name, clause), card)
        if not printed:
            yield record.finding("norm-not-cited", f"{name} does not name {card.number}")
        for spelling in printed:
            if spelling not in card.cited_as:
                yield record.finding(
                    "norm-cited-as", f"{name} prints {spelling!r}; it is not in cited_as"
                )
    if card.listed_in_chapter_2 != ("norm_reference" in kinds):
        yield record.finding(
            "norm-listed", f"{card.number}: listed_in_chapter_2 and cited_in do not agree"
        )


def _clause(name: str, record: Record) -> Clause:
    return Clause(
        id=name,  # type: ignore[arg-type]
        standard="",
        kind="clause",
        title_zh="",
        title_en="",
        text=_text(record),
    )


def _language_faults(record: Record, card: NormCard) -> Iterator[Finding]:
    pairs: list[tuple[Record, str, str, str]] = [(record, "title", card.title_zh, card.title_en)]
    pairs += [
        (record, key, getattr(card, f"{key}_zh"), getattr(card, f"{key}_en")) for key in _PAIRS
    ]
    pairs += [
        (at, fact.clause, fact.text_zh, fact.text_en)
        for fact, at in zip(card.facts, record.fields["facts"], strict=True)
    ]
    for at, what, chinese, english in pairs:
        if bool(chinese) != bool(english):
            yield at.finding("norm-language", f"{card.number} {what}: one language is missing")
        elif chinese and not (has_chinese(chinese) and _is_english(english)):
            yield at.finding(
                "norm-language", f"{card.number} {what}: a text is in the wrong language"
            )
        elif what != "title" and _numbers(chinese) != _numbers(english):
            yield at.finding(
                "norm-numbers", f"{card.number} {what}: the numbers of the languages differ"
            )


def _is_english(text: str) -> bool:
    return len(re.findall(r"[A-Za-z]", text)) > 2 * len(_CHINESE.findall(text))


def _numbers(text: str) -> list[str]:
    return sorted(_DIGITS.findall(text))


def _certainty_faults(record: Record, card: NormCard) -> Iterator[Finding]:
    if card.confidence == "GK" and card.status != "unconfirmed":
        yield record.finding(
            "norm-unconfirmed", f"{card.number} is general knowledge; its status is unconfirmed"
        )
    for fact, at in zip(card.facts, record.fields["facts"], strict=True):
        if fact.source == GENERAL_KNOWLEDGE and fact.confidence != "GK":
            yield at.finding(
                "norm-unconfirmed", f"{card.fact_id(fact)} has no source; its confidence is GK"
            )
        says = "未" in fact.text_zh and re.search(r"unconfirmed|not seen", fact.text_en)
        if fact.confidence == "GK" and not says:
            yield at.finding(
                "norm-unconfirmed", f"{card.fact_id(fact)} is GK; its texts must say so"
            )


def _cardless(standard: StandardData, cards: list[NormCard]) -> Iterator[Finding]:
    """Yield a finding for every norm that a clause names without a card that knows the place."""
    known: Mapping[str, set[str]] = {
        name: {
            number.number
            for card in cards
            if name in card.cited_in
            for number in norm_numbers(card.number)
        }
        for name in standard.clauses
    }
    for name, record in standard.clauses.items():
        for number in norm_numbers(_text(record)):
            if number.number not in known[name]:
                yield record.finding(
                    "norm-without-card", f"{name} names {number}; no card has it in cited_in"
                )
