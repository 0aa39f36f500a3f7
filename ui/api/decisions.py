"""`/cases/{case}/decisions`: what people made of suggested passages. No decision changes a score."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Path
from pydantic import BaseModel, ConfigDict
from starlette.responses import JSONResponse, Response

from ui.api.caller import Caller, Calling
from ui.api.described import described
from ui.api.errors import NothingHereError
from ui.api.paging import Page, Paging, page
from ui.api.row import Indicator, require_row

router = APIRouter(prefix="/cases/{case}", tags=["evidence"])
_AT = "/decisions/{indicator}/{passage}"
_CHANGE = (404, 409, 413, 507)
Passage = Annotated[str, Path(max_length=200, description="`passage` of a suggestion.")]


class DecisionIn(BaseModel):
    """What is decided about a passage."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"decision": "accepted"}]}
    )

    decision: Literal["accepted", "rejected"]


class DecisionOut(BaseModel):
    """A decision. More fields may come."""

    model_config = ConfigDict(extra="allow")

    indicator: str
    passage: str
    decision: Literal["accepted", "rejected"]


_DECISION = {"indicator": "C1.2.1", "passage": "ab12…:7", "decision": "accepted"}


@router.get(
    "/decisions",
    response_model=Page[DecisionOut],
    **described("The decisions of a case", {"items": [_DECISION], "next": None}, 404),
)
def list_decisions(case: str, caller: Calling, at: Paging) -> JSONResponse:
    """List which suggested passages were accepted or rejected, by indicator."""
    return page(
        caller.cases.suggestion_decisions(case),
        at,
        lambda one: _words(one.indicator, one.passage_id, one.decision),
    )


@router.put(_AT, response_model=DecisionOut, **described("The decision", _DECISION, *_CHANGE))
def decide(
    case: str, indicator: Indicator, passage: Passage, wanted: DecisionIn, caller: Calling
) -> JSONResponse:
    """Accept or reject a passage for an indicator; sending it again changes nothing."""
    _require_there(caller, case, indicator, passage)
    known = {
        (one.indicator, one.passage_id): one.decision
        for one in caller.cases.suggestion_decisions(case)
    }
    if known.get((indicator, passage)) != wanted.decision:
        caller.cases.set_suggestion_decision(case, indicator, passage, wanted.decision)
    return JSONResponse(_words(indicator, passage, wanted.decision))


@router.delete(_AT, **described("Nothing", None, *_CHANGE, status=204))
def forget(case: str, indicator: Indicator, passage: Passage, caller: Calling) -> Response:
    """Take a decision back; nothing happens where there is none."""
    _require_there(caller, case, indicator, passage)
    caller.cases.set_suggestion_decision(case, indicator, passage, None)
    return Response(status_code=204)


def _require_there(caller: Caller, case: str, indicator: str, passage: str) -> None:
    """
    Raises:
        NothingHereError: the case's document has no such row, or its documents no such passage.
    """
    require_row(caller.cases.case(case), indicator)
    if passage not in {one.id for one in caller.cases.passages(case)}:
        raise NothingHereError("passage")


def _words(indicator: str, passage: str, decision: str) -> dict[str, str]:
    return {"indicator": indicator, "passage": passage, "decision": decision}
