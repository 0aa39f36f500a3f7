"""Passages keep where their lines stand on the page."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """The lines of what is on file are unknown."""
    op.add_column("passages", sa.Column("lines", sa.Text, nullable=False, server_default="[]"))
