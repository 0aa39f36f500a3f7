"""The routes of the verification: GET /verify and /verify/NUMBER, public and without cookies."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from urllib.parse import urlsplit

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from ui.local_form import today
from ui.services import Services
from ui.verification.pace import Pace
from ui.verification.page import STYLE_SOURCE, ask_html, busy_html, found_html, unknown_html
from ui.verification.register import CertificateRegister

_LONGEST = 400
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


def verification_routes(
    services: Services,
    *,
    day: Callable[[], str] = today,
    clock: Callable[[], float] = time.monotonic,
) -> APIRouter:
    """
    Return the routes; they answer anybody, and read only what is public of a case.

    Args:
        services: whose store is asked, as the machine itself.
        day: today, ISO.
        clock: seconds, for how often one address may ask.
    """
    router = APIRouter()
    register = CertificateRegister(services.cases)
    pace = Pace(clock)
    action = f"{urlsplit(services.settings.public_url).path.rstrip('/')}/verify"

    def answer(request: Request, number: str, code: str) -> HTMLResponse:
        address = request.client.host if request.client else ""
        if not pace.allows(address):
            return _page(busy_html(), 429)
        if len(number) > _LONGEST or len(code) > _LONGEST:
            return _page(unknown_html(action), 404)
        on = date.fromisoformat(day())
        found = register.find(number, code, on)
        return _page(found_html(found, on)) if found else _page(unknown_html(action), 404)

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


def _page(html: str, status: int = 200) -> HTMLResponse:
    headers = {**HEADERS, "Retry-After": "60"} if status == 429 else HEADERS
    return HTMLResponse(html, status_code=status, headers=headers)
