"""
Messages that a job is to be done, carried by huey: in memory, in a SQLite file, by Redis or by
PostgreSQL. The only module that knows huey. Why it: docs/decisions/queue.md.

A message holds the id of a job and nothing else; what the job is, and whose it is to do, stands on
the board. So a message may be lost or come twice, and whoever can write to the queue can at most
have a job looked at.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from huey import Huey, MemoryHuey, PostgresHuey, PriorityRedisHuey, SqliteHuey
from huey.consumer import Consumer
from huey.registry import Message

from corpus.jobs.job import Job, Lane
from corpus.record.address import shown_address
from ui.errors import QueueError, QueueUrlError
from ui.jobs.queue_address import is_queue_address

_LONGEST_POLL_S = 0.3
_TASK = "job"


class Messages:
    """
    The queues of one place, one a lane. url: "" for this process alone, `sqlite:///FILE`,
    `redis://…`, `rediss://…` or `postgresql://…`. name: tells several homes at one place apart.
    """

    def __init__(self, url: str = "", name: str = "anping") -> None:
        self._url = url
        self._name = name
        self._lanes: dict[Lane, _Lane] = {}
        self._making = threading.Lock()

    @property
    def is_of_this_process(self) -> bool:
        """Whether nobody else hears what is sent here."""
        return not self._url

    def send(self, job: Job, delay_s: float = 0.0) -> None:
        """
        Send word of a job to its lane.

        Raises:
            QueueError: the engine cannot be reached; the board keeps the job, and it is sent later.
        """
        self._lane(job.asked.lane).send(job.id, job.priority, delay_s)

    def work(self, threads: Mapping[Lane, int], do: Callable[[str], None]) -> None:
        """Have so many threads in each lane do what is sent, until `stop`. do: given a job's id."""
        for lane, number in threads.items():
            if number:
                self._lane(lane).work(number, do)

    def look_after(self) -> None:
        """Start threads anew that died."""
        for lane in self._lanes.values():
            lane.look_after()

    def stop(self, patience_s: float) -> bool:
        """Take nothing new and wait for what is under way; tell whether all of it ended."""
        lanes = list(self._lanes.values())
        for lane in lanes:
            lane.take_no_more()
        have_ended = [
            lane.join(patience_s) for lane in lanes
        ]  # each, whatever became of the others
        return all(have_ended)

    def check(self) -> None:
        """
        Reach the engine once.

        Raises:
            QueueError: it cannot be reached.
        """
        self._lane("quick").size()

    def _lane(self, lane: Lane) -> _Lane:
        with self._making:
            if lane not in self._lanes:
                self._lanes[lane] = _Lane(_huey(self._url, f"{self._name}-{lane}"), self._url)
            return self._lanes[lane]


class _Lane:
    """One queue and whoever works on it in this process."""

    def __init__(self, huey: Huey, url: str) -> None:
        self._huey = huey
        self._url = url
        self._do: Callable[[str], None] | None = None
        self._task = huey.task(name=_TASK)(self._work)
        # Each thread closes what it had open itself.
        huey.on_shutdown(name="close")(huey.storage.close)
        self._consumer: _Consumer | None = None

    def send(self, job_id: str, priority: int, delay_s: float) -> None:
        try:
            if delay_s > 0:
                self._task.schedule((job_id,), delay=delay_s, priority=priority)
            else:
                self._task(job_id, priority=priority)
        except Exception as fault:
            raise QueueError(shown_address(self._url), _words(fault)) from fault

    def size(self) -> int:
        try:
            return int(self._huey.storage.queue_size())
        except Exception as fault:
            raise QueueError(shown_address(self._url), _words(fault)) from fault

    def work(self, threads: int, do: Callable[[str], None]) -> None:
        if self._consumer is not None:
            return
        self._do = do
        self._consumer = _Consumer(
            self._huey, workers=threads, periodic=False, initial_delay=0.02,
            max_delay=_LONGEST_POLL_S, worker_type="thread",
        )  # fmt: skip
        self._consumer.start()

    def look_after(self) -> None:
        if self._consumer is not None:
            self._consumer.check_worker_health()

    def take_no_more(self) -> None:
        if self._consumer is not None:
            self._consumer.stop_flag.set()

    def join(self, patience_s: float) -> bool:
        consumer, self._consumer = self._consumer, None
        has_ended = True
        if consumer is not None:
            consumer.shutdown_timeout = patience_s
            has_ended = consumer._join_workers()  # noqa: SLF001 - as it stops itself, less the signals
        self._huey.storage.close()
        return has_ended

    def _work(self, job_id: str) -> None:
        if self._do is not None:
            self._do(job_id)


class _Consumer(Consumer):  # type: ignore[misc]
    """Threads of this process; what a signal means is decided by whoever owns the process."""

    def _set_signal_handlers(self) -> None:
        pass


class _AsJson:
    """
    Messages as JSON in place of huey's pickles: whoever can write to the queue must not be able to
    have anything run here.
    """

    def serialize(self, message: Message) -> bytes:
        due = message.eta.isoformat() if message.eta else None
        return json.dumps([message.id, message.name, due, message.priority, *message.args]).encode()

    def deserialize(self, data: bytes) -> Message:
        message_id, name, due, priority, job_id = json.loads(bytes(data))
        eta = datetime.fromisoformat(due) if due else None
        return Message(message_id, name, eta, 0, 0, priority, (str(job_id),), {})


def _huey(url: str, name: str) -> Huey:
    """
    Return the queue at a URL.

    Raises:
        QueueUrlError: nothing works with such a URL.
        QueueError: the engine cannot be reached.
    """
    if url and not is_queue_address(url):
        raise QueueUrlError(shown_address(url))
    kept = {"results": False, "serializer": _AsJson()}
    scheme = urlsplit(url).scheme
    try:
        if not url:
            return MemoryHuey(name, **kept)
        if scheme == "sqlite":
            file = Path(url.removeprefix("sqlite:///"))
            file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            return SqliteHuey(name, filename=str(file), fsync=True, **kept)
        if scheme in ("redis", "rediss"):
            return PriorityRedisHuey(name, url=url, **kept)
        return _postgresql(url.replace("+psycopg", "", 1), name, kept)
    except Exception as fault:
        raise QueueError(shown_address(url), _words(fault)) from fault


def _postgresql(url: str, name: str, kept: Mapping[str, Any]) -> Huey:
    from psycopg.errors import UniqueViolation  # noqa: PLC0415 - an extra, for this engine only

    try:
        return PostgresHuey(name, dsn=url, **kept)
    except UniqueViolation:  # two made its tables at the same moment
        return PostgresHuey(name, dsn=url, **kept)


def _words(fault: Exception) -> str:
    return f"{type(fault).__name__}: {fault}".splitlines()[0]
