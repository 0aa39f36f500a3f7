"""
How often one may sign in, ask, upload and use the API, by account or, without one, by address.

Counted in this process, or in the Redis that several servers share. Where the counting itself does
not work everybody is let through: nobody is kept from work by it. A home without accounts is one
person's, and nothing is counted there.
"""

from __future__ import annotations

import logging
import math
import re
import time
from collections.abc import Callable, Mapping
from typing import Literal

from limits import RateLimitItem, parse
from limits.storage import storage_from_string
from limits.strategies import SlidingWindowCounterRateLimiter
from starlette.requests import Request

from ui.operations.errors import TooOftenError
from ui.settings import Settings

Act = Literal["sign_in", "ask", "upload", "api"]
ACTS: tuple[Act, ...] = ("sign_in", "ask", "upload", "api")
_REDIS = re.compile(r"(?:rediss?|redis\+\w+|unix)://")
_log = logging.getLogger("anping.rates")


class Rates:
    """
    The limits of one server.

    is_on: tells whether there are accounts; asked until there are. url: of a Redis; "" and
    addresses of anything else count in this process.
    """

    def __init__(self, settings: Settings, is_on: Callable[[], bool], url: str = "") -> None:
        self._is_on = is_on
        self._has_begun = False
        self._limits = _limits(settings)
        is_shared = bool(_REDIS.match(url))
        self._storage = storage_from_string(url if is_shared else "memory://")
        self._counter = SlidingWindowCounterRateLimiter(self._storage)

    def take(self, act: Act, who: str, times: int = 1) -> None:
        """
        Count an act. who: an account or an address; "" for nobody, who is not counted.

        Raises:
            TooOftenError: it was done too often; says when to try again.
        """
        limit = self._limits.get(act)
        if limit is None or not who or times < 1 or not self._counts():
            return
        try:
            # More at once than there is room for in all would never be let through.
            is_free = self._counter.hit(limit, act, who, cost=min(times, limit.amount))
            reset = 0.0 if is_free else self._counter.get_window_stats(limit, act, who).reset_time
        except Exception as fault:  # noqa: BLE001 - whatever the store of the counts does
            _log.warning("not counted", extra={"anping": {"act": act}}, exc_info=fault)
            return
        if not is_free:
            raise TooOftenError(act, max(1, math.ceil(reset - time.time())))

    def _counts(self) -> bool:
        """Accounts are never removed, so once there are some nobody asks again."""
        self._has_begun = self._has_begun or self._is_on()
        return self._has_begun


def too_often_headers(fault: TooOftenError) -> dict[str, str]:
    """Return what an answer says to whoever has to wait."""
    return {"retry-after": str(fault.wait_s), "cache-control": "no-store"}


def address_of(request: Request, settings: Settings) -> str:
    """Return where a request comes from, by the word of a trusted proxy where there is one."""
    if settings.trust_proxy:
        # The last one is what our own proxy saw; those before it anybody may have written.
        said = request.headers.get("x-forwarded-for", "").rpartition(",")[2].strip()
        if said:
            return said[:64]
    return request.client.host if request.client else ""


def _limits(settings: Settings) -> Mapping[Act, RateLimitItem]:
    """Return the limits by act; those that are off are left out."""
    chosen: dict[Act, str] = {
        "sign_in": settings.rate_sign_in, "ask": settings.rate_ask,
        "upload": settings.rate_upload, "api": settings.rate_api,
    }  # fmt: skip
    return {act: parse(text) for act, text in chosen.items() if text != "off"}
