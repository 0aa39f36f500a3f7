"""By which edition and which body's own rules a case is judged, and changing the latter."""

from __future__ import annotations

from html import escape

from scoring.errors import BodyRulesError
from ui.body_told import body_line
from ui.errors import CaseRulesError
from ui.reports.case_result import CaseResult
from ui.views.page.acts import button_html
from ui.wording import t


def rules_html(result: CaseResult, language: str, *, may_change: bool, told: str = "") -> str:
    """
    Return what the case is judged by, with the buttons where they may be pressed.

    told: what came of the last try to change them, as HTML.
    """
    rules, kept = result.rules, result.rules_kept
    title = rules.title_zh if language == "zh" else rules.title_en
    lines = [t("rules_edition", language, title=title, edition=rules.version)]
    if rules.body is None:
        lines.append(t("case_body_none", language))
    else:
        lines.append(body_line(rules.body, language))
        if kept is not None and kept.body is not None:
            lines.append(
                t("rules_file", language, number=kept.body.number, file=kept.body.file,
                  digest=kept.body.sha256 or "")
            )  # fmt: skip
    listed = "".join(f"<li>{escape(line)}</li>" for line in lines)
    buttons = ""
    if may_change:
        pick = escape(t("rules_upload", language))
        buttons = (
            f'<button type="button" class="ap-button" id="choose-rules"'
            f' data-pick="#rules-upload input">{pick}</button>'
        )
        if rules.body is not None:
            sure = t("rules_sure", language)
            buttons += button_html("no-body", t("rules_remove", language), data_confirm=sure)
        buttons = f'<p class="ap-buttons">{buttons}</p>'
    is_open = " open" if told else ""
    return (
        f'<details class="ap-fold ap-case-rules" id="case-rules"{is_open}>'
        f"<summary>{escape(t('rules_heading', language))}</summary>"
        f'<ul class="ap-list">{listed}</ul>{told}{buttons}</details>'
    )


def taken_html(language: str) -> str:
    """Return that the case is judged by other rules now."""
    return f'<p class="ap-note" role="status">{escape(t("rules_taken", language))}</p>'


def refused_html(fault: BodyRulesError | CaseRulesError, file: str, language: str) -> str:
    """Return why rules were not taken: every fault with file and line, or the rows that do not fit."""
    if isinstance(fault, BodyRulesError):
        lines = [
            f"{file}:{one.line or 1}: {one.where}: "
            f"{one.text_en if language == 'en' else one.text_zh}"
            for one in fault.faults
        ]
    else:
        lines = [
            f"{t('suspect_own', language) if one.is_own else one.name or t('rules_somebody', language)}"
            f" · {t(f'stage_{one.stage}', language)}: {', '.join(one.rows)}"
            for one in fault.misfits
        ]
    key = "rules_faulty" if isinstance(fault, BodyRulesError) else "rules_misfit"
    listed = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return (
        f'<div class="ap-fault" role="alert"><p>{escape(t(key, language))}</p>'
        f'<ul class="ap-list">{listed}</ul></div>'
    )
