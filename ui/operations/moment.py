"""Something that happens once, which threads and coroutines wait for."""

from __future__ import annotations

import asyncio
import threading


class Moment:
    """
    Not yet, and then for good.

    `come` is called from any thread; coroutines of any loop may wait.
    """

    def __init__(self) -> None:
        self._has_come = threading.Event()
        self._waiting: set[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = set()
        self._changing = threading.Lock()

    @property
    def has_come(self) -> bool:
        """Whether it has happened."""
        return self._has_come.is_set()

    def come(self) -> None:
        """Have it happen; once more does nothing."""
        with self._changing:
            self._has_come.set()
            waiting, self._waiting = self._waiting, set()
        for loop, event in waiting:
            if not loop.is_closed():
                loop.call_soon_threadsafe(event.set)

    async def wait(self) -> None:
        """Return when it has happened."""
        mine = (asyncio.get_running_loop(), asyncio.Event())
        with self._changing:
            if self._has_come.is_set():
                return
            self._waiting.add(mine)
        try:
            await mine[1].wait()
        finally:
            with self._changing:
                self._waiting.discard(mine)
