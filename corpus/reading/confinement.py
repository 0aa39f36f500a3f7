"""Caps that a reading process puts on itself before it opens a file. For such processes only."""

from __future__ import annotations

import contextlib
import os
import resource
import sys
import threading

from corpus.reading.limits import ReadLimits

_SLACK = 5  # seconds of processor time beyond the wall clock, whose end the asker enforces


def end_with_asker() -> None:
    """End this process when its standard input closes: whoever asked is gone."""
    threading.Thread(target=_wait_for_asker, daemon=True).start()


def _wait_for_asker() -> None:
    while sys.stdin.read(1024):
        pass
    os._exit(1)


def confine(limits: ReadLimits) -> None:
    """Cap this process: memory, processor time, no written files, few open ones, no core dump."""
    seconds = int(limits.seconds) + _SLACK
    at_most = seconds + int(limits.max_ocr_pages * limits.ocr_page_seconds * limits.ocr_threads)
    _cap(resource.RLIMIT_CPU, seconds, at_most)
    caps = {
        resource.RLIMIT_AS: limits.memory_bytes,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NOFILE: 64,
        resource.RLIMIT_CORE: 0,
    }
    for kind, value in caps.items():
        _cap(kind, value, value)
    sys.setrecursionlimit(2000)


def allow_ocr_page(limits: ReadLimits) -> None:
    """Allow the processor time of one more recognised page, up to what `confine` has left open."""
    soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    if soft != resource.RLIM_INFINITY:
        more = int(limits.ocr_page_seconds * limits.ocr_threads)
        _cap(resource.RLIMIT_CPU, soft + more, hard)


def _cap(kind: int, soft: int, hard: int) -> None:
    _, found = resource.getrlimit(kind)
    highest = min(
        (value for value in (hard, found) if value != resource.RLIM_INFINITY),
        default=resource.RLIM_INFINITY,
    )
    lowest = soft if highest == resource.RLIM_INFINITY else min(soft, highest)
    with contextlib.suppress(ValueError, OSError):  # not every system has every cap
        resource.setrlimit(kind, (lowest, highest))
