"""`/cases/{case}/procedure` and `/alarms`: from application to certificate, and what falls due."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse, Response

from ui.api.caller import Caller, Calling, KeyedCalling
from ui.api.days import Day
from ui.api.described import described
from ui.api.once import once
from ui.api.paging import Page, Paging, page
from ui.procedure.desk import ProcedureDesk
from ui.procedure.told import alarm_json, due_json, hold_json, standing_json

router = APIRouter(tags=["procedure"])


class StepIn(BaseModel):
    """A step to take (docs/procedure.md)."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"step": "return", "facts": {"reason": "缺检测报告"}}]},
    )

    step: str = Field(max_length=40)
    day: Day | None = Field(
        default=None, description="The day of it, 2000 to 2999; today by default."
    )
    facts: dict[str, str] = Field(default={}, max_length=40, description="What the step asks for.")


class StandingOut(BaseModel):
    """Where a case stands. More fields may come."""

    model_config = ConfigDict(extra="allow")

    case: str
    name: str
    stage: Literal["pre", "formal"]
    level: str | None
    status: str
    on: str
    steps: list[dict[str, Any]]
    possible: list[dict[str, Any]] = Field(description="Each with what stands against it.")
    panel: dict[str, Any]
    due: dict[str, Any]


class DueOut(BaseModel):
    """What falls due; null for what does not. More fields may come."""

    model_config = ConfigDict(extra="allow")

    notice_until: str | None
    valid_until: str | None
    keep_until: str | None
    reviews: list[dict[str, Any]]


class AlarmOut(BaseModel):
    """What calls for somebody. More fields may come."""

    model_config = ConfigDict(extra="allow")

    case_id: str
    day: str
    kind: str
    clause: str


_DUE: dict[str, Any] = {
    "notice_until": None, "valid_until": None, "keep_until": None, "reviews": [],
}  # fmt: skip
_STANDING: dict[str, Any] = {
    "case": "c-7f3k2q9mxw", "name": "望江苑", "stage": "pre", "level": "C", "status": "prepared",
    "on": "2026-03-04", "clock_back": False, "steps": [], "possible": [],
    "panel": {"members": [], "reviewers": [], "findings": [], "reviewer_findings": []},
    "due": _DUE, "parties": [], "holds": [],
}  # fmt: skip
_ALARM = {"case_id": "c-7f3k2q9mxw", "day": "2026-03-04", "kind": "review", "clause": "4.8"}


@router.get(
    "/cases/{case}/procedure",
    response_model=StandingOut,
    **described("Where the case stands", _STANDING, 404, 409),
)
def show_procedure(
    case: str,
    caller: Calling,
    stage: Annotated[Literal["pre", "formal"] | None, Query()] = None,
) -> JSONResponse:
    """Show where a case stands, what is possible, and what stands against each step."""
    cases = caller.cases
    cases.case(case)
    told = standing_json(_desk(caller).standing(case, stage, caller.person or None))
    parties = cases.parties(case)
    told["parties"] = [{"party": p.party, "organisation": p.organisation} for p in parties]
    told["holds"] = [hold_json(one) for one in cases.holds(case)]
    return JSONResponse(told)


@router.post(
    "/cases/{case}/procedure/steps",
    response_model=StandingOut,
    **described("Where the case then stands", _STANDING, 404, 409, 413, 507, status=201),
)
def take_step(case: str, wanted: StepIn, caller: KeyedCalling) -> Response:
    """
    Take a step in the stage that the case is in. A refused step is a problem whose faults name
    every clause and what is missing.
    """
    caller.cases.case(case)

    def take() -> JSONResponse:
        standing = _desk(caller).take(
            case, wanted.step, wanted.day, wanted.facts, caller.person or None
        )
        return JSONResponse({"taken": True, **standing_json(standing)}, 201)

    return once(caller, wanted.model_dump(mode="json"), take)


@router.get(
    "/cases/{case}/procedure/due",
    response_model=DueOut,
    **described("What falls due", _DUE, 404, 409),
)
def show_due(case: str, caller: Calling) -> JSONResponse:
    """Show what falls due in a case."""
    caller.cases.case(case)
    return JSONResponse(due_json(_desk(caller).due(case, caller.person or None)))


@router.get(
    "/alarms",
    response_model=Page[AlarmOut],
    **described("What calls for somebody", {"items": [_ALARM], "next": None}),
)
def list_alarms(caller: Calling, at: Paging) -> JSONResponse:
    """List what calls for somebody in all cases that the caller may see, the earliest first."""
    return page(_desk(caller).alarms(person=caller.person or None), at, alarm_json)


def _desk(caller: Caller) -> ProcedureDesk:
    return ProcedureDesk(caller.services.cases)
