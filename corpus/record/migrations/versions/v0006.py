"""Cases say whether they are the sample that the workbench offers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """No case of an earlier version is a sample."""
    op.add_column("cases", sa.Column("is_sample", sa.Integer, nullable=False, server_default="0"))
