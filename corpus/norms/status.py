"""
What is wrong with the references of the draft: wrong, superseded, missing, unused, undated,
unconfirmed. Derived from the norm cards and the draft's own text. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.norms.card import NormCard, status_of
from corpus.notation import NormNumber, norm_numbers, without_norms
from corpus.standard import Clause, Standard

FindingKind = Literal[
    "wrong", "superseded", "partly", "missing", "unused", "undated", "unconfirmed"
]  # fmt: skip
KIND_WORDS: dict[str, tuple[str, str]] = {
    "wrong": ("引用有误", "wrong"),
    "superseded": ("已被代替或废止", "superseded"),
    "partly": ("部分条文已被取代", "partly taken over"),
    "missing": ("应引未引", "missing"),
    "unused": ("列而未用", "unused"),
    "undated": ("未注日期", "undated"),
    "unconfirmed": ("未证实", "unconfirmed"),
}
FINDING_KINDS = tuple(KIND_WORDS)


@dataclass(frozen=True, slots=True)
class NormFinding:
    """
    One thing that is wrong with how the draft references a norm.

    clauses: ids of the draft where it shows, or where the citation should be; printed: what the
    draft prints there, () where it prints nothing. confidence: C1, C2, GK, or `text` where the
    draft itself shows it. fault: ids of the known defects of the draft.
    """

    kind: FindingKind
    number: str
    clauses: tuple[str, ...]
    printed: tuple[str, ...]
    truth_zh: str
    truth_en: str
    advice_zh: str
    advice_en: str
    confidence: str
    faults: tuple[str, ...]

    def truth(self, language: str) -> str:
        """Return what is true, in a language."""
        return self.truth_zh if language == "zh" else self.truth_en

    def advice(self, language: str) -> str:
        """Return what to do, in a language."""
        return self.advice_zh if language == "zh" else self.advice_en


def norm_findings(cards: Sequence[NormCard], draft: Standard) -> tuple[NormFinding, ...]:
    """Return every finding, by kind and then in the order of the cards; () when all is well."""
    found = [
        finding for card in cards for write in _WRITERS for finding in write(card, draft)
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda finding: FINDING_KINDS.index(finding.kind)))


def printed_names(clause: Clause, card: NormCard) -> tuple[str, ...]:
    """Return how a clause's text writes the norm of a card, as printed; () when it does not."""
    wanted = {number.number for number in norm_numbers(card.number)}
    return tuple(
        spelling
        for spelling in sorted(_spellings(clause.text))
        if {number.number for number in norm_numbers(spelling)} & wanted
    )


def _spellings(text: str) -> set[str]:
    pattern = r"[A-Z]+(?:/[A-Z]+)? ?[0-9]{2,5}(?: ?[-—–] ?[0-9]{4})?"
    return {found for found in re.findall(pattern, text) if norm_numbers(found)}


def _finding(
    kind: FindingKind,
    card: NormCard,
    draft: Standard,
    clauses: Sequence[str],
    truth: tuple[str, str],
    *,
    advice: tuple[str, str] | None = None,
    confidence: str | None = None,
) -> NormFinding:
    said = advice or (card.advice_zh, card.advice_en)
    known = [draft.clause(name) for name in clauses]
    printed = dict.fromkeys(name for clause in known for name in printed_names(clause, card))
    return NormFinding(
        kind=kind,
        number=card.number,
        clauses=tuple(clauses),
        printed=tuple(printed),
        truth_zh=truth[0],
        truth_en=truth[1],
        advice_zh=said[0],
        advice_en=said[1],
        confidence=confidence or card.confidence,
        faults=card.faults,
    )


def _listing(card: NormCard, draft: Standard) -> Clause | None:
    """Return the entry of chapter 2 that lists the card's norm."""
    return next(
        (
            draft.clause(name)
            for name in card.cited_in
            if draft.clause(name).kind == "norm_reference"
        ),
        None,
    )


def _wrong(card: NormCard, draft: Standard) -> Iterator[NormFinding]:
    if card.status == "never_existed" and card.cited_in:
        yield _finding(
            "wrong", card, draft, card.cited_in, (card.status_zh, card.status_en)
        )  # fmt: skip
    entry = _listing(card, draft)
    title = without_norms(entry.text).strip() if entry else card.title_zh
    if entry and title != card.title_zh:
        yield _finding(
            "wrong",
            card,
            draft,
            [entry.id],
            (
                f"名称印作“{title}”，应为“{card.title_zh}”。",
                f"The title is printed as {title}; it is {card.title_zh}.",
            ),
            advice=(f"名称改为“{card.title_zh}”。", f"Print the title as {card.title_zh}."),
            confidence="text" if title.replace(" ", "").startswith(card.title_zh) else None,
        )


def _superseded(card: NormCard, draft: Standard) -> Iterator[NormFinding]:
    if card.cited_in and card.status in ("superseded", "abolished"):
        yield _finding(
            "superseded", card, draft, card.cited_in, (card.status_zh, card.status_en)
        )  # fmt: skip


def _partly(card: NormCard, draft: Standard) -> Iterator[NormFinding]:
    if card.listed_in_chapter_2 and card.status == "partly":
        yield _finding(
            "partly", card, draft, card.cited_in, (card.status_zh, card.status_en)
        )  # fmt: skip


def _missing(card: NormCard, draft: Standard) -> Iterator[NormFinding]:
    if not card.should_cite:
        return
    status = status_of(card, "zh"), status_of(card, "en")
    yield _finding(
        "missing",
        card,
        draft,
        card.should_cite,
        (
            f"《{card.title_zh}》（{status[0]}）应在这些地方引用，草案没有。",
            f"{card.title_en} ({status[1]}) should be cited here and is not.",
        ),
    )


def _unused(card: NormCard, draft: Standard) -> Iterator[NormFinding]:
    entry = _listing(card, draft)
    if entry and card.cited_in == (entry.id,):
        yield _finding(
            "unused",
            card,
            draft,
            [entry.id],
            (
                "第 2 章列出，正文从未引用；而第 2 章说所列文件经正文引用才构成必不可少的条款。",
                "Listed in chapter 2 and never cited in the text, although chapter 2 says that its"
                " entries count through citation.",
            ),
            advice=(
                "在正文适当条款引用，或从第 2 章删去。",
                "Cite it where it applies or drop it from chapter 2.",
            ),
            confidence="text",
        )


def _undated(card: NormCard, draft: Standard) -> Iterator[NormFinding]:
    if not card.listed_in_chapter_2 and card.status == "partly":
        return  # an edition that only an undated citation can mean; told with the listed one
    wanted = {number.number for number in norm_numbers(card.number)}
    undated = [name for name in card.cited_in if _is_undated(draft.clause(name), wanted)]
    if not undated:
        return
    listed = card.listed_in_chapter_2
    yield _finding(
        "undated",
        card,
        draft,
        undated,
        (
            "引用不注日期，按第 2 章指最新版本"
            + ("，而第 2 章列的是注日期的版本。" if listed else "。"),
            "Cited without a date, which by chapter 2 means the newest edition"
            + (", while chapter 2 lists a dated one." if listed else "."),
        ),
        advice=(
            "统一：全部注日期，或全部不注日期。",
            "Use one form throughout: all dated or all undated.",
        ),
        confidence="text",
    )


def _is_undated(clause: Clause, wanted: set[str]) -> bool:
    named: list[NormNumber] = [n for n in norm_numbers(clause.text) if n.number in wanted]
    return bool(named) and all(number.year is None for number in named)


def _unconfirmed(card: NormCard, draft: Standard) -> Iterator[NormFinding]:
    if card.cited_in and (card.confidence == "GK" or card.status == "unconfirmed"):
        yield _finding(
            "unconfirmed", card, draft, card.cited_in, (card.status_zh, card.status_en),
            confidence="GK",
        )  # fmt: skip


_WRITERS: tuple[Callable[[NormCard, Standard], Iterator[NormFinding]], ...] = (
    _wrong, _superseded, _partly, _missing, _unused, _undated, _unconfirmed,
)  # fmt: skip
