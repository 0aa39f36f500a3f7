"""Blocks of HTML whose buttons the server hears: one component instead of one a button."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from html import escape
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import gradio as gr

_SCRIPT = Path(__file__).parents[2] / "assets" / "acts.js"
_LONGEST = 200
_LONGEST_FIELD, _MOST_FIELDS = 5000, 50


class Act(NamedTuple):
    """
    What a button of a block asks for: an action, and the thing that it is about or "".

    fields: what the inputs of the button's form hold, by name; several ticks of one name are
    joined by commas.
    """

    name: str
    of: str
    fields: Mapping[str, str] = MappingProxyType({})


def acting_html(value: str, elem_id: str) -> Any:
    """Return an HTML component; its `click` event brings what `act_of` understands."""
    return gr.HTML(value, elem_id=elem_id, js_on_load=_script(), apply_default_css=False)


def act_of(event: gr.EventData) -> Act:
    """Return what a click asks for. It comes from the browser: both parts may be anything."""
    given: Any = getattr(event, "_data", None)
    given = given if isinstance(given, dict) else {}
    name, of = (str(given.get(key, ""))[:_LONGEST] for key in ("act", "of"))
    fields = given.get("fields")
    fields = list(fields.items())[:_MOST_FIELDS] if isinstance(fields, dict) else []
    return Act(
        name, of, {str(key)[:_LONGEST]: str(value)[:_LONGEST_FIELD] for key, value in fields}
    )


def button_html(act: str, words: str, *, of: str = "", look: str = "", **more: str) -> str:
    """
    Return a button of a block, escaped.

    look: CSS classes. more: further attributes; `_` in their names stands for `-`, and an empty
    value of `disabled` still disables.
    """
    attributes = {"data-act": act, "data-of": of, "class": f"ap-button {look}".strip()}
    attributes |= {name.replace("_", "-"): value for name, value in more.items()}
    written = " ".join(f'{name}="{escape(value)}"' for name, value in attributes.items())
    return f'<button type="button" {written}>{escape(words)}</button>'


@cache
def _script() -> str:
    return _SCRIPT.read_text(encoding="utf-8")
