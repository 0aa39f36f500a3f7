"""
Where sheets differ, row by row: between experts, and between stages. Spread is shown, and nothing
is averaged. Only sheets that the person may open are compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from html import escape
from typing import Literal

from corpus import load_standard
from corpus.cases.case import SheetState, Stage
from corpus.cases.store import CaseStore
from scoring import Assessment, RuleSet, assess, parse_sheet
from scoring.assessment import Number
from scoring.award import Award
from scoring.compare import compare
from scoring.number import decimal_string
from ui.case_rules import effective_rules
from ui.case_sheet import sheet_words
from ui.cli.score import OUTCOME_EN, OUTCOME_ZH
from ui.reports.case_result import has_panel
from ui.row_words import row_title
from ui.views.page.acts import button_html
from ui.views.score.rows import SIGNS
from ui.wording import t

Between = Literal["people:pre", "people:formal", "stages:own", "stages:case"]
BETWEEN: tuple[Between, ...] = ("people:pre", "people:formal", "stages:own", "stages:case")


@dataclass(frozen=True, slots=True)
class Compared:
    """One sheet of a comparison. name: whose it is, in words. reasons: by row."""

    name: str
    stage: Stage
    assessment: Assessment
    reasons: dict[str, str]
    rules: RuleSet


def comparisons(cases: CaseStore, case_id: str, viewer: str) -> dict[Between, list[SheetState]]:
    """Return what a person can compare: the sheets of each comparison that has two or more."""
    seen = cases.sheets_for(case_id, viewer)
    own = {one.stage for one in seen if viewer and one.person == viewer and one.submitted}
    found: dict[Between, list[SheetState]] = {
        "people:pre": [s for s in seen if s.stage == "pre" and "pre" in own],
        "people:formal": [s for s in seen if s.stage == "formal" and "formal" in own],
        "stages:own": [s for s in seen if viewer and s.person == viewer],
        "stages:case": [s for s in seen if not s.person],
    }
    return {name: states for name, states in found.items() if len(states) > 1}


def compared(
    cases: CaseStore, case_id: str, viewer: str, states: Sequence[SheetState], language: str
) -> list[Compared]:
    """
    Open the sheets of a comparison for a person, their own first.

    Raises:
        SheetCoveredError: the person may not see one of them.
        SheetError: a stored sheet is not valid by the rules of its case.
    """
    case, rules = cases.case(case_id), effective_rules(cases.rules(case_id))
    ordered = sorted(states, key=lambda state: state.person != viewer)
    is_panel = has_panel(cases.case_people(case_id))
    found = []
    for number, state in enumerate(ordered, 1):
        saved = cases.sheet_for(case_id, viewer, person=state.person, stage=state.stage)
        if saved is None:
            continue
        judgements = saved.content.get("judgements") or {}
        reasons = {
            row: str(words.get("reason") or words.get("not_applicable") or "")
            for row, words in judgements.items()
        }
        sheet = parse_sheet(sheet_words(case, state.stage, saved.content, rules), rules)
        name = _name(state, viewer, number, language, is_panel=is_panel)
        found.append(Compared(name, state.stage, assess(rules, sheet), reasons, rules))
    return found


def _name(state: SheetState, viewer: str, number: int, language: str, *, is_panel: bool) -> str:
    if not state.person:
        return t("sheet_of_panel" if is_panel else "sheet_of_case", language)
    if state.person == viewer:
        return t("sheet_mine", language)
    return state.name or t("expert_numbered", language, number=number)


def differences_html(
    between: str,
    found: dict[Between, list[SheetState]],
    sheets: Sequence[Compared],
    language: str,
) -> str:
    """
    Return the section of differences: what can be compared, and the comparison chosen.

    between: the comparison shown, "" for none. found: what there is to compare; with nothing the
    section is empty.
    """
    if not found:
        return ""
    buttons = "".join(
        button_html(
            "compare", t(f"compare_{name.replace(':', '_')}", language), of=name,
            id=f"compare-{name.replace(':', '-')}", data_keep_focus="",
            aria_pressed="true" if name == between else "false",
        )
        for name in found
    )  # fmt: skip
    table = _table(sheets, language) if len(sheets) > 1 else ""
    return (
        f'<section class="ap-differences"><h3>{escape(t("differences", language))}</h3>'
        f'<p class="ap-buttons">{buttons}</p>{table}</section>'
    )


def _table(sheets: Sequence[Compared], language: str) -> str:
    first, others = sheets[0], sheets[1:]
    pairs = [compare(first.assessment, other.assessment) for other in others]
    differing = {difference.row for pair in pairs for difference in pair.rows}
    rows = [row for row in first.assessment.awards if row in differing]
    rows += sorted(differing.difference(rows))
    names = "".join(
        f"<th scope='col'>{escape(one.name)}<br><small>{escape(t(f'stage_{one.stage}', language))}</small></th>"
        for one in sheets
    )
    heads = (
        f"<th scope='col'>{escape(t('row', language))}</th>{names}"
        f"<th scope='col'>{escape(t('spread', language))}</th>"
    )
    totals = {name for pair in pairs for name in pair.totals}
    body = _outcomes(sheets, language)
    if first.assessment.levels:
        body += "".join(
            _total(name, sheets, language) for name in first.assessment.levels if name in totals
        )
    body += "".join(_row(row, sheets, language) for row in rows)
    judged = [award for award in first.assessment.awards.values() if award.state != "lost"]
    told = t("differences_told", language, number=len(rows), total=len(judged))
    return (
        f'<p class="ap-small">{escape(told)}</p><div class="ap-scroll ap-tall">'
        f'<table class="ap-table ap-compare"><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def _outcomes(sheets: Sequence[Compared], language: str) -> str:
    words = OUTCOME_ZH if language == "zh" else OUTCOME_EN
    cells = "".join(f"<td>{escape(words[one.assessment.outcome])}</td>" for one in sheets)
    is_same = len({one.assessment.outcome for one in sheets}) == 1
    told = t("spread_none" if is_same else "spread_outcome", language)
    return f"<tr><th scope='row'>{escape(t('verdict', language))}</th>{cells}<td>{escape(told)}</td></tr>"


def _total(name: str, sheets: Sequence[Compared], language: str) -> str:
    points = [one.assessment.levels[name].points for one in sheets if name in one.assessment.levels]
    cells = "".join(f"<td>{decimal_string(value)}</td>" for value in points)
    return (
        f"<tr><th scope='row'>{escape(t('level_named', language, level=name))}</th>{cells}"
        f"<td>{escape(_spread(points, language))}</td></tr>"
    )


def _row(row: str, sheets: Sequence[Compared], language: str) -> str:
    awards = [one.assessment.awards.get(row) for one in sheets]
    cells = "".join(
        f"<td>{_award(award, one.reasons.get(row, ''), language)}</td>"
        for award, one in zip(awards, sheets, strict=True)
    )
    rules = sheets[0].rules
    title = row_title(rules, load_standard(rules.id, rules.edition), row, language)
    go = button_html("go", row, of=row, look="ap-row-link")
    judged = [award for award in awards if award is not None and not award.is_open]
    told = _spread([award.kept for award in judged], language)
    if any(award is not None and award.row.kind == "gate" for award in awards):
        told = t("spread_gate", language)
    if len(judged) < len(sheets):
        told = t("spread_open", language, number=len(sheets) - len(judged))
    return f"<tr><th scope='row'>{go} {escape(title)}</th>{cells}<td>{escape(told)}</td></tr>"


def _award(award: Award | None, reason: str, language: str) -> str:
    if award is None:
        return "—"
    points = "" if award.row.kind == "gate" or award.is_open else f" {decimal_string(award.kept)}"
    words = f"{SIGNS[award.state]} {t(f'state_{award.state}', language)}{points}"
    told = f'<p class="ap-small">{escape(reason)}</p>' if reason else ""
    return f"{escape(words)}{told}"


def _spread(points: Sequence[Number], language: str) -> str:
    least, most = min(points), max(points)
    if least == most:
        return t("spread_none", language)
    return t(
        "spread_told", language, least=decimal_string(least), most=decimal_string(most),
        spread=decimal_string(Fraction(most) - Fraction(least)),
    )  # fmt: skip
