"""The API as one application, mounted at `/api/v1` behind the gate of the server."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from ui.api import asking, cases, documents, evidence, procedure, reports, sheets, standards
from ui.api.problems import Problem, answer_problems
from ui.api.room import Room
from ui.services import Services

PREFIX = "/api/v1"
_NOUNS = (standards, asking, cases, documents, evidence, sheets, procedure, reports)
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
    return api


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
