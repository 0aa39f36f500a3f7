"""Around every request: its id, its line in the log, its figures and its span."""

from __future__ import annotations

import logging
import time

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.operations.fault_code import fault_code
from ui.operations.metrics import METRICS
from ui.operations.request_note import RequestNote, begin_note, end_note, request_id
from ui.operations.route import is_quiet, method_of, route_of
from ui.operations.traces import span
from ui.serving.request import signed_in

HEADER = "x-request-id"
_log = logging.getLogger("anping.request")


class Access:
    """Note every request to an application: what for, by whom, how it ended and how long it took."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        note = RequestNote(request_id(Request(scope).headers.get(HEADER, "")))
        began, status = time.perf_counter(), 500
        is_begun = is_stream = False

        async def noted(message: Message) -> None:
            nonlocal status, is_begun, is_stream
            if message["type"] == "http.response.start":
                status, is_begun = int(message["status"]), True
                headers = MutableHeaders(scope=message)
                headers[HEADER] = note.id
                is_stream = headers.get("content-type", "").startswith("text/event-stream")
            await send(message)

        token = begin_note(note)
        try:
            with span("request", Request(scope).headers) as say:
                await self._app(scope, receive, noted)
                say("http.request.method", method_of(scope))
                say("http.route", route_of(scope))
                say("http.response.status_code", status)
        except Exception as fault:
            note.code = note.code or fault_code(fault)
            _log.error("a request failed", extra={"anping": {"code": note.code}}, exc_info=fault)
            if is_begun:
                raise  # its head is sent; breaking off tells that it is not whole
            await _failed(noted)
        finally:
            ended = time.perf_counter()
            route, method = route_of(scope), method_of(scope)
            METRICS.answered(method, route, status, None if is_stream else ended - began)
            METRICS.failed(note.code)
            _say(scope, note, method, route, status, ended - began)
            end_note(token)


async def _failed(send: Send) -> None:
    kind = (b"content-type", b"text/plain; charset=utf-8")
    await send({"type": "http.response.start", "status": 500, "headers": [kind]})
    await send({"type": "http.response.body", "body": b"Our fault. The log has more.\n"})


def _say(
    scope: Scope, note: RequestNote, method: str, route: str, status: int, took_s: float
) -> None:
    who = signed_in(Request(scope))
    said = {
        "method": method, "route": route, "status": status, "ms": round(took_s * 1000),
        "account": who.account.id if who else "", "code": note.code, "request_id": note.id,
    }  # fmt: skip
    level = logging.DEBUG if is_quiet(route) else logging.INFO
    _log.log(level, "request", extra={"anping": said})
