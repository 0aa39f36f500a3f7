"""A child process whose JSON lines are read against a deadline, and which never outlives it."""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

import corpus

Ending = Literal["finished", "time-limit", "crashed", "cancelled"]
COMMAND = (sys.executable, "-m", "corpus.reading.worker")
_POLL = 0.1
_CHUNK = 1024 * 1024


class Child:
    """
    One run of a reading command.

    `messages` yields its JSON lines while they come; afterwards `ending` says how it ended. Output
    is cut off, as a crash, beyond `max_output` bytes or at a line that is not JSON.
    """

    def __init__(
        self, request: dict[str, Any], *, seconds: float, command: Sequence[str] = COMMAND
    ) -> None:
        self._request = json.dumps(request).encode() + b"\n"
        self._seconds = seconds
        self._deadline = 0.0
        self._command = tuple(command)
        self.ending: Ending = "crashed"

    def extend(self, seconds: float) -> None:
        """Move the deadline of the run that is under way."""
        self._deadline += seconds

    def messages(
        self, *, max_output: int, cancelled: Callable[[], bool] | None = None
    ) -> Generator[dict[str, Any], None, None]:
        """Run the command and yield its messages; the process group is dead when this returns."""
        self._deadline = time.monotonic() + self._seconds
        process = subprocess.Popen(  # noqa: S603 - our own interpreter, no shell, no user text
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env=_environment(),
            start_new_session=True,
        )
        try:
            yield from self._lines(process, max_output, cancelled)
        finally:
            _end(process)

    def _lines(
        self,
        process: subprocess.Popen[bytes],
        max_output: int,
        cancelled: Callable[[], bool] | None,
    ) -> Iterator[dict[str, Any]]:
        if process.stdin is None or process.stdout is None:
            return
        with contextlib.suppress(BrokenPipeError):
            process.stdin.write(self._request)
            process.stdin.flush()
        pipe = process.stdout.fileno()
        received, buffer = 0, b""
        with selectors.DefaultSelector() as selector:
            selector.register(pipe, selectors.EVENT_READ)
            while True:
                if cancelled is not None and cancelled():
                    self.ending = "cancelled"
                    return
                if time.monotonic() > self._deadline:
                    self.ending = "time-limit"
                    return
                if not selector.select(_POLL):
                    continue
                chunk = os.read(pipe, _CHUNK)
                received += len(chunk)
                if not chunk or received > max_output:
                    self.ending = "finished" if not chunk and not buffer else "crashed"
                    return
                *lines, buffer = (buffer + chunk).split(b"\n")
                for line in lines:
                    try:
                        yield json.loads(line)
                    except (ValueError, RecursionError):
                        return


def _environment() -> dict[str, str]:
    """Return a bare environment: no settings, proxies or keys reach the parsers."""
    root = str(Path(corpus.__file__).resolve().parents[1])
    return {
        "PYTHONPATH": root,
        "PYTHONIOENCODING": "utf-8",
        "PYTHONDONTWRITEBYTECODE": "1",
        "MALLOC_ARENA_MAX": "2",  # every thread's own arena would count against the memory limit
        "OPENBLAS_NUM_THREADS": "1",
    }


def _end(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()
