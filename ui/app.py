"""The workbench: one page of views over the same functions as the command line."""

from __future__ import annotations

import os
from pathlib import Path

# Before gradio is imported: nothing is reported to anyone.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"

import gradio as gr

from ui.services import Services
from ui.views.applies_view import build_applies_view
from ui.views.ask_view import build_ask_view
from ui.views.clause_page import build_clause_page
from ui.views.files_view import build_files_view
from ui.views.home_view import build_home_view
from ui.views.practice_view import build_practice_view
from ui.views.results_view import build_results_view
from ui.views.review_view import build_review_view
from ui.views.score_view import build_score_view
from ui.views.shell import Shell
from ui.wording import t

CSS = sorted((Path(__file__).parent / "assets").glob("*.css"))
"""The looks; workbench.css holds what all views share, each other file what one view needs."""
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


def build_app(services: Services) -> gr.Blocks:
    """
    Return the page; nothing is loaded or created until it is used.

    What a user does stays in that user's session; cases are shared through the store.
    """
    app: gr.Blocks = gr.Blocks(
        title=t("title", services.settings.language),
        analytics_enabled=False,
        fill_width=True,
        delete_cache=(3600, 3600),  # files made for download live an hour
    )
    with app:
        shell = Shell(services)
        with shell.view("home"):
            build_home_view(shell)
        with shell.view("ask"):
            build_ask_view(shell)
        with shell.view("practice"):
            build_practice_view(shell)
        with shell.view("applies"):
            build_applies_view(shell)
        with shell.view("files"):
            build_files_view(shell)
        with shell.view("evidence"):
            build_review_view(shell)
        with shell.view("score"):
            build_score_view(shell)
        with shell.view("clause"):
            build_clause_page(shell)
        with shell.view("results"):
            build_results_view(shell)
        shell.wire(app)
    return app
