"""`/cases/{case}/notes`: what people note on indicators. No note changes a score."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse, Response

from scoring import load_rule_set
from ui.api.caller import Caller, Calling
from ui.api.described import described
from ui.api.errors import NothingHereError
from ui.api.paging import Page, Paging, page
from ui.api.words import Reason

router = APIRouter(prefix="/cases/{case}", tags=["evidence"])
_AT = "/notes/{indicator}"
_CHANGE = (404, 409, 413, 507)
Indicator = Annotated[str, Path(max_length=40)]


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
    _require_row(caller, case, indicator)
    caller.cases.set_note(case, indicator, wanted.note)
    return JSONResponse(_words(indicator, wanted.note))


@router.delete(_AT, **described("Nothing", None, *_CHANGE, status=204))
def remove_note(case: str, indicator: Indicator, caller: Calling) -> Response:
    """Take a note away; nothing happens where there is none."""
    _require_row(caller, case, indicator)
    caller.cases.set_note(case, indicator, "")
    return Response(status_code=204)


def _require_row(caller: Caller, case: str, indicator: str) -> None:
    """
    Raises:
        NothingHereError: the case's document has no such row.
    """
    rules = load_rule_set(caller.cases.case(case).rule_set)
    if indicator not in {str(row.id) for row in rules.rows}:
        raise NothingHereError("indicator")


def _words(indicator: str, note: str) -> dict[str, str]:
    return {"indicator": indicator, "note": note}
