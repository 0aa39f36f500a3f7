"""
Figures of one server process for Prometheus: counted in memory, with labels of a known number.

Nothing is counted, and the library is not loaded, before a server says `watch`.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry

# From a cached page to an answer in the words of a slow model, in seconds.
_BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0)


class Metrics:
    """The figures; before `watch` all counting does nothing."""

    def __init__(self) -> None:
        self._families: _Families | None = None

    def watch(self) -> None:
        """Begin to count; once more does nothing."""
        if self._families is None:
            self._families = _Families()

    def answered(self, method: str, route: str, status: int, seconds: float | None) -> None:
        """Count a request. seconds: None for a stream, which lasts as long as somebody listens."""
        if self._families is None:
            return
        self._families.requests.labels(method, route, f"{status // 100}xx").inc()
        if seconds is not None:
            self._families.seconds.labels(method, route).observe(seconds)

    def asked(self, outcome: str) -> None:
        """Count a question: `answered`, `not_said` by the documents, or `failed`."""
        if self._families is not None:
            self._families.questions.labels(outcome).inc()

    def read(self, outcome: str) -> None:
        """Count a document by how its reading ended: `read`, `partly`, `refused`, `cancelled`, `put_back`, `failed`."""
        if self._families is not None:
            self._families.documents.labels(outcome).inc()

    def failed(self, code: str) -> None:
        """Count an error by its code."""
        if self._families is not None and code:
            self._families.errors.labels(code).inc()

    def count_queue(self, lane: str, length: Callable[[], float]) -> None:
        """Have the length of a queue asked for whenever the figures are."""
        if self._families is not None:
            self._families.queue.labels(lane).set_function(length)

    def told(self) -> bytes:
        """Return everything in the text format of Prometheus; b"" before `watch`."""
        if self._families is None:
            return b""
        from prometheus_client import generate_latest  # noqa: PLC0415 - for servers only

        return generate_latest(self._families.registry)


class _Families:
    def __init__(self) -> None:
        from prometheus_client import (  # noqa: PLC0415 - for servers only
            CollectorRegistry,
            Counter,
            Gauge,
            Histogram,
            Info,
            ProcessCollector,
        )

        self.registry: CollectorRegistry = CollectorRegistry()
        own = self.registry
        self.requests = Counter(
            "anping_requests", "Requests by route and class of status.",
            ["method", "route", "status"], registry=own,
        )  # fmt: skip
        self.seconds = Histogram(
            "anping_request_seconds", "Time to the end of an answer, streams left out.",
            ["method", "route"], buckets=_BUCKETS, registry=own,
        )  # fmt: skip
        self.questions = Counter(
            "anping_questions", "Questions by outcome.", ["outcome"], registry=own
        )
        self.documents = Counter(
            "anping_documents_read",
            "Documents by how their reading ended.",
            ["outcome"],
            registry=own,
        )
        self.errors = Counter(
            "anping_errors", "Errors by code (docs/errors.md).", ["code"], registry=own
        )
        self.queue = Gauge(
            "anping_queue_length",
            "What waits or is under way in the background.",
            ["lane"],
            registry=own,
        )
        Info("anping_build", "What runs.", registry=own).info({"version": _version()})
        ProcessCollector(registry=self.registry)


def _version() -> str:
    try:
        return version("anping")
    except PackageNotFoundError:
        return "unknown"


METRICS = Metrics()
"""Those of this process."""
