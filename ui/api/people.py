"""`/cases/{case}/people` and `/parties`: who takes part, and the organisations around a case."""

from __future__ import annotations

import secrets
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse, Response

from corpus.cases.case import CasePerson
from corpus.cases.procedure import CaseParty, Part, PartyName
from corpus.record.event import person_mark
from ui.api.caller import Caller, Calling, KeyedCalling
from ui.api.described import described
from ui.api.errors import InvalidRequestError
from ui.api.once import once
from ui.api.paging import Page, Paging, page
from ui.api.words import Name
from ui.procedure.people import person_named

router = APIRouter(prefix="/cases/{case}", tags=["people"])
_CHANGE = (404, 409, 413, 507)


class PersonIn(BaseModel):
    """Somebody to take into a case, or whose part becomes another."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"login": "wang", "part": "member"}]}
    )

    login: Name | None = Field(default=None, description="Whose account; where there are any.")
    name: Name | None = Field(default=None, description="Where there are no accounts.")
    part: Part = Field(description='`""` for none; a person has one part at a time.')


class PartIn(BaseModel):
    """The part that somebody is to have."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"part": "member"}]})

    part: Part


class PersonOut(BaseModel):
    """Somebody of a case. More fields may come."""

    model_config = ConfigDict(extra="allow")

    person: str = Field(description="The mark that the record has for them.")
    name: str
    part: Part
    joined: str


class PartyWords(BaseModel):
    """An organisation around a case."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"party": "builder", "organisation": "甲安防工程有限公司"}]
        },
    )

    party: PartyName
    organisation: Name


_PERSON = {"person": "p-1f2e3d4c", "name": "王工", "part": "member",
           "joined": "2026-03-04T09:00:00+00:00"}  # fmt: skip
_PARTY = {"party": "builder", "organisation": "甲安防工程有限公司"}


@router.get(
    "/people",
    response_model=Page[PersonOut],
    **described("The people of a case", {"items": [_PERSON], "next": None}, 404),
)
def list_people(case: str, caller: Calling, at: Paging) -> JSONResponse:
    """List who takes part in a case; `/procedure` tells what stands against panel and reviewer."""
    caller.cases.case(case)
    return page(caller.cases.case_people(case), at, _person)


@router.post(
    "/people",
    response_model=PersonOut,
    **described("The person in their part", _PERSON, *_CHANGE, status=201),
)
def add_person(case: str, wanted: PersonIn, caller: KeyedCalling) -> Response:
    """Take somebody into a case and give them a part; who is in it already gets the part."""
    cases = caller.cases
    cases.case(case)
    cases.require(case, "person.assigned")
    token, name = _account_of(caller, case, wanted)

    def add() -> JSONResponse:
        if token not in {one.person for one in cases.case_people(case)}:
            cases.join_case(case, token, name)
        cases.assign_part(case, token, wanted.part)
        return JSONResponse(_told(caller, case, token), 201)

    return once(caller, wanted.model_dump(), add)


@router.patch(
    "/people/{person}",
    response_model=PersonOut,
    **described("The person in their part", _PERSON, *_CHANGE),
)
def change_part(case: str, person: str, wanted: PartIn, caller: Calling) -> JSONResponse:
    """Give somebody of a case another part; the record keeps which they had."""
    caller.cases.case(case)
    who = person_named(caller.cases, case, person)
    caller.cases.assign_part(case, who, wanted.part)
    return JSONResponse(_told(caller, case, who))


@router.get(
    "/parties",
    response_model=Page[PartyWords],
    **described("The parties of a case", {"items": [_PARTY], "next": None}, 404),
)
def list_parties(case: str, caller: Calling, at: Paging) -> JSONResponse:
    """List the organisations with which nobody who judges may be tied."""
    return page(caller.cases.parties(case), at, _party)


@router.post(
    "/parties",
    response_model=PartyWords,
    **described("The party", _PARTY, *_CHANGE, status=201),
)
def add_party(case: str, wanted: PartyWords, caller: KeyedCalling) -> Response:
    """Name an organisation as a party; naming it again changes nothing."""

    def add() -> JSONResponse:
        caller.cases.add_party(case, wanted.party, wanted.organisation)
        return JSONResponse(wanted.model_dump(), 201)

    return once(caller, wanted.model_dump(), add)


@router.delete("/parties", **described("Nothing", None, *_CHANGE, status=204))
def remove_party(
    case: str,
    party: Annotated[PartyName, Query()],
    organisation: Annotated[Name, Query()],
    caller: Calling,
) -> Response:
    """Take an organisation from the parties; nothing happens where it is none of them."""
    caller.cases.remove_party(case, party, organisation)
    return Response(status_code=204)


def _account_of(caller: Caller, case: str, wanted: PersonIn) -> tuple[str, str]:
    """Return the token and the name of whom a request means."""
    accounts = caller.services.accounts
    has_accounts = accounts.has_accounts()
    given, other = ("login", "name") if has_accounts else ("name", "login")
    if getattr(wanted, given) is None or getattr(wanted, other) is not None:
        when = "there are accounts" if has_accounts else "there are no accounts"
        told = f"Where {when}, `{given}` says who it is, and `{other}` is left out."
        raise InvalidRequestError([{"where": f"body.{given}", "text_en": told}])
    if has_accounts:
        account = accounts.find(str(wanted.login))
        return account.id, account.name
    known = {one.name: one.person for one in caller.cases.case_people(case) if one.name}
    name = str(wanted.name)
    return known.get(name) or secrets.token_urlsafe(16), name


def _told(caller: Caller, case: str, who: str) -> dict[str, Any]:
    # The machine looks: whoever gave away their own part is still told what was done.
    people = caller.services.cases.case_people(case)
    return next(_person(one) for one in people if one.person == who)


def _person(one: CasePerson) -> dict[str, Any]:
    mark = person_mark(one.person)
    return {"person": mark, "name": one.name, "part": one.part, "joined": one.joined}


def _party(one: CaseParty) -> dict[str, Any]:
    return {"party": one.party, "organisation": one.organisation}
