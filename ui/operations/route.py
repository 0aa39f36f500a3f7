"""What a request was for, by one of a known number of names: never the ids in its address."""

from __future__ import annotations

import re

from starlette.types import Scope

OTHER = "other"
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_LONG_PART = re.compile(r"\{([a-z_]+):[a-z]+\}")
_QUIET = ("/health", "/ready", "/metrics", "/gradio_api/heartbeat/{session_hash}")


def method_of(scope: Scope) -> str:
    """Return the method of a request; "OTHER" for one that nothing here answers."""
    method = str(scope.get("method", ""))
    return method if method in _METHODS else "OTHER"


def route_of(scope: Scope) -> str:
    """
    Return the address as the route that answered writes it; "other" where none did.

    Only routes of ours and of the page's library have names, so there are as many as routes.
    """
    route = scope.get("route")
    path = getattr(route, "path", None)
    if not isinstance(path, str):
        return OTHER
    root = str(scope.get("root_path", ""))
    return _LONG_PART.sub(r"{\1}", f"{root}{path}")


def is_quiet(route: str) -> bool:
    """Tell whether a route is asked so often by machines that it is worth no line."""
    return route in _QUIET
