"""`/cases`: which there are, making, renaming and removing them."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse, Response

from corpus.cases.case import Case
from scoring import load_rule_set
from ui.api.caller import Caller, Calling, KeyedCalling
from ui.api.described import described
from ui.api.errors import InvalidRequestError
from ui.api.once import once
from ui.api.paging import Page, Paging, page
from ui.case_told import Words, case_json

router = APIRouter(prefix="/cases", tags=["cases"])
_LONGEST_NAME = 200


class CaseIn(BaseModel):
    """A case to make."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"name": "望江苑", "rule_set": "tcrea-2023", "level": "B"}]
        },
    )

    name: str = Field(max_length=_LONGEST_NAME)
    rule_set: Literal["tcrea-2023", "scs-c1"] = "tcrea-2023"
    level: Literal["A", "B", "C"] | None = Field(
        default=None, description="The level applied for; null for scs-c1, which has none."
    )
    stage: Literal["pre", "formal"] = "pre"


class CaseChange(BaseModel):
    """What of a case is to be another."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"name": "望江苑二期"}]}
    )

    name: str | None = Field(default=None, max_length=_LONGEST_NAME)
    stage: Literal["pre", "formal"] | None = None


class CaseOut(BaseModel):
    """A case. More fields may come."""

    model_config = ConfigDict(extra="allow")

    id: str
    name: str
    rule_set: str
    level: str | None
    documents: int = Field(description="How many it has.")
    stage: Literal["pre", "formal"]
    edition: str | None
    created: str = Field(description="UTC, ISO 8601.")
    is_sample: bool


_CASE = {
    "id": "c-7f3k2q9mxw", "name": "望江苑", "rule_set": "tcrea-2023", "level": "B",
    "documents": 0, "stage": "pre", "edition": "2023", "created": "2026-03-04T09:00:00+00:00",
    "is_sample": False,
}  # fmt: skip


@router.get(
    "",
    response_model=Page[CaseOut],
    **described("The cases that one may see", {"items": [_CASE], "next": None}),
)
def list_cases(caller: Calling, at: Paging) -> JSONResponse:
    """List the cases that the caller may see, the oldest first."""
    return page(caller.cases.cases(), at, lambda case: _told(caller, case))


@router.post(
    "", response_model=CaseOut, **described("The new case", _CASE, 404, 409, 413, 507, status=201)
)
def make_case(wanted: CaseIn, caller: KeyedCalling) -> Response:
    """Make a case; whoever makes it is its applicant, or the body's office."""
    has_levels = bool(load_rule_set(wanted.rule_set).levels)
    if has_levels != (wanted.level is not None):
        need = "needs a level A, B or C" if has_levels else "has no levels: leave it out"
        fault = {"where": "body.level", "text_en": f"{wanted.rule_set} {need}."}
        raise InvalidRequestError([fault])
    name = _name(wanted.name)

    def make() -> JSONResponse:
        case_id = caller.cases.create_case(name, wanted.rule_set, wanted.level, stage=wanted.stage)
        # Made is made: who may not see it afterwards is still told its id.
        told = _told(caller, caller.services.cases.case(case_id))
        return JSONResponse(told, 201, {"location": f"/api/v1/cases/{case_id}"})

    return once(caller, wanted.model_dump(), make)


@router.get("/{case}", response_model=CaseOut, **described("The case", _CASE, 404))
def show_case(case: str, caller: Calling) -> JSONResponse:
    """Show a case; one that the caller may not see is not there."""
    return JSONResponse(_told(caller, caller.cases.case(case)))


@router.patch("/{case}", response_model=CaseOut, **described("The case", _CASE, 404, 409, 413, 507))
def change_case(case: str, change: CaseChange, caller: Calling) -> JSONResponse:
    """Give a case another name or stage; what is left out stays."""
    cases = caller.cases
    cases.case(case)
    if change.name is not None:
        cases.rename_case(case, _name(change.name))
    if change.stage is not None:
        cases.set_stage(case, change.stage)
    return JSONResponse(_told(caller, cases.case(case)))


@router.delete("/{case}", **described("Nothing", None, 404, 409, 507, status=204))
def remove_case(case: str, caller: Calling) -> Response:
    """
    Remove a case with its documents, vectors, sheets, decisions and conversations, for good.

    Records that must be kept (4.9) are not removed.
    """
    caller.services.remove_case(case, caller.person)
    return Response(status_code=204)


def _told(caller: Caller, case: Case) -> Words:
    return case_json(case, len(caller.services.cases.documents(case.id)))


def _name(given: str) -> str:
    name = given.strip()
    if not name or not name.isprintable():
        told = "It cannot be empty, and has one line without control characters."
        raise InvalidRequestError([{"where": "body.name", "text_en": told}])
    return name
