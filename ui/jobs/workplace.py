"""
Where jobs are done: threads of this process hear of a job by a message, claim it on the board, do
it, and say what came of it.

    place = Workplace(JobBoard(home), Messages())
    place.take_on("reading", read)      # read(run) -> Ended
    place.send(board.put(asked))

Nothing is lost: what a message or a worker loses, `_watch` finds on the board. Nothing is done
twice: whoever was taken for dead and goes on all the same finds that the run is not his any more.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from corpus.errors import UnknownCaseError, UnknownDocumentError
from corpus.jobs.board import JobBoard
from corpus.jobs.job import Job, JobKind, JobState, Lane
from corpus.record.process import this_process
from ui.errors import QueueError
from ui.jobs.messages import Messages
from ui.jobs.run import PutBackError, Run

ONE_EACH: Mapping[Lane, int] = {"quick": 1, "long": 1, "vectors": 1}
NOBODY: Mapping[Lane, int] = {}
_PAUSE_S = 1.0  # after the first failure; four times as long after each more
_LOOK_S, _BEAT_S, _ROUND_S, _POLL_S = 0.2, 3.0, 5.0, 0.05

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ended:
    """What came of a job: its last state, and what is told of it, as JSON values."""

    state: JobState
    outcome: Mapping[str, Any] = field(default_factory=dict)


class Workplace:
    """
    The jobs of one home as one process sees them and does them.

    threads: how many in each lane of this process; `NOBODY` where others work. Threads are started
    with the first job that is sent, or by `open`. clock: seconds, only differences count.
    """

    def __init__(
        self,
        board: JobBoard,
        messages: Messages,
        threads: Mapping[Lane, int] = ONE_EACH,
        *,
        pause_s: float = _PAUSE_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.board = board
        self._messages = messages
        self._threads = dict(threads)
        self._pause_s = pause_s
        self._clock = clock
        self._do: dict[JobKind, Callable[[Run], Ended]] = {}
        self._runs: dict[str, Run] = {}
        self._lock = threading.Lock()
        self._is_open = False
        self._closing = threading.Event()

    def take_on(self, kind: JobKind, do: Callable[[Run], Ended]) -> None:
        """Say how jobs of a kind are done."""
        self._do[kind] = do

    def send(self, *jobs: Job, delay_s: float = 0.0) -> None:
        """Send word of jobs that wait on the board; where the queue is down, it follows later."""
        if not jobs:
            return
        self.open()
        for job in jobs:
            try:
                self._messages.send(job, delay_s)
            except QueueError as fault:
                log.warning("a job waits until the queue answers: %s", fault)
                return

    def open(self) -> None:
        """Begin to work, where that was not done yet: threads for the lanes, one that watches."""
        with self._lock:
            if self._is_open or self._closing.is_set():
                return
            self._is_open = True
        threading.Thread(target=self._watch, daemon=True, name="jobs-watch").start()

    def resume(self) -> None:
        """
        Begin to work on what waits on the board, where the messages of it ended with the process that
        held them; on a queue of its own they are still there.
        """
        self.open()
        if self._messages.is_of_this_process:
            live = [job for kind in self._do for job in self.board.live(kind)]
            self.send(*(job for job in live if job.state == "waiting"))

    def close(self, patience_s: float = 5.0) -> bool:
        """
        Take nothing new, have what is under way wait again for others, and wait for that; tell
        whether all ended within the patience.
        """
        self._closing.set()
        for run in list(self._runs.values()):
            run.put_back()
        return self._messages.stop(patience_s)

    def is_busy(self, kind: JobKind) -> bool:
        """Tell whether this process is at work on a job of a kind."""
        return any(run.job.asked.kind == kind for run in list(self._runs.values()))

    def wait(self, kind: JobKind, timeout_s: float) -> bool:
        """Wait until no job of a kind waits or is done by anybody; False when that took too long."""
        deadline = time.monotonic() + timeout_s
        while self.board.live(kind) or self.is_busy(kind):
            if time.monotonic() > deadline:
                return False
            time.sleep(_POLL_S)
        return True

    # inside

    def _hear(self, job_id: str) -> None:
        """Do a job of which a message came, unless somebody else does."""
        if self._closing.is_set():
            return
        job = self.board.claim(job_id, this_process(), tuple(self._do))
        if job is None:
            return
        run = self._runs[job.run] = Run(job, self._clock)
        try:
            self._carry_out(run)
        finally:
            del self._runs[job.run]
        self.send(*self.board.waiting_for(job.asked.case_id, job.asked.sha256))

    def _carry_out(self, run: Run) -> None:
        job, board = run.job, self.board
        try:
            if self._closing.is_set():
                run.put_back()
            run.is_cancelled()
            ended = self._do[job.asked.kind](run)
        except PutBackError as why:
            again = board.put_back(job.run, why.lane, why.pause_s, why.fault)
            self._send_later(again, why.pause_s)
        except (UnknownCaseError, UnknownDocumentError):  # removed meanwhile
            board.end(job.run, "cancelled")
        except Exception as fault:
            log.exception("job %s failed, try %d", job.id, job.tries)
            pause_s = self._pause_s * 4 ** (job.tries - 1)
            again = board.fail(job.run, f"{type(fault).__name__}: {fault}", pause_s)
            self._send_later(again, pause_s)
        else:
            again = board.done_once_more(job.run)
            if again is None:
                board.end(job.run, ended.state, ended.outcome)
            self._send_later(again, 0.0)

    def _send_later(self, job: Job | None, delay_s: float) -> None:
        if job is not None and not self._closing.is_set():
            self.send(job, delay_s=delay_s)

    def _watch(self) -> None:
        """Show signs of life, hear of what is cancelled, find what was lost; through all faults."""
        beaten = rounded = -_ROUND_S
        works = False
        while not self._closing.wait(_LOOK_S):
            now = time.monotonic()
            try:
                if not works:
                    self._messages.work(self._threads, self._hear)
                    works = True
                if self._beat(is_due=now - beaten >= _BEAT_S):
                    beaten = now
                if now - rounded >= _ROUND_S:
                    rounded = now
                    self._messages.look_after()
                    self.send(*self.board.give_up_the_dead(), *self.board.overdue())
            except Exception as fault:  # noqa: BLE001 - whatever it is, it is tried again
                log.warning("the jobs cannot be looked after: %s: %s", type(fault).__name__, fault)

    def _beat(self, *, is_due: bool) -> bool:
        runs = dict(self._runs)
        news = {name: run.news() for name, run in runs.items()}
        if not is_due and not any(news.values()):
            return False
        for name in self.board.beat(news):
            runs[name].stop()
        return True
