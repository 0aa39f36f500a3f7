"""The head of the score view: whose sheet, which stage, how far, and what is done with the whole."""

from __future__ import annotations

from html import escape

from ui.views.page.acts import button_html
from ui.views.score.sheet import OpenSheet
from ui.wording import t


def bar_html(sheet: OpenSheet, language: str, *, name: str = "", asks_name: bool = False) -> str:
    """
    Return the head. Everything is escaped.

    name: what others of the case see of the person; "" when not given yet. asks_name: the person
    is asked for it before their own sheet begins.
    """
    asked = _name_form(language) if asks_name else ""
    return (
        f'<div class="ap-score-bar"><h2>{escape(t("view_score", language))}</h2>'
        f"{_whose(sheet, language, name, asks_name=asks_name)}{_stages(sheet, language)}"
        f"{_progress(sheet, language)}{_acts(sheet, language)}</div>{asked}"
    )


def _whose(sheet: OpenSheet, language: str, name: str, *, asks_name: bool) -> str:
    own_words = t("sheet_mine_named", language, name=name) if name else t("sheet_mine", language)
    is_own = bool(sheet.owner) or asks_name
    buttons = "".join(
        button_html(
            "owner", words, of=of, id=f"owner-{of}", data_keep_focus="",
            aria_pressed="true" if chosen else "false",
        )
        for of, words, chosen in (
            ("case", t("sheet_of_panel" if sheet.is_panel else "sheet_of_case", language), not is_own),
            ("own", own_words, is_own),
        )
        if of in sheet.offered
    )  # fmt: skip
    return f'<div class="ap-either" role="group" aria-label="{escape(t("whose_sheet", language))}">{buttons}</div>'


def _stages(sheet: OpenSheet, language: str) -> str:
    buttons = "".join(
        button_html(
            "stage", t(f"stage_{stage}", language), of=stage, id=f"stage-{stage}",
            data_keep_focus="", aria_pressed="true" if stage == sheet.stage else "false",
        )
        for stage in ("pre", "formal")
    )  # fmt: skip
    return f'<div class="ap-either" role="group" aria-label="{escape(t("stage", language))}">{buttons}</div>'


def _progress(sheet: OpenSheet, language: str) -> str:
    total = len(sheet.rows)
    done = total - len(sheet.open_rows)
    return f'<span class="ap-progress-told">{escape(t("progress", language, done=done, total=total))}</span>'


def _acts(sheet: OpenSheet, language: str) -> str:
    locked = {"disabled": ""} if sheet.is_locked else {}
    nothing = {"disabled": ""} if sheet.is_locked or not sheet.earlier else {}
    gates = sum(sheet.rules.row(name).kind == "gate" for name in sheet.open_rows)
    buttons = [
        button_html("undo", t("undo", language), id="score-undo", data_keys="u",
                    data_keep_focus="", **nothing),
        button_html("gates", t("all_gates", language), id="all-gates",
                    data_confirm=t("all_gates_sure", language, number=gates),
                    **(locked or ({} if gates else {"disabled": ""}))),
    ]  # fmt: skip
    buttons += _submission(sheet, language)
    help_words = escape(t("keys_help", language))
    buttons.append(f'<button type="button" class="ap-button" data-help>? {help_words}</button>')
    return f'<div class="ap-score-acts">{"".join(buttons)}{_files(sheet, language)}</div>'


def _submission(sheet: OpenSheet, language: str) -> list[str]:
    if not sheet.may_write:
        words = escape(t("sheet_read_only", language))
        return [f'<span class="ap-badge ap-none">{words}</span>']
    if not sheet.owner:
        return []
    if sheet.submitted:
        told = escape(t("submitted_at", language, moment=sheet.submitted.replace("T", " ")[:16]))
        sure = t("withdraw_sure", language)
        withdraw = button_html(
            "withdraw", t("withdraw", language), id="score-withdraw", data_confirm=sure
        )
        return [f'<span class="ap-badge ap-supported">✓ {told}</span>', withdraw]
    left = len(sheet.open_rows)
    sure = t("submit_sure_open" if left else "submit_sure", language, number=left)
    return [
        button_html("submit", t("submit", language), id="score-submit", look="ap-main",
                    data_confirm=sure),
    ]  # fmt: skip


def _files(sheet: OpenSheet, language: str) -> str:
    items = [
        button_html("download", t(f"download_{kind}", language), of=kind, id=f"download-{kind}")
        for kind in ("xlsx", "json", "yaml")
    ]
    if not sheet.is_locked:
        words = escape(t("import", language))
        items.append(
            f'<button type="button" class="ap-button" id="import-sheet" data-pick="#score-upload input">{words}</button>'
        )
        if sheet.owner:
            items.append(
                button_html("discard", t("discard_sheet", language), id="discard-sheet",
                            data_confirm=t("discard_sure", language))
            )  # fmt: skip
    listed = "".join(f"<li>{item}</li>" for item in items)
    return (
        f'<details class="ap-menu"><summary>{escape(t("sheet_files", language))}</summary>'
        f"<ul>{listed}</ul></details>"
    )


def _name_form(language: str) -> str:
    words, hint = escape(t("your_name", language)), escape(t("your_name_hint", language))
    begin = button_html(
        "name", t("begin_sheet", language), look="ap-main", id="begin-own", formnovalidate=""
    )
    return (
        f'<form class="ap-form ap-name-form" novalidate><label for="own-name">{words}</label>'
        f'<input id="own-name" name="name" maxlength="80" autocomplete="name" data-draft="own-name">'
        f'<p class="ap-small">{hint}</p>{begin}</form>'
    )
