"""Passages say whether they were recognised in an image."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Nothing that is on file was recognised."""
    op.add_column("passages", sa.Column("is_ocr", sa.Integer, nullable=False, server_default="0"))
