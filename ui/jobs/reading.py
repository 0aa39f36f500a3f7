"""
Reading of uploaded files in the background: on record from the upload on, told as it goes, each
owner's own.

    reading = ReadingJobs(store, Workplace(JobBoard(home), Messages()))
    reading.add("reader-1", case_id, [path])
    reading.of("reader-1", case_id)     # state, pages and time left of each file

A file is in the store and its job on the board before `add` returns, both or neither. Knows nothing
of the page.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from corpus.cases.store import CaseStore
from corpus.document import ReadResult, Reason
from corpus.jobs.job import Asked, Job, JobState, Lane
from ui.jobs.run import Run
from ui.jobs.workplace import Ended, Workplace
from ui.operations.watched import watched_reading

_QUICK_BYTES = 2_000_000
_QUICK_PAGES = 60


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
        return self.state in ("waiting", "reading")


class ReadingJobs:
    """The uploads of all owners. after: told the case of every file that was read."""

    def __init__(
        self, store: CaseStore, place: Workplace, *, after: Callable[[str], None] | None = None
    ) -> None:
        self._store = store
        self._place = place
        self._board = place.board
        self._after = after
        place.take_on("reading", self._read)

    def add(
        self,
        owner: str,
        case_id: str,
        paths: Sequence[Path],
        names: Mapping[Path, str] | None = None,
    ) -> tuple[str, ...]:
        """
        Take files into a case and have them read; the paths are not needed afterwards.

        Returns the ids of the jobs, in the order of the paths.

        names: what files are called in the case; the others keep their own names.

        Raises:
            UnknownCaseError: there is no such case.
        """
        added = []
        for path in paths:
            name = (names or {}).get(path, path.name)
            asked = Asked(secrets.token_hex(8), "reading", owner, case_id, _lane_of(path))
            along = self._board.along(asked)
            taken = self._store.acting(owner).take_document(case_id, path, name=name, also=along)
            if along.job is not None:
                self._place.send(along.job)
            elif taken.result is not None:
                known = replace(asked, sha256=taken.sha256, file=taken.file)
                self._board.note(known, taken.result.status, _told(taken.result))
            added.append(asked.id)
        return tuple(added)

    def resume(self) -> None:
        """Begin to work, and take up what is in the cases as being read while nobody reads it."""
        self._place.resume()
        self._place.send(*self._board.adopt(lambda: secrets.token_hex(8)))

    def of(self, owner: str, case_id: str) -> tuple[ReadingJob, ...]:
        """Return an owner's jobs of a case in the order they were added; () for none."""
        return tuple(map(_shown, self._board.of(owner, case_id)))

    def cancel(self, owner: str, job_id: str) -> None:
        """Cancel a job: the file leaves the case. Nothing happens to one that ended."""
        job = self._board.find(job_id)
        if job is None or job.asked.owner != owner or job.asked.kind != "reading":
            return
        ended = self._board.cancel(job_id)
        if ended is not None:
            asked = ended.asked
            self._store.acting(owner).withdraw_document(asked.case_id, asked.sha256)

    def cancel_all(self, owner: str, case_id: str) -> None:
        """Cancel an owner's jobs of a case, the last first, so that none begins meanwhile."""
        for job in reversed(self._board.of(owner, case_id)):
            self.cancel(owner, job.id)

    def retry(self, owner: str, job_id: str) -> None:
        """Have a file read again that was set aside as failed."""
        job = self._board.find(job_id)
        if job is not None and job.asked.owner == owner:
            again = self._board.retry(job_id)
            self._place.send(*([again] if again else []))

    def dismiss(self, owner: str, case_id: str) -> None:
        """Take the jobs that ended off an owner's list."""
        self._board.dismiss(owner, case_id)

    def forget(self, case_id: str, sha256: str | None = None) -> None:
        """Drop every owner's jobs of a case, or of one document, that is about to be removed."""
        self._board.forget(case_id, sha256)

    def is_busy(self) -> bool:
        """Tell whether this process is reading a file."""
        return self._place.is_busy("reading")

    def wait(self, timeout_s: float) -> bool:
        """Wait until nothing is waiting or read any more; False when that took too long."""
        return self._place.wait("reading", timeout_s)

    def _read(self, run: Run) -> Ended:
        asked = run.job.asked

        def progress(done: int, pages: int | None) -> None:
            if asked.lane == "quick" and pages is not None and pages > _QUICK_PAGES:
                run.put_back("long")
            run.tell(done, pages)

        result = watched_reading(
            lambda: self._store.read_document(
                asked.case_id, asked.sha256, on_progress=progress, cancelled=run.is_cancelled
            )
        )
        if result.reason is not None and result.reason.code == "cancelled":
            return Ended("cancelled")
        # Before the job ends: whoever waited for it sees what follows under way.
        if self._after is not None and result.passages:
            self._after(asked.case_id)
        return Ended(result.status, _told(result))


def _lane_of(path: Path) -> Lane:
    """Return the lane of a file by its size; one that turns out to have many pages leaves it again."""
    try:
        return "quick" if path.stat().st_size <= _QUICK_BYTES else "long"
    except OSError:  # it is told what is wrong with it when it is taken in
        return "quick"


def _told(result: ReadResult) -> dict[str, Any]:
    return {
        "pages": result.pages,
        "passages": len(result.passages),
        "reason": asdict(result.reason) if result.reason else None,
        "notes": [asdict(note) for note in result.notes],
    }


def _shown(job: Job) -> ReadingJob:
    asked, told, outcome = job.asked, job.progress, job.outcome
    if not outcome:
        why = _why_failed(job) if job.state == "failed" else None
        return ReadingJob(
            job.id, asked.case_id, asked.file, job.state, told.done, told.total, job.seconds_left,
            reason=why,
        )  # fmt: skip
    reason = Reason(**outcome["reason"]) if outcome["reason"] else None
    notes = tuple(Reason(**note) for note in outcome["notes"])
    return ReadingJob(
        job.id, asked.case_id, asked.file, job.state, outcome["pages"] or 0, outcome["pages"],
        None, outcome["passages"], reason, notes,
    )  # fmt: skip


def _why_failed(job: Job) -> Reason:
    return Reason(
        "failed",
        f"试了 {job.tries} 次都未能读取（{job.fault}）。文件仍在案例中，可以重试。",
        f"It could not be read in {job.tries} tries ({job.fault}). The file is still in the case; "
        "try again.",
    )
