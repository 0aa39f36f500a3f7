"""
What removals by other servers leave to this one: copies and findings of what is gone.

Servers that share a store keep copies of documents, pictures of their pages and findings, each on
its own machine. A removal deletes those of the machine where it is done; the others look for
themselves what is not in the store any more.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from corpus.cases.store import CaseStore
from corpus.record.event import HOME

EVERY_S = 30.0
"""How long a removal may go unnoticed by the other servers, in seconds."""
_log = logging.getLogger("anping.removals")


class RemovalJobs:
    """
    A thread that looks now and then, and ends with the process.

    is_shared: whether others may remove something from the store; else there is nothing to do.
    forget: told every case that was removed, to forget what is not kept with the store.
    """

    def __init__(
        self,
        store: CaseStore,
        forget: Callable[[str], object],
        *,
        is_shared: bool,
        every_s: float = EVERY_S,
    ) -> None:
        self._store = store
        self._forget = forget
        self._seen = 0
        self._is_shared = is_shared
        self._every_s = every_s
        self._told = threading.Event()

    def start(self) -> None:
        """Look at once, in the background, and from then on."""
        if self._is_shared:
            threading.Thread(target=self._work, daemon=True, name="removals").start()

    def follow(self) -> None:
        """Do now what there is to do."""
        self._store.finish_removals()
        if self._store.head(HOME).number == self._seen:
            return
        for event in self._store.events(HOME):
            if event.number > self._seen and event.what == "case.removed":
                self._forget(event.subject["case"])
            self._seen = max(self._seen, event.number)

    def stop(self) -> None:
        """Look no more."""
        self._told.set()

    def _work(self) -> None:
        while not self._told.is_set():
            try:
                self.follow()
            except Exception as fault:  # noqa: BLE001 - the thread's boundary; it looks again
                _log.warning("removals cannot be followed now: %s", fault)
            self._told.wait(self._every_s)
