"""The board of jobs, on a file and on a server: one of all who hear of a job gets it, none is lost."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from sqlalchemy import update

from corpus.cases.store import CaseStore
from corpus.jobs import board as board_module
from corpus.jobs.board import TRIES, JobBoard
from corpus.jobs.job import Asked, Job, Progress
from corpus.record.process import this_process
from corpus.record.tables import jobs
from tests.corpus.cases.conftest import server_url

__all__ = ["server_url"]
KINDS = ("reading", "indexing")
FAR = "elsewhere/1/00000000"


@pytest.fixture(params=["file", "server"])
def url(request: pytest.FixtureRequest) -> str | None:
    return request.getfixturevalue("server_url") if request.param == "server" else None


@pytest.fixture
def board(tmp_path: Path, url: str | None) -> JobBoard:
    return JobBoard(tmp_path / "home", url=url)


@pytest.fixture
def case(tmp_path: Path, url: str | None) -> str:
    return CaseStore(tmp_path / "home", url=url).create_case("甲", "tcrea-2023", "C")


def asked(case: str, name: str, owner: str = "me", sha256: str | None = None) -> Asked:
    return Asked(name, "reading", owner, case, "quick", sha256 or f"sha-{name}", f"{name}.pdf")


def claimed(board: JobBoard, name: str, worker: str = "") -> Job:
    job = board.claim(name, worker or this_process(), KINDS)
    assert job is not None
    return job


def state_of(board: JobBoard, name: str) -> str:
    job = board.find(name)
    assert job is not None
    return job.state


def aged(board: JobBoard, name: str, seconds: int) -> None:
    """Let the last sign of a job lie so many seconds back."""
    back = {"beat": jobs.c.beat - seconds * 1000, "sent": jobs.c.sent - seconds * 1000}
    with board._writing() as connection:
        connection.execute(update(jobs).where(jobs.c.id == name).values(**back))


def test_an_empty_board_has_nothing_and_makes_no_store(tmp_path: Path) -> None:
    board = JobBoard(tmp_path / "home")
    assert board.find("a") is None
    assert board.live("reading") == board.set_aside() == board.overdue() == ()
    assert board.give_up_the_dead() == board.adopt(lambda: "x") == ()
    assert board.counts() == {}
    assert not (tmp_path / "home").exists()


def test_of_many_who_hear_of_a_job_one_gets_it(board: JobBoard, case: str) -> None:
    board.put(asked(case, "a"))
    got: list[Job | None] = []
    start = threading.Barrier(6)

    def claim() -> None:
        start.wait()
        got.append(board.claim("a", this_process(), KINDS))

    threads = [threading.Thread(target=claim) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(job is not None for job in got) == 1
    assert board.claim("a", this_process(), KINDS) is None
    assert board.claim("nothing", this_process(), KINDS) is None


def test_who_does_not_do_a_kind_does_not_get_it(board: JobBoard, case: str) -> None:
    board.put(asked(case, "a"))
    assert board.claim("a", this_process(), ["indexing"]) is None
    assert claimed(board, "a").tries == 1


def test_how_far_it_is_and_what_came_of_it(board: JobBoard, case: str) -> None:
    board.put(asked(case, "a"))
    run = claimed(board, "a").run
    assert board.beat({run: Progress(2, 10, 0.5)}) == frozenset()
    assert board.beat({run: None}) == frozenset()
    (job,) = board.of("me", case)
    assert (job.state, job.progress) == ("reading", Progress(2, 10, 0.5))
    assert job.seconds_left is not None
    assert 0 < job.seconds_left <= 4.0
    board.end(run, "partly", {"pages": 10, "why": "字"})
    (job,) = board.of("me", case)
    assert (job.state, dict(job.outcome), job.is_live) == (
        "partly",
        {"pages": 10, "why": "字"},
        False,
    )
    assert board.live("reading") == ()
    board.dismiss("you", case)
    assert len(board.of("me", case)) == 1
    board.dismiss("me", case)
    assert board.of("me", case) == ()


def test_files_of_one_owner_come_between_those_of_others(board: JobBoard, case: str) -> None:
    mine = [board.put(asked(case, f"m{n}")).priority for n in range(5)]
    yours = board.put(asked(case, "y", "you")).priority
    assert mine == sorted(mine, reverse=True)
    assert len(set(mine)) == 5
    assert yours == mine[0] > mine[1]


def test_the_same_document_is_done_by_one_at_a_time(board: JobBoard, case: str) -> None:
    board.put(asked(case, "a", sha256="same"))
    board.put(asked(case, "b", "you", sha256="same"))
    first = claimed(board, "a")
    assert board.claim("b", this_process(), KINDS) is None
    assert [job.id for job in board.waiting_for(case, "same")] == ["b"]
    board.end(first.run, "read")
    assert claimed(board, "b").state == "reading"


def test_what_waits_is_cancelled_at_once_and_what_runs_is_told(board: JobBoard, case: str) -> None:
    for name in ("a", "b"):
        board.put(asked(case, name))
    run = claimed(board, "a").run
    ended = board.cancel("b")
    assert ended is not None
    assert state_of(board, "b") == "cancelled"
    assert board.cancel("a") is None
    assert state_of(board, "a") == "reading"
    assert board.beat({run: None}) == {run}
    board.end(run, "cancelled")
    assert board.cancel("a") is None
    assert board.cancel("nothing") is None


def test_a_run_goes_on_for_whoever_else_waits_for_the_same(board: JobBoard, case: str) -> None:
    board.put(asked(case, "a", sha256="same"))
    board.put(asked(case, "b", "you", sha256="same"))
    run = claimed(board, "a").run
    board.beat({run: Progress(3, 9, 1.0)})
    assert board.cancel("a") is None
    assert (state_of(board, "a"), state_of(board, "b")) == ("cancelled", "reading")
    (job,) = board.of("you", case)
    assert (job.run, job.progress) == (run, Progress(3, 9, 1.0))
    assert board.beat({run: None}) == frozenset()
    board.end(run, "read")
    assert (state_of(board, "a"), state_of(board, "b")) == ("cancelled", "read")


def test_what_broke_is_tried_again_and_then_set_aside(board: JobBoard, case: str) -> None:
    board.put(asked(case, "a"))
    for number in range(1, TRIES):
        again = board.fail(claimed(board, "a").run, "no room", 0.0)
        assert again is not None
        assert (again.state, again.tries) == ("waiting", number)
    assert board.fail(claimed(board, "a").run, "no room", 0.0) is None
    (job,) = board.set_aside()
    assert (job.state, job.fault, job.tries) == ("failed", "no room", TRIES)
    assert board.claim("a", this_process(), KINDS) is None
    assert board.counts() == {("quick", "failed"): 1}
    again = board.retry("a")
    assert again is not None
    assert (claimed(board, "a").tries, board.retry("a")) == (1, None)


def test_what_is_put_back_was_not_tried(board: JobBoard, case: str) -> None:
    board.put(asked(case, "a"))
    back = board.put_back(claimed(board, "a").run, "long")
    assert back is not None
    assert (back.asked.lane, back.tries, back.state) == ("long", 0, "waiting")
    assert board.put_back("no such run") is None


def test_who_shows_no_sign_of_life_loses_the_job(board: JobBoard, case: str) -> None:
    board.put(asked(case, "a"))
    old = claimed(board, "a", FAR)
    assert board.give_up_the_dead() == ()
    aged(board, "a", board_module.SILENT_S + 1)
    assert [job.id for job in board.give_up_the_dead()] == ["a"]
    new = claimed(board, "a")
    # Whoever was taken for dead and goes on all the same changes nothing.
    assert board.beat({old.run: Progress(9, 9, 1.0)}) == {old.run}
    board.end(old.run, "refused")
    assert board.fail(old.run, "late", 0.0) is None
    assert board.put_back(old.run) is None
    assert state_of(board, "a") == "reading"
    board.end(new.run, "read")
    assert state_of(board, "a") == "read"


def test_who_ended_on_this_machine_is_not_waited_for(board: JobBoard, case: str) -> None:
    host, process, _ = this_process().split("/")
    board.put(asked(case, "a"))
    claimed(board, "a", f"{host}/{process}/00000000")  # an earlier process of the same number
    assert [job.id for job in board.give_up_the_dead()] == ["a"]
    claimed(board, "a", f"{host}/1/00000000")  # lives
    assert board.give_up_the_dead() == ()


def test_what_kills_whoever_touches_it_is_set_aside(board: JobBoard, case: str) -> None:
    board.put(asked(case, "a"))
    for number in range(TRIES):
        claimed(board, "a", FAR)
        aged(board, "a", board_module.SILENT_S + 1)
        assert len(board.give_up_the_dead()) == (number < TRIES - 1)
    (job,) = board.set_aside()
    assert "without a word, 3 times" in job.fault


def test_what_was_sent_long_ago_is_sent_again_once(board: JobBoard, case: str) -> None:
    board.put(asked(case, "a"))
    assert board.overdue() == ()
    aged(board, "a", 31)
    assert [job.id for job in board.overdue()] == ["a"]
    assert board.overdue() == ()


def test_ended_jobs_are_forgotten_beyond_the_newest(
    board: JobBoard, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(board_module, "_KEPT", 3)
    for number in range(5):
        board.note(asked(case, f"j{number}"), "read", {})
    board.put(asked(case, "waits"))
    board.overdue()
    assert [job.id for job in board.of("me", case)] == ["j2", "j3", "j4", "waits"]


def test_what_is_there_once_is_done_once_more_when_wanted_meanwhile(
    board: JobBoard, case: str
) -> None:
    once = Asked("once", "indexing", "", case, "vectors")
    assert board.want(once) is not None
    assert board.want(once) is None
    run = claimed(board, "once").run
    assert board.done_once_more(run) is None
    assert board.want(once) is None
    again = board.done_once_more(run)
    assert again is not None
    run = claimed(board, "once").run
    board.end(run, "read")
    assert board.want(once) is not None
    gone = Asked("gone", "indexing", "", "no-case", "vectors")
    assert board.want(gone) is None


def test_jobs_go_with_their_case_and_runs_hear_of_it(
    board: JobBoard, case: str, tmp_path: Path, url: str | None
) -> None:
    board.put(asked(case, "a"))
    run = claimed(board, "a").run
    CaseStore(tmp_path / "home", url=url).delete_case(case)
    assert board.find("a") is None
    assert board.beat({run: None}) == {run}
    board.end(run, "read")
    assert board.find("a") is None


def test_a_document_and_its_job_are_there_both_or_neither(
    board: JobBoard, case: str, tmp_path: Path, url: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = CaseStore(tmp_path / "home", url=url)
    path = tmp_path / "一.txt"
    path.write_text("一。", encoding="utf-8")
    along = board.along(Asked("a", "reading", "me", case, "quick"))

    def broken(*_: object) -> Job:
        raise OSError("killed here")

    with monkeypatch.context() as patched:
        patched.setattr(JobBoard, "put", broken)
        with pytest.raises(OSError, match="killed here"):
            store.take_document(case, path, also=along)
    assert (store.documents(case), board.of("me", case)) == ((), ())
    taken = store.take_document(case, path, also=along)
    assert taken.result is None
    (job,) = board.of("me", case)
    assert (job.asked.sha256, job.asked.file) == (taken.sha256, "一.txt")


def test_documents_that_nobody_reads_are_taken_up(
    board: JobBoard, case: str, tmp_path: Path, url: str | None
) -> None:
    store = CaseStore(tmp_path / "home", url=url)
    path = tmp_path / "一.txt"
    path.write_text("一。", encoding="utf-8")
    store.take_document(case, path)  # by a command that was killed then
    assert [job.asked.file for job in board.adopt(lambda: "x")] == ["一.txt"]
    assert board.adopt(lambda: "y") == ()
