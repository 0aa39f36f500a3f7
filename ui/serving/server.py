"""The workbench and the pages around it as one server."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from fastapi import APIRouter, FastAPI
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp

from ui.api.app import PREFIX as API
from ui.api.app import build_api
from ui.app import CSS, build_app, theme
from ui.operations.access import Access
from ui.operations.answering import Answering
from ui.operations.figures import count_queues, figures
from ui.operations.metrics import METRICS
from ui.operations.probes import probes
from ui.services import Services
from ui.serving.account_pages import account_pages
from ui.serving.admin_pages import admin_pages
from ui.serving.gate import PUBLIC, PUBLIC_PREFIX, Gate
from ui.serving.request import is_let_in, signed_in
from ui.serving.token_pages import token_pages
from ui.verification.routes import verification_routes

import gradio as gr  # isort: skip - after ui.app, which tells it to report nothing

_LOOKS = Path(__file__).parents[1] / "assets" / "serving" / "pages.css"
_LARGEST_FILE = "100mb"
_AT_ONCE = 4
_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


def public_routers(services: Services) -> Sequence[APIRouter]:
    """Return what is served at /verify and under it to everybody, with or without an account."""
    return (verification_routes(services),)


def build_server(services: Services) -> ASGIApp:
    """Return everything that is served, behind its gate."""
    blocks = build_app(services)
    blocks.queue(default_concurrency_limit=_AT_ONCE)
    server = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    METRICS.watch()
    count_queues(lambda: services.workplace.board)
    server.include_router(probes(services))
    server.include_router(figures(services.settings, services.metrics_token))
    server.add_api_route("/looks/pages.css", _looks, methods=["GET", "HEAD"])
    server.include_router(account_pages(services.accounts, services.settings, services.rates))
    server.include_router(token_pages(services.accounts, services.settings))
    server.include_router(admin_pages(services.accounts, services.settings))
    for router in public_routers(services):
        server.include_router(router)
    server.mount(API, build_api(services))
    # What is public and not known does not fall to the workbench.
    for path in (*PUBLIC, PUBLIC_PREFIX + "{rest:path}"):
        server.add_api_route(path, _nothing, methods=_METHODS)
    gr.mount_gradio_app(
        server,
        blocks,
        "/",
        server_name=services.settings.host,
        auth_dependency=_account_id,
        theme=theme(),
        css_paths=CSS,
        footer_links=[],
        max_file_size=_LARGEST_FILE,
        show_error=False,
        ssr_mode=False,
        enable_monitoring=False,
        mcp_server=False,
        pwa=False,
        run_history=False,  # questions and pages of documents would stay in the browser
    )
    gate = Gate(server, services.accounts, services.settings, blocks.seats.is_of, services.rates)
    return Access(Answering(gate, services.stopping))


def _account_id(request: Request) -> str | None:
    """
    Return who sends a request, for gradio.

    "" where there are no accounts; None, which gradio refuses, for what did not pass the gate.
    """
    who = signed_in(request)
    if who is not None:
        return who.account.id
    return "" if is_let_in(request) else None


def _nothing() -> Response:
    return PlainTextResponse("Nothing is here.", 404)


def _looks() -> Response:
    text = _LOOKS.read_text(encoding="utf-8")
    return PlainTextResponse(text, media_type="text/css", headers={"cache-control": "max-age=300"})
