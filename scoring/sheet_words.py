"""What a sheet file says, before it is checked against a rule set. Pure values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from scoring.errors import Fault


@dataclass(slots=True)
class SheetWords:
    """
    Plain values, the faults of the file itself (such as duplicate keys) and, where the format
    has them, the line of every entry by its path.
    """

    words: Any
    faults: list[Fault] = field(default_factory=list)
    line_by_path: dict[str, int] = field(default_factory=dict)


def duplicate_key(where: str, key: str, line: int | None) -> Fault:
    """Return the fault of a key that stands more than once."""
    return Fault(
        "duplicate_key",
        where,
        f"“{key}”写了不止一次；每个编号只能写一次。",
        f"{key!r} is given more than once; every key can stand only once.",
        line,
    )
