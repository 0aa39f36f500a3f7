"""Signing in and out, and changing one's own password."""

from __future__ import annotations

from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from corpus.accounts.errors import AccountError, SignInError
from corpus.accounts.store import AccountStore
from ui.fault_words import fault_words
from ui.operations.errors import TooOftenError
from ui.operations.rates import Rates, address_of, too_often_headers
from ui.serving.pages import Frame, password_html, sign_in_html, sign_out_html
from ui.serving.request import (
    LANGUAGE_COOKIE,
    UnreadableFormError,
    form_of,
    form_secret,
    form_token,
    keep_form_secret,
    keep_session,
    language_of,
    local_path,
    session_token,
    signed_in,
)
from ui.settings import Settings
from ui.wording import t

_POLICY = (
    "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)


def account_pages(accounts: AccountStore, settings: Settings, rates: Rates) -> APIRouter:
    """Return the pages that everybody with an account has."""
    router = APIRouter(include_in_schema=False)
    pages = _AccountPages(accounts, settings, rates)
    router.add_api_route("/sign-in", pages.ask, methods=["GET"])
    router.add_api_route("/sign-in", pages.sign_in, methods=["POST"])
    router.add_api_route("/sign-out", pages.ask_out, methods=["GET"])
    router.add_api_route("/sign-out", pages.sign_out, methods=["POST"])
    router.add_api_route("/password", pages.ask_password, methods=["GET"])
    router.add_api_route("/password", pages.change_password, methods=["POST"])
    return router


def frame_of(
    request: Request, settings: Settings, *, fault: str = "", done: str = "", onward: str = "",
    now: str = "",
) -> Frame:  # fmt: skip
    """Return the frame of a page for whoever is signed in. onward: kept in its address."""
    who = signed_in(request)
    return Frame(
        language_of(request, settings),
        request.url.path,
        form_token(who.token) if who else "",
        who.account if who else None,
        fault,
        done,
        {"next": onward} if onward else {},
        now,
    )


def page(request: Request, text: str, status: int = 200) -> Response:
    """Return a page of ours: kept by nobody, with no scripts; the language chosen is remembered."""
    answer = HTMLResponse(text, status)
    answer.headers["content-security-policy"] = _POLICY
    answer.headers["cache-control"] = "no-store"
    chosen = request.query_params.get("lang")
    if chosen in ("zh", "en"):
        answer.set_cookie(LANGUAGE_COOKIE, chosen, max_age=31_536_000, path="/", samesite="lax")
    return answer


class _AccountPages:
    def __init__(self, accounts: AccountStore, settings: Settings, rates: Rates) -> None:
        self._accounts = accounts
        self._rates = rates
        self._settings = settings

    async def ask(self, request: Request) -> Response:
        """Show the form; whoever is signed in goes on."""
        onward = local_path(request.query_params.get("next", "/"))
        token = session_token(request, self._settings)
        find = self._accounts.session_account
        known = await run_in_threadpool(find, token) if token else None
        if known is not None:
            return RedirectResponse(onward, 303)
        return self._form(request, "", onward)

    async def sign_in(self, request: Request) -> Response:
        """Begin a session and go on to where one was going."""
        secret = form_secret(request, self._settings)
        try:
            fields = await form_of(request, secret)
        except UnreadableFormError:
            told = t("form_stale", language_of(request, self._settings))
            return self._form(request, "", "/", told, 400)
        login, given = (fields.get(name, [""])[-1] for name in ("login", "password"))
        onward = local_path(fields.get("next", ["/"])[-1])
        try:
            address = address_of(request, self._settings)
            await run_in_threadpool(self._rates.take, "sign_in", address)
            session = await run_in_threadpool(self._accounts.sign_in, login, given)
        except TooOftenError as refused:
            told = fault_words(refused, language_of(request, self._settings))
            chosen = fields.get("lang", [""])[-1]
            answer = self._form(request, login, onward, told, 429, chosen)
            answer.headers.update(too_often_headers(refused))
            return answer
        except AccountError as fault:
            told = fault_words(fault, language_of(request, self._settings))
            chosen = fields.get("lang", [""])[-1]
            return self._form(request, login, onward, told, 401, chosen)
        # A session of before in this browser, such as of somebody else, ends.
        before = session_token(request, self._settings)
        if before:
            await run_in_threadpool(self._accounts.sign_out, before)
        if session.account.must_change:
            onward = "/password?" + urlencode({"next": onward})
        answer = RedirectResponse(_in_language(onward, fields.get("lang", [""])[-1]), 303)
        keep_session(answer, request, self._settings, session.token)
        return answer

    async def ask_out(self, request: Request) -> Response:
        """Ask whether to sign out: a link does not do it."""
        return page(request, sign_out_html(frame_of(request, self._settings)))

    async def sign_out(self, request: Request) -> Response:
        """End the session."""
        token = session_token(request, self._settings)
        try:
            await form_of(request, token)
        except UnreadableFormError:
            return RedirectResponse("/sign-out", 303)
        await run_in_threadpool(self._accounts.sign_out, token)
        answer = RedirectResponse("/sign-in", 303)
        keep_session(answer, request, self._settings, "")
        return answer

    async def ask_password(self, request: Request) -> Response:
        """Show the form for another password."""
        onward = local_path(request.query_params.get("next", "/"))
        return page(request, password_html(frame_of(request, self._settings, onward=onward)))

    async def change_password(self, request: Request) -> Response:
        """Change one's own password; other sessions end."""
        who = signed_in(request)
        language = language_of(request, self._settings)
        if who is None:
            return RedirectResponse("/", 303)
        onward, fault, status = "/", "", 400
        try:
            fields = await form_of(request, who.token)
            old, new, again = (fields.get(name, [""])[-1] for name in ("old", "new", "again"))
            onward = local_path(fields.get("next", ["/"])[-1])
            if new == again:
                change = self._accounts.change_password
                await run_in_threadpool(change, who.account.id, old, new, keep=who.token)
                return RedirectResponse(onward, 303)
            fault = t("password_differs", language)
        except UnreadableFormError:
            fault = t("form_stale", language)
        except SignInError:
            fault, status = t("fault_old_wrong", language), 401
        except AccountError as refused:
            fault = fault_words(refused, language)
        frame = frame_of(request, self._settings, fault=fault, onward=onward)
        return page(request, password_html(frame), status)

    def _form(
        self,
        request: Request,
        login: str,
        onward: str,
        fault: str = "",
        status: int = 200,
        chosen: str = "",
    ) -> Response:
        secret = form_secret(request, self._settings)
        kept = {"next": onward} if onward != "/" else {}
        chosen = chosen or request.query_params.get("lang", "")
        language = language_of(request, self._settings)
        frame = Frame(language, "/sign-in", form_token(secret), fault=fault, kept=kept)
        answer = page(request, sign_in_html(frame, login[:64], onward, chosen), status)
        keep_form_secret(answer, request, self._settings, secret)
        return answer


def _in_language(onward: str, chosen: str) -> str:
    """Have the workbench open in the language that was chosen for signing in."""
    if chosen not in ("zh", "en") or "lang=" in onward:
        return onward
    return f"{onward}{'&' if '?' in onward else '?'}lang={chosen}"
