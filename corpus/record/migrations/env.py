"""Alembic's entry: runs the migrations on the connection that `corpus.record.upgrade` hands over."""

from __future__ import annotations

from alembic import context

if __name__ == "env_py":  # as Alembic calls it; there is nothing to run on elsewhere
    context.configure(
        connection=context.config.attributes["connection"],
        # SQLite too can take a change of tables back; the caller holds the transaction.
        transactional_ddl=True,
    )
    context.run_migrations()
