"""What is read from a request: its cookies, its form, where it comes from. All of it is hostile."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from starlette.requests import Request
from starlette.responses import Response

from corpus.accounts.account import Account
from ui.settings import Settings

LANGUAGE_COOKIE = "anping-language"
FORM_FIELD = "form"
SIGNED_IN, OPEN = "anping.signed_in", "anping.open"
"""Where the gate notes in a request who sent it, or that there are no accounts."""
_SESSION_COOKIE, _FORM_COOKIE = "anping-session", "anping-form"
_LONGEST_BODY, _MOST_FIELDS = 64 * 1024, 60
_LONGEST_NEXT = 2000
_LOOPBACK = ("127.0.0.1", "localhost", "::1", "[::1]")


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who sends a request, and the token of the session."""

    account: Account
    token: str


class UnreadableFormError(ValueError):
    """What was sent is no form of ours."""


def is_let_in(request: Request) -> bool:
    """Tell whether the gate let a request through to the workbench, signed in or as its only user."""
    return signed_in(request) is not None or bool(request.scope.get(OPEN))


def signed_in(request: Request | None) -> SignedIn | None:
    """Return who sends a request that came through the gate; None where there are no accounts."""
    found = request.scope.get(SIGNED_IN) if request is not None else None
    return found if isinstance(found, SignedIn) else None


def is_loopback(host: str) -> bool:
    """Tell whether an address is this machine only; a port after it does not matter."""
    name = host if host in _LOOPBACK else host.rsplit(":", 1)[0]
    return name.lower() in _LOOPBACK


def is_https(request: Request, settings: Settings) -> bool:
    """
    Tell whether the browser came by https: by the settings, or by what a trusted proxy says.
    """
    if settings.https or request.url.scheme == "https":
        return True
    said = request.headers.get("x-forwarded-proto", "").split(",")[0].strip().lower()
    return settings.trust_proxy and said == "https"


def is_of_this_site(request: Request, settings: Settings) -> bool:
    """
    Tell whether a page of ours sends the request, by the browser's word (`Origin`).

    Programs that are no browsers send none; they have no cookies that others could use.
    """
    origin = request.headers.get("origin")
    if origin is None:
        return request.headers.get("sec-fetch-site", "none") in ("same-origin", "none")
    host = request.headers.get("host", "")
    if settings.trust_proxy:
        forwarded = request.headers.get("x-forwarded-host", "").split(",")[0].strip()
        host = forwarded or host
    return bool(host) and urlsplit(origin).netloc.lower() == host.lower()


def session_token(request: Request, settings: Settings) -> str:
    """Return the token of the session that the browser names; "" for none."""
    return request.cookies.get(_cookie_name(_SESSION_COOKIE, request, settings), "")


def keep_session(response: Response, request: Request, settings: Settings, token: str) -> None:
    """Have the browser keep the token of a session; "" has it forget the one it has."""
    _set_cookie(response, request, settings, _SESSION_COOKIE, token)


def form_secret(request: Request, settings: Settings) -> str:
    """Return what the forms of whoever is not signed in are bound to, made where it is missing."""
    kept = request.cookies.get(_cookie_name(_FORM_COOKIE, request, settings), "")
    return kept or secrets.token_urlsafe(24)


def keep_form_secret(response: Response, request: Request, settings: Settings, secret: str) -> None:
    """Have the browser keep the secret of a form."""
    _set_cookie(response, request, settings, _FORM_COOKIE, secret)


def form_token(secret: str) -> str:
    """Return what a form has to bring back, from a session's token or a form's secret."""
    return hmac.new(secret.encode(), b"anping form", hashlib.sha256).hexdigest()


async def form_of(request: Request, secret: str) -> Mapping[str, list[str]]:
    """
    Return the fields of a form that was sent with its token.

    Raises:
        UnreadableFormError: it is too large, no form, or without the right token.
    """
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LONGEST_BODY:
            raise UnreadableFormError("too large")
    kind = request.headers.get("content-type", "").split(";")[0].strip()
    if kind != "application/x-www-form-urlencoded":
        raise UnreadableFormError("not a form")
    try:
        fields = parse_qs(body.decode("utf-8"), True, max_num_fields=_MOST_FIELDS)
    except ValueError as fault:
        raise UnreadableFormError(str(fault)) from fault
    given = fields.get(FORM_FIELD, [""])[-1]
    if not secret or not hmac.compare_digest(given.encode(), form_token(secret).encode()):
        raise UnreadableFormError("another form's token")
    return fields


def local_path(wanted: str) -> str:
    r"""
    Return where to go on to after signing in: a path of this server, else "/".

    >>> local_path("/?view=score&case=c-abcdef")
    '/?view=score&case=c-abcdef'
    >>> [local_path(other) for other in ("//evil.example", "https://evil.example", "/\\evil", "x")]
    ['/', '/', '/', '/']
    """
    is_plain = wanted.isprintable() and "\\" not in wanted and len(wanted) <= _LONGEST_NEXT
    if not is_plain or not wanted.startswith("/") or wanted.startswith("//"):
        return "/"
    parts = urlsplit(wanted)
    return "/" if parts.scheme or parts.netloc else wanted


def language_of(request: Request, settings: Settings) -> str:
    """Return the language that the address names, else the one that was chosen before."""
    for wanted in (request.query_params.get("lang"), request.cookies.get(LANGUAGE_COOKIE)):
        if wanted in ("zh", "en"):
            return wanted
    return settings.language


def _cookie_name(name: str, request: Request, settings: Settings) -> str:
    # Of a name with this beginning no other host and no plain page can set a cookie.
    return f"__Host-{name}" if is_https(request, settings) else name


def _set_cookie(
    response: Response, request: Request, settings: Settings, name: str, value: str
) -> None:
    response.set_cookie(
        _cookie_name(name, request, settings),
        value,
        max_age=None if value else 0,
        path="/",
        secure=is_https(request, settings),
        httponly=True,
        samesite="lax",
    )
