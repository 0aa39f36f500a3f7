"""`/health` and `/ready`: whether the process answers, and whether it can do its work."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import JSONResponse, Response

from ui.operations.checks import Checks
from ui.services import Services

_HEADERS = {"cache-control": "no-store"}


def probes(services: Services) -> APIRouter:
    """Return what whoever watches the server asks, without a session."""
    router = APIRouter(include_in_schema=False)
    checks = Checks(services)

    def health() -> Response:
        return JSONResponse({"ok": True}, headers=_HEADERS)

    def ready() -> Response:
        found = checks.look()
        parts = {name: "ok" if is_there else "missing" for name, is_there in found.parts.items()}
        told = {"ready": found.is_ready, "stopping": found.is_stopping, "parts": parts}
        return JSONResponse(told, 200 if found.is_ready else 503, _HEADERS)

    for path, answer in (("/health", health), ("/ready", ready)):
        router.add_api_route(path, answer, methods=["GET", "HEAD"])
    return router
