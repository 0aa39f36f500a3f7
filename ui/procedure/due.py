"""What falls due in a case (4.9, 4.10), and what of it calls for somebody. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from scoring.procedure import Procedure, due_dates, plus_years

AHEAD = 60
"""How many days before its day something is told of."""
ReviewState = Literal["done", "coming", "due", "overdue"]
AlarmKind = Literal[
    "clock_back", "notice_over", "review_due", "review_overdue", "expiring", "expired", "keep_over"
]


@dataclass(frozen=True, slots=True)
class YearlyReview:
    """One of the four reviews within the validity. done: the day on which it was held, or None."""

    day: date
    state: ReviewState
    done: date | None = None


@dataclass(frozen=True, slots=True)
class CaseDue:
    """
    What falls due in a case.

    notice_until: the day from which a notice that stands may be closed. valid_until, reviews:
    None and () before certification. keep_until: None before the first step.
    """

    notice_until: date | None
    valid_until: date | None
    reviews: tuple[YearlyReview, ...]
    keep_until: date | None


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something that calls for somebody. day: since when, or by when."""

    case_id: str
    kind: AlarmKind
    day: date
    clause: str


def what_is_due(
    procedure: Procedure, readings: Mapping[str, str], keep_until: date | None, on: date
) -> CaseDue:
    """Return what falls due, seen from a day."""
    until = None
    if procedure.status in ("on_notice", "objected"):
        entries = reversed(procedure.history)
        told = next(one.facts["notice_until"] for one in entries if one.step == "publish_notice")
        until = date.fromisoformat(told)
    due = due_dates(procedure, readings)
    return CaseDue(until, due.valid_until, _reviews(procedure, due.reviews, on), keep_until)


def _reviews(procedure: Procedure, days: tuple[date, ...], on: date) -> tuple[YearlyReview, ...]:
    """
    Set the reviews that were held against those that are due, in order.

    One that was held late counts for the year that it was due in and for no other.
    """
    held = [one.on for one in procedure.history if one.step == "yearly_review"]
    found = []
    for day in days:
        fitting = next((one for one in held if one > plus_years(day, -1)), None)
        if fitting is not None:
            held.remove(fitting)
            found.append(YearlyReview(day, "done", fitting))
        elif on > day:
            found.append(YearlyReview(day, "overdue"))
        else:
            near = day - on <= timedelta(AHEAD)
            found.append(YearlyReview(day, "due" if near else "coming"))
    return tuple(found)


def alarms_of(case_id: str, procedure: Procedure, due: CaseDue, on: date) -> tuple[Alarm, ...]:
    """Return what calls for somebody on a day, the earliest day first; () for nothing."""
    found: list[Alarm] = []
    last = procedure.last_date
    if last is not None and on < last:
        found.append(Alarm(case_id, "clock_back", last, "4.9"))
    if procedure.status == "on_notice" and due.notice_until and on >= due.notice_until:
        found.append(Alarm(case_id, "notice_over", due.notice_until, "5.5.2"))
    if procedure.status in ("certified", "downgraded") and due.valid_until:
        for review in due.reviews:
            if review.state in ("due", "overdue"):
                kind: AlarmKind = "review_due" if review.state == "due" else "review_overdue"
                found.append(Alarm(case_id, kind, review.day, "4.10"))
        if on > due.valid_until:
            found.append(Alarm(case_id, "expired", due.valid_until, "4.10"))
        elif due.valid_until - on <= timedelta(AHEAD):
            found.append(Alarm(case_id, "expiring", due.valid_until, "4.10"))
    if due.keep_until and on > due.keep_until:
        found.append(Alarm(case_id, "keep_over", due.keep_until, "4.9"))
    return tuple(sorted(found, key=lambda one: (one.day, one.kind)))
