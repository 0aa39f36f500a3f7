"""`/cases/{case}/notes`: what people note on indicators. No note changes a score."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse, Response

from ui.api.caller import Calling
from ui.api.described import described
from ui.api.paging import Page, Paging, page
from ui.api.row import Indicator, require_row
from ui.api.words import Reason

router = APIRouter(prefix="/cases/{case}", tags=["evidence"])
_AT = "/notes/{indicator}"
_CHANGE = (404, 409, 413, 507)


def _filled(text: str) -> str:
    """
    Raises:
        ValueError: it says nothing.
    """
    if not text.strip():
        raise ValueError("It says nothing; DELETE takes a note away.")
    return text.strip()


class NoteIn(BaseModel):
    """What is noted."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"note": "缺联动调试记录，已电话询问"}]}
    )

    note: Annotated[Reason, AfterValidator(_filled)] = Field(
        description="Kept without what is blank around it."
    )


class NoteOut(BaseModel):
    """The note on an indicator. More fields may come."""

    model_config = ConfigDict(extra="allow")

    indicator: str
    note: str


_NOTE = {"indicator": "C1.2.1", "note": "缺联动调试记录，已电话询问"}


@router.get(
    "/notes",
    response_model=Page[NoteOut],
    **described("The notes of a case", {"items": [_NOTE], "next": None}, 404),
)
def list_notes(case: str, caller: Calling, at: Paging) -> JSONResponse:
    """List the notes of a case, one an indicator; the evidence matrix shows them too."""
    return page(list(caller.cases.notes(case).items()), at, lambda one: _words(*one))


@router.put(_AT, response_model=NoteOut, **described("The note", _NOTE, *_CHANGE))
def write_note(case: str, indicator: Indicator, wanted: NoteIn, caller: Calling) -> JSONResponse:
    """Replace the note on an indicator; the record keeps what it said before."""
    require_row(caller.cases.case(case), indicator)
    caller.cases.set_note(case, indicator, wanted.note)
    return JSONResponse(_words(indicator, wanted.note))


@router.delete(_AT, **described("Nothing", None, *_CHANGE, status=204))
def remove_note(case: str, indicator: Indicator, caller: Calling) -> Response:
    """Take a note away; nothing happens where there is none."""
    require_row(caller.cases.case(case), indicator)
    caller.cases.set_note(case, indicator, "")
    return Response(status_code=204)


def _words(indicator: str, note: str) -> dict[str, str]:
    return {"indicator": indicator, "note": note}
