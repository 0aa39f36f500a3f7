"""What is noted of the request that is being answered: its id, and the code of an error."""

from __future__ import annotations

import re
import secrets
from contextvars import ContextVar, Token
from dataclasses import dataclass

_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")


@dataclass(slots=True)
class RequestNote:
    """id: of the request, for its answer and its lines in the log. code: of an error; "" for none."""

    id: str
    code: str = ""


_current: ContextVar[RequestNote | None] = ContextVar("anping_request", default=None)


def request_id(given: str) -> str:
    """
    Return the id that a request is called by: the one it brings where that is harmless, else a new.

    >>> request_id("trace-7.1")
    'trace-7.1'
    >>> request_id("a b") != "a b"
    True
    """
    return given if _ID.fullmatch(given) else secrets.token_hex(8)


def begin_note(note: RequestNote) -> Token[RequestNote | None]:
    """Have what follows belong to a request."""
    return _current.set(note)


def end_note(token: Token[RequestNote | None]) -> None:
    """Have what follows belong to no request."""
    _current.reset(token)


def current_note() -> RequestNote | None:
    """Return the note of the request that is being answered; None outside of one."""
    return _current.get()


def note_code(code: str) -> None:
    """Note the code of an error that the request is answered with."""
    note = _current.get()
    if note is not None:
        note.code = code
