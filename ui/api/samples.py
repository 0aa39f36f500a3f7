"""`/cases/{case}/samples`: samples of large populations (7.4), drawn once and checked ever after."""

from __future__ import annotations

import secrets
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse, Response

from scoring import load_rule_set
from ui.api.caller import Calling, KeyedCalling
from ui.api.described import described
from ui.api.errors import NothingHereError
from ui.api.once import once
from ui.api.paging import Page, Paging, page
from ui.api.words import Name, Reason
from ui.procedure.samples import draw_sample
from ui.procedure.told import sample_json

router = APIRouter(prefix="/cases/{case}", tags=["samples"])
Stage = Literal["pre", "formal"]


class SampleIn(BaseModel):
    """A population to draw from."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"name": "摄像机", "ids": ["1#", "2#", "3#"], "seed": "2026-03-04"}]
        },
    )

    name: Name = Field(description="Of the population.")
    ids: list[Name] = Field(max_length=20_000, description="Every member, each once.")
    seed: Name | None = Field(
        default=None, description="With the ids it decides who is drawn; made where it is left out."
    )
    reason: Reason = Field(default="", description="Why the population is drawn from again.")
    stage: Stage | None = Field(default=None, description="The case's by default.")


class SampleOut(BaseModel):
    """A sample as drawn. More fields may come."""

    model_config = ConfigDict(extra="allow")

    number: int
    stage: Stage
    name: str
    ids: list[str] = Field(description="The population.")
    population: str = Field(description="The hash that froze it.")
    seed: str
    chosen: list[str]
    size: int
    clause: str
    readings: dict[str, str]
    reason: str
    superseded: bool = Field(description="Whether a later draw took its place.")
    sound: bool = Field(description="Whether it is what its seed draws, checked just now.")


_SAMPLE: dict[str, Any] = {
    "stage": "pre", "name": "摄像机", "ids": ["1#", "2#", "3#"], "population": "9f2c…",
    "seed": "2026-03-04", "chosen": ["1#", "2#", "3#"], "clause": "7.4.a", "readings": {},
    "reason": "", "number": 1, "at": "2026-03-04T09:00:00+00:00", "superseded": False, "size": 3,
    "sound": True,
}  # fmt: skip


@router.get(
    "/samples",
    response_model=Page[SampleOut],
    **described("The samples of a case", {"items": [_SAMPLE], "next": None}, 404),
)
def list_samples(
    case: str, caller: Calling, at: Paging, stage: Annotated[Stage | None, Query()] = None
) -> JSONResponse:
    """List the samples of a case, superseded ones too, each drawn anew to compare."""
    return page(caller.cases.samples(case, stage), at, sample_json)


@router.get("/samples/{number}", response_model=SampleOut, **described("The sample", _SAMPLE, 404))
def show_sample(
    case: str, number: Annotated[int, Path(ge=1, le=10**6)], caller: Calling
) -> JSONResponse:
    """Show a sample of a case."""
    for one in caller.cases.samples(case):
        if one.number == number:
            return JSONResponse(sample_json(one))
    raise NothingHereError("sample")


@router.post(
    "/samples",
    response_model=SampleOut,
    **described("The sample", _SAMPLE, 404, 409, 413, 507, status=201),
)
def draw(case: str, wanted: SampleIn, caller: KeyedCalling) -> Response:
    """
    Draw a sample from a population and keep it. Its size is by 7.4 as the case's own sheet reads it;
    drawing again needs a reason, and both draws stay.
    """
    cases = caller.cases
    found = cases.case(case)
    stage: Stage = wanted.stage or found.stage
    cases.require(case, "sample.drawn")
    # The machine looks: whoever draws need not see the sheet that says how 7.4 is read.
    saved = caller.services.cases.load_sheet(case, stage=stage)
    chosen = (saved.content.get("interpretations") or {}) if saved else {}
    readings = {**load_rule_set(found.rule_set).default_readings, **chosen}

    def keep() -> JSONResponse:
        seed = wanted.seed or secrets.token_hex(8)
        number = draw_sample(
            cases, case, stage, wanted.name, wanted.ids, seed, readings, wanted.reason
        )
        drawn = next(one for one in cases.samples(case) if one.number == number)
        place = {"location": f"/api/v1/cases/{case}/samples/{number}"}
        return JSONResponse(sample_json(drawn), 201, place)

    return once(caller, wanted.model_dump(), keep)
