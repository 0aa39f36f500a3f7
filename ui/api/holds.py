"""`/cases/{case}/holds`: as long as a legal hold stands, nothing of the case is removed (4.9)."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse, Response

from ui.api.caller import Caller, Calling, KeyedCalling
from ui.api.described import described
from ui.api.once import once
from ui.api.paging import Page, Paging, page
from ui.api.words import Reason
from ui.procedure.told import hold_json

router = APIRouter(prefix="/cases/{case}", tags=["holds"])
_CHANGE = (404, 409, 413, 507)


class ReasonIn(BaseModel):
    """Why something is done."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"reason": "诉讼"}]})

    reason: Reason = Field(min_length=1)


class HoldOut(BaseModel):
    """A hold; lifted_at is null while it stands. More fields may come."""

    model_config = ConfigDict(extra="allow")

    number: int
    reason: str
    set_by: str = Field(description='A mark; `""` for the machine itself.')
    set_at: str
    lifted_by: str | None
    lifted_at: str | None
    lift_reason: str | None


_HOLD: dict[str, Any] = {
    "number": 1, "reason": "诉讼", "set_by": "p-1f2e3d4c", "set_at": "2026-03-04T09:00:00+00:00",
    "lifted_by": None, "lifted_at": None, "lift_reason": None,
}  # fmt: skip


@router.get(
    "/holds",
    response_model=Page[HoldOut],
    **described("The holds of a case", {"items": [_HOLD], "next": None}, 404),
)
def list_holds(case: str, caller: Calling, at: Paging) -> JSONResponse:
    """List the legal holds of a case, lifted ones too."""
    return page(caller.cases.holds(case), at, hold_json)


@router.post("/holds", response_model=HoldOut, **described("The hold", _HOLD, *_CHANGE, status=201))
def set_hold(case: str, wanted: ReasonIn, caller: KeyedCalling) -> Response:
    """Set a hold: nothing of the case can be removed until it is lifted."""

    def keep() -> JSONResponse:
        number = caller.cases.set_hold(case, wanted.reason)
        return JSONResponse(_hold(caller, case, number), 201)

    return once(caller, wanted.model_dump(), keep)


@router.post(
    "/holds/{number}/lifting",
    response_model=HoldOut,
    **described("The hold, lifted", _HOLD, *_CHANGE),
)
def lift_hold(
    case: str, number: Annotated[int, Path(ge=1, le=10**6)], wanted: ReasonIn, caller: KeyedCalling
) -> Response:
    """Lift a hold that stands, for a reason."""

    def lift() -> JSONResponse:
        caller.cases.lift_hold(case, number, wanted.reason)
        return JSONResponse(_hold(caller, case, number))

    return once(caller, wanted.model_dump(), lift)


def _hold(caller: Caller, case: str, number: int) -> dict[str, Any]:
    return next(hold_json(one) for one in caller.cases.holds(case) if one.number == number)
