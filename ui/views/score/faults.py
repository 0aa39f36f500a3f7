"""What is wrong with a sheet, for the page. Everything is escaped."""

from __future__ import annotations

from html import escape

from scoring import SheetError
from ui.wording import t


def faults_html(error: SheetError, language: str) -> str:
    """Return every fault of a sheet."""
    items = "".join(
        f"<li><code>{escape(fault.where)}</code> {escape(fault.text_zh if language == 'zh' else fault.text_en)}</li>"
        for fault in error.faults
    )
    return f'<div class="ap-fault" role="alert"><strong>{escape(t("faults", language))}</strong><ul class="ap-list">{items}</ul></div>'
