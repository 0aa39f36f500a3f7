"""What cases are judged by: the edition of a rule set and the body's own rules, as kept."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, select

from corpus.cases.case import BodyFile, CaseRules
from corpus.record.tables import body_rules, cases


def rules_of(connection: Connection, case_id: str) -> CaseRules | None:
    """Return what a case is judged by; None for a case that is not stored."""
    query = select(cases.c.rule_set, cases.c.edition).where(cases.c.id == case_id)
    row = connection.execute(query).first()
    if row is None:
        return None
    versions = body_versions(connection, case_id)
    last = versions[-1] if versions and versions[-1].text is not None else None
    return CaseRules(row.rule_set, row.edition, last)


def body_versions(connection: Connection, case_id: str) -> tuple[BodyFile, ...]:
    """Return every version of the body's own rules that a case had, the first one first."""
    query = select(body_rules).where(body_rules.c.case_id == case_id)
    return tuple(map(_body_of, connection.execute(query.order_by(body_rules.c.number)).all()))


def _body_of(row: Row[Any]) -> BodyFile:
    return BodyFile(row.number, row.file, row.text, row.since)
