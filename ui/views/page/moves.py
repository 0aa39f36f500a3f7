"""Which move of a page is its latest: the answer to an earlier one comes too late to be shown."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

_KEPT_SESSIONS = 10_000


class Moves:
    """
    The latest move of every session, by the number that its page gives it.

    The longest silent sessions are forgotten; their next move is then a first one.
    """

    def __init__(self) -> None:
        self._latest: OrderedDict[str, int] = OrderedDict()
        self._lock = Lock()

    def begin(self, session: str, number: int) -> None:
        """Hear of a move; an earlier one that arrives late does not become the latest."""
        with self._lock:
            self._latest[session] = max(number, self._latest.pop(session, 0))
            if len(self._latest) > _KEPT_SESSIONS:
                self._latest.popitem(last=False)

    def is_latest(self, session: str, number: int) -> bool:
        """Whether the page has not moved on since."""
        with self._lock:
            return self._latest.get(session, 0) <= number
