"""One job being done: what it tells while it goes on, and how it learns that it is to stop."""

from __future__ import annotations

import threading
from collections.abc import Callable

from corpus.jobs.job import Job, Lane, Progress

_RECENT = 10  # pages by whose speed the time left is told


class PutBackError(Exception):
    """
    Raised out of work that is to wait again, which is no failure of its own. lane: where it belongs;
    None for where it was. fault: what keeps it waiting.
    """

    def __init__(self, lane: Lane | None = None, pause_s: float = 0.0, fault: str = "") -> None:
        super().__init__(fault)
        self.lane = lane
        self.pause_s = pause_s
        self.fault = fault


class Run:
    """
    A job in the hands of a thread of this process.

    clock: seconds, only differences count.
    """

    def __init__(self, job: Job, clock: Callable[[], float]) -> None:
        self.job = job
        self._clock = clock
        self._seen: list[tuple[float, int]] = [(clock(), 0)]
        self._news: Progress | None = None
        self._lock = threading.Lock()
        self._is_unwanted = threading.Event()
        self._put_back: PutBackError | None = None

    def tell(self, done: int, total: int | None) -> None:
        """Tell how far it is: pages or passages done, and of how many, None while unknown."""
        with self._lock:
            self._seen = [*self._seen[-_RECENT:], (self._clock(), done)]
            (began, first), (last, now_done) = self._seen[0], self._seen[-1]
            pace = (last - began) / (now_done - first) if now_done > first else None
            self._news = Progress(done, total, pace)

    def news(self) -> Progress | None:
        """Return what was told since it was asked last; None for nothing."""
        with self._lock:
            news, self._news = self._news, None
            return news

    def stop(self) -> None:
        """Have it end as cancelled."""
        self._is_unwanted.set()

    def put_back(self, lane: Lane | None = None, pause_s: float = 0.0) -> None:
        """Have it leave off, to be done later or elsewhere."""
        self._put_back = PutBackError(lane, pause_s)

    def is_cancelled(self) -> bool:
        """
        Tell whether it is to end as cancelled; asked from time to time by whoever works.

        Raises:
            PutBackError: it is to leave off and to wait again.
        """
        if self._put_back is not None:
            raise self._put_back
        return self._is_unwanted.is_set()
