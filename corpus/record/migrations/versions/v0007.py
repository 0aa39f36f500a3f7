"""The order in which things came is a column; files that are to be deleted are listed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Rows keep the order that SQLite's hidden row numbers gave them; only it has older stores."""
    for table in ("cases", "case_documents", "case_people"):
        op.add_column(table, sa.Column("position", sa.Integer, nullable=False, server_default="0"))
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"UPDATE {table} SET position = rowid")  # noqa: S608 - our own names
    op.create_table("leaving_files", sa.Column("sha256", sa.Text, primary_key=True))
