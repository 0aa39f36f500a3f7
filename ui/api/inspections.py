"""`/cases/{case}/findings`: how indicators were looked at, and what was found (7.3, 7.5)."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse

from corpus.cases.procedure import Inspection, InspectionMethod
from corpus.record.event import person_mark
from ui.api.caller import Calling
from ui.api.described import described
from ui.api.paging import Page, Paging, page
from ui.api.row import Indicator, require_row
from ui.api.words import Reason

router = APIRouter(prefix="/cases/{case}", tags=["findings"])
Stage = Literal["pre", "formal"]


class FindingIn(BaseModel):
    """How one looked at an indicator and what one found; neither takes it away."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"methods": ["site"], "finding": "围墙完好"}]},
    )

    methods: list[InspectionMethod] = Field(max_length=5)
    finding: Reason = ""


class FindingOut(BaseModel):
    """What somebody found. More fields may come."""

    model_config = ConfigDict(extra="allow")

    person: str = Field(description='A mark; `""` for the case itself.')
    stage: Stage
    indicator: str
    methods: list[InspectionMethod]
    finding: str


_FINDING: dict[str, Any] = {
    "person": "p-1f2e3d4c", "stage": "pre", "indicator": "C1.2.1", "methods": ["site"],
    "finding": "围墙完好", "at": "2026-03-04T09:00:00+00:00",
}  # fmt: skip


@router.get(
    "/findings",
    response_model=Page[FindingOut],
    **described("The findings that one may see", {"items": [_FINDING], "next": None}, 404),
)
def list_findings(
    case: str, caller: Calling, at: Paging, stage: Annotated[Stage | None, Query()] = None
) -> JSONResponse:
    """List the findings of a stage, the case's by default: one's own, and those one may see."""
    found = caller.cases.case(case)
    return page(caller.cases.inspections(case, stage or found.stage), at, _told)


@router.put(
    "/findings/{indicator}",
    response_model=FindingOut,
    **described("The finding", _FINDING, 404, 409, 413, 507),
)
def write_finding(
    case: str, indicator: Indicator, wanted: FindingIn, caller: Calling
) -> JSONResponse:
    """
    Write how one looked at an indicator in the stage that the case is in, and what one found; without
    methods it is taken back. Without accounts it is the case's own.
    """
    found = caller.cases.case(case)
    require_row(found, indicator)
    caller.cases.set_inspection(
        case, indicator, wanted.methods, wanted.finding, person=caller.person, stage=found.stage
    )
    kept = Inspection(
        caller.person, found.stage, indicator, tuple(wanted.methods), wanted.finding, ""
    )
    for one in caller.cases.inspections(case, found.stage):
        if (one.person, one.indicator) == (caller.person, indicator):
            kept = one
    return JSONResponse(_told(kept))


def _told(one: Inspection) -> dict[str, Any]:
    return {
        "person": person_mark(one.person) if one.person else "",
        "stage": one.stage,
        "indicator": one.indicator,
        "methods": list(one.methods),
        "finding": one.finding,
        "at": one.at,
    }
