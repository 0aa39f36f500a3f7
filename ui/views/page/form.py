"""Inputs of forms in blocks of HTML. Everything is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape


def radios_html(
    name: str, legend: str, chosen: str, choices: Sequence[tuple[str, str]], *, act: str = ""
) -> str:
    """
    Return a choice of one, as (value, words).

    act: what a change tells the server at once, as an act on what is asked, the focus staying where
    it is; "" tells it with the form only.
    """

    def told(value: str) -> str:
        if not act:
            return ""
        return (
            f' data-act="{escape(act)}" data-of="{escape(name)}"'
            f' id="{escape(f"{act}-{name}-{value}")}" data-keep-focus'
        )

    inputs = "".join(
        f'<label><input type="radio" name="{escape(name)}" value="{escape(value)}"'
        f"{' checked' if value == chosen else ''}{told(value)}> {escape(words)}</label>"
        for value, words in choices
    )
    return (
        f'<div class="ap-asked" role="radiogroup" aria-label="{escape(legend)}">'
        f'<span class="ap-asked-words">{escape(legend)}</span><span>{inputs}</span></div>'
    )
