"""What every test of harmed files has: an end."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from types import FrameType

import pytest

from tests.fuzz.effort import LONGEST_S


class TookTooLongError(BaseException):
    """A parser went on beyond every measure; no `except Exception` may swallow it."""


@pytest.fixture(autouse=True)
def _ends() -> Iterator[None]:
    """End what does not end by itself, wherever it hangs."""

    def end(_signal: int, _frame: FrameType | None) -> None:
        raise TookTooLongError

    before = signal.signal(signal.SIGALRM, end)
    signal.alarm(LONGEST_S)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)
