"""
The gate before the server over HTTP: this machine only, and an account's token where there are some.

It asks at every request, so that a token that ended or a first account counts at once.
"""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from corpus.accounts.errors import AccountError, PasswordDueError
from corpus.accounts.store import AccountStore
from ui.errors import McpError, OtherHostError, TokenNeededError
from ui.mcp.person import CALLER
from ui.operations.errors import TooOftenError
from ui.operations.rates import Rates, too_often_headers
from ui.serving.request import is_loopback

_BEARER = "bearer "
_LONGEST_TOKEN = 200


class McpGate:
    """Let requests through with their caller noted, or refuse them."""

    def __init__(self, app: ASGIApp, accounts: AccountStore, rates: Rates) -> None:
        self._app = app
        self._rates = rates
        self._accounts = accounts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        request = Request(scope)
        refusal = await self._refusal(request)
        await (refusal or self._app)(scope, receive, send)

    async def _refusal(self, request: Request) -> Response | None:
        """Return why a request does not come in; None with its caller noted where it does."""
        if not is_loopback(request.headers.get("host", "")):
            return _told(403, OtherHostError())
        if not await run_in_threadpool(self._accounts.has_accounts):
            request.scope[CALLER] = ""
            return None
        token = _token(request.headers.get("authorization", ""))
        find = self._accounts.token_account
        account = await run_in_threadpool(find, token) if token else None
        if account is None:
            return _told(401, TokenNeededError())
        if account.must_change:
            return _told(403, PasswordDueError(account.login))
        try:
            await run_in_threadpool(self._rates.take, "api", account.id)
        except TooOftenError as fault:
            return _told(429, fault)
        request.scope[CALLER] = account.id
        return None


def _token(header: str) -> str:
    """Return the token of an Authorization header; "" for none."""
    is_one = header.lower().startswith(_BEARER) and len(header) <= _LONGEST_TOKEN
    return header[len(_BEARER) :].strip() if is_one else ""


def _told(status: int, error: McpError | AccountError | TooOftenError) -> Response:
    headers = {"cache-control": "no-store"}
    if isinstance(error, TooOftenError):
        headers.update(too_often_headers(error))
    if status == 401:
        headers["www-authenticate"] = 'Bearer error="invalid_token"'
    told = {"error": error.code, "error_description": str(error)}
    return JSONResponse(told, status, headers)
