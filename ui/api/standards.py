"""`/standards` and `/search`: the two documents, clause by clause."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse

from assistant.asking.retrieval import Filters
from corpus import load_standard
from corpus.standard import CLAUSE_KINDS
from scoring import load_rule_set
from ui.api.caller import Calling
from ui.api.described import described
from ui.api.errors import InvalidRequestError
from ui.api.paging import Page, Paging, page
from ui.cli.search import search_results
from ui.cli.standards import clause_json, standard_json
from ui.editions.edition import installed

router = APIRouter(tags=["standards"])
_LONGEST_QUERY = 2000


class StandardOut(BaseModel):
    """An edition of a standard. More fields may come."""

    model_config = ConfigDict(extra="allow")

    id: str
    title_zh: str
    title_en: str
    edition: str
    date: str | None
    replaces: str | None
    clauses: int = Field(description="How many clauses it has.")
    rows: int = Field(description="How many rows are judged.")
    scoring_hash: str
    content_hash: str


class ClauseOut(BaseModel):
    """A clause with everything known about it. More fields may come."""

    model_config = ConfigDict(extra="allow")

    standard: str
    id: str
    printed_id: str | None
    kind: str
    level: str | None
    place: list[str] = Field(description="The ids of what it stands under.")
    lost: bool
    text: str = Field(description="Verbatim.")
    title_zh: str
    title_en: str
    judged_as: str | None
    points: str | None = Field(description="A decimal.")
    defects: list[dict[str, Any]]


class FoundClause(BaseModel):
    """A clause that a search found."""

    standard: str
    clause: str
    similarity: float = Field(description="Orders the results; says nothing across queries.")
    text: str


_STANDARD = {
    "id": "scs-c1", "title_zh": "智慧社区安全评价", "title_en": "Smart community safety",
    "edition": "2023", "date": None, "replaces": None, "clauses": 167, "rows": 120, "defects": 3,
    "version": "1", "scoring_hash": "…", "content_hash": "…",
}  # fmt: skip
_CLAUSE = {
    "standard": "tcrea-2023", "id": "C1.1.1", "printed_id": "C1.1.1", "kind": "gate", "level": "C",
    "place": ["C1", "C1.1"], "lost": False, "text": "…", "title_zh": "…", "title_en": "…",
    "judged_as": "gate", "points": None, "defects": [],
}  # fmt: skip


@router.get(
    "/standards",
    response_model=Page[StandardOut],
    **described("The editions on file", {"items": [_STANDARD], "next": None}),
)
def list_standards(at: Paging) -> JSONResponse:
    """List the editions of the standards with their dates, sizes and hashes."""
    return page(installed(), at, standard_json)


@router.get(
    "/standards/{standard}/clauses",
    response_model=Page[ClauseOut],
    **described("The clauses in their order", {"items": [_CLAUSE], "next": None}, 404),
)
def list_clauses(standard: str, at: Paging) -> JSONResponse:
    """List the clauses of the newest edition of a standard as they stand in it."""
    text, rules = load_standard(standard), load_rule_set(standard)
    return page(tuple(text), at, lambda clause: clause_json(clause, text, rules))


@router.get(
    "/standards/{standard}/clauses/{clause}",
    response_model=Page[ClauseOut],
    **described("The clauses of this number", {"items": [_CLAUSE], "next": None}, 404),
)
def show_clause(standard: str, clause: str, at: Paging) -> JSONResponse:
    """
    Show the clause of an id, and those that print it: the draft prints some numbers twice.
    """
    text, rules = load_standard(standard), load_rule_set(standard)
    found = [text.clause(clause)] if clause in text else []
    found += [one for one in text.printing(clause) if one not in found]
    if not found:
        text.clause(clause)  # raises with the nearest ids
    return page(found, at, lambda one: clause_json(one, text, rules))


@router.get(
    "/search",
    response_model=Page[FoundClause],
    tags=["search"],
    **described(
        "The nearest clauses",
        {
            "items": [
                {"standard": "tcrea-2023", "clause": "C1.1.1", "similarity": 0.91, "text": "…"}
            ],
            "next": None,
        },
        404,
    ),
)
def search(
    caller: Calling,
    at: Paging,
    q: Annotated[str, Query(max_length=_LONGEST_QUERY, description="In either language.")],
    standard: Annotated[str | None, Query(description="One standard only.")] = None,
    level: Annotated[list[Literal["A", "B", "C"]] | None, Query()] = None,
    group: Annotated[
        list[str] | None, Query(description="Below a heading only: A1, B3.2, 5.4, SE4.")
    ] = None,
    kind: Annotated[list[str] | None, Query(description=f"Of {', '.join(CLAUSE_KINDS)}.")] = None,
    stage: Annotated[
        Literal["pre", "formal"] | None, Query(description="Leave the other stage out.")
    ] = None,
) -> JSONResponse:
    """Rank the clauses for a query by words and meaning; some 600 at most."""
    if unknown := sorted(set(kind or ()) - set(CLAUSE_KINDS)):
        allowed = f"{unknown[0][:40]!r} is none of {', '.join(CLAUSE_KINDS)}."
        raise InvalidRequestError([{"where": "query.kind", "text_en": allowed}])
    if standard is not None:
        load_standard(standard)
    filters: dict[str, Any] = {
        "standard": standard, "levels": tuple(level or ()), "groups": tuple(group or ()),
        "kinds": tuple(kind or ()), "stage": stage,
    }  # fmt: skip
    wanted = min(600, at.start + at.limit + 1)
    found = search_results(caller.services.retriever, q, wanted, Filters(**filters))
    return page(found, at, lambda one: one)
