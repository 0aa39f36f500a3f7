"""
What can go wrong in `assistant`, split by who must act.

    AssistantError
    └── HistoryError     the conversation given to us cannot be read: the caller must act
"""

from __future__ import annotations


class AssistantError(Exception):
    """The root of every error of this package."""

    code = "assistant-error"


class HistoryError(AssistantError, ValueError):
    """A conversation's history is not a list of turns."""

    code = "assistant-history"

    def __init__(self, fault: str) -> None:
        super().__init__(
            f"The history cannot be read: {fault}. It is a list of "
            '{"role": "user" | "assistant", "content": "…"}, oldest first.'
        )
