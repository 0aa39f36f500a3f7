"""The record: events that are only ever added to, and the last one of each chain."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

# The record of a case goes with the case, once the home's record tells of its removal.
_REMOVED = """EXISTS (SELECT 1 FROM events kept WHERE kept.chain = 'home'
    AND kept.what = 'case.removed'
    AND kept.subject = '{"case":"' || OLD.chain || '","kind":"case"}')"""
_NEXT = "(SELECT coalesce(max(number), 0) + 1 FROM events WHERE chain = NEW.chain)"
_ON_SQLITE = (
    """CREATE TRIGGER events_stay BEFORE UPDATE ON events
    BEGIN SELECT RAISE(ABORT, 'events are never changed'); END""",
    f"""CREATE TRIGGER events_remain BEFORE DELETE ON events
    WHEN OLD.chain = 'home' OR NOT {_REMOVED}
    BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END""",
    f"""CREATE TRIGGER events_follow BEFORE INSERT ON events WHEN NEW.number <> {_NEXT}
    BEGIN SELECT RAISE(ABORT, 'events are only added at the end'); END""",
)
_ON_POSTGRESQL = (
    f"""CREATE FUNCTION guard_events() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'INSERT' THEN
            IF NEW.number <> {_NEXT} THEN
                RAISE EXCEPTION 'events are only added at the end';
            END IF;
            RETURN NEW;
        ELSIF TG_OP = 'DELETE' THEN
            IF OLD.chain <> 'home' AND {_REMOVED} THEN
                RETURN OLD;
            END IF;
            RAISE EXCEPTION 'events are never deleted';
        END IF;
        RAISE EXCEPTION 'events are never changed';
    END $$""",
    """CREATE TRIGGER events_stay BEFORE INSERT OR UPDATE OR DELETE ON events
    FOR EACH ROW EXECUTE FUNCTION guard_events()""",
    """CREATE TRIGGER events_remain BEFORE TRUNCATE ON events
    FOR EACH STATEMENT EXECUTE FUNCTION guard_events()""",
)


def upgrade() -> None:
    """What older stores hold is carried into the record by `corpus.record.upgrade`."""
    texts = ("at", "who", "what", "subject", "before", "after", "basis", "previous", "hash")
    op.create_table(
        "events",
        sa.Column("chain", sa.Text),
        sa.Column("number", sa.Integer, autoincrement=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in texts),
        sa.PrimaryKeyConstraint("chain", "number"),
    )
    op.create_table(
        "chains",
        sa.Column("chain", sa.Text, primary_key=True),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
    )
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in _ON_SQLITE if is_sqlite else _ON_POSTGRESQL:
        op.get_bind().exec_driver_sql(statement)
