"""`/assess` and `/cases/{case}/sheets`: score sheets, what they come to, who changes them when."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Header
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from corpus.cases.case import SheetState
from corpus.errors import SheetChangedError
from corpus.record.event import person_mark
from scoring import SheetError, assess, assessment_json
from scoring.sheet_file import MAX_BYTES, checked_sheet, read_json_words
from scoring.sheet_words import SheetWords
from ui.api.caller import Caller, Calling, KeyedCalling
from ui.api.described import described
from ui.api.errors import InvalidRequestError, MediaError, PreconditionError, TooLargeError
from ui.api.once import once
from ui.api.paging import Page, Paging, page
from ui.views.score.desk import JudgedMeanwhileError, SheetDesk
from ui.views.score.sheet import OpenSheet

router = APIRouter(tags=["sheets"])
Owner = Literal["case", "own"]
Stage = Literal["pre", "formal"]
_TAG = re.compile(r'\s*(?:W/)?"?(\d{1,9})"?\s*')
_AT = "/cases/{case}/sheets/{owner}/{stage}"


class ScoreSheet(BaseModel):
    """A score sheet (docs/formats.md). Points are decimal strings."""

    model_config = ConfigDict(
        extra="allow",
        json_schema_extra={
            "examples": [
                {"rule_set": "tcrea-2023", "target": "C", "stage": "pre",
                 "judgements": {"C1.1.1": {"met": True}, "C1.2.1": {"points": "2.5", "reason": "…"}}}
            ]
        },
    )  # fmt: skip

    rule_set: Literal["tcrea-2023", "scs-c1"]
    target: Literal["A", "B", "C"] | None = None
    stage: Stage = "pre"
    interpretations: dict[str, str] = {}
    weights: dict[str, str] = {}
    judgements: dict[str, dict[str, Any]] = {}


class AssessmentOut(BaseModel):
    """What a sheet comes to (docs/formats.md). More fields may come."""

    model_config = ConfigDict(extra="allow")

    rule_set: str
    edition: str
    scoring_hash: str
    target: str | None
    stage: str | None
    outcome: Literal["incomplete", "gate_failed", "below_mark", "passed", "scored"]
    reasons: list[dict[str, Any]]
    levels: dict[str, dict[str, Any]]
    indicators: dict[str, str | None]
    interpretations: dict[str, Any]
    bounds: dict[str, list[str]]
    trace: list[dict[str, Any]]


class SheetOut(BaseModel):
    """A sheet of a case. More fields may come."""

    model_config = ConfigDict(extra="allow")

    case: str
    owner: Owner = Field(description="`case`: the case's own; `own`: the caller's.")
    stage: Stage
    version: int = Field(description="Also the ETag; 0 for one that was never saved.")
    submitted: str | None
    earlier: int = Field(description="How many changes can be undone.")
    may_write: bool
    sheet: dict[str, Any] = Field(description="As a file of it would be (docs/formats.md).")


class SheetStateOut(BaseModel):
    """How far a sheet is, without what it says. More fields may come."""

    model_config = ConfigDict(extra="allow")

    owner: str = Field(description="`case`, `own`, or the mark of somebody else.")
    name: str
    stage: Stage
    version: int
    saved: str | None
    submitted: str | None
    withdrawn: int


_ASSESSMENT: dict[str, Any] = {
    "rule_set": "tcrea-2023", "edition": "2023", "scoring_hash": "…", "target": "C", "stage": "pre",
    "body": None, "outcome": "incomplete", "reasons": [], "levels": {}, "indicators": {},
    "overall": None, "interpretations": {"used": {"pass_mark": "gt"}, "decisive": []},
    "bounds": {"C": ["0", "100"]}, "reach": {"C": "open"}, "ignored": [], "trace": [],
}  # fmt: skip
_SHEET: dict[str, Any] = {
    "case": "c-7f3k2q9mxw", "owner": "case", "stage": "pre", "version": 3, "submitted": None,
    "earlier": 2, "may_write": True,
    "sheet": {"rule_set": "tcrea-2023", "target": "C", "stage": "pre", "interpretations": {},
              "judgements": {"C1.1.1": {"met": True}}},
}  # fmt: skip
_STATE = {
    "owner": "case", "name": "", "stage": "pre", "version": 3, "saved": None, "submitted": None,
    "withdrawn": 0,
}  # fmt: skip
_BODY = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/ScoreSheet"}}},
    }
}


async def _sheet_body(request: Request) -> SheetWords:
    """
    Read a sheet as a file of it is read: digits stay as written, duplicate keys are faults.

    Raises:
        MediaError, TooLargeError, InvalidRequestError, SheetFileError: see the classes.
    """
    if request.headers.get("content-type", "").split(";")[0].strip() != "application/json":
        raise MediaError("application/json")
    data = await request.body()
    if len(data) > MAX_BYTES:
        raise TooLargeError(MAX_BYTES)
    try:
        content = read_json_words(data.decode("utf-8-sig"))
    except UnicodeDecodeError as fault:
        raise InvalidRequestError([{"where": "body", "text_en": "It is not UTF-8."}]) from fault
    if not await run_in_threadpool(_is_text, content.words):
        raise InvalidRequestError([{"where": "body", "text_en": "It holds half a character."}])
    return content


def _version(
    given: Annotated[
        str | None,
        Header(alias="If-Match", description='The ETag of the sheet as read; `"0"` for none.'),
    ] = None,
) -> int | None:
    if given is None:
        return None
    found = _TAG.fullmatch(given)
    if found is None:
        fault = {"where": "header.If-Match", "text_en": 'It is a version, such as "3".'}
        raise InvalidRequestError([fault])
    return int(found[1])


SheetBody = Annotated[SheetWords, Depends(_sheet_body)]
Version = Annotated[int | None, Depends(_version)]


@router.post(
    "/assess",
    response_model=AssessmentOut,
    tags=["assess"],
    openapi_extra=_BODY,
    **described("What the sheet comes to", _ASSESSMENT, 413, 415),
)
def assess_sheet(content: SheetBody) -> JSONResponse:
    """
    Score a sheet; nothing is kept. Whatever the outcome, the status is 200; a sheet that is not
    valid is a problem with all its faults, and nothing is scored.
    """
    rules, sheet = checked_sheet(content)
    return JSONResponse(assessment_json(assess(rules, sheet)))


@router.get(
    "/cases/{case}/sheets",
    response_model=Page[SheetStateOut],
    **described("The sheets that one may see", {"items": [_STATE], "next": None}, 404),
)
def list_sheets(case: str, caller: Calling, at: Paging) -> JSONResponse:
    """List the sheets of a case that the caller may open, without what they say."""
    found = caller.cases.sheets_for(case, caller.person)
    return page(found, at, lambda state: _state(caller, state))


@router.get(_AT, response_model=SheetOut, **described("The sheet", _SHEET, 404))
def show_sheet(case: str, owner: Owner, stage: Stage, caller: Calling) -> JSONResponse:
    """Show the case's own sheet or the caller's; an empty one where none was saved."""
    return _shown(owner, _opened(caller, case, owner, stage))


@router.put(
    _AT,
    response_model=SheetOut,
    openapi_extra=_BODY,
    **described("The sheet as it is now", _SHEET, 404, 409, 412, 413, 415, 428, 507),
)
def save_sheet(
    case: str, owner: Owner, stage: Stage, content: SheetBody, version: Version, caller: Calling
) -> JSONResponse:
    """
    Replace what a sheet says. `If-Match` names the version that the change is of; where somebody
    saved another meanwhile nothing is changed. What the sheet said before can be undone.
    """
    if version is None:
        raise PreconditionError
    if content.faults:
        raise SheetError(content.faults)
    opened = _of_version(_opened(caller, case, owner, stage), version)
    desk = SheetDesk(caller.services.cases)
    return _shown(owner, _in_time(lambda: desk.take_over(opened, content.words), opened))


@router.get(
    _AT + "/assessment",
    response_model=AssessmentOut,
    **described("What the sheet comes to", _ASSESSMENT, 404),
)
def assess_own(case: str, owner: Owner, stage: Stage, caller: Calling) -> JSONResponse:
    """Score a sheet of a case by the rules that the case keeps."""
    return JSONResponse(assessment_json(_opened(caller, case, owner, stage).assessment))


@router.post(
    _AT + "/submission",
    response_model=SheetOut,
    **described("The sheet, submitted", _SHEET, 404, 409, 412, 507),
)
def submit_sheet(
    case: str, owner: Owner, stage: Stage, version: Version, caller: KeyedCalling
) -> Response:
    """Submit a sheet: it does not change from then on. Submitting twice changes nothing."""

    def submit() -> JSONResponse:
        opened = _opened(caller, case, owner, stage)
        if version is not None:
            _of_version(opened, version)
        desk = SheetDesk(caller.services.cases)
        return _shown(owner, _in_time(lambda: desk.submit(opened), opened))

    return once(caller, version, submit)


@router.delete(
    _AT + "/submission",
    response_model=SheetOut,
    **described("The sheet, open again", _SHEET, 404, 409, 507),
)
def withdraw_sheet(case: str, owner: Owner, stage: Stage, caller: Calling) -> JSONResponse:
    """Take a submission back, so that the sheet can be changed; it is counted."""
    opened = _opened(caller, case, owner, stage)
    return _shown(owner, SheetDesk(caller.services.cases).withdraw(opened))


def _opened(caller: Caller, case: str, owner: Owner, stage: Stage) -> OpenSheet:
    caller.cases.case(case)
    whose = caller.person if owner == "own" else ""
    return SheetDesk(caller.services.cases).opened(case, caller.person, whose, stage)


def _of_version(opened: OpenSheet, version: int) -> OpenSheet:
    if opened.version != version:
        raise SheetChangedError(opened.case.id, version, opened.version)
    return opened


def _in_time(act: Any, opened: OpenSheet) -> OpenSheet:
    try:
        changed: OpenSheet = act()
    except JudgedMeanwhileError as fault:
        raise SheetChangedError(opened.case.id, opened.version, fault.sheet.version) from fault
    return changed


def _shown(owner: Owner, sheet: OpenSheet) -> JSONResponse:
    told = {
        "case": sheet.case.id,
        "owner": owner,
        "stage": sheet.stage,
        "version": sheet.version,
        "submitted": sheet.submitted,
        "earlier": sheet.earlier,
        "may_write": sheet.may_write,
        "sheet": dict(sheet.words),
    }
    return JSONResponse(told, headers={"etag": f'"{sheet.version}"'})


def _state(caller: Caller, state: SheetState) -> dict[str, Any]:
    is_own = bool(caller.person) and state.person == caller.person
    owner = "case" if not state.person else "own" if is_own else person_mark(state.person)
    return {
        "owner": owner,
        "name": state.name or "",
        "stage": state.stage,
        "version": state.version,
        "saved": state.saved,
        "submitted": state.submitted,
        "withdrawn": state.withdrawn,
    }


def _is_text(value: Any) -> bool:
    """Tell whether all texts of a value can be written down."""
    if isinstance(value, str):
        return not any("\ud800" <= character <= "\udfff" for character in value)
    if isinstance(value, dict):
        return all(_is_text(key) and _is_text(one) for key, one in value.items())
    return all(map(_is_text, value)) if isinstance(value, list) else True
