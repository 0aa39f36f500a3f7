"""The API as one application, mounted at `/api/v1` behind the gate of the server."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.responses import HTMLResponse, Response

from ui.api import (
    asking,
    cases,
    certificates,
    decisions,
    declarations,
    documents,
    evidence,
    holds,
    inspections,
    notes,
    people,
    procedure,
    reports,
    rules,
    samples,
    sheets,
    standards,
    suspects,
)
from ui.api.problems import Problem, answer_problems
from ui.api.reference import reference_html
from ui.api.room import Room
from ui.services import Services

PREFIX = "/api/v1"
_POLICY = (
    "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
_NOUNS = (
    standards, asking, cases, documents, evidence, decisions, notes, sheets, suspects, rules,
    procedure, people, declarations, inspections, samples, holds, reports, certificates,
)  # fmt: skip
_ABOUT = (
    "The same functions and rights as the workbench, for programs. Errors are "
    "`application/problem+json` with a stable `code`; long lists come in pages (`limit`, "
    "`cursor`); what is posted can be sent again under an `Idempotency-Key`."
)


def build_api(services: Services) -> FastAPI:
    """Return the application; who comes in is the gate's to say."""
    api = FastAPI(
        title="Anping", version="1", description=_ABOUT, docs_url=None, redoc_url=None,
        openapi_url="/openapi.json", redirect_slashes=False, servers=[{"url": PREFIX}],
        root_path_in_servers=False,
    )  # fmt: skip
    api.state.services = services
    for noun in _NOUNS:
        api.include_router(noun.router)
    answer_problems(api)
    api.add_middleware(Room)
    api.openapi = lambda: _schema(api)  # type: ignore[method-assign]
    api.add_api_route("/docs", lambda: _reference(api), methods=["GET"], include_in_schema=False)
    return api


def _reference(api: FastAPI) -> Response:
    headers = {"content-security-policy": _POLICY, "cache-control": "no-store"}
    return HTMLResponse(reference_html(_schema(api)), headers=headers)


def _schema(api: FastAPI) -> dict[str, Any]:
    if api.openapi_schema is None:
        made = get_openapi(
            title=api.title, version=api.version, description=api.description, routes=api.routes,
            servers=api.servers,
        )  # fmt: skip
        parts = made.setdefault("components", {})
        known = parts.setdefault("schemas", {})
        for model in (Problem, sheets.ScoreSheet):
            known[model.__name__] = model.model_json_schema()
        for name in ("HTTPValidationError", "ValidationError"):
            known.pop(name, None)
        about = "A token of `anping user token new`; without accounts none is needed."
        parts["securitySchemes"] = {
            "token": {"type": "http", "scheme": "bearer", "description": about}
        }
        made["security"] = [{"token": []}, {}]
        api.openapi_schema = made
    return api.openapi_schema
