"""The tables of the procedure of a case: who takes part, on what it stands, the steps taken."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, Table, Text

from corpus.record.tables import metadata


def _case_id() -> Column[str]:
    cases_id = ForeignKey("cases.id", ondelete="CASCADE")
    return Column("case_id", Text, cases_id, primary_key=True)


def _number() -> Column[int]:
    return Column("number", Integer, primary_key=True, autoincrement=False)


def _stage(*, in_key: bool = True) -> Column[str]:
    known = CheckConstraint("stage IN ('pre', 'formal')")
    return Column("stage", Text, known, primary_key=in_key, nullable=False)


def _texts(*names: str) -> tuple[Column[str], ...]:
    return tuple(Column(name, Text, nullable=False) for name in names)


case_parties = Table(
    "case_parties",
    metadata,
    _case_id(),
    Column("party", Text, primary_key=True),
    Column("organisation", Text, primary_key=True),
    *_texts("added"),
)

# One row a declaration; the one with the highest number holds.
declarations = Table(
    "declarations",
    metadata,
    _case_id(),
    Column("person", Text, primary_key=True),
    _number(),
    *_texts("employer"),
    Column("is_expert", Integer, nullable=False),
    *_texts("ties", "earlier", "statement", "statement_version", "made", "at"),
)

# person: "" for the case itself, as with sheets.
inspections = Table(
    "inspections",
    metadata,
    _case_id(),
    Column("person", Text, primary_key=True),
    _stage(),
    Column("indicator", Text, primary_key=True),
    *_texts("methods", "finding", "at"),
)

# Of the draws of one name in one stage the newest holds.
sample_draws = Table(
    "sample_draws",
    metadata,
    _case_id(),
    _number(),
    _stage(in_key=False),
    *_texts("name", "ids", "population", "seed", "chosen"),
    Column("size", Integer, nullable=False),
    *_texts("clause", "readings", "reason", "at"),
)

# closes: 1 where the sheets of the stage stay as they are after this step. certificate: the number
# in the form in which it is compared; of a home each stands once.
case_steps = Table(
    "case_steps",
    metadata,
    _case_id(),
    _stage(),
    _number(),
    *_texts("step", "day", "before", "after", "facts", "keep_until"),
    Column("closes", Integer, nullable=False, server_default="0"),
    Column("certificate", Text, unique=True),
    *_texts("by", "at"),
)

legal_holds = Table(
    "legal_holds",
    metadata,
    _case_id(),
    _number(),
    *_texts("reason", "set_by", "set_at"),
    Column("lifted_by", Text),
    Column("lifted_at", Text),
    Column("lift_reason", Text),
)
