"""`/cases/{case}/rules`: the edition and the body's own rules that a case is judged by (4.6)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Header, Path
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse

from ui.api.caller import Caller, Calling
from ui.api.described import described
from ui.api.errors import ChangedError, NothingHereError, PreconditionError
from ui.api.words import FileText, Name
from ui.case_rules import change_rules, rules_json

router = APIRouter(prefix="/cases/{case}", tags=["rules"])
_CHANGE = (404, 409, 412, 413, 428, 507)


class BodyIn(BaseModel):
    """A file of a body's own rules (docs/formats.md)."""

    model_config = ConfigDict(extra="forbid")

    file: Name = Field(description="Its name.")
    text: FileText = Field(description="What it says, YAML.")


class RulesIn(BaseModel):
    """What a case is to be judged by; what is left out stays."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"edition": "2023"}, {"body": None}]},
    )

    edition: Name | None = Field(default=None, description="Of the rules.")
    body: BodyIn | None = Field(
        default=None, description="The body's own rules; null, given, takes them away."
    )


class BodyOut(BodyIn):
    """A version of a body's own rules. More fields may come."""

    model_config = ConfigDict(extra="allow")

    number: int
    since: str


class RulesOut(BaseModel):
    """What a case is judged by. More fields may come."""

    model_config = ConfigDict(extra="allow")

    case: str
    rule_set: str
    edition: str
    is_set: bool = Field(description="Whether the edition was chosen; else it is the newest.")
    scoring_hash: str
    content_hash: str
    body: dict[str, Any] | None
    body_versions: list[dict[str, Any]]
    suspect: int = Field(description="Judgements to be confirmed since the rules changed.")


_RULES: dict[str, Any] = {
    "case": "c-7f3k2q9mxw", "rule_set": "tcrea-2023", "edition": "2023", "is_set": False,
    "scoring_hash": "997843cf…", "content_hash": "1b2c…", "body": None, "body_versions": [],
    "suspect": 0,
}  # fmt: skip


_BODY = {"number": 1, "file": "细则.yaml", "text": "…", "since": "2026-03-04T09:00:00+00:00"}
Version = Annotated[
    str | None,
    Header(alias="If-Match", max_length=80, description="The ETag of the rules as read."),
]


@router.get("/rules", response_model=RulesOut, **described("The rules of the case", _RULES, 404))
def show_rules(case: str, caller: Calling) -> JSONResponse:
    """Show what a case is judged by, with every version of the body's own rules that it had."""
    return _shown(caller, case)


@router.patch(
    "/rules", response_model=RulesOut, **described("The rules of the case", _RULES, *_CHANGE)
)
def set_rules(case: str, wanted: RulesIn, caller: Calling, version: Version = None) -> JSONResponse:
    """
    Say what a case is judged by from now on. `If-Match` names the version as read. Rules that a
    stored sheet does not fit are refused, and judgements of rows that then count otherwise become
    suspect.
    """
    cases = caller.cases
    cases.case(case)
    cases.require(case, "body-rules.set")
    if version is None:
        raise PreconditionError
    if version.strip().removeprefix("W/") != _tag(rules_json(cases, case)):
        raise ChangedError
    given = wanted.body
    change_rules(
        cases,
        case,
        edition=wanted.edition,
        body=(given.file, given.text.encode()) if given else None,
        without_body=given is None and "body" in wanted.model_fields_set,
    )
    return _shown(caller, case)


@router.get("/rules/{number}", response_model=BodyOut, **described("The rules", _BODY, 404))
def show_body(
    case: str, number: Annotated[int, Path(ge=1, le=10**6)], caller: Calling
) -> JSONResponse:
    """Show a version of the body's own rules, every character as it is."""
    for one in caller.cases.body_files(case):
        if one.number == number and one.text is not None:
            told = {"number": number, "file": one.file, "text": one.text, "since": one.since}
            return JSONResponse(told)
    raise NothingHereError("version of rules")


def _shown(caller: Caller, case: str) -> JSONResponse:
    told = rules_json(caller.cases, case)
    return JSONResponse(told, headers={"etag": _tag(told)})


def _tag(told: Mapping[str, Any]) -> str:
    """Return the version of what a case is judged by: another one gives another tag."""
    return f'"{len(told["body_versions"])}-{told["content_hash"][:16]}"'
