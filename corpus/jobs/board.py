"""
The jobs of a home in its database: the truth about what is to be done, whoever does it.

    board = JobBoard(home)
    board.put(asked)                             # waiting; then a message with its id is sent
    job = board.claim("j-1", worker)             # one of all who hear of it gets it
    board.end(job.run, "read", {...})

A message that is lost or comes twice does no harm: what waits too long is sent again (`overdue`),
and only one claims it. Who was killed shows no more signs of life, and the job is begun again
(`give_up_the_dead`), so often and then no more: it is set aside as "failed".
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    and_,
    delete,
    exists,
    func,
    insert,
    select,
    text,
    update,
)

from corpus.jobs.job import LIVE, Asked, Job, JobKind, JobState, Lane, Progress
from corpus.record.database import CaseDatabase
from corpus.record.process import has_ended
from corpus.record.tables import case_documents, cases, documents, jobs

TRIES = 3
"""How often a job is begun before it is set aside."""
SILENT_S = 20
"""After how many seconds without a sign of life a worker is taken for dead."""
_SEND_AGAIN_S = 30
_KEPT = 500  # ended jobs of all owners
_BEHIND = 99  # files of one owner that are told apart in the order of lanes


class Along:
    """
    Puts a job on the board in the transaction of another act, which tells the document.

    job: what was put there; None where it was not needed.
    """

    def __init__(self, board: JobBoard, asked: Asked) -> None:
        self._board = board
        self._asked = asked
        self.job: Job | None = None

    def __call__(self, connection: Connection, sha256: str, file: str) -> None:
        """Put the job on the board."""
        self.job = self._board.put(replace(self._asked, sha256=sha256, file=file), connection)


class JobBoard(CaseDatabase):
    """The jobs of one home."""

    def put(self, asked: Asked, connection: Connection | None = None) -> Job:
        """
        Put a job on the board and return it, to be sent.

        connection: of an act that is to stand or fall with it. Files of an owner with many waiting
        come after those of others.
        """
        if connection is None:
            with self._writing() as own:
                return self.put(asked, own)
        now = _now(connection)
        mine = and_(jobs.c.owner == asked.owner, jobs.c.lane == asked.lane, _is_live())
        before = connection.execute(select(func.count()).where(mine)).scalar_one()
        last = connection.execute(select(func.max(jobs.c.position))).scalar_one()
        row = _new_row(asked, _BEHIND - min(before, _BEHIND), (last or 0) + 1, now)
        connection.execute(insert(jobs).values(**row))
        return Job(asked, "waiting", row["priority"])

    def along(self, asked: Asked) -> Along:
        """Return what puts a job on the board together with another act; both happen or neither."""
        return Along(self, asked)

    def note(self, asked: Asked, state: JobState, outcome: Mapping[str, Any]) -> None:
        """Put a job on the board of which nothing is left to do."""
        with self._writing() as connection:
            job = self.put(asked, connection)
            said = {"state": state, "outcome": json.dumps(outcome, ensure_ascii=False)}
            connection.execute(update(jobs).where(jobs.c.id == job.id).values(**said))

    def adopt(self, new_id: Callable[[], str]) -> tuple[Job, ...]:
        """
        Put jobs on the board for documents that cases hold as being read while no job is about them,
        such as those of a command that was killed; return them, to be sent.
        """
        if not self._engine.is_there():
            return ()
        about = exists().where(
            jobs.c.of_case == case_documents.c.case_id,
            jobs.c.sha256 == documents.c.sha256,
            jobs.c.state.in_([*LIVE, "failed"]),
        )
        left = (
            select(case_documents.c.case_id, documents.c.sha256, case_documents.c.file)
            .join(documents, documents.c.sha256 == case_documents.c.sha256)
            .where(documents.c.status == "reading", ~about)
            .order_by(case_documents.c.position)
        )
        with self._writing() as connection:
            found = connection.execute(left).all()
            return tuple(
                self.put(
                    Asked(new_id(), "reading", "", row.case_id, "quick", row.sha256, row.file),
                    connection,
                )
                for row in found
            )

    def want(self, asked: Asked) -> Job | None:
        """
        Put a job on the board that there is once; None where it waits already, or is under way, and
        then it is done once more, or where its case is gone.
        """
        with self._writing() as connection:
            case = select(cases.c.id).where(cases.c.id == asked.case_id)
            if connection.execute(case).first() is None:
                return None
            found = connection.execute(select(jobs.c.state).where(jobs.c.id == asked.id)).scalar()
            if found == "reading":
                again = update(jobs).where(jobs.c.id == asked.id).values(is_wanted_again=1)
                connection.execute(again)
            if found in LIVE:
                return None
            connection.execute(delete(jobs).where(jobs.c.id == asked.id))
            return self.put(asked, connection)

    def claim(self, job_id: str, worker: str, kinds: Collection[JobKind]) -> Job | None:
        """
        Take a waiting job of some kinds; None where it is not there, another has it, or another
        job for the same document is under way.
        """
        run = secrets.token_hex(8)
        other = jobs.alias()
        same = exists().where(
            other.c.of_case == jobs.c.of_case,
            other.c.sha256 == jobs.c.sha256,
            other.c.kind == jobs.c.kind,
            other.c.state == "reading",
        )
        with self._writing() as connection:
            now = _now(connection)
            taken = connection.execute(
                update(jobs)
                .where(
                    jobs.c.id == job_id, jobs.c.state == "waiting",
                    jobs.c.kind.in_(kinds), ~same,
                )
                .values(
                    state="reading", run=run, worker=worker, beat=now, told=now, done=0,
                    total=None, pace=None, tries=jobs.c.tries + 1, is_wanted_again=0,
                    fault="",
                )
            )  # fmt: skip
            if not taken.rowcount:
                return None
            row = connection.execute(select(jobs).where(jobs.c.run == run)).one()
            return _job(row, now)

    def beat(self, progress: Mapping[str, Progress | None]) -> frozenset[str]:
        """
        Show that runs are alive, with how far they are, None for no news; return those that are to
        stop: cancelled, removed, or given to another.
        """
        if not progress:
            return frozenset()
        with self._writing() as connection:
            now = _now(connection)
            for run, told in progress.items():
                news: dict[str, Any] = {"beat": now}
                if told is not None:
                    news |= {
                        "done": told.done,
                        "total": told.total,
                        "pace": _ms(told.pace),
                        "told": now,
                    }
                connection.execute(update(jobs).where(jobs.c.run == run).values(**news))
            wanted = select(jobs.c.run).where(jobs.c.run.in_(progress), jobs.c.is_unwanted == 0)
            return frozenset(progress) - set(connection.execute(wanted).scalars())

    def end(self, run: str, state: JobState, outcome: Mapping[str, Any] | None = None) -> None:
        """End a run; nothing happens where the job was given to another."""
        said = {"state": state, "run": "", "outcome": json.dumps(outcome or {}, ensure_ascii=False)}
        with self._writing() as connection:
            connection.execute(update(jobs).where(jobs.c.run == run).values(**said))

    def put_back(
        self, run: str, lane: Lane | None = None, pause_s: float = 0.0, fault: str = ""
    ) -> Job | None:
        """
        Let a job wait again as if it had not been begun, and return it, to be sent; None where it is
        another's by now. lane: where it belongs, as it turned out. fault: what keeps it waiting.
        """
        said: dict[str, Any] = {"tries": jobs.c.tries - 1, "fault": fault}
        if lane is not None:
            said["lane"] = lane
        return self._wait_again(jobs.c.run == run, pause_s, **said)

    def fail(self, run: str, fault: str, pause_s: float) -> Job | None:
        """
        Note that a run broke. Returns the job, to be sent, where it will be tried again after a
        pause; None where it was set aside, or is another's by now.
        """
        may_again = and_(jobs.c.run == run, jobs.c.tries < TRIES)
        job = self._wait_again(may_again, pause_s, fault=fault)
        if job is None:
            said = {"state": "failed", "run": "", "fault": fault}
            with self._writing() as connection:
                connection.execute(update(jobs).where(jobs.c.run == run).values(**said))
        return job

    def done_once_more(self, run: str) -> Job | None:
        """Let a job wait again that was wanted again while it was done, and return it; else None."""
        return self._wait_again(and_(jobs.c.run == run, jobs.c.is_wanted_again == 1), tries=0)

    def retry(self, job_id: str) -> Job | None:
        """Let a job that was set aside wait again, and return it, to be sent; None for others."""
        aside = and_(jobs.c.id == job_id, jobs.c.state == "failed")
        return self._wait_again(aside, tries=0, fault="")

    def give_up_the_dead(self) -> tuple[Job, ...]:
        """
        Take jobs from workers that show no sign of life; return those that wait again. Whoever has
        died as often over one job as `TRIES` says has it set aside.
        """
        returned: list[Job] = []
        if not self._engine.is_there():
            return ()
        with self._writing() as connection:
            now = _now(connection)
            running = select(jobs).where(jobs.c.state == "reading")
            for row in connection.execute(running).all():
                if now - row.beat < SILENT_S * 1000 and not has_ended(row.worker):
                    continue
                is_last = row.tries >= TRIES
                said: dict[str, Any] = {"state": "failed" if is_last else "waiting", "run": ""}
                if is_last:
                    said["fault"] = f"whoever worked on it ended without a word, {row.tries} times"
                else:
                    said["sent"] = now
                connection.execute(update(jobs).where(jobs.c.id == row.id).values(**said))
                if not is_last:
                    returned.append(_job(row, now))
        return tuple(returned)

    def overdue(self) -> tuple[Job, ...]:
        """Return what waits though it was sent long ago, to be sent again; forget old ended jobs."""
        if not self._engine.is_there():
            return ()
        with self._writing() as connection:
            now = _now(connection)
            is_late = jobs.c.sent <= now - _SEND_AGAIN_S * 1000
            late = select(jobs).where(jobs.c.state == "waiting", is_late).order_by(jobs.c.position)
            found = connection.execute(late).all()
            again = update(jobs).where(jobs.c.id.in_([row.id for row in found]))
            connection.execute(again.values(sent=now))
            ended = select(jobs.c.id).where(~_is_live()).order_by(jobs.c.position.desc())
            old = connection.execute(ended.offset(_KEPT)).scalars().all()
            connection.execute(delete(jobs).where(jobs.c.id.in_(old)))
            return tuple(_job(row, now) for row in found)

    def waiting_for(self, case_id: str, sha256: str) -> tuple[Job, ...]:
        """Return the jobs that wait for one document of a case, such as while another read it."""
        return self._found(
            jobs.c.of_case == case_id, jobs.c.sha256 == sha256, jobs.c.state == "waiting"
        )

    def cancel(self, job_id: str) -> Job | None:
        """
        Cancel a job. Returns it where it was waiting and has ended with this; None where it has to be
        stopped first (whoever does it hears of it), goes on for another, or had ended.
        """
        with self._writing() as connection:
            now = _now(connection)
            row = connection.execute(select(jobs).where(jobs.c.id == job_id)).first()
            if row is None or row.state not in LIVE:
                return None
            same = and_(
                jobs.c.of_case == row.of_case, jobs.c.sha256 == row.sha256, jobs.c.id != row.id,
                jobs.c.kind == row.kind, jobs.c.state == "waiting",
            )  # fmt: skip
            waiting = connection.execute(select(jobs.c.id).where(same).limit(1)).scalar()
            if row.state == "waiting" or waiting is not None:
                gone = {"state": "cancelled", "run": ""}
                connection.execute(update(jobs).where(jobs.c.id == row.id).values(**gone))
            else:
                stopping = update(jobs).where(jobs.c.id == row.id).values(is_unwanted=1)
                connection.execute(stopping)
            if row.state == "reading" and waiting is not None:
                # Somebody else waits for the same document: the run goes on for that one.
                run = {
                    name: getattr(row, name)
                    for name in ("state", "run", "worker", "beat", "done", "total", "pace", "told")
                }
                connection.execute(update(jobs).where(jobs.c.id == waiting).values(**run))
            return _job(row, now) if row.state == "waiting" and waiting is None else None

    def dismiss(self, owner: str, case_id: str) -> None:
        """Forget the jobs of an owner in a case that have ended."""
        self._drop(jobs.c.owner == owner, jobs.c.of_case == case_id, ~_is_live())

    def forget(self, case_id: str, sha256: str | None = None) -> None:
        """Forget all jobs of a case or of one of its documents; runs under way hear of it."""
        of_document = [] if sha256 is None else [jobs.c.sha256 == sha256]
        self._drop(jobs.c.of_case == case_id, jobs.c.kind == "reading", *of_document)

    def drop(self, job_id: str) -> None:
        """Forget a job that has ended."""
        self._drop(jobs.c.id == job_id, ~_is_live())

    def find(self, job_id: str) -> Job | None:
        """Return a job; None where there is none."""
        found = self._found(jobs.c.id == job_id)
        return found[0] if found else None

    def of(self, owner: str, case_id: str) -> tuple[Job, ...]:
        """Return an owner's files in a case, in the order they were asked for; () for none."""
        return self._found(
            jobs.c.kind == "reading", jobs.c.owner == owner, jobs.c.of_case == case_id
        )

    def live(self, kind: str) -> tuple[Job, ...]:
        """Return all jobs of a kind that wait or are being done, in the order they were asked for."""
        return self._found(jobs.c.kind == kind, _is_live())

    def set_aside(self) -> tuple[Job, ...]:
        """Return the jobs that were given up after several tries."""
        return self._found(jobs.c.state == "failed")

    def counts(self) -> dict[tuple[str, str], int]:
        """Return how many jobs there are by lane and state; live ones and those set aside."""
        query = (
            select(jobs.c.lane, jobs.c.state, func.count().label("number"))
            .where(jobs.c.state.in_([*LIVE, "failed"]))
            .group_by(jobs.c.lane, jobs.c.state)
        )
        return {(row.lane, row.state): row.number for row in self._rows(query)}

    # inside

    def _wait_again(
        self, which: ColumnElement[bool], pause_s: float = 0.0, **said: Any
    ) -> Job | None:
        with self._writing() as connection:
            now = _now(connection)
            row = connection.execute(select(jobs).where(which)).first()
            if row is None:
                return None
            sent = now + round(pause_s * 1000)  # by then its message has come
            waits = {"state": "waiting", "run": "", "sent": sent, **said}
            connection.execute(update(jobs).where(jobs.c.id == row.id).values(**waits))
            return _job(connection.execute(select(jobs).where(jobs.c.id == row.id)).one(), now)

    def _found(self, *conditions: ColumnElement[bool]) -> tuple[Job, ...]:
        if not self._engine.is_there():
            return ()
        with self._engine.reading() as connection:
            now = _now(connection)
            query = select(jobs).where(*conditions).order_by(jobs.c.position)
            return tuple(_job(row, now) for row in connection.execute(query))

    def _drop(self, *conditions: ColumnElement[bool]) -> None:
        with self._writing() as connection:
            connection.execute(delete(jobs).where(*conditions))


def _now(connection: Connection) -> int:
    """Return the milliseconds since 1970 by the one clock that all who share the database have."""
    if connection.dialect.name == "sqlite":
        return time.time_ns() // 1_000_000
    asked = text("SELECT extract(epoch FROM clock_timestamp()) * 1000")
    return int(connection.execute(asked).scalar_one())


def _ms(seconds: float | None) -> int | None:
    return None if seconds is None else round(seconds * 1000)


def _is_live() -> ColumnElement[bool]:
    return jobs.c.state.in_(LIVE)


def _new_row(asked: Asked, priority: int, position: int, now: int) -> dict[str, Any]:
    return {
        "id": asked.id, "kind": asked.kind, "owner": asked.owner, "of_case": asked.case_id,
        "sha256": asked.sha256, "file": asked.file, "lane": asked.lane, "priority": priority,
        "position": position, "state": "waiting", "tries": 0, "sent": now, "run": "",
        "worker": "", "beat": now, "is_unwanted": 0, "is_wanted_again": 0, "done": 0,
        "told": now, "fault": "", "outcome": "{}",
    }  # fmt: skip


def _job(row: Row[Any], now: int) -> Job:
    asked = Asked(row.id, row.kind, row.owner, row.of_case, row.lane, row.sha256, row.file)
    pace = None if row.pace is None else row.pace / 1000
    progress = Progress(row.done, row.total, pace)
    return Job(
        asked, row.state, row.priority, row.run, row.tries, progress, (now - row.told) / 1000, row.fault,
        json.loads(row.outcome),
    )  # fmt: skip
