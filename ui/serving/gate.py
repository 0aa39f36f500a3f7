"""
The gate before everything that is served: who comes in, and with which headers answers go out.

Where a home has no accounts, whoever works on this machine comes in without a password. Where it
has, all needs a session except what `PUBLIC` lists.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from corpus.accounts.store import AccountStore
from ui.api.gate import PREFIX, api_answer
from ui.operations.errors import TooOftenError
from ui.operations.rates import Rates, too_often_headers
from ui.serving.request import (
    OPEN,
    SIGNED_IN,
    SignedIn,
    is_https,
    is_loopback,
    is_of_this_site,
    session_token,
    signed_in,
)
from ui.settings import Settings

PUBLIC = ("/sign-in", "/health", "/ready", "/metrics", "/looks/pages.css", "/verify")
"""Paths that need no session."""
PUBLIC_PREFIX = "/verify/"
"""Everything under it needs no session either: what holders of a certificate may look at."""
_BEFORE_A_NEW_PASSWORD = ("/password", "/sign-out")
_OF_ACCOUNTS = ("/sign-in", "/sign-out", "/password", "/tokens", "/accounts")
# What an open page asks by itself keeps no session alive.
_ASKED_BY_ITSELF = ("/gradio_api/app_id", "/gradio_api/heartbeat/", "/gradio_api/queue/data")
_UPLOAD = "/gradio_api/upload"
_CHANGING = ("POST", "PUT", "PATCH", "DELETE")
ACCOUNT_HEADER = "x-anping-account"

# gradio makes its page of scripts and styles within the page, and of functions from text.
_WORKBENCH_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self'; worker-src 'self' blob:; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'none'"
)
_HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}


class Gate:
    """
    Let requests through to an application, or answer them.

    is_seat_of: tells of a page's session hash and an account whether the page is not another's.
    """

    def __init__(
        self,
        app: ASGIApp,
        accounts: AccountStore,
        settings: Settings,
        is_seat_of: Callable[[str, str], bool],
        rates: Rates,
    ) -> None:
        self._app = app
        self._accounts = accounts
        self._settings = settings
        self._is_seat_of = is_seat_of
        self._rates = rates
        self._is_open = True

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        self._without_what_others_say(scope)
        request = Request(scope)
        answer = await self._answer(request)

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._set_headers(request, MutableHeaders(scope=message))
            await send(message)

        await (answer or self._app)(scope, receive, with_headers)

    async def _answer(self, request: Request) -> Response | None:
        """Return what is answered at the gate; None for what comes through."""
        if str(request.scope["path"]).startswith(PREFIX):
            has_accounts = await self._has_accounts()
            return await api_answer(
                request, self._accounts, self._settings, self._rates, has_accounts=has_accounts
            )
        if request.method in _CHANGING and not is_of_this_site(request, self._settings):
            return PlainTextResponse("Not sent by a page of this server.", 403)
        if not await self._has_accounts():
            return self._without_accounts(request)
        path = request.url.path
        if path in PUBLIC or path.startswith(PUBLIC_PREFIX):
            return None
        return await self._of_session(request, path)

    async def _of_session(self, request: Request, path: str) -> Response | None:
        token = session_token(request, self._settings)
        is_use = not path.startswith(_ASKED_BY_ITSELF)
        find = self._accounts.session_account
        account = await run_in_threadpool(find, token, is_use=is_use) if token else None
        if account is None:
            return _turned_away(request, "/sign-in")
        if account.must_change and path not in _BEFORE_A_NEW_PASSWORD:
            return _turned_away(request, "/password")
        seat = request.query_params.get("session_hash")
        if seat is not None and not self._is_seat_of(seat, account.id):
            return JSONResponse({"detail": "This page is another account's."}, 403)
        request.scope[SIGNED_IN] = SignedIn(account, token)
        if path == _UPLOAD and request.method == "POST":
            try:
                await run_in_threadpool(self._rates.take, "upload", account.id)
            except TooOftenError as fault:
                return JSONResponse({"detail": str(fault)}, 429, too_often_headers(fault))
        return None

    def _without_accounts(self, request: Request) -> Response | None:
        """Let in who works on this machine: by its own name, so that no other site can ask."""
        path = request.url.path
        if path in PUBLIC or path.startswith(PUBLIC_PREFIX):
            is_let_in = True
        else:
            is_let_in = is_loopback(self._settings.host)
            is_let_in = is_let_in and is_loopback(request.headers.get("host", ""))
        if not is_let_in:
            return PlainTextResponse("There are no accounts: only for this machine itself.", 403)
        if path in _OF_ACCOUNTS or path.startswith("/accounts/"):
            return RedirectResponse("/", 303)
        request.scope[OPEN] = True
        return None

    async def _has_accounts(self) -> bool:
        """Accounts are never removed, so once there are some nobody asks again."""
        if self._is_open:
            self._is_open = not await run_in_threadpool(self._accounts.has_accounts)
        return not self._is_open

    def _without_what_others_say(self, scope: Scope) -> None:
        """Leave out what only a proxy of ours may say, and say ourselves what the settings say."""
        if not self._settings.trust_proxy:
            kept = [one for one in scope["headers"] if not one[0].startswith(b"x-forwarded-")]
            scope["headers"] = kept
        if self._settings.https:
            kept = [one for one in scope["headers"] if one[0] != b"x-forwarded-proto"]
            scope["headers"] = [*kept, (b"x-forwarded-proto", b"https")]

    def _set_headers(self, request: Request, headers: MutableHeaders) -> None:
        for name, value in _HEADERS.items():
            headers.setdefault(name, value)
        # The page's library lets pages of every other site read what it answers; nobody may.
        for name in [name for name in headers if name.startswith("access-control-")]:
            del headers[name]
        headers.setdefault("content-security-policy", _WORKBENCH_POLICY)
        if is_https(request, self._settings):
            headers["strict-transport-security"] = "max-age=31536000"
        who = signed_in(request)
        if who is not None:
            headers[ACCOUNT_HEADER] = who.account.id
            # What one account was shown is no other's, whoever stands between.
            kept = "no-store" if _is_page(request) else "private, no-cache"
            headers.setdefault("cache-control", kept)


def _turned_away(request: Request, path: str) -> Response:
    """Send people to a page, and tell programs."""
    if not _is_page(request):
        return JSONResponse({"detail": "Sign in first.", "at": path}, 401)
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    place = "" if here == "/" else "?" + urlencode({"next": here})
    return RedirectResponse(path + place, 303, {"cache-control": "no-store"})


def _is_page(request: Request) -> bool:
    return request.method in ("GET", "HEAD") and "text/html" in request.headers.get("accept", "")
