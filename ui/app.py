"""The workbench: one page of views over the same functions as the command line."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from ui.operations.silence import QUIET

os.environ.update(QUIET)  # before gradio is imported

import gradio as gr

from ui.services import Services
from ui.views.applies.view import build_applies_view
from ui.views.ask.view import build_ask_view
from ui.views.clause.page import build_clause_page
from ui.views.evidence.view import build_review_view
from ui.views.files.view import build_files_view
from ui.views.home.view import build_home_view
from ui.views.page.place import View
from ui.views.page.seat import SeatedBlocks
from ui.views.page.shell import Shell
from ui.views.practice.view import build_practice_view
from ui.views.procedure.view import build_procedure_view
from ui.views.results.view import build_results_view
from ui.views.score.view import build_score_view
from ui.wording import t

CSS = sorted((Path(__file__).parent / "assets").glob("*.css"))
"""The looks; workbench.css holds what all views share, each other file what one view needs."""
VIEWS: dict[View, Callable[[Shell], None]] = {
    "home": build_home_view,
    "ask": build_ask_view,
    "practice": build_practice_view,
    "applies": build_applies_view,
    "files": build_files_view,
    "evidence": build_review_view,
    "score": build_score_view,
    "clause": build_clause_page,
    "results": build_results_view,
    "procedure": build_procedure_view,
}
"""The views by their names in the address, in the order in which they lie in the page."""
_FONTS = ("Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", "Segoe UI", "sans-serif")


def theme() -> gr.themes.Base:
    """Return the theme: system fonts only, so that an offline page looks the same."""
    return gr.themes.Base(
        primary_hue=gr.themes.colors.teal,
        neutral_hue=gr.themes.colors.slate,
        font=list(_FONTS),
        font_mono=["Noto Sans Mono CJK SC", "Consolas", "monospace"],
        radius_size=gr.themes.sizes.radius_sm,
    ).set(
        # Dark enough for white text, and for text on white (AA).
        button_primary_background_fill="#1f4e5f",
        button_primary_background_fill_hover="#173c49",
        color_accent="#1f4e5f",
    )


def build_app(services: Services) -> SeatedBlocks:
    """
    Return the page; nothing is loaded or created until it is used.

    What a user does stays in that user's session; cases are shared through the store.
    """
    app = SeatedBlocks(
        title=t("title", services.settings.language),
        analytics_enabled=False,
        fill_width=True,
        delete_cache=(3600, 3600),  # files made for download live an hour
    )
    with app:
        shell = Shell(services)
        app.person = shell.person
        for name, build in VIEWS.items():
            with shell.view(name):
                build(shell)
        shell.wire(app)
    return app
