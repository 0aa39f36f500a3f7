"""The pages on which admins keep the accounts. The store checks whose right each act is."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from corpus.accounts.account import Account
from corpus.accounts.errors import AccountError, AdminNeededError, UnknownAccountError
from corpus.accounts.store import AccountStore
from ui.fault_words import fault_words
from ui.serving.account_pages import frame_of, page
from ui.serving.pages import Frame, account_html, accounts_html, message_html
from ui.serving.request import SignedIn, UnreadableFormError, form_of, language_of, signed_in
from ui.settings import Settings
from ui.wording import t

Fields = Mapping[str, list[str]]
Secret = tuple[str, str] | None


def admin_pages(accounts: AccountStore, settings: Settings) -> APIRouter:
    """Return the pages of an admin."""
    router = APIRouter(include_in_schema=False)
    pages = _AdminPages(accounts, settings)
    router.add_api_route("/accounts", pages.listed, methods=["GET"])
    router.add_api_route("/accounts", pages.create, methods=["POST"])
    router.add_api_route("/accounts/{account_id}", pages.show, methods=["GET"])
    router.add_api_route("/accounts/{account_id}", pages.change, methods=["POST"])
    return router


class _AdminPages:
    def __init__(self, accounts: AccountStore, settings: Settings) -> None:
        self._accounts = accounts
        self._settings = settings

    async def listed(self, request: Request) -> Response:
        """Show all accounts."""
        return await run_in_threadpool(self._guarded, request, self._listed)

    async def create(self, request: Request) -> Response:
        """Make an account and show its password, this once."""
        fields = await self._fields(request)
        return await run_in_threadpool(
            self._guarded, request, lambda request, who: self._create(request, who, fields)
        )

    async def show(self, request: Request, account_id: str) -> Response:
        """Show one account."""
        return await run_in_threadpool(
            self._guarded, request, lambda request, _: self._show(request, account_id)
        )

    async def change(self, request: Request, account_id: str) -> Response:
        """Change one account."""
        fields = await self._fields(request)
        return await run_in_threadpool(
            self._guarded,
            request,
            lambda request, who: self._change(request, who, account_id, fields),
        )

    async def _fields(self, request: Request) -> Fields | None:
        who = signed_in(request)
        try:
            return await form_of(request, who.token if who else "")
        except UnreadableFormError:
            return None

    def _guarded(self, request: Request, draw: Callable[[Request, SignedIn], Response]) -> Response:
        """Draw a page for an admin; others are told that it is not for them."""
        who = signed_in(request)
        if who is None:
            return RedirectResponse("/", 303)
        language = language_of(request, self._settings)
        try:
            self._accounts.acting(who.account.id).require_admin("keep accounts")
            return draw(request, who)
        except (AdminNeededError, UnknownAccountError) as fault:
            status = 403 if isinstance(fault, AdminNeededError) else 404
            frame = frame_of(request, self._settings)
            return page(request, message_html(frame, fault_words(fault, language)), status)

    def _listed(self, request: Request, who: SignedIn) -> Response:
        found = self._accounts.acting(who.account.id).accounts()
        return page(request, accounts_html(self._frame(request), found))

    def _create(self, request: Request, who: SignedIn, fields: Fields | None) -> Response:
        store, language = self._accounts.acting(who.account.id), self._language(request)
        typed = {name: values[-1] for name, values in (fields or {}).items()}
        roles = (fields or {}).get("role", [])
        fault, secret, status = "", None, 200
        if fields is None:
            fault = t("form_stale", language)
        else:
            given = [typed.get(name, "") for name in ("login", "name", "employer")]
            try:
                account, password = store.create(given[0], given[1], roles, employer=given[2])
                secret, typed, roles = (account.login, password), {}, []
            except AdminNeededError:
                raise
            except AccountError as refused:
                fault = fault_words(refused, language)
        status = 400 if fault else 200
        frame = self._frame(request, fault=fault)
        return page(request, accounts_html(frame, store.accounts(), typed, roles, secret), status)

    def _show(
        self, request: Request, account_id: str, *, fault: str = "", done: str = "",
        secret: Secret = None,
    ) -> Response:  # fmt: skip
        one = self._accounts.account(account_id)
        frame = self._frame(request, fault=fault, done=done)
        return page(request, account_html(frame, one, secret), 400 if fault else 200)

    def _change(
        self, request: Request, who: SignedIn, account_id: str, fields: Fields | None
    ) -> Response:
        language = self._language(request)
        if fields is None:
            return self._show(request, account_id, fault=t("form_stale", language))
        store = self._accounts.acting(who.account.id)
        one = store.account(account_id)
        try:
            done, secret = self._done(store, one, fields, language)
        except (AdminNeededError, UnknownAccountError):
            raise
        except AccountError as refused:
            return self._show(request, account_id, fault=fault_words(refused, language))
        return self._show(request, account_id, done=done, secret=secret)

    def _done(
        self, store: AccountStore, one: Account, fields: Fields, language: str
    ) -> tuple[str, Secret]:
        match fields.get("act", [""])[-1]:
            case "save":
                store.set_roles(one.id, fields.get("role", []))
                name, employer = (fields.get(key, [""])[-1] for key in ("name", "employer"))
                store.rename(one.id, name, employer)
            case "disable":
                store.disable(one.id)
            case "enable":
                store.enable(one.id)
            case "sign_out":
                store.sign_out_everywhere(one.id)
                return t("account_signed_out", language), None
            case "reset":
                return "", (one.login, store.reset_password(one.id))
            case _:
                return "", None
        return t("account_saved", language), None

    def _frame(self, request: Request, *, fault: str = "", done: str = "") -> Frame:
        now = self._accounts.now()
        return frame_of(request, self._settings, fault=fault, done=done, now=now)

    def _language(self, request: Request) -> str:
        return language_of(request, self._settings)
