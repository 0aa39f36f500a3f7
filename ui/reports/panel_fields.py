"""The panel as fields of a report: members, independence, what keeps it from being fit, spread."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from scoring.judgement import NOT_ASSESSED
from scoring.number import exact_string
from scoring.panel import Finding, check_consensus, check_panel, spread
from ui.local_form import local_day
from ui.reports.case_result import CaseResult
from ui.reports.details import PanelMember, ReportDetails
from ui.reports.panel_record import SubmittedSheet
from ui.reports.result_words import short_title, state_words
from ui.wording import t

Fields = dict[str, Any]


def panel_fields(
    result: CaseResult, details: ReportDetails, sheets: Sequence[SubmittedSheet], language: str
) -> Fields:
    """Return the members, the reviewer, and whether the rules on panels are met."""
    names = _names(sheets, language)
    given = {name: local_day(one.submitted, language) for name, one in names.items()}
    members = [_member(one, given, language) for one in details.panel]
    listed = {one.name for one in details.panel}
    members += [
        _member(PanelMember(name), given, language, is_listed=False)
        for name in names
        if name not in listed
    ]
    return {
        "members": members,
        "reviewer": _member(details.reviewer, {}, language) if details.reviewer else None,
        "panel_findings": _panel_findings(result, details, language),
    }


def _panel_findings(result: CaseResult, details: ReportDetails, language: str) -> list[str]:
    """Return what keeps the panel from being fit, or that nothing does; Table C-1 asks nothing."""
    if not result.assessment.levels:
        return []
    if not details.panel:
        return [t("er_panel_unlisted", language)]
    reviewer = details.reviewer.member if details.reviewer else None
    people = [one.member for one in details.panel]
    found = check_panel(people, reviewer, result.sheet.readings)
    return _told(found, language) or [t("er_panel_fit", language)]


def _names(sheets: Sequence[SubmittedSheet], language: str) -> dict[str, SubmittedSheet]:
    """Return the sheets by the names of their people; one without a name gets a number."""
    found: dict[str, SubmittedSheet] = {}
    for at, one in enumerate(sheets, 1):
        unnamed = t("er_unnamed", language, number=at)
        found[one.name if one.name and one.name not in found else unnamed] = one
    return found


def _member(
    one: PanelMember, given: dict[str, str], language: str, *, is_listed: bool = True
) -> Fields:
    ties = [
        t(
            "er_tied",
            language,
            party=t(f"er_party_{tie.party}", language),
            nature=tie.told(language),
        )
        for tie in one.ties
    ]
    declared = t("er_declared" if one.declared else "er_not_declared", language)
    comma = "；" if language == "zh" else "; "
    sheet = t("er_no_sheet", language)
    if one.name in given:
        sheet = t("er_submitted", language, day=given[one.name])
    return {
        "name": one.name,
        "organisation": one.organisation or t("er_blank", language),
        "role": (one.role or t("er_blank", language))
        if is_listed
        else t("er_role_unlisted", language),
        "expert": t("yes" if one.expert else "table_no", language) if is_listed else "—",
        "independence": comma.join(ties) if ties else declared,
        "sheet": sheet,
    }


def _told(findings: Sequence[Finding], language: str) -> list[str]:
    return [
        f"{one.text_zh if language == 'zh' else one.text_en} ({one.clause})" for one in findings
    ]


def consensus_fields(result: CaseResult, sheets: Sequence[SubmittedSheet], language: str) -> Fields:
    """
    Return where the members differ from each other or the sheet of the report from them, and which
    of these rows lack the reason that they need. Nothing is averaged.
    """
    if not sheets:
        return {"differences": [], "consensus_findings": []}
    by_name = {name: one.sheet for name, one in _names(sheets, language).items()}
    judgements = result.sheet.judgements
    reasons = {row: one.reason for row, one in judgements.items()}
    awards = result.assessment.awards
    differences = []
    for one in spread(result.rules, by_name):
        if one.row not in awards or not one.by_member:
            continue
        award = awards[one.row]
        views = {(state, points) for state, points in one.by_member.values()}
        if one.unanimous and (award.is_open or (award.state, award.kept) in views):
            continue
        differences.append(
            {
                "id": one.row,
                "title": short_title(result, one.row, language),
                "views": "\n".join(
                    f"{name}: {_view(state, points, result.rules.row(one.row).kind, language)}"
                    for name, (state, points) in one.by_member.items()
                ),
                "consensus": state_words(award, language),
                "reason": judgements.get(one.row, NOT_ASSESSED).reason,
            }
        )
    lacking = check_consensus(result.rules, result.sheet, reasons, by_name)
    needed = [one for one in lacking if one.clause in awards]
    return {"differences": differences, "consensus_findings": _told(needed, language)}


def _view(state: str, points: Any, kind: str, language: str) -> str:
    if state in ("partial", "counted") and kind != "gate":
        return t("chart_points", language, points=exact_string(points))
    return t(f"award_{state}", language)
