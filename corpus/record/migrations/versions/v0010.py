"""The procedure of a case: parts, parties, declarations, inspections, samples, steps, holds."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Cases of older stores have no procedure yet."""
    op.add_column("case_people", sa.Column("part", sa.Text, nullable=False, server_default=""))
    _make("case_parties", _key("party", "organisation"), _texts("added"))
    _make(
        "declarations",
        [*_key("person"), _number()],
        [*_texts("employer"), sa.Column("is_expert", sa.Integer, nullable=False)],
        _texts("ties", "earlier", "statement", "statement_version", "made", "at"),
    )
    _make(
        "inspections",
        [*_key("person"), _stage(in_key=True), *_key("indicator")],
        _texts("methods", "finding", "at"),
    )
    _make(
        "sample_draws",
        [_number()],
        [_stage(in_key=False), *_texts("name", "ids", "population", "seed", "chosen")],
        [sa.Column("size", sa.Integer, nullable=False)],
        _texts("clause", "readings", "reason", "at"),
    )
    _make(
        "case_steps",
        [_stage(in_key=True), _number()],
        _texts("step", "day", "before", "after", "facts", "keep_until"),
        [
            sa.Column("closes", sa.Integer, nullable=False, server_default="0"),
            sa.Column("certificate", sa.Text, unique=True),
        ],
        _texts("by", "at"),
    )
    _make(
        "legal_holds",
        [_number()],
        _texts("reason", "set_by", "set_at"),
        [sa.Column(name, sa.Text) for name in ("lifted_by", "lifted_at", "lift_reason")],
    )


def _make(name: str, *columns: list[sa.Column[object]]) -> None:
    case_id: sa.Column[str] = sa.Column(
        "case_id", sa.Text, sa.ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True
    )
    op.create_table(name, case_id, *(column for part in columns for column in part))


def _key(*names: str) -> list[sa.Column[object]]:
    return [sa.Column(name, sa.Text, primary_key=True) for name in names]


def _texts(*names: str) -> list[sa.Column[object]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def _number() -> sa.Column[object]:
    return sa.Column("number", sa.Integer, primary_key=True, autoincrement=False)


def _stage(*, in_key: bool) -> sa.Column[object]:
    known = sa.CheckConstraint("stage IN ('pre', 'formal')")
    return sa.Column("stage", sa.Text, known, primary_key=in_key, nullable=False)
