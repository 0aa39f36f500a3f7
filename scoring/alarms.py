"""
What falls due for certified cases (4.9, 4.10), the most urgent first. Pure.

A review settles one due date, the earliest open one whose year has begun: one that comes late
settles what it was late for and not the next, one that comes early settles the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from scoring.procedure import Procedure, due_dates

AHEAD_DAYS = 60
AlarmKind = Literal[
    "validity_over", "review_overdue", "review_due", "validity_ends", "retention_over"
]
_ORDER: tuple[AlarmKind, ...] = (
    "validity_over", "review_overdue", "review_due", "validity_ends", "retention_over"
)  # fmt: skip
_LABELLED = ("certified", "downgraded")


@dataclass(frozen=True, slots=True)
class Alarm:
    """
    Something that falls due.

    kind: `validity_over` (the label still stands, its years are over), `review_overdue`,
    `review_due` and `validity_ends` (within `AHEAD_DAYS`), `retention_over` (the records may be
    deleted). due: the day. days: until then, negative once it is past. clause: which sets it.
    """

    case_id: str
    kind: AlarmKind
    due: date
    days: int
    clause: str


def alarms(
    cases: Iterable[tuple[str, Procedure]],
    readings: Mapping[str, str],
    day: date,
    held: Iterable[str] = (),
) -> tuple[Alarm, ...]:
    """
    Return what is due or overdue on a day; () when nothing is.

    Args:
        cases: ids with where the cases stand.
        readings: of `validity_start` and `retention_start`.
        day: today.
        held: ids of cases under legal hold, whose records stay after their time.
    """
    kept = frozenset(held)
    found = [
        alarm
        for case_id, case in cases
        for alarm in _of_case(case_id, case, readings, day)
        if not (alarm.kind == "retention_over" and case_id in kept)
    ]
    return tuple(sorted(found, key=lambda one: (_ORDER.index(one.kind), one.due, one.case_id)))


def open_reviews(case: Procedure, readings: Mapping[str, str]) -> tuple[date, ...]:
    """Return the due dates of the yearly reviews that no step has settled, the earliest first."""
    due = list(due_dates(case, readings).reviews)
    certified = case.date_of("certify")
    if certified is None:
        return ()
    begins = dict(zip(due, (certified, *due), strict=False))
    for entry in case.history:
        # A downgrade is what a review led to.
        if entry.step in ("yearly_review", "downgrade") and entry.on >= certified:
            settled = next((one for one in due if entry.on >= begins[one]), None)
            if settled:
                due.remove(settled)
    return tuple(due)


def _of_case(
    case_id: str, case: Procedure, readings: Mapping[str, str], day: date
) -> Iterable[Alarm]:
    due = due_dates(case, readings)
    if due.valid_until is None or due.keep_until is None:
        return
    horizon = day + timedelta(days=AHEAD_DAYS)

    def alarm(kind: AlarmKind, on: date, clause: str) -> Alarm:
        return Alarm(case_id, kind, on, (on - day).days, clause)

    if case.status in _LABELLED and day > due.valid_until:
        yield alarm("validity_over", due.valid_until, "4.10")
    elif case.status in _LABELLED:
        for on in open_reviews(case, readings):
            if on < day:
                yield alarm("review_overdue", on, "4.10")
            elif on <= horizon:
                yield alarm("review_due", on, "4.10")
        if due.valid_until <= horizon:
            yield alarm("validity_ends", due.valid_until, "4.10")
    if day > due.keep_until:
        yield alarm("retention_over", due.keep_until, "4.9")
