"""`/metrics`: the figures of the server, for this machine or for who shows the token."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from functools import partial
from typing import get_args

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from corpus.jobs.board import JobBoard
from corpus.jobs.job import Lane
from ui.operations.metrics import METRICS
from ui.serving.request import is_loopback
from ui.settings import METRICS_TOKEN, Settings, SettingsError

_SHORTEST = 16
_FORMAT = "text/plain; version=0.0.4; charset=utf-8"


def metrics_token(environment: Mapping[str, str]) -> str:
    """
    Return the token of the environment; "" for none.

    Raises:
        SettingsError: it is so short that it could be guessed.
    """
    token = environment.get(METRICS_TOKEN, "")
    if token and len(token) < _SHORTEST:
        raise SettingsError("metrics_token", "…", f"at least {_SHORTEST} characters")
    return token


def count_queues(board: Callable[[], JobBoard]) -> None:
    """Have what waits and is under way in each lane asked for whenever the figures are."""

    def length(lane: Lane) -> float:
        try:
            counts = board().counts()
        except Exception:  # noqa: BLE001 - the other figures are told all the same
            return float("nan")
        return float(sum(number for (of, _), number in counts.items() if of == lane))

    for lane in get_args(Lane):
        METRICS.count_queue(lane, partial(length, lane))


def figures(settings: Settings, token: str) -> APIRouter:
    """Return the page of the figures. token: "" where none is set; then for this machine alone."""
    router = APIRouter(include_in_schema=False)

    def told(request: Request) -> Response:
        headers = {"cache-control": "no-store"}
        if not _may_read(request, settings, token):
            return PlainTextResponse("Not for you.", 403, headers)
        return Response(METRICS.told(), headers=headers, media_type=_FORMAT)

    router.add_api_route("/metrics", told, methods=["GET", "HEAD"])
    return router


def _may_read(request: Request, settings: Settings, token: str) -> bool:
    if token:
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        is_right = hmac.compare_digest(given.strip().encode(), token.encode())
        return scheme.lower() == "bearer" and is_right
    # Through a proxy everybody comes from this machine.
    is_direct = not (settings.trust_proxy or settings.https)
    came_from = request.client.host if request.client else ""
    return is_direct and is_loopback(came_from) and is_loopback(request.headers.get("host", ""))
