"""The workbench: tabs over the same functions as the command line."""

from __future__ import annotations

import os
from html import escape
from pathlib import Path
from typing import Any

# Before gradio is imported: nothing is reported to anyone.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"

import gradio as gr

from ui.services import Services
from ui.views.ask_tab import build_ask_tab
from ui.views.case_tab import BrowserMemory, build_case_tab
from ui.views.labels import Labels
from ui.views.profile_tab import build_profile_tab
from ui.views.score_tab import build_score_tab
from ui.wording import t

CSS = Path(__file__).parent / "assets" / "workbench.css"
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


def title_html(language: str) -> str:
    """Return the head of the page."""
    return (
        f'<div class="ap-top"><h1>{escape(t("title", language))}</h1>'
        f"<p>{escape(t('subtitle', language))}</p></div>"
    )


def build_app(services: Services) -> gr.Blocks:
    """
    Return the page; nothing is loaded or created until it is used.

    What a user does stays in that user's session; cases are shared through the store.
    """
    start = services.settings.language
    labels = Labels()
    app: gr.Blocks = gr.Blocks(
        title=t("title", start),
        analytics_enabled=False,
        fill_width=True,
        delete_cache=(3600, 3600),  # files made for download live an hour
    )
    with app:
        language = gr.State(start)
        memory = BrowserMemory()
        with gr.Row():
            head = gr.HTML(title_html(start))
            switch = gr.Radio(
                [("中文", "zh"), ("English", "en")], value=start, show_label=False,
                container=False, scale=0, min_width=180, elem_id="language",
            )  # fmt: skip
        with labels.add(gr.Tab(t("tab_ask", start), elem_id="tab-ask"), label="tab_ask"):
            asking = build_ask_tab(services, labels, language)
        with labels.add(
            gr.Tab(t("tab_applies", start), elem_id="tab-applies"), label="tab_applies"
        ):
            build_profile_tab(services, labels, language)
        with labels.add(gr.Tab(t("tab_case", start), elem_id="tab-case"), label="tab_case"):
            case = build_case_tab(services, labels, language, memory)
        with labels.add(gr.Tab(t("tab_score", start), elem_id="tab-score"), label="tab_score"):
            build_score_tab(services, labels, language, case.case)

        def switched(chosen: str) -> list[Any]:
            return [chosen, title_html(chosen), *labels.renamed(chosen)]

        app.load(asking.load, asking.inputs, asking.outputs)
        app.load(case.load, case.inputs, case.outputs)
        switch.change(switched, switch, [language, head, *labels.components])
    return app
