"""
What can go wrong in `assistant`, split by who must act.

    AssistantError
    ├── HistoryError     the conversation given to us cannot be read: the caller must act
    └── DialogueError    a conversation cannot be kept under this name: the caller must act
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


class DialogueError(AssistantError, ValueError):
    """A conversation's owner or case cannot be used as a name."""

    code = "assistant-dialogue"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"A conversation cannot be kept under {name!r}: names of users and cases are at most "
            "200 characters long and hold no line feed. Use the case id that `anping case list` "
            "prints."
        )
