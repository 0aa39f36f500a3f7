"""
Answers while a server stops: those under way go on within the time, new ones are refused, and
streams end with a word instead of breaking off.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import MutableMapping
from typing import Any

from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.operations.stopping import Stopping
from ui.wording import t

_STILL = ("/health", "/ready", "/metrics", "/gradio_api/queue/data")
"""What is answered to the end: who watches the server, and pages that wait for their answer."""
_OPEN_PAGE = "/gradio_api/heartbeat/"
"""A stream that lasts as long as a page is open, and says nothing."""
_API = "/api/"
_AGAIN_S = "5"
_LAST_WORD_S = 0.5


class Answering:
    """Let requests through to an application until the server stops."""

    def __init__(self, app: ASGIApp, stopping: Stopping) -> None:
        self._app = app
        self._stopping = stopping

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = str(scope["path"])
        if self._stopping.begun.has_come and path not in _STILL:
            await _refusal(path)(scope, receive, send)
        elif path.startswith(_OPEN_PAGE):
            await self._until(self._stopping.begun.wait(), scope, receive, send)
        else:
            with self._stopping.under_way():
                await self._until(self._stopping.over.wait(), scope, receive, send)

    async def _until(self, moment: Any, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer; when the moment comes first, end the answer with a word."""
        told = _Told(send)
        work = asyncio.ensure_future(self._app(scope, receive, told))
        end = asyncio.ensure_future(moment)
        try:
            await asyncio.wait({work, end}, return_when=asyncio.FIRST_COMPLETED)
            if work.done() or not told.can_end:
                await work
                return
            told.is_shut = True
            work.cancel()
            # What runs in a thread is not waited for; nobody hears it any more.
            await asyncio.wait({work}, timeout=_LAST_WORD_S)
            await _end(told, str(scope["path"]), scope, receive, send)
        finally:
            end.cancel()
            if not work.done():
                work.cancel()


class _Told:
    """What was sent so far."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.is_begun = self.is_stream = self.is_ended = self.is_shut = False

    @property
    def can_end(self) -> bool:
        """Whether the answer can be ended with a word: it is a stream, or has not begun."""
        return not self.is_ended and (self.is_stream or not self.is_begun)

    async def __call__(self, message: Message) -> None:
        if self.is_shut:
            return
        if message["type"] == "http.response.start":
            self.is_begun = True
            headers: MutableMapping[bytes, bytes] = dict(message.get("headers", ()))
            self.is_stream = headers.get(b"content-type", b"").startswith(b"text/event-stream")
        elif message["type"] == "http.response.body":
            self.is_ended = not message.get("more_body", False)
        await self._send(message)


async def _end(told: _Told, path: str, scope: Scope, receive: Receive, send: Send) -> None:
    if told.is_ended:
        return
    if not told.is_begun:
        await _refusal(path)(scope, receive, send)
        return
    await send({"type": "http.response.body", "body": _last_words(path), "more_body": False})


def _last_words(path: str) -> bytes:
    """Return how a stream ends, in the form of whoever reads it."""
    if path.startswith(_OPEN_PAGE):
        return b""
    if path.startswith(_API):
        told = bytes(_problem().body).decode()
        return f"event: problem\ndata: {told}\n\n".encode()
    words = {
        "msg": "unexpected_error",
        "message": _in_both(" "),
        "session_not_found": False,
        "success": False,
    }
    ended = {"msg": "close_stream"}
    return "".join(f"data: {json.dumps(one)}\n\n" for one in (words, ended)).encode()


def _refusal(path: str) -> Response:
    headers = {"retry-after": _AGAIN_S, "cache-control": "no-store", "connection": "close"}
    if path.startswith(_API):
        answer = _problem()
        answer.headers.update(headers)
        return answer
    return PlainTextResponse(_in_both("\n") + "\n", 503, headers)


def _in_both(between: str) -> str:
    return between.join(t("server_stopping", language) for language in ("zh", "en"))


def _problem() -> Response:
    from ui.api.errors import StoppingError  # noqa: PLC0415 - the API knows this room too
    from ui.api.problems import problem  # noqa: PLC0415

    return problem(StoppingError())
