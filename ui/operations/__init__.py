"""
What keeps a server observable and in hand: checks, stopping, logs, metrics, traces, rates.

Nothing here knows what a case or a question says; docs/operations.md tells operators of it.
"""
