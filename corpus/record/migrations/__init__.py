"""
What brings a case store from each version of its tables to the next (Alembic).

A migration sets `is_additive = True` when programs of before can go on beside it; see
`corpus.record.upgrade`.
"""
