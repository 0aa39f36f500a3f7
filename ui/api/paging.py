"""Long lists in pages: `limit` and an opaque `cursor`."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Depends, Query
from pydantic import BaseModel, Field
from starlette.responses import JSONResponse

from ui.api.errors import CursorError

LONGEST, USUAL = 200, 50
_MARK = b"anping:"
T = TypeVar("T")
S = TypeVar("S")


class Page(BaseModel, Generic[T]):
    """A part of a list."""

    items: list[T] = Field(description="In a stable order.")
    next: str | None = Field(description="The cursor of what follows; null at the end.")


@dataclass(frozen=True, slots=True)
class Place:
    """Which part of a list is asked for."""

    start: int
    limit: int


def _place(
    limit: Annotated[int, Query(ge=1, le=LONGEST, description="How many at most.")] = USUAL,
    cursor: Annotated[
        str | None, Query(max_length=64, description="`next` of the page before.")
    ] = None,
) -> Place:
    return Place(_start(cursor), limit)


Paging = Annotated[Place, Depends(_place)]


def page(found: Sequence[S], at: Place, told: Callable[[S], Any]) -> JSONResponse:
    """Return a part of what was found. told: the JSON object of one."""
    part = found[at.start : at.start + at.limit]
    after = at.start + at.limit
    following = _cursor(after) if after < len(found) else None
    return JSONResponse({"items": [told(one) for one in part], "next": following})


def _cursor(start: int) -> str:
    return base64.urlsafe_b64encode(_MARK + str(start).encode()).decode().rstrip("=")


def _start(cursor: str | None) -> int:
    """
    Raises:
        CursorError: it is none of ours.
    """
    if cursor is None:
        return 0
    try:
        said = base64.b64decode(cursor + "=" * (-len(cursor) % 4), b"-_", validate=True)
    except (ValueError, binascii.Error) as fault:
        raise CursorError from fault
    number = said.removeprefix(_MARK)
    if number == said or not number.isdigit() or len(number) > 9:
        raise CursorError
    return int(number)
