"""What brings a case store from each version of its tables to the next (Alembic)."""
