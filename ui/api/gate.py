"""
Who may use the API: a token, a session that only reads, or whoever works on this machine. What a
certificate is worth is told to everybody.
"""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from corpus.accounts.account import Account
from corpus.accounts.errors import PasswordDueError
from corpus.accounts.store import AccountStore
from ui.api.errors import ApiError, NothingHereError, NotLocalError, OriginError, TokenError
from ui.api.problems import language_of, problem
from ui.operations.errors import TooOftenError
from ui.operations.rates import Rates, address_of
from ui.serving.request import (
    OPEN,
    SIGNED_IN,
    SignedIn,
    is_loopback,
    is_of_this_site,
    session_token,
)
from ui.settings import Settings

PREFIX = "/api/v1/"
PUBLIC = PREFIX + "verification"
"""The one address that needs neither a token nor this machine, as the page at `/verify`."""
_READING = ("GET", "HEAD", "OPTIONS")
_WITH_BODY = ("POST", "PUT", "PATCH")
_OWN_HEADER = "x-anping-api"


async def api_answer(
    request: Request,
    accounts: AccountStore,
    settings: Settings,
    rates: Rates,
    *,
    has_accounts: bool,
) -> Response | None:
    """Return what is answered at the gate to a request to the API; None for what comes through."""
    try:
        if not str(request.scope["path"]).isprintable():
            raise NothingHereError  # a line break would end the address for whoever serves it
        if request.scope["path"] == PUBLIC:
            return None
        if has_accounts:
            try:
                who = await _sender(request, accounts, settings)
            except TokenError:
                # Whoever guesses tokens is slowed down too.
                await run_in_threadpool(rates.take, "api", address_of(request, settings))
                raise
            request.scope[SIGNED_IN] = who
            await run_in_threadpool(rates.take, "api", who.account.id)
        else:
            _require_local(request, settings)
            request.scope[OPEN] = True
    except (ApiError, PasswordDueError, TooOftenError) as fault:
        return problem(fault, language_of(request))
    return None


async def _sender(request: Request, accounts: AccountStore, settings: Settings) -> SignedIn:
    """
    Raises:
        TokenError: nobody is known to send the request, or not to change anything.
        PasswordDueError: the account has to change its password first.
    """
    is_reading = request.method in _READING
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    account: Account | None = None
    token = ""
    if scheme:
        # Whoever shows a token acts by it alone, also where a session would do.
        if scheme.lower() == "bearer":
            account = await run_in_threadpool(accounts.token_account, given.strip())
    elif is_reading and (token := session_token(request, settings)):
        account = await run_in_threadpool(accounts.session_account, token)
    if account is None:
        raise TokenError(is_change=not is_reading)
    if account.must_change:
        raise PasswordDueError(account.login)
    return SignedIn(account, token)


def _require_local(request: Request, settings: Settings) -> None:
    """
    Raises:
        NotLocalError: it is not from this machine, by its own name.
        OriginError: a page of another site could have sent the change.
    """
    host = request.headers.get("host", "")
    if not (is_loopback(settings.host) and is_loopback(host)):
        raise NotLocalError
    if request.method in _READING:
        return
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    # No page of another site can send either without being asked for leave first.
    is_asked_for = kind == "application/json" or bool(request.headers.get(_OWN_HEADER))
    is_marked = request.method not in _WITH_BODY or is_asked_for
    if not (is_marked and is_of_this_site(request, settings)):
        raise OriginError
