"""
Reading of uploaded files in the background: a queue that the server owns and pages ask about.

    jobs = ReadingJobs(store, home / "jobs")
    jobs.add("reader-1", case_id, [path])
    jobs.of("reader-1", case_id)        # state, pages and time left of each file

A file is copied into the store before `add` returns and is on record until it was read, so that a
server that was killed goes on where it stood (`resume`). An owner sees and cancels only own jobs.
Knows nothing of the page.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from corpus.cases.store import CaseStore
from corpus.document import ReadResult, Reason
from corpus.errors import UnknownCaseError, UnknownDocumentError
from ui.jobs.records import JobRecord, JobRecords

JobState = Literal["waiting", "reading", "read", "partly", "refused", "cancelled", "failed"]
LIVE: frozenset[JobState] = frozenset({"waiting", "reading"})
_WORKERS = 2
_KEPT = 500  # ended jobs of all owners
_RECENT = 10  # pages by whose speed the time left is told
_WAIT_S = 0.5


@dataclass(frozen=True, slots=True)
class ReadingJob:
    """
    One uploaded file as its owner sees it.

    done, pages: pages read and how many there are; None while unknown and for formats without.
    seconds_left: None while unknown. passages: once read. reason: why not all was read, or the
    error's own words for "failed". notes: what was noticed.
    """

    id: str
    case_id: str
    file: str
    state: JobState
    done: int = 0
    pages: int | None = None
    seconds_left: float | None = None
    passages: int = 0
    reason: Reason | None = None
    notes: tuple[Reason, ...] = ()

    @property
    def is_live(self) -> bool:
        """Whether it is waiting or being read."""
        return self.state in LIVE


@dataclass(slots=True)
class _Job:
    record: JobRecord
    state: JobState = "waiting"
    cancelled: threading.Event = field(default_factory=threading.Event)
    seen: list[tuple[float, int]] = field(default_factory=list)
    pages: int | None = None
    result: ReadResult | None = None
    fault: str = ""

    def reads_same(self, other: _Job) -> bool:
        """Whether it is another job for the same document of the same case."""
        mine, its = self.record, other.record
        return self is not other and (mine.case_id, mine.sha256) == (its.case_id, its.sha256)

    def progress(self, done: int, pages: int | None, at: float) -> None:
        self.pages = pages
        self.seen = [*self.seen[-_RECENT:], (at, done)]

    def shown(self, now: float) -> ReadingJob:
        record, result = self.record, self.result
        if result is None:
            why = Reason("failed", self.fault, self.fault) if self.fault else None
            done = self.seen[-1][1] if self.seen else 0
            left = self._seconds_left(now) if self.state == "reading" else None
            return ReadingJob(
                record.id, record.case_id, record.file, self.state, done, self.pages, left,
                reason=why,
            )  # fmt: skip
        return ReadingJob(
            record.id, record.case_id, record.file, self.state, result.pages or 0, result.pages,
            None, len(result.passages), result.reason, result.notes,
        )  # fmt: skip

    def _seconds_left(self, now: float) -> float | None:
        if self.pages is None or len(self.seen) < 2:
            return None
        (began, first), (last, done) = self.seen[0], self.seen[-1]
        if done <= first:
            return None
        pace = (last - began) / (done - first)
        return max(0.0, pace * (self.pages - done) - (now - last))


class ReadingJobs:
    """
    The jobs of all owners. Threads are started by the first job and end with the process.

    folder: where unfinished jobs are on record. after: told the case of every file that was read.
    clock: seconds, only differences count.
    """

    def __init__(
        self,
        store: CaseStore,
        folder: Path,
        *,
        after: Callable[[str], None] | None = None,
        workers: int = _WORKERS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._records = JobRecords(folder)
        self._after = after
        self._workers = workers
        self._clock = clock
        self._jobs: dict[str, _Job] = {}
        self._changed = threading.Condition()
        self._threads: list[threading.Thread] = []

    def add(
        self,
        owner: str,
        case_id: str,
        paths: Sequence[Path],
        names: Mapping[Path, str] | None = None,
    ) -> tuple[str, ...]:
        """
        Take files into a case and queue them; the paths are not needed afterwards.

        Returns the ids of the jobs, in the order of the paths.

        names: what files are called in the case; the others keep their own names.

        Raises:
            UnknownCaseError: there is no such case.
        """
        added = []
        for path in paths:
            name = (names or {}).get(path, path.name)
            taken = self._store.acting(owner).take_document(case_id, path, name=name)
            record = JobRecord(secrets.token_hex(8), owner, case_id, taken.sha256, taken.file)
            job = _Job(record, result=taken.result)
            if taken.result is None:
                self._records.put(record)
            else:
                job.state = taken.result.status
            self._queue(job)
            added.append(record.id)
        return tuple(added)

    def resume(self) -> None:
        """Queue what a process that ended had not read; nothing while that process still runs."""
        for record in self._records.left_over():
            if record.id not in self._jobs:
                self._queue(_Job(record))

    def of(self, owner: str, case_id: str) -> tuple[ReadingJob, ...]:
        """Return an owner's jobs of a case in the order they were added; () for none."""
        now = self._clock()
        with self._changed:
            return tuple(job.shown(now) for job in self._own(owner, case_id))

    def is_busy(self) -> bool:
        """Tell whether any owner's file is waiting or being read."""
        with self._changed:
            return any(job.state in LIVE for job in self._jobs.values())

    def cancel(self, owner: str, job_id: str) -> None:
        """Cancel a job: the file leaves the case. Nothing happens to one that ended."""
        with self._changed:
            job = self._jobs.get(job_id)
            if job is not None and job.record.owner == owner:
                self._cancel(job)

    def cancel_all(self, owner: str, case_id: str) -> None:
        """Cancel an owner's jobs of a case."""
        with self._changed:
            for job in self._own(owner, case_id):
                self._cancel(job)

    def dismiss(self, owner: str, case_id: str) -> None:
        """Take the jobs that ended off an owner's list."""
        with self._changed:
            for job in self._own(owner, case_id):
                if job.state not in LIVE:
                    del self._jobs[job.record.id]

    def forget(self, case_id: str, sha256: str | None = None) -> None:
        """Drop every owner's jobs of a case, or of one document, that is about to be removed."""
        with self._changed:
            for job in list(self._jobs.values()):
                if job.record.case_id == case_id and sha256 in (None, job.record.sha256):
                    job.cancelled.set()
                    if job.state in LIVE:
                        self._end(job, "cancelled")
                    del self._jobs[job.record.id]

    def wait(self, timeout_s: float) -> bool:
        """Wait until nothing is waiting or read any more; False when that took too long."""
        deadline = time.monotonic() + timeout_s
        with self._changed:
            while any(job.state in LIVE for job in self._jobs.values()):
                if time.monotonic() > deadline:
                    return False
                self._changed.wait(_WAIT_S)
        return True

    # inside; what begins with an underscore is called with the lock held, but for the work itself

    def _own(self, owner: str, case_id: str) -> list[_Job]:
        return [
            job
            for job in self._jobs.values()
            if job.record.owner == owner and job.record.case_id == case_id
        ]

    def _queue(self, job: _Job) -> None:
        with self._changed:
            self._jobs[job.record.id] = job
            ended = [name for name, one in self._jobs.items() if one.state not in LIVE]
            for name in ended[: max(0, len(ended) - _KEPT)]:
                del self._jobs[name]
            if job.state in LIVE and len(self._threads) < self._workers:
                thread = threading.Thread(target=self._work, daemon=True, name="reading")
                self._threads.append(thread)
                thread.start()
            self._changed.notify_all()

    def _cancel(self, job: _Job) -> None:
        if job.state not in LIVE:
            return
        other = next((one for one in self._waiting() if one.reads_same(job)), None)
        if other is not None:
            # Someone else waits for the same file: what is under way goes on for that one.
            job.record, other.record = other.record, job.record
            self._jobs[job.record.id], self._jobs[other.record.id] = job, other
            self._end(other, "cancelled")
            return
        job.cancelled.set()
        if job.state == "waiting":
            self._end(job, "cancelled")
            self._store.acting(job.record.owner).withdraw_document(
                job.record.case_id, job.record.sha256
            )

    def _waiting(self) -> list[_Job]:
        return [job for job in self._jobs.values() if job.state == "waiting"]

    def _end(self, job: _Job, state: JobState) -> None:
        job.state = state
        self._records.drop(job.record)
        self._changed.notify_all()

    def _next(self) -> _Job | None:
        """Return the job to read now: of the owner with the fewest under way, the oldest."""
        busy = [job for job in self._jobs.values() if job.state == "reading"]
        free = [job for job in self._waiting() if not any(job.reads_same(one) for one in busy)]
        return min(
            free,
            key=lambda job: sum(one.record.owner == job.record.owner for one in busy),
            default=None,
        )

    def _work(self) -> None:
        while True:
            with self._changed:
                while (job := self._next()) is None:
                    self._changed.wait()
                job.state = "reading"
            try:
                result = self._read(job)
                # Before the job ends: whoever waited for it sees what follows under way.
                if self._after is not None and result.passages:
                    self._after(job.record.case_id)
            except (UnknownCaseError, UnknownDocumentError):  # removed meanwhile
                with self._changed:
                    self._end(job, "cancelled")
                continue
            except Exception as fault:  # noqa: BLE001 - the thread's boundary; told on the page
                with self._changed:
                    job.fault, job.state = f"{type(fault).__name__}: {fault}", "failed"
                    self._changed.notify_all()
                continue
            with self._changed:
                is_cancelled = result.reason is not None and result.reason.code == "cancelled"
                job.result = None if is_cancelled else result
                self._end(job, "cancelled" if is_cancelled else result.status)

    def _read(self, job: _Job) -> ReadResult:
        def progress(done: int, pages: int | None) -> None:
            with self._changed:
                job.progress(done, pages, self._clock())

        record = job.record
        with self._changed:
            job.progress(0, None, self._clock())
        return self._store.read_document(
            record.case_id, record.sha256, on_progress=progress, cancelled=job.cancelled.is_set
        )
