"""A verdict, a plan and a derivation as HTML. Everything is escaped."""

from __future__ import annotations

from html import escape

from scoring import Assessment, RuleSet, SheetError, sentence
from scoring.number import decimal_string
from scoring.plan import Plan
from ui.cli.score import OUTCOME_EN, OUTCOME_ZH
from ui.wording import t

_MOST_REASONS = 30


def verdict_html(rules: RuleSet, assessment: Assessment, language: str) -> str:
    """Return the outcome with every level or indicator, reasons and decisive readings."""
    words = OUTCOME_ZH if language == "zh" else OUTCOME_EN
    parts = [
        f'<div class="ap-verdict ap-{assessment.outcome}" role="status">'
        f"<span>{escape(t('verdict', language))}</span> <strong>{escape(words[assessment.outcome])}</strong></div>"
    ]
    if assessment.levels:
        parts.append(_levels(rules, assessment, language))
    else:
        parts.append(_indicators(assessment, language))
    parts.append(_reasons(assessment, language))
    if assessment.decisive:
        items = []
        for name in assessment.decisive:
            entry = rules.interpretation(name)
            question = entry.question_zh if language == "zh" else entry.question_en
            items.append(
                f"<li><code>{escape(name)} = {escape(assessment.used[name])}</code> {escape(question)}</li>"
            )
        parts.append(
            f'<h4>{escape(t("decisive", language))}</h4><ul class="ap-list">{"".join(items)}</ul>'
        )
    return "".join(parts)


def _levels(rules: RuleSet, assessment: Assessment, language: str) -> str:
    rows = []
    for level in assessment.levels.values():
        met = sum(state == "met" for state in level.gates.values())
        least, most = decimal_string(level.bounds.least), decimal_string(level.bounds.most)
        rows.append(
            f'<div class="ap-level"><div class="ap-level-head"><strong>{escape(level.level)}</strong>'
            f" {decimal_string(level.points)} / {decimal_string(level.awardable)}"
            f'<span class="ap-small">{escape(t("gates_met", language))} {met}/{len(level.gates)} · '
            f"{escape(t('bounds', language))} {least}–{most} · {escape(t(level.bounds.reach, language))}</span></div>"
            f'<div class="ap-bar" aria-hidden="true"><i class="ap-most" style="width:{float(level.bounds.most):.1f}%"></i>'
            f'<i class="ap-now" style="width:{float(level.points):.1f}%"></i>'
            f'<b style="left:{rules.mark}%" title="{escape(t("mark_line", language, mark=rules.mark))}"></b></div></div>'
        )
    return "".join(rows)


def _indicators(assessment: Assessment, language: str) -> str:
    cells = []
    for name, value in assessment.indicators.items():
        bounds = assessment.indicator_bounds[name]
        shown = "—" if value is None else decimal_string(value)
        cells.append(
            f"<tr><td>{escape(name)}</td><td>{shown}</td>"
            f"<td>{decimal_string(bounds.least)}–{decimal_string(bounds.most)}</td></tr>"
        )
    head = f"<tr><th>{escape(t('indicator', language))}</th><th>{escape(t('value', language))}</th><th>{escape(t('bounds', language))}</th></tr>"
    return f'<div class="ap-scroll"><table class="ap-table"><thead>{head}</thead><tbody>{"".join(cells)}</tbody></table></div>'


def _reasons(assessment: Assessment, language: str) -> str:
    if not assessment.reasons:
        return ""
    # What decides comes first: a hundred open rows must not hide a failed gate.
    ordered = sorted(assessment.reasons, key=lambda reason: reason.code == "not_assessed")
    texts = [reason.text_zh if language == "zh" else reason.text_en for reason in ordered]
    items = [f"<li>{escape(text)}</li>" for text in texts[:_MOST_REASONS]]
    if len(texts) > _MOST_REASONS:
        items.append(f"<li>{escape(t('more', language, number=len(texts) - _MOST_REASONS))}</li>")
    return f'<h4>{escape(t("reasons", language))}</h4><ul class="ap-list ap-scroll">{"".join(items)}</ul>'


def plan_html(plan: Plan, language: str) -> str:
    """Return the shortest way of every level."""
    parts = [f"<h4>{escape(t('plan', language))}</h4>"]
    for level in plan.levels:
        before, after = decimal_string(level.before), decimal_string(level.after)
        if not level.feasible:
            parts.append(
                f"<p>{escape(t('plan_infeasible', language, level=level.level, after=after))}</p>"
            )
            continue
        line = t(
            "plan_line", language, level=level.level, before=before, after=after,
            gates=len(level.gates), rows=len(level.gains),
        )  # fmt: skip
        rows = [f"{gain.row} +{decimal_string(gain.gain)}" for gain in level.gains]
        listed = ("、" if language == "zh" else ", ").join([*level.gates, *rows])
        parts.append(f'<p>{escape(line)}</p><p class="ap-small">{escape(listed)}</p>')
    return "".join(parts)


def derivation_text(assessment: Assessment, language: str) -> str:
    """Return every step of the derivation as one sentence a line."""
    return "\n".join(
        sentence(step, "zh" if language == "zh" else "en") for step in assessment.trace
    )


def faults_html(error: SheetError, language: str) -> str:
    """Return every fault of a sheet."""
    items = "".join(
        f"<li><code>{escape(fault.where)}</code> {escape(fault.text_zh if language == 'zh' else fault.text_en)}</li>"
        for fault in error.faults
    )
    return f'<div class="ap-fault" role="alert"><strong>{escape(t("faults", language))}</strong><ul class="ap-list">{items}</ul></div>'
