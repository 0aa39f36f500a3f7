"""`/cases/{case}/evidence`: what the documents show for every indicator. It suggests."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse

from assistant.evidence.indicator import case_evidence, evidence_json
from scoring import load_rule_set
from ui.api.caller import Calling
from ui.api.described import described
from ui.api.errors import InvalidRequestError
from ui.api.paging import Page, Paging, page

router = APIRouter(tags=["evidence"])


class SuggestionOut(BaseModel):
    """A passage suggested for an indicator. More fields may come."""

    model_config = ConfigDict(extra="allow")

    file: str
    page: int | None
    locator: str
    quote: str = Field(description="Verbatim.")
    box: list[float] | None
    relation: Literal["supports", "contradicts", "mentions"]
    similarity: float
    aspects: list[str]


class EvidenceOut(BaseModel):
    """What the documents show for one indicator. More fields may come."""

    model_config = ConfigDict(extra="allow")

    indicator: str
    status: Literal["supported", "partial", "contradicted", "none"]
    aspects: dict[str, bool]
    suggestions: list[SuggestionOut]


_EVIDENCE: dict[str, Any] = {
    "indicator": "C1.2.1", "status": "none", "aspects": {"照明联动": False}, "suggestions": [],
}  # fmt: skip


@router.get(
    "/cases/{case}/evidence",
    response_model=Page[EvidenceOut],
    **described("Evidence by indicator", {"items": [_EVIDENCE], "next": None}, 404),
)
def list_evidence(
    case: str,
    caller: Calling,
    at: Paging,
    level: Annotated[
        Literal["A", "B", "C"] | None, Query(description="Rows of this level only.")
    ] = None,
    indicator: Annotated[
        str | None, Query(max_length=40, description="This indicator only.")
    ] = None,
) -> JSONResponse:
    """List what the documents show for every indicator; people judge, this suggests."""
    found_case = caller.cases.case(case)
    if level is not None and not load_rule_set(found_case.rule_set).levels:
        fault = {"where": "query.level", "text_en": f"{found_case.rule_set} has no levels."}
        raise InvalidRequestError([fault])
    caller.services.look_nearer(case)
    if level is None:
        found = caller.services.evidence.of(case)
    else:
        found = tuple(case_evidence(caller.cases, case, level))
    if indicator is not None:
        found = tuple(one for one in found if one.indicator == indicator)
    return page(found, at, evidence_json)
