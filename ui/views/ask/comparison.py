"""A comparison of levels as an HTML table. Everything is escaped."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any


def comparison_html(table: Mapping[str, Any] | None) -> str:
    """Return the table of an answer's JSON object as a card; "" where there is none."""
    if not table or not table["rows"]:
        return ""
    head = "".join(f"<th>{escape(name)}</th>" for name in table["columns"])
    rows = "".join(f"<tr>{''.join(_cell(cell) for cell in row)}</tr>" for row in table["rows"])
    return (
        '<article class="ap-card ap-scroll" tabindex="0"><table class="ap-table ap-compare">'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></article>"
    )


def _cell(cell: str) -> str:
    lines = "<br>".join(escape(line) for line in cell.split("\n"))
    return f"<td>{lines or '—'}</td>"
