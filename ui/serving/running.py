"""Listening at an address and serving until the process is told to stop."""

from __future__ import annotations

import socket
from collections.abc import Callable

import uvicorn
from starlette.types import ASGIApp

_PATIENCE_S = 3  # for answers under way when the server is stopped


def listening(host: str, port: int) -> socket.socket:
    """
    Return a socket at an address. port: 0 takes any free one.

    Raises:
        OSError: the address is not of this machine, or the port is taken.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    found = socket.socket(family)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((host.strip("[]"), port))
    except OSError:
        found.close()
        raise
    return found


def run_server(app: ASGIApp, at: socket.socket, tell: Callable[[], object]) -> None:
    """Serve until the process is told to stop. tell: called once, when it answers."""
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        proxy_headers=False,  # the gate alone says whom to believe
        server_header=False,
        timeout_graceful_shutdown=_PATIENCE_S,
    )
    _Telling(config, tell).run(sockets=[at])


class _Telling(uvicorn.Server):
    """A server that tells when it answers."""

    def __init__(self, config: uvicorn.Config, tell: Callable[[], object]) -> None:
        super().__init__(config)
        self._tell = tell

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer, and tell."""
        await super().startup(sockets)
        if not self.should_exit:
            self._tell()
