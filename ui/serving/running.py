"""Listening at an address and serving until the process is told to stop."""

from __future__ import annotations

import logging
import os
import socket
import sys
import threading
from collections.abc import Callable
from types import FrameType

import uvicorn
from starlette.types import ASGIApp
from threadpoolctl import threadpool_limits

from ui.operations.stopping import Stopping

_LAST_WORDS_S = 2
_LEFT_ALONE_S = 5
"""Beyond the time for answers: then the process ends without what does not end by itself."""
_log = logging.getLogger("anping.stopping")


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


_TURN_S = 0.0005


def run_server(
    app: ASGIApp, at: socket.socket, tell: Callable[[], object], stopping: Stopping
) -> None:
    """
    Serve until the process is told to stop (SIGTERM, SIGINT), then end in order; told again, at once.

    tell: called once, when it answers.
    """
    # Every query of a database lets other threads run, and waits this long for those that reckon:
    # at the usual 5 ms a request of a hundred queries waited half a second among many others.
    sys.setswitchinterval(_TURN_S)
    # Each request reckons in a thread of its own; more threads inside one only wait for each other.
    threadpool_limits(1, user_api="blas")
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        proxy_headers=False,  # the gate alone says whom to believe
        server_header=False,
        timeout_graceful_shutdown=_LAST_WORDS_S,
    )
    _Telling(config, tell, stopping).run(sockets=[at])


class _Telling(uvicorn.Server):
    """A server that tells when it answers, and that lets answers under way come to their end."""

    def __init__(
        self, config: uvicorn.Config, tell: Callable[[], object], stopping: Stopping
    ) -> None:
        super().__init__(config)
        self._tell = tell
        self._stopping = stopping
        self._is_told_to_stop = False

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer, and tell."""
        await super().startup(sockets)
        if not self.should_exit:
            self._tell()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002 - uvicorn's
        """Note that the process is to stop; nothing that waits may happen here."""
        # Not raised again at the end: to stop when told is no failure, and the exit code is 0.
        if self._is_told_to_stop:
            self.should_exit = self.force_exit = True
        self._is_told_to_stop = True

    async def on_tick(self, counter: int) -> bool:
        """Stop once nothing is under way, some ten times a second."""
        if self._is_told_to_stop and not self._stopping.begun.has_come:
            _leave_alone(self._stopping.bound_s + _LAST_WORDS_S + _LEFT_ALONE_S)
            self._stopping.begin()
        if self._stopping.is_done():
            self.should_exit = True
        return await super().on_tick(counter)


def _leave_alone(after_s: float) -> None:
    """End the process where a thread does not end; what it did is on record and done again."""

    def leave() -> None:
        _log.warning("left work that did not end")
        os._exit(0)

    timer = threading.Timer(after_s, leave)
    timer.daemon = True
    timer.start()
