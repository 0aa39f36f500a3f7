"""Cases have a stage, a profile and people; sheets an owner, a stage and earlier versions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """The sheet of each case becomes its own sheet of the pre-evaluation."""
    op.add_column("cases", sa.Column("stage", sa.Text, nullable=False, server_default="pre"))
    op.add_column("cases", sa.Column("profile", sa.Text, nullable=False, server_default="{}"))
    op.create_table(
        "case_people",
        sa.Column("case_id", sa.Text, sa.ForeignKey("cases.id", ondelete="CASCADE")),
        sa.Column("person", sa.Text),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("joined", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("case_id", "person"),
    )
    op.rename_table("sheets", "sheets_of_cases")
    op.create_table(
        "sheets",
        sa.Column("case_id", sa.Text, sa.ForeignKey("cases.id", ondelete="CASCADE")),
        sa.Column("person", sa.Text),
        sa.Column("stage", sa.Text, sa.CheckConstraint("stage IN ('pre', 'formal')")),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("saved", sa.Text),
        sa.Column("submitted", sa.Text),
        sa.Column("withdrawn", sa.Integer, nullable=False, server_default="0"),
        sa.PrimaryKeyConstraint("case_id", "person", "stage", name="sheets_of_people"),
    )
    op.create_table(
        "sheet_versions",
        sa.Column("case_id", sa.Text),
        sa.Column("person", sa.Text),
        sa.Column("stage", sa.Text),
        sa.Column("version", sa.Integer, autoincrement=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("case_id", "person", "stage", "version"),
        sa.ForeignKeyConstraint(
            ["case_id", "person", "stage"],
            ["sheets.case_id", "sheets.person", "sheets.stage"],
            ondelete="CASCADE",
        ),
    )
    op.execute(
        "INSERT INTO sheets (case_id, person, stage, version, content)"
        " SELECT case_id, '', 'pre', version, content FROM sheets_of_cases"
    )
    op.drop_table("sheets_of_cases")
