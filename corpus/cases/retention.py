"""
Whether what a case holds may be removed or changed: retention (4.9), legal holds, closed stages.

Works inside the caller's transaction, so that nothing comes between the question and the act.
"""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import Connection, func, select

from corpus.errors import RecordsKeptError, StageClosedError
from corpus.record.procedure_tables import case_steps, legal_holds


def kept_until(connection: Connection, case_id: str) -> str | None:
    """
    Return the last ISO day on which the records of a case must be kept; None for a case whose
    procedure never began.

    It is the latest that any of its steps named: whoever takes a step works the day out.
    """
    query = select(func.max(case_steps.c.keep_until)).where(case_steps.c.case_id == case_id)
    return connection.execute(query).scalar()


def require_removable(connection: Connection, case_id: str, at: str) -> None:
    """
    Do nothing for a case of which something may be removed.

    at: now, UTC, ISO 8601. "Six years or more" is read strictly: the last day counts as kept, and
    everywhere on earth, so that it ends a day later.

    Raises:
        RecordsKeptError: a legal hold stands, or the records must be kept (4.9).
    """
    stands = (
        select(legal_holds.c.reason)
        .where(legal_holds.c.case_id == case_id, legal_holds.c.lifted_at.is_(None))
        .order_by(legal_holds.c.number)
    )
    hold = connection.execute(stands).scalars().first()
    if hold is not None:
        raise RecordsKeptError(case_id, hold=hold)
    until = kept_until(connection, case_id)
    if until is not None and date.fromisoformat(at[:10]) <= date.fromisoformat(until) + timedelta(
        1
    ):
        raise RecordsKeptError(case_id, until=until)


def require_open_stage(connection: Connection, case_id: str, stage: str) -> None:
    """
    Do nothing for a stage whose sheets and findings may change.

    Raises:
        StageClosedError: its last step closes it.
    """
    last = connection.execute(
        select(case_steps.c.step, case_steps.c.day, case_steps.c.closes)
        .where(case_steps.c.case_id == case_id, case_steps.c.stage == stage)
        .order_by(case_steps.c.number.desc())
        .limit(1)
    ).first()
    if last is not None and last.closes:
        raise StageClosedError(case_id, stage, last.step, last.day)
