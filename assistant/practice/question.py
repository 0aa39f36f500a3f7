"""The value types of practice: a question in both languages, its choices, what is to be learnt. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Literal, TypeVar

T = TypeVar("T")
Kind = Literal["points", "counting", "gate", "level", "quantity", "procedure", "evidence"]
KINDS: tuple[Kind, ...] = Kind.__args__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Worded:
    """The same said in Chinese and in English; both are empty where there is nothing to say."""

    zh: str = ""
    en: str = ""

    def of(self, language: str) -> str:
        """Return the words of a language."""
        return self.en if language == "en" else self.zh

    def __bool__(self) -> bool:
        return bool(self.zh)


def together(parts: Iterable[Worded]) -> Worded:
    """Return sentences one after the other; empty ones are left out."""
    said = [part for part in parts if part]
    return Worded("".join(part.zh for part in said), " ".join(part.en for part in said))


@dataclass(frozen=True, slots=True)
class Choice:
    """
    One of the answers offered.

    why: what the data says of it, such as whose points it is; empty where it says nothing. clause:
    the unit that this is said of, or "".
    """

    text: Worded
    why: Worded = Worded()
    clause: str = ""


@dataclass(frozen=True, slots=True)
class PracticeQuestion:
    """
    A question whose right answer follows from the data.

    id: stays the same as long as the question is about the same unit and matter. level: "A", "B" or
    "C"; None where the matter belongs to no level. answer: the place of the right choice.
    is_ranked: the choices stand in an order of their own, such as by size. quote: the unit's
    verbatim words. shows_quote: they are part of what is asked; else they are shown with the
    answer. also: further units that bear on it.
    """

    id: str
    kind: Kind
    rule_set: str
    clause: str
    level: str | None
    prompt: Worded
    choices: tuple[Choice, ...]
    answer: int
    explanation: Worded
    quote: str
    shows_quote: bool = False
    is_ranked: bool = False
    also: tuple[str, ...] = ()

    @property
    def right(self) -> Choice:
        """The right choice."""
        return self.choices[self.answer]

    def shuffled(self, turn: int) -> PracticeQuestion:
        """
        Return the question with its choices in another order, the same for the same turn.

        Who meets a question again should know the answer, not its place. Ranked choices stay.
        """
        if self.is_ranked or turn == 0:
            return self
        choices = tuple(by_chance(self.choices, f"{self.id} {turn}", lambda one: one.text.zh))
        return replace(self, choices=choices, answer=choices.index(self.right))


def by_chance(items: Iterable[T], seed: str, name: Callable[[T], str]) -> list[T]:
    """Return items in an order that looks like chance and that the seed decides on any machine."""
    return sorted(items, key=lambda item: _hash(seed, name(item)))


def _hash(seed: str, name: str) -> bytes:
    return hashlib.sha256(f"{len(seed)}:{seed}:{name}".encode()).digest()
