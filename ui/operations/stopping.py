"""How a server stops: not ready at once, answers under way to their end within a time, then out."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from ui.operations.moment import Moment

_log = logging.getLogger("anping.stopping")


class Stopping:
    """
    The end of one server.

    begun: nothing new is taken on. over: answers that are still under way are ended. bound_s: the
    seconds between the two at most.
    """

    def __init__(self, bound_s: float = 8.0) -> None:
        self.bound_s = bound_s
        self.begun = Moment()
        self.over = Moment()
        self._hooks: list[tuple[str, Callable[[], object]]] = []
        self._working: list[threading.Thread] = []
        self._under_way = 0
        self._began = 0.0
        self._changing = threading.Lock()

    def then(self, name: str, stop: Callable[[], object]) -> None:
        """Have work in the background stopped when the server stops; each in a thread of its own."""
        self._hooks.append((name, stop))

    def begin(self) -> None:
        """Take on nothing new; once more does nothing."""
        with self._changing:
            if self.begun.has_come:
                return
            self._began = time.monotonic()
            self.begun.come()
        _log.info("stopping", extra={"anping": {"under_way": self._under_way}})
        for name, stop in self._hooks:
            thread = threading.Thread(target=_stopped, args=(name, stop), daemon=True, name=name)
            thread.start()
            self._working.append(thread)

    @contextmanager
    def under_way(self) -> Iterator[None]:
        """Count an answer while it is made."""
        with self._changing:
            self._under_way += 1
        try:
            yield
        finally:
            with self._changing:
                self._under_way -= 1

    def is_done(self) -> bool:
        """Tell whether nothing is under way any more, or the time is over."""
        if not self.begun.has_come:
            return False
        is_idle = not self._under_way and not any(one.is_alive() for one in self._working)
        if is_idle or time.monotonic() - self._began > self.bound_s:
            self.over.come()
        return self.over.has_come


def _stopped(name: str, stop: Callable[[], object]) -> None:
    try:
        stop()
    except Exception as fault:  # noqa: BLE001 - the thread's boundary; the server stops anyway
        _log.error("could not be stopped", extra={"anping": {"part": name}}, exc_info=fault)
