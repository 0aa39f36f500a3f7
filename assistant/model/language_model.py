"""
What the assistant needs of a language model, and one that speaks from a script.

No network here; `assistant.model.client` is the adapter to a real endpoint.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from assistant.errors import ModelCancelledError, ModelError

Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a prompt."""

    role: Literal["system", "user"]
    content: str


class ModelClient(Protocol):
    """
    A language model.

    name: for people, never with a secret. prompt_tokens: how much it may be sent, estimated.
    """

    @property
    def name(self) -> str:
        """The model's name."""

    @property
    def prompt_tokens(self) -> int:
        """The budget of a prompt in estimated tokens."""

    def stream(
        self, messages: Sequence[Message], cancelled: Cancelled | None = None
    ) -> Iterator[str]:
        """
        Yield the reply piece by piece; closing the iterator ends the request.

        Raises:
            ModelError: no complete reply; pieces may have been yielded before.
        """


class ScriptedModel:
    """
    A model that says what it is told to: one entry of the script a request, in order.

    An entry is a text, said in pieces of eight characters, or an error, raised. `requests` holds
    the prompts received.
    """

    def __init__(self, script: Sequence[str | ModelError], *, prompt_tokens: int = 6000) -> None:
        self._script = list(script)
        self._prompt_tokens = prompt_tokens
        self.requests: list[tuple[Message, ...]] = []

    @property
    def name(self) -> str:
        """Always "scripted"."""
        return "scripted"

    @property
    def prompt_tokens(self) -> int:
        """As given."""
        return self._prompt_tokens

    def stream(
        self, messages: Sequence[Message], cancelled: Cancelled | None = None
    ) -> Iterator[str]:
        """
        Yield the next entry of the script.

        Raises:
            ModelError: the entry is one, or `cancelled` says so.
            IndexError: the script is at its end.
        """
        self.requests.append(tuple(messages))
        entry = self._script.pop(0)
        if isinstance(entry, ModelError):
            raise entry
        for start in range(0, len(entry), 8):
            if cancelled is not None and cancelled():
                raise ModelCancelledError
            yield entry[start : start + 8]
