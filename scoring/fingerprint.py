"""The hash of plain values, by which rules are told apart. Pure."""

from __future__ import annotations

import hashlib
import json
from typing import Any


def fingerprint(value: Any) -> str:
    """
    Return the SHA-256 of plain values as 64 hexadecimal digits; the order of keys does not count.

    >>> fingerprint({"a": "1", "b": []}) == fingerprint({"b": [], "a": "1"})
    True
    """
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
