"""
How a tool is called: in a thread, within a time, with errors that say what to do.

Whoever cancels does not wait for the thread. Threads are counted until they really end, so that
cancelled calls cannot pile up.
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Awaitable, Callable
from typing import ParamSpec, TypeVar

import anyio
from mcp.server.mcpserver.exceptions import ToolError

from assistant.errors import AssistantError
from corpus.errors import CorpusError
from scoring.errors import ScoringError
from ui.errors import CallBusyError, CallSlowError, CaseRulesError, DeskError, McpError

_OURS = (AssistantError, CaseRulesError, CorpusError, DeskError, McpError, ScoringError)
LIMIT_S = 120.0
"""How long a call may take, in seconds."""
MOST_AT_ONCE = 16
"""How many calls may be under way, cancelled ones that still run included."""

P = ParamSpec("P")
R = TypeVar("R")


class Calls:
    """
    Runs the calls of one server.

    limit_s: how long each may take. most: how many may be under way at once.
    """

    def __init__(self, limit_s: float = LIMIT_S, most: int = MOST_AT_ONCE) -> None:
        self._limit_s = limit_s
        self._most = most
        self._free = threading.BoundedSemaphore(most)

    def bounded(self, tool: Callable[P, R]) -> Callable[P, Awaitable[R]]:
        """
        Return the tool as it is called: with the same parameters, awaited.

        Our own errors become errors of the tool, with their code first.
        """

        @functools.wraps(tool)
        async def call(*args: P.args, **kwargs: P.kwargs) -> R:
            try:
                return await self._run(functools.partial(tool, *args, **kwargs))
            except _OURS as error:
                message = f"[{error.code}] {error}"
                raise ToolError(message) from error

        return call

    async def _run(self, work: Callable[[], R]) -> R:
        if not self._free.acquire(blocking=False):
            raise CallBusyError(self._most)
        place = _Place(self._free)

        def working() -> R:
            place.take()
            try:
                return work()
            finally:
                self._free.release()

        try:
            with anyio.fail_after(self._limit_s):
                limiter = anyio.CapacityLimiter(1)  # the places alone say how many there are
                return await anyio.to_thread.run_sync(
                    working, abandon_on_cancel=True, limiter=limiter
                )
        except TimeoutError as error:
            raise CallSlowError(self._limit_s) from error
        finally:
            place.leave()


class _Place:
    """A place among the calls under way: freed by the thread that took it, or where none did."""

    def __init__(self, free: threading.BoundedSemaphore) -> None:
        self._free = free
        self._changing = threading.Lock()
        self._is_taken = self._is_left = False

    def take(self) -> None:
        """Begin, in the thread; a call that was cancelled before does not."""
        with self._changing:
            if self._is_left:
                self._free.acquire()  # given back already; the thread gives it back again
            self._is_taken = True

    def leave(self) -> None:
        """Wait no longer; gives the place back where no thread has it."""
        with self._changing:
            if not self._is_taken and not self._is_left:
                self._is_left = True
                self._free.release()
