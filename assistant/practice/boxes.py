"""
When a question comes again: boxes in the manner of Sebastian Leitner's card box. Pure.

A question that was answered right moves up a box, one that was answered wrong goes back to the
first. The higher the box, the longer the question rests: a missed one comes back after three
others, then after 1, 3, 7 and 21 days. What is asked next, in this order:

1. what is due, the missed ones before those whose days are over, each oldest first;
2. what was never asked, kinds taking turns, in an order that looks like chance and that is the
   person's own, so two people do not learn the same row first;
3. what was missed just now, when nothing else is left.

With nothing left but questions that rest, nothing is next: everything is known for now, unless the
person wants to go ahead of time; then the one that rests shortest is next.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from assistant.practice.question import KINDS, Kind, PracticeQuestion, by_chance

RESTS = (timedelta(0), timedelta(days=1), timedelta(days=3), timedelta(days=7), timedelta(days=21))
"""How long a question rests in each box, the first box first."""
KNOWN_FROM = 3
"""From this box on a question counts as known: it was right twice running, on two days or more."""
_OTHERS_BETWEEN = 3

Reason = Literal["missed", "due", "new", "again", "ahead"]


@dataclass(frozen=True, slots=True)
class Attempt:
    """One answer: which choice of which question, whether it was right, when (with time zone)."""

    question: str
    choice: str
    right: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Card:
    """
    Where a question stands.

    box: 1 to 5. due: when it may come again. place: the number of the last answer to it among all
    answers, from 1. attempts: how often it was answered.
    """

    box: int
    right: bool
    due: datetime
    place: int
    attempts: int


@dataclass(frozen=True, slots=True)
class Next:
    """The question to ask, why it is asked now, and how often it was answered before."""

    question: PracticeQuestion
    reason: Reason
    turn: int


@dataclass(frozen=True, slots=True)
class Progress:
    """
    How far a person is with some questions.

    total: how many there are. seen: answered at least once. right: of these, those answered right
    last. known: in the third box or higher. due: to be asked again now. answers: given in all.
    next_due: when the next one comes that rests; None when none rests.
    """

    total: int
    seen: int
    right: int
    known: int
    due: int
    answers: int
    next_due: datetime | None


def cards(attempts: Iterable[Attempt]) -> dict[str, Card]:
    """Return where each answered question stands; attempts are oldest first. {} for none."""
    found: dict[str, Card] = {}
    for place, attempt in enumerate(attempts, 1):
        before = found.get(attempt.question)
        box = _box(before, attempt)
        found[attempt.question] = Card(
            box=box,
            right=attempt.right,
            due=attempt.at + RESTS[box - 1],
            place=place,
            attempts=before.attempts + 1 if before else 1,
        )
    return found


def _box(before: Card | None, attempt: Attempt) -> int:
    if not attempt.right:
        return 1
    if before is None:
        return 2
    # Who answers ahead of time shows no more than was known already.
    if before.right and attempt.at < before.due:
        return before.box
    return min(before.box + 1, len(RESTS))


def next_question(
    questions: Sequence[PracticeQuestion],
    attempts: Sequence[Attempt],
    now: datetime,
    person: str,
    *,
    apart_from: Collection[str] = (),
    ahead: bool = False,
) -> Next | None:
    """
    Return what to ask next; None when all that is left rests.

    apart_from: the ids of questions that are put off. ahead: ask even what rests.
    """
    known = cards(attempts)
    left = [question for question in questions if question.id not in apart_from]
    met = [question for question in left if question.id in known]
    missed = [question for question in met if not known[question.id].right]
    missed.sort(key=lambda question: known[question.id].place)
    ripe = [q for q in missed if len(attempts) - known[q.id].place >= _OTHERS_BETWEEN]
    due = [q for q in met if known[q.id].right and known[q.id].due <= now]
    due.sort(key=lambda question: (known[question.id].due, question.id))
    resting = [q for q in met if known[q.id].due > now] if ahead else []
    resting.sort(key=lambda question: (known[question.id].due, question.id))
    choices: tuple[tuple[Reason, list[PracticeQuestion]], ...] = (
        ("missed", ripe),
        ("due", due),
        ("new", _unseen(left, known, person)),
        ("again", missed),
        ("ahead", resting),
    )
    for reason, found in choices:
        if found:
            card = known.get(found[0].id)
            return Next(found[0], reason, card.attempts if card else 0)
    return None


def _unseen(
    questions: Sequence[PracticeQuestion], known: Mapping[str, Card], person: str
) -> list[PracticeQuestion]:
    """Return the first unseen question of the kind that was asked least."""
    by_kind: dict[Kind, list[PracticeQuestion]] = {}
    asked = dict.fromkeys(KINDS, 0)
    for question in questions:
        if question.id in known:
            asked[question.kind] += 1
        else:
            by_kind.setdefault(question.kind, []).append(question)
    if not by_kind:
        return []
    kind = min(by_kind, key=lambda name: (asked[name], KINDS.index(name)))
    return by_chance(by_kind[kind], person, lambda question: question.id)[:1]


def progress(
    questions: Sequence[PracticeQuestion], attempts: Sequence[Attempt], now: datetime
) -> Progress:
    """Return how far a person is with these questions; what was answered of others is left out."""
    asked = {question.id for question in questions}
    own = {name: card for name, card in cards(attempts).items() if name in asked}
    resting = [card.due for card in own.values() if card.due > now]
    return Progress(
        total=len(asked),
        seen=len(own),
        right=sum(card.right for card in own.values()),
        known=sum(card.box >= KNOWN_FROM for card in own.values()),
        due=sum(card.due <= now for card in own.values()),
        answers=sum(card.attempts for card in own.values()),
        next_due=min(resting, default=None),
    )


def progress_by_kind(
    questions: Sequence[PracticeQuestion], attempts: Sequence[Attempt], now: datetime
) -> dict[Kind, Progress]:
    """Return how far a person is with each kind of question; kinds without any are left out."""
    return {
        kind: progress(of_kind, attempts, now)
        for kind in KINDS
        if (of_kind := [question for question in questions if question.kind == kind])
    }
