"""Where a queue is, as its operators write it; docs/operations.md."""

from __future__ import annotations

import re

QUEUE_ADDRESSES = (
    "sqlite:///FILE, redis://HOST:PORT/NUMBER, rediss://…, postgresql://USER:PASSWORD@HOST/NAME, or "
    "nothing for this process alone"
)
_FORM = re.compile(r"sqlite:///.+|rediss?://[^/].*|postgresql(\+psycopg)?://.*/.+", re.DOTALL)


def is_queue_address(address: str) -> bool:
    """Tell whether an address is of a kind that can be a queue; nothing is opened."""
    return address.isprintable() and _FORM.fullmatch(address) is not None
