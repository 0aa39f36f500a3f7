"""Notes on indicators."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Nothing was noted before."""
    op.create_table(
        "indicator_notes",
        sa.Column("case_id", sa.Text, sa.ForeignKey("cases.id", ondelete="CASCADE")),
        sa.Column("indicator", sa.Text),
        sa.Column("note", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("case_id", "indicator"),
    )
