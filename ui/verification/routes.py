"""The routes of the verification: GET /verify and /verify/NUMBER, public and without cookies."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from ui.errors import UnknownCertificateError
from ui.operations.errors import TooOftenError
from ui.operations.rates import address_of
from ui.services import Services
from ui.verification.page import STYLE_SOURCE, ask_html, busy_html, found_html, unknown_html

HEADERS = {
    "Content-Security-Policy": (
        f"default-src 'none'; style-src {STYLE_SOURCE}; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex",
}


def verification_routes(services: Services) -> APIRouter:
    """Return the routes; they answer anybody, and read only what is public of a case."""
    router = APIRouter()
    settings = services.settings
    action = f"{urlsplit(settings.public_url).path.rstrip('/')}/verify"

    def answer(request: Request, number: str, code: str) -> HTMLResponse:
        try:
            found = services.certificates.find(address_of(request, settings), number, code)
        except TooOftenError as fault:
            return _page(busy_html(), 429, {"Retry-After": str(fault.wait_s)})
        except UnknownCertificateError:
            return _page(unknown_html(action), 404)
        return _page(found_html(found))

    # Plain functions: the store blocks, so that each question has a thread of its own.
    @router.get("/verify", response_class=HTMLResponse, include_in_schema=False)
    def ask(request: Request, number: str = "", code: str = "") -> HTMLResponse:
        if not number and not code:
            return _page(ask_html(action))
        return answer(request, number, code)

    @router.get("/verify/{number:path}", response_class=HTMLResponse, include_in_schema=False)
    def verify(request: Request, number: str, code: str = "") -> HTMLResponse:
        return answer(request, number, code)

    return router


def _page(html: str, status: int = 200, more: Mapping[str, str] | None = None) -> HTMLResponse:
    return HTMLResponse(html, status_code=status, headers={**HEADERS, **(more or {})})
