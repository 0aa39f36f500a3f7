"""What was just done, in words, and what the browser has to change for it."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from itertools import count

_DRAWINGS = count(1)


@dataclass(frozen=True, slots=True)
class Said:
    """
    What an act says and changes beside the blocks that are drawn again.

    text: for the reader; faults: as HTML. focus: the id of the field to go to. changed: elements of
    the list by id. at: the row that becomes part of the address. file: to be saved by the browser.
    """

    text: str = ""
    faults: str = ""
    focus: str = ""
    changed: Mapping[str, str] = field(default_factory=dict)
    at: str = ""
    file_name: str = ""
    file: bytes = b""


def drawing_mark() -> str:
    """Return an element that differs each time, so that equal blocks are drawn again as well."""
    return f'<i hidden data-drawing="{next(_DRAWINGS)}"></i>'


def said_html(said: Said) -> str:
    """Return what score.js shows and does; everything is escaped."""
    told = {
        "drawn": str(next(_DRAWINGS)),
        "text": said.text,
        "row": said.at,
        "focus": said.focus,
        "file": said.file_name,
        "base64": base64.b64encode(said.file).decode("ascii"),
    }
    data = " ".join(f'data-{key}="{escape(words)}"' for key, words in told.items())
    # As attributes: the page compares old and new elements, and misses what templates hold.
    lines = "".join(
        f'<i data-line="{escape(key)}" data-html="{escape(html)}"></i>'
        for key, html in said.changed.items()
    )
    return f"{said.faults}<div hidden {data}>{lines}</div>"
