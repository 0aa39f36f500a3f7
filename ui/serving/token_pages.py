"""The page on which everybody with an account keeps their own tokens."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from corpus.accounts.errors import AccountError
from corpus.accounts.store import AccountStore
from corpus.accounts.tokens import LONGEST_DAYS
from ui.fault_words import fault_words
from ui.serving.account_pages import frame_of, page
from ui.serving.request import SignedIn, UnreadableFormError, form_of, language_of, signed_in
from ui.serving.token_html import newest, tokens_html
from ui.settings import Settings
from ui.wording import t

_NO_WORDS: Mapping[str, str] = {}


class _DaysError(ValueError):
    """What was typed is no number of days that a token can last."""


def token_pages(accounts: AccountStore, settings: Settings) -> APIRouter:
    """Return the page of one's own tokens."""
    router = APIRouter(include_in_schema=False)
    pages = _TokenPages(accounts, settings)
    router.add_api_route("/tokens", pages.show, methods=["GET"])
    router.add_api_route("/tokens", pages.change, methods=["POST"])
    return router


class _TokenPages:
    def __init__(self, accounts: AccountStore, settings: Settings) -> None:
        self._accounts = accounts
        self._settings = settings

    async def show(self, request: Request) -> Response:
        """Show one's tokens, without what programs show."""
        who = signed_in(request)
        if who is None:
            return RedirectResponse("/", 303)
        return await run_in_threadpool(self._shown, request, who)

    async def change(self, request: Request) -> Response:
        """Make a token and show it, this once; or revoke one."""
        who = signed_in(request)
        if who is None:
            return RedirectResponse("/", 303)
        try:
            fields = await form_of(request, who.token)
        except UnreadableFormError:
            told = t("form_stale", language_of(request, self._settings))
            return await run_in_threadpool(self._shown, request, who, fault=told)
        typed = {name: values[-1] for name, values in fields.items()}
        return await run_in_threadpool(self._changed, request, who, typed)

    def _changed(self, request: Request, who: SignedIn, typed: Mapping[str, str]) -> Response:
        store, language = (
            self._accounts.acting(who.account.id),
            language_of(request, self._settings),
        )
        try:
            match typed.get("act"):
                case "make":
                    if typed.get("seen", "") != newest(store.tokens(who.account.id)):
                        return self._shown(request, who, fault=t("form_stale", language))
                    days = _days(typed.get("days", ""))
                    made, secret = store.make_token(who.account.id, typed.get("name", ""), days)
                    return self._shown(request, who, secret=(made.name, secret))
                case "revoke":
                    token = typed.get("token", "")
                    names = {one.id: one.name for one in store.tokens(who.account.id)}
                    store.revoke_token(who.account.id, token)
                    told = t("token_was_revoked", language, name=names.get(token, ""))
                    return self._shown(request, who, done=told)
                case _:
                    return self._shown(request, who)
        except _DaysError:
            fault = t("token_days_fault", language, most=LONGEST_DAYS)
        except AccountError as refused:
            fault = fault_words(refused, language)
        return self._shown(request, who, typed=typed, fault=fault)

    def _shown(
        self, request: Request, who: SignedIn, *, typed: Mapping[str, str] = _NO_WORDS,
        fault: str = "", done: str = "", secret: tuple[str, str] | None = None,
    ) -> Response:  # fmt: skip
        found = self._accounts.acting(who.account.id).tokens(who.account.id)
        now = self._accounts.now()
        frame = frame_of(request, self._settings, fault=fault, done=done, now=now)
        return page(request, tokens_html(frame, found, typed, secret), 400 if fault else 200)


def _days(text: str) -> int:
    """
    Raises:
        _DaysError: it is no whole number of days that is allowed.
    """
    said = text.strip()
    if not (said.isascii() and said.isdigit() and len(said) < 5 and 1 <= int(said) <= LONGEST_DAYS):
        raise _DaysError(said)
    return int(said)
