"""Processes that share a board: lanes, tries, what is handed back, what is heard from elsewhere."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from corpus.cases.store import CaseStore
from corpus.document import Passage, ReadResult
from corpus.jobs.board import TRIES, JobBoard
from corpus.jobs.job import Asked, JobState, Lane
from corpus.reading import Progress
from corpus.reading.read import refused
from corpus.reading.reasons import reason
from ui.errors import QueueError
from ui.jobs.messages import Messages
from ui.jobs.reading import ReadingJobs
from ui.jobs.run import Run
from ui.jobs.workplace import Ended, Workplace

_PATIENCE_S = 20.0


@pytest.fixture
def case(tmp_path: Path) -> str:
    return CaseStore(tmp_path / "home").create_case("甲", "tcrea-2023", "C")


@pytest.fixture
def queue(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'queue.sqlite3'}"


@pytest.fixture
def places(tmp_path: Path, queue: str) -> Iterator[Callable[..., Workplace]]:
    """Makes workplaces on one home and queue, as processes of their own would have them."""
    made: list[Workplace] = []

    def make(threads: dict[Lane, int] | None = None) -> Workplace:
        place = Workplace(JobBoard(tmp_path / "home"), Messages(queue), threads or {}, pause_s=0.05)
        made.append(place)
        return place

    yield make
    for place in made:
        place.close()


def asked(case: str, name: str, lane: Lane = "quick") -> Asked:
    return Asked(name, "reading", "me", case, lane, f"sha-{name}", f"{name}.pdf")


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def state_of(place: Workplace, name: str) -> JobState:
    job = place.board.find(name)
    assert job is not None
    return job.state


def test_one_asks_and_another_works(case: str, places: Callable[..., Workplace]) -> None:
    server, worker = places(), places({"quick": 1})
    heard: list[str] = []
    worker.take_on("reading", lambda run: heard.append(run.job.id) or Ended("read"))  # type: ignore[func-returns-value]
    server.send(server.board.put(asked(case, "a")))
    time.sleep(0.3)
    assert state_of(server, "a") == "waiting"
    worker.open()
    assert server.wait("reading", _PATIENCE_S)
    assert (heard, state_of(server, "a")) == (["a"], "read")


def test_what_is_cancelled_elsewhere_stops_here(
    case: str, places: Callable[..., Workplace]
) -> None:
    server, worker = places(), places({"quick": 1})
    began = threading.Event()

    def read(run: Run) -> Ended:
        began.set()
        until(run.is_cancelled)
        return Ended("cancelled")

    worker.take_on("reading", read)
    worker.open()
    server.send(server.board.put(asked(case, "a")))
    assert began.wait(_PATIENCE_S)
    assert server.board.cancel("a") is None
    assert server.wait("reading", _PATIENCE_S)
    assert state_of(server, "a") == "cancelled"


def test_who_stops_hands_back_what_is_under_way(
    case: str, places: Callable[..., Workplace]
) -> None:
    first, second = places({"quick": 1}), places({"quick": 1})
    began = threading.Event()

    def endless(run: Run) -> Ended:
        began.set()
        until(run.is_cancelled)
        return Ended("cancelled")

    first.take_on("reading", endless)
    first.open()
    first.send(first.board.put(asked(case, "a")))
    assert began.wait(_PATIENCE_S)
    assert first.close()
    job = first.board.find("a")
    assert job is not None
    assert (job.state, job.tries) == ("waiting", 0)
    second.take_on("reading", lambda _: Ended("read"))
    second.open()
    second.send(job)
    assert second.wait("reading", _PATIENCE_S)
    assert state_of(second, "a") == "read"


def test_what_breaks_is_tried_again_after_a_pause_and_set_aside(
    case: str, places: Callable[..., Workplace]
) -> None:
    place = places({"quick": 1})
    tries: list[float] = []

    def broken(_: Run) -> Ended:
        tries.append(time.monotonic())
        raise OSError("no room")

    place.take_on("reading", broken)
    place.send(place.board.put(asked(case, "a")))
    assert place.wait("reading", _PATIENCE_S)
    assert len(tries) == TRIES
    (job,) = place.board.set_aside()
    assert job.fault == "OSError: no room"


def test_while_the_queue_is_down_nothing_is_lost(
    case: str, places: Callable[..., Workplace], monkeypatch: pytest.MonkeyPatch
) -> None:
    place = places({"quick": 1})
    place.take_on("reading", lambda _: Ended("read"))

    def down(*_: object) -> None:
        raise QueueError("redis://here", "down")

    with monkeypatch.context() as patched:
        patched.setattr(Messages, "send", down)
        place.send(place.board.put(asked(case, "a")))
        assert state_of(place, "a") == "waiting"
    with place.board._writing() as connection:
        connection.exec_driver_sql("UPDATE jobs SET sent = 0")
    assert place.wait("reading", _PATIENCE_S)
    assert state_of(place, "a") == "read"


class LongReader:
    """Finds a thousand pages in a file of "long", which take until they are let; one in others."""

    def __init__(self) -> None:
        self.let = threading.Event()
        self.began: list[str] = []

    def __call__(
        self, path: Path, *, name: str | None = None, on_progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None, **_: object,
    ) -> ReadResult:  # fmt: skip
        self.began.append(name or "")
        pages = 1000 if b"long" in path.read_bytes() else 1
        if on_progress:
            on_progress(1, pages)
        while pages > 1 and not self.let.wait(0.02):
            if cancelled and cancelled():
                return refused(name or "", path.name, reason("cancelled"))
        passage = Passage(f"{path.name[:16]}-1", path.name, 1, (), "第 1 页", "一。")
        return ReadResult(name or "", path.name, "read", pages, (passage,), None)


def test_a_small_file_does_not_wait_behind_a_thousand_pages(
    tmp_path: Path, case: str, places: Callable[..., Workplace]
) -> None:
    reader = LongReader()
    store = CaseStore(tmp_path / "home", read=reader)
    place = places({"quick": 1, "long": 1})
    reading = ReadingJobs(store, place)
    for name in ("long-1", "long-2", "small"):
        (tmp_path / f"{name}.txt").write_text(name, encoding="utf-8")
    reading.add(
        "me", case, [tmp_path / "long-1.txt", tmp_path / "long-2.txt", tmp_path / "small.txt"]
    )
    until(lambda: reading.of("me", case)[2].state == "read")
    states = [job.state for job in reading.of("me", case)]
    assert states in (["reading", "waiting", "read"], ["waiting", "reading", "read"])
    lanes = [job.asked.lane for job in place.board.of("me", case)]
    assert lanes == ["long", "long", "quick"]
    assert all(job.tries <= 1 for job in place.board.of("me", case))
    # Leaving the quick lane is no cancelling: both are still in the case.
    assert len(store.documents(case)) == 3
    reader.let.set()
    assert reading.wait(_PATIENCE_S)
    assert [job.state for job in reading.of("me", case)] == ["read"] * 3


def test_whoever_was_taken_for_dead_writes_nothing_twice(
    tmp_path: Path, case: str, places: Callable[..., Workplace]
) -> None:
    reader = LongReader()
    slow_store = CaseStore(tmp_path / "home", read=reader)
    slow, quick = places({"long": 1}), places({"long": 1})
    slow_jobs = ReadingJobs(slow_store, slow)
    (tmp_path / "long.txt").write_text("long", encoding="utf-8")
    along = slow.board.along(Asked("a", "reading", "me", case, "long"))
    slow_store.take_document(case, tmp_path / "long.txt", also=along)
    assert along.job is not None
    slow.send(along.job)
    until(lambda: bool(reader.began))
    slow._beat = lambda **_: True  # type: ignore[method-assign] - it hangs: no sign of life
    with slow.board._writing() as connection:
        connection.exec_driver_sql("UPDATE jobs SET beat = 0")
    again = LongReader()
    again.let.set()
    quick_jobs = ReadingJobs(CaseStore(tmp_path / "home", read=again), quick)
    quick_jobs.resume()
    until(lambda: slow_jobs.of("me", case)[0].state == "read")
    reader.let.set()
    until(lambda: not slow.is_busy("reading"))
    events = [event.what for event in slow_store.events(case)]
    assert events.count("document.read") == 1
    assert len(slow_store.passages(case)) == 1
    assert quick_jobs.of("me", case)[0].state == "read"
