"""
What can be wrong with a request itself; all else is told by the errors of what it asks for.

    ApiError
    ├── TokenError             no valid token, and no session that would do: sign in
    ├── OriginError            another site's page sent it, or it could have
    ├── NotLocalError          there are no accounts: only for this machine itself
    ├── NothingHereError       no such address, or nothing under it
    ├── MethodError            the address does not take this method
    ├── InvalidRequestError    something given is missing or not allowed; all faults are listed
    ├── CursorError            the cursor of a page is none of ours
    ├── TooLargeError          more was sent than is taken
    ├── MediaError             it was sent in a form that is not taken
    ├── PreconditionError      a change does not say which version it is of
    ├── StoppingError          the server is stopping: ask again in a moment
    ├── ChangedError           what is to be changed is another by now
    └── InternalError          our fault: the server's log has more

Every class carries a stable `code`, documented in docs/errors.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


class ApiError(Exception):
    """The root of the errors of requests."""

    code = "api-error"


class TokenError(ApiError, PermissionError):
    """Nobody is known to send the request."""

    code = "api-token"

    def __init__(self, *, is_change: bool = False) -> None:
        why = " A session of a browser only reads; changes need a token." if is_change else ""
        super().__init__(
            "Send a valid token: `Authorization: Bearer anping_…`. `anping user token new` makes "
            f"one; it may have expired or been revoked.{why}"
        )


class OriginError(ApiError, PermissionError):
    """A page of another site may have sent the request."""

    code = "api-origin"

    def __init__(self) -> None:
        super().__init__(
            "Without accounts a change is sent as `Content-Type: application/json` or with the "
            "header `X-Anping-Api: 1`, and not by a page of another site."
        )


class NotLocalError(ApiError, PermissionError):
    """There are no accounts, and the request is not from this machine."""

    code = "api-not-local"

    def __init__(self) -> None:
        super().__init__("There are no accounts: only for this machine itself, by its own name.")


class NothingHereError(ApiError, LookupError):
    """Nothing is under an address."""

    code = "api-nothing-here"

    def __init__(self, what: str = "") -> None:
        super().__init__(
            f"There is no such {what or 'address'} here; /api/v1/openapi.json has all."
        )


class MethodError(ApiError, ValueError):
    """An address does not take a method."""

    code = "api-method"

    def __init__(self) -> None:
        super().__init__("This address does not take this method; the header Allow lists those.")


class InvalidRequestError(ApiError, ValueError):
    """Something given is missing or not allowed. faults: where, and what is wrong."""

    code = "api-invalid"

    def __init__(self, faults: Sequence[Mapping[str, Any]]) -> None:
        self.faults = tuple(faults)
        super().__init__(
            f"The request has {len(self.faults)} fault(s); nothing was done. /api/v1/openapi.json "
            "says what is allowed."
        )


class CursorError(ApiError, ValueError):
    """A cursor is none of ours."""

    code = "api-cursor"

    def __init__(self) -> None:
        super().__init__("The cursor is none that a page gave as `next`; begin without one.")


class TooLargeError(ApiError, ValueError):
    """More was sent than is taken."""

    code = "api-too-large"

    def __init__(self, most: int) -> None:
        super().__init__(f"More than {most} bytes were sent; nothing was done. Send less at once.")


class MediaError(ApiError, ValueError):
    """The request is in a form that is not taken."""

    code = "api-media"

    def __init__(self, wanted: str) -> None:
        super().__init__(f"This address takes {wanted} alone; say so in `Content-Type`.")


class PreconditionError(ApiError, ValueError):
    """A change does not say which version it is of."""

    code = "api-precondition"

    def __init__(self) -> None:
        super().__init__(
            "Send `If-Match` with the version that the change is of: the ETag of it as it was "
            'read, `"0"` for a sheet that was never saved.'
        )


class ChangedError(ApiError, RuntimeError):
    """What is to be changed is another by now."""

    code = "api-changed"

    def __init__(self) -> None:
        super().__init__(
            "It was changed since the version that `If-Match` names, or that is none. Read it "
            "again and send the change with the ETag that comes with it."
        )


class StoppingError(ApiError, RuntimeError):
    """The server is stopping."""

    code = "api-stopping"

    def __init__(self) -> None:
        super().__init__("The server is stopping or starting anew; ask again in a moment.")


class InternalError(ApiError, RuntimeError):
    """Our fault."""

    code = "api-internal"

    def __init__(self) -> None:
        super().__init__("The server could not answer; its log says why. Ask whoever keeps it.")
