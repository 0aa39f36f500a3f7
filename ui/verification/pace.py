"""How often one address may ask: a number of times in a window, kept in memory."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

PER_MINUTE, WINDOW_S = 30, 60.0
_MOST_ADDRESSES = 10_000


class Pace:
    """
    Counts the questions of each address.

    Meant against walking through codes, of which there are 2 to the 50 a number; it is forgotten
    when the server ends, and each process counts for itself.
    """

    def __init__(self, clock: Callable[[], float], per_window: int = PER_MINUTE) -> None:
        self._clock = clock
        self._per_window = per_window
        self._asked: OrderedDict[str, tuple[float, int]] = OrderedDict()
        self._lock = Lock()

    def allows(self, address: str) -> bool:
        """Count one question of an address; say whether it may be answered."""
        now = self._clock()
        with self._lock:
            began, times = self._asked.pop(address, (now, 0))
            if now - began >= WINDOW_S:
                began, times = now, 0
            self._asked[address] = (began, times + 1)
            while len(self._asked) > _MOST_ADDRESSES:
                self._asked.popitem(last=False)
            return times < self._per_window
