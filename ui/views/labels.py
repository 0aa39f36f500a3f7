"""Components whose labels follow the language."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import gradio as gr

from ui.wording import t


@dataclass(slots=True)
class Labels:
    """
    Remembers which component shows which strings, so that one switch renames them all.

    `add` returns the component for use in place.
    """

    entries: list[tuple[Any, dict[str, str]]] = field(default_factory=list)

    def add(self, component: Any, **keys: str) -> Any:
        """Register a component; each keyword is a property, its value a key of the catalogue."""
        self.entries.append((component, keys))
        return component

    @property
    def components(self) -> list[Any]:
        """The registered components in order."""
        return [component for component, _ in self.entries]

    def renamed(self, language: str) -> list[Any]:
        """Return an update for every registered component."""
        updates: list[Any] = []
        for _, keys in self.entries:
            words: dict[str, Any] = {name: t(key, language) for name, key in keys.items()}
            updates.append(gr.update(**words))
        return updates
