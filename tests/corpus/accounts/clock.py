"""A clock that stands still until it is set on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class Clock:
    def __init__(self) -> None:
        self.time = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)

    def __call__(self) -> str:
        return self.time.isoformat(timespec="seconds")

    def later(self, **span: float) -> None:
        self.time += timedelta(**span)
