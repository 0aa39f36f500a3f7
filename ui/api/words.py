"""Texts that people give: a line, or several, without characters that nothing shows."""

from __future__ import annotations

from typing import Annotated
from unicodedata import category

from pydantic import AfterValidator, Field

_OPEN = frozenset("\t\n\r")


def _readable(text: str) -> str:
    """
    Raises:
        ValueError: it has control characters or half characters.
    """
    if any(one not in _OPEN and category(one) in ("Cc", "Cs") for one in text):
        raise ValueError("It has control characters.")
    return text


def _line(text: str) -> str:
    """
    Raises:
        ValueError: it is empty, or not one line.
    """
    if not text.strip() or len(_readable(text).splitlines()) > 1:
        raise ValueError("It cannot be empty, and has one line.")
    return text.strip()


Name = Annotated[str, Field(max_length=200), AfterValidator(_line)]
"""A line of at most 200 characters."""
Reason = Annotated[str, Field(max_length=2000), AfterValidator(_readable)]
"""At most 2000 characters; it may be empty where the act allows it."""
FileText = Annotated[str, AfterValidator(_readable)]
"""What a file says, kept as it is; a request bounds its length."""
