"""`/cases/{case}/declarations`: who declared independence (4.8)."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse, Response

from corpus.cases.procedure import Declaration, DeclaredTie, EarlierRole, PartyName
from corpus.record.event import person_mark
from ui.api.caller import Caller, Calling, KeyedCalling
from ui.api.days import Day
from ui.api.described import described
from ui.api.errors import InvalidRequestError
from ui.api.once import once
from ui.api.paging import Page, Paging, page
from ui.api.words import Name
from ui.local_form import today
from ui.procedure.people import person_named
from ui.wording import t
from ui.words.procedure import STATEMENT_VERSION

router = APIRouter(prefix="/cases/{case}", tags=["people"])
_CHANGE = (404, 409, 413, 507)


class TieWords(BaseModel):
    """An interest that binds somebody to a party."""

    model_config = ConfigDict(extra="forbid")

    party: PartyName
    nature: Name


class EarlierWords(BaseModel):
    """What somebody did for an organisation. until: null while it goes on."""

    model_config = ConfigDict(extra="forbid")

    organisation: Name
    what: Name
    until: Day | None = None


class DeclarationIn(BaseModel):
    """A declaration of independence (4.8)."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"employer": "甲大学", "is_expert": True}]},
    )

    person: Name | None = Field(
        default=None, description="Mark or name; oneself by default. Nobody declares for others."
    )
    employer: Name
    is_expert: bool = False
    ties: list[TieWords] = Field(default=[], max_length=50)
    earlier: list[EarlierWords] = Field(default=[], max_length=50)
    day: Day | None = Field(default=None, description="Of the declaration; today by default.")
    language: Literal["zh", "en"] = Field(default="zh", description="Of the statement declared.")


class DeclarationOut(BaseModel):
    """A declaration as kept; the newest of a person holds. More fields may come."""

    model_config = ConfigDict(extra="allow")

    person: str
    number: int
    employer: str
    is_expert: bool
    ties: list[dict[str, Any]]
    earlier: list[dict[str, Any]]
    statement: str
    statement_version: str
    made: str
    at: str


_DECLARATION: dict[str, Any] = {
    "person": "p-1f2e3d4c", "number": 1, "employer": "甲大学", "is_expert": True, "ties": [],
    "earlier": [], "statement": "…", "statement_version": "1-zh", "made": "2026-03-04",
    "at": "2026-03-04T09:00:00+00:00",
}  # fmt: skip


@router.get(
    "/declarations",
    response_model=Page[DeclarationOut],
    **described("The declarations of a case", {"items": [_DECLARATION], "next": None}, 404),
)
def list_declarations(case: str, caller: Calling, at: Paging) -> JSONResponse:
    """List who declared independence; earlier declarations of a person are listed too."""
    return page(caller.cases.declarations(case), at, _declaration)


@router.post(
    "/declarations",
    response_model=DeclarationOut,
    **described("The declaration", _DECLARATION, *_CHANGE, status=201),
)
def declare(case: str, wanted: DeclarationIn, caller: KeyedCalling) -> Response:
    """Declare independence (4.8): the statement of the catalogue, with what is listed."""
    caller.cases.case(case)
    who = _declaring(caller, case, wanted.person)

    def keep() -> JSONResponse:
        number = caller.cases.declare_independence(case, _meant(who, wanted))
        kept = caller.cases.declarations(case, who)
        return JSONResponse(next(_declaration(one) for one in kept if one.number == number), 201)

    return once(caller, wanted.model_dump(mode="json"), keep)


def _meant(who: str, wanted: DeclarationIn) -> Declaration:
    return Declaration(
        person=who,
        employer=wanted.employer,
        is_expert=wanted.is_expert,
        statement=t("independence_statement", wanted.language),
        statement_version=f"{STATEMENT_VERSION}-{wanted.language}",
        made=wanted.day.isoformat() if wanted.day else today(),
        ties=tuple(DeclaredTie(one.party, one.nature) for one in wanted.ties),
        earlier=tuple(
            EarlierRole(
                one.organisation, one.what, one.until.isoformat() if one.until else ""
            )
            for one in wanted.earlier
        ),
    )  # fmt: skip


def _declaring(caller: Caller, case: str, named: str | None) -> str:
    if named is not None:
        return person_named(caller.cases, case, named)
    if caller.person:
        return caller.person
    told = "Without accounts it says whose declaration it is, by mark or name."
    raise InvalidRequestError([{"where": "body.person", "text_en": told}])


def _declaration(one: Declaration) -> dict[str, Any]:
    return {**asdict(one), "person": person_mark(one.person)}
