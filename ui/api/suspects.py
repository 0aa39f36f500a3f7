"""`/cases/{case}/suspects`: judgements that stand on something that has changed since."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse, Response

from corpus.cases.suspicion import Cause
from corpus.errors import UnknownSheetError
from corpus.record.event import Subject, person_mark
from ui.api.caller import Caller, Calling, KeyedCalling
from ui.api.described import described
from ui.api.once import once
from ui.api.paging import Page, Paging, page
from ui.api.row import Indicator
from ui.suspect import Suspect, suspects_for

router = APIRouter(prefix="/cases/{case}", tags=["sheets"])
Owner = Literal["case", "own"]
Stage = Literal["pre", "formal"]


class ChangedOut(BaseModel):
    """One thing that is otherwise. More fields may come."""

    model_config = ConfigDict(extra="allow")

    what: str = Field(
        description="`rule`, `clause`, `row:…`, `reading:…`, `body:…`, `evidence_gone`, "
        "`evidence_rejected`, `evidence_reads` or `panel`."
    )
    before: str | None = Field(description="Null where what stood there is not on file any more.")
    after: str = Field(description='`""` where nothing stands there now, and of a panel.')


class SuspectOut(BaseModel):
    """A judgement to be confirmed or made anew. More fields may come."""

    model_config = ConfigDict(extra="allow")

    owner: str = Field(description="Of the sheet: `case`, `own`, or the mark of somebody else.")
    person: str = Field(description='Their mark; `""` for the case itself.')
    name: str
    stage: Stage
    indicator: str
    number: int = Field(description="Of the event since which the judgement stands.")
    at: str
    causes: list[Cause]
    changes: list[ChangedOut] = Field(description="What stood then beside what stands now.")
    may_confirm: bool


class ConfirmedOut(BaseModel):
    """A judgement that holds. More fields may come."""

    model_config = ConfigDict(extra="allow")

    owner: Owner
    stage: Stage
    indicator: str
    was_suspect: bool = Field(description="Whether there was something to confirm.")


_SUSPECT: dict[str, Any] = {
    "owner": "case", "person": "", "name": "", "stage": "pre", "indicator": "C1.2.1", "number": 12,
    "at": "2026-03-04T09:00:00+00:00", "causes": ["rule"], "may_confirm": True,
    "changes": [{"what": "row:steps", "before": "—", "after": "0 / 2 / 4"}],
}  # fmt: skip
_CONFIRMED = {"owner": "case", "stage": "pre", "indicator": "C1.2.1", "was_suspect": True}


@router.get(
    "/suspects",
    response_model=Page[SuspectOut],
    **described("The suspect judgements", {"items": [_SUSPECT], "next": None}, 404),
)
def list_suspects(
    case: str,
    caller: Calling,
    at: Paging,
    language: Annotated[Literal["zh", "en"], Query(description="Of clauses.")] = "zh",
) -> JSONResponse:
    """
    List the judgements of the sheets that one may open whose rule, evidence or panel changed after
    them. A judgement made anew or confirmed is suspect no more.
    """
    found = suspects_for(caller.cases, case, caller.person, language)
    return page(found, at, lambda one: _told(caller, one))


@router.post(
    "/suspects/{owner}/{stage}/{indicator}/confirmation",
    response_model=ConfirmedOut,
    **described("The judgement, confirmed", _CONFIRMED, 404, 409, 413, 507),
)
def confirm(
    case: str,
    owner: Owner,
    stage: Stage,
    indicator: Indicator,
    caller: KeyedCalling,
) -> Response:
    """
    Confirm that a judgement holds on what stands now: an event of the record, not to be undone. The
    sheet stays as it is; one that is not suspect is left alone.
    """
    cases, whose = caller.cases, caller.person if owner == "own" else ""

    def keep() -> JSONResponse:
        cases.case(case)
        cases.require(case, "judgement.confirmed", Subject("judgement", (whose, stage, indicator)))
        sheet = cases.load_sheet(case, person=whose, stage=stage)
        if sheet is None or indicator not in (sheet.content.get("judgements") or {}):
            raise UnknownSheetError(case, stage)
        key = (person_mark(whose), stage, indicator)
        suspect = {(one.person, one.stage, one.indicator) for one in cases.suspects(case)}
        if key in suspect:
            cases.confirm_judgement(case, indicator, person=whose, stage=stage)
        told = {"owner": owner, "stage": stage, "indicator": indicator}
        return JSONResponse({**told, "was_suspect": key in suspect})

    return once(caller, None, keep)


def _told(caller: Caller, one: Suspect) -> dict[str, Any]:
    own = person_mark(caller.person)
    return {
        "owner": "case" if not one.mark else "own" if one.mark == own else one.mark,
        "person": one.mark,
        "name": one.name,
        "stage": one.stage,
        "indicator": one.indicator,
        "number": one.number,
        "at": one.at,
        "causes": list(one.causes),
        "changes": [asdict(change) for change in one.changes],
        "may_confirm": one.may_confirm,
    }
