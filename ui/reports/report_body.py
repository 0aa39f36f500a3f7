"""The evaluation body's own rules in a report: which they are, what they bring, what they changed."""

from __future__ import annotations

from scoring.body_rules import BodyRules
from scoring.number import exact_string
from ui.body_told import body_line, difference_rows
from ui.cli.score import OUTCOME_EN, OUTCOME_ZH
from ui.reports.case_result import CaseResult
from ui.reports.docx_pages import Pages
from ui.reports.result_words import state_words
from ui.wording import t


def write_body(pages: Pages, result: CaseResult) -> None:
    """Write what the body's own rules bring and changed; nothing without such rules."""
    rules, use, language = result.rules.body, result.assessment.body, pages.language
    if rules is None or use is None:
        return
    pages.heading(t("body_rules", language))
    pages.words(body_line(rules, language), quiet=True)
    _write_rows(pages, result, rules)
    for level in result.assessment.levels.values():
        for name, group in level.beside.items():
            points, declared = exact_string(group.points), exact_string(group.declared)
            title = result.title(name, language)
            pages.words(
                t("body_beside", language, id=name, title=title, points=points, declared=declared)
            )
    pages.heading(t("body_differences", language), 2)
    told = difference_rows(use, OUTCOME_EN if language == "en" else OUTCOME_ZH, language)
    if not told:
        pages.words(t("body_same", language))
        return
    columns = [t(f"body_column_{key}", language) for key in ("subject", "without", "with")]
    pages.table(columns, told, (6, 5.5, 5.5))


def _write_rows(pages: Pages, result: CaseResult, rules: BodyRules) -> None:
    """Write the rows whose text the body supplies or adds, and those met by recognition."""
    language, awards = pages.language, result.assessment.awards
    rows = []
    for row_id, award in awards.items():
        text = rules.text_of(row_id)
        source = "extra" if rules.extra_row(row_id) else "supplied"
        if award.rule == "recognised":
            source, text = "recognised", rules.recognised[row_id].reason
        if text is not None:
            by = t(f"body_by_{source}", language)
            rows.append((row_id, by, text.told(language), state_words(award, language)))
    if rows:
        columns = [
            t("column_row", language), t("body_column_source", language),
            t("body_column_text", language), t("column_state", language),
        ]  # fmt: skip
        pages.table(columns, rows, (2, 3.5, 8.5, 3))
