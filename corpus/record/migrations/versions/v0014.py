"""Which programs may work in a store, so that servers can be replaced one after the other."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
is_additive = False


def upgrade() -> None:
    """Programs of before do not ask; they refuse a store of a newer version."""
    op.create_table(
        "store_format",
        sa.Column("oldest", sa.Integer, primary_key=True, autoincrement=False),
    )
