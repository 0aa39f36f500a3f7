"""Cases keep the edition that they are judged by, and the body's own rules."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """A case of an earlier version names no edition and goes on being judged by the newest."""
    op.add_column("cases", sa.Column("edition", sa.Text))
    op.create_table(
        "body_rules",
        sa.Column(
            "case_id",
            sa.Text,
            sa.ForeignKey("cases.id", ondelete="CASCADE"),
        ),
        sa.Column("number", sa.Integer, autoincrement=False),
        sa.Column("file", sa.Text, nullable=False),
        sa.Column("text", sa.Text),
        sa.Column("since", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("case_id", "number"),
    )
