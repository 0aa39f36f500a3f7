"""What the procedure of a case says of the details of its report, where the body gave none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date
from typing import Any

from corpus.cases.case import Stage
from corpus.cases.procedure import INSPECTION_METHODS
from corpus.cases.store import CaseStore
from ui.procedure.people import Seat, case_panel
from ui.reports.details import PanelMember, ReportDetails
from ui.wording import t

_SAID: Mapping[str, str] = {"overview": "overview", "summary": "summary", "opinion": "conclusion"}
"""Texts of a report by the facts of the step `report` that hold them."""


def with_case_details(
    given: ReportDetails,
    cases: CaseStore,
    case_id: str,
    stage: Stage,
    readings: Mapping[str, str],
    *,
    day: str,
    language: str,
) -> ReportDetails:
    """
    Return the details with what is absent taken from the case: parties, panel and reviewer with
    their declarations, methods and samples, the body and the texts of the step `report`.

    What was given stays as it is. day: ISO, for which independence is looked at. A case without a
    procedure adds nothing.

    Raises:
        UnknownCaseError: there is no such case.
    """
    known = {
        **_parties(cases, case_id),
        **_said(cases, case_id, stage),
        **_panel(cases, case_id, readings, day, language),
        "methods": _methods(cases, case_id, stage, language),
    }
    absent = {one.name for one in fields(ReportDetails) if not getattr(given, one.name)}
    if given.panel:  # a panel that was given is the whole panel, with its reviewer or without
        absent.discard("reviewer")
    return replace(given, **{name: one for name, one in known.items() if name in absent})


def _parties(cases: CaseStore, case_id: str) -> dict[str, Any]:
    found: dict[str, list[str]] = {}
    for one in cases.parties(case_id):
        found.setdefault(one.party, []).append(one.organisation)
    names = ("applicant", "builder", "operator")
    return {name: "、".join(found[name]) for name in names if name in found}


def _said(cases: CaseStore, case_id: str, stage: Stage) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for step in cases.steps(case_id, stage):
        if step.step == "form_panel":
            found["body"] = str(step.facts.get("body", ""))
        elif step.step == "report":
            found |= {name: str(step.facts.get(fact, "")) for name, fact in _SAID.items()}
            found["date"] = step.day
            text = str(step.facts.get("improvements", ""))
            found["improvements"] = tuple(line for line in text.splitlines() if line.strip())
    return found


def _panel(
    cases: CaseStore, case_id: str, readings: Mapping[str, str], day: str, language: str
) -> dict[str, Any]:
    if "panel_experts" not in readings:  # Table C-1 knows no panels
        return {}
    panel = case_panel(cases, case_id, date.fromisoformat(day), readings)
    found: dict[str, Any] = {"panel": tuple(_member(one, language) for one in panel.members)}
    if panel.reviewers:
        found["reviewer"] = _member(panel.reviewers[0], language)
    return found


def _member(seat: Seat, language: str) -> PanelMember:
    return PanelMember(
        name=seat.known.name,
        organisation=seat.declaration.employer if seat.declaration else "",
        role=t(f"part_{seat.person.part}", language),
        expert=seat.member.is_expert,
        declared=seat.declaration is not None,
        ties=seat.member.ties,
    )


def _methods(cases: CaseStore, case_id: str, stage: Stage, language: str) -> str:
    used = {method for one in cases.inspections(case_id, stage) for method in one.methods}
    comma = "；" if language == "zh" else "; "
    told = [t(f"inspected_by_{one}", language) for one in INSPECTION_METHODS if one in used]
    told += [
        t(
            "sample_in_report",
            language,
            name=one.name,
            population=len(one.ids),
            size=one.size,
            clause=one.clause,
        )
        for one in cases.samples(case_id, stage)
        if not one.superseded
    ]
    return comma.join(told)
