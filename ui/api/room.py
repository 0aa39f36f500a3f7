"""How much may be sent: counted while it comes, so that nothing larger is ever held."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.api.errors import TooLargeError
from ui.api.problems import TOO_LARGE, problem

LARGEST_FILE = 100 * 1024 * 1024
"""As the page's."""
LARGEST_WORDS = 2 * 1024 * 1024
_AROUND_A_FILE = 64 * 1024


class Room:
    """Refuse what is too large: files of 100 MB, all else of 2 MB."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        is_file = headers.get(b"content-type", b"").startswith(b"multipart/form-data")
        most = LARGEST_FILE + _AROUND_A_FILE if is_file else LARGEST_WORDS
        said = headers.get(b"content-length", b"")
        if said.isdigit() and int(said) > most:
            await problem(TooLargeError(most))(scope, receive, send)
            return
        came = 0

        async def counted() -> Message:
            nonlocal came
            message = await receive()
            came += len(message.get("body", b""))
            if came > most:
                scope[TOO_LARGE] = most
                raise TooLargeError(most)
            return message

        await self._app(scope, counted, send)
