"""A chart with its table: the same numbers drawn and written, exact in the table."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from ui.wording import t


def figure_html(
    heading: str,
    svg: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    language: str,
    note: str = "",
) -> str:
    """
    Return a chart with its numbers folded beneath. Everything but the drawing is escaped.

    note: what must be known to read the chart, or "".
    """
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in columns)
    body = "".join(
        "<tr>"
        + "".join(
            f"<td>{escape(cell)}</td>" if at else f'<th scope="row">{escape(cell)}</th>'
            for at, cell in enumerate(row)
        )
        + "</tr>"
        for row in rows
    )
    told = f'<p class="ap-small">{escape(note)}</p>' if note else ""
    return (
        f'<figure class="ap-figure"><h4>{escape(heading)}</h4>{told}'
        f'<div class="ap-chart-room">{svg}</div>'
        f'<details class="ap-fold"><summary>{escape(t("chart_numbers", language))}</summary>'
        f'<div class="ap-table-room" role="region" tabindex="0" aria-label="{escape(heading)}"><table class="ap-table"><caption class="ap-hidden">{escape(heading)}</caption>'
        f"<thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table></div></details></figure>"
    )
