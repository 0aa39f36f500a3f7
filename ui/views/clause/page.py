"""The page of one clause: it can be linked to and printed."""

from __future__ import annotations

from typing import Any

import gradio as gr

from ui.views.clause.panel import clause_panel
from ui.views.page.acts import act_of, acting_html
from ui.views.page.place import Place
from ui.views.page.shell import Shell, going
from ui.wording import t


def clause_page(place: Place, _person: str, language: str) -> list[Any]:
    """Return the page for the clause of a place; "" gives the field to open one."""
    return [f"<h2>{t('view_clause', language)}</h2>{clause_panel(place.at, place, language)}"]


def build_clause_page(shell: Shell) -> None:
    """Lay out the page and wire it."""
    page = acting_html("", "clause-page")
    shell.on_arrive("clause", clause_page, [page])

    def opened(place: Place, event: gr.EventData) -> str:
        wanted = act_of(event).fields.get("clause", "")
        return going(place.to("clause", wanted.strip()[:80]))

    page.click(opened, shell.place, shell.mover, show_progress="hidden")
