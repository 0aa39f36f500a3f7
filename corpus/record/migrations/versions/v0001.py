"""Cases, documents with their passages, one sheet a case, decisions on suggestions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def _of_case() -> sa.Column[str]:
    return sa.Column("case_id", sa.Text, sa.ForeignKey("cases.id", ondelete="CASCADE"))


def upgrade() -> None:
    """Make the tables of version 1."""
    op.create_table(
        "cases",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("rule_set", sa.Text, nullable=False),
        sa.Column("level", sa.Text),
        sa.Column("created", sa.Text, nullable=False),
    )
    _make_documents()
    op.create_table(
        "sheets",
        sa.Column(
            "case_id", sa.Text, sa.ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
    )
    op.create_table(
        "suggestion_decisions",
        _of_case(),
        sa.Column("indicator", sa.Text),
        sa.Column("passage_id", sa.Text),
        sa.Column(
            "decision",
            sa.Text,
            sa.CheckConstraint("decision IN ('accepted', 'rejected')"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("case_id", "indicator", "passage_id"),
    )


def _make_documents() -> None:
    op.create_table(
        "documents",
        sa.Column("sha256", sa.Text, primary_key=True),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("pages", sa.Integer),
        sa.Column("reason", sa.Text),
        sa.Column("page_faults", sa.Text, nullable=False),
        sa.Column("notes", sa.Text, nullable=False),
        sa.Column("reader", sa.Integer, nullable=False),
    )
    op.create_table(
        "case_documents",
        _of_case(),
        sa.Column("sha256", sa.Text, sa.ForeignKey("documents.sha256")),
        sa.Column("file", sa.Text, nullable=False),
        sa.Column("added", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("case_id", "sha256"),
    )
    op.create_table(
        "passages",
        sa.Column("document", sa.Text, sa.ForeignKey("documents.sha256", ondelete="CASCADE")),
        sa.Column("number", sa.Integer, autoincrement=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("page", sa.Integer),
        sa.Column("heading_path", sa.Text, nullable=False),
        sa.Column("locator", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("box", sa.Text),
        sa.Column("cells", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("document", "number"),
        sqlite_with_rowid=False,
    )
