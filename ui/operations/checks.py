"""
Whether a server can do its work: a list of parts, each with what shows that it is there.

Whoever builds a part adds it with one line:

    CHECKS.append(Check("queue", lambda services: services.messages.check()))

A check that does not raise has found its part. What it raises stays in the log; whoever asks is
told the name of the part alone.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.encoder import DEFAULT
from ui.operations.fault_code import fault_code

if TYPE_CHECKING:
    from ui.services import Services

_log = logging.getLogger("anping.ready")
_KEPT_S = 1.0
"""Whoever asks more often is told the same, so that asking costs nothing."""
_LONGEST_S = 3.0


class NotThereError(RuntimeError):
    """A part of the server is not there."""


@dataclass(frozen=True, slots=True)
class Check:
    """
    A part of the server. name: as an operator reads it. look: raises where the part is not there.
    """

    name: str
    look: Callable[[Services], object]


@dataclass(frozen=True, slots=True)
class Readiness:
    """parts: by name, whether each is there. is_stopping: whether the server is about to end."""

    parts: Mapping[str, bool]
    is_stopping: bool = False

    @property
    def is_ready(self) -> bool:
        """Whether requests can be answered."""
        return not self.is_stopping and all(self.parts.values())


def _database(services: Services) -> object:
    return services.accounts.has_accounts()


def _files(services: Services) -> None:
    """
    Raises:
        NotThereError: files of the home cannot be written.
        StoreUnreachableError: the place that servers share for files does not answer.
    """
    services.cases.check_files()
    place: Path = services.settings.home
    while not place.exists() and place != place.parent:
        place = place.parent  # the home is made by the first thing that it keeps
    if not os.access(place, os.R_OK | os.W_OK | os.X_OK):
        raise NotThereError("files")


def _encoder(services: Services) -> None:
    """
    Raises:
        NotThereError: the encoder is not loaded yet.
    """
    # Looked for where it is kept: asking for it would load it.
    if services.settings.encoder == DEFAULT and "encoder" not in vars(services):
        raise NotThereError("encoder")


CHECKS: list[Check] = [
    Check("database", _database), Check("files", _files), Check("encoder", _encoder),
    Check("queue", lambda services: services.messages.check()),
]  # fmt: skip
"""The parts of every server, in the order in which they are told."""


class Checks:
    """
    Looks at the parts of one server, all at once, each within a few seconds.

    parts: those that are looked at; by default what `CHECKS` lists when it is asked.
    """

    def __init__(
        self,
        services: Services,
        parts: Sequence[Check] | None = None,
        longest_s: float = _LONGEST_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._services = services
        self._parts = parts
        self._longest_s = longest_s
        self._clock = clock
        self._looking = threading.Lock()
        self._found: tuple[float, Mapping[str, bool]] | None = None

    def look(self) -> Readiness:
        """Return what is there now, or was a second ago."""
        stopping = self._services.stopping.begun
        with self._looking:
            if self._found is None or self._clock() - self._found[0] > _KEPT_S:
                self._found = (self._clock(), self._look())
            return Readiness(self._found[1], stopping.has_come)

    def _look(self) -> Mapping[str, bool]:
        parts = tuple(CHECKS if self._parts is None else self._parts)
        # Not waited for at the end: a part that does not answer must not hold up the others.
        pool = ThreadPoolExecutor(max(1, len(parts)), thread_name_prefix="ready")
        deadline = time.monotonic() + self._longest_s
        try:
            asked = [(one.name, pool.submit(one.look, self._services)) for one in parts]
            found = {}
            for name, answer in asked:
                try:
                    answer.result(max(0.0, deadline - time.monotonic()))
                    found[name] = True
                except TimeoutError:
                    _log.warning("no answer", extra={"anping": {"part": name}})
                    found[name] = False
                except Exception as fault:  # noqa: BLE001 - whatever it is, the part is not there
                    extra = {"anping": {"part": name, "code": fault_code(fault)}}
                    _log.warning("not ready", extra=extra, exc_info=fault)
                    found[name] = False
            return found
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
