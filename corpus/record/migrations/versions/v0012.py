"""Tokens of accounts for programs, and the answers that programs may ask for again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """A store of before has no tokens and keeps no answers."""
    account = sa.ForeignKey("accounts.id", ondelete="CASCADE")
    op.create_table(
        "account_tokens",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("account", sa.Text, account, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("token", sa.Text, nullable=False, unique=True),
        sa.Column("made", sa.Text, nullable=False),
        sa.Column("until", sa.Text, nullable=False),
        sa.Column("used", sa.Text),
        sa.Column("ended", sa.Text),
    )
    op.create_table(
        "kept_answers",
        sa.Column("account", sa.Text, primary_key=True),
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("request", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("status", sa.Integer),
        sa.Column("headers", sa.Text, nullable=False, server_default="{}"),
        sa.Column("body", sa.Text, nullable=False, server_default=""),
    )
